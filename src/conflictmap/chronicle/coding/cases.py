"""What a happening's sides are judged by, and a side: who, shown by which words, how sure.
Nothing here decides; `participants` and `counterparts` do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.coding.attribution import Attribution
from conflictmap.chronicle.coding.event_mentions import EventMention, SentenceEvents
from conflictmap.chronicle.extraction.actors import ActorSpan, is_armed
from conflictmap.chronicle.language.lexicon import Lexicon

NAMED = 0.93  # the doer stands before its verb
NEAR = 0.75  # named in the happening, but not in the verb's own clause
ALONE = 0.6  # the only actor of the paragraph that it can be
BY_KIND = 0.85  # follows from the kind of deed: a protest is by protesters
NOBODY = 0.4  # nobody is named


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a happening: actor_ids (none is a side too), the actors that show it, confidence 0 to 1, and why."""

    ids: tuple[str, ...]
    shown: tuple[tuple[SentenceEvents, ActorSpan], ...]
    sure: float
    why: str

    @property
    def cell(self) -> str:
        return "|".join(self.ids)


@dataclass(frozen=True, slots=True)
class ParticipantContext:
    """A happening with its paragraph, by whose word it is told, and its day."""

    happening: EventMention
    paragraph: Sequence[SentenceEvents]
    word: Attribution
    day: date
    lexicon: Lexicon
    before: tuple[SentenceEvents, ...] = ()  # the paragraph before, under the same date
    heads: tuple[str, ...] = ()  # the actors of the heading that the paragraph stands under

    @property
    def state(self) -> str:
        """The actor that is the State's government and army on that day, "" if the table has none."""
        rows = [one for one in self.lexicon.actors.values() if one.kind == "state" and one.group == "State"]
        return next((one.actor_id for one in [*rows, *rows[::-1]] if one.lives(self.day) or one is rows[-1]), "")

    def groups(self, ids: Iterable[str]) -> set[str]:
        """The display groups of some actors."""
        return {self.lexicon.actors[one].group for one in ids if one in self.lexicon.actors}

    def only(self, scenes: Iterable[SentenceEvents], group: str) -> tuple[SentenceEvents, ActorSpan] | None:
        """The one actor of a display group that fights and is named in these scenes; None where there are none or several."""
        found: dict[tuple[str, ...], tuple[SentenceEvents, ActorSpan]] = {}
        for scene in scenes:
            for one in scene.marked.actors:
                if self.groups(one.ids) == {group} and all(is_armed(each, self.lexicon) for each in one.ids):
                    found.setdefault(one.ids, (scene, one))
        if len(found) > 1:  # local fighters named beside their alliance
            found.pop(("PDF",), None)
        return next(iter(found.values())) if len(found) == 1 else None


def nobody(sure: float = NOBODY) -> Side:
    """No actor: the table's UNK for a doer, nothing for the other side."""
    return Side((), (), sure, "nobody is named")
