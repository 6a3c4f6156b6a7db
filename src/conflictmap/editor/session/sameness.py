"""Which open names say the same as the one before the editor, and a short name for what the editor saw.
Nothing here decides: names that are alike are offered, with a preview, and each gets a row of its own."""

from __future__ import annotations

import hashlib

from conflictmap.model import Match, Mention
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.keys import skeleton


def same_name(one: Mention, other: Mention) -> bool:
    """Whether two mentions write one name, in stated units that do not contradict each other.

    The name may be spelled in another romanisation and have another kind word; of the stated units one list must hold
    the other, so "Kalay" goes with "Kalay, Sagaing", and "Kalay, Sagaing" not with "Kalay, Chin".
    """
    if skeleton(one.toponym) != skeleton(other.toponym) or not skeleton(one.toponym):
        return False
    units, others = _units(one), _units(other)
    return units <= others or others <= units


def seen_hash(match: Match) -> str:
    """Twelve hex digits for the candidates, their order and their scores: what was on the screen."""
    shown = "|".join(f"{candidate.place_id}:{candidate.score:.4f}" for candidate in match.candidates)
    return hashlib.sha256(shown.encode()).hexdigest()[:12]


def _units(mention: Mention) -> frozenset[str]:
    return frozenset(skeleton(read_part(text)[1]) for text in mention.context)
