"""Burmese text in Zawgyi's encoding, found and turned into Unicode.
Detection is myanmartools' (Google); the Python package has no converter, and ICU's needs a compiler to install, so the
conversion is here: code points first, then the order of signs."""

from __future__ import annotations

import re
import warnings
from functools import cache
from typing import Any

import numpy as np
import pandas as pd

ZAWGYI_FROM = 0.95  # myanmartools' probability from which its authors call a text Zawgyi
UNICODE_TO = 0.05
COLUMN_SHARE = 0.2  # one word can be either; a column of which a fifth is surely Zawgyi was typed in Zawgyi

_STACK = "\u1039"
_KINZI = "\u1004\u103a\u1039"
# Zawgyi's code points that mean another letter, a stacked letter or several signs (Zawgyi-One, 2008).
_CODES = {
    0x1033: "\u102f", 0x1034: "\u1030", 0x1039: "\u103a", 0x103A: "\u103b", 0x103B: "\u103c", 0x103C: "\u103d",
    0x103D: "\u103e", 0x105A: "\u102b\u103a", 0x1064: _KINZI, 0x106A: "\u1009", 0x106B: "\u100a",
    0x106E: "\u100d\u1039\u100d", 0x106F: "\u100d\u1039\u100e", 0x107D: "\u103b", 0x1086: "\u103f", 0x1087: "\u103e",
    0x1088: "\u103e\u102f", 0x1089: "\u103e\u1030", 0x108A: "\u103d\u103e", 0x108B: _KINZI + "\u102d",
    0x108C: _KINZI + "\u102e", 0x108D: _KINZI + "\u1036", 0x108E: "\u102d\u1036", 0x108F: "\u1014", 0x1090: "\u101b",
    0x1091: "\u100f\u1039\u100d", 0x1092: "\u100b\u1039\u100c", 0x1094: "\u1037", 0x1095: "\u1037",
    0x1096: _STACK + "\u1010\u103d", 0x1097: "\u100b\u1039\u100b",
    **dict.fromkeys(range(4222, 4229), "ြ"),
    **{
        code: _STACK + chr(letter)
        for code, letter in {
            0x1060: 0x1000, 0x1061: 0x1001, 0x1062: 0x1002, 0x1063: 0x1003, 0x1065: 0x1005, 0x1066: 0x1006,
            0x1067: 0x1006, 0x1068: 0x1007, 0x1069: 0x1008, 0x106C: 0x100B, 0x106D: 0x100C, 0x1070: 0x100F,
            0x1071: 0x1010, 0x1072: 0x1010, 0x1073: 0x1011, 0x1074: 0x1011, 0x1075: 0x1012, 0x1076: 0x1013,
            0x1077: 0x1014, 0x1078: 0x1015, 0x1079: 0x1016, 0x107A: 0x1017, 0x107B: 0x1018, 0x107C: 0x1019,
            0x1085: 0x101C, 0x1093: 0x1018,
        }.items()
    },
}  # fmt: skip
_LETTER = "[\u1000-\u1021\u103f\u1025\u1027\u1029]"
# Unicode's order within a syllable: kinzi, letter, stacked letter, medials ya ra wa ha, e, other vowels, dot, asat.
_SIGNS = "\u103b\u103c\u103d\u103e\u1031\u102d\u102e\u1032\u102f\u1030\u102b\u102c\u1036\u1037\u103a\u1038"
_ORDER = {sign: place for place, sign in enumerate(_SIGNS)}


def is_zawgyi(column: pd.Series[Any]) -> bool:
    """Whether a column of Burmese text was typed in Zawgyi: at least `COLUMN_SHARE` of it surely was.

    The whole column is asked, since a short name can be valid in both encodings. Empty cells do not count.
    """
    written = column[column != ""]
    if not len(written):
        return False
    sample = written.iloc[:: max(1, len(written) // 2000)]
    return sum(probability(text) >= ZAWGYI_FROM for text in sample) >= COLUMN_SHARE * len(sample)


def to_unicode(text: str) -> str:
    """Return Zawgyi text in Unicode. Text that is Unicode already would be spoilt: ask `is_zawgyi` first.

    >>> to_unicode("ေကာလင္း")
    'ကောလင်း'
    """
    # Zawgyi writes e and ra before their letter; move them behind it while they can still be told from Unicode's
    out = text.translate(_CODES)
    out = re.sub(f"(\u1031?)(\u103c?)({_LETTER})((?:{_STACK}{_LETTER})*)", r"\3\4\2\1", out)
    out = re.sub(f"({_LETTER}(?:{_STACK}{_LETTER})*)([{_SIGNS}]*?){_KINZI}", rf"{_KINZI}\1\2", out)
    return re.sub(f"[{_SIGNS}]+", lambda match: "".join(sorted(match[0], key=_ORDER.__getitem__)), out)


def probability(text: str) -> float:
    """Return myanmartools' probability that the text is Zawgyi; below 0 where it holds no Burmese."""
    with np.errstate(over="ignore"):  # of a long text the odds are beyond a float, and the probability is 0
        return float(_detector().get_zawgyi_probability(text))


@cache
def _detector() -> Any:
    from myanmartools import ZawgyiDetector

    with warnings.catch_warnings():  # it opens its model in a way that Python 3.11 calls old; later ones keep it
        warnings.simplefilter("ignore", DeprecationWarning)
        return ZawgyiDetector()
