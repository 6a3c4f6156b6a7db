"""What an export is asked for, and the names and addresses that its tables share.
Nothing here reads a file or the clock."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from conflictmap.control.actor_colours import actor_colours
from conflictmap.errors import ConflictmapError
from conflictmap.event_tables.imported_events import SEPARATOR
from conflictmap.model import COUP_DAY
from conflictmap.pipeline import Atlas


@dataclass(frozen=True, slots=True)
class Choice:
    """Select what of an atlas is exported.

    start, end: first and last day, inclusive; None takes the first day of control and the last report. rules: rule
    sets. restricted: also the rows of event tables whose terms forbid to pass them on. population: people by
    adm3_pcode, for the shares.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    rules: tuple[str, ...] = ("standard",)
    restricted: bool = False
    population: pd.Series | None = None

    def __post_init__(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ConflictmapError(f"the export would end ({self.end}) before it starts ({self.start}); swap them")


@dataclass(frozen=True)
class Subject:
    """Hold an atlas and a choice, and look up what several tables need. `first` and `last` are days, inclusive."""

    atlas: Atlas
    choice: Choice

    def __post_init__(self) -> None:
        known = self.atlas.control.by_rules
        unknown = [name for name in self.choice.rules if name not in known]
        if unknown:
            raise ConflictmapError(f"rules {unknown[0]!r} is not a rule set; use some of: {', '.join(known)}")
        early = [day for day in (self.choice.start, self.choice.end) if day is not None and day < COUP_DAY]
        if early:
            raise ConflictmapError(f"{early[0]}: nothing is said of that day; the first day is {COUP_DAY}")

    @cached_property
    def first(self) -> dt.date:
        """The first day; that of control unless another was asked for."""
        starts = [assessment.spans["start"].min() for assessment in self.atlas.control.by_rules.values()]
        return self.choice.start or min(starts)

    @cached_property
    def last(self) -> dt.date:
        """The last day; that of the last report unless another was asked for."""
        return max(self.choice.end or last_report(self.atlas), self.first)

    @cached_property
    def reported_days(self) -> tuple[dt.date, dt.date]:
        """The days asked for; where none is, from the first event's month to the last report."""
        earliest = min(self.atlas.inputs.events["event_date"], default=self.first)
        return self.choice.start or earliest.replace(day=1), self.last

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events that may be passed on, of the days asked for; rows of `schema.EVENTS`, index from 0.

        Where no first day is asked for, those before the first day of control are among them.
        """
        events = self.atlas.inputs.events
        begun = events["event_date"].map(lambda day: day <= self.last).astype(bool)
        running = events["end_date"].map(lambda day: day >= (self.choice.start or dt.date.min)).astype(bool)
        return events[begun & running & ~self._restricted(events["event_id"])].reset_index(drop=True)

    @cached_property
    def event_links(self) -> pd.DataFrame:
        """source and source_url of every event that may be passed on, by event_id."""
        events = self.atlas.inputs.events
        return events[~self._restricted(events["event_id"])].set_index("event_id")[["source", "source_url"]]

    @cached_property
    def township_names(self) -> pd.DataFrame:
        """adm3_name, adm3_name_my, adm1_pcode, adm1_name, area_km2 of each township, by adm3_pcode."""
        table = self.atlas.inputs.units.table
        own = table[table["level"] == 3]
        return pd.DataFrame(
            {
                "adm3_name": own["name"],
                "adm3_name_my": own["name_my"],
                "adm1_pcode": own["adm1_pcode"],
                "adm1_name": own["adm1_pcode"].map(table["name"]),
                "area_km2": own["area_km2"],
            }
        )

    @cached_property
    def colours(self) -> dict[str, str]:
        """#rrggbb by actor_id, of the actors that events or control name."""
        inputs, spans = self.atlas.inputs, [assessment.spans for assessment in self.atlas.control.by_rules.values()]
        cells = [inputs.events[name] for name in ("actor1", "actor2")]
        cells += [frame[name] for frame in spans for name in ("holder", "other")]
        return actor_colours(inputs.actors, pd.concat(cells).unique())

    def of_townships(self, pcodes: pd.Series) -> dict[str, pd.Series]:
        """Look up the columns of `township_names` for n P-codes; missing where a code is no township's."""
        named = self.township_names.reindex(pcodes)
        return {"adm3_pcode": pcodes, **{str(name): column for name, column in named.items()}}

    def actor_names(self, cells: Iterable[str]) -> list[str]:
        """Name the actors of n cells of ids; several in a cell are separated by |, ids and names alike."""
        names = dict(zip(self.atlas.inputs.actors["actor_id"], self.atlas.inputs.actors["name"], strict=True))
        kept: dict[str, str] = {}
        for cell in cells:
            if cell not in kept:
                kept[cell] = "|".join(str(names.get(actor, actor)) for actor in cell.split("|")) if cell else ""
        return [kept[cell] for cell in cells]

    def addresses(self, evidence: Iterable[tuple[str, ...]]) -> list[str]:
        """Join the addresses of the reports of each tuple of event_ids, separated by blanks, each once."""
        links = self.event_links["source_url"].to_dict()
        return [" ".join(dict.fromkeys(links[event_id] for event_id in ids if links.get(event_id))) for ids in evidence]

    def _restricted(self, event_ids: pd.Series) -> pd.Series:
        closed = () if self.choice.restricted else restricted_tables(self.atlas)
        return event_ids.astype(str).str.startswith(tuple(f"{name}{SEPARATOR}" for name in closed) or ("\0",))


def restricted_tables(atlas: Atlas) -> tuple[str, ...]:
    """List the names of the imported tables whose terms forbid passing their rows on."""
    return tuple(table.name for table in atlas.inputs.provenances if not table.redistribution)


def last_report(atlas: Atlas) -> dt.date:
    """Return the day of the last report in the tables; the first day of control where there is none."""
    return max(
        (day for day in atlas.inputs.events["reported_on"].unique() if isinstance(day, dt.date)), default=COUP_DAY
    )
