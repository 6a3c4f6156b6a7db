"""Who did it: the first rule that finds somebody gives a happening's doer.
An actor is written only where the text names one, or where the deed leaves a single one; else it is UNK, and asked.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from conflictmap.chronicle.coding.cases import ALONE, BY_KIND, NAMED, NEAR, NOBODY, ParticipantContext, Side
from conflictmap.chronicle.coding.counterparts import other_of
from conflictmap.chronicle.coding.event_mentions import EventMention, SentenceEvents
from conflictmap.chronicle.extraction.actors import ActorSpan, enemies, is_armed
from conflictmap.chronicle.language.lexicon import Code

_UNIT_NOUNS = frozenset({"column", "convoy", "unit", "battalion", "troops", "forces", "group", "militia", "columns"})
_OWN = frozenset({("its", "forces"), ("its", "troops"), ("its", "fighters"), ("its", "units")})
_MOST_WINGS = 2  # a government with more armed wings than this is not known by them


def doer_of(case: ParticipantContext) -> Side:
    """The doer of a happening; UNK where no rule finds one."""
    rules = (
        _by_kind, _subject, _denier, _pronoun, _opening, _of_a_deed, _from_the_air, _court, _fighters, _same_deed, _same_unit,
        _teller, _opponent, _people, _first, _only_armed,
    )  # fmt: skip
    for rule in rules:
        side = rule(case)
        if side is not None:
            return side
    return Side(("UNK",), (), NOBODY, "nobody is named")


def _by_kind(case: ParticipantContext) -> Side | None:
    """People flee, protesters protest, whatever the subject of the sentence."""
    kind = case.happening.main.code.doer
    if kind not in ("civilians", "protesters"):
        return None
    return Side(("CIV" if kind == "civilians" else "PROT",), (), BY_KIND, f"a deed of {kind}")


def _subject(case: ParticipantContext) -> Side | None:
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


_PRONOUNS = frozenset({"they", "it", "its", "he"})
_BACK = frozenset({"group", "fighters", "commandos", "alliance"})


def _pronoun(case: ParticipantContext) -> Side | None:
    """ "They attacked the town", "Its troops took B": the doer of the sentence before, where it did something itself."""
    scene, deed = case.happening.scene, case.happening.main
    words = scene.marked.sentence.words[deed.low : deed.first]
    words = words[1:] if words[:1] == (",",) else words
    points = bool(words) and (
        words[0] in _PRONOUNS or any(pair[0] == "the" and pair[1] in _BACK for pair in pairwise(words[:4]))
    )
    points = points or ("joint", "forces") in pairwise(words)
    opens = scene.marked.sentence.words[:1] == ("the",) and scene.number == 0 and deed.first <= 2
    points = points or (opens and deed.code.family == "armed")  # "The attack on B began"
    points = points or (deed.code.swap and "them" in scene.marked.sentence.words[deed.end - 1 : deed.end + 2])
    if (deed.passive and not deed.code.swap) or not points:
        return None
    for earlier in reversed(case.paragraph[: scene.number]):
        doers = [one.doer for one in earlier.deeds if one.doer is not None]
        if doers:
            return Side(doers[0].ids, ((earlier, doers[0]),), ALONE, "the doer of the sentence before")
    armed = tuple(one for one in case.heads if is_armed(one, case.lexicon))
    return Side(armed, (), ALONE, "named in the heading or before") if len(case.groups(armed)) == 1 else None


def _opening(case: ParticipantContext) -> Side | None:
    """The actor that opens the sentence, before any other verb of the tables: "Regime forces used people as human shields"."""
    scene, deed = case.happening.scene, case.happening.main
    first = next(iter(scene.marked.actors), None)
    if deed.passive or deed.code.swap or first is None or first.first > 3 or first.end > deed.first:
        return None
    if deed.code.doer not in ("armed", "any", "unknown") or any(one.first < deed.first for one in scene.deeds):
        return None
    spoke = any(first.end <= one.first < deed.first for one in scene.marked.found.get("mode", ()))
    if spoke or not all(is_armed(one, case.lexicon) for one in first.ids):
        return None
    return Side(first.ids, ((scene, first),), NEAR, "opens the sentence")


def _from_the_air(case: ParticipantContext) -> Side | None:
    """Air raids of nobody named: only the State has an air force; a drone can be anybody's."""
    if case.happening.main.code.code != "airstrike" or not case.state:
        return None
    words = {word for scene in case.happening.scenes for word in scene.marked.sentence.words}
    if words & {"drone", "drones", "paraglider", "paragliders", "paramotor", "gyrocopter"}:
        return None
    return Side((case.state,), (), BY_KIND, "only the State has an air force")


def _of_a_deed(case: ParticipantContext) -> Side | None:
    """The doer of another deed of the same happening."""
    for deed in case.happening.deeds:
        if deed.doer is not None and deed.code.family == case.happening.main.code.family:
            shown = (_scene_of(case, deed.doer), deed.doer)
            return Side(deed.doer.ids, (shown,), NEAR, "named for a deed of the same happening")
    return None


def _court(case: ParticipantContext) -> Side | None:
    if case.happening.main.code.doer != "state" or not case.state:
        return None
    return Side((case.state,), (), BY_KIND, "courts and prisons are the State's")


def _fighters(case: ParticipantContext) -> Side | None:
    """Those who fight and are named beside "clashes broke out": all of one side, the side that is not the State's first."""
    if case.happening.main.code.code not in ("clash", "attack", "launch"):
        return None
    struck = case.happening.main.other if case.happening.main.code.code == "attack" else None
    named = [
        (scene, one)
        for scene in case.happening.scenes
        for one in scene.marked.actors
        if not (struck and struck.first <= one.first < struck.end and scene is case.happening.scene)
        and all(is_armed(each, case.lexicon) for each in one.ids)
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


def _same_deed(case: ParticipantContext) -> Side | None:
    """The doer of the same kind of strike in the sentence before: "four more died when shells landed in B"."""
    code = case.happening.main.code
    if code.family != "remote":
        return None
    for scene in reversed(case.paragraph[: case.happening.scene.number]):
        for deed in scene.deeds:
            if deed.code.code == code.code and deed.doer is not None:
                return Side(deed.doer.ids, ((scene, deed.doer),), ALONE, "does the same in the sentence before")
    return None


def _same_unit(case: ParticipantContext) -> Side | None:
    """ "a column of SAC troops ... The column burned ...": a unit named before with whose it is."""
    scene, deed = case.happening.scene, case.happening.main
    words = scene.marked.sentence.words
    objects = scene.marked.found.get("object", ())
    units = {
        words[one.first] for one in objects if deed.low <= one.first < deed.first and words[one.first - 1] == "the"
    }
    for earlier in reversed([*case.before, *case.paragraph[: scene.number]]):
        for one in earlier.marked.actors:
            near = earlier.marked.sentence.words[max(0, one.first - 3) : one.end + 2]
            if units & _UNIT_NOUNS & set(near):
                return Side(one.ids, ((earlier, one),), ALONE, "whose unit it is stands in an earlier sentence")
    return None


def _teller(case: ParticipantContext) -> Side | None:
    """A party that tells of a deed of its side without naming the doer."""
    party, other = case.word.party, case.happening.main.other
    code = case.happening.main.code
    if code.doer != "armed" or code.swap or party is None or case.word.mode != "claimed_by_party":
        return None
    if other is not None and set(other.ids) & set(party.ids):
        return None
    return Side(party.ids, ((case.happening.scene, party),), ALONE, "the party that tells it")


def _opponent(case: ParticipantContext) -> Side | None:
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


def _denier(case: ParticipantContext) -> Side | None:
    """ "The AA denied that its men had burned homes": the deed is laid to the one who denies it."""
    scene, deed = case.happening.scene, case.happening.main
    if not case.happening.denied or case.happening.teller is not None or deed.passive:
        return None
    own = {"its", "his", "their", "it", "they"} & set(scene.marked.sentence.words[deed.low : deed.first])
    party = case.word.party
    if not own:
        return None
    if party is not None:
        return Side(party.ids, ((scene, party),), NEAR, "denies a deed of its own side")
    return Side(case.heads, (), ALONE, "named in the heading or before") if len(case.heads) == 1 else None


def _people(case: ParticipantContext) -> Side | None:
    """Elders, residents, workers before a verb of speech."""
    scene, deed = case.happening.scene, case.happening.main
    if deed.code.family not in ("statement", "measure") or deed.doer is not None:
        return None
    objects = scene.marked.found.get("object", ())
    if not any(one.payload[0] == "civilian" and deed.low <= one.first < deed.first for one in objects):
        return None
    return Side(("CIV",), (), ALONE, "people who are no party speak")


def _only_armed(case: ParticipantContext) -> Side | None:
    """Force against people, by the only one who fights that the sentence or the paragraph names, and who is not its victim."""
    deed = case.happening.main
    if (
        deed.code.family not in ("protest", "civil", "remote")
        or deed.code.code == "mine"
        or deed.object_class == "fighter"
    ):
        return None
    if any(toll.victims == "fighter" for toll in case.happening.tolls):
        return None
    for scenes in (case.happening.scenes, case.paragraph):
        found = {one.ids: (scene, one) for scene in scenes for one in scene.marked.actors
                 if all(is_armed(each, case.lexicon) for each in one.ids)}  # fmt: skip
        if len(found) == 1:
            scene, one = next(iter(found.values()))
            if deed.other is None or not set(deed.other.ids) & set(one.ids):
                return Side(one.ids, ((scene, one),), ALONE, "the only one named who fights")
        if found:
            return None
    return None


def _first(case: ParticipantContext) -> Side | None:
    """The first actor named, where anybody can be the doer."""
    if case.happening.main.code.doer != "any":
        return None
    first = next(((scene, one) for scene in case.happening.scenes for one in scene.marked.actors), None)
    return Side(first[1].ids, (first,), ALONE, "the first actor named") if first is not None else None


def _scene_of(case: ParticipantContext, named: ActorSpan) -> SentenceEvents:
    return next((scene for scene in case.happening.scenes if named in scene.marked.actors), case.happening.scene)


_TAKEN = ("capture", "recapture", "fallen", "lost")


def sides_of(case: ParticipantContext) -> tuple[Code, Side, Side]:
    """The code as its doer makes it, the doer's side and the other."""
    doer = doer_of(case)
    code = _by_doer(case, doer)
    other = other_of(case, code, doer)
    if not other.ids and code.act in ("agreement", "clash", "statement"):
        return code, *_parted(case, doer, other)
    return code, doer, other


def _parted(case: ParticipantContext, doer: Side, other: Side) -> tuple[Side, Side]:
    """ "The KNU and the council signed": those named together stand on two sides, where their sides are two."""
    first = case.groups(doer.ids[:1])
    rest = tuple(one for one in doer.ids if case.groups([one]) != first)
    if not rest or not all(case.groups([one]) - {""} for one in doer.ids):
        return doer, other
    mine = tuple(one for one in doer.ids if one not in rest)
    return replace(doer, ids=mine), Side(rest, doer.shown, doer.sure, "named together with the first")


def _by_doer(case: ParticipantContext, doer: Side) -> Code:
    """What the same words mean by who did it.

    A capture by a state is a recapture and the reverse (ACLED: government regains, non-state actor overtakes territory);
    fighters killed by fighters are a clash; people held by a party that is not the State's are its prisoners, and those
    that the State lets go have an amnesty.
    """
    code, codes = case.happening.main.code, case.lexicon.codes
    groups = case.groups(doer.ids)
    if code.code in _TAKEN:
        return codes["recapture" if groups == {"State"} else "capture"]
    if code.code == "arrest" and groups == {"Resistance"}:
        return codes["taken_prisoner"]
    if code.code == "rescue" and groups == {"State"}:
        return codes["amnesty"]
    if (
        code.code == "killing"
        and _fighters_died(case.happening)
        and any(is_armed(one, case.lexicon) for one in doer.ids)
    ):
        return codes["attack"]
    return _deadly(code, case.happening)


def _deadly(code: Code, happening: EventMention) -> Code:
    """Arson and detention in which people die are violence against civilians (ACLED: attack), and stay what they are as acts."""
    if code.code == "killing" and any(
        deed.code.act == "detention_arson" and deed.state == "done" for deed in happening.deeds
    ):
        return replace(code, act="detention_arson")
    dead = any(toll.dead and toll.victims != "fighter" for toll in happening.tolls)
    if code.code == "arson" and happening.tolls and (dead or happening.main.object_class == "civilian"):
        return replace(code, event_type="Violence against civilians", sub_event_type="Attack")
    return code


def _fighters_died(happening: EventMention) -> bool:
    return happening.main.object_class == "fighter" or any(toll.victims == "fighter" for toll in happening.tolls)
