"""The weights by which a candidate is ranked, and the thresholds. Numbers only, fitted by benchmarks/fit_weights.py.

A candidate's utility is the sum of value times weight over its features (values 0 to 1, `ranking.FEATURES`); the
alternative "this name is not in the gazetteer" has a utility of its own. A softmax over both gives the scores, so they
sum to at most one and fall where a rival is near.
"""

from __future__ import annotations

from collections.abc import Mapping

WEIGHTS: Mapping[str, float] = {
    "name_exact": 6.95,
    "name_alias": 6.86,
    "name_skeleton": 5.11,
    "name_similarity": 3.40,
    "context_township": 3.43,
    "context_township_conflict": -6.78,
    "context_district": 1.15,
    "context_district_conflict": -1.84,
    "context_state": 0.00,
    "context_state_conflict": -4.20,
    "kind": 4.68,
    "bare_city": 8.06,
    "bare_seat": 4.26,
    "bare_town": 3.84,
    "bare_township": 2.29,
    "bare_district": 0.75,
    "bare_state": 5.78,
    "bare_other": -1.81,
    "site_in_wide_unit": -3.00,
    "own_context": -6.07,
    "near_siblings": 1.50,
    "actors_area": 0.70,
}
ABSENT: Mapping[str, float] = {
    "base": 8.31,
    "context_township": -0.67,
    "unstated": 1.13,
    "said_village": 2.38,
    "said_site": 0.28,
    "coverage": -0.20,
}
ACCEPT = 0.80  # the best township's score from which a match is automatic
ACCEPT_ALIKE = 0.90  # the same for a village whose name is only alike: half of those below it were other villages
ACCEPT_BOUNDED = 0.60  # the same where the name, if romanised otherwise, stands in the stated township
REFUSE = 0.50  # the score of "not in the gazetteer" from which it is said; between the two an editor decides
REFUSE_ALIKE = 0.10  # the same where no place bears the name, and some are only alike
