"""A name's spelling turned into keys under which its other spellings are found.
Nothing here knows a place: the same text gives the same keys, and a key of a key is the key.

No official romanisation of Burmese exists. `fold` forgives case, spaces and signs; `skeleton` also forgives what
reporters write differently (Kyaukhpyu, Kyauk Phyu, Kyaukpyu); `sound` gives the skeleton of a name in Burmese script,
so that "Lai Lin Pi" finds the place that a gazetteer romanises as Lalengpi.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

NAME_LIMIT = 120  # characters; the longest name in MIMU's 9.4 tables has 72

_BURMESE = re.compile(r"[\u1000-\u109f\uaa60-\uaa7f\ua9e0-\ua9ff]")
_LATIN = re.compile(r"[A-Za-zÀ-ɏ]")
# Zawgyi draws stacked letters with code points of its own, and types the vowel e before its consonant.
_SHAN = re.compile("[\u1062\u1075-\u1081\u1083-\u1086\u1087-\u108d]")
_ZAWGYI = re.compile(r"[\u1060-\u1064\u1069-\u106d\u1070-\u107c\u107e-\u1085\u108a-\u108d\u1091-\u1097]|(?:^|\s)\u1031")


def script(text: str) -> str:
    """Return the script that decides which keys a name gets: "burmese" (also in a mixture), "latin", or "" for neither."""
    if _BURMESE.search(text):
        return "burmese"
    return "latin" if _LATIN.search(text) else ""


def is_zawgyi(text: str) -> bool:
    """Whether Burmese text is in Zawgyi's encoding, which looks like Unicode and is not; Shan letters share its code points."""
    return not text.isascii() and bool(_ZAWGYI.search(text)) and not is_shan(text)


def is_shan(text: str) -> bool:
    """Whether text has letters of Shan in Unicode, and its asat (U+103A) where Zawgyi has U+1039."""
    return bool(_SHAN.search(text)) and "\u103a" in text and "\u1039" not in text


@lru_cache(maxsize=200_000)
def fold(name: str) -> str:
    """Return lower-case ASCII letters and digits of a Latin name, or the normalised Burmese name; "" if nothing is left.

    A name in neither script (Thai, Chinese) keeps its letters and marks.

    >>> fold("Mrauk-U"), fold("  KUN  Long "), fold("Reh Khaw Dà")
    ('mrauku', 'kunlong', 'rehkhawda')
    """
    text = name[:NAME_LIMIT]
    if _BURMESE.search(text):
        return burmese(text)
    plain = re.sub(r"[^a-z0-9]", "", _ascii(text))
    return plain or "".join(
        letter for letter in unicodedata.normalize("NFC", text) if letter.isalpha() or _is_mark(letter)
    )


def _is_mark(letter: str) -> bool:
    """A vowel or tone mark of Thai or another script; a lone accent is none."""
    return unicodedata.category(letter) in ("Mn", "Mc") and not "\u0300" <= letter <= "\u036f"


def burmese(name: str) -> str:
    """Return a name in Burmese script with spaces, signs and typing variants removed.

    Digit zero typed for wa, digit seven for ra, vowels and tone marks in another order, and Burmese digits are settled.
    """
    text = unicodedata.normalize("NFC", name[:NAME_LIMIT])
    text = re.sub(r"[^\u1000-\u109f\uaa60-\uaa7f0-9]|[\u104a-\u104f]", "", text)
    text = re.sub("၀(?=[\u1000-\u1021\u102b-\u103e])|(?<=[\u1000-\u103e])၀", "ဝ", text)
    text = text.replace("၇ွာ", "ရွာ").replace("ဥ်", "ဉ်").replace("ဥာ", "ဉာ").replace("စျ", "ဈ").replace("သြော်", "ဪ")
    text = text.replace("သြ", "ဩ").replace("ဦ", "ဦ").replace("\u102b", "\u102c")
    text = re.sub("([\u1037\u1038])\u103a", "\u103a\\1", text)  # asat before the tone marks
    text = re.sub("\u1037([\u102d-\u1036])", "\\1\u1037", text)
    return text.translate(_DIGITS)


_DIGITS = {0x1040 + digit: str(digit) for digit in range(10)}

# One class for each group of letters that reporters swap; longest first. A class is one character:
# c ky gy ch j; x th; j sh; y r y; e ay ai ae e (aing, ine, eng become en); o aw au ou oe o; we oi.
_TOKENS: tuple[tuple[str, str], ...] = (
    (r"(?:h?k|kh|g)[yr](?=[aeiouw])|hky|ch|j|c(?=[eiy])|dj", "c"),
    (r"ng(?!yi(?![aeiou]))", "n"),  # Nyaungbin-gyi, the large one
    (r"hth|th|dh", "x"),
    (r"sh|hsh", "j"),
    (r"hs|ts|dz|ss?|zh|z", "s"),
    (r"hp|ph|bh|f|p|b", "p"),
    (r"hk|kh|gh|k|g|q|c", "k"),
    (r"(?<=[aeiou]n)t(?![aeiouhwyr])|(?<=[aeiou]m)t(?![aeiouhwyr])|(?<=ay|aw|oe)t(?![aeiouhwyrt])", ""),  # MIMU's tone
    (r"ht|t|d", "t"),
    (r"hny|ny", "ny"),
    (r"hm|m", "m"),
    (r"hn|n", "n"),
    (r"hl|l", "l"),
    (r"hw|w|v", "w"),
    (r"(?<=[aeiou])r+(?![aeiouyr])|(?<=[aeiou])h(?![aeiou])|(?<=[aeiou])r+(?=y)", ""),
    (r"hr|r", "y"),
    (r"ine(?![aeiou])", "en"),
    (r"ike(?![aeiou])", "ek"),
    (r"one(?![aeiou])|oon", "on"),
    (r"oke(?![aeiou])", "ok"),
    (r"ote(?![aeiou])", "ot"),
    (r"oi|oy(?![aeiou])", "we"),
    (r"u[ae](?=n?g|k)|ao(?![aeiou])", "o"),  # Muang and Mong, Puak and Pauk, Tao and Taw
    (r"oo|uu|ew(?![aeiou])|u", "u"),
    (r"aw(?![aeiou])|au|ou|oa|oe|ow(?![aeiou])|o", "o"),
    (r"ee|ie(?![aeiou])|i", "i"),
    (r"ay(?![aeiou])|ai|ae|ei|ey(?![aeiou])|ea|e", "e"),
    (r"aa|a", "a"),
    (r"y(?=[aeiouw])", "y"),
    (r"y", "i"),
    (r"h", "h"),
)
# a village at the sixth mile is "6 Mile", "(6) Maing" or "Chauk Maing"
_SPOKEN = {"mile": "maing", "miles": "maing"}
_NUMBERS = ("tit", "hnit", "thone", "lay", "ngar", "chauk", "khunnit", "shit", "ko")
_COUNTED = {str(number): word for number, word in enumerate(_NUMBERS, start=1)}
_SCAN = re.compile("|".join(f"({pattern})" for pattern, _ in _TOKENS) + r"|(\d+)|(?P<gap>.)")
_CLASSES = tuple(value for _, value in _TOKENS)


def _ascii(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode("ascii").lower()


def _class(match: re.Match[str]) -> str:
    number = match.lastindex or 0
    if match.lastgroup == "gap":
        return ""
    return _CLASSES[number - 1] if number <= len(_CLASSES) else match.group()


@lru_cache(maxsize=200_000)
def skeleton(name: str) -> str:
    """Tell what stays of a romanised name when the letters that reporters swap are one; for Burmese script, its `sound`.

    >>> skeleton("Kyaukhpyu") == skeleton("Kyauk Phyu") == skeleton("Kyaukpyu")
    True
    """
    text = name[:NAME_LIMIT]
    if _BURMESE.search(text):
        return sound(text)
    words = [_SPOKEN.get(word, word) for word in re.split(r"[^a-z0-9]+", _ascii(text)) if word]
    if "maing" in words[1:]:
        before = words.index("maing", 1) - 1
        words[before] = _COUNTED.get(words[before], words[before])
    return _settle(" ".join(_SCAN.sub(_class, word) for word in words))


def _settle(classes: str) -> str:
    joined = re.sub(r"[m](?=[^aeiouyw ]|$| )", "n", classes).replace(" ", "")
    joined = re.sub(r"p(?=[^aeiouyw]|$)", "t", joined)
    return re.sub(r"(.)\1+", r"\1", joined)


_ONSETS = {
    **dict.fromkeys("ကခဂဃ", "k"), **dict.fromkeys("စဆဇဈ", "s"), **dict.fromkeys("တထဒဓဋဌဍဎ", "t"),
    **dict.fromkeys("ပဖဗဘ", "p"), **dict.fromkeys("ငနဏ", "n"), **dict.fromkeys("ယရ", "y"), **dict.fromkeys("လဠ", "l"),
    "ည": "ny", "ဉ": "ny", "မ": "m", "ဝ": "w", "သ": "x", "ဟ": "h", "အ": "", "ဿ": "xx",
}  # fmt: skip
_ALONE = {"ဣ": "i", "ဤ": "i", "ဥ": "u", "ဦ": "u", "ဧ": "e", "ဩ": "o", "ဪ": "o", "၏": "i"}
# vowel signs and final letter -> rhyme, as reporters romanise it
_RHYMES = {
    "": "a", "ာ": "a", "ိ": "i", "ီ": "i", "ု": "u", "ူ": "u", "ေ": "e", "ဲ": "e", "ော": "o", "ော်": "o", "ို": "o",
    "ံ": "an", "ာံ": "an", "ုံ": "on", "ိံ": "en", "ယ်": "e",
}  # fmt: skip
_FINALS = {
    ("", "k"): "et", ("", "c"): "it", ("", "t"): "at", ("", "N"): "in", ("", "n"): "an", ("", "ny"): "i",
    ("ိ", "t"): "ek", ("ိ", "n"): "en", ("ု", "t"): "ok", ("ု", "n"): "on", ("ို", "k"): "ek", ("ို", "N"): "en",
    ("ော", "k"): "ok", ("ော", "N"): "on", ("ေ", "t"): "et", ("ေ", "n"): "en",
}  # fmt: skip
_FINAL_CLASS = {
    **dict.fromkeys("ကခဂ", "k"), **dict.fromkeys("စဆဇ", "c"), **dict.fromkeys("တထဒဓဋပဗဖ", "t"), "င": "N",
    **dict.fromkeys("နဏမလရ", "n"), "ည": "ny", "ဉ": "N", "သ": "t",
}  # fmt: skip
_SYLLABLE = re.compile(
    "(?P<onset>[က-အဿ])(?P<medial>[\u103b-\u103e]*)(?P<vowel>[\u102b-\u1036]*)"
    "(?:(?P<final>[က-ဪ])[\u1037]?\u103a|\u103a(?P<killed>))?[\u1037\u1038]*(?P<stack>\u1039)?"
    "|(?P<alone>[ဣ-ဪ၏])[\u1036-\u1038]*|(?P<digit>[0-9]+)"
)


def sound(name: str) -> str:
    """Return the skeleton of a name in Burmese script, read letter by letter: လိုင်လင်းပီ gives that of "Lai(ng) Lin Pi"."""
    out = []
    text = burmese(name).replace("ဘုရား", "ဘရား")  # said paya
    text = re.sub("([က-အ])\u1039", "\\1\u103a", text)  # a stacked letter closes the syllable before it
    text = text.replace("\u1004\u103a\u1039", "\u1004\u103a")
    for match in _SYLLABLE.finditer(text):
        if match["alone"] or match["digit"]:
            out.append(_ALONE.get(match["alone"] or "", match["digit"] or ""))
            continue
        onset, rhyme = _onset(match["onset"], match["medial"]), _rhyme(match["vowel"], match["final"])
        if "\u103d" in match["medial"] and rhyme in ("an", "at"):  # written wa, said u: Kyun, Tun, Mut
            onset, rhyme = onset[:-1], "u" + rhyme[1]
        out.append(onset + rhyme)
    return _settle(" ".join(out))


def _onset(letter: str, medial: str) -> str:
    base = _ONSETS.get(letter, "")
    if base == "k" and ("\u103b" in medial or "\u103c" in medial):
        base = "c"
    elif letter == "ရ" and "\u103e" in medial:
        base = "j"
    elif "\u103b" in medial or "\u103c" in medial:
        base += "y"
    return base + ("w" if "\u103d" in medial else "")


def _rhyme(vowel: str, final: str | None) -> str:
    if final is None:
        return _RHYMES.get(vowel, "a")
    if final == "ယ":
        return "e"
    if final in "ဝ":
        return "o"
    sign = vowel if vowel != "ာ" else ""
    return _FINALS.get((sign, _FINAL_CLASS.get(final, "n")), _RHYMES.get(vowel, "a") + "n")


def deletions(key: str) -> set[str]:
    """Return the key and every key with one letter left out: two names share one if they differ by one letter or so.

    Keys under five letters give only themselves, because then nearly every name is near.
    """
    if len(key) < 5:
        return {key}
    return {key, *(key[:i] + key[i + 1 :] for i in range(len(key)))}
