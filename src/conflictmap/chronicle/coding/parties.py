"""A happening's code and both its sides, in the table's order for its act: doer and other.
Nothing here reads words; it weighs what `deeds` and `happenings` found.
"""

from __future__ import annotations

from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import Happening
from conflictmap.chronicle.coding.others import other_of
from conflictmap.chronicle.coding.participants import doer_of
from conflictmap.chronicle.coding.sides import Case, Side
from conflictmap.chronicle.extraction.actors import is_armed
from conflictmap.chronicle.language.lexicon import Code

_TAKEN = ("capture", "recapture", "fallen", "lost")


def sides_of(case: Case) -> tuple[Code, Side, Side]:
    """The code as its doer makes it, the doer's side and the other."""
    doer = doer_of(case)
    code = _by_doer(case, doer)
    other = other_of(case, code, doer)
    if not other.ids and code.act in ("agreement", "clash", "statement"):
        return code, *_parted(case, doer, other)
    return code, doer, other


def _parted(case: Case, doer: Side, other: Side) -> tuple[Side, Side]:
    """ "The KNU and the council signed": those named together stand on two sides, where their sides are two."""
    first = case.groups(doer.ids[:1])
    rest = tuple(one for one in doer.ids if case.groups([one]) != first)
    if not rest or not all(case.groups([one]) - {""} for one in doer.ids):
        return doer, other
    mine = tuple(one for one in doer.ids if one not in rest)
    return replace(doer, ids=mine), Side(rest, doer.shown, doer.sure, "named together with the first")


def _by_doer(case: Case, doer: Side) -> Code:
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


def _deadly(code: Code, happening: Happening) -> Code:
    """Arson and detention in which people die are violence against civilians (ACLED: attack), and stay what they are as acts."""
    if code.code == "killing" and any(
        deed.code.act == "detention_arson" and deed.state == "done" for deed in happening.deeds
    ):
        return replace(code, act="detention_arson")
    dead = any(toll.dead and toll.victims != "fighter" for toll in happening.tolls)
    if code.code == "arson" and happening.tolls and (dead or happening.main.object_class == "civilian"):
        return replace(code, event_type="Violence against civilians", sub_event_type="Attack")
    return code


def _fighters_died(happening: Happening) -> bool:
    return happening.main.object_class == "fighter" or any(toll.victims == "fighter" for toll in happening.tolls)
