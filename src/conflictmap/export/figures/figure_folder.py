"""All figures of an atlas written into a folder, SVG and PNG, in each language.
Files of other names in the folder stay as they are."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from conflictmap.errors import ConflictmapError
from conflictmap.export.choice import Choice, Subject
from conflictmap.export.figures.charts import (
    changes_by_month,
    claims_and_outcomes,
    events_and_deaths,
    holders_over_time,
)
from conflictmap.export.figures.figure_source import LANGUAGES, FigureSource, letters, save
from conflictmap.export.figures.map_figures import map_by_quarter
from conflictmap.export.figures.timelines import township_timeline
from conflictmap.pipeline import Atlas, Tell

if TYPE_CHECKING:
    from matplotlib.figure import Figure

MISSING = "figures need matplotlib; install it with: pip install 'conflictmap[figures]'"


def write_figures(
    atlas: Atlas,
    folder: Path | str,
    *,
    choice: Choice | None = None,
    languages: Iterable[str] = LANGUAGES,
    township: str = "",
    tell: Tell = lambda step: None,
) -> tuple[str, ...]:
    """Write six figures in each language as NAME-LANG.svg and .png; returns the names of the files.

    Parameters: township, the P-code of the timeline's; else the one with the most changes and reports.
    Raises: ConflictmapError, where matplotlib is not installed, a language is unknown or the disk refuses.
    """
    require_matplotlib()
    subject = Subject(atlas, choice or Choice())
    sources = [FigureSource(subject, lang) for lang in languages]
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".figures.", dir=target) as made:
            for source in sources:
                with letters(source.lang):
                    for name, draw in _figures(township).items():
                        tell(f"Drawing {name} ({source.lang})")
                        save(draw(source), Path(made) / f"{name}-{source.lang}")
            names = sorted(path.name for path in Path(made).iterdir())
            for name in names:
                os.replace(Path(made) / name, target / name)  # noqa: PTH105  replaces a file that is open elsewhere, too
    except OSError as error:
        what = error.strerror or str(error)
        raise ConflictmapError(f"{folder}: {what}; free the disk or name another folder") from None
    return tuple(names)


def require_matplotlib() -> None:
    """Refuse to draw without matplotlib. Raises: ConflictmapError, where it or what its Burmese letters need is not installed."""
    try:
        import brotli  # noqa: F401  the page's font is WOFF2
        import matplotlib  # noqa: F401
    except ImportError:
        raise ConflictmapError(MISSING) from None


def _figures(township: str) -> Mapping[str, Callable[[FigureSource], Figure]]:
    return {
        "holders": holders_over_time,
        "changes": changes_by_month,
        "events": events_and_deaths,
        "maps": map_by_quarter,
        "timeline": lambda source: township_timeline(source, township),
        "claims": claims_and_outcomes,
    }
