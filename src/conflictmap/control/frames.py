"""Results as frames: a row a township and span, a row a site and span, a row a claim. Columns are in `schema`.
Every cell is a plain value: str, bool, int, date, None, a tuple of str, or for `parts` a dict."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import pandas as pd

from conflictmap.control.evidence import claimant
from conflictmap.schema import CLAIM_COLUMNS, CONTROL_SPAN_COLUMNS, CONTROL_SPAN_EXTRAS, SITE_SPAN_COLUMNS

if TYPE_CHECKING:
    from conflictmap.control.confidence import Parts
    from conflictmap.control.contested import SiteResult
    from conflictmap.control.site_spans import SiteSpan
    from conflictmap.control.township import TownshipResult


SPAN_COLUMNS = (*CONTROL_SPAN_COLUMNS, *CONTROL_SPAN_EXTRAS)
Rows = list[tuple[Any, ...]]
Described = dict["Parts", dict[str, Any]]


def spans_frame(results: Mapping[str, TownshipResult]) -> pd.DataFrame:
    """Make a frame, one row a township and span, sorted by adm3_pcode, start."""
    return _frame(span_rows(results), SPAN_COLUMNS)


def span_rows(results: Mapping[str, TownshipResult]) -> Rows:
    """Return the rows of `spans_frame`."""
    described: Described = {}
    return [
        _row(pcode, summed.span, summed.sites_known, described)
        for pcode, result in results.items()
        for summed in result.spans
    ]


def sites_frame(results: Mapping[str, TownshipResult]) -> pd.DataFrame:
    """Make a frame, one row a site and span, sorted by adm3_pcode, site_id, start: the seats, and sites with a holder or a claim."""
    return _frame(site_rows(results), SITE_SPAN_COLUMNS)


def site_rows(results: Mapping[str, TownshipResult]) -> Rows:
    """Return the rows of `sites_frame`."""
    rows = []
    described: Described = {}
    for pcode, result in results.items():
        for site, resolved in result.sites.items():
            if not _says_something(resolved):
                continue
            place, kind = site.partition("/")[0], resolved.place_kind
            rows += [
                (site, place, kind, *_row(pcode, span, int(bool(span.holder)), described)) for span in resolved.spans
            ]
    return rows


def _says_something(result: SiteResult) -> bool:
    known = any(span.state != "unknown" for span in result.spans)
    return known or result.place_kind == "seat" or bool(result.evidence.claims)


def claims_frame(results: Mapping[str, TownshipResult]) -> pd.DataFrame:
    """Make a frame, one row a claim, sorted by adm3_pcode, site_id, day, event_id."""
    return _frame(claim_rows(results), CLAIM_COLUMNS)


def claim_rows(results: Mapping[str, TownshipResult]) -> Rows:
    """Return the rows of `claims_frame`."""
    rows = []
    for pcode, result in results.items():
        for site, resolved in result.sites.items():
            for claim in resolved.evidence.claims:
                assertion = claim.assertion
                rows.append(
                    (assertion.event_id, site, assertion.place_id, resolved.place_kind, pcode, *claimant(assertion), assertion.act,
                     assertion.day, assertion.known_since, claim.status, claim.resolved_on, claim.resolved_by, claim.disputed,
                     claim.assessed)
                )  # fmt: skip
    return rows


def _row(pcode: str, span: SiteSpan, known: int, described: Described) -> tuple[Any, ...]:
    parts = described.get(span.parts)
    if parts is None:
        parts = described[span.parts] = span.parts.as_dict()  # one for all rows that say the same: there are few
    return (
        pcode, span.start, span.end, span.state, span.holder, span.other, span.confidence, span.rules, span.known_since,
        span.evidence, span.start_low, span.start_high, span.disputed, known, parts,
    )  # fmt: skip


def spliced(before: pd.DataFrame, changed: pd.DataFrame, codes: Iterable[str]) -> pd.DataFrame:
    """Put the rows of some townships into a frame that was made earlier, in the place of theirs.

    Parameters: before, changed, frames of one kind, sorted by adm3_pcode; codes, the townships of which `changed` has
    the rows. The index is counted anew.
    """
    old, new = before["adm3_pcode"].to_numpy(), changed["adm3_pcode"].to_numpy()
    pieces: list[pd.DataFrame] = []
    done = 0
    for code in sorted(codes):
        low, high = bisect_left(old, code), bisect_right(old, code)
        first, last = bisect_left(new, code), bisect_right(new, code)
        pieces += [before.iloc[done:low], changed.iloc[first:last]]
        done = high
    pieces.append(before.iloc[done:])
    return pd.concat(pieces, ignore_index=True)


def _frame(rows: list[tuple[Any, ...]], columns: tuple[str, ...]) -> pd.DataFrame:
    cells = zip(*rows, strict=True) if rows else ((),) * len(columns)
    return pd.DataFrame(
        {name: pd.Series(list(values), dtype=object) for name, values in zip(columns, cells, strict=True)}
    )
