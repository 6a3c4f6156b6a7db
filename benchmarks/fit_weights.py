"""Fit the weights and thresholds of `conflictmap.places.resolution.weights` to development cases, and write them there.

    python benchmarks/fit_weights.py --ucdp UCDP.csv [--data-dir IMPORTED] [--write]

How: the score of a candidate is a conditional logit's; the fit maximises the summed log-score of the right candidates
(all that lie in the expected unit; "not in the gazetteer" where the expected place is not) over the development rows of
tests/data/gold.csv, and over those UCDP rows of precision 1 whose place name hashes to an even number, right being a
candidate within 10 km. Every case is used with the gazetteer as it is opened and with the core alone, so that the
weights hold for both; and once more with its right candidates taken away, when "not in the gazetteer" is right, so
that likeness alone does not win. A penalty (RIDGE) pulls each weight to the value set by hand (PRIOR), and a weight keeps its
sign. Then ACCEPT is the smallest score at which 99 % of the accepted development cases are right.
What changed against the values by hand: the printed table. The judging part of the gold is never read here.
"""

from __future__ import annotations

import argparse
import hashlib
import re
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from conflictmap.geo import distance_km
from conflictmap.model import Mention
from conflictmap.places import gold_scores
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.resolution import weights
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.places.resolution.ranking import ABSENT_FEATURES, FEATURES, softmax
from conflictmap.project import find_project

ROOT = Path(__file__).parents[1]
RIDGE = 0.5  # of a nat for a weight one unit from its prior; with fewer cases than this moves, the hand decides
ABSENT_WEIGHT = (
    0.5  # of a case: names that no list of places holds are fewer than those that one holds, and matter more
)
STEPS, RATE = 400, 0.05
PRIOR = {
    "name_exact": 7.0, "name_alias": 6.8, "name_skeleton": 5.0, "name_similarity": 4.0, "context_township": 4.0,
    "context_township_conflict": -10.0, "context_district": 2.5, "context_district_conflict": -2.5, "context_state": 2.5,
    "context_state_conflict": -3.5, "kind": 4.0, "bare_city": 7.0, "bare_seat": 4.0, "bare_town": 3.0,
    "bare_township": 2.0, "bare_district": 0.5, "bare_state": 4.0, "bare_other": -2.0, "site_in_wide_unit": -3.0,
    "own_context": -6.0, "near_siblings": 1.5, "actors_area": 0.7,
}  # fmt: skip
PRIOR_ABSENT = {
    "base": 6.0, "context_township": 2.0, "unstated": 0.5, "said_village": 0.5, "said_site": 1.0, "coverage": -1.5,
}  # fmt: skip


@dataclass
class Cases:
    """Features of all candidates of all cases, and which of them are right; `absent_right` where none should be."""

    query: np.ndarray
    features: np.ndarray
    right: np.ndarray
    absent_features: np.ndarray
    absent_right: np.ndarray
    case_weight: np.ndarray


def gold_cases(matcher: Matcher) -> Cases:
    gold = gold_scores.read_gold(ROOT / "tests" / "data" / "gold.csv")
    gold = gold[
        (gold["part"] == "development") & ~gold["expected_status"].isin(["outside", "ambiguous", "not_locatable"])
    ]
    mentions = [gold_scores.gold_mention(t, c) for t, c in zip(gold["toponym"], gold["context"], strict=True)]
    ranked = matcher.ranked([matcher.query(mention) for mention in mentions])
    expected, place = gold["expected"].tolist(), gold["expected_place"].tolist()
    there = [bool(e) and (not p or p in matcher.index.place_number) for e, p in zip(expected, place, strict=True)]
    right = np.array([
        there[q] and gold_scores.in_unit(matcher, matcher.index.place_ids[int(p)], expected[q])
        for q, p in zip(ranked.pairs.query, ranked.pairs.place, strict=True)
    ])  # fmt: skip
    return _cases(ranked, right, ~np.array(there), np.ones(len(mentions)))


def ucdp_cases(matcher: Matcher, path: Path) -> Cases:
    rows = gold_scores.read_ucdp(path)
    rows = rows[rows["where_prec"] == 1].drop_duplicates(["where_coordinates", "adm_2", "where_description"])
    rows = rows[
        [hashlib.blake2b(str(name).encode(), digest_size=1).digest()[0] % 2 == 0 for name in rows["where_coordinates"]]
    ]
    mentions: list[Mention] = gold_scores.ucdp_mentions(rows)
    ranked = matcher.ranked([matcher.query(mention) for mention in mentions])
    index, lon, lat = matcher.index, rows["longitude"].to_numpy(), rows["latitude"].to_numpy()
    query, place = ranked.pairs.query, ranked.pairs.place
    apart = distance_km(index.lon[place], index.lat[place], lon[query], lat[query])
    right = np.nan_to_num(apart, nan=1e9) <= 10
    found = np.zeros(len(mentions), bool)
    found[query[right]] = True
    return _cases(ranked, right, ~found, np.full(len(mentions), 0.3))


def _cases(ranked, right, absent_right, weight) -> Cases:
    return Cases(
        ranked.pairs.query, ranked.features, np.asarray(right, bool), ranked.absent_features, absent_right, weight
    )


def without_right(cases: Cases) -> Cases:
    """Every case once more with only its candidates that are merely alike: then the name is absent, and that is right.

    Places of the very name elsewhere go too: that one of them is not meant is for the stated units to say.
    """
    n = len(cases.absent_right)
    had = np.bincount(cases.query, weights=cases.right, minlength=n) > 0
    known = cases.features[:, [FEATURES.index(f"name_{how}") for how in ("exact", "alias", "skeleton")]].any(axis=1)
    keep = ~cases.right & ~known & had[cases.query]
    number = np.cumsum(had) - 1
    return Cases(
        query=number[cases.query[keep]],
        features=cases.features[keep],
        right=np.zeros(int(keep.sum()), bool),
        absent_features=cases.absent_features[had],
        absent_right=np.ones(int(had.sum()), bool),
        case_weight=ABSENT_WEIGHT * cases.case_weight[had],
    )


def join(parts: list[Cases]) -> Cases:
    starts = np.cumsum([0, *[len(part.absent_right) for part in parts]])
    stacked = {
        name: np.concatenate([getattr(part, name) for part in parts])
        for name in Cases.__annotations__
        if name != "query"
    }
    return Cases(
        query=np.concatenate([part.query + start for part, start in zip(parts, starts, strict=False)]), **stacked
    )


def fit(cases: Cases) -> tuple[np.ndarray, np.ndarray]:
    prior = np.array([PRIOR[name] for name in FEATURES]), np.array([PRIOR_ABSENT[name] for name in ABSENT_FEATURES])
    theta = [p.copy() for p in prior]
    mean, square = [np.zeros_like(p) for p in prior], [np.zeros_like(p) for p in prior]
    for step in range(1, STEPS + 1):
        gradient = _gradient(cases, *theta)
        for k in (0, 1):
            g = gradient[k] - RIDGE * (theta[k] - prior[k])
            mean[k] = 0.9 * mean[k] + 0.1 * g
            square[k] = 0.999 * square[k] + 0.001 * g * g
            theta[k] += RATE * (mean[k] / (1 - 0.9**step)) / (np.sqrt(square[k] / (1 - 0.999**step)) + 1e-9)
        theta[0] = np.where(prior[0] > 0, np.maximum(theta[0], 0), np.minimum(theta[0], 0))
    return theta[0], theta[1]


def _gradient(cases: Cases, theta: np.ndarray, none: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Of the summed log-score of what is right; a case without any right candidate teaches only that it is absent."""
    score, absent = softmax(cases.query, cases.features @ theta, cases.absent_features @ none)
    n = len(cases.absent_right)
    mass = np.bincount(cases.query, weights=score * cases.right, minlength=n) + absent * cases.absent_right
    usable = (np.bincount(cases.query, weights=cases.right, minlength=n) > 0) | cases.absent_right
    scale = np.where(usable, cases.case_weight, 0) / np.maximum(mass, 1e-12)
    pull = score * cases.right * scale[cases.query] - score * (scale * mass)[cases.query]
    pull_none = absent * cases.absent_right * scale - absent * scale * mass
    return cases.features.T @ pull, cases.absent_features.T @ pull_none


def accept_from(cases: Cases, theta: np.ndarray, none: np.ndarray) -> float:
    """The smallest score from which 99 % of the best groups are right; not under 0.8: a wrong dot is worse than none.

    A group is the right candidates of a case or one wrong candidate, as a township is one answer.
    """
    score, _ = softmax(cases.query, cases.features @ theta, cases.absent_features @ none)
    right = np.bincount(cases.query, weights=score * cases.right, minlength=len(cases.absent_right))
    wrong = np.zeros(len(right))
    np.maximum.at(wrong, cases.query, score * ~cases.right)
    best = np.maximum(right, wrong)
    for threshold in np.arange(0.8, 0.96, 0.01):
        kept = best >= threshold
        share = float(np.average((right > wrong)[kept], weights=cases.case_weight[kept]))
        print(f"accept from {threshold:.2f}: {kept.mean():.3f} of the cases, {share:.4f} of them right")
        if share >= 0.99:
            return round(float(threshold), 2)
    return 0.95


def write(theta: np.ndarray, none: np.ndarray, accept: float) -> None:
    path = Path(weights.__file__)
    text = path.read_text(encoding="utf-8")
    for title, names, values in (("WEIGHTS", FEATURES, theta), ("ABSENT", ABSENT_FEATURES, none)):
        body = "\n".join(f'    "{name}": {value:.2f},' for name, value in zip(names, values, strict=True))
        start = text.index(f"{title}: Mapping[str, float] = {{\n")
        text = text[: text.index("{", start)] + "{\n" + body + text[text.index("\n}", start) :]
    path.write_text(re.sub(r"ACCEPT = [\d.]+", f"ACCEPT = {accept:.2f}", text), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ucdp", type=Path)
    parser.add_argument("--data-dir", type=Path, action="append", default=[])
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    parts = []
    for folder in [*args.data_dir, Path("/nonexistent")]:
        gazetteer = Gazetteer.open(find_project(ROOT), data_dir=folder)
        matcher = Matcher(gazetteer, index=open_index(gazetteer))
        parts.append(gold_cases(matcher))
        if args.ucdp:
            parts.append(ucdp_cases(matcher, args.ucdp))
    cases = join([*parts, *map(without_right, parts)])
    theta, none = fit(cases)
    accept = accept_from(cases, theta, none)
    for names, prior, values in ((FEATURES, PRIOR, theta), (ABSENT_FEATURES, PRIOR_ABSENT, none)):
        for name, value in zip(names, values, strict=True):
            print(f"{name:28} {prior[name]:6.2f} -> {value:6.2f}")
    print(f"{len(cases.absent_right)} cases, {len(cases.query)} candidates; ACCEPT {weights.ACCEPT} -> {accept}")
    if args.write:
        write(theta, none, accept)


if __name__ == "__main__":
    main()
