"""What `explain` says in words of its own, in English, and nowhere else: a state, who says a claim, what became of it.
What each rule says is in `texts`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from conflictmap.control.alliances import Sides
from conflictmap.control.evidence import Claim, Report
from conflictmap.control.rules import LAPSE, SILENCE
from conflictmap.control.site_spans import SiteSpan
from conflictmap.model import Assertion


def sentence(span: SiteSpan) -> str:
    """A span in one English sentence."""
    since = (
        f"since {span.start}" if span.start_low == span.start_high else f"since {span.start_low} to {span.start_high}"
    )
    texts: Mapping[str, str] = {
        "unknown": "Nobody is known to hold it",
        "baseline": f"{span.holder} by the baseline; no report says otherwise",
        "controlled": f"{span.holder} holds it",
        "contested": f"{span.holder} holds it and {span.other} is inside",
        "besieged": f"{span.holder} holds it, surrounded by {span.other}",
        "mixed": f"{span.holder} and {span.other} hold it together",
        "vacated": f"{span.other} left it and nobody is known to have come",
        "predominant": f"{span.holder} holds the seat, {span.other} other known sites",
        "split": f"{span.holder} holds the seat, {span.other} most of the other known sites",
    }
    grade = f"; confidence {span.confidence}" if span.confidence else ""
    return f"{texts[span.state].replace('|', ' with ')}, {since}{grade}."


def voice(claim: Assertion, sides: Sides) -> str:
    """Whose voice a claim is: "party", it says so itself; "aligned", a source on its side reports it; else "other"."""
    if claim.mode == "claimed_by_party":
        return "party"
    speakers = (side.partition(":")[2] for side in claim.sides)
    return "aligned" if any(sides.allied(one, claim.actor, claim.day) for one in speakers if one) else "other"


def said(claim: Assertion, sides: Sides) -> str:
    """Who says a claim, without words put into a party's mouth."""
    who, sources = claim.actor.replace("|", " and "), ", ".join(claim.sources)
    return {
        "party": f"{who} says ({sources})",
        "aligned": f"for {who}, reported by a source on its side ({sources})",
        "other": f"for {who}, reported by a source not known to be independent ({sources})",
    }[voice(claim, sides)]


def status_on(claim: Claim, day: date) -> str:
    """What had become of a claim by a day: open, confirmed, denied or lapsed."""
    return claim.status if claim.resolved_on is not None and claim.resolved_on <= day else "open"


def became(claim: Claim, counted: date | None, day: date, rules: str) -> str:
    """What became of a claim by a day, and whether and why the rule set counts it.

    Parameters: counted, the day from which it counts as known, None where it never does.
    """
    status, by = status_on(claim, day), ", ".join(claim.resolved_by)
    fate = {
        "open": "not confirmed yet",
        "confirmed": f"confirmed by {by}",
        "denied": f"denied by {by}",
        "lapsed": f"not confirmed within {LAPSE.days} days",
    }[status]
    return f"{fate}; {_counting(claim, counted, status, rules)}"


def _counting(claim: Claim, counted: date | None, status: str, rules: str) -> str:
    silent = claim.assertion.known_since + SILENCE
    if rules == "strict":
        return "strict counts what confirms it" if status == "confirmed" else "strict counts no bare claim"
    if counted is None:
        if status == "denied":
            return f"{rules} does not count it"
        return f"{rules} does not count it: it was contradicted, or its {SILENCE.days} days are not over"
    if rules == "lenient":
        return "lenient counts every claim at once"
    if counted < silent:
        return f"{rules} counts it since {long_day(counted)}, when it was confirmed"
    return f"{rules} counts it since {long_day(counted)} because nobody contradicted it for {SILENCE.days} days"


def known_because(known_since: date, reports: Iterable[Report]) -> str:
    """Why a state became known later than its reports; "" where it was known with them."""
    late = [one for one in reports if one.known == known_since > one.assertion.known_since]
    if not late:
        return ""
    events = ", ".join(dict.fromkeys(one.assertion.event_id for one in late))
    if all(one.known - one.assertion.known_since == SILENCE for one in late):
        return f"{SILENCE.days} days after the report {events}: a bare claim waits so long for a contradiction"
    return f"the day on which the claim of {events} was confirmed"


def carried_on(last: date) -> str:
    """What to say of a day after the last report."""
    return f"The table ends on {long_day(last)}: later days are carried on, and the evidence grows stale."


def long_day(day: date) -> str:
    """A day as a sentence has it: 8 November 2023."""
    return f"{day.day} {day:%B %Y}"
