"""The weights by which a candidate is ranked, and the two thresholds. Numbers only.

A candidate's utility is the sum of value times weight over its features (values 0 to 1, `ranking.FEATURES`); the
alternative "this name is not in the gazetteer" has a utility of its own. A softmax over both gives the scores, so they
sum to at most one and fall where a rival is near.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "name_exact": 4.30,
    "name_alias": 4.22,
    "name_skeleton": 2.47,
    "name_similarity": 3.41,
    "context_township": 2.20,
    "context_township_conflict": -6.93,
    "context_district": 2.25,
    "context_district_conflict": -1.25,
    "context_state": 0.00,
    "context_state_conflict": -4.21,
    "kind": 5.13,
    "bare_city": 8.09,
    "bare_seat": 4.14,
    "bare_town": 3.71,
    "bare_township": 2.28,
    "bare_district": 0.67,
    "bare_state": 5.78,
    "bare_other": -1.76,
    "site_in_wide_unit": -3.00,
    "own_context": -6.07,
    "near_siblings": 1.50,
    "actors_area": 0.70,
}
ABSENT: Mapping[str, float] = {
    "base": 4.60,
    "context_township": 0.71,
    "unstated": 1.01,
    "said_village": 2.35,
    "said_site": 0.64,
    "coverage": -1.46,
}
ACCEPT = 0.80  # the best township's score from which a match is automatic
REFUSE = 0.50  # the score of "not in the gazetteer" from which it is said; between the two an editor decides
