"""Who did it: the first rule that finds somebody gives a happening's doer.
An actor is written only where the text names one, or where the deed leaves a single one; else it is UNK, and asked.
"""

from __future__ import annotations

from itertools import pairwise

from conflictmap.chronicle.coding.event_mentions import Scene
from conflictmap.chronicle.coding.sides import ALONE, BY_KIND, NAMED, NEAR, NOBODY, Case, Side
from conflictmap.chronicle.extraction.actors import Named, enemies, is_armed

_UNIT_NOUNS = frozenset({"column", "convoy", "unit", "battalion", "troops", "forces", "group", "militia", "columns"})
_OWN = frozenset({("its", "forces"), ("its", "troops"), ("its", "fighters"), ("its", "units")})
_MOST_WINGS = 2  # a government with more armed wings than this is not known by them


def doer_of(case: Case) -> Side:
    """The doer of a happening; UNK where no rule finds one."""
    for rule in (_by_kind, _subject, _of_a_deed, _court, _fighters, _same_deed, _same_unit, _teller, _opponent, _first):
        side = rule(case)
        if side is not None:
            return side
    return Side(("UNK",), (), NOBODY, "nobody is named")


def _by_kind(case: Case) -> Side | None:
    """People flee, protesters protest, whatever the subject of the sentence."""
    kind = case.happening.main.code.doer
    if kind not in ("civilians", "protesters"):
        return None
    return Side(("CIV" if kind == "civilians" else "PROT",), (), BY_KIND, f"a deed of {kind}")


def _subject(case: Case) -> Side | None:
    """The actors before the verb; "its forces had taken" adds the armed wing to the government that speaks."""
    named = case.happening.main.doer
    if named is None:
        return None
    ids = named.ids
    if any(pair in _OWN for pair in pairwise(case.happening.scene.marked.sentence.words[named.end : named.end + 12])):
        actors = case.lexicon.actors.values()
        wings = [
            one.actor_id
            for one in actors
            if one.kind == "armed_group" and any(one.belongs_to(each, case.day) for each in ids)
        ]
        ids = (*ids, *[wing for wing in wings if wing not in ids]) if len(wings) <= _MOST_WINGS else ids
    return Side(ids, ((case.happening.scene, named),), NAMED * named.sure, "stands before its verb")


def _of_a_deed(case: Case) -> Side | None:
    """The doer of another deed of the same happening."""
    for deed in case.happening.deeds:
        if deed.doer is not None and deed.code.family == case.happening.main.code.family:
            shown = (_scene_of(case, deed.doer), deed.doer)
            return Side(deed.doer.ids, (shown,), NEAR, "named for a deed of the same happening")
    return None


def _court(case: Case) -> Side | None:
    if case.happening.main.code.doer != "state" or not case.state:
        return None
    return Side((case.state,), (), BY_KIND, "courts and prisons are the State's")


def _fighters(case: Case) -> Side | None:
    """Those who fight and are named beside "clashes broke out": all of one side, the side that is not the State's first."""
    if case.happening.main.code.code not in ("clash", "attack", "launch"):
        return None
    named = [
        (scene, one)
        for scene in case.happening.scenes
        for one in scene.marked.actors
        if all(is_armed(each, case.lexicon) for each in one.ids)
    ]
    if not named:  # "Fighting goes on in B": between those of the sentences before
        named = [
            (scene, one)
            for scene in case.paragraph[: case.happening.scene.number]
            for one in scene.marked.actors
            if all(is_armed(each, case.lexicon) for each in one.ids)
        ]
    for of_state in (False, True):
        side = [pair for pair in named if (case.groups(pair[1].ids) == {"State"}) == of_state]
        if side:
            ids = tuple(dict.fromkeys(each for _, one in side for each in one.ids))
            return Side(ids, tuple(side), NEAR, "named beside the fighting")
    return None


def _same_deed(case: Case) -> Side | None:
    """The doer of the same kind of strike in the sentence before: "four more died when shells landed in B"."""
    code = case.happening.main.code
    if code.family != "remote":
        return None
    for scene in reversed(case.paragraph[: case.happening.scene.number]):
        for deed in scene.deeds:
            if deed.code.code == code.code and deed.doer is not None:
                return Side(deed.doer.ids, ((scene, deed.doer),), ALONE, "does the same in the sentence before")
    return None


def _same_unit(case: Case) -> Side | None:
    """ "a column of SAC troops ... The column burned ...": a unit named before with whose it is."""
    scene, deed = case.happening.scene, case.happening.main
    words = scene.marked.sentence.words
    objects = scene.marked.found.get("object", ())
    units = {
        words[one.first] for one in objects if deed.low <= one.first < deed.first and words[one.first - 1] == "the"
    }
    for earlier in reversed(case.paragraph[: scene.number]):
        for one in earlier.marked.actors:
            near = earlier.marked.sentence.words[max(0, one.first - 3) : one.end + 2]
            if units & _UNIT_NOUNS & set(near):
                return Side(one.ids, ((earlier, one),), ALONE, "whose unit it is stands in an earlier sentence")
    return None


def _teller(case: Case) -> Side | None:
    """A party that tells of a deed of its side without naming the doer."""
    party, other = case.word.party, case.happening.main.other
    if case.happening.main.code.doer != "armed" or party is None or case.word.mode != "claimed_by_party":
        return None
    if other is not None and set(other.ids) & set(party.ids):
        return None
    return Side(party.ids, ((case.happening.scene, party),), ALONE, "the party that tells it")


def _opponent(case: Case) -> Side | None:
    """The only one named that stands against the other side."""
    other = case.happening.main.other
    against = enemies(other.ids, case.lexicon) if other is not None else ""
    if case.happening.main.code.doer != "armed" or not against:
        return None
    for scenes in (case.happening.scenes, case.paragraph):
        found = case.only(scenes, against)
        if found is not None:
            return Side(found[1].ids, (found,), ALONE, "the only one named that stands against the other side")
    return None


def _first(case: Case) -> Side | None:
    """The first actor named, where anybody can be the doer."""
    if case.happening.main.code.doer != "any":
        return None
    first = next(((scene, one) for scene in case.happening.scenes for one in scene.marked.actors), None)
    return Side(first[1].ids, (first,), ALONE, "the first actor named") if first is not None else None


def _scene_of(case: Case, named: Named) -> Scene:
    return next((scene for scene in case.happening.scenes if named in scene.marked.actors), case.happening.scene)
