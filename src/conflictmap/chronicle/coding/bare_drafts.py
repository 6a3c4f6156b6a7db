"""Drafts that tell of the war and of no event: nobody named, no place, no day; a count of the dead of years.
Nothing here reads a text.
"""

from __future__ import annotations

from conflictmap.chronicle.coding.reliability import NO_PLACE
from conflictmap.chronicle.drafts import Draft

_TAKING = frozenset({"capture", "recapture"})
_UNSAID = frozenset({"the first actor named", "nobody is named"})  # why of an agent that no subject names
_TOLL_OF_WAR = 200  # dead without a place: no event of this war killed so many at no named place


def is_bare(draft: Draft) -> bool:
    """Test whether neither an agent, nor a place, nor a day of its own is evidence: talk of the war, no event."""
    evidence = draft.fields["event_date"].evidence or draft.value("location") or draft.value("fatalities")
    if _is_toll_of_war(draft):
        return True
    undated = draft.value("act") == "statement" and not draft.fields["event_date"].evidence
    if undated and draft.fields["actor1"].why in _UNSAID and not draft.value("location"):
        return True  # "analysts say", "it was announced": by nobody who is named, on no day
    sited = any(not part.startswith("context:") for part in draft.value("location").split("; ") if part)
    if draft.value("act") == "statement" and draft.value("actor1") == "UNK" and not sited:
        return True  # whose word it is nobody knows
    moved = draft.value("act") in ("capture", "recapture", "surrender", "handover")
    alone = draft.value("actor1") == "UNK" and draft.value("actor2") in ("", "CIV")
    if draft.value("actor1") == "UNK" and draft.value("act") in _TAKING:  # "An ethnic army says it has captured a town"
        return not draft.fields["event_date"].evidence and draft.fields["location"].why == NO_PLACE
    return alone and not evidence and not moved and draft.value("mode") != "denied"


def _is_toll_of_war(draft: Draft) -> bool:
    """Whether many dead are told without a place: "more than 6,000 civilians have been killed", no event."""
    dead = draft.value("fatalities")
    return bool(dead) and int(dead) >= _TOLL_OF_WAR and not draft.value("location") and draft.value("act") == "other"
