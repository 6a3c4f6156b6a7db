"""Time and memory of a new project made from an ACLED-shaped export: the import, the check and the map.
Run: python benchmarks/event_tables.py [rows]. The goals for 100,000 rows: import 6 s and 600 MB, build after it 12 s.

The rows are UCDP's of 2021 and 2022, repeated with other days: their places and precisions, ACLED's columns and words.
"""

from __future__ import annotations

import csv
import datetime as dt
import os
import random
import sys
import tempfile
import time
from pathlib import Path

UCDP = Path(__file__).parents[2] / "shared" / "eval" / "ucdp_ged_mmr_2021_2022.csv"
COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type", "sub_event_type", "actor1",
    "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2", "interaction", "civilian_targeting", "iso",
    "region", "country", "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "source_scale", "notes", "fatalities", "tags", "timestamp",
)  # fmt: skip
STATE = "Military Forces of Myanmar (2021-)"
KINDS = (  # event type, sub-event type, actor1, actor2, in a thousand rows
    ("Battles", "Armed clash", "{group}", STATE, 380),
    ("Explosions/Remote violence", "Air/drone strike", STATE, "Civilians (Myanmar)", 150),
    ("Explosions/Remote violence", "Shelling/artillery/missile attack", STATE, "Civilians (Myanmar)", 150),
    ("Explosions/Remote violence", "Remote explosive/landmine/IED", "{group}", STATE, 100),
    ("Violence against civilians", "Attack", STATE, "Civilians (Myanmar)", 110),
    ("Strategic developments", "Arrests", STATE, "Civilians (Myanmar)", 70),
    ("Battles", "Non-state actor overtakes territory", "{group}", STATE, 20),
    ("Battles", "Government regains territory", STATE, "{group}", 20),
)
GROUPS = (
    "People's Defense Force (Myanmar)", "KIO/KIA: Kachin Independence Organization/Kachin Independence Army",
    "ULA/AA: United League of Arakan/Arakan Army", "PSLF/TNLA: Palaung State Liberation Front/Ta'ang National Liberation Army",
    "MNDAA: Myanmar National Democratic Alliance Army", "CNF/CNA: Chin National Front/Chin National Army",
    "Unidentified Armed Group (Myanmar)",
)  # fmt: skip
SOURCES = ("Irrawaddy", "Democratic Voice of Burma", "Mizzima", "Khit Thit Media", "Myanmar Now", "Kachin News Group")
PRECISION = {"1": "1", "2": "2", "3": "3", "4": "3", "5": "2"}
FIRST, DAYS = dt.date(2021, 2, 2), 1_700
NOTE = (
    "On {day}, at {place} ({township}, {state}), {one} and {other} were in an encounter that lasted for some hours. Local "
    "people said that smoke rose over the fields and that many fled towards the river. The losses of either side are unknown."
)


def write_rows(path: Path, count: int) -> None:
    """Write an ACLED-shaped CSV of `count` rows, the same for the same count."""
    with UCDP.open(encoding="utf-8", newline="") as file:
        places = list(csv.DictReader(file))
    chance = random.Random(14)
    weights = [kind[-1] for kind in KINDS]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(count):
            place = places[number % len(places)]
            kind = chance.choices(KINDS, weights)[0]
            group = chance.choice(GROUPS)
            day = FIRST + dt.timedelta(days=number * DAYS // count)
            writer.writerow(_row(number, place, tuple(str(part).format(group=group) for part in kind[:4]), day, chance))


def _row(
    number: int, place: dict[str, str], kind: tuple[str, ...], day: dt.date, chance: random.Random
) -> list[object]:
    event_type, sub, one, other = kind
    entered = dt.datetime.combine(day, dt.time(12), dt.UTC) + dt.timedelta(days=chance.randint(2, 20))
    name = place["where_coordinates"].removesuffix(" town").removesuffix(" township").removesuffix(" village")
    note = NOTE.format(day=day, place=name, township=place["adm_2"], state=place["adm_1"], one=one, other=other)
    source = "; ".join(chance.sample(SOURCES, chance.choice((1, 1, 2, 3))))
    return [
        f"MMR{number}", f"{day:%d %B %Y}", day.year, 1, "Political violence", event_type, sub, one, "", 1, other, "", 2,
        "12", "", 104, "Southeast Asia", "Myanmar", place["adm_1"], place["adm_2"], name, name, place["latitude"],
        place["longitude"], PRECISION[place["where_prec"]], source, "National", note, chance.choice((0, 0, 0, 1, 3)), "",
        int(entered.timestamp()),
    ]  # fmt: skip


def run(*arguments: str) -> str:
    """Run a command of the command line; give its seconds and its largest memory as text."""
    begun = time.perf_counter()
    child = os.spawnv(os.P_NOWAIT, sys.executable, [sys.executable, "-m", "conflictmap", *arguments])
    _, status, usage = os.wait4(child, 0)
    if status:
        raise SystemExit(f"{' '.join(arguments)} ended with {os.waitstatus_to_exitcode(status)}")
    seconds = time.perf_counter() - begun
    processor = usage.ru_utime + usage.ru_stime
    return f"{seconds:.1f} s ({processor:.1f} s of processor), {usage.ru_maxrss / 1e3:,.0f} MB"


def main() -> None:
    """Print the time and memory of each command on a table of the given number of rows."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        project, table = str(Path(folder) / "project"), Path(folder) / "acled.csv"
        write_rows(table, count)
        run("init", project)
        lines = [f"{count:,} rows, {table.stat().st_size / 1e6:.0f} MB"]
        imports = ("events", "import", str(table), "--name", "acled", "--add-actors", "-C", project)
        for name, command in (("import", imports), ("import again", imports), ("build", ("build", "-C", project))):
            lines.append(f"{name}: {run(*command)}")
    print("\n".join(lines))


if __name__ == "__main__":
    main()
