"""What every figure takes: the atlas, its days, the words of one language, colours and letters.
No figure reads the clock, and the same atlas gives the same figure."""

from __future__ import annotations

import base64
import datetime as dt
import io
import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache, cached_property
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from conflictmap.errors import ConflictmapError
from conflictmap.export.choice import Subject
from conflictmap.export.figures.figure_words import MONTHS, WORDS

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

LANGUAGES = ("en", "my")
INK, QUIET, GRID = "#1b1b1a", "#5d5a52", "#e3e0d8"
NOT_ASSESSED, OTHERS = "#efece4", "#c9c4b8"
STATE_COLOURS = {
    "not_assessed": NOT_ASSESSED,
    "contested": "#8d6e00",
    "mixed": "#b9a66a",
    "vacated": "#d9d4c5",
    "partial": "#dcd3bd",
}
LONG_DAYS = 75  # a longer time is drawn by months
NAMED_SOURCES = 3
TICKS = 9
PALER = 0.62  # of a colour in its blend with white: told apart from the whole colour in grey, too
EPOCH = dt.date(1970, 1, 1)


@dataclass(frozen=True)
class FigureSource:
    """Hold what a figure draws: an atlas, one rule set and one language."""

    subject: Subject
    lang: str = "en"

    def __post_init__(self) -> None:
        if self.lang not in LANGUAGES:
            raise ConflictmapError(f"lang {self.lang!r} is not known; use one of: {', '.join(LANGUAGES)}")

    @property
    def rules(self) -> str:
        """The rule set that is drawn: the first of those chosen."""
        return self.subject.choice.rules[0]

    @property
    def assessment(self) -> Any:
        """Spans, sites and claims of the rule set."""
        return self.subject.atlas.control.by_rules[self.rules]

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        """The first and the last day drawn, as `Subject.reported_days`."""
        return self.subject.reported_days

    @cached_property
    def events(self) -> pd.DataFrame:
        """The events of the days drawn, rows of `schema.EVENTS`, index from 0."""
        first, last = self.days
        events = self.subject.events
        return events[events["event_date"].between(first, last)].reset_index(drop=True)

    def say(self, key: str, **values: Any) -> str:
        """Translate a key into the figure's language; a key without one stands for itself."""
        return WORDS[self.lang].get(key, key).format(**values)

    def actor(self, cell: str) -> str:
        """Name a holder: its id in English, its Burmese name where it has one; several by their ids, as on the page."""
        several = cell.split("|")
        if len(several) > 1 or self.lang == "en":
            return " + ".join(several)
        return self._actor_names.get(cell, cell)

    @cached_property
    def _actor_names(self) -> Mapping[str, str]:
        actors = self.subject.atlas.inputs.actors
        pairs = zip(actors["actor_id"], actors["name_my"].fillna(""), strict=True)
        return {str(actor): str(name) for actor, name in pairs if name}

    def colour(self, holder: str) -> str:
        """Colour a holder: the colour of the actor named first, as on the page."""
        return self.subject.colours.get(holder.split("|")[0], OTHERS)

    def fill(self, state: str, holder: str) -> str:
        """Colour a township or site by its state: paper for not assessed, paler where another holds a part."""
        if state == "not_assessed":
            return NOT_ASSESSED
        return paler(self.colour(holder)) if state == "predominant" else self.colour(holder) if holder else OTHERS

    def place(self, pcode: str) -> str:
        """Name a unit in the figure's language."""
        table = self.subject.atlas.inputs.units.table
        if pcode not in table.index:
            return pcode
        own = table.at[pcode, "name_my"] if self.lang == "my" else ""
        return str(own or table.at[pcode, "name"])

    def day(self, day: dt.date, *, short: bool = False) -> str:
        """Write a day, or with `short` its month and year."""
        month = MONTHS[self.lang][day.month - 1]
        return f"{month} {day.year}" if short else f"{day.day} {month} {day.year}"

    def caption(self, note: str = "note") -> str:
        """Write the line below a figure: sources, day of the data, rule set, what is not assessed."""
        names = list(dict.fromkeys(name for cell in self.events["source"] for name in str(cell).split("|") if name))
        shown = ", ".join(names[:NAMED_SOURCES])
        if len(names) > NAMED_SOURCES:
            shown = self.say("more_sources", names=shown, n=len(names) - NAMED_SOURCES)
        return self.say(
            "caption", n=len(self.events), sources=shown or "–", day=self.day(self.days[1]), rules=self.say(self.rules),
            note=self.say(note), boundaries=self.subject.atlas.inputs.units.credit,
        )  # fmt: skip


@contextmanager
def letters(lang: str) -> Iterator[None]:
    """Draw with the fonts of a language, whatever matplotlib is set to elsewhere."""
    import matplotlib as mpl

    family = ["DejaVu Sans"] if lang == "en" else ["DejaVu Sans", burmese_family()]
    settings: dict[Any, Any] = {
        "font.family": family, "font.size": 9, "axes.spines.top": False, "axes.spines.right": False,
        "axes.edgecolor": QUIET, "axes.titlesize": 10, "axes.titlelocation": "left", "text.color": INK,
        "xtick.color": QUIET, "ytick.color": QUIET, "axes.labelcolor": QUIET, "svg.hashsalt": "conflictmap",
        "hatch.linewidth": 0.6, "legend.frameon": False, "legend.fontsize": 8,
    }  # fmt: skip
    with mpl.rc_context(settings):
        yield


@cache
def burmese_family() -> str:
    """Register the font with Myanmar letters, the page's own (Padauk), and name it. Raises: ConflictmapError, where it is not there."""
    from fontTools.ttLib import TTFont
    from matplotlib import font_manager

    style = files("conflictmap").joinpath("web", "dist", "page.css")
    inlined = (
        re.search(r"font-family:Padauk;.*?base64,([A-Za-z0-9+/=]+)", style.read_text("utf-8"))
        if style.is_file()
        else None
    )
    if inlined is None:
        raise ConflictmapError("the Burmese letters are not built; install the package again, or take --lang en")
    font = TTFont(io.BytesIO(base64.b64decode(inlined[1])))
    font.flavor = None  # matplotlib reads plain TrueType, not WOFF2
    kept = tempfile.NamedTemporaryFile(prefix="conflictmap-", suffix=".ttf", delete=False)  # noqa: SIM115  drawn from later
    with kept:
        font.save(kept)
    font_manager.fontManager.addfont(kept.name)
    return str(font_manager.FontProperties(fname=kept.name).get_name())


def new_figure(source: FigureSource, title: str, size: tuple[float, float], *, note: str = "note") -> Figure:
    """Make an empty figure with its title and caption. Parameters: size, width and height in inches."""
    import textwrap

    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=size, facecolor="white")
    FigureCanvasAgg(figure)
    width, height = size
    figure.text(
        0.08 / width * 10, 1 - 0.32 / height, title, fontsize=13, fontweight="bold" if source.lang == "en" else "normal"
    )
    lines = textwrap.wrap(source.caption(note), int(width * (15 if source.lang == "en" else 13)))
    figure.text(
        0.08 / width * 10, 0.12 / height, "\n".join(lines), fontsize=7, color=QUIET, va="bottom", linespacing=1.5
    )
    figure.subplots_adjust(
        left=0.75 / width, right=1 - 0.2 / width, top=1 - 0.85 / height, bottom=(0.75 + 0.14 * len(lines)) / height
    )
    return figure


def save(figure: Figure, path: Path) -> None:
    """Write a figure as PATH.svg and PATH.png, the same bytes each time."""
    figure.savefig(path.with_suffix(".svg"), metadata={"Date": None})
    figure.savefig(path.with_suffix(".png"), dpi=150, metadata={"Software": None})


def paler(colour: str) -> str:
    """Blend a colour #rrggbb with white, for a holder beside whom another holds a part."""
    parts = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
    return "#" + "".join(f"{round(255 - (255 - part) * PALER):02x}" for part in parts)


def number(day: dt.date) -> int:
    """Count a day as matplotlib does: days since 1970."""
    return (day - EPOCH).days


def time_axis(axes: Axes, source: FigureSource, *, at_most: int = TICKS) -> None:
    """Name the days or months below the axes, in the figure's language, about `at_most` of them."""
    first, last = source.days
    if (last - first).days > LONG_DAYS:
        starts = [day.date() for day in pd.date_range(first.replace(day=1), last, freq="MS")]
    else:
        starts = [day.date() for day in pd.date_range(first, last, freq="7D")]
    ticks = starts[:: max(1, -(-len(starts) // at_most))]
    short = (last - first).days > LONG_DAYS
    axes.set_xticks([number(day) for day in ticks], [_tick(source, day, short) for day in ticks])
    axes.set_xlim(number(first), number(last) + 1)
    axes.grid(axis="y", color=GRID, linewidth=0.6)
    axes.set_axisbelow(True)


def _tick(source: FigureSource, day: dt.date, short: bool) -> str:
    if short:
        return source.day(day, short=True).replace(" ", "\n", 1)
    return f"{day.day}\n{MONTHS[source.lang][day.month - 1]}"


def bins(source: FigureSource) -> list[dt.date]:
    """List the first days of the months drawn, or of the weeks where the time is short; and the day after the last."""
    first, last = source.days
    if (last - first).days > LONG_DAYS:
        starts = [day.date() for day in pd.date_range(first.replace(day=1), last, freq="MS")]
    else:
        starts = [day.date() for day in pd.date_range(first, last, freq="7D")]
    return [max(starts[0], first), *starts[1:], last + dt.timedelta(days=1)]


def binned(days: Iterable[dt.date], edges: list[dt.date]) -> list[int]:
    """Return number the bin of each day, from 0."""
    import numpy as np

    starts = np.array([number(edge) for edge in edges])
    return [int(np.searchsorted(starts, number(day), side="right")) - 1 for day in days]


def say_none(axes: Axes, source: FigureSource) -> None:
    """Say within empty axes that there is nothing, rather than draw an empty frame."""
    axes.text(0.5, 0.5, source.say("none"), ha="center", va="center", color=QUIET, transform=axes.transAxes)
    axes.set_xticks([])
    axes.set_yticks([])
