"""Where a sentence plays: its places, chained from narrow to wide and written in the grammar of `location`.
Nothing here asks a gazetteer what a name means; a list of known names may be given to tell names from other words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from conflictmap.chronicle.extraction.grammar.name_cues import Toponym, Vocabulary
from conflictmap.chronicle.extraction.placenames import JOINING, RELATING, bare_key, find_names, shared_kinds
from conflictmap.chronicle.language.tokens import Sentence
from conflictmap.places.names.kinds import RANK, is_generic, kind_of_word

_WHOSE = frozenset(
    {"groups", "group", "forces", "fighters", "organisations", "organizations", "supporters", "people", "refugees"}
)


_LED = 5  # tokens before a unit that opens a sentence: "Further south, in"
_OPENING = frozenset(
    {"on", "in", "at", "from", ",", "the", "also", "and", "meanwhile", "night", "morning", "evening", "early"}
)
_SITE_NOUNS = frozenset({"camp", "base", "outpost", "hill", "station", "headquarters", "bridge", "post", "gate"})
_MOST_JOINING = 5  # tokens between a place and what it lies in
_APPOSED = 14  # tokens of ", a small town in"
_PLACE_NOUNS = frozenset(
    {
        "town",
        "village",
        "city",
        "port",
        "hamlet",
        "suburb",
        "ward",
        "camp",
        "base",
        "outpost",
        "post",
        "seat",
        "crossing",
    }
)
_BORDER_THINGS = frozenset({
    "guard", "guards", "gate", "gates", "post", "posts", "town", "towns", "police", "trade", "crossing", "checkpoint", "outpost", "village", "close", "near",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Locality:
    """A chain of names for one place, narrowest first, with its role: one mention of `location`."""

    names: tuple[Toponym, ...]
    role: str = "site"
    site: str = ""  # a site without a name of its own that lies there: "military station"

    @property
    def first(self) -> int:
        return min(name.first for name in self.names)

    @property
    def end(self) -> int:
        return max(name.end for name in self.names)

    @property
    def key(self) -> str:
        """Return the narrowest name in bare letters; two chains with the same key are one place."""
        return bare_key(self.names[0].text)

    def written(self) -> str:
        """Write the mention in the grammar of the cell `location`."""
        parts = [f"{name.relation} {name.text}".strip() for name in self.names]
        if self.site:
            parts.insert(0, self.site)
        prefix = "" if self.role == "site" else f"{self.role}: "
        return prefix + ", ".join(parts)


def find_localities(sentence: Sentence, taken: Sequence[tuple[int, int]], vocabulary: Vocabulary) -> list[Locality]:
    """Find the places a sentence names, left to right.

    Parameters: taken, tokens that name actors or dates (half-open), which are no places; vocabulary, for names that no kind word or
    preposition gives away, and for those that are an organisation's.
    """
    names, lists = shared_kinds(find_names(sentence, taken, vocabulary), sentence)
    opening = {at for low, high in taken for at in range(low, high)}
    chains = _both_in(_shared_units(_chains(names, sentence, lists), lists), sentence)
    return _roles(_with_lead(chains, sentence, opening), sentence)


def _chains(names: list[Toponym], sentence: Sentence, lists: Mapping[int, int]) -> list[list[Toponym]]:
    """Names that say where one place is, together. `lists` has the number of its list for each name (by its first token)."""
    chains: list[list[Toponym]] = []
    for name in names:
        last = chains[-1][-1] if chains else None
        listed = last is not None and name.first in lists and lists.get(last.first) == lists[name.first]
        if last is not None and not listed and _belongs(last, name, sentence):
            if name.level != -1 and (name.level < last.level or sentence.words[last.end] == "'s"):
                chains[-1].insert(0, name)
            else:
                chains[-1].append(name)
            continue
        chains.append([name])
    return [_by_width(chain) for chain in chains]


def _by_width(chain: list[Toponym]) -> list[Toponym]:
    """Narrow to wide, where every name says its unit: "outside A village, in C Region's B township"."""
    return sorted(chain, key=lambda name: name.level) if all(name.level >= 0 for name in chain) else chain


def _shared_units(chains: list[list[Toponym]], lists: Mapping[int, int]) -> list[list[Toponym]]:
    """ "A, B and C Townships of D Region": what places the last of a list places all of it."""
    wider = {lists[chain[0].first]: chain[1:] for chain in chains if chain[0].first in lists and len(chain) > 1}
    return [
        [*chain, *wider[lists[chain[0].first]]] if len(chain) == 1 and lists.get(chain[0].first) in wider else chain
        for chain in chains
    ]


def _both_in(chains: list[list[Toponym]], sentence: Sentence) -> list[list[Toponym]]:
    """ "A and, on 19 June, B, both in C Township": the unit behind "both in" or "all of them in" places what stands before it."""
    for at in range(1, len(chains)):
        wide = next(
            (number for number, name in enumerate(chains[at]) if number and name.level >= RANK["township"]), None
        )
        if wide is None:
            continue
        gap = sentence.words[chains[at][wide - 1].end : chains[at][wide].first]
        if not {"both", "all"} & set(gap):
            continue
        units = chains[at][wide:]
        return [
            [*chain, *units] if max(name.level for name in chain) < units[0].level else chain for chain in chains[:at]
        ] + chains[at:]
    return chains


def _belongs(last: Toponym, name: Toponym, sentence: Sentence) -> bool:
    """Whether `name` says where `last` is: "X Village, Y Township", "X outside Y in Z State", "Z's Y Township"."""
    gap = sentence.words[last.end : name.first]
    if name.relation and gap[-1:] != ("near",):  # ", located about 10 miles northeast of B"
        gap = gap[: max(1, len(gap) - len(name.relation.split()))]
    if (
        len(gap) <= _APPOSED
        and gap[:1] == (",",)
        and gap[1:2] in (("a",), ("an",), ("the",))
        and (gap[-1] in ("in", "of") or name.relation)
    ):
        placed = bool(set(gap) & _PLACE_NOUNS) or any(kind_of_word(word) for word in gap)
        return placed and (name.level > last.level or bool(name.relation))
    if not gap or "and" in gap or ";" in gap:
        return False
    joined = (word in JOINING or word in RELATING or word in _SITE_NOUNS for word in gap)
    if not ((len(gap) <= _MOST_JOINING and all(joined)) or (len(gap) <= _APPOSED and _is_of_site(gap))):
        return False
    if name.level == -1:
        return last.level <= RANK["township"] and name.kind == ""
    if last.level == -1 and gap[0] == "'s":
        return True
    return name.level > last.level or (name.level < last.level and gap[0] in (",", "'s"))


_OF_SITES = frozenset({"cement", "sugar", "also", ".", "ward", "no"})


def _is_of_site(gap: Sequence[str]) -> bool:
    """ "The Alpha cement factory in B", "at A, also in B": words between the name of a site and where it lies."""
    return gap[-1] in ("in", "at", "near", "of") and all(
        word in JOINING
        or word in RELATING
        or is_generic(word)
        or kind_of_word(word)
        or word in _OF_SITES
        or word.isdecimal()
        for word in gap
    )


def _with_lead(chains: list[list[Toponym]], sentence: Sentence, dated: set[int]) -> list[list[Toponym]]:
    """A state or township that opens the sentence ("In Rakhine State, ...") places all that has none of its own.

    A date may stand before it: "On 18 June, in Kani Township, ...".
    """
    if len(chains) < 2 or len(chains[0]) > 1:
        return chains
    if chains[0][0].level == -1 and _opens_bare(chains[0][0], sentence):
        return (
            [[*chain, replace(chains[0][0], relation="")] if _is_part(chain) else chain for chain in chains[1:]]
            if all(_is_part(chain) for chain in chains[1:])
            else chains
        )
    if chains[0][0].level < RANK["township"]:
        return chains
    lead = chains[0][0]
    led = sentence.words[lead.end : lead.end + 1] == (",",) and lead.before == "in" and lead.first <= _LED
    opens = led or all(at in dated or sentence.words[at] in _OPENING for at in range(lead.first))
    if not opens and chains[0][0].first > 2:
        return chains
    rest = []
    for chain in chains[1:]:
        widest = max(name.level for name in chain)
        rest.append([*chain, replace(lead, relation="")] if widest < lead.level else chain)
    return rest if any(len(chain) > len(old) for chain, old in zip(rest, chains[1:], strict=True)) else chains


def _opens_bare(name: Toponym, sentence: Sentence) -> bool:
    """ "In Yangon, ...": a bare name that opens the sentence, up to a comma."""
    return name.first == 1 and sentence.words[0] == "in" and sentence.words[name.end : name.end + 1] == (",",)


def _is_part(chain: Sequence[Toponym]) -> bool:
    """Whether a place is a township, a ward or a village, without anything wider."""
    return max(name.level for name in chain) in range(RANK["township"] + 1) and all(name.level >= 0 for name in chain)


def _roles(chains: list[list[Toponym]], sentence: Sentence) -> list[Locality]:
    localities = [Locality(tuple(chain)) for chain in chains]
    out: list[Locality] = []
    for number, locality in enumerate(localities):
        before = locality.names[0].before
        following = localities[number + 1].names[0].before if number + 1 < len(localities) else ""
        previous = localities[number - 1].names[0].before if number else ""
        role = "site"
        if (
            (before == "from" and following in ("to", "into", "of", "towards"))
            or _is_source(sentence, locality)
            or (out and out[-1].role == "origin" and previous != "between" and _listed(sentence, out[-1], locality))
        ):
            role = "origin"
        elif before in ("to", "into", "towards", "of") and previous == "from":
            role = "target"
        elif (
            _on_border(sentence, locality)
            or _is_apposed_role(sentence, locality)
            or _is_linked(sentence, locality)
            or _is_of_word(sentence, locality)
            or (out and out[-1].role == "context" and _listed(sentence, localities[number - 1], locality))
        ):
            role = "context"
        elif (
            before in ("in", "from")
            and locality.first > 2
            and _of_whom(sentence, locality)
            and len(localities) > number + 1
        ):
            role = (
                "context"  # "weapons for groups in Kayah State were seized in X": where the groups are, not the seizure
            )
        elif before == "between" or (previous == "between" and _listed(sentence, localities[number - 1], locality)):
            role = "origin" if before == "between" else "target"
        out.append(replace(locality, role=role))
    return out


def _is_source(sentence: Sentence, locality: Locality) -> bool:
    """ "Shells fired from A", "troops from A and B stormed C", "came flying out of A": where what moves or flies set out."""
    words = sentence.words
    at = locality.names[0].first
    first = max(0, at - _SOURCE_REACH)
    before = words[first:at]
    if before[-3:] == ("from", "the", "direction") or before[-4:] == ("from", "the", "direction", "of"):
        return True
    out_of = before[-2:] == ("out", "of")
    near = before[-1:] == ("from",) or before[-2:] in (("from", "the"), ("from", "near"))
    if not (out_of or near) or _LEAVING & set(words[max(0, at - 10) : at]):
        return False
    return bool((_FLYING if out_of else _SENT) & set(before))


_SOURCE_REACH = 7  # tokens before a name in which what set out from there stands
_FLYING = frozenset(
    {
        "came",
        "flew",
        "flying",
        "fired",
        "shell",
        "shells",
        "rocket",
        "rockets",
        "jets",
        "jet",
        "plane",
        "planes",
        "helicopter",
        "warplane",
        "warplanes",
        "fighter",
        "coming",
        "took",
        "launched",
        "sent",
    }
)
_SENT = _FLYING | frozenset({
    "artillery", "mortar", "mortars", "howitzer", "howitzers", "shelling", "gunfire", "drones", "aircraft", "troops", "column", "columns", "soldiers", "reinforcements",
    "convoy", "battalion", "battalions", "helicopters", "marched", "marching", "advancing", "advanced", "stationed", "based", "reinforcement", "flotilla",
})  # fmt: skip
_LEAVING = frozenset({
    "withdrew", "withdraw", "withdrawn", "withdrawing", "withdrawal", "retreat", "retreated", "retreating", "fled", "flee", "fleeing", "pulled", "pull", "pulling", "driven", "drove", "expelled",
    "ousted", "escaped", "left", "leave", "evacuated", "chased", "removed", "repelled", "forced", "flushed", "cleared", "released", "moved", "slipped", "dislodged", "kilometres", "kilometers", "km",
    "miles", "mile", "away", "far", "seized", "captured", "taken", "recaptured", "wrested", "freed", "rescued", "abducted", "arrested", "displaced", "disappeared", "missing",
})  # fmt: skip


def _is_linked(sentence: Sentence, locality: Locality) -> bool:
    """ "The bridge that links the town to B", "the road leading to B", "opposite B": what lies at the other end."""
    at = locality.names[0].first
    before = sentence.words[max(0, at - _LINK_REACH) : at]
    linked = any(word in _LINKS for word in before) and before[-1:] in (("to",), ("with",), ("and",), ("the",))
    return (
        linked or before[-1:] == ("opposite",) or before[-2:] in (("across", "from"), ("that", "of"), ("those", "of"))
    )


_LINK_REACH = 6  # tokens from "links" to the name of the other end
_LINKS = frozenset(
    {"link", "links", "linking", "linked", "connect", "connects", "connecting", "connected", "leads", "leading"}
)


def _is_of_word(sentence: Sentence, locality: Locality) -> bool:
    """ "Further talks in A", "speaking from A", "told by phone from A": where people met or spoke."""
    at = locality.names[0].first
    before = sentence.words[max(0, at - 4) : at]
    if before[-1:] == ("from",) and _SPEAKING & set(before):
        return True
    return bool(_MEETINGS & set(before)) and bool({"in", "at"} & set(before[-2:]))


_SPEAKING = frozenset({"speaking", "said", "spoke", "told", "telephone", "phone", "writing"})
_MEETINGS = frozenset({"talks", "negotiations", "summit", "mediation"})


def _on_border(sentence: Sentence, locality: Locality) -> bool:
    words = sentence.words
    return any(
        words[at] in ("border", "borders") and words[at + 1] not in _BORDER_THINGS
        for at in range(max(0, locality.first - 4), locality.first)
    )


def _is_apposed_role(sentence: Sentence, locality: Locality) -> bool:
    """ "captured the town, seat of the X command", "home to Y": what the place is known for, not where it happened."""
    before = sentence.words[max(0, locality.first - 4) : locality.first]
    return any(
        before[at : at + 2] in (("seat", "of"), ("home", "to"), ("home", "of"), ("birthplace", "of"))
        for at in range(len(before))
    )


def _of_whom(sentence: Sentence, locality: Locality) -> bool:
    return (
        bool(_WHOSE & set(sentence.words[locality.first - 2 : locality.first]))
        and "for" in sentence.words[max(0, locality.first - 5) : locality.first]
    )


def _listed(sentence: Sentence, last: Locality, locality: Locality) -> bool:
    gap = sentence.words[last.end : locality.first]
    return len(gap) <= 2 and "and" in gap
