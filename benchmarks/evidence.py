"""What the shipped events cover and what they miss, and our counts beside published ones.
Run: python benchmarks/evidence.py --write, which renews the tables of data/README.md, docs/checks.md and the picture of
coverage; without, it prints them. Needs nothing but the shipped data.
"""

from __future__ import annotations

import csv
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from xml.sax.saxutils import escape

import pandas as pd

from conflictmap.pipeline import Atlas, build, load
from conflictmap.project import find_project
from conflictmap.writing import write_atomic

ROOT = Path(__file__).parents[1]
COUNTS = ROOT / "data" / "checks" / "published_counts.csv"
START = date(2023, 10, 27)  # the first day of Operation 1027
STATE = frozenset({"SAC"})
TRANSFERS = ("capture", "recapture", "handover", "withdrawal", "surrender")
BEGIN, END = "<!-- made by benchmarks/evidence.py: {} -->", "<!-- end -->"


def main(arguments: Sequence[str]) -> int:
    """Print the tables, or write them into their pages."""
    atlas = build(load(find_project(ROOT)))
    parts = {"coverage": coverage(atlas), "gaps": gaps(atlas), "sides": sides(atlas), "actors": by_actor(atlas)}
    checks = published(atlas)
    if "--write" not in arguments:
        print("\n\n".join([*parts.values(), checks]))
        return 0
    page = ROOT / "data" / "README.md"
    text = page.read_text(encoding="utf-8")
    for name, table in parts.items():
        text = put(text, name, table)
    write_atomic(page, text.encode("utf-8"))
    page = ROOT / "docs" / "checks.md"
    write_atomic(page, put(page.read_text(encoding="utf-8"), "counts", checks).encode("utf-8"))
    write_atomic(ROOT / "docs" / "pictures" / "coverage.svg", picture(atlas).encode("utf-8"))
    return 0


def put(text: str, name: str, table: str) -> str:
    """The text with the table between its two marks renewed. Raises: ValueError, where a mark is missing."""
    begin = BEGIN.format(name)
    head, found, tail = text.partition(begin)
    if not found or END not in tail:
        raise ValueError(f"the page has no place for the table {name!r}: put {begin} and {END} into it")
    return f"{head}{begin}\n{table}\n{END}{tail.partition(END)[2]}"


def located(atlas: Atlas) -> pd.DataFrame:
    """One row an event: its month and the state or region of its first site, "" where it has none in the country."""
    sites = atlas.matches[atlas.matches["role"].isin(["site", "target"]) & atlas.matches["adm1_pcode"].notna()]
    first = sites.drop_duplicates("event_id").set_index("event_id")["adm1_pcode"]
    events = atlas.inputs.events
    names = atlas.inputs.units.table["name"]
    codes = events["event_id"].map(first).fillna("")
    return pd.DataFrame(
        {
            "event_id": events["event_id"],
            "month": [day.strftime("%Y-%m") for day in events["event_date"]],
            "state": [names.get(code, "") if code else "" for code in codes],
            "act": events["act"],
        }
    )


def coverage(atlas: Atlas) -> str:
    """Events by state or region and half-year, and how many of them may move control."""
    frame = located(atlas)
    frame["half"] = [f"{month[:4]} {'Jan-Jun' if month[5:] < '07' else 'Jul-Dec'}" for month in frame["month"]]
    halves = sorted(frame["half"].unique())
    rows = []
    for state, group in sorted(frame.groupby("state")):
        by_half = Counter(group["half"])
        moved = int(group["act"].isin(TRANSFERS).sum())
        rows.append([state or "no place in the country", *(by_half[half] for half in halves), len(group), moved])
    total = Counter(frame["half"])
    moved = int(frame["act"].isin(TRANSFERS).sum())
    rows.append(["all", *(total[half] for half in halves), len(frame), moved])
    return table(["state or region", *halves, "all", "changes of hands"], rows)


def gaps(atlas: Atlas) -> str:
    """The months of each state or region without a single event, from November 2023 to the last month."""
    frame = located(atlas)
    months = [month for month in sorted(frame["month"].unique()) if month > "2023-10"]
    rows = []
    for state, group in sorted(frame[frame["state"] != ""].groupby("state")):
        missing = [month for month in months if month not in set(group["month"])]
        rows.append([state, len(missing), ", ".join(missing) or "none"])
    return table(["state or region", "months without an event", "which"], rows)


def sides(atlas: Atlas) -> str:
    """Who says it: events by the sides of their sources, and those that rest on one source."""
    sources = {row.source: (row.side, row.actor) for row in atlas.inputs.sources.itertuples()}
    counts: Counter[str] = Counter()
    single = 0
    for cell in atlas.inputs.events["source"]:
        named = [name.strip() for name in cell.split("|")]
        single += len(named) == 1
        counts.update({called(*sources.get(name, ("not known", ""))) for name in named})
    total = len(atlas.inputs.events)
    rows = [[side, count, f"{count / total:.0%}"] for side, count in counts.most_common()]
    rows.append(["(one source only)", single, f"{single / total:.0%}"])
    return table(["side of a source of the row", "events", "share"], rows)


def called(side: str, actor: str) -> str:
    if side == "party":
        return f"a party itself ({'the State' if actor in STATE else 'its opponents'})"
    if side == "aligned":
        return f"aligned with {'the State' if actor in STATE else 'its opponents'}"
    return {"independent": "independent", "map": "a map of control"}.get(side, "not known")


def by_actor(atlas: Atlas) -> str:
    """Gains and losses coded, for every actor with more than five gains."""
    gains: Counter[str] = Counter()
    losses: Counter[str] = Counter()
    for row in atlas.inputs.events.itertuples():
        first, second = (frozenset(filter(None, cell.split("|"))) for cell in (row.actor1, row.actor2))
        if row.act in ("capture", "recapture"):
            gains.update(first)
            losses.update(second)
        elif row.act in ("handover", "surrender"):
            losses.update(first)
            gains.update(second)
        elif row.act == "withdrawal":
            losses.update(first)
    return table(
        ["actor", "gains", "losses"],
        [[actor, count, losses[actor]] for actor, count in gains.most_common() if count > 5],
    )


@dataclass(frozen=True)
class Town:
    """A town on a day: its name, who holds it and the state or region in which it lies."""

    name: str
    holders: frozenset[str]
    state: str


def towns_lost(atlas: Atlas, day: date, since: date = START) -> list[Town]:
    """The towns that others than the State hold on `day` and did not hold on the day before `since`, by name.

    Rules: standard. Towns are those of the list of P-codes; a village that is called a town is none.
    """
    spans = atlas.control.by_rules["standard"].sites
    towns = spans[[is_town(code) for code in spans["place_id"]]]
    before, now = held(towns, since - timedelta(days=1)), held(towns, day)
    names = atlas.inputs.units.table["name"]
    found = []
    for code, holders in now.items():
        if holders and not holders & STATE and (not before.get(code) or before[code] & STATE):
            place = atlas.inputs.gazetteer.place(code)
            found.append(Town(place.name, holders, names.get(place.adm1_pcode, "")))
    return sorted(found, key=lambda town: town.name)


def is_town(code: str) -> bool:
    """Whether a code is a town's in the list of P-codes: a township's with 7 and two digits after it."""
    return code.startswith("MMR") and len(code) == 12 and code[9] == "7"


def held(spans: pd.DataFrame, day: date) -> dict[str, frozenset[str]]:
    """The holders of each place itself, not of a base in it, on a day."""
    now = spans[(spans["start"] <= day) & (spans["end"].isna() | (spans["end"] > day))]
    own = now[now["site_id"] == now["place_id"]]
    return {
        place: frozenset(filter(None, (holder or "").split("|")))
        for place, holder in zip(own["place_id"], own["holder"], strict=True)
    }


def published(atlas: Atlas) -> str:
    """Published counts of towns and townships beside ours of the same day."""
    with COUNTS.open(encoding="utf-8", newline="") as file:
        counts = list(csv.DictReader(file))
    rows = []
    for count in counts:
        day = date.fromisoformat(count["as_of"])
        ours = ours_of(count["what"], atlas, day)
        link = f"[{count['source']}]({count['source_url']})"
        rows.append([count["as_of"], count["what"], count["count"], ours, link, count["difference"] or count["note"]])
    return table(
        ["day", "what was counted", "published", "ours", "source", "why they differ, or what was counted"], rows
    )


@dataclass(frozen=True)
class Scope:
    """Which towns answer a count: held by one of `actors`, in one of `states`, not theirs before `since`; empty = any."""

    actors: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()
    since: date = START


#: What a published count counts, by a part of its words -> the towns that answer it; the first that fits counts.
SCOPES: Mapping[str, Scope] = {
    "second phase (from": Scope(frozenset({"TNLA"}), since=date(2024, 6, 25)),
    "second phase of": Scope(frozenset({"TNLA", "MNDAA"}), since=date(2024, 6, 25)),
    "the tnla": Scope(frozenset({"TNLA"})),
    "by the mndaa and allies": Scope(frozenset({"MNDAA", "TNLA", "AA"}), frozenset({"Shan (North)"})),
    "by the mndaa": Scope(frozenset({"MNDAA"})),
    "towns of northern shan": Scope(frozenset({"MNDAA", "TNLA", "AA"}), frozenset({"Shan (North)"})),
    "the kia": Scope(frozenset({"KIA"}), frozenset({"Kachin"})),
    "chin groups": Scope(states=frozenset({"Chin"})),
    "the aa in rakhine": Scope(frozenset({"AA"}), frozenset({"Rakhine", "Chin"})),
    "the knu": Scope(frozenset({"KNU", "KNLA"}), frozenset({"Kayin"})),
    "towns of kayah": Scope(states=frozenset({"Kayah"})),
    "towns lost by the state in northern shan, chin": Scope(
        states=frozenset({"Shan (North)", "Chin", "Kayah", "Kachin", "Sagaing"})
    ),
    "towns lost by the state": Scope(),
    "towns taken": Scope(),
    "towns held by ethnic": Scope(),
}


def ours_of(what: str, atlas: Atlas, day: date) -> str:
    """Our count for the same words, "-" where they count what the tables do not (clashes, people, land).

    Where one actor is counted, a town that it took with others counts apart: "6, and 4 with others".
    """
    words = what.lower()
    scope = next((scope for key, scope in SCOPES.items() if key in words), None)
    if day < START or scope is None:
        return "-"
    towns = [one for one in towns_lost(atlas, day, scope.since) if not scope.states or one.state in scope.states]
    if len(scope.actors) != 1:
        return str(len([one for one in towns if not scope.actors or one.holders & scope.actors]))
    alone = len([one for one in towns if one.holders == scope.actors])
    joint = len([one for one in towns if one.holders > scope.actors])
    return f"{alone}, and {joint} with others" if joint else str(alone)


def table(head: Sequence[object], rows: Iterable[Sequence[object]]) -> str:
    """A table in Markdown; a bar in a cell is escaped."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell).replace("|", "\\|") for cell in line) + " |" for line in lines)


SIZE, LEFT, TOP = 20, 130, 54  # of a square, in pixels, and of the margins for the words


def picture(atlas: Atlas) -> str:
    """Events by state and month as squares of ink, in SVG."""
    frame = located(atlas)
    frame = frame[frame["state"] != ""]
    months = sorted(frame["month"].unique())
    states = sorted(frame["state"].unique())
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for state, month in zip(frame["state"], frame["month"], strict=True):
        counts[state, month] += 1
    parts = [
        f'<text x="{LEFT - 8}" y="{TOP + row * SIZE + 14}" text-anchor="end">{escape(state)}</text>'
        for row, state in enumerate(states)
    ]
    for column, month in enumerate(months):
        x = LEFT + column * SIZE
        parts.append(f'<text x="{x + 14}" y="{TOP - 6}" transform="rotate(-60 {x + 14} {TOP - 6})">{month}</text>')
        for row, state in enumerate(states):
            number = counts[state, month]
            shade = 0 if number == 0 else min(1.0, 0.15 + number / 30)
            parts.append(
                f'<rect x="{x}" y="{TOP + row * SIZE}" width="{SIZE - 2}" height="{SIZE - 2}" fill="#332288" '
                f'fill-opacity="{shade:.2f}" stroke="#bbb" stroke-width="0.5">'
                f"<title>{escape(state)}, {month}: {number} events</title></rect>"
            )
    width, height = LEFT + len(months) * SIZE + 30, TOP + len(states) * SIZE + 10
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        'font-family="sans-serif" font-size="11"><title>Events by state or region and month</title>'
        f'<rect width="100%" height="100%" fill="#fff"/>{"".join(parts)}</svg>\n'
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
