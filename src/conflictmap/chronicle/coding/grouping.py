"""The deeds of one sentence by happening, and the spots that go with each.
Two deeds are one happening unless doers, spots or kinds keep them apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from conflictmap.chronicle.coding.event_mentions import MINOR, TOLD, TRANSFER_ACTS, VIOLENT, SentenceEvents
from conflictmap.chronicle.extraction.localities import Locality
from conflictmap.chronicle.extraction.triggers import Trigger
from conflictmap.chronicle.language.lexicon import Lexicon


def groups_of(scene: SentenceEvents, lexicon: Lexicon) -> list[list[Trigger]]:
    """The deeds of one sentence by happening: done ones, else attempts; a dated deed told as background stands for itself."""
    done = [deed for deed in scene.deeds if deed.state == "done"]
    if all(deed.code.family in TOLD for deed in done):
        done += [
            _as_attempt(deed, lexicon)
            for deed in scene.deeds
            if deed.state == "tried" and deed.code.family in ("armed", "transfer", "holding", "movement")
        ]
    if any(deed.code.family not in TOLD for deed in done):
        done = [deed for deed in done if deed.code.code not in ("statement", "warning")]
    groups: list[list[Trigger]] = []
    for deed in sorted(done, key=lambda deed: deed.first):
        home = next((group for group in reversed(groups) if _fits(group, deed, scene)), None)
        if home is None:
            groups.append([deed])
        else:
            home.append(deed)
    return groups + [[deed] for deed in scene.deeds if deed.state == "background" and _told_apart(deed, scene)]


def _as_attempt(deed: Trigger, lexicon: Lexicon) -> Trigger:
    """An attempt to take a place is a fight for it: a raid on a post, else a clash. Never a capture."""
    return replace(deed, code=lexicon.codes["raid" if deed.object_class == "post" else "attack"])


def _told_apart(deed: Trigger, scene: SentenceEvents) -> bool:
    """ "ten days after securing B": an earlier transfer with a spot and a day of its own."""
    if deed.code.code not in TRANSFER_ACTS:
        return False
    here = _inside(scene.marked.localities, deed.first, deed.high)
    if here and any(when.kind == "after" for when in scene.whens):
        return True
    sentence = scene.marked.sentence
    words = sentence.words[max(0, deed.low - 3) : deed.low]
    low, high = sentence.span(deed.low, deed.high)
    own = any(low <= when.start < high and when.kind in ("day", "weekday", "relative") for when in scene.whens)
    spot = here or _inside(scene.marked.localities, max(0, deed.low - 14), deed.low)
    return bool(spot) and ((own and "which" in words) or words[-3:] == ("day", "on", "which"))


def _fits(group: Sequence[Trigger], deed: Trigger, scene: SentenceEvents) -> bool:
    main = max(group, key=lambda one: one.code.rank)
    families = {main.code.family, deed.code.family}
    if "killing" in (main.code.code, deed.code.code) and families <= VIOLENT:
        return not (apart(main, deed) and _own_place(main, deed, scene))
    if families & MINOR:
        return not (families == {"statement"} and apart(main, deed))
    aimed = [
        one for one in (main, deed) if one.code.family == "armed" and one.object_class in ("post", "territory", "place")
    ]
    if families == {"armed", "remote"} and aimed and apart(main, deed):
        return False  # "jets bombed A as the KNLA attacked a camp": each side does its own
    if main.code.family == deed.code.family or families in (
        {"armed", "remote"},
        {"remote", "civil"},
        {"armed", "civil"},
        {"protest", "civil"},
    ):
        return not _turned(main, deed) and not (_own_place(main, deed, scene) and apart(main, deed))
    if families & TOLD and families <= TOLD | {"justice", "protest"}:
        return True
    return families in (
        {"holding", "armed"},
        {"armed", "blockade"},
        {"civil", "justice"},
        {"armed", "talks"},
    ) and not apart(main, deed)


def apart(one: Trigger, two: Trigger) -> bool:
    """Whether two deeds have doers that differ."""
    return one.doer is not None and two.doer is not None and not set(one.doer.ids) & set(two.doer.ids)


def _turned(one: Trigger, two: Trigger) -> bool:
    """A capture and its reversal: two happenings even at one spot."""
    return one.code.code != two.code.code and {one.code.code, two.code.code} >= {"recapture"} and apart(one, two)


def _own_place(one: Trigger, two: Trigger, scene: SentenceEvents) -> bool:
    here = {place.key for place in _inside(scene.marked.localities, one.low, one.high)}
    there = {place.key for place in _inside(scene.marked.localities, two.low, two.high)}
    return bool(here and there and not here & there)


def _inside(localities: Sequence[Locality], low: int, high: int) -> list[Locality]:
    return [one for one in localities if low <= one.first < high]


def share_spots(scene: SentenceEvents, groups: Sequence[Sequence[Trigger]]) -> list[list[Locality]]:
    """Each spot of a sentence goes to the happening in whose clause it stands, else to the nearest."""
    if len(groups) == 1:
        return [list(scene.marked.localities)]
    shares: list[list[Locality]] = [[] for _ in groups]
    for one in scene.marked.localities:
        near = [min(_distance(deed, one) for deed in group) for group in groups]
        if near:
            shares[near.index(min(near))].append(one)
    if shares and not shares[0] and len(groups) > 1:
        shares[0] = list(shares[1])
    return [
        share or (list(shares[0]) if _same_spot(scene, group) else [])
        for share, group in zip(shares, groups, strict=True)
    ]


def _same_spot(scene: SentenceEvents, group: Sequence[Trigger]) -> bool:
    return any(deed.code.code in TRANSFER_ACTS or deed.code.family in ("armed", "transfer") for deed in group)


def _distance(deed: Trigger, one: Locality) -> int:
    if deed.low <= one.first < deed.high:
        return 0
    return min(abs(one.first - deed.end), abs(deed.first - one.end))
