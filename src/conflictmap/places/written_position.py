"""A text that is itself a position: a pair of coordinates in decimal degrees, or the code of a unit or place.
What is a position in another form is refused with its cure; nothing here looks up a name."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from conflictmap.geo import in_country_box
from conflictmap.model import Match, Mention
from conflictmap.places.resolution.matcher import Matcher

_HALF = r"(?P<NAMEbefore>[NSEW])?\s*(?P<NAME>[-+]?\d{1,3}(?:\.\d+)?)\s*[°º]?\s*(?P<NAMEafter>[NSEW])?"
_FIRST, _SECOND = _HALF.replace("NAME", "first"), _HALF.replace("NAME", "second")
_PAIR = re.compile(rf"\(?\s*{_FIRST}\s*[,;/\s]\s*{_SECOND}\s*\)?", re.IGNORECASE)
_LIKE_A_PAIR = re.compile(r"(?:lat(?:itude)?|long?(?:itude)?|[NSEW](?![a-z])|[\d\s.,;:()=+°º'’′\"”″-])+", re.IGNORECASE)
_CODE = re.compile(r"(?i)MMR\d{3}([DST]?\d{3})*")
_SEXAGESIMAL = re.compile(r"[°º'’′\"”″]")
_BURMESE = str.maketrans("၀၁၂၃၄၅၆၇၈၉၊", "0123456789,")
_LIMIT = 80  # characters; no pair of coordinates has more
_PROJECTED = re.compile(r"\d{5,8}(\.\d+)?\s*[,;\s]\s*\d{6,8}(\.\d+)?")


_NOTHING = Match(Mention("", "", 0, 0), None, None, "not_locatable", 0.0)


@dataclass(frozen=True, slots=True)
class WrittenPosition:
    """`lon` and `lat` in degrees, or a `code`, or neither and the `fault` with its cure."""

    lon: float | None = None
    lat: float | None = None
    code: str = ""
    fault: str = ""


def read_position(text: str) -> WrittenPosition | None:
    """Read "21.97, 96.08", "21.97N 96.08E" or "MMR003003"; None where the text is no position but a name.

    Without letters the pair is latitude and longitude, unless it is in Myanmar only the other way round: the two
    ranges do not overlap there.
    """
    text = text.strip().translate(_BURMESE)
    if len(text) > _LIMIT:
        return None
    if _CODE.fullmatch(text):
        return WrittenPosition(code=text.upper())
    if match := _PAIR.fullmatch(text):
        return _pair(match)
    if not _LIKE_A_PAIR.fullmatch(text) or len(re.findall(r"\d+(?:\.\d+)?", text)) < 2:
        return None
    if _PROJECTED.fullmatch(text):
        return WrittenPosition(fault="is in metres of a projection; write decimal degrees, as 21.975, 96.08")
    if _SEXAGESIMAL.search(text):
        return WrittenPosition(fault="is in degrees and minutes; write decimal degrees: 21°58'30\" is 21.975")
    return WrittenPosition(fault="is no pair of decimal degrees; write latitude, longitude, as 21.975, 96.08")


def _pair(match: re.Match[str]) -> WrittenPosition:
    first, second = float(match["first"]), float(match["second"])
    letters = [(match[f"{half}before"] or match[f"{half}after"] or "").upper() for half in ("first", "second")]
    if not any(letters):
        if "." not in match["first"] + match["second"]:
            return WrittenPosition(
                fault="has no decimals, so it may be no point; write decimal degrees, as 21.975, 96.08"
            )
        swapped = bool(in_country_box(first, second)) and not in_country_box(second, first)
        lat, lon = (second, first) if swapped else (first, second)
    elif letters[0] in "NS" and letters[1] in "EW" and all(letters):
        lat, lon = _signed(first, letters[0]), _signed(second, letters[1])
    elif letters[0] in "EW" and letters[1] in "NS" and all(letters):
        lon, lat = _signed(first, letters[0]), _signed(second, letters[1])
    else:
        return WrittenPosition(fault="needs N or S on one number and E or W on the other, as 21.975N 96.08E")
    if abs(lat) > 90 or abs(lon) > 180:
        return WrittenPosition(fault="is beyond 90 degrees of latitude or 180 of longitude; write latitude, longitude")
    if lat == 0 and lon == 0:
        return WrittenPosition(fault="is (0, 0), which is no place; give the point, or a name")
    return WrittenPosition(lon, lat)


def _signed(number: float, letter: str) -> float:
    return -abs(number) if letter in "SW" else number


def located(position: WrittenPosition, matcher: Matcher) -> dict[str, Any]:
    """Tell what is known of a written position: the columns of `Matcher.describe`, and place_id, status, geo_precision,
    score and reason.

    A point has the township whose polygon holds it, where the matcher has units; "outside" where none does. A code
    that is none of this gazetteer is not_in_gazetteer, a faulty position not_locatable.
    """
    empty = {**matcher.describe(_NOTHING), "place_id": None, "geo_precision": None, "score": 1.0}
    if position.fault:
        return {**empty, "status": "not_locatable", "score": None, "reason": position.fault}
    if position.code:
        return {**empty, **_of_code(position.code, matcher)}
    return {**empty, **_of_point(float(position.lon or 0.0), float(position.lat or 0.0), matcher)}


def _of_code(code: str, matcher: Matcher) -> dict[str, Any]:
    if code not in matcher.index.place_number:
        return {"status": "not_in_gazetteer", "reason": "the text is a code that no unit or place here has"}
    place = matcher.place(code)
    wide = place["feature_code"].startswith("ADM")
    precision = 3 if wide else 1
    return {**place, "status": "automatic", "geo_precision": precision, "reason": "the text gives this code"}


def _of_point(lon: float, lat: float, matcher: Matcher) -> dict[str, Any]:
    point = {"lon": lon, "lat": lat, "radius_km": 0.0, "name": f"{lat:.5f}, {lon:.5f}"}
    holder = None if matcher.units is None else matcher.units.join(lon, lat)[0]
    if holder is None:
        status, where = ("automatic", "") if matcher.units is None else ("outside", ", which lies outside the country")
        return {**point, "status": status, "geo_precision": 1, "reason": f"the text gives this point{where}"}
    unit = matcher.place(str(holder))
    parents = {name: unit[name] for name in ("adm1_pcode", "adm2_pcode", "adm3_pcode")}
    return {
        **point, **parents, "place_id": f"point:{lon:.5f},{lat:.5f}", "status": "automatic", "geo_precision": 1,
        "reason": f"the text gives this point, in {unit['name']} ({holder})",
    }  # fmt: skip
