"""A country of two states and three townships for the tests of names: every number by hand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd

COLUMNS = [
    "place_id",
    "name",
    "name_my",
    "feature_code",
    "lon",
    "lat",
    "adm1_pcode",
    "adm2_pcode",
    "adm3_pcode",
    "adm4_pcode",
]
ROWS: list[tuple[Any, ...]] = [
    ("S1", "Sagaing", "စစ်ကိုင်း", "ADM1", 95.5, 22.5, "S1", "", "", ""),
    ("S2", "Kayah", "ကယား", "ADM1", 97.5, 19.0, "S2", "", "", ""),
    ("D1", "Shwebo", "ရွှေဘို", "ADM2", 95.6, 22.5, "S1", "D1", "", ""),
    ("T1", "Wetlet", "ဝက်လက်", "ADM3", 95.7, 22.3, "S1", "D1", "T1", ""),
    ("T2", "Kanbalu", "ကန့်ဘလူ", "ADM3", 95.5, 23.2, "S1", "D1", "T2", ""),
    ("T3", "Mese", "မယ်စဲ", "ADM3", 97.6, 18.7, "S2", "", "T3", ""),
    ("C1", "Wetlet", "ဝက်လက်", "PPLA3", 95.788, 22.367, "S1", "D1", "T1", ""),
    ("C2", "Kanbalu", "ကန့်ဘလူ", "PPLA3", 95.51, 23.2, "S1", "D1", "T2", ""),
    ("C3", "Mese", "မယ်စဲ", "PPLA3", 97.66, 18.672, "S2", "", "T3", ""),
    ("V1", "Pan Tein", "ပန်တိန်း", "PPL", 97.563, 18.653, "S2", "", "T3", "VT3"),
    ("V2", "Nyaung Kone", "ညောင်ကုန်း", "PPL", 95.6, 22.31, "S1", "D1", "T1", "VT1"),
    ("V3", "Nyaung Kone", "ညောင်ကုန်း", "PPL", 95.45, 23.1, "S1", "D1", "T2", "VT2"),
    ("V4", "Shwe Pan Kone", "ရွှေပန်းကုန်း", "PPL", 95.62, 22.31, "S1", "D1", "T1", "VT1"),
    ("V5", "Thit Seint", "သစ်ဆိမ့်", "PPL", None, None, "S1", "D1", "T1", "VT1"),
    ("V6", "Bangkok", "", "PPL", 95.61, 22.29, "S1", "D1", "T1", "VT1"),
    ("P1", "Mese Port", "", "PRT", 97.65, 18.6, "S2", "", "T3", ""),
]  # fmt: skip
ALIASES = [("T1", "Welet", "spelling"), ("S2", "Karenni", "former")]


class SmallGazetteer:
    """What a Matcher and a cache ask of a gazetteer, without files."""

    version = "small"

    def __init__(self, rows: list[tuple[Any, ...]] | None = None, cache: Path = Path("/nonexistent")) -> None:
        self.cache_dir = cache
        frame = pd.DataFrame(ROWS if rows is None else rows, columns=COLUMNS).set_index("place_id")
        self._frame = frame.assign(
            radius_km=0.0, source="by hand", lon=frame["lon"].astype(float), lat=frame["lat"].astype(float)
        )

    def frame(self) -> pd.DataFrame:
        return self._frame

    def names(self) -> pd.DataFrame:
        frame = self._frame
        rows = [(i, n, "official") for i, n in zip(frame.index, frame["name"], strict=True)]
        rows += [(i, n, "script") for i, n in zip(frame.index, frame["name_my"], strict=True) if n]
        rows += [alias for alias in ALIASES if alias[0] in frame.index]
        return pd.DataFrame(rows, columns=["place_id", "name", "kind"])
