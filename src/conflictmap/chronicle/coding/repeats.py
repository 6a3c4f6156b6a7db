"""Drafts of an article without those that tell an event again: the lead and its detail, "The strikes killed 11".
A repeat gives the first draft what that lacks; two events that differ in day, act, place or actors are never joined.
A denial takes the day and the place of what it denies.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from conflictmap.chronicle.drafts import Draft, Field

_REACH = 6  # drafts back to which a report returns
_LEAD = 2  # drafts of the first paragraphs, which later ones tell in detail
_NEAR_DAYS = 7  # from the day of the page back to that of its lead
_FAR = 12  # drafts back to which a denial returns
_CARRIED = 0.7  # what is taken over from another draft is asked
_TRANSFERS = frozenset({"capture", "recapture", "withdrawal", "surrender", "handover"})
_FILLED = ("location", "actor1", "actor2", "fatalities")
_STATE = re.compile(r"(?:(?:northern|southern|eastern|western|central) )?[\w-]+ (?:State|state|Region|region)")
_AGAIN = re.compile(
    r"^(?:[A-Z][\w' ]{0,40} said (?:that )?)?(?:[Tt]he|The|These|Those|Both|This) (?:\w+ ){0,2}?(?:strikes?|air ?strikes?|attacks?|raids?|shelling|bombing|clash(?:es)?|fighting|battle|explosion|blasts?|bombs?|ambush|incident)\b"
)


def merge_repeats(drafts: Sequence[Draft], *, page: frozenset[str]) -> list[Draft]:
    """Join drafts of one article that tell one event.

    Parameters: page, the entry_ids that stand under the day of their page; drafts of other entries stay as they are.
    """
    out: list[Draft] = []
    for draft in drafts:
        at = _told_before(draft, out) if draft.entry_id in page else None
        lead = _lead_of(draft, out) if at is None and draft.entry_id in page else None
        if at is not None:
            out[at] = _filled(out[at], draft)
        elif lead is not None:
            out[lead] = _with_detail(out[lead], draft)
        else:
            out.append(draft)
    return out


def _lead_of(draft: Draft, out: Sequence[Draft]) -> int | None:
    """The draft of an article's first paragraphs that a later one tells in detail: one of the two has the day, one the narrower place."""
    return next((at for at, lead in enumerate(out[:_LEAD]) if _is_detail(draft, lead)), None)


def _is_detail(draft: Draft, lead: Draft) -> bool:
    same = all(draft.value(name) == lead.value(name) for name in ("act", "mode", "sub_event_type"))
    sides = {draft.value("actor1"), draft.value("actor2")} == {lead.value("actor1"), lead.value("actor2")}
    dated = [bool(each.fields["event_date"].evidence) for each in (lead, draft)]
    if (
        not (same and sides)
        or draft.entry_id == lead.entry_id
        or draft.value("mode") == "denied"
        or dated[0] == dated[1]
    ):
        return False
    here, there = _names(draft.value("location")), _names(lead.value("location"))
    own = bool(draft.fields["location"].evidence) and bool(lead.fields["location"].evidence)
    apart = abs((date.fromisoformat(draft.value("event_date")) - date.fromisoformat(lead.value("event_date"))).days)
    wide = (
        draft.value("act") not in _TRANSFERS
        and bool(_STATE.fullmatch(lead.value("location")))
        and not _STATE.fullmatch(draft.value("location"))
    )
    return own and bool(there) and (there <= here or wide) and apart <= _NEAR_DAYS


def _with_detail(lead: Draft, draft: Draft) -> Draft:
    fields = dict(lead.fields)
    if not lead.fields["event_date"].evidence:
        for name in ("event_date", "end_date", "time_precision"):
            fields[name] = replace(draft.fields[name], evidence=(), why="told in a later paragraph")
    if _STATE.fullmatch(lead.value("location")):
        fields["location"] = replace(draft.fields["location"], evidence=(), why="told in a later paragraph")
    return _filled(replace(lead, fields=fields), draft)


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
        if earlier.entry_id != draft.entry_id and (
            _repeats(draft, earlier) or (at < _LEAD and _is_lead_of(earlier, draft))
        ):
            return at
    return None


def _repeats(draft: Draft, earlier: Draft) -> bool:
    """Whether a draft tells an earlier one again: alike in all it says, and with words that point back or the same dead."""
    same = all(draft.value(name) == earlier.value(name) for name in ("event_date", "end_date", "mode"))
    killing = draft.value("sub_event_type") == "Attack" and earlier.value("act") == "remote_strike"
    if draft.value("act") in _TRANSFERS or earlier.value("act") in _TRANSFERS:
        return _takes_again(draft, earlier)
    if not same or not (draft.value("act") == earlier.value("act") or killing):
        return False
    if not all(_fits(draft.value(name), earlier.value(name)) for name in ("actor1", "actor2")):
        return False
    here, there = _names(draft.value("location")), _names(earlier.value("location"))
    if here and there and not (here <= there or there <= here):
        return False
    dead, before = draft.value("fatalities"), earlier.value("fatalities")
    points = bool(_AGAIN.match(draft.text[draft.span[0] : draft.span[1]]))
    return (points and (dead == before or not dead or not before)) or (bool(dead) and dead == before and int(dead) > 1)


def _takes_again(draft: Draft, earlier: Draft) -> bool:
    """Whether one place changes hands once, told twice: the same place, side and day, or a day that one of the two leaves open."""
    takes = {draft.value("act"), earlier.value("act")} <= _TAKES
    denied = {draft.value("mode") == "denied", earlier.value("mode") == "denied"}
    if not (takes or draft.value("act") == earlier.value("act")) or len(denied) == 2:
        return False
    if draft.value("actor1") != earlier.value("actor1") or not _fits(draft.value("actor2"), earlier.value("actor2")):
        return False
    here, there = _site(draft), _site(earlier)
    if not here or here != there:
        return False
    same = draft.value("event_date") == earlier.value("event_date")
    return same or not (draft.fields["event_date"].evidence and earlier.fields["event_date"].evidence)


def _is_lead_of(earlier: Draft, draft: Draft) -> bool:
    """Whether an article opens with "captured a major base in the west" and names it only later."""
    if not {draft.value("act"), earlier.value("act")} <= _TAKES or "denied" in (
        draft.value("mode"),
        earlier.value("mode"),
    ):
        return False
    if not _fits(draft.value("actor1"), earlier.value("actor1")) or not _site(draft) or _is_vague(draft):
        return False
    vague = _is_vague(earlier)
    same = draft.value("event_date") == earlier.value("event_date")
    return vague and (same or not (draft.fields["event_date"].evidence and earlier.fields["event_date"].evidence))


def _is_vague(draft: Draft) -> bool:
    """Whether a draft names no place, or a state alone: "base, Rakhine State"."""
    named = ", ".join(
        part for part in _own(draft.value("location")).split(", ") if part[:1].isupper() or " state" in part
    )
    return not named or _WIDE.fullmatch(named) is not None


def _own(location: str) -> str:
    return "; ".join(part for part in location.split("; ") if not part.startswith("context:"))


_LEAD = 3  # drafts of an article's opening
_WIDE = re.compile(r"(?:(?:northern|southern|eastern|western|central) )?[\w' ]+ (?:State|state|Region|region)")
_DAY = ("event_date", "end_date", "time_precision")
_TAKES = frozenset({"capture", "recapture"})


def _site(draft: Draft) -> str:
    """The narrowest name of a draft's one place, a battalion's by its number; "" where it has none, or several."""
    parts = [part for part in draft.value("location").split("; ") if not part.startswith("context:")]
    if len(parts) != 1:
        return ""
    number = re.search(r"\b\d{2,4}\b", parts[0])
    if number is not None:
        return number[0]
    return parts[0].split(", ")[0].removesuffix(" Town").removesuffix(" town").lower() if parts[0] else ""


def _fits(one: str, other: str) -> bool:
    """Whether two cells of actors can be the same: equal, or one of them open."""
    return one == other or "UNK" in (one, other) or not one or not other


def _names(location: str) -> frozenset[str]:
    return frozenset(re.findall(r"[A-Z][\w'-]+", _own(location))) - {"Township", "Village", "State", "Region", "Town"}


def _filled(earlier: Draft, draft: Draft) -> Draft:
    """The earlier draft, with the narrower place and what it left open taken from the later one."""
    fields: dict[str, Field] = dict(earlier.fields)
    for name in _FILLED:
        mine, later = fields[name], draft.fields[name]
        opened = mine.value in ("", "UNK") and later.value not in ("", "UNK")
        narrower = name == "location" and (
            _names(later.value) > _names(mine.value) or (_is_vague(earlier) and not _is_vague(draft))
        )
        if opened or narrower:
            fields[name] = replace(later, evidence=(), why="told again in a later paragraph")
    if draft.value("act") in _TRANSFERS and draft.fields["event_date"].evidence and not fields["event_date"].evidence:
        fields |= {
            name: replace(draft.fields[name], evidence=(), why="told again in a later paragraph") for name in _DAY
        }
    return replace(earlier, fields=fields)
