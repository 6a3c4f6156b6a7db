"""Where an event was, as the cell `location` of its row.
A place is its site, where it began or went to, or mere context; which, follows from the action and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import EventMention, SentenceEvents
from conflictmap.chronicle.drafts import Field
from conflictmap.chronicle.extraction.grammar.name_cues import Toponym, Vocabulary
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.placenames import bare_key
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.places.names.kinds import RANK, kind_of_word

_GATHERED = frozenset(
    {"held", "conference", "meeting", "talks", "summit", "session", "council", "met", "spoke", "visited"}
)


_ON_THE_WAY = frozenset({"flight", "movement", "blockade", "transfer", "service"})
_CONTEXT_FAMILIES = frozenset({"statement", "measure"})


def location_of(mention: EventMention, code: Code, vocabulary: Vocabulary) -> Field:
    """Write the cell `location`; places in a statement are context, unless it was made there."""
    written, evidence, sure = [], [], []
    site = _site(mention)
    seat = _seat_of_site(mention)
    localities = _narrow_first(_nested(_distinct(mention.localities)))
    alone = len(localities) == 1
    here = any(locality.role == "site" and not _is_abroad(locality, vocabulary) for locality in localities)
    roles = [_role_of(locality, mention, code, seat, alone=alone) for locality in localities]
    ends = any(locality.names[0].before == "between" for locality in localities)
    narrow = [
        locality
        for locality, role in zip(localities, roles, strict=True)
        if role == "site" and _is_narrow(locality) and not (ends and locality.names[0].before == "and")
    ]
    for locality, role in zip(localities, roles, strict=True):
        if role == "context" and not narrow and _is_between(locality) and code.family not in _CONTEXT_FAMILIES:
            role = "site"  # "raided a site between A and B": nothing narrower says where
        if role == "site" and here and code.family not in _ON_THE_WAY and _is_abroad(locality, vocabulary):
            role = "context"  # "thousands have crossed into Thailand since the army raided B"
        # a post without a name of its own lies at the first place that is named
        post = (
            site
            if seat is not None and locality.names[0] is seat.names[0] and role == "site" and not mention.inherited
            else ""
        )
        written.append(_under_topic(replace(locality, role=role, site=locality.site or post), mention.topic).written())
        shown = _sentence_of(mention, locality)
        if shown is not None:
            evidence += [shown.annotated.sentence.span(*at) for at in _named_here(locality, shown)]
        sure.append(_surety(locality, vocabulary))
    if mention.inherited or mention.widened:
        sure.append(0.7)
    if not written:
        return Field(
            "", 0.75 if code.family in _CONTEXT_FAMILIES | {"talks", "justice"} else 0.55, (), "no place is named"
        )
    return Field("; ".join(dict.fromkeys(written)), min(sure), tuple(evidence))


def _is_narrow(locality: Locality) -> bool:
    return locality.names[0].level <= RANK["township"]


def _is_between(locality: Locality) -> bool:
    """Whether a place is one of two between which something lies."""
    return locality.names[0].before == "between" or (locality.names[0].before == "and" and locality.role == "target")


def _narrow_first(localities: Sequence[Locality]) -> list[Locality]:
    """States and districts behind what is narrower: the first place is the one that a map shows."""
    return sorted(localities, key=lambda locality: locality.names[0].level > RANK["township"])


def _is_abroad(locality: Locality, vocabulary: Vocabulary) -> bool:
    return any(vocabulary.is_abroad(name.text) for name in locality.names)


def _role_of(locality: Locality, mention: EventMention, code: Code, seat: Locality | None, *, alone: bool) -> str:
    """The role of a place in an event of this code."""
    role, first = locality.role, locality.names[0]
    only_told = code.family in _CONTEXT_FAMILIES and not _made_there(mention, locality)
    if role == "site" and (only_told or (_aside(mention, locality) and not (alone and _after_only(mention, locality)))):
        # a ban on what leaves a port bears on the port; other statements only mention their places
        return "target" if code.code == "measure" else "context"
    between = first.before == "between" or (first.before == "and" and role == "target")
    if role in ("origin", "target") and between and code.family not in _ON_THE_WAY:
        return "context"  # "near A, between B and C": where the place lies
    if code.code == "withdrawal":
        return _role_of_leaving(locality, role)
    if role == "site" and seat is not None and first is not seat.names[0] and first.before == "from":
        return "origin"  # "the CDF from Falam attacked the camp at Tibual"
    return role


def _after_only(mention: EventMention, locality: Locality) -> bool:
    """ "Fired shells after a clash in A": the one place named, behind an "after", is where it was."""
    words = mention.sentence_events.annotated.sentence.words
    before = words[mention.main.end : locality.first]
    return "after" in before and not {"solidarity", "response", "protest", "condemned"} & set(words[: locality.first])


def _role_of_leaving(locality: Locality, role: str) -> str:
    """Of a withdrawal the place that is left is the site: "withdrew from A to B", "retreated to B"."""
    if role == "origin":
        return "site"
    return "target" if role == "site" and locality.names[0].before in ("to", "into", "towards", "toward") else role


def _named_here(locality: Locality, sentence_events: SentenceEvents) -> list[tuple[int, int]]:
    """The tokens of a place's names that stand in a sentence; a wider unit may be joined from another one."""
    here = {name for each in sentence_events.annotated.localities for name in each.names}
    return [(name.first, name.end) for name in locality.names if name in here]


def code_family(mention: EventMention) -> str:
    return mention.main.code.family


def _sentence_of(mention: EventMention, locality: Locality) -> SentenceEvents | None:
    return next(
        (
            sentence_events
            for sentence_events in (*mention.sentences, mention.sentence_events)
            if _holds(sentence_events, locality)
        ),
        None,
    )


def _under_topic(locality: Locality, topic: str) -> Locality:
    """Under a heading "Sagaing Region" a village without a wider unit is one of that region."""
    widest = max(name.level for name in locality.names)
    wider = [(part, kind_of_word(part.split()[-1])) for part in _units_of(topic)]
    return replace(
        locality,
        names=(
            *locality.names,
            *[
                Toponym(part, kind, 0, 0, "")
                for part, kind in sorted(wider, key=lambda pair: RANK.get(pair[1], -1))
                if RANK.get(kind, -1) >= RANK["township"] and RANK[kind] > widest
            ],
        ),
    )


def _units_of(topic: str) -> list[str]:
    """The units that a heading names and does nothing else: "Karen State, Mutraw District"; [] for a headline."""
    parts = [part.strip() for part in topic.split(",")]
    plain = all(
        0 < len(part.split()) <= 4 and all(word[:1].isupper() for word in part.split()[:-1] or [part]) for part in parts
    )
    return parts if plain and all(kind_of_word(part.split()[-1]) in RANK for part in parts) else []


def _holds(sentence_events: SentenceEvents, locality: Locality) -> bool:
    """Whether a sentence names a place, whatever wider unit was joined to it since."""
    return any(locality.names[0] in each.names for each in sentence_events.annotated.localities)


def _nested(localities: Sequence[Locality]) -> list[Locality]:
    """ "in Ye-U Township when troops torched Kan Thar Village": the township named apart says where the village is."""
    if len(localities) != 2 or any(locality.role != "site" or len(locality.names) != 1 for locality in localities):
        return list(localities)
    wide, narrow = sorted(localities, key=lambda chain: -chain.names[0].level)
    if wide.names[0].level < RANK["township"] or narrow.names[0].level not in (0, 1, 2):
        return list(localities)
    if {locality.names[0].before for locality in localities} & {"from", "to", "into", "and"}:
        return list(localities)
    return [replace(narrow, names=(*narrow.names, *wide.names))]


def _distinct(localities: Sequence[Locality]) -> list[Locality]:
    """Without places named again, or named already as the wider unit of another: "Yangon; North Dagon Township, Yangon"."""
    kept: list[Locality] = []
    for number, locality in enumerate(localities):
        others = [*kept, *localities[number + 1 :]] if len(locality.names) == 1 else kept
        if any(
            locality.key in {bare_key(name.text) for name in other.names} for other in others if other is not locality
        ):
            continue
        kept.append(locality)
    return kept


def _aside(mention: EventMention, locality: Locality) -> bool:
    """A place of what is told as background ("in solidarity with the operation in X") or of what is only talked about."""
    if mention.listed or mention.main.state == "background":
        return False
    for sentence_events in mention.sentences:
        if not _holds(sentence_events, locality):
            continue
        words = sentence_events.annotated.sentence.words
        for cue in sentence_events.annotated.cues("background"):
            if (
                cue.end <= locality.first
                and not (sentence_events is mention.sentence_events and cue.end <= mention.main.first)
                and words[cue.first] not in ("where", "who", "which", "whose", "during")
                and "," not in words[cue.end : locality.first]
            ):
                return True
        if code_family(mention) in _CONTEXT_FAMILIES | {"talks"} and any(
            trigger.state == "background"
            and trigger.low <= locality.first < trigger.high
            and trigger.first < locality.first
            for trigger in sentence_events.triggers
        ):
            return True
    return False


def _surety(locality: Locality, vocabulary: Vocabulary) -> float:
    if any(name.level >= 0 for name in locality.names):
        return 0.92
    return 0.9 if vocabulary.knows(locality.names[0].text) else 0.78


def _seat_of_site(mention: EventMention) -> Locality | None:
    """The place at which the object of the action lies: the first named behind it, else the first of all."""
    places = [locality for locality in mention.localities if locality.role == "site"]
    here = [
        locality
        for locality in places
        if locality in mention.sentence_events.annotated.localities
        and locality.first >= mention.main.object_tokens[1] > 0
    ]
    return here[0] if here else (places[0] if places else None)


def _made_there(mention: EventMention, locality: Locality) -> bool:
    sentence_events = next(
        (sentence_events for sentence_events in mention.sentences if _holds(sentence_events, locality)),
        mention.sentence_events,
    )
    words = sentence_events.annotated.sentence.words[max(0, locality.first - 6) : locality.first]
    near = mention.main.first <= locality.first <= mention.main.end + 2
    return locality.names[0].before in ("in", "at") and (
        (near and sentence_events is mention.sentence_events) or bool(_GATHERED & set(words))
    )


def _site(mention: EventMention) -> str:
    """The post that was attacked or taken, where it has no name: "military station", "hilltop outpost"."""
    trigger = mention.main
    first, end = trigger.object_tokens
    if trigger.object_class != "post" or not end or not mention.sentence_events.annotated.sentence.words[first:end]:
        return ""
    sentence = mention.sentence_events.annotated.sentence
    if any(locality.first <= first < locality.end for locality in mention.localities) or (
        sentence.words[end - 1].endswith("s") and not sentence.words[end - 1].endswith(("headquarters", "ss"))
    ):
        return ""
    before = sentence.raw[first - 1] if first else ""
    if (
        before.islower()
        and before.isalpha()
        and before.endswith(("top", "base", "litary", "lice", "army", "border", "toll", "port"))
    ):
        first -= 1
    return sentence.text_of(first, end).lower()
