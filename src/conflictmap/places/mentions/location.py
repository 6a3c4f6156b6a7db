"""Mentions: the toponyms of an event's `location`, with kind word, stated context, relation and role.
Nothing here asks a gazetteer; what a name refers to is settled in `matching`.

The grammar of a location (docs in data/events.csv's dictionary): mentions separated by `;`, each with an optional role
prefix `origin:`, `target:`, `context:`; after commas the wider units, smallest first. "military station, Pan Dein
Village, Mese Township" names a site without a name of its own, so its mention is the smallest unit that has one;
"Three villages, Kawlin" are no one spot, and stay a mention as written.
"Manpan village of Kutkai Township" and "Kale in Sagaing Region" say their wider unit without a comma; "of" does so only
where a comma could stand (`_of_is_comma`), for it is also part of names (Bay of Bengal) and relations (north of Ye-U).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflictmap.model import Mention, Role
from conflictmap.places.mentions.phrase import RELATION, read_part
from conflictmap.places.mentions.prose import find_mentions
from conflictmap.places.names.kinds import LINE_KINDS, UNIT_KINDS, is_generic, is_unnamed_many, split_kind

__all__ = ["find_mentions", "make_mention", "parse_location"]

_INSIDE = re.compile(r"(?<=\S)\s+in\s+(?:the\s+)?(?=[A-Z])")
_OF = re.compile(r"(?<=\S)\s+of\s+(?:the\s+)?(?=\w)", re.IGNORECASE)
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

    @property
    def nameless(self) -> bool:
        """A site, line or area without a name of its own: "military station", "district court"."""
        return is_generic(self.text)


def parse_location(event_id: str, location: str) -> list[Mention]:
    """The mentions of one event's `location`, in its order; none where it is empty.

    Characters are counted in `location`. A mention whose part is only a common noun takes the smallest named unit of
    its context; if none is named, the mention keeps the common noun as its toponym, and `matching` says not_locatable.
    """
    mentions: list[Mention] = []
    offset = 0
    for piece in location.split(";"):
        mentions += _mentions(event_id, piece, offset)
        offset += len(piece) + 1
    return mentions


def make_mention(toponym: str, context: tuple[str, ...] = (), *, event_id: str = "") -> Mention:
    """One mention of a table's toponym and context cells, read by the same grammar as a location.

    A semicolon in the toponym is part of the name here: a row of a table is one mention.
    """
    text = ", ".join(part for part in (toponym.replace(";", " ").strip(" ,"), *context) if part)
    found = _mentions(event_id, text, 0)
    if found:
        return found[0]
    return Mention(event_id, toponym.strip(), 0, len(toponym), context=context)


def _mentions(event_id: str, piece: str, offset: int) -> list[Mention]:
    role: Role = "site"
    start = 0
    prefix = _ROLE.match(piece)
    if prefix:
        role = _role(prefix[1])
        start = prefix.end()
    piece = _with_commas(piece)
    parts = _parts(piece, start, offset)
    if not parts:
        return []
    head = 0
    while parts[head].nameless and head + 1 < len(parts) and not _is_line(parts[head + 1]):
        head += 1
    relation = next((part.relation for part in parts[: head + 1] if part.relation), "in" if head else "")
    here, wider = _narrowest_first(parts[head:])
    context = tuple(part.text for part in wider if not _is_line(part) and not part.relation)
    return [
        Mention(event_id, name, here.start, here.end, role, here.kind, context, relation)
        for name in _joined_names(here.name, here.kind, relation)
    ]


def _with_commas(piece: str) -> str:
    """The piece with commas for "in" and "of" before a wider unit; as long as before, so characters still count."""
    piece = _INSIDE.sub(_comma, piece)
    return _OF.sub(lambda match: _comma(match) if _of_is_comma(piece, match) else match.group(), piece)


def _comma(match: re.Match[str]) -> str:
    return ",".ljust(len(match.group()))


def _of_is_comma(piece: str, match: re.Match[str]) -> bool:
    """Whether "of" stands between a place and the unit around it: "Welet Township of Sagaing", "market of Mese Town".

    On its left a name with the kind word of a unit, or else, on its right, one, and a name or common nouns before it.
    """
    left = re.split(r"[,()၊]", piece[: match.start()])[-1].strip()
    right = re.split(r"[,()၊]", piece[match.end() :])[0].strip()
    relation = RELATION.match(f"{left} of X")
    if not left or (relation is not None and relation.end() > len(left)):
        return False
    _, name, kind = read_part(left)
    if kind in UNIT_KINDS and name and not is_generic(name):
        return True
    return is_unnamed_many(name) or (split_kind(right)[1] in UNIT_KINDS and (left[0].isupper() or is_generic(left)))


def _role(word: str) -> Role:
    roles: dict[str, Role] = {"origin": "origin", "target": "target", "context": "context"}
    return roles.get(word.lower(), "site")


def _parts(piece: str, start: int, offset: int) -> list[Part]:
    parts = []
    for match in re.finditer(r"[^,()၊]+(?:\([^()]*\)[^,()၊]*)*|\([^()]*\)", piece[start:]):
        text = match.group()
        lead = len(text) - len(text.lstrip())
        text = text.strip().rstrip(".။")
        if not re.search(r"[^\W_]", text):
            continue
        begin = offset + start + match.start() + lead
        relation, body, kind = read_part(text)
        parts.append(Part(text, begin, begin + len(text), body, kind, relation))
    return parts


def _narrowest_first(parts: list[Part]) -> tuple[Part, list[Part]]:
    """The part that is meant and those around it: Burmese goes from wide to narrow, and so do some reporters."""
    rank = {kind: number for number, kind in enumerate(UNIT_KINDS)}
    narrow = min(parts, key=lambda part: rank.get(part.kind, 99))
    first = rank.get(parts[0].kind)
    if first is None or narrow.relation or rank[narrow.kind] >= first:
        return parts[0], parts[1:]
    return narrow, [part for part in parts if part is not narrow]


def _is_line(part: Part) -> bool:
    return part.kind in LINE_KINDS


def _joined_names(name: str, kind: str, relation: str) -> list[str]:
    """Names that share one kind word ("Lanku and Madaung villages") are mentions each; roads keep theirs whole."""
    if (kind in UNIT_KINDS or relation == "between") and re.search(r"\s(?:and|&)\s", name):
        return [part.strip() for part in re.split(r"\s(?:and|&)\s|,", name) if part.strip()]
    return [name]
