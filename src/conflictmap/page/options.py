"""What the maker of a page may choose. Nothing here reads a file or the clock."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from conflictmap.control.rules import RULE_SETS
from conflictmap.errors import ConflictmapError

LAYERS = (
    "control",
    "claims",
    "events",
    "density",
    "areas",
    "adm1",
    "adm2",
    "adm3",
    "towns",
    "rivers",
    "neighbours",
    "contested",
    "activity",  # ground fighting beside control; it needs the events' own data and control's
    "lines",  # between townships of sides that are not allied; off until a reader asks for them
    "assumed",  # what is not assessed, shown as the baseline's row "*" assumes it; off until a reader asks for it
)
CONTROL_LAYERS = ("control", "contested", "activity")
EVENT_LAYERS = ("events", "density", "areas", "activity")
LANGUAGES = ("en", "my")


@dataclass(frozen=True, slots=True)
class PageOptions:
    """The choices of one page.

    start, end: first and last day shown, inclusive; None takes the events' own.
    lang: the language the page opens in; the reader can change it.
    rules: the rule set the page opens with; None takes the atlas's own.
    delay_days: events of the last so many days before the cut-off are left out, to protect people on the ground.
    max_precision: the finest geo_precision drawn: 1 the place, 2 part of a township, 3 townships only.
    title: instead of the page's own.
    only_layers: the layers that the page holds, and the data they draw; empty is all.
    tiles: address of map tiles with {z}, {x}, {y}. Off by default: with it the reader's view is known to that host.
    adm1: P-code of the only state or region to show, with its events and townships; "" is the whole country.
    cutoff: the day on which the data was closed; None takes the latest day of the events. Never the clock's.
    """

    start: dt.date | None = None
    end: dt.date | None = None
    lang: str = "en"
    rules: str | None = None
    delay_days: int = 0
    max_precision: int = 1
    title: str | None = None
    only_layers: tuple[str, ...] = ()
    tiles: str | None = None
    adm1: str = ""
    cutoff: dt.date | None = None

    def __post_init__(self) -> None:
        self._check_days()
        if self.lang not in LANGUAGES:
            raise ConflictmapError(f"lang {self.lang!r} is not known; use one of: {', '.join(LANGUAGES)}")
        if self.rules is not None and self.rules not in RULE_SETS:
            raise ConflictmapError(f"rules {self.rules!r} is not a rule set; use one of: {', '.join(RULE_SETS)}")
        if self.max_precision not in (1, 2, 3):
            raise ConflictmapError(
                f"max_precision {self.max_precision!r} is not 1, 2 or 3; 3 is the most careful (townships only)"
            )
        odd = [name for name in self.only_layers if name not in LAYERS]
        if odd:
            raise ConflictmapError(f"layer {odd[0]!r} is not known; use some of: {', '.join(LAYERS)}")
        if self.tiles is not None:
            tiles_origin(self.tiles)

    def holds(self, *layers: str) -> bool:
        """Whether the page holds one of some layers; what serves none that it holds stays out of its data."""
        return not self.only_layers or not set(layers).isdisjoint(self.only_layers)

    def _check_days(self) -> None:
        if self.start and self.end and self.end < self.start:
            raise ConflictmapError(f"the page would end ({self.end}) before it starts ({self.start}); swap them")
        if self.delay_days < 0:
            raise ConflictmapError(f"delay_days {self.delay_days} is negative; give 0 or more days")


def tiles_origin(address: str) -> str:
    """Return the origin of a tile address (scheme, host, port), for the page's policy; `{s}.` becomes `*.`."""
    parts = urlsplit(address.replace("{s}.", "*."))
    if parts.scheme != "https" or not re.fullmatch(r"[\w.*-]+(:\d+)?", parts.netloc, re.ASCII):
        raise ConflictmapError(f"tiles {address!r} is not an https address; write https://host/{{z}}/{{x}}/{{y}}.png")
    if not all(part in address for part in ("{z}", "{x}", "{y}")):
        raise ConflictmapError(
            f"tiles {address!r} lacks {{z}}, {{x}} or {{y}}; write https://host/{{z}}/{{x}}/{{y}}.png"
        )
    return f"{parts.scheme}://{parts.netloc}"
