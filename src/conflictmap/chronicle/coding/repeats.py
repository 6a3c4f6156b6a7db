"""Drafts of an article without those that tell an event again: the lead and its detail, "The strikes killed 11".
A repeat gives the first draft what that lacks; two events that differ in day, act, place or actors are never joined.
A denial takes the day and the place of what it denies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.drafts import Draft, Field

_REACH = 6  # drafts back to which a report returns
_FAR = 12  # drafts back to which a denial returns
_CARRIED = 0.7  # what is taken over from another draft is asked
_TRANSFERS = frozenset({"capture", "recapture", "withdrawal", "surrender", "handover"})
_FILLED = ("location", "actor1", "actor2", "fatalities")
_AGAIN = re.compile(
    r"^(?:The|These|Those|Both|This) (?:\w+ ){0,2}?(?:strikes?|air ?strikes?|attacks?|raids?|shelling|bombing|clash(?:es)?|fighting|battle|explosion|blast|ambush|incident)\b"
)


def merge_repeats(drafts: Sequence[Draft], *, page: frozenset[str]) -> list[Draft]:
    """Join drafts of one article that tell one event.

    Parameters: page, the entry_ids that stand under the day of their page; drafts of other entries stay as they are.
    """
    out: list[Draft] = []
    for draft in drafts:
        at = _told_before(draft, out) if draft.entry_id in page else None
        if at is None:
            out.append(draft)
        else:
            out[at] = _filled(out[at], draft)
    return out


def date_denials(drafts: Sequence[Draft]) -> list[Draft]:
    """Give denials without a day of their own that of what they deny, where the text told it before, and its place where they name none."""
    out: list[Draft] = []
    for draft in drafts:
        told = _denied_event(draft, out) if draft.value("mode") == "denied" else None
        out.append(draft if told is None else replace(draft, fields=_fields_of_denied(draft, told)))
    return out


def _denied_event(draft: Draft, out: Sequence[Draft]) -> Draft | None:
    if draft.fields["event_date"].evidence:
        return None
    told = [each for each in out[-_FAR:] if _is_denied_by(each, draft)]
    named = _names(draft.value("location"))
    return max(
        told, key=lambda each: (len(named & _names(each.value("location"))), each.value("event_date")), default=None
    )


def _is_denied_by(told: Draft, denial: Draft) -> bool:
    acts = {told.value("act"), denial.value("act")}
    if told.value("mode") == "denied" or not (len(acts) == 1 or acts <= _TRANSFERS):
        return False
    here, there = _names(denial.value("location")), _names(told.value("location"))
    carried = not denial.fields["location"].evidence
    return bool(here & there) or (carried and bool(there))


def _fields_of_denied(denial: Draft, told: Draft) -> dict[str, Field]:
    names = ("event_date", "end_date", "time_precision")
    taken = names if denial.fields["location"].evidence else (*names, "location")
    why = "that of what is denied"
    given = {
        name: replace(told.fields[name], evidence=(), why=why, confidence=min(_CARRIED, told.fields[name].confidence))
        for name in taken
    }
    return {**denial.fields, **given}


def _told_before(draft: Draft, out: Sequence[Draft]) -> int | None:
    for at in range(len(out) - 1, max(-1, len(out) - 1 - _REACH), -1):
        earlier = out[at]
        if earlier.entry_id != draft.entry_id and _repeats(draft, earlier):
            return at
    return None


def _repeats(draft: Draft, earlier: Draft) -> bool:
    """Whether a draft tells an earlier one again: alike in all it says, and with words that point back or the same dead."""
    same = all(draft.value(name) == earlier.value(name) for name in ("event_date", "end_date", "mode"))
    killing = draft.value("sub_event_type") == "Attack" and earlier.value("act") == "remote_strike"
    if not same or not (draft.value("act") == earlier.value("act") or killing) or draft.value("act") in _TRANSFERS:
        return False
    if not all(_fits(draft.value(name), earlier.value(name)) for name in ("actor1", "actor2")):
        return False
    here, there = _names(draft.value("location")), _names(earlier.value("location"))
    if here and there and not (here <= there or there <= here):
        return False
    dead, before = draft.value("fatalities"), earlier.value("fatalities")
    points = bool(_AGAIN.match(draft.text[draft.span[0] : draft.span[1]]))
    return (points and (dead == before or not dead or not before)) or (bool(dead) and dead == before and int(dead) > 1)


def _fits(one: str, other: str) -> bool:
    """Whether two cells of actors can be the same: equal, or one of them open."""
    return one == other or "UNK" in (one, other) or not one or not other


def _names(location: str) -> frozenset[str]:
    own = "; ".join(part for part in location.split("; ") if not part.startswith("context:"))
    return frozenset(re.findall(r"[A-Z][\w'-]+", own)) - {"Township", "Village", "State", "Region", "Town"}


def _filled(earlier: Draft, draft: Draft) -> Draft:
    """The earlier draft, with the narrower place and what it left open taken from the later one."""
    fields: dict[str, Field] = dict(earlier.fields)
    for name in _FILLED:
        mine, later = fields[name], draft.fields[name]
        opened = mine.value in ("", "UNK") and later.value not in ("", "UNK")
        narrower = name == "location" and _names(later.value) > _names(mine.value)
        if opened or narrower:
            fields[name] = replace(later, evidence=(), why="told again in a later paragraph")
    return replace(earlier, fields=fields)
