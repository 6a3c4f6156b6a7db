"""Write docs/dictionary.md from the declarations of the tables: python docs/make_dictionary.py"""

from __future__ import annotations

from pathlib import Path

from conflictmap.control.roads import ROADS
from conflictmap.export.table_specs import TABLES, TableSpec
from conflictmap.places.gazetteer.neighbours import ABROAD, ARMY_STATIONS
from conflictmap.schema import (
    ACTORS,
    ALIASES,
    CONTROL_BASELINE,
    EVENTS,
    JUDGEMENTS,
    PLACES,
    SOURCES,
    UNITS,
    VINTAGES,
    Table,
)
from conflictmap.sources.core_places import GAZETTEER_SITES

HEAD = """# Data dictionary

Made from the program's own declarations by `docs/make_dictionary.py`; a test holds the two together.

## What is exported

A field of kind date is a day, YYYY-MM-DD. An empty cell is "not known", never 0.
"""
INPUTS = """
## What people write

The tables of `data/`. Their columns are checked by `conflictmap check`; the README says what each holds.
"""


def exported(spec: TableSpec) -> str:
    """The section of an exported table."""
    rows = [f"| `{one.name}` | {one.kind} | {one.about} | {f'`{one.hxl}`' if one.hxl else ''} |" for one in spec.fields]
    key = f" Key: {', '.join(f'`{name}`' for name in spec.key)}." if spec.key else ""
    shape = f" Geometry: {spec.shape}, EPSG:4326." if spec.shape else ""
    return "\n".join(
        [
            f"\n### {spec.name}\n",
            f"{spec.about}.{key}{shape}\n",
            "| field | kind | what | HXL |",
            "|---|---|---|---|",
            *rows,
        ]
    )


def written(table: Table) -> str:
    """The section of a table that people write."""
    rows = []
    for one in table.columns:
        values = ", ".join(f"`{value}`" for value in one.one_of) or (f"{one.low:g} to {one.high:g}" if one.high else "")
        rows.append(f"| `{one.name}` | {one.kind} | {'yes' if one.required else ''} | {values} |")
    head = ["| column | kind | required | values |", "|---|---|---|---|"]
    return "\n".join([f"\n### {table.name}.csv\n", *head, *rows])


def dictionary() -> str:
    """The whole page."""
    of_places = (PLACES, UNITS, ALIASES, VINTAGES, GAZETTEER_SITES, ABROAD, ARMY_STATIONS)
    inputs = (EVENTS, ACTORS, SOURCES, CONTROL_BASELINE, ROADS, *of_places, JUDGEMENTS)
    parts = [HEAD, *(exported(spec) for spec in TABLES), INPUTS, *(written(table) for table in inputs)]
    return "\n".join(parts) + "\n"


if __name__ == "__main__":
    Path(__file__).with_name("dictionary.md").write_text(dictionary(), encoding="utf-8")
