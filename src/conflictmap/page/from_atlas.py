"""Take from an atlas what a page is made of; a delay takes control back to what was known by then.
Nothing here draws or packs."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from conflictmap.control import RULES, control_of, seats_of
from conflictmap.control.baseline import RURAL
from conflictmap.event_tables.distinct import each_of
from conflictmap.event_tables.imported_events import Provenance
from conflictmap.page.options import PageOptions
from conflictmap.page.page_data import DIGEST, ROW, PageData, known_until
from conflictmap.pipeline import Atlas, Inputs
from conflictmap.places.gazetteer.gazetteer import Gazetteer
from conflictmap.places.gazetteer.watercourses import read_rivers
from conflictmap.version import __version__

LABELLED = ("PPLC", "PPLA", "PPLA2", "PPLA3", "PPL")  # villages are named on the map only where an event lies
SOURCES_OF_THE_PAGE = (
    "Land and borders of neighbouring countries: Natural Earth, public domain, by npm world-atlas.",
    "Type: Source Sans 3 and Padauk, SIL Open Font License 1.1. Map: Leaflet, BSD-2-Clause.",
)


def page_data(atlas: Atlas, options: PageOptions) -> PageData:
    """Return the data of an atlas's page. With a delay, control is worked out again from what was known by then."""
    atlas, inputs = _as_known(atlas, options), atlas.inputs
    towns = _towns(inputs.gazetteer.frame())
    return PageData(
        events=_events(inputs),
        matches=atlas.matches,
        spans={name: assessment.spans for name, assessment in atlas.control.by_rules.items()},
        claims={name: assessment.claims for name, assessment in atlas.control.by_rules.items()},
        sites={name: assessment.sites for name, assessment in atlas.control.by_rules.items()},
        evidence={name: each.evidence for name, each in atlas.control.by_rules.items() if each.evidence is not None},
        site_places=_site_places(atlas),
        bearing=_bearing(atlas),
        places=_places(atlas),
        actors=inputs.actors,
        units=inputs.units.table,
        topology=inputs.units.topology,
        towns=towns,
        aliases=_aliases(inputs.gazetteer, [*inputs.units.table.index, *towns.index]),
        rivers=_rivers(atlas),
        assumption=_assumption(atlas),
        rules=options.rules or "standard",
        rule_lines={name: (rule.en, rule.my) for name, rule in RULES.items()},
        source_sides=_sides(inputs.sources),
        place_names=_place_names(atlas),
        versions={
            "conflictmap": __version__,
            "gazetteer": inputs.gazetteer.version,
            "boundaries": inputs.units.version,
        },
        credits=once(
            (
                *_event_sources(inputs.events),
                *_tables(inputs.provenances),
                *inputs.gazetteer.credits,
                *SOURCES_OF_THE_PAGE,
            )
        ),
        refused=len(
            {
                problem.row
                for problem in atlas.control.problems
                if problem.severity == "error" and "events" in problem.file
            }
        ),
        questions=sum(problem.severity == "question" for problem in atlas.problems),
        mention_rows=atlas.mention_rows,
    )


def _events(inputs: Inputs) -> pd.DataFrame:
    """The events with their numbers, and with a digest of each row where that is known: the page packs texts anew by it."""
    digests = inputs.tables.digests_of(inputs.events) if inputs.tables is not None else None
    added = {ROW: np.arange(len(inputs.events))} | ({} if digests is None else {DIGEST: digests})
    return inputs.events.assign(**added)


def _as_known(atlas: Atlas, options: PageOptions) -> Atlas:
    """The atlas as it could be known on the last day that a page with a delay may tell of.

    Otherwise what became of a claim, or how sure a span is, would tell of reports that the page leaves out.
    """
    known = known_until(atlas.inputs.events, options)
    if known is None:
        return atlas
    inputs = atlas.inputs
    control = control_of(
        inputs.events,
        atlas.matches,
        actors=inputs.actors,
        sources=inputs.sources,
        baseline=inputs.baseline,
        townships=seats_of(inputs.units.table),
        as_of=dt.date(1970, 1, 1) + dt.timedelta(days=known),
        rules=[assessment.rules for assessment in atlas.control.by_rules.values()],
        assume_baseline=atlas.control.question.baseline.assumed,
    )
    return replace(atlas, control=control)


def _towns(places: pd.DataFrame) -> pd.DataFrame:
    """Seats, sorted: the towns that are named whether or not anything happened there."""
    seats = places[places["feature_code"].isin(LABELLED[:4]) & places["lon"].notna()]
    return seats.sort_index()


def _aliases(gazetteer: Gazetteer, place_ids: list[Any]) -> dict[str, tuple[str, ...]]:
    """Further written forms of some places; those that differ from the main names by capitals and spaces only stay out."""
    names, own = gazetteer.names(), gazetteer.frame()
    names, own = names[names["place_id"].isin(place_ids)], own[own.index.isin(place_ids)]
    plain = {
        place_id: {_plain(name), _plain(name_my)}
        for place_id, name, name_my in zip(own.index, own["name"].tolist(), own["name_my"].tolist(), strict=True)
    }
    by_place: dict[str, dict[str, str]] = {}
    for place_id, name in zip(names["place_id"].tolist(), names["name"].tolist(), strict=True):
        if _plain(name) not in plain[place_id]:
            by_place.setdefault(place_id, {}).setdefault(_plain(name), name)
    return {place_id: tuple(sorted(forms.values())) for place_id, forms in by_place.items()}


def _plain(name: Any) -> str:
    return "".join(str(name).lower().replace("-", " ").split()) if isinstance(name, str) else ""


def _populated(atlas: Atlas) -> pd.DataFrame:
    """The gazetteer's towns and villages: bases and other sites that are parts of a place, or none, are not of them."""
    places = atlas.inputs.gazetteer.frame()
    return places[places["feature_code"].str.startswith("PPL")]


def _places(atlas: Atlas) -> dict[str, int]:
    return {str(code): int(count) for code, count in _populated(atlas).groupby("adm3_pcode").size().items() if code}


def _site_places(atlas: Atlas) -> pd.DataFrame:
    """Names and points of all sites by site_id; what lies in or near a place is named with it, and has no point."""
    frames = [assessment.sites[["site_id", "place_id"]] for assessment in atlas.control.by_rules.values()]
    table = pd.concat(frames).drop_duplicates("site_id").set_index("site_id").sort_index()
    places = atlas.inputs.gazetteer.frame()
    columns = ["name", "name_my", "lon", "lat"]
    own = _with_given_points(places[columns], atlas.matches[["place_id", *columns]])
    own = own.reindex(table["place_id"]).set_axis(table.index, axis=0)
    part = pd.Series([_part_name(site) for site in own.index], index=own.index, dtype=object)
    has = part != ""
    named = own.assign(name=own["name"].where(~has, part + " (" + own["name"].fillna("") + ")"))
    populated = named.index.isin(_populated(atlas).index)
    return named.assign(**{name: named[name].mask(has) for name in ("name_my", "lon", "lat")}, populated=populated)


def _part_name(site: str) -> str:
    part = site.partition("/")[2]
    return "countryside" if part == RURAL else part


def _with_given_points(places: pd.DataFrame, matches: pd.DataFrame) -> pd.DataFrame:
    """The gazetteer's places and, after them, the spots that an event's source gives and the gazetteer has not."""
    is_given = each_of(matches["place_id"], lambda place_id: str(place_id).startswith("point:"))
    given = matches[is_given].drop_duplicates("place_id")
    return pd.concat([places, given.set_index("place_id")]) if len(given) else places


def _bearing(atlas: Atlas) -> pd.DataFrame:
    """adm3_pcode, day, known_since of each report that bears on a place of a township, in any order."""
    if atlas.control.bearing is not None:
        return atlas.control.bearing
    cells = zip(*atlas.control.reports_of_places(), strict=True)
    names = ("adm3_pcode", "day", "known_since")
    return pd.DataFrame({name: pd.Series(next(cells, ()), dtype=object) for name in names})


def _place_names(atlas: Atlas) -> dict[str, tuple[str, str]]:
    """English and Burmese names, with the township's, of all places that an ambiguous mention may mean."""
    matches = atlas.matches
    open_ones = matches.loc[matches["status"] == "ambiguous", "candidates"]
    wanted = {candidate.place_id for candidates in open_ones for candidate in candidates}
    places = atlas.inputs.gazetteer.frame()
    units = atlas.inputs.units.table
    names: dict[str, tuple[str, str]] = {}
    for place_id, row in places[places.index.isin(wanted)].to_dict("index").items():
        township = str(row["adm3_pcode"] or "")
        parent = units.loc[township] if township in units.index and township != place_id else None
        own_my = row["name_my"] or row["name"]
        english = row["name"] if parent is None else f"{row['name']}, {parent['name']} Township"
        burmese = own_my if parent is None else f"{parent['name_my'] or parent['name']}၊ {own_my}"
        names[str(place_id)] = (f"{english} Township" if row["feature_code"] == "ADM3" else english, burmese)
    return names


def once(lines: tuple[str, ...]) -> tuple[str, ...]:
    """Return each credit once, in order: one that another repeats, or says with more after it, is left out."""
    plain = [" ".join(line.casefold().split()).rstrip(". ") for line in lines]
    return tuple(
        line
        for place, line in enumerate(lines)
        if not any(
            other.startswith(plain[place]) and (len(other) > len(plain[place]) or number < place)
            for number, other in enumerate(plain)
            if number != place
        )
    )


def _assumption(atlas: Atlas) -> str:
    """Who is assumed to hold what is not assessed, where the spans do not assume it."""
    baseline = atlas.control.question.baseline
    return "" if baseline.assumed or baseline.assumption is None else baseline.assumption.holder


def _rivers(atlas: Atlas) -> Mapping[str, Any] | None:
    return read_rivers(atlas.inputs.project)


def _sides(sources: pd.DataFrame) -> dict[str, str]:
    """The last known side of each source, such as "independent" or "aligned:RES"."""
    rows = zip(sources["source"], sources["side"], sources["actor"].fillna(""), strict=True)
    return {source: f"{side}:{actor}" if actor else side for source, side, actor in rows}


def _tables(provenances: Iterable[Provenance]) -> tuple[str, ...]:
    """A line for each imported table whose source asks for a credit."""
    return tuple(f"Events: {provenance.credit}. {provenance.terms}" for provenance in provenances if provenance.credit)


def _event_sources(events: pd.DataFrame) -> tuple[str, ...]:
    named = sorted({name for cell in set(events["source"]) for name in cell.split("|")} - {""})
    return (f"Reports: {'; '.join(named[:12])}{' and others' if len(named) > 12 else ''}.",) if named else ()
