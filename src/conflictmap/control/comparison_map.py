"""A map of where two assessments differ, as one HTML file that asks the network for nothing.
Colour says whether both agree; the words behind each township say who is held to have it, and on what evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

import numpy as np
import shapely

from conflictmap.control.comparison import Pair

WIDTH, SIMPLER_DEGREES = 620, 0.01
COLOURS = {"agrees": "#c9d6c3", "differs": "#d1495b", "neither": "#ffffff"}
WORDS = {"agrees": "both agree", "differs": "they differ", "neither": "not compared"}
_STYLE = """body{font:15px/1.45 sans-serif;margin:1.5rem;max-width:70rem;color:#1b1b1a}
table{border-collapse:collapse}td,th{border-bottom:1px solid #ccc;padding:.2rem .6rem;text-align:left;vertical-align:top}
svg{float:left;margin:0 2rem 1rem 0;max-width:100%;height:auto}i{display:inline-block;width:1rem;height:1rem;
border:1px solid #777;vertical-align:-2px;margin-right:.4rem}"""


def difference_map(
    pairs: Sequence[Pair], shapes: Mapping[str, Any], names: Mapping[str, str], summary: Sequence[str]
) -> str:
    """Write the page: a map of all townships, and a table of those that differ.

    Parameters: shapes, the polygon of each township (degrees); names, its name; summary, lines to print above.
    """
    by_code: dict[str, list[Pair]] = {}
    for pair in pairs:
        by_code.setdefault(pair.adm3_pcode, []).append(pair)
    kinds = {code: _kind(by_code.get(code, ())) for code in shapes}
    west, south, east, north = shapely.total_bounds(np.array(list(shapes.values()), dtype=object))
    squeeze = float(np.cos(np.radians((south + north) / 2)))  # a degree of longitude is shorter than one of latitude
    scale = WIDTH / ((east - west) * squeeze)
    paths = []
    for code, shape in shapes.items():
        path = _path(shape.simplify(SIMPLER_DEGREES), (west, north, scale * squeeze, scale))
        lines = "\n".join([str(names.get(code, code)), *(pair_line(pair) for pair in by_code.get(code, ()))])
        paths.append(
            f'<path d="{path}" fill="{COLOURS[kinds[code]]}" stroke="#777" stroke-width=".4">'
            f"<title>{escape(lines)}</title></path>"
        )
    height = (north - south) * scale
    keys = "".join(f'<p><i style="background:{COLOURS[kind]}"></i>{WORDS[kind]}</p>' for kind in COLOURS)
    rows = "".join(
        f"<tr><td>{escape(str(names.get(pair.adm3_pcode, pair.adm3_pcode)))}</td><td>{pair.day}</td>"
        f"<td>{escape(_ours(pair))}</td><td>{escape(pair.their_holder)}</td><td>{escape(' '.join(pair.evidence))}</td></tr>"
        for pair in pairs
        if not pair.agrees
    )
    return (
        '<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Where two assessments differ</title><style>{_STYLE}</style><h1>Where two assessments differ</h1>"
        + "".join(f"<p>{escape(line)}</p>" for line in summary)
        + f'<svg viewBox="0 0 {WIDTH} {height:.0f}" width="{WIDTH}" role="img" aria-label="Map of differences">'
        + "".join(paths)
        + f"</svg>{keys}<table><thead><tr><th>Township</th><th>Day</th><th>Ours</th><th>Theirs</th><th>Our evidence</th></tr>"
        f"</thead><tbody>{rows}</tbody></table></html>\n"
    )


def pair_line(pair: Pair) -> str:
    """Describe a pair in one line."""
    return f"{pair.day}: ours {_ours(pair)}; theirs {pair.their_holder}"


def _ours(pair: Pair) -> str:
    parts = (pair.holder.replace("|", ", "), pair.state.replace("_", " "), pair.confidence)
    return ", ".join(part for part in parts if part)


def _kind(pairs: Sequence[Pair]) -> str:
    if not pairs:
        return "neither"
    return "agrees" if all(pair.agrees for pair in pairs) else "differs"


def _path(shape: Any, frame: tuple[float, float, float, float]) -> str:
    west, north, across, down = frame
    rings = []
    for polygon in getattr(shape, "geoms", [shape]):
        for ring in (polygon.exterior, *polygon.interiors):
            points = [f"{(x - west) * across:.1f} {(north - y) * down:.1f}" for x, y in ring.coords]
            rings.append(f"M{'L'.join(points)}Z")
    return "".join(rings)
