"""What each source of events asks of those who use it: a credit, and whether its rows may be passed on.
A summary for the terminal and the page, not the terms themselves."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Terms:
    """`credit` as the source asks for it; `text` for a reader; `redistribution`, whether rows may be passed on."""

    credit: str
    text: str
    redistribution: bool


TERMS = {
    "acled": Terms(
        "Armed Conflict Location & Event Data (ACLED), www.acleddata.com",
        "ACLED's terms do not allow its rows to be passed on: keep a page that holds them to yourself, "
        "or show counts only.",
        redistribution=False,
    ),
    "ucdp": Terms(
        "UCDP Georeferenced Event Dataset (Sundberg and Melander 2013; Davies et al. 2024), CC BY 4.0",
        "CC BY 4.0: free to use and pass on with this credit.",
        redistribution=True,
    ),
    "table": Terms("", "Not stated; ask whoever made the table before you pass it on.", redistribution=True),
}
