"""What /reconcile answers: candidates with scores, features and types; suggestions; a preview; further columns.
Pure: a matcher and plain JSON values go in, plain JSON values come out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Any

from conflictmap.editor.session.place_search import Placebook, Row
from conflictmap.model import Match, Mention
from conflictmap.places.mentions.location import make_mention
from conflictmap.places.names.keys import fold
from conflictmap.places.resolution.matcher import Matcher

Json = dict[str, Any]
BATCH_LIMIT = 1000
IDENTIFIERS = "https://themimu.info/place-codes"  # place_id is MIMU's P-code where there is one
SCHEMA = "https://www.geonames.org/ontology"  # types follow GeoNames' feature codes
TYPES: Mapping[str, str] = {
    "town": "Town", "village": "Village", "ward": "Ward", "village tract": "Village tract", "township": "Township",
    "district": "District", "state": "State or region", "site": "Site (base, port, bridge ...)",
}  # fmt: skip
# id -> what it is called, and the kind of its value
PROPERTIES: Mapping[str, tuple[str, str]] = {
    "name": ("Name", "str"),
    "name_my": ("Name in Burmese", "str"),
    "kind": ("Kind of place", "str"),
    "feature_code": ("Feature code (GeoNames)", "str"),
    "lon": ("Longitude, degrees", "float"),
    "lat": ("Latitude, degrees", "float"),
    "adm1_pcode": ("P-code of the state or region", "str"),
    "adm2_pcode": ("P-code of the district", "str"),
    "adm3_pcode": ("P-code of the township", "str"),
    "adm1": ("State or region", "entity"),
    "adm2": ("District", "entity"),
    "adm3": ("Township", "entity"),
}
_STATED = {"adm3": "Township", "adm2": "District", "adm1": "State"}  # narrow to wide, and the word that says which


class QueryError(ValueError):
    """A batch is not what the specification says."""


def manifest(base: str, version: str, token: str = "") -> Json:
    """Return the service's manifest; `base` is the address of /reconcile, `token` a query string that each call must carry."""
    tail, more = (f"?{token}", f"&{token}") if token else ("", "")
    return {
        "versions": ["0.2"],
        "name": f"conflictmap: places of Myanmar ({version})",
        "identifierSpace": IDENTIFIERS,
        "schemaSpace": SCHEMA,
        "serviceVersion": version,
        "defaultTypes": [{"id": kind, "name": name} for kind, name in TYPES.items()],
        "view": {"url": f"{base}/preview?id={{{{id}}}}{more}"},
        "preview": {"url": f"{base}/preview?id={{{{id}}}}{more}", "width": 360, "height": 150},
        "documentation": f"{base.removesuffix('/reconcile')}/docs",
        "suggest": {
            what: {
                "service_url": base,
                "service_path": f"/suggest/{what}{tail}",
                "flyout_service_url": base,
                "flyout_service_path": f"/flyout/{what}?id=${{id}}{more}",
            }
            for what in ("entity", "type", "property")
        },
        "extend": {
            "propose_properties": {"service_url": base, "service_path": f"/properties{tail}"},
            "property_settings": [],
        },
    }


def answers(matcher: Matcher, places: Placebook, batch: Any) -> Json:
    """Return the candidates of every query of a batch, best first; `match` is true where the build would take it unasked.

    Scores are 0 to 100; features are the reasons' values, each 0 to 1. Raises: QueryError.
    """
    if not isinstance(batch, dict) or not all(isinstance(query, dict) for query in batch.values()):
        raise QueryError("must be an object of queries")
    if len(batch) > BATCH_LIMIT:
        raise QueryError(f"holds {len(batch)} queries; send {BATCH_LIMIT} at most")
    mentions = [_mention(places, query) for query in batch.values()]
    matches = matcher.match_all(mentions)
    answers = zip(batch.items(), matches, strict=True)
    return {key: {"result": _candidates(match, query, places)} for (key, query), match in answers}


def extended(places: Placebook, asked: Any) -> Json:
    """Return columns for place_ids: {"ids": [...], "properties": [{"id": ...}]}. Raises: QueryError."""
    if not isinstance(asked, dict) or not isinstance(ids := asked.get("ids"), list):
        raise QueryError("must be an object with ids and properties")
    wanted = asked.get("properties")
    if not isinstance(wanted, list) or not all(isinstance(row, dict) and "id" in row for row in wanted):
        raise QueryError("properties must be a list of objects with an id")
    if len(ids) > BATCH_LIMIT or not all(isinstance(place_id, str) for place_id in ids):
        raise QueryError(f"ids must be at most {BATCH_LIMIT} strings")
    names = [str(row["id"]) for row in wanted if str(row["id"]) in PROPERTIES]
    types = {"adm1": "state", "adm2": "district", "adm3": "township"}  # so that a column of units is reconciled at once
    return {
        "meta": [
            {"id": name, "name": PROPERTIES[name][0]}
            | ({"type": {"id": types[name], "name": TYPES[types[name]]}} if name in types else {})
            for name in names
        ],
        "rows": {place_id: {name: _cell(places, place_id, name) for name in names} for place_id in ids},
    }


def suggest_places(places: Placebook, prefix: str, cursor: int = 0) -> list[Json]:
    """Return twenty places of which a name begins with the text."""
    rows = [places.place(place_id) for place_id in places.beginning(prefix, cursor + 20)[cursor:]]
    return [_entity(row) | {"notable": [_type(row)]} for row in rows if row is not None]


def suggest(known: Mapping[str, Any], prefix: str) -> list[Json]:
    """Return types or properties of which id or name holds the text."""
    named = {code: names if isinstance(names, str) else names[0] for code, names in known.items()}
    wanted = fold(prefix)
    return [{"id": code, "name": name} for code, name in named.items() if wanted in fold(name) or wanted in fold(code)]


def flyout(places: Placebook, what: str, asked: str) -> Json:
    """Tell what is shown beside a suggestion: {"id", "html"}; a place's preview, or the name of a type or property."""
    if what == "entity":
        return {"id": asked, "html": _card(places, asked)}
    name = TYPES.get(asked) if what == "type" else PROPERTIES.get(asked, ("",))[0]
    return {"id": asked, "html": f"<p>{escape(name or asked)}</p>"}


def preview(places: Placebook, place_id: str) -> str:
    """Return a place as a small HTML page without scripts."""
    style = "body{font:14px/1.4 system-ui,sans-serif;margin:10px}p{margin:.25em 0}"
    body = _card(places, place_id)
    return f'<!doctype html><html lang="en"><meta charset="utf-8"><style>{style}</style><body>{body}</body></html>'


def _card(places: Placebook, place_id: str) -> str:
    row = places.place(place_id)
    if row is None:
        return f"<p>No place has the id <code>{escape(place_id)}</code>.</p>"
    point = f"{row['lat']:.4f}° N, {row['lon']:.4f}° E" if row["lon"] is not None else "no coordinates known"
    return (
        f"<b>{escape(row['name'])}</b> <span lang='my'>{escape(row['name_my'])}</span>"
        f"<p>{escape(row['kind'])} in {escape(', '.join(row['path']))}</p><p>{point}</p>"
        f"<p><code>{escape(place_id)}</code></p>"
    )


def _mention(places: Placebook, query: Json) -> Mention:
    text = query.get("query", "")
    if not isinstance(text, str) or not isinstance(query.get("properties", []), list):
        raise QueryError("a query must be text, its properties a list")
    given = {
        str(stated.get("pid")): stated.get("v") for stated in query.get("properties", []) if isinstance(stated, dict)
    }
    context = [stated for pid, word in _STATED.items() if (stated := _unit(places, pid, word, given))]
    name, *wider = [part.strip() for part in text[:400].split(",")]
    mention = make_mention(name or _said(given.get("name")), (*(part for part in wider if part), *context))
    kinds = _types(query)
    return replace(mention, kind=kinds[0]) if not mention.kind and len(kinds) == 1 and kinds[0] != "site" else mention


def _unit(places: Placebook, pid: str, word: str, given: Json) -> str:
    written = _said(given.get(pid, given.get(f"{pid}_pcode")))
    name = places.unit_name(written) or written
    stated = name.lower().endswith(("township", "district", "state", "region"))
    return name if stated or not name else f"{name} {word}"


def _said(value: Any) -> str:
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("id") or value.get("name") or ""
    return str(value)[:120] if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def _types(query: Json) -> list[str]:
    asked = query.get("type") or []
    kinds = asked if isinstance(asked, list) else [asked]
    if not all(isinstance(kind, str) for kind in kinds):
        raise QueryError("a type must be text, or a list of texts")
    return [kind for kind in kinds if kind in TYPES]


def _candidates(match: Match, query: Json, places: Placebook) -> list[Json]:
    limit = query.get("limit", 5)
    limit = int(limit) if isinstance(limit, (int, float)) and 0 < limit <= 5 else 5
    kinds, strict = _types(query), query.get("type_strict", "any")
    if strict == "should":
        kinds = []  # a wish, not a condition: the score decides
    elif strict == "all" and len(set(kinds)) > 1:
        return []  # a place is of one kind
    candidates = []
    for candidate in match.candidates:
        row = places.place(candidate.place_id)
        if row is None or (kinds and row["kind"] not in kinds):
            continue
        sure = match.status in ("automatic", "confirmed") and match.place_id == candidate.place_id
        candidates.append(
            _entity(row)
            | {
                "score": round(candidate.score * 100, 2),
                "match": sure,
                "type": [_type(row)],
                "features": [{"id": reason.feature, "value": reason.value} for reason in candidate.reasons],
            }
        )
    return candidates[:limit]


def _entity(row: Row) -> Json:
    where = ", ".join(row["path"])
    mine = f" {row['name_my']}" if row["name_my"] else ""
    return {"id": row["place_id"], "name": row["name"], "description": f"{row['kind']} in {where}{mine}"}


def _type(row: Row) -> Json:
    kind = row["kind"] if row["kind"] in TYPES else "site"
    return {"id": kind, "name": TYPES[kind]}


def _cell(places: Placebook, place_id: str, name: str) -> list[Json]:
    row = places.place(place_id)
    kind = PROPERTIES[name][1]
    if row is None:
        return []
    if kind == "entity":
        pcode = row[f"{name}_pcode"]
        return [{"id": pcode, "name": places.unit_name(pcode)}] if pcode else []
    value = row.get(name)
    return [] if value in ("", None) else [{kind: value}]
