"""conflictmap: written reports of the war in Myanmar, as maps one can check.

The public names, each imported from its room when it is first asked for, so that the command line starts fast.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from conflictmap.control import control_of as control_of
    from conflictmap.control import control_spans as control_spans
    from conflictmap.control import state_on as state_on
    from conflictmap.control import transitions as transitions
    from conflictmap.page import ConflictMap as ConflictMap
    from conflictmap.page import ControlLayer as ControlLayer
    from conflictmap.page import EventLayer as EventLayer
    from conflictmap.page import PageOptions as PageOptions
    from conflictmap.page import render as render
    from conflictmap.pipeline import Atlas as Atlas
    from conflictmap.pipeline import Inputs as Inputs
    from conflictmap.pipeline import build as build
    from conflictmap.pipeline import load as load
    from conflictmap.places.batch import geocode_frame as geocode_frame
    from conflictmap.places.gazetteer.gazetteer import Gazetteer as Gazetteer
    from conflictmap.places.gazetteer.units import Units as Units
    from conflictmap.places.geocoder import MyanmarGazetteer as MyanmarGazetteer
    from conflictmap.places.resolution.matcher import Matcher as Matcher
    from conflictmap.places.resolution.matcher import match_events as match_events
    from conflictmap.project import Project as Project
    from conflictmap.project import find_project as find_project

__version__ = "0.1.0"

_HOMES = {
    "Atlas": "pipeline",
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
    "build": "pipeline",
    "control_of": "control",
    "control_spans": "control",
    "find_project": "project",
    "geocode_frame": "places.batch",
    "load": "pipeline",
    "match_events": "places.resolution.matcher",
    "render": "page",
    "state_on": "control",
    "transitions": "control",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
