"""All tables of an export, by name, in the order of their declaration.
Nothing here reads or writes a file but the table of judgements."""

from __future__ import annotations

import numpy as np
import pandas as pd

from conflictmap.export.choice import Choice, Subject
from conflictmap.export.control_tables import month_table, share_table, site_table, span_table, transition_table
from conflictmap.export.evidence_tables import activity_table, assertion_table, event_table
from conflictmap.export.filled_table import FilledTable, filled, points
from conflictmap.export.table_specs import (
    ACTOR_TABLE,
    ALIAS_TABLE,
    JUDGEMENT_TABLE,
    PLACE_TABLE,
    SOURCE_TABLE,
    TABLES,
    TOWNSHIP_TABLE,
    TableSpec,
)
from conflictmap.pipeline import Atlas
from conflictmap.project import read_table
from conflictmap.schema import JUDGEMENTS

OWN_FORMS = ("official", "script")  # the forms that a place's own row has: no aliases


def export_tables(atlas: Atlas, choice: Choice | None = None) -> dict[str, FilledTable]:
    """Make every table of an export, by its name.

    Raises: ConflictmapError, where a rule set is unknown or a day is before the first.
    """
    subject = Subject(atlas, choice or Choice())
    events = event_table(subject)
    places = place_table(atlas)
    made = (
        events, assertion_table(subject), activity_table(subject, events), span_table(subject), month_table(subject),
        transition_table(subject), share_table(subject), site_table(subject), township_table(subject), places,
        _alias_table(atlas, places), _judgement_table(atlas), _rows(SOURCE_TABLE, atlas.inputs.sources),
        _rows(ACTOR_TABLE, atlas.inputs.actors),
    )  # fmt: skip
    by_name = {table.spec.name: table for table in made}
    return {spec.name: by_name[spec.name] for spec in TABLES}


def township_table(subject: Subject) -> FilledTable:
    """Make the table of townships, sorted by P-code; a township without a polygon has no geometry."""
    names = subject.township_names
    shapes = subject.atlas.inputs.units.frame.geometry.reindex(names.index).to_numpy()
    columns = {str(name): names[name] for name in names.columns}
    return filled(TOWNSHIP_TABLE, {"adm3_pcode": names.index, **columns}, np.asarray(shapes, dtype=object))


def place_table(atlas: Atlas) -> FilledTable:
    """Make the table of places: units, and places that a mention or a site names.

    The rest of an added gazetteer stays out, because its terms differ.
    """
    frame = atlas.inputs.gazetteer.frame()
    sites = [assessment.sites["place_id"] for assessment in atlas.control.by_rules.values()]
    named = set(pd.concat([atlas.matches["place_id"].dropna(), *sites]))
    kept = frame[frame.index.isin(named) | frame["feature_code"].str.startswith("ADM")].reset_index()
    return filled(PLACE_TABLE, {str(name): kept[name] for name in kept.columns}, points(kept["lon"], kept["lat"]))


def _alias_table(atlas: Atlas, places: FilledTable) -> FilledTable:
    names = atlas.inputs.gazetteer.names().rename(columns={"name": "alias"})
    wanted = names["place_id"].isin(places.rows["place_id"].to_pylist()) & ~names["kind"].isin(OWN_FORMS)
    return _rows(ALIAS_TABLE, names[wanted].reset_index(drop=True))


def _judgement_table(atlas: Atlas) -> FilledTable:
    project = atlas.inputs.project
    path = project.table("gazetteer/judgements.csv")
    frame = read_table(path, JUDGEMENTS, project.shown(path))[0] if path.is_file() else pd.DataFrame()
    return _rows(JUDGEMENT_TABLE, frame.reindex(columns=JUDGEMENT_TABLE.names))


def _rows(spec: TableSpec, frame: pd.DataFrame) -> FilledTable:
    return filled(spec, {name: frame[name] for name in spec.names})
