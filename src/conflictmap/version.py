"""The package's version, written once (hatch reads it from here), and that of the data that ships with it."""

from __future__ import annotations

import csv
import hashlib
from pathlib import Path

__version__ = "1.0.0"


def shipped_data() -> Path:
    """Return the folder of the tables that ship with the package."""
    packaged = Path(__file__).parent / "_data"
    # in an editable install the data lies beside src/
    return packaged if packaged.is_dir() else Path(__file__).parents[2] / "data"


def data_version(folder: Path) -> str:
    """Return the version of a folder of tables: how many events, to which day, and twelve digits of the tables' SHA-256.

    The digest is that of the tables people keep (events, baseline, actors, sources, gazetteer), names and bytes.
    """
    digest = hashlib.sha256()
    for path in sorted([*folder.glob("*.csv"), *folder.glob("events/*.csv"), *folder.glob("gazetteer/*.csv")]):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + path.read_bytes() + b"\0")
    with (folder / "events.csv").open(encoding="utf-8-sig", newline="") as file:
        days = [row.get("end_date") or "" for row in csv.DictReader(file)]
    until = f" to {max(days)}" if days else ""
    return f"{len(days)} events{until}, {digest.hexdigest()[:12]}"
