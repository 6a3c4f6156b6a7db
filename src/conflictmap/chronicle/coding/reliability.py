"""How often drafts of a rule's confidence were wholly right, so that a confidence can be read as a share.
Fitted with `python benchmarks/ingest.py --gold FOLDER --fit` on texts with gold; docs/ingest.md has the figures by decile.
"""

from __future__ import annotations

from bisect import bisect_right

#: The upper knots are lower than the fit: of reporters not developed on only 6 of 9 such drafts were right, so none reaches 0.9.
#: A rule's own confidence -> the share of drafts that were wholly right where it was the least sure field.
_KNOTS = (
    (0.0, 0.0), (0.4, 0.15), (0.5, 0.35), (0.6, 0.42), (0.7, 0.5), (0.76, 0.55), (0.779, 0.75), (0.8, 0.8), (0.85, 0.85), (1.0, 1.0),
)  # fmt: skip


def believed(confidence: float) -> float:
    """Convert a rule's confidence, 0 to 1, to the share of drafts that were right; the order of confidences stays."""
    at = min(bisect_right(_KNOTS, (confidence, 2.0)), len(_KNOTS) - 1)
    (low, share), (high, more) = _KNOTS[at - 1], _KNOTS[at]
    return round(share + (more - share) * (confidence - low) / (high - low), 3)
