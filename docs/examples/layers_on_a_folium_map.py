"""Add who holds what, and the events, to an ordinary folium map; in a notebook the last line shows it.

python docs/examples/layers_on_a_folium_map.py november.html
"""

from __future__ import annotations

import sys
from pathlib import Path

import folium

from conflictmap.page import ConflictMap, ControlLayer, EventLayer, PageOptions
from conflictmap.page.from_atlas import page_data
from conflictmap.pipeline import build, load
from conflictmap.project import find_project

data = page_data(build(load(find_project(Path.cwd()))), PageOptions())

# somebody else's map: its own tiles and plugins, our layers on top (its scripts come from folium's hosts)
theirs = folium.Map([21.0, 97.0], zoom_start=7)
ControlLayer(data).add_to(theirs)
EventLayer(data, day=13).add_to(theirs)  # the state of the page's fourteenth day

# our map: nothing comes from outside, and any folium layer can be added
ours = ConflictMap(location=(21.0, 97.0), zoom_start=7, title="Northern Shan State")
ControlLayer(data).add_to(ours)
EventLayer(data).add_to(ours)
folium.Marker([23.68, 98.37], tooltip="Muse").add_to(ours)

if __name__ == "__main__":
    ours.save(sys.argv[1] if len(sys.argv) > 1 else "november.html")

ours  # noqa: B018  a notebook shows the last line
