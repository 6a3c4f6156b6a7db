"""The editor's own HTML: a page that is empty until its script has asked for data, and the OpenAPI page.
Nothing of the data is in either; text is escaped here because this is where HTML is written."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

_HEAD = (
    '<!doctype html><html lang="en"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">'
)


def editor_page() -> str:
    """Return the page of `conflictmap review`; its token is in the address after #, which no server sees."""
    return (
        f'{_HEAD}<title>conflictmap review</title><link rel="icon" href="data:,">'
        '<link rel="stylesheet" href="/assets/editor.css"></head>'
        '<body><main id="editor" aria-live="off"></main>'
        "<noscript>This page needs JavaScript; in a terminal say: conflictmap review --terminal</noscript>"
        '<script type="module" src="/assets/editor.js"></script></body></html>'
    )


def openapi_page(schema: Mapping[str, Any]) -> str:
    """Return the service's description (OpenAPI) as one plain page, without scripts or anything from elsewhere."""
    parts = [
        _operation(path, verb, operation)
        for path, verbs in schema["paths"].items()
        for verb, operation in verbs.items()
    ]
    shapes = [_shape(name, schema) for name, schema in schema.get("components", {}).get("schemas", {}).items()]
    return (
        f"{_HEAD}<title>conflictmap review: OpenAPI</title><style>{_STYLE}</style></head><body>"
        f"<h1>{escape(schema['info']['title'])}</h1><p>{escape(schema['info'].get('description', ''))}</p>"
        '<p>For programs: <a href="/openapi.json">openapi.json</a></p>'
        f"{''.join(parts)}<h2>What is sent</h2>{''.join(shapes)}</body></html>"
    )


_STYLE = (
    "body{font:16px/1.5 system-ui,sans-serif;max-width:50rem;margin:2rem auto;padding:0 1rem;color:#1b1b1a}"
    "h2{margin:2rem 0 .2rem;font-size:1.1rem}code{background:#f1efe9;padding:.1em .3em}table{border-collapse:collapse}"
    "td{border-bottom:1px solid #ddd;padding:.2rem .8rem .2rem 0;vertical-align:top}"
)


def _operation(path: str, verb: str, operation: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(parameter['name'])}</code></td><td>{escape(_kind(parameter.get('schema', {})))}</td>"
        f"<td>{'needed' if parameter.get('required') else ''}</td></tr>"
        for parameter in operation.get("parameters", [])
    )
    content = operation.get("requestBody", {}).get("content", {})
    bodies = [_kind(body.get("schema", {})) for body in content.values()]
    body = f"<p>Body: {escape(', '.join(bodies))}</p>" if bodies else ""
    return (
        f"<h2><code>{escape(verb.upper())} {escape(path)}</code></h2>"
        f"<p>{escape(operation.get('description', operation.get('summary', '')))}</p>{body}<table>{rows}</table>"
    )


def _shape(name: str, schema: Mapping[str, Any]) -> str:
    rows = "".join(
        f"<tr><td><code>{escape(field)}</code></td><td>{escape(_kind(kind))}</td>"
        f"<td>{'needed' if field in schema.get('required', []) else ''}</td></tr>"
        for field, kind in schema.get("properties", {}).items()
    )
    return f"<h3 id='{escape(name)}'>{escape(name)}</h3><p>{escape(schema.get('description', ''))}</p><table>{rows}</table>"


def _kind(schema: Mapping[str, Any]) -> str:
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "enum" in schema:
        return " | ".join(str(value) for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(_kind(choice) for choice in schema["anyOf"])
    if schema.get("type") == "array":
        return f"list of {_kind(schema.get('items', {}))}"
    return str(schema.get("type", "any"))
