"""Drafts of a sheet's row with what its own columns state: who, against whom, where, how many dead.
A column outweighs the words of the row's text; nothing here reads that text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.drafts import Draft, Field
from conflictmap.chronicle.extraction.actors import find_actors
from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.tokens import read_sentences
from conflictmap.chronicle.text.sheet_rows import RowFacts

_STATED = 0.9  # a cell of its own says so
_ALONE = 0.6  # a cell says so, but for which of several events of the row is open
_PEOPLE = re.compile(r"\b(?:civilians?|villagers?|residents?|people|idps?)\b", re.IGNORECASE)


def apply_facts(drafts: Sequence[Draft], facts: RowFacts, lexicon: Lexicon) -> list[Draft]:
    """Set the fields that the row's columns state; actors and dead on the first of several events, the place on all."""
    agents, patients = _actors(facts.agents, facts, lexicon), _actors(facts.patients, facts, lexicon)
    sure = _STATED if len(drafts) == 1 else _ALONE
    out = []
    for number, draft in enumerate(drafts):
        fields = dict(draft.fields)
        if facts.place:
            fields["location"] = _placed(fields["location"], facts.place)
        if number == 0 and agents:
            fields["actor1"] = Field("|".join(agents), sure, (), "stated in the row")
        if number == 0 and patients and patients != agents:
            fields["actor2"] = Field("|".join(patients), sure, (), "stated in the row")
        strikes = fields["act"].value == "remote_strike" and not fields["actor2"].value and not facts.patients
        if strikes and set(fields["actor1"].value.split("|")) <= {row.actor_id for row in lexicon.states}:
            fields["actor2"] = Field("CIV", _ALONE, (), "inferred: people live in the place that is hit")
        if number == 0 and facts.dead and not fields["fatalities"].value:
            fields["fatalities"] = Field(facts.dead, sure, (), "stated in the row")
        out.append(replace(draft, fields=fields))
    return out


def _placed(where: Field, place: str) -> Field:
    """The places of the text within those of the row's columns; the latter where the text names none."""
    if not where.value:
        return Field(place, _ALONE, (), "stated in the row")
    wider = [part for part in place.split(", ") if part.split()[0].lower() not in where.value.lower()]
    parts = [", ".join([part, *wider]) for part in where.value.split("; ")]
    return replace(where, value="; ".join(parts))


def _actors(cell: str, facts: RowFacts, lexicon: Lexicon) -> tuple[str, ...]:
    """The actors that a cell names, in its order; none where it names nobody that the tables know."""
    ids: list[str] = []
    for sentence in read_sentences(cell, abbreviations=lexicon.abbreviations, spellings=lexicon.spellings):
        matches = lexicon.book.find(sentence.words, sentence.raw).get("actor", ())
        for span in find_actors(sentence, matches, lexicon, facts.days[0], facts.place):
            ids += span.ids
    if not ids and _PEOPLE.search(cell):
        return ("CIV",)
    return tuple(dict.fromkeys(ids))
