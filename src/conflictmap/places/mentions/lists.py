"""Names in a list at the head of a phrase: "Hpasawng, Mese, and Ywar Thit townships" are three of one kind.
Nothing here knows a place, and a list needs its "and" or a plural at its end: commas alone also part a place from what is around it.
"""

from __future__ import annotations

import re

from conflictmap.places.names.kinds import KIND_WORDS, UNIT_KINDS, is_generic, kind_of_word, split_kind

ALL_OF = "all of"  # the relation of a mention that names several places at once
_NAME = r"[A-Z][\w'’-]*(?:[ ](?:[A-Z][\w'’-]*|\d+))*"
_LIST = re.compile(
    rf"\s*(?P<first>{_NAME}(?:\s*,\s*{_NAME})*),?\s+(?:and|&)\s+(?P<last>{_NAME}(?:\s+[a-z]+)?)\s*(?=$|,|\s(?:in|of)\s)"
)
_PLURAL = "|".join(
    word
    for kind in ("village", "ward", "town", "township", "district")
    for word in KIND_WORDS[kind]
    if word.endswith("s")
)
_ROW = re.compile(
    rf"\s*(?P<first>{_NAME}(?:\s*,\s*{_NAME})*)\s*,\s*(?P<last>{_NAME}\s+(?:{_PLURAL}))\s*(?=$|,|\s(?:in|of)\s)"
)
_OWNER = re.compile(r"['’]s\s")
_SPLIT = re.compile(r"\s*,\s*")

Member = tuple[str, int, str]  # name, where it starts, kind


def listed(text: str) -> tuple[list[Member], str]:
    """Return the members of a list that leads the text, and what follows it; none where the text begins with no list."""
    match = _LIST.match(text) or _ROW.match(text)
    if match is None or _OWNER.search(match.group()):
        return [], text
    last, kind = split_kind(match["last"])
    words = match["last"].split()
    if words[-1].islower() and not kind_of_word(words[-1]):
        return [], text
    members: list[Member] = []
    at = match.start("first")
    for name in _SPLIT.split(match["first"]):
        at = text.index(name, at)
        bare, own = split_kind(name)
        members.append((bare if own in UNIT_KINDS else name, at, own or kind))
        at += len(name)
    members.append((last, text.index(last, match.start("last")), kind))
    if any(is_generic(name) for name, _, _ in members) or not _alike(members):
        return [], text
    return members, text[match.end() :]


def listed_units(text: str) -> list[str]:
    """Return the units of a stated list, each with the kind word that is said of all; the text alone where it is no list.

    >>> listed_units("Waingmaw and Momauk townships"), listed_units("Gangaw and Pakokku District")
    (['Waingmaw township', 'Momauk township'], ['Gangaw', 'Pakokku District'])
    """
    members, rest = listed(text) if " and " in text or " & " in text else ([], text)
    kind = members[-1][2] if members else ""
    if len(members) > 2 and not kind and not rest.strip(" ,"):
        return [name for name, _, _ in members]
    if kind not in ("township", "district", "town"):
        return [text]
    if not re.search(r"s\b\s*$", text[: len(text) - len(rest)]):
        return [text[at:].partition(" and ")[0].strip(" ,") for _, at, _ in members]
    return [*(f"{name} {kind}" for name, _, _ in members), *([rest.strip(" ,")] if rest.strip(" ,") else [])]


def _alike(members: list[Member]) -> bool:
    """Places of one ladder: a road between two towns, or a group's name, is no list."""
    return all(kind in ("", *UNIT_KINDS) for _, _, kind in members)
