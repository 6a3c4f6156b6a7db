"""The atlas as an analyst opens it: frames, maps and files from one object, in a notebook or a script.
What is worked out is `pipeline`'s; nothing here changes it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from conflictmap import pipeline
from conflictmap.calendar_day import Day, as_day
from conflictmap.control import explain, explain_site, state_on, transitions
from conflictmap.errors import ConflictmapError
from conflictmap.export.choice import Choice, Subject, last_report
from conflictmap.export.control_tables import shares_on, with_unassessed
from conflictmap.export.evidence_tables import event_table
from conflictmap.export.tables import export_tables, place_table
from conflictmap.notebook.place_lookup import place_asked
from conflictmap.project import Project, find_project

if TYPE_CHECKING:
    import geopandas as gpd
    from matplotlib.axes import Axes

    from conflictmap.page import ConflictMap
    from conflictmap.pipeline import Inputs, Tell

REPORT = ["location", "notes", "source", "source_url"]  # what `why` adds to each event of the evidence


class Atlas(pipeline.Atlas):
    """Answer what an analyst asks of a project's events, places and control.

    `inputs`, `matches`, `control` and `problems` are what the program made; the rest gives frames (EPSG:4326), maps and
    files. Days are dates or text, YYYY-MM-DD; `rules` is strict, standard or lenient. What nothing is known of has the
    state not_assessed and no holder.

    >>> atlas = Atlas.open()
    >>> len(atlas.state_on("2024-01-05"))
    330
    """

    @classmethod
    def open(cls, where: str | Path | Project | None = None, *, as_of: Day | None = None) -> Atlas:
        """Read a project and work everything out.

        Parameters: where, the project's folder or its data folder; None takes the project around the current folder,
        else the data that ships. as_of, leave out what was not yet known on that day.
        Raises: TypeError, where `where` is no folder; ConflictmapError, where no project is there; DataError, with
        every fault of the tables.
        """
        project = where if isinstance(where, Project) else _project(where)
        return build(pipeline.load(project), as_of=None if as_of is None else as_day(as_of, "as_of"))

    @cached_property
    def events(self) -> gpd.GeoDataFrame:
        """A row an event, with the place it was resolved to; a point where the place itself or one near it is known."""
        return event_table(self._subject("standard")).geo_frame()

    @cached_property
    def places(self) -> gpd.GeoDataFrame:
        """A row a unit, or a place that an event or a site of control names; points where they are known."""
        return place_table(self).geo_frame()

    @cached_property
    def control_spans(self) -> gpd.GeoDataFrame:
        """A row a township and span under the standard rules, from its first day to the one before `valid_to`."""
        return export_tables(self)["control_spans"].geo_frame()

    @cached_property
    def transitions(self) -> pd.DataFrame:
        """A row a change of state or holder under the standard rules, by day; `changes` has those of other rules."""
        return self.changes()

    def changes(self, start: Day | None = None, end: Day | None = None, *, rules: str = "standard") -> pd.DataFrame:
        """List every change from the first day to the last, both inclusive: the columns of `control.transitions`, and names.

        A township's first assessment is a change from not_assessed.
        """
        first, last = (None if day is None else as_day(day, "day") for day in (start, end))
        moved = transitions(with_unassessed(self._spans(rules)), first, last)
        return moved.assign(adm3_name=moved["adm3_pcode"].map(self.inputs.units.table["name"]))

    def state_on(self, day: Day, *, rules: str = "standard") -> gpd.GeoDataFrame:
        """Say who holds what on a day: a row a township with its polygon, indexed by adm3_pcode.

        Columns: adm3_name, state, holder, other, assumed_holder, confidence, rules, start, end (None while it lasts),
        known_since, evidence, disputed. Raises: ConflictmapError, for a day before the first.
        """
        import geopandas as gpd

        here = state_on(with_unassessed(self._spans(rules)), self._day(day))
        columns = ["state", "holder", "other", "assumed_holder", "confidence", "rules", "start", "end", "known_since"]
        frame = here[[*columns, "evidence", "disputed"]]
        frame.insert(0, "adm3_name", self.inputs.units.table["name"].reindex(here.index).to_numpy())
        shapes = self.inputs.units.frame.geometry.reindex(here.index).to_numpy()
        return gpd.GeoDataFrame(frame, geometry=shapes, crs="EPSG:4326")

    def why(self, place: str, day: Day, *, rules: str = "standard") -> dict[str, Any]:
        """Explain why a township or a site has its state on a day: the chain from reports to state, as JSON values.

        Parameters: place, its P-code, place_id or name. Returns: as `control.explain`, with the words, the source and
        the address of each report. Raises: ConflictmapError, where the name means nothing known, or several places.
        """
        if not isinstance(place, str):
            raise TypeError(f"place: expected a name, P-code or place_id as text, got {type(place).__name__}")
        code = place_asked(self.inputs, self.control, place)
        ask = explain if code in self.control.question.seats else explain_site
        chain = ask(self.control, code, self._day(day), rules)
        reports = self.inputs.events.set_index("event_id")[REPORT].to_dict("index")
        return {**chain, "evidence": [{**row, **reports.get(row["event_id"], {})} for row in chain["evidence"]]}

    def shares(
        self, day: Day | None = None, *, rules: str = "standard", population: pd.Series | None = None
    ) -> pd.DataFrame:
        """Compute what each holder has on a day, and what is not assessed: low, central and high figures, and the share.

        Parameters: day, None for that of the last report; population, people by adm3_pcode. Returns: as
        `control.shares`, in townships and km2 (and people).
        """
        when = last_report(self) if day is None else self._day(day)
        measures = {"km2": self.inputs.units.table["area_km2"]}
        if population is not None:
            measures["population"] = population
        claims = self.control.by_rules[rules].claims if rules in self.control.by_rules else None
        return shares_on(self._spans(rules), when, measures=measures, claims=claims)

    def compare(self, day: Day, rules: Iterable[str] = ("strict", "standard", "lenient")) -> pd.DataFrame:
        """List the townships on whose state or holder the rule sets differ on a day: adm3_name, and a column a rule set."""
        frames = {name: self.state_on(day, rules=name) for name in rules}
        answers = {name: (frame["state"] + " " + frame["holder"]).str.strip() for name, frame in frames.items()}
        names = next(iter(frames.values()))["adm3_name"]
        table = pd.DataFrame({"adm3_name": names, **answers})
        return table[table[list(answers)].nunique(axis=1) > 1]

    def plot(self, day: Day, *, rules: str = "standard", lang: str = "en", ax: Axes | None = None) -> Axes:
        """Draw the map of a day with matplotlib, in axes of yours or a figure of its own (`.figure` of what is returned).

        Raises: ConflictmapError, where matplotlib is not installed: pip install 'conflictmap[figures]'.
        """
        from conflictmap.export.figures.figure_folder import require_matplotlib
        from conflictmap.export.figures.figure_source import FigureSource, letters
        from conflictmap.export.figures.map_figures import map_of_day

        require_matplotlib()
        with letters(lang):
            return map_of_day(FigureSource(self._subject(rules), lang), self._day(day), ax)

    def explore(self, day: Day | None = None) -> ConflictMap:
        """Make a folium map of control and events on a day (the last by default), drawn in a notebook without any network."""
        from conflictmap.page import ConflictMap, ControlLayer, EventLayer

        chart = ConflictMap()
        when = None if day is None else self._day(day)
        for layer in (ControlLayer, EventLayer):
            layer(self, day=when).add_to(chart)
        return chart

    def to_geoparquet(self, folder: str | Path, **choice: Any) -> tuple[str, ...]:
        """Write every table into a folder: GeoParquet 1.1, or Parquet where it has no geometry; returns the paths.

        Parameters: choice, the fields of `Choice`. Raises: ConflictmapError, as `write_export`.
        """
        from conflictmap.export.folder import write_export

        return write_export(self, folder, formats=("geoparquet",), choice=Choice(**choice))

    def _subject(self, rules: str) -> Subject:
        return Subject(self, Choice(rules=(rules,), restricted=True))

    def _spans(self, rules: str) -> pd.DataFrame:
        if rules not in self.control.by_rules:
            raise ConflictmapError(f"rules {rules!r} is not a rule set; use one of: {', '.join(self.control.by_rules)}")
        return self.control.by_rules[rules].spans

    def _day(self, day: Day) -> dt.date:
        first: dt.date = self._spans("standard")["start"].min()
        when = as_day(day)
        if when < first:
            raise ConflictmapError(f"day {when}: nothing is said of that day; the first day is {first}")
        return when


def build(inputs: Inputs, *, as_of: dt.date | None = None, tell: Tell = lambda step: None) -> Atlas:
    """Resolve every mention to a place and every township to its states over time.

    >>> import conflictmap as cm
    >>> cm.build(cm.load(cm.find_project("."))).state_on("2021-02-01").crs.to_string()
    'EPSG:4326'
    """
    made = pipeline.build(inputs, as_of=as_of, tell=tell)
    return Atlas(made.inputs, made.matches, made.control, made.problems)


def _project(where: str | Path | None) -> Project:
    if where is None:
        return find_project(Path.cwd())
    if not isinstance(where, str | Path):
        raise TypeError(f"open: expected a folder as text or Path, or a Project, got {type(where).__name__}")
    folder = Path(where).resolve()
    if not folder.is_dir():
        raise ConflictmapError(f"{where}: there is no such folder; name the project's, or its data folder")
    if (folder / "events.csv").is_file() and folder.name != "data":
        return Project(folder.parent, folder, folder.parent / "maps")
    project = find_project(folder)
    if project.shipped:
        raise ConflictmapError(
            f"{where}: no data/events.csv here or above; run `conflictmap init` there, or name another"
        )
    return project


def open_atlas(where: str | Path | Project | None = None, *, as_of: Day | None = None) -> Atlas:
    """Open a project as `Atlas.open` does; the package's `open`."""
    return Atlas.open(where, as_of=as_of)
