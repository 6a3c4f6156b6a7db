"""A paragraph's deeds as happenings: what is one event, what is a second, what goes on about the first.
Nothing here decides a field of a row; `coding` does.

The rules, in the order they are asked, each with a test: a denial of a transfer stands for itself; a sentence that begins with
a continuing word or only counts the dead goes on; another family of deed, another spot or another day is a second happening."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from conflictmap.chronicle.coding.event_mentions import (
    MINOR,
    TOLD,
    TRANSFER_ACTS,
    VIOLENT,
    EventMention,
    SentenceEvents,
)
from conflictmap.chronicle.coding.grouping import apart, groups_of, share_spots
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.placenames import UNITS
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Lexicon


def find_happenings(
    scenes: Iterable[SentenceEvents], lexicon: Lexicon, carried: Sequence[Locality] = ()
) -> list[EventMention]:
    """The happenings of a paragraph, in its order.

    Parameters: carried, the spots of the paragraph before, for "the town" and "there" in the first sentences.
    """
    out: list[EventMention] = []
    for scene in scenes:
        if out and _is_denial(scene, out[-1]) and not (_denied_here(scene) and scene.marked.localities):
            out.append(replace(out[-1], denied=True, teller=scene, scenes=(scene,), tolls=()))
            continue
        if out and (listed := _listed(scene, out)) is not None:
            out += listed
            continue
        _tell(out, scene, groups_of(scene, lexicon), carried)
    return out


def _tell(
    out: list[EventMention], scene: SentenceEvents, groups: Sequence[Sequence[Trigger]], carried: Sequence[Locality]
) -> None:
    """Add a sentence's happenings; a sentence without any goes on about the last."""
    for deeds, localities in zip(groups, share_spots(scene, groups), strict=True):
        new = _happening(scene, deeds, localities, len(groups) > 1)
        if carried and not new.localities and not any(one.localities for one in out) and _points_back(new):
            new = replace(new, localities=tuple(carried), inherited=True)
        if _denied_here(scene) and new.main.code.family in VIOLENT:
            out.append(replace(new, denied=True, tolls=()))
            continue
        for one in _by_spot(new):
            _place(out, one)
    if not groups and out:
        at = _last_told(out)
        out[at] = _extended(out[at], scene)


def _place(out: list[EventMention], new: EventMention) -> None:
    """Add a happening, or join it to the one before."""
    at = _last_told(out) if out else -1
    if out and _goes_on(out[at], new):
        out[at] = _joined(out[at], new)
        return
    if (
        out
        and out[-1].scene is new.scene
        and {out[-1].main.code.code, new.main.code.code} <= TRANSFER_ACTS
        and not new.main.object_class
    ):
        main = replace(new.main, object_class=out[-1].main.object_class, object_tokens=out[-1].main.object_tokens)
        new = replace(new, main=main)  # "took a post, but lost it": the same post
    if out and new.teller is None and new.main.code.family in ("holding", "transfer", "armed") and _opens(new.scene):
        new = replace(new, teller=out[-1].teller or out[-1].scene)  # "This gives it control of X": still its own word
    if out and not new.localities and (_points_back(new) or _opens(new.scene)):
        new = replace(new, localities=out[-1].localities, inherited=True)
    if out and not new.localities and new.main.object_class in _UNNAMED:
        spots = next((one.localities for one in reversed(out) if one.localities), ())
        new = replace(new, localities=spots, inherited=bool(spots))
    out.append(new)


_UNNAMED = frozenset({"post", "garrison", "building"})  # what was struck has no name: it lies where the text just was


def _last_told(out: Sequence[EventMention]) -> int:
    """The happening that a following sentence goes on about: the last that is no mere item of a list or aside."""
    return next(
        (at for at in range(len(out) - 1, -1, -1) if not out[at].listed and out[at].main.state == "done"), len(out) - 1
    )


def _opens(scene: SentenceEvents) -> bool:
    return any(cue.first == 0 for cue in scene.marked.cues("continuation"))


def _happening(
    scene: SentenceEvents, deeds: Sequence[Trigger], localities: Sequence[Locality], shared: bool
) -> EventMention:
    told = all(deed.code.family in TOLD for deed in deeds)
    main = deeds[0] if told else max(deeds, key=lambda deed: (deed.code.rank, -deed.first))
    tolls = (scene.toll,) if scene.toll is not None else ()
    return EventMention(main, scene, tuple(deeds), (scene,), tuple(localities), tolls, shared=shared)


def _is_denial(scene: SentenceEvents, last: EventMention) -> bool:
    """A party denies the transfer told before: the same deed once more, with mode `denied`."""
    denies = [one for one in scene.marked.found.get("mode", ()) if one.payload[0] == "denies"]
    return bool(denies) and last.main.code.code in TRANSFER_ACTS and not last.denied


def _listed(scene: SentenceEvents, out: Sequence[EventMention]) -> list[EventMention] | None:
    """ "the third town seized after A and B": each further spot of a transfer just told is a happening of its own."""
    last = next((one for one in reversed(out) if one.main.code.code in TRANSFER_ACTS), None)
    opens = _opens(scene)
    taken = [deed for deed in scene.deeds if deed.code.code in TRANSFER_ACTS and deed.passive]
    if last is None or not opens or not taken:
        return None
    told = frozenset(key for one in out for key in one.keys)
    fresh = [one for one in scene.marked.localities if one.key not in told]
    return [replace(last, teller=scene, scenes=(scene,), localities=(one,), tolls=(), listed=True) for one in fresh]


def _by_spot(new: EventMention) -> list[EventMention]:
    """ "captured A, B and C": each town or camp that changes hands is a happening of its own."""
    sites = [one for one in new.localities if one.role == "site"]
    words = new.scene.marked.sentence.words
    gaps = [words[one.end : two.first] for one, two in pairwise(sites)]
    listed = len(sites) > 1 and all(gap in _LISTS for gap in gaps) and len(sites) == len(new.localities)
    if (
        not listed
        or new.inherited
        or new.main.code.code not in _TAKEN
        or sites[0].names[0].before in ("in", "at", "near")
    ):
        return [new]  # "captured posts in A and B": nobody says how many
    if any(name.level > UNITS["township"] for one in sites for name in one.names[:1]):
        return [new]
    return [replace(new, localities=(one,), tolls=new.tolls if number == 0 else ()) for number, one in enumerate(sites)]


_TAKEN = frozenset({"capture", "recapture", "fallen"})
_LISTS = frozenset({(",",), ("and",), (",", "and"), (";",), (";", "and")})


def _denied_here(scene: SentenceEvents) -> bool:
    """ "denied that its men had burned homes", "rumours that B had fallen were false": the deed of this sentence is denied."""
    words = scene.marked.sentence.words
    for one in scene.marked.found.get("mode", ()):
        if one.payload[0] != "denies":
            continue
        rumour = any(word.startswith(("rumour", "rumor", "claim", "report")) for word in words[: one.first])
        if one.end - one.first > 1:
            return rumour
        return any(deed.first >= one.end and deed.code.family in VIOLENT for deed in scene.deeds)
    return False


def _points_back(new: EventMention) -> bool:
    words = new.scene.marked.sentence.words
    pairs = {
        ("the", word)
        for word in (
            "village",
            "town",
            "city",
            "camp",
            "base",
            "outpost",
            "station",
            "area",
            "site",
            "post",
            "villages",
        )
    }
    return any(pair in pairs for pair in pairwise(words)) or bool({"there", "nearby"} & set(words))


def _goes_on(last: EventMention, new: EventMention) -> bool:
    """Whether a sentence's deed only says more of the happening before. The first rule that has an answer gives it."""
    if last.scene is new.scene or (
        any(when.kind in ("day", "range") for when in new.scene.whens) and not _dates_it(last, new)
    ):
        return False
    fresh_place = bool(new.keys) and not new.keys <= last.keys
    for rule in (_begins_operation, _opens_on, _more_of_violence, _talks_on):
        answer = rule(last, new, fresh_place)
        if answer is not None:
            return answer
    deed, family = new.main, new.main.code.family
    if fresh_place or apart(last.main, deed):
        return False
    if family == last.main.code.family:
        return bool(new.keys) or deed.code.code == last.main.code.code
    return family in MINOR


def _dates_it(last: EventMention, new: EventMention) -> bool:
    """ "The attack took place on 22 September": it says when the happening before was, of which no day is told yet."""
    words = new.scene.marked.sentence.words
    took = ("took", "place") in pairwise(words[:6]) or bool({"happened", "occurred"} & set(words[:6]))
    return took and _opens(new.scene) and not any(when.kind in ("day", "range") for when in last.scene.whens)


def _begins_operation(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """ "launched Operation X": the fighting told next is what it came to."""
    return True if last.main.code.code == "launch" and new.main.code.family == "armed" else None


def _opens_on(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """A sentence that begins with a continuing word: "They", "This", "The cause", "Similarly"."""
    if not _opens(new.scene):
        return None
    families = {new.main.code.family, last.main.code.family}
    if families == {"flight", "civil"}:
        return not fresh_place
    if not (new.main.code.family in TOLD | MINOR or len(families) == 1 or families <= VIOLENT):
        return None
    if fresh_place and apart(last.main, new.main):
        return None
    return new.main.code.code != "surrender" or last.main.code.code == "surrender"


def _more_of_violence(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """A count of the dead at no other spot; attackers who go again, which is nobody's withdrawal from a place held."""
    if new.main.code.code == "killing" and last.main.code.family in VIOLENT:
        return not fresh_place
    if new.main.code.code == "withdrawal" and new.main.doer is None and last.main.code.family == "armed":
        return True
    return None


def _speaks_anew(new: EventMention) -> bool:
    """An organisation that the tables do not know opens the sentence and speaks: a statement of its own."""
    if new.main.code.family not in TOLD or new.main.doer is not None:
        return False
    raw = new.scene.marked.sentence.raw[: new.main.first]
    return sum(word[:1].isupper() for word in raw[1:]) >= 2


def _talks_on(last: EventMention, new: EventMention, fresh_place: bool) -> bool | None:
    """A statement after something told: it goes on, unless another party speaks for itself."""
    if new.main.code.code not in ("statement", "warning", "meeting", "measure"):
        return None
    if _speaks_anew(new):
        return False
    reacts = any(one.payload[0] in ("reacts", "denies", "confirms") for one in new.scene.marked.found.get("mode", ()))
    if reacts or new.scene.toll is not None or new.main.doer is None:
        return not (fresh_place and new.main.doer is not None)
    told = {actor for deed in last.deeds for named in (deed.doer, deed.other) if named for actor in named.ids}
    return bool(told & set(new.main.doer.ids)) and last.main.code.family in TOLD


def _extended(last: EventMention, scene: SentenceEvents) -> EventMention:
    tolls = (*last.tolls, scene.toll) if scene.toll is not None else last.tolls
    return replace(last, scenes=(*last.scenes, scene), tolls=tolls)


def _joined(last: EventMention, new: EventMention) -> EventMention:
    """The two as one; the weightier deed leads, and a spot is taken over only where there was none."""
    deeds = (*last.deeds, *new.deeds)
    main = last.main
    if (
        new.main.code.rank > main.code.rank
        and (new.main.code.family == main.code.family or main.code.family == "flight")
    ) or main.code.code == "launch":
        main = new.main
    scene = new.scene if main is new.main else last.scene
    places = last.localities if last.keys and last.main.code.code != "launch" else (*new.localities, *last.localities)
    tolls = (*last.tolls, *new.tolls)
    return replace(
        last, main=main, scene=scene, deeds=deeds, scenes=(*last.scenes, new.scene), localities=places, tolls=tolls
    )
