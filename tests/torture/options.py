"""Trials of the command line: options and arguments that mean nothing, and places that cannot be written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from torture.bench import Bench
from torture.hostile import HOSTILE
from torture.trial import Trial

PATHS = (
    "/proc/x",
    "/dev/full",
    "no/such/../../x",
    "x" * 300,
    "data/events.csv",
    "data",
    "data/events.csv/x",
    "maps",
    ".",
    "",
)
DAYS = ("9999-12-31", "0001-01-01", "2023-W45-1", "20231106xx", "", "2023-13-01")
NUMBERS = ("-1", "99999999999999999999", "x", "1e400", "nan", "")
TEXTS = tuple(text for text in HOSTILE if text[:1] != "-")
# What each command needs besides the option that is tried; those that are not here need nothing.
NEEDS: dict[tuple[str, ...], tuple[str, ...]] = {
    ("geocode",): ("Ay Township",), ("evaluate",): ("gold.csv",), ("review",): ("--no-browser", "--token", "short"),
    ("why",): ("Ay",), ("compare",): ("other.csv",), ("export",): ("out",), ("figures",): ("out",), ("init",): ("new",),
    ("ingest",): ("march.txt", "--no-review"), ("events", "show"): ("E0001",), ("events", "drop"): ("acled",),
    ("events", "edit"): ("E0001",), ("events", "import"): ("acled.csv",), ("gazetteer", "remove"): ("camps",),
    ("gazetteer", "add"): ("table", "camps.csv"), ("gazetteer", "show"): ("Ay",), ("boundaries", "use"): ("own.geojson",),
}  # fmt: skip
LEFT_OUT = {("gazetteer", "fetch"), ("gazetteer", "build-core"), ("sensitivity",)}  # the network; minutes of work


def options(bench: Bench) -> Iterator[Trial]:
    """The options that people get wrong, with every text."""
    cases: list[tuple[str, ...]] = [("build", "-o", path) for path in PATHS]
    cases += [("geocode", "--csv", "data/events.csv", "--out", path) for path in PATHS]
    cases += [("build", option, day) for option in ("--from", "--to") for day in DAYS]
    for option in ("--title", "--lang", "--rules", "--only-layers", "--tiles"):
        cases += [("build", option, text) for text in HOSTILE]
    cases += [("build", "--delay", text) for text in ("-1", "99999999999999999999", "x", "36500")]
    cases += [("build", "-C", path) for path in ("nowhere", "data", "maps", "/", "\udcff", "x" * 300)]
    cases += [("review", "--no-browser", "--port", text) for text in ("99999", "-5", "x", "99999999999999999999")]
    for host in ("nohost.invalid", "1::2::3", "x" * 300):
        cases.append(("review", "--no-browser", "--token", "t" * 20, "--host", host))
    for job in (("geocode",), ("gazetteer", "show"), ("why",), ("events", "show"), ("gazetteer", "remove")):
        cases += [(*job, text) for text in TEXTS]
    for path in ("data", "nowhere", "data/gazetteer/units.topojson", "x" * 300):
        cases.append(("ingest", path, "--no-review"))
    for case in cases:
        yield _trial(bench, case)


def every_option(bench: Bench) -> Iterator[Trial]:
    """Every option of every command with values that its kind cannot have, in a country that was lived in."""
    import typer

    from conflictmap.cli import app

    for path, command in _commands(typer.main.get_command(app)):
        if path in LEFT_OUT:
            continue
        needed = NEEDS.get(path, ())
        for number, option in enumerate(command.params):
            name = max(getattr(option, "opts", []), key=len, default="")
            if not name.startswith("-") or option.is_flag:
                continue
            for value in _values(option, number):
                yield _trial(bench, (*path, *needed, name, value), lived=True)
        if needed:
            for value in (*PATHS[:9], *TEXTS[::5]):
                first = (value, *needed[1:]) if needed[0] != "table" else ("table", value)
                yield _trial(bench, (*path, *first), lived=True)


def _commands(command: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not hasattr(command, "commands"):
        yield path, command
        return
    for name, inner in command.commands.items():
        yield from _commands(inner, (*path, name))


def _values(option: Any, turn: int) -> tuple[str, ...]:
    described = getattr(option, "type_descriptor", None)  # older versions of typer give click's types
    kind = str(described.annotation) if described is not None else type(option.type).__name__
    if str(Path) in kind or "Path" in kind:
        return PATHS
    if str(dt.datetime) in kind or "date" in kind.lower():
        return (*DAYS, *TEXTS[turn % 4 :: 8])
    if "int" in kind or "float" in kind:
        return NUMBERS
    return (*TEXTS[turn % 3 :: 3], *DAYS[:2])


def _trial(bench: Bench, case: tuple[str, ...], *, lived: bool = False) -> Trial:
    def run() -> None:
        bench.fresh(lived=lived)
        (bench.root / "gold.csv").write_text("toponym,lon,lat\nAy,95.5,20.5\n")
        (bench.root / "other.csv").write_text("adm3_pcode,holder\nXXR001001,KIA\n")
        before = (bench.root / "data" / "events.csv").read_bytes()
        bench.held(*case)
        after = (bench.root / "data" / "events.csv").read_bytes()
        assert after == before or case[:2] == ("events", "edit"), "a table was replaced"

    shown = " ".join(part[:40] for part in case).encode("utf-8", "replace").decode()
    return Trial("options", shown, run)
