"""`conflictmap figures`: six figures in two languages, with source, day and rule set, and the page's colours."""

from __future__ import annotations

import dataclasses
import datetime as dt
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pandas as pd
import pytest
from PIL import Image
from typer.testing import CliRunner

from conflictmap.cli import app
from conflictmap.errors import ConflictmapError
from conflictmap.export.choice import Choice, Subject
from conflictmap.export.figures import charts
from conflictmap.export.figures.figure_folder import write_figures
from conflictmap.export.figures.figure_source import LANGUAGES, FigureSource, bins, letters, paler
from conflictmap.export.figures.figure_words import WORDS
from conflictmap.export.figures.map_figures import map_by_quarter, quarter_days
from conflictmap.export.figures.timelines import busiest_township, township_timeline
from conflictmap.export.page_colours import BEYOND, HOME, NOBODY, PALE, SOLID, TYPE_COLOURS, TYPE_FORMS
from conflictmap.notebook.atlas import Atlas as Opened
from conflictmap.pipeline import Atlas

ROOT = Path(__file__).parents[1]
NOVEMBER = Choice(dt.date(2023, 11, 1), dt.date(2023, 11, 30))
NAMES = ("changes", "claims", "events", "holders", "maps", "timeline")


@pytest.fixture(params=LANGUAGES)
def source(atlas: Atlas, request: pytest.FixtureRequest) -> Iterator[FigureSource]:
    """November 2023 in one language, with its letters."""
    if request.param == "my" and not (ROOT / "src/conflictmap/web/dist/page.css").is_file():
        pytest.skip("the page's font is not built here")
    with letters(request.param):
        yield FigureSource(Subject(atlas, NOVEMBER), request.param)


def texts_of(figure) -> str:
    return " ".join(text.get_text().replace("\n", " ") for text in figure.findobj(lambda one: hasattr(one, "get_text")))


@pytest.mark.parametrize(
    "draw",
    [
        charts.holders_over_time, charts.changes_by_month, charts.events_and_deaths, charts.claims_and_outcomes,
        map_by_quarter, township_timeline,
    ],
    ids=lambda draw: draw.__name__,
)  # fmt: skip
def test_a_figure_says_its_source_day_and_rule_set(source: FigureSource, draw) -> None:
    told = texts_of(draw(source))
    assert source.day(dt.date(2023, 11, 30)) in told
    assert source.say("standard") in told
    assert "geoBoundaries" in told
    assert source.say("note").split()[0] in told or draw is charts.changes_by_month


def test_areas_sum_to_every_township(atlas: Atlas) -> None:
    with letters("en"):
        figure = charts.holders_over_time(FigureSource(Subject(atlas, NOVEMBER), "en"))
    above = figure.axes[0]
    assert above.get_ylim() == (0, 330)
    tops = [area.get_paths()[0].vertices[:, 1].max() for area in above.collections]
    assert max(tops) == pytest.approx(330)


def test_a_short_time_goes_by_weeks_and_a_long_one_by_months(atlas: Atlas) -> None:
    short = FigureSource(Subject(atlas, NOVEMBER))
    assert bins(short)[:2] == [dt.date(2023, 11, 1), dt.date(2023, 11, 8)]
    long = FigureSource(Subject(atlas, Choice(dt.date(2023, 1, 15), dt.date(2023, 11, 30))))
    assert bins(long)[:2] == [dt.date(2023, 1, 15), dt.date(2023, 2, 1)]
    assert bins(long)[-1] == dt.date(2023, 12, 1)


def test_maps_are_of_quarters_and_at_most_twelve() -> None:
    days = quarter_days(dt.date(2023, 10, 1), dt.date(2024, 4, 10))
    assert [day.isoformat() for day in days] == ["2023-10-01", "2023-12-31", "2024-03-31", "2024-04-10"]
    assert len(quarter_days(dt.date(2015, 1, 1), dt.date(2024, 4, 10))) == 12


def test_days_without_events_are_said_to_have_none(atlas: Atlas) -> None:
    empty = FigureSource(Subject(atlas, Choice(dt.date(2022, 1, 1), dt.date(2022, 1, 31))))
    with letters("en"):
        assert "none in these days" in texts_of(charts.changes_by_month(empty))
        assert "none in these days" in texts_of(charts.claims_and_outcomes(empty))
        charts.events_and_deaths(empty)
        township_timeline(empty)


def test_both_languages_have_the_same_words_and_places_for_values() -> None:
    english, burmese = WORDS["en"], WORDS["my"]
    assert set(english) <= set(burmese)
    for key, text in english.items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", burmese[key])), key


def test_the_colours_of_types_are_the_page_s() -> None:
    palette = (ROOT / "src/conflictmap/web/page/base/palette.js").read_text(encoding="utf-8")
    assert re.findall(r'colour: "(#[0-9a-f]{6})"', palette)[: len(TYPE_COLOURS)] == list(TYPE_COLOURS.values())
    assert re.findall(r'form: "(\w+)"', palette)[: len(TYPE_FORMS)] == list(TYPE_FORMS.values())


def test_the_colours_of_the_ground_are_the_page_s() -> None:
    palette = (ROOT / "src/conflictmap/web/page/base/palette.js").read_text(encoding="utf-8")
    named = dict(re.findall(r'export const (\w+) = "(#[0-9a-f]{6})"', palette))
    assert (named["HOME"], named["BEYOND"], named["NOBODY"]) == (HOME, BEYOND, NOBODY)
    textures = (ROOT / "src/conflictmap/web/page/paint/textures.js").read_text(encoding="utf-8")
    assert re.findall(r'"(solid|pale)"\) return withAlpha\(colour, 0\.(\d+)\)', textures) == [
        ("solid", str(SOLID)), ("pale", str(PALE)),
    ]  # fmt: skip


def test_who_holds_most_is_named_before_who_might() -> None:
    table = pd.DataFrame(
        {"holder": ["FIGHTS", "HOLDS", ""], "townships_central": [0, 3, 9], "townships_high": [25, 3, 9]}
    )
    assert charts._largest(table) == ["HOLDS", "FIGHTS"]


def test_a_paler_colour_is_the_colour_on_white() -> None:
    assert (paler("#000000"), paler("#ffffff")) == ("#616161", "#ffffff")


def test_the_busiest_township_is_one(atlas: Atlas) -> None:
    assert busiest_township(FigureSource(Subject(atlas, NOVEMBER))) in set(atlas.inputs.units.townships.index)


def test_files_are_svg_and_png_and_the_same_each_time(atlas: Atlas, tmp_path: Path) -> None:
    (tmp_path / "one").mkdir()
    (tmp_path / "one" / "mine.txt").write_text("stays")
    for folder in ("one", "two"):
        names = write_figures(atlas, tmp_path / folder, choice=NOVEMBER, languages=("en",))
    assert sorted(names) == sorted(f"{name}-en.{kind}" for name in NAMES for kind in ("png", "svg"))
    assert (tmp_path / "one" / "mine.txt").read_text() == "stays"
    assert {path.name for path in (tmp_path / "two").iterdir()} == set(names)
    for name in names:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes(), name
    with Image.open(tmp_path / "two" / "maps-en.png") as picture:
        assert picture.width > 1000
        assert len(picture.convert("RGB").getcolors(1_000_000)) > 20


def test_plot_draws_into_axes_of_yours(atlas: Atlas) -> None:
    from matplotlib.figure import Figure

    opened = Opened(atlas.inputs, atlas.matches, atlas.control, atlas.problems)
    own = Figure().subplots()
    assert opened.plot("2023-11-30", ax=own) is own
    assert len(own.collections) == 3
    assert opened.plot("2023-11-30").figure is not own.figure


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("--lang", "fr"), "lang 'fr' is not known"),
        (("--rules", "loose"), "'loose' is not a rule set"),
        (("--from", "soon"), "is not a day"),
        (("--township", "Qqqxyz"), "neither a code nor a name"),
    ],
)
def test_a_mistake_gets_its_cure(words: tuple[str, ...], message: str, tmp_path: Path) -> None:
    with pytest.raises(ConflictmapError, match=message):
        CliRunner().invoke(app, ["figures", str(tmp_path / "out"), *words, "-C", str(ROOT)], catch_exceptions=False)
    assert not (tmp_path / "out").exists()


def test_without_matplotlib_the_command_says_what_to_install(tmp_path: Path) -> None:
    code = (
        f"import sys; sys.modules['matplotlib'] = None; sys.argv = ['conflictmap', 'figures', {str(tmp_path / 'out')!r}];"
        "from conflictmap.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "pip install 'conflictmap[figures]'" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_restricted_rows_may_be_drawn_as_counts(atlas: Atlas) -> None:
    choice = dataclasses.replace(NOVEMBER, restricted=True)
    assert len(FigureSource(Subject(atlas, choice)).events) >= len(FigureSource(Subject(atlas, NOVEMBER)).events)
