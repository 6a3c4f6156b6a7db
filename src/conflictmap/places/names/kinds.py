"""The words that say what kind of thing a name names, in English and Burmese, and which places they fit.
Nothing here looks at a gazetteer: a kind and a feature code go in, how well they agree comes out.

A kind is a short English noun ("village", "township", "police station"). Feature codes are GeoNames'.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

# A kind -> the words for it. Longer words are tried first, so "village tract" is never a village.
KIND_WORDS: Mapping[str, tuple[str, ...]] = {
    "township": ("townships", "township", "tsp", "twp", "twsp", "t/s", "sub-township", "sub township"),
    "village tract": ("village tracts", "village tract", "village-tract", "tract", "subdistrict", "sub-district"),
    "village": ("villages", "village", "hamlet", "hamlets"),
    "ward": ("wards", "ward", "quarter", "quarters", "block"),
    "town": ("towns", "town", "city", "cities", "township town", "sub-town"),
    "district": ("districts", "district", "self-administered zone", "self-administered division", "zone", "county", "upazila",
                 "prefecture", "autonomous county"),
    "state": ("states", "state", "regions", "region", "division", "divisions", "union territory", "province"),
    "border": ("border", "borders", "border line"),
    "road": ("road section", "road", "roads", "highway", "highways", "street", "expressway", "route", "roadway", "railway", "asian highway",
             "asia highway", "union highway", "motor road", "car road"),
    "river": ("river", "creek", "stream", "rivers"),
    "mountain": ("mountain", "mountains", "hill", "hills", "mount", "range", "peak"),
    "island": ("island", "islands"),
    "lake": ("lake", "dam", "reservoir"),
    "border gate": ("border gate", "border gates", "border crossing"),
    "gate": ("gate", "gates", "toll gate", "tollgate", "checkpoint", "checkpoints", "check point"),
    "port": ("port", "jetty", "harbour", "harbor", "deep sea port"),
    "airport": ("airport", "airfield", "airstrip", "air base", "airbase"),
    "police station": ("police station", "police stations", "police outpost", "police post",
                       "police checkpoint"),
    "base": (
        "military base", "base", "bases", "camp", "camps", "outpost", "outposts", "military station", "army base",
        "military camp", "military post", "station", "battalion", "headquarters", "command",
        "regional operations command",
        "military headquarters", "regional military command", "hq", "barracks", "hilltop base", "tactical command",
        "post",
    ),
    "prison": ("prison", "jail", "prison camp", "labour camp"),
    "camp": ("idp site", "idp camp", "idp camps", "refugee camp", "displacement camp"),
    "bridge": ("bridge", "bridges"),
    "school": ("school", "kindergarten", "university", "college", "high school"),
    "monastery": ("monastery", "monasteries", "pagoda", "church", "mosque", "temple"),
    "hospital": ("hospital", "clinic", "health centre", "health center"),
    "market": ("market", "bazaar", "mall", "trade zone"),
    "court": ("court", "courthouse", "district court", "township court"),
    "embassy": ("embassy", "consulate"),
    "mine": ("mine", "mines", "mining site", "gold mine", "jade mine"),
    "junction": ("junction", "intersection", "roundabout", "overpass", "flyover", "bus stop", "bus station", "railway station",
                 "train station", "traffic light", "traffic lights", "traffic point"),
    "office": ("office", "town hall", "administration office", "bank", "factory", "power station", "hotel", "building",
               "house", "residence", "shop", "store", "restaurant", "teashop", "tea shop", "gas station", "petrol station", "fuel station", "filling station",
               "warehouse", "guest house", "guesthouse", "gym"),
    "casino": ("casino compound", "casino", "scam compound", "compound", "park"),
    "plant": ("gas facility", "facility", "hydropower plant", "power plant", "power station", "plant", "mill",
              "cement plant", "pumping station", "beach", "pier", "field", "farm", "plantation", "quarry", "stadium"),
    "area": ("area", "areas", "locality", "localities", "territory", "tract area", "valley", "jungle", "forest"),
}  # fmt: skip

BURMESE_KINDS: Mapping[str, tuple[str, ...]] = {
    "township": ("မြို့နယ်ခွဲ", "မြို့နယ်"),
    "village tract": ("ကျေးရွာအုပ်စု", "အုပ်စု", "တိုက်နယ်"),
    "village": ("ကျေးရွာ", "ရွာ"),
    "ward": ("ရပ်ကွက်", "မြို့သစ်"),
    "town": ("မြို့တော်", "မြို့"),
    "district": ("ခရိုင်", "ကိုယ်ပိုင်အုပ်ချုပ်ခွင့်ရဒေသ", "ကိုယ်ပိုင်အုပ်ချုပ်ခွင့်ရတိုင်း"),
    "state": ("ပြည်နယ်", "တိုင်းဒေသကြီး", "တိုင်း", "ပြည်ထောင်စုနယ်မြေ"),
    "police station": ("ရဲစခန်း", "ရဲကင်း"),
    "base": (
        "စစ်စခန်း",
        "စခန်းကုန်း",
        "စခန်း",
        "တပ်ရင်း",
        "တပ်စခန်း",
        "အမြောက်တပ်",
        "လေကြောင်းရန်ကာကွယ်ရေးတပ်",
        "လေတပ်စခန်း",
        "ရေတပ်စခန်း",
        "ဗျူဟာကုန်း",
    ),
    "bridge": ("တံတား",),
    "hospital": ("ဆေးရုံကြီး", "ဆေးရုံ", "ဆေးခန်း"),
    "school": ("စာသင်ကျောင်း", "အထက်တန်းကျောင်း", "အလယ်တန်းကျောင်း", "မူလတန်းကျောင်း", "တက္ကသိုလ်"),
    "monastery": ("ဘုန်းကြီးကျောင်း", "ဘုန်းတော်ကြီးကျောင်း", "စေတီ", "ဘုရားကုန်း", "ဘုရား"),
    "gate": ("လမ်းဆုံစစ်ဆေးရေးဂိတ်", "စစ်ဆေးရေးဂိတ်", "နယ်စပ်ဂိတ်", "ဂိတ်"),
    "airport": ("လေဆိပ်",),
    "port": ("ဆိပ်ကမ်း",),
    "prison": ("အကျဉ်းထောင်",),
    "camp": ("စစ်ရှောင်စခန်း", "ဒုက္ခသည်စခန်း"),
    "office": ("ဟိုတယ်", "စက်ရုံ", "ရုံး", "ဘဏ်", "ဆိုင်"),
    "market": ("ဈေး",),
    "mountain": ("တောင်ကုန်း",),
    "road": ("လမ်းပိုင်း", "လမ်းမကြီး", "လမ်း", "ကားလမ်း"),
    "area": ("ဒေသ", "နယ်မြေ"),
    "country": ("နိုင်ငံ",),
}

#: Kinds of the administrative ladder, narrowest first; everything else is a site, a line or an area.
UNIT_KINDS = ("village", "ward", "village tract", "town", "township", "district", "state", "country")
RANK: Mapping[str, int] = {kind: number for number, kind in enumerate(UNIT_KINDS)}  # 0 village .. 7 country
LINE_KINDS = ("road", "river", "border")

# Words that make no name of their own: "district court", "Southwest Military Headquarters", "Myoma Police Station".
_COMMON = (
    "a an the of in at on and main myoma central local military army police regional operations operation command "
    "southwest southeast northwest northeast southern northern eastern western south north east west upper lower "
    "chinese indian thai american russian british japanese us uk un junta regime state region district township "
    "town city village ward infantry light battalion division brigade no number base camp station headquarters "
    "special general administration department gad border guard force outpost post prison jail government public "
    "high middle primary basic education court hospital school university monastery pagoda church mosque market "
    "bridge gate port airport office embassy consulate bank branch toll checkpoint final last first second "
    "strategic tactical security idp idps refugee displaced people's peoples new old its several seven three two "
    "four five six many some jetty bus railway train naval navy air traffic customs immigration electricity power "
    "kindergarten clinic hotel factory junction battle battles clash clashes fighting ambush attack attacks raid shelling "
    "airstrike airstrikes explosion explosions blast "
    "artillery hilltop coal fire municipal former nearby gas copper gold jade hydropower radar strategic burma tactical "
)
GENERIC = frozenset(_COMMON.split())
_MANY = (
    "eight nine ten eleven twelve fifteen twenty thirty forty fifty hundred dozen dozens few numerous various both "
    "another least about around nearly over than more or surrounding"
)
_COUNTS = frozenset(_MANY.split())
_LAST_WORDS = frozenset(form.split()[-1] for forms in KIND_WORDS.values() for form in forms)
_PLURALS = frozenset(f"{word[:-1]}ies" if word.endswith("y") else f"{word}s" for word in _LAST_WORDS)

_UNIT_CODES: Mapping[str, frozenset[str]] = {
    "village": frozenset({"PPL", "PPLL", "PPLF", "PPLQ", "PPLW", "PPLH"}),
    "ward": frozenset({"PPLX"}),
    "village tract": frozenset({"ADM4"}),
    "town": frozenset({"PPLC", "PPLA", "PPLA2", "PPLA3", "PPLA4", "PPLT"}),
    "township": frozenset({"ADM3"}),
    "district": frozenset({"ADM2"}),
    "state": frozenset({"ADM1"}),
    "country": frozenset({"ADM0", "PCLI"}),
}
_SITE_CODES: Mapping[str, frozenset[str]] = {
    "base": frozenset({"MILB", "INSM", "HSTS", "AIRB", "HLL", "MT"}),
    "port": frozenset({"PRT", "HBR", "LDNG"}),
    "airport": frozenset({"AIRP", "AIRF", "AIRB"}),
    "bridge": frozenset({"BDG"}),
    "mountain": frozenset({"MT", "MTS", "HLL", "HLLS", "PK"}),
    "island": frozenset({"ISL", "ISLS"}),
    "lake": frozenset({"LK", "RSV", "DAM"}),
    "river": frozenset({"STM", "STMS"}),
    "mine": frozenset({"MN"}),
    "border gate": frozenset({"BDRG", "PSTB"}),
    "gate": frozenset({"PSTB", "BDRG"}),
    "police station": frozenset({"PSTN", "PSTB"}),
    "prison": frozenset({"PRN"}),
    "market": frozenset({"BDRG", "INSM"}),
    "casino": frozenset({"INDS"}),
    "plant": frozenset({"PS", "DAM", "MFG"}),
    "camp": frozenset({"CMPRF", "CMP"}),
}
# How far a place of one class answers a word of another: a reporter's town is often MIMU's village, and the reverse.
_RELATED: Mapping[tuple[str, str], float] = {
    ("village", "town"): 0.75, ("town", "village"): 0.55, ("village", "village tract"): 0.75, ("village", "ward"): 0.5,
    ("village tract", "village"): 0.75, ("village tract", "town"): 0.3, ("ward", "village"): 0.4, ("ward", "town"): 0.3,
    ("town", "township"): 0.5, ("township", "town"): 0.5, ("town", "ward"): 0.2, ("township", "district"): 0.15,
    ("district", "township"): 0.3, ("district", "state"): 0.2, ("state", "district"): 0.1,
    ("town", "village tract"): 0.4,
    ("ward", "village tract"): 0.2, ("district", "town"): 0.2, ("village", "township"): 0.1, ("village", "site"): 0.1,
}  # fmt: skip


def place_class(feature_code: str) -> str:
    """Return the kind of the ladder a feature code belongs to, or "site" for what is no settlement or unit."""
    for kind, codes in _UNIT_CODES.items():
        if feature_code in codes:
            return kind
    return "site"


def kind_agreement(kind: str, feature_code: str) -> float:
    """Tell how well a place of this feature code answers the kind word, 0 to 1; 0.5 where no kind is said."""
    if not kind:
        return 0.5
    place = place_class(feature_code)
    if kind in UNIT_KINDS:
        return class_agreement(kind, place)
    if feature_code in _SITE_CODES.get(kind, frozenset()):
        return 1.0
    return 0.4 if place in ("village", "town", "ward", "village tract") else 0.1


def class_agreement(kind: str, place: str) -> float:
    """Tell how well a place of this class of the ladder answers a kind word of the ladder, 0 to 1."""
    return 1.0 if place == kind else _RELATED.get((kind, place), 0.0)


def _pattern(words: Mapping[str, tuple[str, ...]]) -> tuple[re.Pattern[str], dict[str, str]]:
    kinds = {word: kind for kind, forms in words.items() for word in forms}
    kinds |= {word.replace("-", " "): kind for word, kind in kinds.items()}
    longest = sorted(kinds, key=len, reverse=True)
    body = "|".join(re.escape(word).replace(r"\ ", r"[\s-]+") for word in longest)
    return re.compile(rf"(?<![\w]){'(?P<kind>' + body + ')'}(?![\w])", re.IGNORECASE), kinds


KIND_PATTERN, _KIND_OF = _pattern(KIND_WORDS)
_BURMESE_ENDS = sorted(
    ((word, kind) for kind, words in BURMESE_KINDS.items() for word in words), key=lambda pair: -len(pair[0])
)

_BURMESE_WORDS = tuple(word for word, _ in _BURMESE_ENDS)  # asked all at once: hardly any name ends so


def kind_of_word(word: str) -> str:
    """Return the kind of one kind word as written, "" if it is none."""
    return _KIND_OF.get(re.sub(r"[\s-]+", " ", word.strip().lower()), "")


@lru_cache(maxsize=50_000)
def split_kind(text: str) -> tuple[str, str]:
    """Return part a written name into the bare name and its kind: "Mese Township" -> ("Mese", "township").

    The kind word may lead in two forms, "Township of Mese" and "village Pan Dein". Burmese ones are the last letters.
    Where no kind word is found, or nothing would be left, the kind is "" and the text stays whole.
    """
    stripped = text.strip()
    for word, kind in _BURMESE_ENDS if stripped.endswith(_BURMESE_WORDS) else ():
        if stripped.endswith(word) and len(stripped) > len(word) + 1:
            return stripped[: -len(word)].strip(), kind
    last = None
    for match in KIND_PATTERN.finditer(stripped):
        last = match
    if last is not None and last.end() == len(stripped) and stripped[: last.start()].strip():
        return stripped[: last.start()].strip(" -"), kind_of_word(re.sub(r"[\s-]+", " ", last["kind"]) or "")
    lead = KIND_PATTERN.match(stripped)
    if lead is not None:
        rest = re.sub(r"^(of|called|named)\s+", "", stripped[lead.end() :].strip(), flags=re.IGNORECASE)
        if rest and rest[:1].isupper():
            return rest, kind_of_word(re.sub(r"[\s-]+", " ", lead["kind"]))
    return stripped, ""


_DIGIT = re.compile("[0-9\u1040-\u1049]")
_WARD_NUMBER = re.compile(
    r"(?:ward|quarter|block|[Ss]ection(?=\s+\d))\s*(?:no\.?|number|\#)?\s*\(?(\d{1,3})\)?"
    r"|(?:no\.?|number|\#)?\s*\(?(\d{1,3})(?:st|nd|rd|th)?\)?\s*(?:ward|quarter|block)"
    r"|(?:အမှတ်)?\s*\(?([\u1040-\u1049]{1,3})\)?\s*ရပ်ကွက်|ရပ်ကွက်\s*(?:အမှတ်)?\s*\(?([\u1040-\u1049]{1,3})\)?",
    re.IGNORECASE,
)


def ward_number(text: str) -> str:
    """Return the name of a ward that has a number only, as lists write it: "3rd Ward" -> "No 3"; "" for any other text.

    >>> ward_number("Ward No. 3"), ward_number("ရပ်ကွက် ၄"), ward_number("Zay Ward")
    ('No 3', 'No 4', '')
    """
    match = _WARD_NUMBER.fullmatch(text.strip()) if _DIGIT.search(text) else None
    return f"No {int(next(number for number in match.groups() if number))}" if match else ""


@lru_cache(maxsize=50_000)
def is_unnamed_many(name: str) -> bool:
    """Whether a name is several things without a name: "three villages", "seven camps", "several military outposts".

    The last word is a kind word's plural, and every other one a common word, a number or another such plural.
    """
    words = re.findall(r"[a-z0-9']+", name.lower())
    return (
        bool(words)
        and words[-1] in _PLURALS
        and all(word in GENERIC or word in _COUNTS or word in _PLURALS or word.isdigit() for word in words)
    )


_COUNTED = re.compile(
    r"(?:the\s|all\s)*(?:two|three|four|five|six|seven|eight|nine|ten|several|some|many|all|both|various|\d+)\s", re.I
)


def counted(name: str) -> str:
    """Return what is counted in "four Yangon" (townships), "several northern" (districts); "" where nothing is."""
    match = _COUNTED.match(name)
    return name[match.end() :] if match else ""


@lru_cache(maxsize=50_000)
def is_generic(name: str) -> bool:
    """Whether a name is made of common words only: "district court", "Regional Operations Command"."""
    words = re.findall(r"[a-z0-9']+", name.lower())
    burmese = re.search("[\u1000-\u109f]", name) is not None
    return bool(words) and not burmese and all(word in GENERIC or word.isdigit() for word in words)
