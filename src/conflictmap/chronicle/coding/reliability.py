"""How often drafts read as surely as this one were wholly right: a table of what was read directly, fitted on texts with gold.
`python benchmarks/ingest_reliability.py FOLDER ...` prints the fit and how it held on texts left out; docs/ingest.md has the figures.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace

from conflictmap.chronicle.drafts import WEIGHED, Field

#: (field, a rule's own confidence from which on the weight counts, weight in log-odds): the first line that fits counts.
TABLE = (
    ("event_date", 0.95, 1.11), ("event_date", 0.9, 0.58), ("event_date", 0.8, 1.35),
    ("act", 0.93, 0.88),
    ("actor1", 0.85, 0.84), ("actor1", 0.7, 0.70),
    ("actor2", 0.78, 2.10), ("actor2", 0.6, 1.49),
    ("location", 0.9, 1.55), ("location", 0.75, 0.63),
    ("mode", 0.9, 0.96),
)  # fmt: skip
DOUBT = 0.45  # a field that its own rule doubts more is never surer, whatever the others say
UNPLACED, NO_PLACE = 0.35, "no place of its own"  # a transfer of control that names no place is always asked
START = -6.14  # log-odds of a draft of which no field reaches a line


def reliability(fields: Mapping[str, Field]) -> float:
    """Estimate the share, 0 to 1, of drafts read like this one whose date, type, act, actors and township were all right."""
    odds = START
    counted: set[str] = set()
    for name, line, weight in TABLE:
        if name not in counted and fields[name].confidence >= line:
            counted.add(name)
            odds += weight
    return 1 / (1 + math.exp(-odds))


def calibrated(fields: Mapping[str, Field]) -> dict[str, Field]:
    """Scale the fields' confidences so that the least sure one that is weighed has the draft's reliability; their order stays."""
    lowest = min(fields[name].confidence for name in WEIGHED)
    share = reliability(fields) if lowest >= DOUBT else min(DOUBT, reliability(fields))
    out = {}
    for name, field in fields.items():
        above = max(0.0, field.confidence - lowest) / max(1e-9, 1.0 - lowest)
        sure = min(share + (1.0 - share) * above, UNPLACED if field.why == NO_PLACE else 1.0)
        out[name] = replace(field, confidence=round(sure, 3))
    return out
