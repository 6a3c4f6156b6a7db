"""What was read of an event as fields of a draft, each with its evidence and its confidence. Nothing here reads a text."""

from __future__ import annotations

from conflictmap.chronicle.coding.days.event_dates import Days
from conflictmap.chronicle.coding.event_mentions import EventMention
from conflictmap.chronicle.coding.roles.participant_context import Side
from conflictmap.chronicle.drafts import Field
from conflictmap.chronicle.extraction.casualties import add_up
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Code, Lexicon


def kind_fields(code: Code, mention: EventMention) -> dict[str, Field]:
    """Return type, sub-type and act: sure where the trigger's object is known, less where the action was only attempted or listed."""
    trigger: Trigger = mention.main
    sentence = mention.sentence_events.annotated.sentence
    evidence = (sentence.span(trigger.first, trigger.end),) if trigger.end <= len(sentence.words) else ()
    sure = 0.93 if trigger.object_class or code.family in ("remote", "protest", "justice") else 0.85
    if mention.listed or trigger.state != "done":
        sure = 0.6
    if code.code in ("statement", "measure", "attack", "advance", "launch"):
        sure = min(sure, 0.8)
    why = f"'{sentence.text_of(trigger.first, trigger.end)}'" if evidence else ""
    return {
        "event_type": Field(code.event_type, sure, evidence, why),
        "sub_event_type": Field(code.sub_event_type, sure - 0.03, evidence, why),
        "act": Field(code.act, sure, evidence, why),
    }


def side_field(side: Side) -> Field:
    """Return one side of the event, with the names that it was read from."""
    evidence = tuple(
        sentence_events.annotated.sentence.span(named.first, named.end) for sentence_events, named in side.shown
    )
    return Field(side.cell, round(side.sure, 2), evidence, side.why)


def day_fields(days: Days) -> dict[str, Field]:
    """Return the first and the last day, ISO 8601, and ACLED's time precision."""
    evidence = tuple((date_phrase.start, date_phrase.end) for date_phrase in days.shown)
    return {
        "event_date": Field(days.first.isoformat(), days.sure, evidence, "" if evidence else "the entry's own date"),
        "end_date": Field(days.last.isoformat(), days.sure, evidence),
        "time_precision": Field(str(days.precision), days.sure, evidence),
    }


def dead_field(mention: EventMention) -> Field:
    """Return the number of the dead that the event's sentences give, "" where they give none."""
    dead = add_up(mention.tolls)
    sentences = {id(sentence_events.toll): sentence_events for sentence_events in mention.sentences}
    evidence = tuple(
        sentences[id(toll)].annotated.sentence.span(toll.first, toll.end)
        for toll in mention.tolls
        if id(toll) in sentences
    )
    if dead is None:
        return Field("", 0.9, (), "no number is given")
    return Field(str(dead), min(toll.sure for toll in mention.tolls), evidence)


def note_of(code: Code, fields: dict[str, Field], lexicon: Lexicon) -> str:
    """Return one plain sentence made of the codes, in no source's words."""

    def names(cell: str, no_side: str) -> str:
        return (
            ", ".join(
                lexicon.actors[actor_id].name if actor_id in lexicon.actors else actor_id
                for actor_id in cell.split("|")
                if actor_id
            )
            or no_side
        )

    place = fields["location"].value.split(";")[0].split(": ")[-1] or "a place that is not named"
    note = code.note.format(
        agent=names(fields["actor1"].value, "somebody"), patient=names(fields["actor2"].value, "somebody"), place=place
    )
    remarks = {
        "claimed_by_party": " By the party's own account.",
        "denied": " This is denied.",
        "confirmed": " The other side confirms it.",
    }
    dead = fields["fatalities"].value
    return note[:1].upper() + note[1:] + (f" Dead: {dead}." if dead else "") + remarks.get(fields["mode"].value, "")
