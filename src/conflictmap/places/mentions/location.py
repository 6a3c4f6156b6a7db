"""Mentions: the toponyms of an event's `location`, with kind word, stated context, relation and role.
Nothing here asks a gazetteer; what a name refers to is settled in `matching`.

The grammar of a location (docs in data/events.csv's dictionary): mentions separated by `;`, each with an optional role
prefix `origin:`, `target:`, `context:`; after commas the wider units, smallest first. "military station, Pan Dein
Village, Mese Township" names a site without a name of its own, so its mention is the smallest unit that has one;
"Three villages, Kawlin" are no one spot, and stay a mention as written.
"Manpan village of Kutkai Township" and "Kale in Sagaing Region" say their wider unit without a comma; "of" does so only
where a comma could stand, for it is also part of names (Bay of Bengal) and relations (north of Ye-U); `separators` has
these rules and those of possessives and of units in a row.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from conflictmap.model import Mention, Role
from conflictmap.places.mentions.lists import ALL_OF, listed, listed_units
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.mentions.prose import find_mentions
from conflictmap.places.mentions.repairs import is_simple, plain
from conflictmap.places.mentions.separators import OWNER, burmese_units, with_commas
from conflictmap.places.names.armies import is_army_unit
from conflictmap.places.names.keys import script
from conflictmap.places.names.kinds import LINE_KINDS, RANK, UNIT_KINDS, is_generic, is_unnamed_many, ward_number

__all__ = ["find_mentions", "make_mention", "parse_location"]

_STRETCH = re.compile(rf"[^,()၊{OWNER}]+(?:\([^()]*\)[^,()၊{OWNER}]*)*|\([^()]*\)[^,()၊{OWNER}]*")
_SPECIAL_REGION = re.compile(r"special region (?:no\.? ?)?\d", re.IGNORECASE)  # Mongla's and others' own name of theirs
_ROLE = re.compile(r"\s*(origin|target|context|site)\s*:\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Part:
    """One stretch of a location between commas: its characters, half-open, and what it says."""

    text: str
    start: int
    end: int
    name: str
    kind: str
    relation: str
    owner: bool = False  # what follows belongs to it: "Depayin's"

    @property
    def nameless(self) -> bool:
        """A site, line or area without a name of its own: "military station", "district court", "LIB 143"."""
        named = ward_number(self.text) or _SPECIAL_REGION.fullmatch(self.text)
        return (is_generic(self.text) and not named) or is_army_unit(self.text)


ROLES = ("site", "origin", "target", "context")  # what may stand before a colon


def parse_location(event_id: str, location: str) -> list[Mention]:
    """Return the mentions of one event's `location`, in its order; none where it is empty.

    Characters are counted in `location`. A mention whose part is only a common noun takes the smallest named unit of
    its context; if none is named, the mention keeps the common noun as its toponym, and `matching` says not_locatable.
    """
    mentions: list[Mention] = []
    offset = 0
    for piece in location.split(";"):
        mentions += _mentions(event_id, piece, offset)
        offset += len(piece) + 1
    return mentions


def named_pieces(location: str) -> list[tuple[str, str]]:
    """Split a location at its semicolons: the role of each piece ("site" where none is written) and its text."""
    pieces = []
    for piece in location.split(";"):
        role, colon, text = piece.partition(":")
        stated = bool(colon) and role.strip().lower() in ROLES
        pieces.append((role.strip().lower() if stated else "site", text.strip() if stated else piece.strip()))
    return pieces


def words_before(location: str, start: int) -> str:
    """Give what a location names before a mention, within its piece: "the last station, Muse" -> "the last station".

    `start` is the mention's first character; "" where nothing parted from it by a comma stands before it.
    """
    before = location[:start].rpartition(";")[2].partition(":")
    text = before[2] or before[0]
    return text.rpartition(",")[0].rpartition(",")[2].strip() if "," in text else ""


def make_mention(toponym: str, context: tuple[str, ...] = (), *, event_id: str = "") -> Mention:
    """Return one mention of a table's toponym and context cells, read by the same grammar as a location.

    A row of a table is one mention: names in a list or "between" two stand in its toponym together, joined by " and ",
    and `resolution.stated.joint` finds the unit that holds them all.
    """
    name = plain(toponym).strip(" ,;")
    if ";" in name:
        name = " and ".join(part.strip() for part in name.split(";") if part.strip())
    stated = tuple(part.strip() for cell in context for part in plain(cell).split(";") if part.strip())
    mentions = _mentions(event_id, name, 0, stated)
    if len(mentions) > 1:
        relation = mentions[0].relation or ALL_OF
        return replace(mentions[0], toponym=" and ".join(mention.toponym for mention in mentions), relation=relation)
    if mentions:
        first = mentions[0].toponym
        common = is_generic(first) or is_unnamed_many(first)
        nameless = common and not mentions[0].context and first[:1].islower() and first != name
        return replace(mentions[0], toponym=name, kind="", relation="") if nameless else mentions[0]
    return Mention(event_id, toponym.strip(), 0, len(toponym), context=context)


def _mentions(event_id: str, piece: str, offset: int, stated: tuple[str, ...] = ()) -> list[Mention]:
    role: Role = "site"
    begin = 0
    prefix = _ROLE.match(piece)
    if prefix:
        role = _role(prefix[1])
        begin = prefix.end()
    text = plain(piece[begin:])
    whole = None if text == piece[begin:] else (offset + begin, offset + len(piece))
    several, rest = listed(text)
    parts = _parts(
        rest if is_simple(rest) else with_commas(rest if several else text),
        offset + begin + (len(text) - len(rest)) * bool(several),
    )
    parts = _owners_last(parts)
    around = [part for cell in stated for part in _stated_parts(cell)]
    if several:
        return [
            Mention(event_id, name, *(whole or (offset + begin + at, offset + begin + at + len(name))), role, kind,
                    _context([*parts, *around]))
            for name, at, kind in several
        ]  # fmt: skip
    if not parts:
        return _mentions(event_id, ", ".join(stated), offset) if stated else []
    here, wider = _head(parts, around)
    relation = here.relation or _led(parts, here) or ("in" if here is not parts[0] and parts[0].nameless else "")
    start, end = whole or ((here.start, here.end) if here in parts else (offset + begin, offset + len(piece)))
    return [
        Mention(event_id, name, start, end, role, here.kind, _context(wider), relation)
        for name in _joined_names(here.name, here.kind, relation)
    ]


@lru_cache(maxsize=20_000)
def _stated_parts(cell: str) -> tuple[Part, ...]:
    """The parts of one stated unit as a table has it; a table has a few hundred of them."""
    return tuple(part for name in listed_units(cell) for part in _parts(with_commas(name), 0))


def _led(parts: list[Part], here: Part) -> str:
    """The relation of a nameless part before the head: "outside the market, Mese Town"."""
    before = parts[: parts.index(here)] if here in parts else parts
    return next((part.relation for part in before if part.nameless and part.relation), "")


def _context(parts: list[Part]) -> tuple[str, ...]:
    return tuple(part.text for part in parts if (not _is_line(part) or _between(part)) and not part.nameless)


def _between(part: Part) -> bool:
    """A road by its two ends, "the Kyondoe-Kawkareik road": it may say the township."""
    return part.kind == "road" and re.search(r"\w[-–—]\w|\sto\s", part.name) is not None


def _head(parts: list[Part], around: list[Part]) -> tuple[Part, list[Part]]:
    """The part that is meant, and those around it, narrowest first as far as their kind words tell."""
    every = [*parts, *around]
    head = 0
    while every[head].nameless and head + 1 < len(every) and not _is_line(every[head + 1]):
        if is_army_unit(every[head].text) and all(
            RANK.get(part.kind, 0) >= RANK["district"] for part in every[head + 1 :]
        ):
            break  # the state alone says less than the unit's own station
        head += 1
    own = parts[head:]
    if not own:
        here, wider = _narrowest_first(every[head:])
        return here, wider
    here, wider = _narrowest_first(own)
    everything = [here, *wider, *around]
    return _narrowest_kind(everything) if here.kind in UNIT_KINDS else (here, everything[1:])


def _owners_last(parts: list[Part]) -> list[Part]:
    """Possessors behind what they own: Depayin's, Let Yet Kone, Sagaing -> Let Yet Kone, Depayin, Sagaing."""
    out: list[Part] = []
    chain: list[Part] = []
    for part in parts:
        chain.append(part)
        if not part.owner:
            out += reversed(chain)
            chain = []
    return [*out, *reversed(chain)]


def _role(word: str) -> Role:
    roles: dict[str, Role] = {"origin": "origin", "target": "target", "context": "context"}
    return roles.get(word.lower(), "site")


def _parts(piece: str, offset: int) -> list[Part]:
    """The parts of a piece whose commas stand (see `separators`), in its order."""
    if is_simple(piece):
        relation, name, kind = read_part(piece)
        return [Part(piece, offset, offset + len(piece), name, kind, relation)]
    parts = []
    for match in _STRETCH.finditer(piece):
        begin = offset + match.start()
        owner = piece[match.end() : match.end() + 1] == OWNER
        for text in burmese_units(match.group()):
            lead = len(text) - len(text.lstrip())
            written = text.strip().rstrip(".။")
            if re.search(r"[^\W_]", written):
                relation, name, kind = read_part(written)
                at = begin + lead
                parts.append(Part(written, at, at + len(written), name, kind, relation, owner))
            begin += len(text)
    return parts


def _narrowest_first(parts: list[Part]) -> tuple[Part, list[Part]]:
    """The part that is meant and those around it: Burmese goes from wide to narrow, and so do some reporters.

    A bare name at the end of units that grow narrower, or after a state, is the narrowest: "Kachin State, Momauk
    Township, Myo Thit". What stands between a wide unit first and the narrowest is turned round.
    """
    last = parts[-1]
    if parts[0].kind and not last.kind and len(parts) > 1 and not last.relation and _descending(parts[:-1]):
        return last, parts[-2::-1]
    return _narrowest_kind(parts)


def _narrowest_kind(parts: list[Part]) -> tuple[Part, list[Part]]:
    narrow = min(parts, key=lambda part: RANK.get(part.kind, 99))
    first = RANK.get(parts[0].kind)
    beside = (
        narrow.relation and script(narrow.text) != "burmese"
    )  # whose order is from wide to narrow in all that it says
    if first is None or beside or RANK[narrow.kind] >= first:
        return parts[0], parts[1:]
    at = parts.index(narrow)
    return narrow, [*parts[:at][::-1], *parts[at + 1 :]]


def _descending(parts: list[Part]) -> bool:
    """Whether kind words lead from wide to narrow, or a state stands alone; Burmese needs only a unit before."""
    ranks = [RANK.get(part.kind, -1) for part in parts]
    down = all(outer > inner >= 0 for outer, inner in pairwise(ranks))
    if len(parts) == 1:
        return ranks[0] >= RANK["state"] or (ranks[0] >= 0 and script(parts[0].text) == "burmese")
    return down


def _is_line(part: Part) -> bool:
    return part.kind in LINE_KINDS


def _joined_names(name: str, kind: str, relation: str) -> list[str]:
    """Names that share one kind word ("Lanku and Madaung villages") are mentions each; roads keep theirs whole."""
    if (kind in UNIT_KINDS or relation == "between") and re.search(r"\s(?:and|&)\s", name):
        return [part.strip() for part in re.split(r"\s(?:and|&)\s|,", name) if part.strip()]
    return [name]
