"""The place an event takes over from what the text told before: "the town", "the village", "the camp", "there", or the last one fought for.
Nothing here places an event that names a place itself; a place taken over is marked as such, and asked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from conflictmap.chronicle.coding.event_mentions import VIOLENT, EventMention, SentenceEvents
from conflictmap.chronicle.extraction.army_units import is_unit
from conflictmap.chronicle.extraction.grammar.name_cues import Toponym, Vocabulary, bare
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.language.tokens import split_words
from conflictmap.places.names.kinds import RANK

_MOST = 24  # places that a text is remembered to have spoken of
_MOST_CHAINS = 60  # of those, told with their units
_NEAR = 4  # tokens between a noun and the name that it goes with: "the police station in the centre of X"
_ADJECTIVES = 2  # words between "the" and its noun: "the same strategic town"
_POINTING = frozenset({"the", "that", "this", "its", "same", "both"})
_TOWNS = frozenset({"town", "city", "capital"})
_VILLAGES = frozenset({"village", "hamlet", "settlement", "villages"})
_POSTS = frozenset({
    "camp", "base", "outpost", "station", "post", "battalion", "command", "headquarters", "garrison", "hill", "gate", "airport", "bridge", "checkpoint",
    "position", "compound", "barracks", "hilltop", "monastery", "school", "hospital", "prison", "mine", "port",
})  # fmt: skip
_CAMPS = frozenset({"camp", "base", "outpost", "post", "position", "garrison"})  # one word stands for another
_WIDE = frozenset({"area", "township", "district", "region", "site", "scene", "place", "ward"})
_NOUNS = _TOWNS | _VILLAGES | _POSTS | _WIDE
_ELSEWHERE = ("context", "origin")  # roles of places at which the event itself was not
_NO_SPOT = frozenset({"river", "road", "border", "lake"})  # what lies in several townships
_LEADING = frozenset({"in", "at", "", ":"})  # before the township that a sentence opens with
_CARRYING = VIOLENT | {"flight", "blockade", "movement", "seizure", "holding"}


@dataclass(frozen=True, slots=True)
class SpokenPlaces:
    """The places a text spoke of, in its order, each with the nouns that it went with; `site` is that of the last event."""

    places: tuple[tuple[frozenset[str], Locality], ...] = ()
    site: tuple[Locality, ...] = ()
    chains: tuple[Locality, ...] = ()  # places told with a wider unit, for their names told again without it

    def after(self, sentences: Iterable[SentenceEvents], mentions: Sequence[EventMention]) -> SpokenPlaces:
        """Return the places known once these sentences were read."""
        spoken = [
            (_nouns_of(locality, sentence_events), locality)
            for sentence_events in sentences
            for locality in sentence_events.annotated.localities
            if locality.role != "context"
        ]
        placed = [mention for mention in mentions if any(_is_spot(place) for place in mention.localities)]
        fought = [mention for mention in placed if mention.main.code.family in VIOLENT]
        named = fought or placed
        chains = [locality for _, locality in spoken if len(locality.names) > 1]
        return SpokenPlaces(
            (*self.places, *spoken)[-_MOST:],
            named[-1].localities if named else self.site,
            (*self.chains, *chains)[-_MOST_CHAINS:],
        )

    def widened(self, locality: Locality, unit: tuple[Toponym, ...], vocabulary: Vocabulary) -> Locality:
        """Return a narrow place with the units that the text gave its name before, else in the township told last; itself where it has its own.

        A name that no word calls a village is put only into a township in which the gazetteer has one of that name.
        Parameters: unit, the township that the event's own sentence names apart.
        """
        if not _lacks_unit(locality, vocabulary):
            return locality
        told = next((chain for chain in reversed(self.chains) if chain.key == locality.key), None)
        wider = told.names[1:] if told is not None else self._unit_around(locality, unit, vocabulary)
        added = [replace(name, relation="", first=0, end=0) for name in wider]
        return replace(locality, names=(*locality.names, *added))

    def _unit_around(
        self, locality: Locality, unit: tuple[Toponym, ...], vocabulary: Vocabulary
    ) -> tuple[Toponym, ...]:
        """The township told in the sentence, or last before it, in which a place lies."""
        name = bare(locality.names[0].text)
        spoken = [names for _, place in reversed(self.places) if (names := _unit_of(place, vocabulary))]
        for names in (unit, *spoken):
            if names and vocabulary.lies_in(name, bare(names[0].text)):
                return names
        if vocabulary.is_unique(name) or not (unit or locality.names[0].level >= 0):
            return ()
        return unit or next(iter(spoken), ())

    def meant(self, sentence_events: SentenceEvents, vocabulary: Vocabulary) -> tuple[Locality, ...]:
        """Find the place that "the town" or "there" of a sentence means; () where no word points back."""
        words = sentence_events.annotated.sentence.words
        for noun in _pointing_nouns(words):
            kinds = next((group for group in (_TOWNS, _VILLAGES, _CAMPS) if noun in group), frozenset({noun}))
            for nouns, locality in reversed(self.places):
                bare = not nouns and noun in _TOWNS | _VILLAGES and vocabulary.knows(locality.names[0].text)
                if nouns & kinds or bare:
                    return (_bare_site(locality),)
            if self.site:
                return self.site
        return self.site if {"there", "nearby"} & set(words) else ()


def with_carried_places(
    mentions: Sequence[EventMention],
    sentences: Sequence[SentenceEvents],
    known: SpokenPlaces,
    topic: Sequence[Locality],
    vocabulary: Vocabulary,
) -> list[EventMention]:
    """Give events without a place of their own the one that their words point back to, else the last that the text fought for.

    Parameters: sentences, the paragraph; known, what the text spoke of before it; topic, the places of its headline, for a text that named none yet.
    """
    out: list[EventMention] = []
    read = 0
    for mention in mentions:
        until = max(read, mention.sentence_events.number)
        known = known.after(sentences[read:until], out[-1:])
        read = until
        mention = _unit_placed(_in_same_township(mention, known), known)
        mention = _widened(mention, known, vocabulary)
        own = mention.inherited or any(place.role not in _ELSEWHERE for place in mention.localities)
        if (
            own and mention.localities and (not mention.inherited or is_unit(mention.localities[0].names[0].text))
        ) or mention.main.code.family not in _CARRYING:
            out.append(mention)
            continue
        meant = _without_units(known.meant(mention.sentence_events, vocabulary))
        here, others = (mention.localities, ()) if own else ((), mention.localities)
        places = meant or here or _home(mention, vocabulary) or _without_units(known.site) or tuple(topic)
        places = tuple(known.widened(place, (), vocabulary) for place in places)
        out.append(replace(mention, localities=(*places, *others), inherited=bool(places)))
    return out


def _widened(mention: EventMention, known: SpokenPlaces, vocabulary: Vocabulary) -> EventMention:
    """A village that the sentence names without its township lies where the text said before, else in the township it spoke of last."""
    if mention.inherited or mention.main.code.family not in _CARRYING:
        return mention
    beside = [unit for place in mention.localities if place.role == "site" and (unit := _unit_of(place, vocabulary))]
    unit = beside[0] if len(beside) == 1 and beside[0][0].before in _LEADING else ()
    if beside and (not unit or _is_listed_with_another(unit[0], mention)):
        return mention  # a township stands in the sentence, and nobody says of what
    localities = tuple(
        known.widened(place, unit, vocabulary) if place.role == "site" else place for place in mention.localities
    )
    return replace(mention, localities=localities, widened=localities != mention.localities)


def _is_listed_with_another(unit: Toponym, mention: EventMention) -> bool:
    """ "In A and B": two places, of which neither lies in the other."""
    words = mention.sentence_events.annotated.sentence.words
    return words[unit.end : unit.end + 1] == ("and",) or words[max(0, unit.first - 1) : unit.first] == ("and",)


def _lacks_unit(locality: Locality, vocabulary: Vocabulary) -> bool:
    """Whether a place is a village, a ward or a name that the gazetteer does not have, with nothing wider beside it."""
    narrow = all(name.level < RANK["town"] and name.kind not in _NO_SPOT for name in locality.names)
    if not narrow or any(vocabulary.knows(name.text) for name in locality.names[1:]):
        return False
    return not any(
        vocabulary.is_unit(bare(name.text)) or is_unit(name.text) or vocabulary.is_abroad(name.text)
        for name in locality.names
    )


def _unit_of(locality: Locality, vocabulary: Vocabulary) -> tuple[Toponym, ...]:
    """The township or the town of a place, with what is wider; () where it has none."""
    if locality.role == "context":
        return ()
    for at, name in enumerate(locality.names):
        if name.level in (RANK["township"], RANK["town"]) or (name.level == -1 and vocabulary.is_unit(name.text)):
            return locality.names[at:]
    return ()


def _without_units(places: Sequence[Locality]) -> tuple[Locality, ...]:
    """Places for another event: of "Battalion 378, Buthidaung" the town; a battalion alone stays."""
    return tuple(
        replace(place, names=place.names[1:]) if len(place.names) > 1 and is_unit(place.names[0].text) else place
        for place in places
    )


def _is_spot(place: Locality) -> bool:
    """Whether a place is narrower than a district or a state, so that "there" can mean it."""
    return place.names[0].level <= RANK["township"] and place.role not in _ELSEWHERE


def _unit_placed(mention: EventMention, known: SpokenPlaces) -> EventMention:
    """ "Battalion 345 fell", of which the sentence does not say where it lies: where the text just was."""
    if len(mention.localities) != 1 or not known.site or mention.inherited:
        return mention
    (unit,) = mention.localities
    wider = known.site[0].names
    if len(unit.names) != 1 or not is_unit(unit.names[0].text) or is_unit(wider[0].text):
        return mention
    placed = replace(unit, names=(*unit.names, *[replace(name, relation="") for name in wider]))
    return replace(mention, localities=(placed,), inherited=True)


def _in_same_township(mention: EventMention, known: SpokenPlaces) -> EventMention:
    """ "In the same township, ... at A": the township named last says where A lies."""
    words = mention.sentence_events.annotated.sentence.words
    pointed = any(
        words[at : at + 2] in (("same", "township"), ("that", "township"), ("this", "township"))
        for at in range(len(words))
    )
    if not pointed or not mention.localities:
        return mention
    wide = next(
        (name for _, locality in reversed(known.places) for name in locality.names if name.level == RANK["township"]),
        None,
    )
    if wide is None:
        return mention
    inside = tuple(
        replace(place, names=(*place.names, replace(wide, relation="")))
        if place.names[-1].level < wide.level
        else place
        for place in mention.localities
    )
    return replace(mention, localities=inside)


def _home(mention: EventMention, vocabulary: Vocabulary) -> tuple[Locality, ...]:
    """ "The Pyay PDF": a local force is named after its township, where it mostly fights."""
    sentence = mention.sentence_events.annotated.sentence
    for trigger in mention.triggers:
        span = trigger.agent
        if (
            span is None
            or not span.first
            or not {"pdf", "ldf", "pdfs", "defence"} & set(sentence.words[span.first : span.end])
        ):
            continue
        end = span.first - (sentence.words[span.first - 1] in ("township", "district"))
        for first in range(max(0, end - 3), end):
            name = sentence.text_of(first, end)
            if name[:1].isupper() and vocabulary.knows(name):
                return (Locality((Toponym(name, "", first, end, ""),)),)
    return ()


def headline_places(topic: str, vocabulary: Vocabulary) -> tuple[Locality, ...]:
    """Find the first name of a headline that the gazetteer has, the longest first; states and regions only where there is no other."""
    words = topic.replace("’", "'").split()
    wide: tuple[Locality, ...] = ()
    for at in range(len(words)):
        for length in (3, 2, 1):
            name = " ".join(words[at : at + length]).strip(",.:;()'\"").removesuffix("'s")
            if len(words[at : at + length]) < length or not name[:1].isupper() or not vocabulary.knows(name):
                continue
            if set(split_words(name)) & vocabulary.organisations:
                continue
            place = (Locality((Toponym(name, "", 0, 0, ""),)),)
            if length == 1 and at + 1 < len(words) and words[at + 1].strip(",.:;") in ("State", "Region"):
                wide = wide or place
                continue
            return place
    return wide


def _pointing_nouns(words: Sequence[str]) -> list[str]:
    """The nouns of places that a sentence points back with, in order: "the town", "that village", "the same army camp"."""
    out = []
    for at, word in enumerate(words):
        if word not in _NOUNS:
            continue
        before = words[max(0, at - 1 - _ADJECTIVES) : at]
        if _POINTING & set(before) and words[at + 1 : at + 2] not in (("of",), ("'s",)):
            out.append(word)
    return out


def _nouns_of(locality: Locality, sentence_events: SentenceEvents) -> frozenset[str]:
    """The nouns that a place goes with: its kind, and the post beside its name."""
    words = sentence_events.annotated.sentence.words
    first, end = locality.names[0].first, locality.names[0].end
    beside = (*words[max(0, first - _NEAR) : first], *words[end : end + 2])
    nouns = {word for word in beside if word in _POSTS}
    own = locality.names[0].kind
    return frozenset(nouns | ({own} if own in RANK or own in _NOUNS else set()))


def _bare_site(locality: Locality) -> Locality:
    """The place as an event's site, without how another sentence stood to it."""
    return replace(locality, role="site")
