"""Every parser that reads what people write, as a function of one text; those of files get one in a folder of their own."""

from __future__ import annotations

import dataclasses
import datetime as dt
import functools
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from torture.bench import EVENT, EVENTS_HEAD, LOCATED, ROOT, country, squares

Parse = Callable[[str], object]
TODAY = dt.date(2026, 3, 1)
PROVENANCE = """\
name = "acled"
kind = "acled"
file = "a.csv"
sha256 = "0"
imported_on = "2026-03-01"
rows = 1
credit = "ACLED"
terms = "ask"
redistribution = false
"""
JUDGEMENT = "J1,old ay//,accepted,XXR001001701,1,mya,2026-03-01T12:00:00Z,a note,v1,,"


class Parsers:
    """The parsers by name. What each may raise beside a ConflictmapError is said in its docstring, and in `foreseen`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.root = country(folder / "country")
        self.all: dict[str, Parse] = {
            **self._of_texts(),
            **self._of_places(),
            **self._of_tables(),
            **self._of_shapes(),
            **self._of_rules(),
        }

    def foreseen(self, name: str) -> tuple[type[BaseException], ...]:
        """The exceptions by which a parser refuses."""
        from conflictmap.editor.http.reconciliation import QueryError
        from conflictmap.errors import ConflictmapError

        also = {"memberships": ValueError, "queries": QueryError, "extended queries": QueryError}
        return (ConflictmapError, also.get(name, ConflictmapError))

    def seeds(self, name: str) -> list[str]:
        """Good inputs of the parsers that read whole files."""
        topology = (self.root / "data" / "gazetteer" / "units.topojson").read_text(encoding="utf-8")
        rivers = (self.root / "data" / "gazetteer" / "rivers.geojson").read_text(encoding="utf-8")
        queries = json.dumps(
            {"q0": {"query": "Ay, South", "type": "town", "limit": 3, "properties": [{"pid": "adm1", "v": "South"}]}}
        )
        others = "adm3_pcode,holder,date\nXXR001001,KIA,2023-11-05\n"
        return {
            "table of events": [f"{EVENTS_HEAD}\n{EVENT}\n"], "checked row": [EVENT], "decisions": [JUDGEMENT],
            "located events": [LOCATED, (ROOT / "tests" / "data" / "README.md").read_text(encoding="utf-8")[:300]],
            "located JSON": [json.dumps({"data": [{"event_date": "2023-11-05", "event_type": "Battles", "longitude": "95", "latitude": 20}]})],
            "topology": [topology], "rivers": [rivers], "queries": [queries], "extended queries": [json.dumps({"ids": ["900001"], "properties": [{"id": "name"}]})],
            "rule file": ['name = "mine"\nclaims = "never"\n[limits]\n'], "crosswalk": ["side,value,category\nours,KIA,EAO\ntheirs,army,SAC\n"],
            "other assessment": [others, squares().decode().replace("ADM3_PCODE", "adm3_pcode")], "memberships": ["KNDF|KA@2021-05-01..2023-01-01"],
            "table of places": ["place_id,name,lon,lat\nC1,Camp Alpha,95.4,20.4\n"], "ledger": [json.dumps({name: ["Ay", 0.9, [[0, 3]], "why"] for name in _asked()})],
            "sources": [(ROOT / "data" / "gazetteer" / "sources.toml").read_text(encoding="utf-8")], "provenance": [PROVENANCE],
            "CSV bytes": [f"{EVENTS_HEAD}\n{EVENT}\n"],
        }[name]  # fmt: skip

    def _of_texts(self) -> dict[str, Parse]:
        from conflictmap.calendar_day import read_day
        from conflictmap.chronicle.coding.coder import Coder
        from conflictmap.chronicle.language.lexicon import Lexicon
        from conflictmap.chronicle.text.dates import written_dates
        from conflictmap.chronicle.text.entries import EntrySettings, read_entries, read_heading
        from conflictmap.chronicle.text.layout import blocks
        from conflictmap.chronicle.text.office_files import table_text
        from conflictmap.chronicle.text.page_date import read_dateline, split_agency
        from conflictmap.project import find_project

        lexicon = Lexicon.open(find_project(ROOT))
        coder, near = Coder.of(lexicon), dt.date(2023, 11, 5)

        def chronicle(text: str) -> object:
            return coder.code_chronicle(
                read_entries(f"March 3, 2024\n\n{text}\n", "text", EntrySettings("T", year=2024), lexicon)
            )

        return {
            "day": read_day, "dates of texts": lambda text: list(written_dates(text, lexicon, near, year=2024)),
            "headings": lambda text: (read_heading(text, lexicon, near, year=2024), read_dateline(text, lexicon, near, 2024), split_agency(text, lexicon, near, None)),
            "chronicle": chronicle, "layout": lambda text: [block.text for block in blocks(text)],
            "table rows": lambda text: read_entries(table_text(text, "text"), "text", EntrySettings("T", year=2024), lexicon),
        }  # fmt: skip

    def _of_places(self) -> dict[str, Parse]:
        from conflictmap.editor.http.reconciliation import answers, extended
        from conflictmap.editor.session.place_search import Placebook
        from conflictmap.pipeline import load
        from conflictmap.places.mentions.location import make_mention, parse_location
        from conflictmap.places.mentions.phrase import read_part
        from conflictmap.places.mentions.prose import burmese_mentions, find_mentions
        from conflictmap.places.names.keys import burmese, deletions, fold, skeleton, sound
        from conflictmap.places.names.zawgyi import to_unicode
        from conflictmap.project import find_project

        matcher = load(find_project(self.root)).matcher
        book = Placebook(matcher, {})
        return {
            "location": lambda text: parse_location("E1", text), "prose": lambda text: find_mentions("E1", text),
            "mention": lambda text: matcher.match_all([make_mention(text)]), "part of a phrase": read_part,
            "burmese prose": lambda text: burmese_mentions("E1", text),
            "names": lambda text: (fold(text), skeleton(text), sound(text), burmese(text), deletions(fold(text)[:40]), to_unicode(text)),
            "queries": lambda text: answers(matcher, book, _json_or_text(text)),
            "extended queries": lambda text: extended(book, _json_or_text(text)),
        }  # fmt: skip

    def _of_tables(self) -> dict[str, Parse]:
        from conflictmap.checking import as_text, check
        from conflictmap.csv_bytes import with_rows, without_rows
        from conflictmap.event_tables.actor_cells import read_memberships, split_actors
        from conflictmap.places.judgements import row_faults
        from conflictmap.project import parse_table
        from conflictmap.schema import EVENTS, JUDGEMENTS
        from conflictmap.sources import custom, table_files
        from conflictmap.sources.located.days import order_of, parse_day
        from conflictmap.sources.located.fields import Faults, coordinates

        def table(text: str) -> object:
            frame, _ = check(parse_table(text, "events.csv"), EVENTS, "events.csv")
            return as_text(frame, EVENTS)

        def decision(text: str) -> object:
            return row_faults(
                [dict(zip(JUDGEMENTS.names, (text + "," * 20).split(","), strict=False))], "judgements.csv"
            )

        def places(text: str) -> object:
            return [custom.layer(sheet, {}, source="x") for sheet in table_files.sheets(self._file("a.csv", text))]

        def stored(text: str) -> object:
            content = text.encode("utf-8", "replace")
            try:
                return with_rows(without_rows(content, lambda row: False), [{"event_id": text}], ["event_id"])
            except ValueError:  # a column is missing: the store says so
                return None

        return {
            "table of events": table, "checked row": lambda text: table(f"{EVENTS_HEAD}\n{text}\n"), "decisions": decision,
            "actor cells": split_actors, "memberships": read_memberships, "column map": custom.column_map, "table of places": places,
            "days of tables": lambda text: parse_day(text, order_of([text], dayfirst=False)),
            "coordinates": lambda text: coordinates([text], "lon", Faults("a", [2]), axis="lon"),
            "located events": lambda text: self._located("a.csv", text), "located JSON": lambda text: self._located("a.json", text), "CSV bytes": stored,
        }  # fmt: skip

    def _of_shapes(self) -> dict[str, Parse]:
        from conflictmap.event_tables.imported_events import _provenance, notices
        from conflictmap.page.columns import arc_columns
        from conflictmap.places.gazetteer.units import Units
        from conflictmap.places.gazetteer.watercourses import read_rivers
        from conflictmap.project import find_project
        from conflictmap.sources.catalogue import catalogue

        project = find_project(self.root)
        units = Units.of_core(project)
        spare = find_project(country(self._folder / "spare"))

        def topology(text: str) -> object:
            given = dataclasses.replace(units, _topology_path=self._file("units.topojson", text))
            return given.join(95.5, 20.5), given.frame, arc_columns(given.topology)

        def rivers(text: str) -> object:
            spare.table("gazetteer/rivers.geojson").write_bytes(text.encode("utf-8", "replace"))
            return read_rivers(spare)

        def sources(text: str) -> object:
            spare.table("gazetteer/sources.toml").write_bytes(text.encode("utf-8", "replace"))
            return catalogue(spare)

        def provenance(text: str) -> object:
            path = self._file("acled.csv", "")
            path.with_suffix(".toml").write_bytes(text.encode("utf-8", "replace"))
            return notices([_provenance(path, spare)])

        return {"topology": topology, "rivers": rivers, "sources": sources, "provenance": provenance}

    def _of_rules(self) -> dict[str, Parse]:
        from conflictmap.chronicle.review.ledger import DRAFTS, _record
        from conflictmap.control.comparison_tables import read_crosswalk, read_others
        from conflictmap.control.rule_files import rule_set_of

        row = dict.fromkeys(DRAFTS.names, "") | {
            "start": 0,
            "end": 3,
            "status": "pending",
            "draft_key": "D",
            "entry_id": "T",
        }
        return {
            "rule file": lambda text: rule_set_of(text, "rules.toml"), "crosswalk": lambda text: read_crosswalk(text, "walk.csv"),
            "other assessment": lambda text: read_others(text, "other.csv", {"XXR001001": "XXR001001"}.get),
            "ledger": lambda text: _record(row | {"fields": text}, {}, ("drafts.csv", 2)),
        }  # fmt: skip

    def _located(self, name: str, text: str) -> object:
        from conflictmap.sources.located.reader import Wishes, events_of, read_file

        found = read_file(self._file(name, text), Wishes(TODAY), _actors())
        return events_of(found, _actors())

    def _file(self, name: str, text: str) -> Path:
        path = self._folder / name
        path.write_bytes(text.encode("utf-8", "replace"))
        return path


def _json_or_text(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):  # what the service refuses before
        return {
            "q": {"query": text, "properties": [{"pid": text, "v": text}]},
            "ids": [text],
            "properties": [{"id": text}],
        }


def _asked() -> tuple[str, ...]:
    from conflictmap.chronicle.drafts import ASKED

    return tuple(ASKED)


@functools.cache
def _actors() -> Any:
    from conflictmap.project import find_project, read_table
    from conflictmap.schema import ACTORS

    return read_table(find_project(ROOT).table("actors.csv"), ACTORS)[0]
