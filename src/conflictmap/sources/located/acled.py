"""ACLED's exports as rows of events: its types, the crosswalk from sub-event to act, its precisions on our scales.
ACLED's rows are not this project's to pass on; see `terms`."""

from __future__ import annotations

import datetime as dt
import re

import pandas as pd

from conflictmap.places.names.keys import fold
from conflictmap.schema import SUB_EVENT_TYPES
from conflictmap.sources.located.column_names import column, require
from conflictmap.sources.located.fields import (
    Faults,
    coordinates,
    days,
    empty,
    refuse_swapped,
    time_precisions,
    whole_numbers,
)
from conflictmap.sources.located.party_names import BETWEEN, KnownParties
from conflictmap.sources.located.reading import Cells

NEEDED = {
    "event_date": "day", "event_type": "", "actor1": "", "latitude": "", "longitude": "",
    "geo_precision": "1 to 3", "source": "",
}  # fmt: skip
COUNTRY = re.compile(r"(?i)^(myanmar|burma.*|104|mmr|)$")
#: ACLED's codebook, sub-event types. Of a transfer of territory actor1 is who gains it.
ACTS = {
    "Government regains territory": "recapture",
    "Non-state actor overtakes territory": "capture",
    "Non-violent transfer of territory": "capture",
    "Armed clash": "clash",
    "Chemical weapon": "remote_strike",
    "Air/drone strike": "remote_strike",
    "Shelling/artillery/missile attack": "remote_strike",
    "Suicide bomb": "ambush",
    "Remote explosive/landmine/IED": "ambush",
    "Grenade": "ambush",
    "Abduction/forced disappearance": "detention_arson",
    "Agreement": "agreement",
    "Arrests": "detention_arson",
    "Looting/property destruction": "detention_arson",
}
_GAINS = {"Government regains territory": True, "Non-state actor overtakes territory": False}  # whether the state does
_OLD_TYPES = {  # of exports before 2019, in small letters without a last s
    "battle-no change of territory": ("Battles", "Armed clash"),
    "battle-government regains territory": ("Battles", "Government regains territory"),
    "battle-non-state actor overtakes territory": ("Battles", "Non-state actor overtakes territory"),
    "headquarters or base established": ("Strategic developments", "Headquarters or base established"),
    "non-violent transfer of territory": ("Strategic developments", "Non-violent transfer of territory"),
    "strategic development": ("Strategic developments", "Other"),
    "violence against civilian": ("Violence against civilians", "Attack"),
}
_REMOTE = (
    (
        "Remote explosive/landmine/IED",
        re.compile(r"(?i)\b(land)?mines?\b|\bIEDs?\b|bomb (blast|explo)|explo(sion|ded)"),
    ),
    ("Air/drone strike", re.compile(r"(?i)\bair ?(strike|raid|force)|\bdrones?\b|helicopter|fighter jet")),
)
_STAMP = re.compile(r"\d{9,10}(\.0)?")
_EPOCH = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_STATE = re.compile(r"(?i)^(military forces|police forces|government) of myanmar")


def is_myanmar(cells: Cells) -> list[bool]:
    """Tell which rows are Myanmar's; all of them where the file names no country."""
    names = column(cells, "country") if any(column(cells, "country")) else column(cells, "iso")
    return [COUNTRY.search(name) is not None for name in names]


def read(cells: Cells, faults: Faults, *, today: dt.date, dayfirst: bool, known: KnownParties) -> pd.DataFrame:
    """Return rows of `schema.EVENTS` as text; actors are names as written, separated by |.

    Associated actors that `known` has stand beside the actor they are associated with; the others in the notes.
    """
    require(cells, NEEDED, "acled")
    names = ("event_id_cnty", "data_id", "event_id_no_cnty")
    ids = [next(filter(None, row), "") for row in zip(*(column(cells, name) for name in names), strict=True)]
    day = days(column(cells, "event_date"), "event_date", faults, today=today, dayfirst=dayfirst)
    lon = coordinates(column(cells, "longitude"), "longitude", faults, axis="lon")
    lat = coordinates(column(cells, "latitude"), "latitude", faults, axis="lat")
    refuse_swapped(lon, lat, ("longitude", "latitude"), faults)
    kinds, subs = _types(cells, faults)
    beside = [_associated(cells, number) for number in (1, 2)]
    sides = [_sides(column(cells, f"actor{number}"), beside[number - 1], known) for number in (1, 2)]
    gained = [_in_order(sub, *pair) for sub, pair in zip(subs, zip(sides[0], sides[1], strict=True), strict=True)]
    return pd.DataFrame(
        {
            "event_id": ids,
            "entry_id": ids,
            "event_date": day,
            "end_date": day,
            "time_precision": time_precisions(column(cells, "time_precision"), "time_precision", faults),
            "reported_on": _reported(column(cells, "timestamp"), day, today),
            "event_type": kinds,
            "sub_event_type": subs,
            "act": [ACTS.get(sub, "other") for sub in subs],
            "actor1": [pair[0] for pair in gained],
            "actor2": [pair[1] for pair in gained],
            "mode": "reported",
            "location": column(cells, "location"),
            "notes": _notes(cells, beside, known),
            "source": column(cells, "source"),
            "source_url": "",
            "fatalities": whole_numbers(column(cells, "fatalities"), "fatalities", faults),
            "supersedes": "",
            "lon": lon,
            "lat": lat,
            "geo_precision": _precisions(cells, faults),
            "adm3_pcode": "",
        },
        index=cells.frame.index,
        dtype=object,
    )


def _types(cells: Cells, faults: Faults) -> tuple[list[str], list[str]]:
    """Event and sub-event types; those of exports before 2019, which have no sub-event, as today's."""
    names = ("event_type", "sub_event_type", "actor1", "notes")
    rows = list(zip(*(column(cells, name) for name in names), strict=True))
    pairs = [(kind, sub) if sub else _type_of_old(kind, actor, note) for kind, sub, actor, note in rows]
    wrong = {pair for pair in set(pairs) if pair[1] not in SUB_EVENT_TYPES.get(pair[0], ())}
    for place, (kind, sub) in enumerate(pairs) if wrong else ():
        if (kind, sub) in wrong:
            there = SUB_EVENT_TYPES.get(kind)
            fix = f"use one of: {', '.join(there or SUB_EVENT_TYPES)}"
            name, value = ("sub_event_type", sub) if there else ("event_type", kind)
            faults.add(place, name, value, "is none of ACLED's types", fix)
    return [kind for kind, _ in pairs], [sub for _, sub in pairs]


def _type_of_old(kind: str, actor: str, note: str) -> tuple[str, str]:
    """Today's types for a type of before 2019; the type as it is where it is none of them.

    "Riots/Protests" are told apart by the actor, remote violence by the note: a mine or bomb, else from the air, else shelling.
    """
    old = kind.lower().replace("actors overtake ", "actor overtakes ").removesuffix("s")
    if old == "riots/protest":
        return ("Riots", "Violent demonstration") if actor.startswith("Rioters") else ("Protests", "Peaceful protest")
    if old == "remote violence":
        sub = next((sub for sub, words in _REMOTE if words.search(note)), "Shelling/artillery/missile attack")
        return "Explosions/Remote violence", sub
    return _OLD_TYPES.get(old, (kind, ""))


def _precisions(cells: Cells, faults: Faults) -> list[str]:
    """ACLED's 1, 2, 3 (exact; part of an area, or its main town; a region) on our scale (docs/located.md)."""
    names = ("geo_precision", "location", "admin3")
    rows = list(zip(*(column(cells, name) for name in names), strict=True))
    ours = {row: _precision(*row) for row in set(rows)}
    if not all(ours.values()):
        for place, row in enumerate(rows):
            if not ours[row]:
                faults.add(place, "geo_precision", row[0], "is no precision of ACLED's", "give 1, 2 or 3")
    return [ours[row] for row in rows]


def _precision(code: str, name: str, township: str) -> str:
    """Of 2, a row at the town that bears the township's name stands for the township: 3 here. Never 1."""
    main = not township or fold(name) == fold(township)
    return {"1": "1", "2": "3" if main else "2", "3": "4"}.get(code.removesuffix(".0"), "")


def _reported(stamps: list[str], days: list[str], today: dt.date) -> list[str]:
    """The day on which a row was entered, by its Unix time; the event's day where there is none."""
    entered = {stamp: _entered(stamp) for stamp in set(stamps)}
    last = today.isoformat()
    return [entered[stamp] if day <= entered[stamp] <= last else day for stamp, day in zip(stamps, days, strict=True)]


def _entered(stamp: str) -> str:
    """The UTC day of a Unix time in seconds, "" where it is none."""
    if not _STAMP.fullmatch(stamp):
        return ""
    return (_EPOCH + dt.timedelta(seconds=float(stamp))).date().isoformat()


def _sides(names: list[str], associates: list[tuple[str, ...]], known: KnownParties) -> list[str]:
    """The actor and its known associates, separated by |."""
    pairs = list(zip(names, associates, strict=True))
    sides = {pair: _side(*pair, known) for pair in set(pairs)}
    return [sides[pair] for pair in pairs]


def _side(name: str, associates: tuple[str, ...], known: KnownParties) -> str:
    if empty(name):
        return ""
    beside = (associate for associate in associates if known.actor(associate))
    return BETWEEN.join(dict.fromkeys((name.replace(BETWEEN, "/"), *beside)))


def _associated(cells: Cells, number: int) -> list[tuple[str, ...]]:
    """The actors associated with actor 1 or 2, in each row."""
    name = f"assoc_actor_{number}"
    written = column(cells, name) if any(column(cells, name)) else column(cells, f"ally_actor_{number}")
    names = {
        cell: tuple(name.strip() for name in cell.split(";") if name.strip() and not empty(name))
        for cell in set(written)
    }
    return [names[cell] for cell in written]


def _in_order(sub: str, actor1: str, actor2: str) -> tuple[str, str]:
    """Who gains first: a file that puts the loser first is turned about where only one of the two is the State's."""
    if sub not in _GAINS or not actor2:
        return actor1, actor2
    state = [_STATE.match(side) is not None for side in (actor1, actor2)]
    return (actor2, actor1) if state[0] != state[1] and state[0] != _GAINS[sub] else (actor1, actor2)


def _notes(cells: Cells, beside: list[list[tuple[str, ...]]], known: KnownParties) -> list[str]:
    """The notes, and after them the associated actors that are not known."""
    pairs = list(zip(*beside, strict=True))
    strange = {pair: [name for side in pair for name in side if not known.actor(name)] for pair in set(pairs)}
    rows = zip(column(cells, "notes"), column(cells, "sub_event_type"), pairs, strict=True)
    return [
        (note or f"{sub}.") + (f" [With: {'; '.join(strange[pair])}]" if strange[pair] else "")
        for note, sub, pair in rows
    ]
