"""What an event's sides are judged by, and a side: who, shown by which words, how sure.
Nothing here decides; `participants` and `counterparts` do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.coding.attribution import Attribution
from conflictmap.chronicle.coding.event_mentions import CHANGED_HANDS, EventMention, SentenceEvents
from conflictmap.chronicle.extraction.actors import ActorSpan, is_armed
from conflictmap.chronicle.language.lexicon import Lexicon

NAMED = 0.93  # the agent stands before its verb
NEAR = 0.75  # named in the event, but not in the verb's own clause
ALONE = 0.6  # the only actor of the paragraph that it can be
DIFFERS = 0.6  # words and syntax disagree on who did it to whom
LAST = 0.5  # the last one named in the text before that it can be
INFERRED = 0.5  # nobody is named, and the kind of action leaves one side
BY_KIND = 0.85  # follows from the kind of action: a protest is by protesters
UNNAMED = 0.4  # nobody is named


@dataclass(frozen=True, slots=True)
class Side:
    """One side of an event: actor_ids (none is a side too), the actors that show it, confidence 0 to 1, and why."""

    ids: tuple[str, ...]
    shown: tuple[tuple[SentenceEvents, ActorSpan], ...]
    sure: float
    why: str

    @property
    def cell(self) -> str:
        return "|".join(self.ids)


@dataclass(frozen=True, slots=True)
class ParticipantContext:
    """An event with its paragraph, by whose word it is told, and its day."""

    mention: EventMention
    paragraph: Sequence[SentenceEvents]
    word: Attribution
    day: date
    lexicon: Lexicon
    before: tuple[SentenceEvents, ...] = ()  # the paragraph before, under the same date
    heads: tuple[str, ...] = ()  # the actors of the heading that the paragraph stands under
    opponents: tuple[str, ...] = ()  # the armed opponents of the State named last in the text before

    reporter: tuple[str, ...] = ()  # the fighters of the party that reports, where a party to the war does

    @property
    def reporting(self) -> tuple[str, ...]:
        """Look up whom "our fighters" means: the reporting party; of an alliance the member that the text named last."""
        if self.reporter_is_state:
            return ()
        mine, last = set(self.reporter), set(self.opponents)
        if (len(mine) > 1 and last and last <= mine) or (mine and mine < last and self._acted_here(last)):
            return self.opponents  # the member that was named last, or those beside whom it fought
        return self.reporter

    def _fights(self, actor_id: str) -> bool:
        """Whether an actor fights itself: a government beside the State has others who do."""
        row = self.lexicon.actors.get(actor_id)
        return is_armed(actor_id, self.lexicon) and not (
            row is not None and row.kind == "state" and row.group != "State"
        )

    def _acted_here(self, ids: set[str]) -> bool:
        """Whether the paragraph tells of something that exactly these did together."""
        return any(
            trigger.agent is not None and set(trigger.agent.ids) == ids
            for sentence_events in self.paragraph
            for trigger in sentence_events.triggers
        )

    @property
    def reporter_is_state(self) -> bool:
        """Test whether the State's own outlet reports."""
        return self.groups(self.reporter) == {"State"}

    @property
    def state(self) -> str:
        """Look up the actor that is the State's government and army on that day, "" if the table has none."""
        return self.lexicon.state_on(self.day)

    def groups(self, ids: Iterable[str]) -> set[str]:
        """Look up the display groups of some actors."""
        return {self.lexicon.actors[actor_id].group for actor_id in ids if actor_id in self.lexicon.actors}

    def only(self, sentences: Sequence[SentenceEvents], group: str) -> tuple[SentenceEvents, ActorSpan] | None:
        """Find the one armed actor of a display group that these sentences name; None where there are none or several."""
        fighters: dict[tuple[str, ...], tuple[SentenceEvents, ActorSpan]] = {}
        for sentence_events in sentences:
            for span in sentence_events.annotated.actors:
                if self.groups(span.ids) == {group} and all(self._fights(each) for each in span.ids):
                    fighters.setdefault(span.ids, (sentence_events, span))
        named = {actor_id for ids in fighters for actor_id in ids}
        sides = [
            (sentence_events, side)
            for sentence_events in sentences
            for trigger in sentence_events.triggers
            for side in (trigger.agent, trigger.patient)
            if side is not None and len(side.ids) > 1 and set(side.ids) == named
        ]
        if len(fighters) > 1 and sides:  # "the KNLA and PDFs": one side
            return sides[0]
        if len(fighters) > 1:  # local fighters named beside their alliance
            fighters.pop(("PDF",), None)
        return next(iter(fighters.values())) if len(fighters) == 1 else None


def no_side(sure: float = UNNAMED) -> Side:
    """Make the side of an event for which the text names no actor."""
    return Side((), (), sure, "nobody is named")


def reporter_of(source: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Find who fights for the party that publishes a text: its armed wing, else itself, or the State; () where no party does."""
    names = [
        name for name, side in lexicon.sources.items() if name.lower() in source.lower() and side.startswith("party (")
    ]
    if names:
        actor_id = lexicon.sources[max(names, key=len)].removeprefix("party (").rstrip(")")
    else:
        actor_id = _named_in(source, lexicon)
    row = lexicon.actors.get(actor_id)
    wings = [wing.actor_id for wing in lexicon.actors.values() if wing.kind == "armed_group" and any(
        membership.of == actor_id for membership in wing.memberships)]  # fmt: skip
    if row is not None and row.kind == "state" and row.group == "State":
        return (actor_id,)
    if row is None or row.group != "Resistance":
        return ()
    if row.kind == "coalition" and 1 < len(wings) <= _MOST_MEMBERS:
        return tuple(wings)
    political = row.kind != "armed_group" or bool(_POLITICAL & set(row.name.split()))
    return tuple(wings[:1]) if wings and political else (actor_id,)


_MOST_MEMBERS = 4  # an alliance that publishes as one
_POLITICAL = frozenset(
    {"Union", "Organisation", "Party", "Government", "Council", "League"}
)  # "Karen National Union": the KNLA fights


def _named_in(source: str, lexicon: Lexicon) -> str:
    """The actor whose name begins a source's: "KNU Department of Information", "Arakan Army Info Desk"."""
    raw = re.findall(r"[\w'-]+", source)
    found = lexicon.book.find([word.lower() for word in raw], raw).get("actor", ())
    return next((match.payload[0][0] for match in found if match.first == 0 and raw[0][:1].isupper()), "")


def is_unarmed(context: ParticipantContext, named: ActorSpan) -> bool:
    """Test whether people who do not fight are named where only fighters can act: "to spare civilians air strikes"."""
    rows = [context.lexicon.actors.get(actor_id) for actor_id in named.ids]
    return context.mention.main.code.agent == "armed" and all(
        row is not None and row.kind == "civilian" for row in rows
    )


def only_places(context: ParticipantContext, named: ActorSpan) -> bool:
    """Test whether a country is named where a place of the war changed hands: it is no party to that."""
    return context.mention.main.code.code in CHANGED_HANDS and all(
        (row := context.lexicon.actors.get(actor_id)) is not None and row.kind == "foreign" for actor_id in named.ids
    )
