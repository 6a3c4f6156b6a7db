"""Fit the sounds that spellings swap, and how sure a name that is only alike is; write both into the package.

    python benchmarks/fit_sounds.py --gold GOLD.csv [--gold ...] [--data-dir IMPORTED] [--ucdp UCDP.csv] [--write]

Pairs of spellings of one place: a gazetteer's other names beside its official one, its names in both scripts (counted a
tenth: one hand romanised them all), the spellings of development gold files beside the official name of the expected
place, and UCDP's beside the place it was matched to. Exonyms are left out: less than half of the letters agree.

How: a memoryless edit transducer (Ristad and Yianilos 1998), by expectation maximisation over skeletons, made
symmetric. A cost is -log(p(a, b) / p(a) p(b)). Then two logistic regressions over the best of a stated township's names give the
probability that the best is the place. For villages (`sound_table.ALIKE`) every name of the cases is asked once more with its
place taken out of the list, also those that the list spells as they are: so often is a name that is absent like another by
accident. For stated units (`sound_table.ALIKE_UNIT`), which the lists hold but for spelling, only the far spellings are.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
from collections.abc import Mapping
from itertools import product
from pathlib import Path

import numpy as np
from rapidfuzz import fuzz, process

from conflictmap.places import gold_scores
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.names import sound_table, sounds
from conflictmap.places.names.keys import fold, script, skeleton
from conflictmap.places.names.kinds import split_kind
from conflictmap.places.names.sound_choice import FEATURES, features
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project

ROOT = Path(__file__).parents[1]
SOUNDS = "acehijklmnopstuwxy"
SCRIPT_PAIRS, SCRIPT_WEIGHT = 12_000, 0.1
ROUNDS, PRIOR, SEED = 10, 0.3, 5
LEAST = 50.0  # per cent of the skeleton's letters that two spellings share; below it they are two names
NOTHING = 0
EDITS = ((1, 0), (0, 1), (1, 1))  # a sound of the first, of the second, of both
_SEVERAL = re.compile(r"\s*[-–]\s|-\s| and |[(/]")
Pair = tuple[str, str]


def bare(name: str) -> str:
    return split_kind(re.sub(r"\s*\(.*?\)", "", name))[0]


def gazetteer_pairs(gazetteer: Gazetteer) -> tuple[list[Pair], list[Pair]]:
    """(other name, official name) of each place, and (name in Burmese script, official name)."""
    frame, names = gazetteer.frame(), gazetteer.names()
    official = frame["name"].to_dict()
    other = names[~names["kind"].isin(["official", "script"])]
    spelled = [(bare(n), bare(official[p])) for p, n in zip(other["place_id"], other["name"], strict=True)
               if p in official and script(str(n)) == "latin"]  # fmt: skip
    mine = frame[frame["name_my"].notna() & (frame["name_my"] != "")]
    return spelled, sorted({(bare(b), bare(a)) for a, b in zip(mine["name"], mine["name_my"], strict=True)})


def gold_cases(paths: list[Path], matcher: Matcher) -> list[tuple[str, str]]:
    """(toponym, place_id of the expected place) of the development rows of gold files, where it is known here."""
    cases = []
    for path in paths:
        gold = gold_scores.read_gold(path)
        gold = gold[gold["part"] != "judging"]
        for name, context, place in zip(gold["toponym"], gold["context"], gold["expected_place"], strict=True):
            toponym = gold_scores.gold_mention(name, context).toponym
            if place in matcher.index.place_number and script(toponym) == "latin":
                cases.append((bare(toponym), place))
    return cases


def ucdp_pairs(path: Path, matcher: Matcher) -> list[Pair]:
    scored = gold_scores.score_ucdp(gold_scores.read_ucdp(path), matcher)
    kept = scored[scored["right"] & scored["geo_precision"].lt(3)]
    return [(bare(n), bare(official)) for n, official in zip(kept["toponym"], kept["name"], strict=True)]


def ucdp_names(path: Path, matcher: Matcher) -> list[tuple[str, str]]:
    """(village as UCDP writes it, place_id) of the rows that are matched rightly and hash to an even number."""
    scored = gold_scores.score_ucdp(gold_scores.read_ucdp(path), matcher)
    kept = scored[scored["right"] & scored["geo_precision"].lt(3) & scored["kind"].eq("village")]
    named = {(bare(n), place) for n, place in zip(kept["toponym"], kept["place_id"], strict=True)}
    return [case for case in sorted(named) if hashlib.blake2b(case[0].encode(), digest_size=1).digest()[0] % 2 == 0]


def keys_of(pairs: list[Pair]) -> list[Pair]:
    """Skeletons of the pairs that are two spellings of one name, of letters only."""
    keys = [(skeleton(a), skeleton(b)) for a, b in pairs if not _SEVERAL.search(a)]
    return [(a, b) for a, b in keys if a.isalpha() and b.isalpha() and fuzz.ratio(a, b) >= LEAST]


def fit_costs(pairs: list[Pair], weight: np.ndarray) -> np.ndarray:
    """Costs by two sounds' numbers, 0 being nothing."""
    number = {sound: i + 1 for i, sound in enumerate(SOUNDS)}
    size = len(SOUNDS) + 1
    a, b = (_padded([[number[c] for c in pair[k]] for pair in pairs]) for k in (0, 1))
    joint = np.full((size, size), 0.1 / size**2) + np.eye(size) * 0.8 / size
    for step in range(ROUNDS):
        counts, surprise = _expected(joint / joint.sum(), a, b, weight)
        print(f"round {step + 1}: {surprise:.3f} nats a pair")
        joint = (counts + counts.T) / 2 + PRIOR * 0.2 / size + PRIOR * np.eye(size)
        joint[0, 0] = 0
    share = joint.sum(axis=1)
    share = share / share[1:].sum()
    share[0] = 1
    joint /= joint.sum()
    joint[0, 0] = 1
    return np.round(-np.log(joint / np.outer(share, share)), 2)


def _expected(joint: np.ndarray, a: np.ndarray, b: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, float]:
    """Expected edits of all pairs under `joint`, by the forward-backward sums, and the mean surprise."""
    wide, high, rows = a.shape[1], b.shape[1], np.arange(len(a))
    long_a, long_b = (a > 0).sum(axis=1), (b > 0).sum(axis=1)
    forward = _forward(joint, a, b)
    whole = np.maximum(forward[long_a, long_b, rows], 1e-300)
    backward, counts = np.zeros((wide + 2, high + 2, len(a))), np.zeros_like(joint)
    for i, j in product(range(wide, -1, -1), range(high, -1, -1)):
        total = ((long_a == i) & (long_b == j)).astype(float)
        for di, dj in EDITS:
            if i + di <= wide and j + dj <= high:
                edit = (a[:, i] if di else NOTHING, b[:, j] if dj else NOTHING)
                ahead = joint[edit] * backward[i + di, j + dj]
                np.add.at(counts, edit, forward[i, j] * ahead * weight / whole)
                total += ahead
        backward[i, j] = total
    return counts, float(-(weight * np.log(whole)).sum() / weight.sum())


def _forward(joint: np.ndarray, a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """For each pair the probability of its first i and j sounds."""
    forward = np.zeros((a.shape[1] + 1, b.shape[1] + 1, len(a)))
    forward[0, 0] = 1
    for i, j in product(range(a.shape[1] + 1), range(b.shape[1] + 1)):
        for di, dj in EDITS:
            if i >= di and j >= dj:
                edit = (a[:, i - 1] if di else NOTHING, b[:, j - 1] if dj else NOTHING)
                forward[i, j] += forward[i - di, j - dj] * joint[edit]
    return forward


def _padded(rows: list[list[int]]) -> np.ndarray:
    out = np.zeros((len(rows), max(map(len, rows))), int)
    for i, row in enumerate(rows):
        out[i, : len(row)] = row
    return out


def choices(cases: list[tuple[str, str]], gazetteer: Gazetteer, *, units: bool) -> tuple[np.ndarray, np.ndarray]:
    """Features of the best name of the right place's township, with the place in it and without, and whether it is right.

    `units`: only names that the list spells otherwise; else the others too, without their place.
    """
    frame = gazetteer.frame()
    held = {unit: sorted({bare(name) for name in names}) for unit, names in frame.groupby("adm3_pcode")["name"]}
    rows, right = [], []
    for toponym, place in sorted(set(cases)):
        key, true = skeleton(toponym), skeleton(bare(frame.loc[place, "name"]))
        names = held.get(frame.loc[place, "adm3_pcode"], [])
        keys = [skeleton(name) for name in names]
        if len(key) < 4 or not key.isalpha() or (key != true and fuzz.ratio(key, true) < 40):
            continue
        heard = sounds.likeness([key] * len(keys), keys)
        letters = np.asarray(process.cpdist([fold(toponym)] * len(names), [fold(n) for n in names], scorer=fuzz.ratio))
        like = (heard + letters / 100) / 2
        far = key not in keys
        if units and not far:
            continue
        for without in (False, True) if far else (True,):
            kept = [i for i in np.argsort(-like).tolist() if not (without and keys[i] in (true, key))]
            if not kept:
                continue
            second = next((like[i] for i in kept if keys[i] != keys[kept[0]]), 0.0)
            rows.append(features(key, keys[kept[0]], like[kept[0]], second, units=units))
            right.append(not without and keys[kept[0]] == true)
    return np.array(rows), np.array(right, float)


def logistic(values: np.ndarray, right: np.ndarray) -> np.ndarray:
    """Weights of a logistic regression with a ridge of one, by Newton's steps."""
    theta = np.zeros(values.shape[1])
    for _ in range(50):
        p = 1 / (1 + np.exp(-values @ theta))
        slope = values.T @ (right - p) - np.r_[0, theta[1:]]
        bend = (values * (p * (1 - p))[:, None]).T @ values + np.eye(len(theta))
        theta += np.linalg.solve(bend, slope)
    return theta


def report(values: np.ndarray, right: np.ndarray) -> None:
    """Cross-validated in five: what is accepted from a probability, and how many of those are right."""
    fold_of = np.arange(len(right)) // 10 % 5
    p = np.zeros(len(right))
    for k in range(5):
        p[fold_of == k] = 1 / (1 + np.exp(-values[fold_of == k] @ logistic(values[fold_of != k], right[fold_of != k])))
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        kept = p >= least
        accepted = kept[right == 1].mean(), kept[right == 0].mean()
        told = f"{accepted[0]:.3f} of the right ones, {accepted[1]:.3f} of the others; {right[kept].mean():.3f} right"
        print(f"from {least}: accepted {told}")


def write(costs: np.ndarray, tables: Mapping[str, np.ndarray]) -> None:
    path = Path(sound_table.__file__)
    text = path.read_text(encoding="utf-8")
    for title, weights in tables.items():
        body = "".join(f'    "{name}": {value:.2f},\n' for name, value in zip(FEATURES, weights, strict=True))
        text = re.sub(rf"(?<={title}: Mapping\[str, float\] = {{\n)[^}}]*", lambda _, body=body: body, text)
    head = text.partition("SOUNDS =")[0]
    lines = "".join(f"    ({' '.join(f'{value:.2f},' for value in row[: i + 1])}),\n" for i, row in enumerate(costs))
    table = f'SOUNDS = "{SOUNDS}"\nCOSTS = (\n{lines})  # fmt: skip\n'
    path.write_text(head + table, encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, action="append", default=[])
    parser.add_argument("--ucdp", type=Path)
    parser.add_argument("--data-dir", type=Path, default=Path("/nonexistent"))
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    gazetteer = Gazetteer.open(find_project(ROOT), data_dir=args.data_dir)
    matcher = Matcher(gazetteer, index=open_index(gazetteer))
    cases = gold_cases(args.gold, matcher)
    spelled, scripts = gazetteer_pairs(gazetteer)
    official = gazetteer.frame()["name"]
    known = [*spelled, *[(name, bare(official[place])) for name, place in cases]]
    known += ucdp_pairs(args.ucdp, matcher) if args.ucdp else []
    scripts = random.Random(SEED).sample(scripts, min(SCRIPT_PAIRS, len(scripts)))
    pairs, more = keys_of(sorted(set(known))), keys_of(scripts)
    print(f"{len(pairs)} pairs of spellings, {len(more)} of scripts")
    weight = np.r_[np.ones(len(pairs)), np.full(len(more), SCRIPT_WEIGHT)]
    costs = fit_costs([*pairs, *more], weight)
    sound_table.COSTS = tuple(tuple(row[: i + 1]) for i, row in enumerate(costs))
    sounds.COSTS = sound_table.COSTS
    sounds._costs.cache_clear()
    forms = gazetteer.names()
    spelling = forms[forms["kind"] == "spelling"]
    cases += [(bare(n), p) for p, n in zip(spelling["place_id"], spelling["name"], strict=True)
              if script(n) == "latin" and p in official.index]  # fmt: skip
    cases += ucdp_names(args.ucdp, matcher) if args.ucdp else []
    tables = {}
    for title, units in (("ALIKE", False), ("ALIKE_UNIT", True)):
        values, right = choices(cases, gazetteer, units=units)
        print(title, int(right.sum()), "right of", len(right))
        report(values, right)
        tables[title] = logistic(values, right)
        print(dict(zip(FEATURES, np.round(tables[title], 2).tolist(), strict=True)))
    if args.write:
        write(costs, tables)


if __name__ == "__main__":
    main()
