"""The description of an export (Frictionless Data Package): its files, their fields and keys, versions, credits.
The same files give the same text: the clock is not asked."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from conflictmap.export.choice import Subject
from conflictmap.export.table_specs import TABLES, TableSpec
from conflictmap.version import __version__

FILE = "datapackage.json"
MAKER = "conflictmap"
CREDIT_KEY = "conflictmap"
_TYPES = {"text": "string", "int": "integer", "float": "number", "date": "date", "bool": "boolean"}
_MEDIA = {
    ".csv": "text/csv",
    ".parquet": "application/vnd.apache.parquet",
    ".gpkg": "application/geopackage+sqlite3",
    ".qgz": "application/zip",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def describe(folder: Path, subject: Subject) -> bytes:
    """Describe the files in a folder as JSON: every file but the descriptor itself, with its digest."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != FILE)
    described = {
        "name": "conflictmap-export",
        "title": f"Reported control and events, Myanmar, {subject.first} to {subject.last}",
        "description": "What was reported, not the truth; what nothing is known of is not_assessed. See docs/control.md.",
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "sources": [{"title": line} for line in _credits(subject)],
        "resources": [_resource(path, folder) for path in files],
        CREDIT_KEY: {
            "maker": MAKER,
            "version": __version__,
            "first_day": subject.first.isoformat(),
            "last_day": subject.last.isoformat(),
            "rule_sets": list(subject.choice.rules),
            "gazetteer": subject.atlas.inputs.gazetteer.version,
            "boundaries": subject.atlas.inputs.units.version,
            "events_sha256": _tables_digest(subject),
            "terms": [f"{table.name}: {table.terms}" for table in subject.atlas.inputs.provenances],
            "restricted_rows": subject.choice.restricted,
        },
    }
    return (json.dumps(described, ensure_ascii=False, indent=2) + "\n").encode("utf-8")


def listed_files(folder: Path) -> frozenset[str] | None:
    """List the paths that an earlier export's descriptor names; None where no descriptor of this program is there."""
    try:
        described = json.loads((folder / FILE).read_text(encoding="utf-8"))
        if described[CREDIT_KEY]["maker"] != MAKER:
            return None
        return frozenset({FILE, *(str(resource["path"]) for resource in described["resources"])})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def table_schema(spec: TableSpec) -> dict[str, Any]:
    """Return the Table Schema (Frictionless Data) of a table."""
    schema: dict[str, Any] = {
        "fields": [
            {"name": field.name, "type": _TYPES[field.kind], **({"description": field.about} if field.about else {})}
            for field in spec.fields
        ],
        "missingValues": [""],
    }
    if spec.key:
        schema["primaryKey"] = list(spec.key)
    if spec.links:
        schema["foreignKeys"] = [
            {"fields": [own], "reference": {"resource": f"csv-{table}".replace("_", "-"), "fields": [theirs]}}
            for own, table, theirs in spec.links
        ]
    return schema


def _resource(path: Path, folder: Path) -> dict[str, Any]:
    content = path.read_bytes()
    relative = path.relative_to(folder)
    resource: dict[str, Any] = {
        "name": "-".join(relative.with_suffix("").parts).lower().replace("_", "-"),
        "path": relative.as_posix(),
        "format": path.suffix[1:],
        "mediatype": _MEDIA.get(path.suffix, "application/octet-stream"),
        "bytes": len(content),
        "hash": f"sha256:{hashlib.sha256(content).hexdigest()}",
    }
    spec = next((table for table in TABLES if table.name == path.stem), None)
    if relative.parts[0] == "csv" and spec is not None:
        resource |= {"profile": "tabular-data-resource", "encoding": "utf-8", "description": spec.about}
        return {**resource, "schema": table_schema(spec)}
    own = {".gpkg": {"name": "geopackage"}, ".qgz": {"name": "qgis-project"}, ".xlsx": {"name": "workbook"}}.get(
        relative.suffix, {}
    )
    return {**resource, **own, "type": "file"}  # to be checked by its bytes, not read as a table


def _credits(subject: Subject) -> list[str]:
    inputs = subject.atlas.inputs
    named = sorted({name for cell in set(subject.events["source"]) for name in str(cell).split("|")} - {""})
    reports = [f"Reports: {'; '.join(named)}"] if named else []
    return list(
        dict.fromkeys(
            [*reports, *(table.credit for table in inputs.provenances if table.credit), *inputs.gazetteer.credits]
        )
    )


def _tables_digest(subject: Subject) -> str:
    project = subject.atlas.inputs.project
    paths = [project.table("events.csv"), *sorted(project.table("events").glob("*.csv"))]
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes() if path.is_file() else b"")
    return digest.hexdigest()
