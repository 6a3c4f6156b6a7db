"""Where a happening was, as the cell `location` of its row.
A spot is its site, where it began or went to, or mere context; which, follows from the deed and the words around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import EventMention, SentenceEvents
from conflictmap.chronicle.drafts import Field
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.placenames import UNITS, Toponym, Vocabulary, bare_key
from conflictmap.chronicle.language.lexicon import Code
from conflictmap.places.names.kinds import kind_of_word

_GATHERED = frozenset(
    {"held", "conference", "meeting", "talks", "summit", "session", "council", "met", "spoke", "visited"}
)


_ON_THE_WAY = frozenset({"flight", "movement", "blockade", "transfer", "service"})
_CONTEXT_FAMILIES = frozenset({"statement", "measure"})


def location_of(happening: EventMention, code: Code, vocabulary: Vocabulary) -> Field:
    """The spots in the table's grammar; a statement's spots are context unless it was made there."""
    written, evidence, sure = [], [], []
    site = _site(happening)
    seat = _seat_of_site(happening)
    for one in _nested(_distinct(happening.localities)):
        role = one.role
        if role == "site" and (
            (code.family in _CONTEXT_FAMILIES and not _made_there(happening, one)) or _aside(happening, one)
        ):
            # a ban on what leaves a port bears on the port; other statements only mention their spots
            role = "target" if code.code == "measure" else "context"
        if (
            role in ("origin", "target")
            and one.names[0].before in ("between", "and")
            and code.family not in _ON_THE_WAY
        ):
            role = "context"  # "near A, between B and C": where the spot lies
        if role == "site" and seat is not None and one.names[0] is not seat.names[0] and one.names[0].before == "from":
            role = "origin"  # "the CDF from Falam attacked the camp at Tibual"
        # a post without a name of its own lies at the first spot that is named
        here = (
            site
            if seat is not None and one.names[0] is seat.names[0] and role == "site" and not happening.inherited
            else ""
        )
        written.append(_under_topic(replace(one, role=role, site=one.site or here), happening.topic).written())
        shown = _scene_of(happening, one)
        if shown is not None:
            evidence += [shown.marked.sentence.span(name.first, name.end) for name in one.names]
        sure.append(_surety(one, vocabulary))
    if happening.inherited:
        sure.append(0.7)
    if not written:
        return Field(
            "", 0.75 if code.family in _CONTEXT_FAMILIES | {"talks", "justice"} else 0.55, (), "no place is named"
        )
    return Field("; ".join(dict.fromkeys(written)), min(sure), tuple(evidence))


def code_family(happening: EventMention) -> str:
    return happening.main.code.family


def _scene_of(happening: EventMention, one: Locality) -> SentenceEvents | None:
    return next((scene for scene in (*happening.scenes, happening.scene) if _holds(scene, one)), None)


def _under_topic(one: Locality, topic: str) -> Locality:
    """Under a heading "Sagaing Region" a village without a wider unit is one of that region."""
    widest = max(name.level for name in one.names)
    wider = [(part, kind_of_word(part.split()[-1])) for part in _units_of(topic)]
    return replace(
        one,
        names=(
            *one.names,
            *[
                Toponym(part, kind, 0, 0, "")
                for part, kind in sorted(wider, key=lambda pair: UNITS.get(pair[1], -1))
                if UNITS.get(kind, -1) >= UNITS["township"] and UNITS[kind] > widest
            ],
        ),
    )


def _units_of(topic: str) -> list[str]:
    """The units that a heading names and does nothing else: "Karen State, Mutraw District"; [] for a headline."""
    parts = [part.strip() for part in topic.split(",")]
    plain = all(0 < len(part.split()) <= 4 and all(word[:1].isupper() for word in part.split()) for part in parts)
    return parts if plain and all(kind_of_word(part.split()[-1]) in UNITS for part in parts) else []


def _holds(scene: SentenceEvents, one: Locality) -> bool:
    """Whether a sentence names a spot, whatever wider unit was joined to it since."""
    return any(one.names[0] in each.names for each in scene.marked.localities)


def _nested(localities: Sequence[Locality]) -> list[Locality]:
    """ "in Ye-U Township when troops torched Kan Thar Village": the township named apart says where the village is."""
    if len(localities) != 2 or any(one.role != "site" or len(one.names) != 1 for one in localities):
        return list(localities)
    wide, narrow = sorted(localities, key=lambda one: -one.names[0].level)
    if wide.names[0].level < UNITS["township"] or narrow.names[0].level not in (0, 1, 2):
        return list(localities)
    if {one.names[0].before for one in localities} & {"from", "to", "into", "and"}:
        return list(localities)
    return [replace(narrow, names=(*narrow.names, *wide.names))]


def _distinct(localities: Sequence[Locality]) -> list[Locality]:
    """Without spots named again, or named already as the wider unit of another: "Yangon; North Dagon Township, Yangon"."""
    kept: list[Locality] = []
    for number, one in enumerate(localities):
        others = [*kept, *localities[number + 1 :]] if len(one.names) == 1 else kept
        if any(one.key in {bare_key(name.text) for name in other.names} for other in others if other is not one):
            continue
        kept.append(one)
    return kept


def _aside(happening: EventMention, one: Locality) -> bool:
    """A spot of what is told as background ("in solidarity with the operation in X") or of what is only talked about."""
    if happening.listed or happening.main.state == "background":
        return False
    for scene in happening.scenes:
        if not _holds(scene, one):
            continue
        words = scene.marked.sentence.words
        for cue in scene.marked.cues("background"):
            if (
                cue.end <= one.first
                and words[cue.first] not in ("where", "who", "which", "whose", "during")
                and "," not in words[cue.end : one.first]
            ):
                return True
        if code_family(happening) in _CONTEXT_FAMILIES | {"talks"} and any(
            deed.state == "background" and deed.low <= one.first < deed.high and deed.first < one.first
            for deed in scene.deeds
        ):
            return True
    return False


def _surety(one: Locality, vocabulary: Vocabulary) -> float:
    if any(name.level >= 0 for name in one.names):
        return 0.92
    return 0.9 if vocabulary.knows(one.names[0].text) else 0.78


def _seat_of_site(happening: EventMention) -> Locality | None:
    """The spot at which the object of the deed lies: the first named behind it, else the first of all."""
    spots = [one for one in happening.localities if one.role == "site"]
    here = [
        one
        for one in spots
        if one in happening.scene.marked.localities and one.first >= happening.main.object_tokens[1] > 0
    ]
    return here[0] if here else (spots[0] if spots else None)


def _made_there(happening: EventMention, one: Locality) -> bool:
    scene = next((scene for scene in happening.scenes if _holds(scene, one)), happening.scene)
    words = scene.marked.sentence.words[max(0, one.first - 6) : one.first]
    near = happening.main.first <= one.first <= happening.main.end + 2
    return one.names[0].before in ("in", "at") and ((near and scene is happening.scene) or bool(_GATHERED & set(words)))


def _site(happening: EventMention) -> str:
    """The post that was attacked or taken, where it has no name: "military station", "hilltop outpost"."""
    deed = happening.main
    first, end = deed.object_tokens
    if deed.object_class != "post" or not end or not happening.scene.marked.sentence.words[first:end]:
        return ""
    sentence = happening.scene.marked.sentence
    if any(one.first <= first < one.end for one in happening.localities) or (
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
    return sentence.said(first, end).lower()
