"""The weights by which a candidate is ranked, and the two thresholds. Numbers only.

A candidate's utility is the sum of value times weight over its features (values 0 to 1, `ranking.FEATURES`); the
alternative "this name is not in the gazetteer" has a utility of its own. A softmax over both gives the scores, so they
sum to at most one and fall where a rival is near.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "name_exact": 5.0,
    "name_alias": 4.8,
    "name_skeleton": 3.0,
    "name_similarity": 4.0,
    "context_township": 4.0,
    "context_township_conflict": -10.0,
    "context_district": 2.5,
    "context_district_conflict": -2.5,
    "context_state": 2.5,
    "context_state_conflict": -3.5,
    "kind": 4.0,
    "bare_city": 7.0,
    "bare_seat": 4.0,
    "bare_town": 3.0,
    "bare_township": 2.0,
    "bare_district": 0.5,
    "bare_state": 4.0,
    "bare_other": -2.0,
    "site_in_wide_unit": -3.0,
    "own_context": -6.0,
    "near_siblings": 1.5,
    "actors_area": 0.7,
}
ABSENT: Mapping[str, float] = {
    "base": 4.0,
    "context_township": 2.0,
    "unstated": 0.5,
    "said_village": 0.5,
    "said_site": 1.0,
    "coverage": -1.5,
}
ACCEPT = 0.80  # the best township's score from which a match is automatic
REFUSE = 0.50  # the score of "not in the gazetteer" from which it is said; between the two an editor decides
