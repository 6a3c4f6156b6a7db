"""An export put into a folder, whole or not at all; what others keep there is never touched.
Written beside the folder first, then renamed into its place."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path

from conflictmap.errors import ConflictmapError
from conflictmap.export.choice import Choice, Subject
from conflictmap.export.datapackage import FILE, describe, listed_files
from conflictmap.export.delimited import write_csv, write_hxl
from conflictmap.export.filled_table import FilledTable
from conflictmap.export.geographic import write_geopackage, write_geoparquet
from conflictmap.export.qgis.qgis_project import ProjectView, project_archive
from conflictmap.export.tables import export_tables
from conflictmap.export.workbook import write_workbook
from conflictmap.pipeline import Atlas, Tell
from conflictmap.writing import refused, sweep

FORMATS = ("gpkg", "geoparquet", "csv", "hxl", "xlsx")
GEOPACKAGE, QGIS_PROJECT = "conflictmap.gpkg", "conflictmap.qgz"
SHOWN_FILES = 3  # of those in the way, how many a message names


def write_export(
    atlas: Atlas,
    folder: Path | str,
    *,
    formats: Iterable[str] = FORMATS,
    choice: Choice | None = None,
    tell: Tell = lambda step: None,
) -> tuple[str, ...]:
    """Write every table in each format, and datapackage.json; returns the paths written, relative to the folder.

    An earlier export in the folder is replaced once the new one is complete.
    Raises: ConflictmapError, where the folder holds other files, a format is unknown or the disk refuses.
    """
    chosen, wanted = choice or Choice(), tuple(dict.fromkeys(formats))
    target = Path(folder).resolve()
    check_formats(wanted)
    check_folder(target)
    subject = Subject(atlas, chosen)
    tell("Making the tables")
    tables = export_tables(atlas, chosen)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        sweep(target, alone=False)
        made = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}-", dir=target.parent))
        try:
            for name in wanted:
                tell(f"Writing {name}")
                _write_format(name, tables, made, subject)
            (made / FILE).write_bytes(describe(made, subject))
            made.chmod(0o755)  # mkdtemp makes a folder that only its maker can read
            check_folder(target)
            _put_in_place(made, target)
        finally:
            shutil.rmtree(made, ignore_errors=True)
    except OSError as error:
        what = error.strerror or str(error)
        raise ConflictmapError(
            f"{folder}: {what}; nothing was changed there: free the disk or name another folder"
        ) from None
    return tuple(sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if path.is_file()))


def check_formats(formats: Iterable[str]) -> None:
    """Refuse unknown formats. Raises: ConflictmapError, where a format is unknown, or none is given."""
    wanted = tuple(formats)
    odd = [name for name in wanted if name not in FORMATS]
    if odd or not wanted:
        what = f"format {odd[0]!r} is not known" if odd else "no format is given"
        raise ConflictmapError(f"{what}; use some of: {', '.join(FORMATS)}")


def check_folder(target: Path) -> None:
    """Refuse a folder of others. Raises: ConflictmapError, where it holds what no export wrote, or is a file."""
    with refused(target, "cannot"):
        if target.is_file():
            raise ConflictmapError(f"{target} is a file; name a folder")
        if not target.is_dir():
            return
    ours = listed_files(target) or frozenset()
    present = sorted(path.relative_to(target).as_posix() for path in target.rglob("*") if not path.is_dir())
    others = [name for name in present if name not in ours]
    if others:
        shown = ", ".join(others[:SHOWN_FILES]) + (", ..." if len(others) > SHOWN_FILES else "")
        raise ConflictmapError(
            f"{target} holds files that no export wrote ({shown}); name an empty or a new folder, "
            "or close the program that has the export open"
        )


def _write_format(name: str, tables: Mapping[str, FilledTable], folder: Path, subject: Subject) -> None:
    if name == "gpkg":
        write_geopackage(tables, folder / GEOPACKAGE, subject.colours, subject.last + dt.timedelta(days=1))
        (folder / QGIS_PROJECT).write_bytes(project_archive(_view(subject), GEOPACKAGE))
        return
    if name == "xlsx":
        write_workbook(tables, folder / "conflictmap.xlsx")
        return
    write, suffix = {"csv": (write_csv, "csv"), "hxl": (write_hxl, "csv"), "geoparquet": (write_geoparquet, "parquet")}[
        name
    ]
    (folder / name).mkdir()
    for table_name, table in tables.items():
        write(table, folder / name / f"{table_name}.{suffix}")


def _view(subject: Subject) -> ProjectView:
    west, south, east, north = subject.atlas.inputs.units.frame.total_bounds.tolist()
    return ProjectView(*subject.reported_days, subject.choice.rules, subject.colours, (west, south, east, north))


def _put_in_place(made: Path, target: Path) -> None:
    """Rename the new folder over the old one; if that fails the old one comes back."""
    if not target.is_dir():
        made.rename(target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}.{os.getpid()}-old-", dir=target.parent))
    target.rename(old / "export")
    try:
        made.rename(target)
    except OSError:
        (old / "export").rename(target)
        raise
    finally:
        shutil.rmtree(old, ignore_errors=True)
