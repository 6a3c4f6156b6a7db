"""A small country, put back as it was before each trial, and commands that are run in it."""

from __future__ import annotations

import contextlib
import io
import json
import os
import random
import shutil
import sys
from pathlib import Path
from unittest import mock

from torture.trial import in_time

ROOT = Path(__file__).parents[2]
YESTERDAY = b"the page of yesterday"
EVENTS_HEAD = (
    "event_id,entry_id,event_date,end_date,time_precision,reported_on,event_type,sub_event_type,act,actor1,actor2,mode,"
    "location,notes,source,source_url,fatalities,supersedes"
)
EVENT = (
    "E0001,T-1,2023-11-01,2023-11-01,1,2023-11-01,Battles,Non-state actor overtakes territory,capture,KIA,SAC,reported,"
    "Ay Township,A note.,Paper,https://paper.example/,,"
)
CAMPS = "place_id,name,lon,lat\nC1,Camp Alpha,95.4,20.4\nC2,Camp Beta,96.4,20.4\n"
LOCATED = "id,date,event_type,longitude,latitude,actor1,actor2,notes,location\nX1,2023-11-05,Battles,95.5,20.5,KIA,SAC,A clash.,Ay\n"
CHRONICLE = "March 3, 2024\n\nThe KIA captured an outpost near Ay Township, killing 3.\n\nMarch 4, 2024\n\nThe KIA attacked Bee.\n"


def squares(*, moved: float = 0.0) -> bytes:
    """Boundaries of the three townships, as GeoJSON; `moved`, degrees to the east."""

    def square(west: float, south: float, east: float, north: float) -> list[list[list[float]]]:
        west, east = west + moved, east + moved
        return [[[west, south], [east, south], [east, north], [west, north], [west, south]]]

    rings = {
        "XXR001001": square(95, 20, 96, 21),
        "XXR001002": square(96, 20, 97, 21),
        "XXR002001": square(95, 21, 97, 22),
    }
    features = [
        {"type": "Feature", "properties": {"ADM3_PCODE": pcode}, "geometry": {"type": "Polygon", "coordinates": ring}}
        for pcode, ring in rings.items()
    ]
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def country(root: Path) -> Path:
    """A project of three townships with one event, whole and without questions of its own."""
    import numpy as np
    from shapely import box

    from conflictmap.places.gazetteer import topology
    from tiny_country import CEE, TINY_ALIASES, TINY_PLACES, TINY_UNITS

    gazetteer = root / "data" / "gazetteer"
    shutil.copytree(ROOT / "data" / "coding", root / "data" / "coding")
    gazetteer.mkdir(parents=True)
    shapes = np.array([box(95, 20, 96, 21), box(96, 20, 97, 21), CEE], dtype=object)
    pcodes = ["XXR001001", "XXR001002", "XXR002001"]
    (gazetteer / "units.topojson").write_bytes(topology.to_bytes(topology.topology(shapes, pcodes)))
    river = {
        "type": "Feature",
        "properties": {},
        "geometry": {"type": "LineString", "coordinates": [[95, 20], [96, 21]]},
    }
    (gazetteer / "rivers.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [river]}))
    for name, text in (("units", TINY_UNITS), ("places", TINY_PLACES), ("aliases", TINY_ALIASES)):
        (gazetteer / f"{name}.csv").write_text(text, encoding="utf-8")
    shutil.copy(ROOT / "data" / "gazetteer" / "sources.toml", gazetteer / "sources.toml")
    head = (ROOT / "data" / "gazetteer" / "judgements.csv").read_text(encoding="utf-8").splitlines()[0]
    (gazetteer / "judgements.csv").write_text(head + "\n", encoding="utf-8")
    shutil.copy(ROOT / "data" / "actors.csv", root / "data" / "actors.csv")
    (root / "data" / "sources.csv").write_text(
        "source,side,actor,start,end,reason,source_url\nPaper,independent,,2021-02-01,,none,\n"
    )
    baseline = (ROOT / "data" / "control_baseline.csv").read_text(encoding="utf-8").splitlines()[:2]
    (root / "data" / "control_baseline.csv").write_text("\n".join(baseline) + "\n", encoding="utf-8")
    (root / "data" / "events.csv").write_text(f"{EVENTS_HEAD}\n{EVENT}\n", encoding="utf-8")
    (root / "maps").mkdir()
    (root / ".conflictmap").mkdir()
    return root


class Bench:
    """A country and one that was lived in: with a gazetteer, boundaries, events and texts that a person brought in."""

    def __init__(self, folder: Path, seed: int = 13, *, kills: int = 0) -> None:
        folder.chmod(0o755)  # some trials are run by a user without rights
        self.whole = country(folder / "whole")
        self.root = folder / "tried"
        self.random = random.Random(seed)
        self.kills = kills  # at least so many are asked for
        self._lived, self.builds = folder / "lived", folder / "builds"

    @property
    def lived(self) -> Path:
        """The lived-in country, made by the commands at the first call."""
        if not self._lived.is_dir():
            root = self.fresh()
            (root / "camps.csv").write_text(CAMPS)
            (root / "acled.csv").write_text(LOCATED)
            (root / "own.geojson").write_bytes(squares())
            (root / "march.txt").write_text(CHRONICLE)
            for job in (
                ("gazetteer", "add", "table", "camps.csv", "--name", "camps"), ("boundaries", "use", "own.geojson"),
                ("events", "import", "acled.csv"), ("ingest", "march.txt", "--no-review"), ("build",),
            ):  # fmt: skip
                code, text = self.run(*job)
                assert code == 0, f"{job}: {text}"
            shutil.copytree(root, self._lived)
        return self._lived

    def fresh(self, *, lived: bool = False, at: Path | None = None) -> Path:
        """Put a country back as it was, with the page of yesterday. Returns: its root."""
        source, root = self.lived if lived else self.whole, at or self.root
        shutil.rmtree(root, ignore_errors=True)
        shutil.copytree(source, root)
        (root / "maps" / "index.html").write_bytes(YESTERDAY)
        return root

    def run(self, *arguments: str) -> tuple[int, str]:
        """Run a command in the country, in this process. Returns: exit code and what it printed."""
        from conflictmap.cli import main

        printed = io.StringIO()
        with contextlib.ExitStack() as stack:
            stack.enter_context(mock.patch.object(sys, "argv", ["conflictmap", *arguments]))
            stack.enter_context(contextlib.chdir(self.root))
            stack.enter_context(contextlib.redirect_stdout(printed))
            stack.enter_context(contextlib.redirect_stderr(printed))
            stack.enter_context(in_time())
            try:
                main()
                code = 0
            except SystemExit as end:
                code = end.code if isinstance(end.code, int) else 1
        return code, printed.getvalue()

    def held(self, *arguments: str, codes: tuple[int, ...] = (0, 2)) -> None:
        """Assert that a command ends done or with a message, and that a page that was not made anew is as it was."""
        self.check_end(*self.run(*arguments), codes=codes)

    def check_end(self, code: int, text: str, *, codes: tuple[int, ...] = (0, 2), root: Path | None = None) -> None:
        """Assert that a command ended well: by its exit code, what it printed, and the page that it left."""
        assert code in codes, f"exit {code}: {text[-400:]}"
        assert "Traceback" not in text, text[-400:]
        assert code == 0 or text.strip(), "refused without a word"
        page = (root or self.root) / "maps" / "index.html"
        if code and os.access(page, os.R_OK) and page.is_file():
            assert page.read_bytes() == YESTERDAY, "the page was replaced all the same"


def files_of(root: Path) -> dict[str, bytes]:
    """Every file below a folder and its content."""
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in root.rglob("*") if path.is_file()}
