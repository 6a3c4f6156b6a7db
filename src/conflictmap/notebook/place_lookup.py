"""The township or site that a person means by a code or a name.
Nothing here guesses: what means several places is refused, with the code of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from conflictmap.control import Control
from conflictmap.errors import ConflictmapError
from conflictmap.pipeline import Inputs

if TYPE_CHECKING:
    import pandas as pd

FIND = "`conflictmap gazetteer show NAME` gives the code of a name"
LISTED = 8


def township_asked(inputs: Inputs, control: Control, text: str) -> str:
    """Find the P-code of the township that a code or a name means. Raises: ConflictmapError, where it means none or several."""
    return _meant(inputs, text, control.question.seats, {})


def place_asked(inputs: Inputs, control: Control, text: str) -> str:
    """Find the township or known site that a code or a name means; of a town and a township of one name the township.

    Raises: ConflictmapError, where it means none of which anything is known, or several: their codes are listed.
    """
    townships = next(iter(control.by_rules.values())).townships
    sites = {site: pcode for pcode, township in townships.items() for site in township.sites}
    return _meant(inputs, text, control.question.seats, sites)


def _meant(inputs: Inputs, text: str, seats: Mapping[str, str], sites: Mapping[str, str]) -> str:
    if text in seats or text in sites:
        return text
    rows = _called(inputs, text)
    ids = [str(place) for place in rows.index]
    townships = [place for place in ids if place in seats]
    meant = [*townships, *(place for place in ids if place in sites and sites[place] not in townships)]
    if len(meant) == 1:
        return meant[0]
    if meant:
        raise ConflictmapError(f"{text!r} means {len(meant)} places; give the code of one: {_listed(inputs, meant)}")
    _refuse_of_other_boundaries(inputs, text, seats)
    if not ids:
        raise ConflictmapError(_unknown(text))
    around = [place for place in dict.fromkeys(rows["adm3_pcode"]) if place in seats]
    if not around:
        raise ConflictmapError(f"{text!r} is wider than a township; name one township of it: {FIND}")
    what = "no report or baseline row names it" if sites else "is no township"
    raise ConflictmapError(f"{text!r}: {what}; ask for the township around it: {_listed(inputs, around)}")


def _refuse_of_other_boundaries(inputs: Inputs, text: str, seats: Mapping[str, str]) -> None:
    """Raise ConflictmapError where a code or name is a township's that only the boundaries that ship have.

    The message lists what stands for it in the boundaries in use: its parts, or the township that holds its seat.
    """
    from conflictmap.places.gazetteer.parents import PARTS, successors
    from conflictmap.places.gazetteer.units import Units
    from conflictmap.places.names.keys import fold

    core = Units.of_core(inputs.project)
    lost = core.townships[~core.townships.index.isin(list(seats))]
    for code, name in lost["name"].items():
        if text == code or fold(text) == fold(str(name)):
            parts = [part for part, whole in PARTS.items() if whole == code and part in seats]
            heir = successors(inputs.units, core, inputs.gazetteer.frame()).get(str(code), "")
            ask = f"ask for {'one: ' * bool(parts)}{_listed(inputs, parts or [heir])}" if parts or heir else FIND
            word = f"is in {len(parts)} parts" if parts else "is no township of its own"
            raise ConflictmapError(f"{text!r}: the township {name} ({code}) {word} in the boundaries in use; {ask}")


def _called(inputs: Inputs, text: str) -> pd.DataFrame:
    """The gazetteer's rows that a code or a name may mean; a spelling of no place is read as a report's would be."""
    from conflictmap.places.mentions.location import parse_location

    frame = inputs.gazetteer.frame()
    if text in frame.index:
        return frame.loc[[text]]
    rows = inputs.gazetteer.candidates(text)
    mentions = [] if len(rows) or _is_code(text) else parse_location("", text)
    if len(mentions) != 1:
        return rows
    match = inputs.matcher.match(mentions[0])
    if match.place_id is None:
        close = match.candidates if match.status == "ambiguous" else ()
        return frame.loc[[candidate.place_id for candidate in close if candidate.place_id in frame.index]]
    same = inputs.gazetteer.candidates(str(frame.at[match.place_id, "name"]))
    if not frame.at[match.place_id, "adm3_pcode"]:
        return frame.loc[[match.place_id]]
    return same[same["adm3_pcode"] == frame.at[match.place_id, "adm3_pcode"]]


def _is_code(text: str) -> bool:
    return re.fullmatch(r"MMR\w*\d\w*", text) is not None


def _unknown(text: str) -> str:
    if re.fullmatch(r"MMR\d{6}", text):
        return f"there is no township {text}; {FIND}"
    what = "the code of no place" if _is_code(text) else "neither a code nor a name in the gazetteer"
    return f"{text!r} is {what}; {FIND}, `conflictmap geocode` forgives spelling"


def _listed(inputs: Inputs, places: list[str]) -> str:
    frame = inputs.gazetteer.frame()

    def described(place: str) -> str:
        row = frame.loc[place]
        wider = str(row["adm1_pcode"] if place == row["adm3_pcode"] else row["adm3_pcode"])
        around = f", {frame.at[wider, 'name']!s}" if wider in frame.index else ""
        return f"{place} ({row['name']}{around})"

    rest = f" and {len(places) - LISTED} more" if len(places) > LISTED else ""
    return "; ".join(described(place) for place in places[:LISTED]) + rest
