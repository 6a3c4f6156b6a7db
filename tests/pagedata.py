"""A page's data made by hand: nine townships in two states, six spots, twelve events of ten days. For page tests."""

from __future__ import annotations

import datetime as dt
from typing import Any

import numpy as np
import pandas as pd
import shapely

from conflictmap.model import Reason
from conflictmap.page import PageData
from conflictmap.places.gazetteer import topology
from conflictmap.schema import (
    ACTORS,
    CONTROL_SPAN_COLUMNS,
    CONTROL_SPAN_EXTRAS,
    EVENTS,
    MATCH_COLUMNS,
    SITE_SPAN_COLUMNS,
    UNITS,
)

WEST, SOUTH = 95.0, 19.0  # the corner of a square of three by three degrees
NAMES = ["Anan", "Bado", "Chaung", "Dala", "Eimma", "Falam", "Gangaw", "Hopong", "Insein"]
CODES = [f"XXR00{1 + place // 5}{place:03d}" for place in range(9)]  # five in the first state, four in the second


def day(number: int) -> dt.date:
    """The tenth month's day of the tiny war, which begins on 1 October 2023."""
    return dt.date(2023, 10, number)


def units() -> pd.DataFrame:
    rows: list[list[Any]] = []
    for place, (code, name) in enumerate(zip(CODES, NAMES, strict=True)):
        state = f"XXR00{1 + place // 5}"
        x, y = WEST + place % 3 + 0.5, SOUTH + place // 3 + 0.5
        rows.append([code, 3, name, "အမည်", "township", state, f"{state}D001", "", x, y, 70, 11500, "by hand"])
    for number, name in ((1, "South"), (2, "North")):
        code = f"XXR00{number}"
        rows.append([code, 1, name, "ပြည်နယ်", "state", "", "", "", 96.5, 20, 200, 50000, "by hand"])
        rows.append(
            [f"{code}D001", 2, f"{name} District", "", "district", code, "", "", 96.5, 20, 200, 50000, "by hand"]
        )
    return (
        pd.DataFrame(rows, columns=UNIT_COLUMNS)
        .reindex(columns=UNITS.names, fill_value="")
        .set_index("pcode")
        .sort_index()
    )


def shapes() -> dict[str, Any]:
    squares = [
        shapely.box(WEST + place % 3, SOUTH + place // 3, WEST + place % 3 + 1, SOUTH + place // 3 + 1)
        for place in range(9)
    ]
    return topology.topology(topology.clean_coverage(np.array(squares, dtype=object), what="squares"), CODES)


def actors() -> pd.DataFrame:
    rows = [
        ["GOV", "Government of Tinyland", "အစိုးရ", "", "state", "", "State", "#4d4d4d", None, None, "by hand"],
        ["REB", "Rebels of the Hills", "တောင်ပေါ်", "", "armed_group", "", "Others", "#1f78b4", None, None, "by hand"],
        ["OLD", "Old Guard", "", "", "armed_group", "", "Others", "", None, None, "by hand"],
        ["CIV", "Civilians", "", "", "civilian", "", "", "", None, None, "by hand"],
    ]
    return pd.DataFrame(rows, columns=ACTOR_COLUMNS).reindex(columns=ACTORS.names, fill_value="")


EVENT_COLUMNS = [
    "event_id",
    "entry_id",
    "event_date",
    "end_date",
    "time_precision",
    "reported_on",
    "event_type",
    "sub_event_type",
    "act",
    "actor1",
    "actor2",
    "mode",
    "location",
    "notes",
    "source",
    "source_url",
    "fatalities",
]
UNIT_COLUMNS = [
    "pcode",
    "level",
    "name",
    "name_my",
    "kind",
    "adm1_pcode",
    "adm2_pcode",
    "seat_id",
    "lon",
    "lat",
    "radius_km",
    "area_km2",
    "source",
]
ACTOR_COLUMNS = [
    "actor_id",
    "name",
    "name_my",
    "aliases",
    "kind",
    "member_of",
    "display_group",
    "colour",
    "start",
    "end",
    "source",
]
# event_id, first day, last day, type, sub-event, act, actor1, actor2, mode, place: a spot's name, or "" and why not
EVENT_ROWS = [
    ("E01", 1, 1, "Battles", "Armed clash", "clash", "REB", "GOV", "reported", "Alpha"),
    ("E02", 2, 2, "Battles", "Non-state actor overtakes territory", "capture", "REB", "GOV", "reported", "Alpha"),
    ("E03", 2, 4, "Explosions/Remote violence", "Air/drone strike", "remote_strike", "GOV", "REB", "reported", "Alpha"),
    ("E04", 3, 3, "Violence against civilians", "Attack", "raid", "GOV", "CIV", "reported", "Bravo"),
    ("E05", 4, 4, "Protests", "Peaceful protest", "statement", "CIV", "", "reported", "Charlie"),
    ("E06", 5, 5, "Strategic developments", "Other", "statement", "GOV", "", "claimed_by_party", "Delta"),
    ("E07", 5, 5, "Battles", "Armed clash", "clash", "REB|OLD", "GOV", "reported", "Echo"),
    ("E08", 6, 6, "Battles", "Armed clash", "ambush", "REB", "GOV", "claimed_by_party", "Bravo"),
    ("E09", 7, 7, "Strategic developments", "Agreement", "agreement", "GOV", "REB", "reported", "abroad"),
    ("E10", 8, 8, "Riots", "Mob violence", "clash", "CIV", "", "reported", "unplaced"),
    ("E11", 9, 9, "Battles", "Government regains territory", "recapture", "GOV", "REB", "reported", "Alpha"),
    ("E12", 10, 10, "Battles", "Armed clash", "clash", "REB", "GOV", "reported", "region"),
]
# name, feature code, geo_precision, lon, lat, radius_km, township
SPOTS = {
    "Alpha": ("PPL", 1, 95.5, 19.5, 0.0, 0),
    "Bravo": ("PPL", 1, 96.5, 20.5, 0.0, 4),
    "Charlie": ("PPL", 2, 97.4, 20.4, 15.0, 5),
    "Delta": ("ADM3", 3, 95.5, 21.5, 70.0, 6),
    "Echo": ("PPL", 1, 97.5, 21.5, 0.0, 8),
    "region": ("ADM1", 3, 96.5, 20.0, 200.0, -1),
}


def events() -> pd.DataFrame:
    rows = [
        [
            name,
            f"ENTRY-{name}",
            day(first),
            day(last),
            1,
            day(last),
            kind,
            sub,
            act,
            one,
            other,
            mode,
            "" if place == "unplaced" else f"{place}, as written",
            f"What happened in {name}.",
            "Gazette of Tinyland",
            "https://gazette.example/" + name,
            None if name != "E04" else 3,
        ]
        for name, first, last, kind, sub, act, one, other, mode, place in EVENT_ROWS
    ]
    frame = pd.DataFrame(rows, columns=EVENT_COLUMNS).reindex(columns=EVENTS.names, fill_value="")
    return frame.assign(fatalities=frame["fatalities"].astype("Int64"))


def matches() -> pd.DataFrame:
    rows = []
    for name, *_, place in EVENT_ROWS:
        if place == "unplaced":
            continue
        row: dict[str, Any] = dict.fromkeys(MATCH_COLUMNS, "")
        row |= {"event_id": name, "mention_no": 0, "toponym": place, "start": 0, "end": len(place), "role": "site"}
        row |= {"status": "automatic", "score": 0.9, "lon": float("nan"), "lat": float("nan"), "radius_km": 0.0}
        row |= {"reasons": (Reason("name", 1.0, 1.0, f"{place} is written the same"),), "candidates": ()}
        row |= {"geo_precision": pd.NA}
        if place == "abroad":
            row |= {"status": "outside", "country": "Farland"}
        else:
            code, precision, lon, lat, radius, unit = SPOTS[place]
            row |= {"place_id": f"P-{place}", "name": place, "name_my": "ရွာ", "feature_code": code}
            row |= {"geo_precision": precision, "lon": lon, "lat": lat, "radius_km": radius}
            row |= {"adm3_pcode": CODES[unit] if unit >= 0 else "", "adm1_pcode": "XXR001"}
        rows.append(row)
    return pd.DataFrame(rows, columns=list(MATCH_COLUMNS))


FIRST = dt.date(2021, 2, 1)
ASSUMED = (0, "assumed", 0, 1, False)


def parts(reports: int, side: str, geo_class: int, width: int, against: bool) -> dict[str, Any]:
    return {
        "independent_reports": reports, "side": side, "geo_class": geo_class, "width_days": width, "contradiction": against,
    }  # fmt: skip


def span(row: list[Any], grade: tuple[int, str, int, int, bool] = ASSUMED, low: int = 0, high: int = 0) -> list[Any]:
    """A row of spans with its extras; `low` and `high` are days of October where the transition is an interval."""
    start = row[1]
    return [*row, day(low) if low else start, day(high) if high else start, False, 1, parts(*grade)]


def spans() -> pd.DataFrame:
    """Anan: captured on the 2nd, taken back on the 9th; Bado: contested from the 5th; Chaung: not known; Dala: captured
    between the 3rd and the 7th, placed on the 6th."""
    rows: list[list[Any]] = []
    for place, code in enumerate(CODES):
        start = [code, FIRST, None, "baseline", "GOV", "", "low", ("B0",), FIRST, ()]
        if place == 0:
            rows += [
                span([code, FIRST, day(2), "baseline", "GOV", "", "low", ("B0",), FIRST, ()]),
                span(
                    [code, day(2), day(9), "controlled", "REB", "", "high", ("R2", "R8"), day(3), ("E02",)],
                    (2, "independent", 1, 1, False),
                ),
                span(
                    [code, day(9), None, "controlled", "GOV", "", "moderate", ("R2",), day(9), ("E11",)],
                    (1, "independent", 1, 1, True),
                ),
            ]
        elif place == 1:
            rows += [
                span([code, FIRST, day(5), "baseline", "GOV", "", "low", ("B0",), FIRST, ()]),
                span(
                    [code, day(5), None, "contested", "GOV", "REB|OLD", "low", ("R4",), day(5), ("E07",)],
                    (1, "claim", 1, 1, False),
                ),
            ]
        elif place == 2:
            rows.append(span([code, FIRST, None, "not_assessed", "", "", "", (), FIRST, ()]))
        elif place == 3:
            rows += [
                span([code, FIRST, day(6), "baseline", "GOV", "", "low", ("B0",), FIRST, ()]),
                span(
                    [code, day(6), None, "controlled", "OLD", "", "low", ("R2", "R14"), day(8), ("E08",)],
                    (0, "claim", 1, 5, False), 3, 7,
                ),
            ]  # fmt: skip
        else:
            rows.append(span(start))
    return pd.DataFrame(rows, columns=[*CONTROL_SPAN_COLUMNS, *CONTROL_SPAN_EXTRAS])


def sites() -> pd.DataFrame:
    """Anan: its seat as the township; Thirty Mile, a village, contested from the 4th; Old Fort, a base, besieged from the
    6th, known on the 8th. Bado: its seat. Nothing of Dry Well was known by the end."""
    first = FIRST
    rows: list[list[Any]] = []

    def add(site: str, kind: str, row: list[Any]) -> None:
        rows.append([site, site.partition("/")[0], kind, *span(row)])

    anan, bado = CODES[0], CODES[1]
    add("S1", "seat", [anan, first, day(2), "baseline", "GOV", "", "low", ("B0",), first, ()])
    add("S1", "seat", [anan, day(2), day(9), "controlled", "REB", "", "high", ("R2",), day(3), ("E02",)])
    add("S1", "seat", [anan, day(9), None, "controlled", "GOV", "", "moderate", ("R2",), day(9), ("E11",)])
    add("V1", "village", [anan, first, day(4), "unknown", "", "", "", (), first, ()])
    add("V1", "village", [anan, day(4), None, "contested", "GOV", "REB", "low", ("R4",), day(4), ("E03",)])
    add("V1/Old Fort", "base", [anan, first, day(6), "unknown", "", "", "", (), first, ()])
    add("V1/Old Fort", "base", [anan, day(6), None, "besieged", "GOV", "REB", "low", ("R5",), day(8), ("E08",)])
    add("V2", "village", [anan, first, None, "unknown", "", "", "", (), first, ()])
    add("S2", "seat", [bado, first, None, "baseline", "GOV", "", "low", ("B0",), first, ()])
    return pd.DataFrame(rows, columns=list(SITE_SPAN_COLUMNS))


def site_places() -> pd.DataFrame:
    rows = [
        ["S1", "Anan Town", "မြို့", 95.5, 19.5],
        ["V1", "Thirty Mile", "ရွာကြီး", 95.3, 19.2],
        ["V1/Old Fort", "Old Fort (Thirty Mile)", None, None, None],
        ["V2", "Dry Well", "", 95.7, 19.8],
        ["S2", "Bado Town", "", 96.5, 19.5],
    ]
    frame = pd.DataFrame(rows, columns=["site_id", "name", "name_my", "lon", "lat"]).set_index("site_id")
    return frame.assign(populated=[True, True, False, True, True])


def bearing() -> pd.DataFrame:
    """Reports on places of Anan on the 2nd and 9th; on a place of Bado a hundred days before the first day."""
    rows = [
        [CODES[0], day(2), day(3)],
        [CODES[0], day(9), day(9)],
        [CODES[1], dt.date(2023, 6, 23), dt.date(2023, 6, 23)],
    ]
    return pd.DataFrame(rows, columns=["adm3_pcode", "day", "known_since"], dtype=object)


def strict_spans() -> pd.DataFrame:
    """By the strict rules nothing changes hands."""
    kept = spans()
    kept = kept[kept["start"] == FIRST]
    return kept.assign(end=None).reset_index(drop=True)


def towns() -> pd.DataFrame:
    rows = [["Anan", "အမည်", "PPLC", 95.52, 19.47, CODES[0]], ["Falam", "", "PPLA3", 97.5, 20.6, CODES[5]]]
    return pd.DataFrame(rows, columns=["name", "name_my", "feature_code", "lon", "lat", "adm3_pcode"])


RIVER = {
    "type": "FeatureCollection",
    "features": [
        {
            "type": "Feature",
            "properties": {"name": "Long River"},
            "geometry": {"type": "LineString", "coordinates": [[95.2, 19.1], [96.1, 20.2], [97.8, 21.9]]},
        }
    ],
}


def page_data(**changes: Any) -> PageData:
    """The whole, with some of it changed."""
    given: dict[str, Any] = {
        "events": events(),
        "matches": matches(),
        "spans": {"standard": spans(), "strict": strict_spans()},
        "sites": {"standard": sites(), "strict": sites().iloc[:0]},
        "site_places": site_places(),
        "places": {CODES[0]: 9},
        "bearing": bearing(),
        "actors": actors(),
        "units": units(),
        "topology": shapes(),
        "towns": towns(),
        "rivers": RIVER,
        "rule_lines": {"R2": ("A capture counts if it was held.", "သိမ်းပိုက်မှု"), "B0": ("Assumed at the start.", "")},
        "source_sides": {"Gazette of Tinyland": "independent"},
        "versions": {"gazetteer": "by hand"},
        "credits": ("Boundaries: by hand.",),
    }
    return PageData(**{**given, **changes})
