"""conflictmap: written reports of the war in Myanmar, as maps one can check.

    import conflictmap as cm

    atlas = cm.open("data")          # or cm.open() for the data that ships
    atlas.state_on("2023-11-30")     # who holds what, a GeoDataFrame
    atlas.why("Kawlin", "2023-12-01")

The public names (`dir(conflictmap)`), each imported from its room when it is first asked for, so that the command line
starts fast. docs/api.md has an example of each.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

from conflictmap.version import __version__ as __version__

if TYPE_CHECKING:
    from conflictmap.control import control_of as control_of
    from conflictmap.control import control_spans as control_spans
    from conflictmap.control import explain as explain
    from conflictmap.control import flows as flows
    from conflictmap.control import shares as shares
    from conflictmap.control import state_on as state_on
    from conflictmap.control import transitions as transitions
    from conflictmap.export.choice import Choice as Choice
    from conflictmap.export.folder import write_export as write_export
    from conflictmap.export.tables import export_tables as export_tables
    from conflictmap.notebook.agreement import compare as compare
    from conflictmap.notebook.atlas import Atlas as Atlas
    from conflictmap.notebook.atlas import build as build
    from conflictmap.notebook.atlas import open_atlas
    from conflictmap.page import ConflictMap as ConflictMap
    from conflictmap.page import ControlLayer as ControlLayer
    from conflictmap.page import EventLayer as EventLayer
    from conflictmap.page import PageOptions as PageOptions
    from conflictmap.page import render as render
    from conflictmap.pipeline import Inputs as Inputs
    from conflictmap.pipeline import load as load
    from conflictmap.places.batch import geocode_frame as geocode_frame
    from conflictmap.places.gazetteer.gazetteer import Gazetteer as Gazetteer
    from conflictmap.places.gazetteer.units import Units as Units
    from conflictmap.places.geocoder import MyanmarGazetteer as MyanmarGazetteer
    from conflictmap.places.resolution.event_matches import match_events as match_events
    from conflictmap.places.resolution.matcher import Matcher as Matcher
    from conflictmap.project import Project as Project
    from conflictmap.project import find_project as find_project

    open = open_atlas  # noqa: A001  the word that other packages use, too

_HOMES = {
    "Atlas": "notebook.atlas",
    "Choice": "export.choice",
    "ConflictMap": "page",
    "ControlLayer": "page",
    "EventLayer": "page",
    "Gazetteer": "places.gazetteer.gazetteer",
    "Inputs": "pipeline",
    "Matcher": "places.resolution.matcher",
    "MyanmarGazetteer": "places.geocoder",
    "PageOptions": "page",
    "Project": "project",
    "Units": "places.gazetteer.units",
    "build": "notebook.atlas",
    "compare": "notebook.agreement",
    "control_of": "control",
    "control_spans": "control",
    "explain": "control",
    "export_tables": "export.tables",
    "find_project": "project",
    "flows": "control",
    "geocode_frame": "places.batch",
    "load": "pipeline",
    "match_events": "places.resolution.event_matches",
    "open": "notebook.atlas",
    "render": "page",
    "shares": "control",
    "state_on": "control",
    "transitions": "control",
    "write_export": "export.folder",
}
_OWN_NAMES = {"open": "open_atlas"}  # in its own module a name must not hide Python's


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), _OWN_NAMES.get(name, name))


def __dir__() -> list[str]:
    return sorted([*_HOMES, "__version__"])
