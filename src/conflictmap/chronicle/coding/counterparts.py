"""Who it was done to: the first rule that has an answer gives a happening's other side.
Nobody is guessed: a side that the text leaves open is empty, and asked.
"""

from __future__ import annotations

from conflictmap.chronicle.coding.cases import ALONE, BY_KIND, NEAR, ParticipantContext, Side, nobody
from conflictmap.chronicle.extraction.actors import ActorSpan, enemies, is_armed
from conflictmap.chronicle.language.lexicon import Code


def other_of(case: ParticipantContext, code: Code, doer: Side) -> Side:
    """The other side of a happening, given its code as its doer makes it."""
    for rule in (_one_sided, _unarmed, _receiver, _warned, _struck, _hurt, _behind_the_verb, _enemy):
        side = rule(case, code, doer)
        if side is not None:
            return side
    return nobody(0.7)


def _one_sided(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    return Side((), (), 0.85, "the act has one side") if code.other == "none" else None


def _unarmed(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    """Civilians or protesters, by the kind of deed; fighters where the text says so."""
    if code.other not in ("civilians", "protesters"):
        return None
    if _named(case, code, doer) is not None and case.happening.main.object_class == "fighter":
        return None
    return Side(("CIV" if code.other == "civilians" else "PROT",), (), BY_KIND, f"done to {code.other}")


def _receiver(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    """ "declared that the unit had surrendered to them": the one who tells of it."""
    party = case.word.party
    if code.act != "surrender" or _named(case, code, doer) is not None or party is None:
        return None
    if set(party.ids) & set(doer.ids):
        return None
    return Side(party.ids, ((case.happening.scene, party),), 0.8, "the party that tells of it")


def _warned(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    """A warning of the State to people at large."""
    people = any(one.payload[0] == "civilian" for one in case.happening.scene.marked.found.get("object", ()))
    if code.code != "warning" or doer.ids != (case.state,) or not people:
        return None
    return Side(("CIV",), (), ALONE, "people at large are addressed")


def _struck(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    """Who the dead or the hit fighters belong to: an armed actor that is named and stands against the doer."""
    fighters = any(toll.victims == "fighter" for toll in case.happening.tolls)
    if code.other != "any" or not (fighters or case.happening.main.object_class == "fighter"):
        return None
    group = enemies(doer.ids, case.lexicon)
    found = case.only(case.happening.scenes, group) if group else None
    return Side(found[1].ids, (found,), NEAR, "those who were hit") if found is not None else None


def _hurt(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    """People or their houses were hit, and nobody who fights."""
    happening = case.happening
    classes = {deed.object_class for deed in happening.deeds if deed.state == "done"} | {
        toll.victims for toll in happening.tolls if toll.dead
    }
    dead = any(toll.dead for toll in happening.tolls) and happening.main.other is None
    if happening.scene.marked.cues("hurt"):
        classes |= {one.payload[0] for one in happening.scene.marked.found.get("object", ())}
    if code.other != "any" or "fighter" in classes or not ({"civilian", "building"} & classes or dead):
        return None
    return Side(("CIV",), (), 0.8, "the people hit are civilians")


def _behind_the_verb(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    named = _named(case, code, doer)
    if named is None or (code.other == "enemy" and case.groups(named.ids) == case.groups(doer.ids) != {""}):
        return None  # "..., according to the KNLA": an ally is not the enemy
    ids = tuple(one for one in named.ids if one not in doer.ids) or named.ids
    return Side(ids, ((case.happening.scene, named),), 0.85 * named.sure, "named behind the verb")


def _enemy(case: ParticipantContext, code: Code, doer: Side) -> Side | None:
    """The State's army where the doer fights it; else the only one named that the doer fights."""
    if code.other != "enemy":
        return None
    group = enemies(doer.ids, case.lexicon)
    if group == "State" and case.state:
        return Side((case.state,), (), BY_KIND, "the State's army is what the doer fights")
    for scenes in (case.happening.scenes, case.paragraph):
        found = case.only(scenes, group) if group else None
        if found is not None:
            return Side(found[1].ids, (found,), NEAR, "the only one named that the doer fights")
    heads = tuple(one for one in case.heads if case.groups([one]) == {group} and is_armed(one, case.lexicon))
    if group and heads:
        return Side(heads, (), ALONE, "named in the heading or before")
    return nobody()


def _named(case: ParticipantContext, code: Code, doer: Side) -> ActorSpan | None:
    """The actor behind the verb, if it is another than the doer; a hand-over may be to a part of one's own side."""
    named = case.happening.main.other
    if named is None or named is case.happening.main.doer:
        return None
    return None if set(named.ids) <= set(doer.ids) and code.act != "handover" else named
