"""Mentions: the toponyms of an event's `location`, with kind word, stated context, relation and role.
Nothing here asks a gazetteer; what a name refers to is settled in `matching`.

The grammar of a location (docs in data/events.csv's dictionary): mentions separated by `;`, each with an optional role
prefix `origin:`, `target:`, `context:`; after commas the wider units, smallest first. "military station, Pan Dein
Village, Mese Township" names a site without a name of its own, so its mention is the smallest unit that has one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from conflictmap.model import Mention, Role
from conflictmap.places.kinds import LINE_KINDS, UNIT_KINDS, is_generic, kind_of_word, split_kind

_ROLE = re.compile(r"\s*(origin|target|context|site)\s*:\s*", re.IGNORECASE)
_NUMBER = (
    r"(?:\d+(?:[.,]\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|several|a few)"
)
_UNIT = r"(?:miles?|kilomet(?:er|re)s?|kms?|met(?:er|re)s?|yards?|furlongs?)"
_SIDE = r"(?:(?:north|south|east|west)(?:[\s-]*(?:east|west))?(?:ern)?)"
RELATION = re.compile(
    rf"(?:(?:some|about|around|nearly|only|just|roughly)\s+)*"
    rf"(?P<relation>(?:(?:within|less than)\s+)?{_NUMBER}[\s-]*{_UNIT}(?:\s+(?:away|to the))?(?:\s+{_SIDE})?"
    rf"\s+(?:from|of|outside|off)"
    rf"|(?:right\s+|just\s+)?outside(?:\s+of)?|near(?:by)?(?:\s+to)?|close\s+to|next\s+to|adjacent\s+to|around|surrounding"
    rf"|in\s+the\s+(?:area|vicinity|outskirts)\s+of|on\s+the\s+outskirts\s+of|outskirts\s+of|vicinity\s+of"
    rf"|along|between|opposite|towards?|beyond|{_SIDE}\s+of|(?:the\s+)?{_SIDE}(?:ern)?\s+(?:part|side)\s+of|part\s+of|areas?\s+of)"
    rf"\s+(?:the\s+)?",
    re.IGNORECASE,
)
_LEAD = re.compile(r"(?:in|at|on|from|to|into|inside|of|the)\s+", re.IGNORECASE)


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
        for name in _joined_names(here.name, here.kind)
    ]


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


def read_part(text: str) -> tuple[str, str, str]:
    """Relation, bare name and kind of one part: "near Laukkai Town" -> ("near", "Laukkai", "town")."""
    relation = ""
    match = RELATION.match(text)
    if match:
        relation, text = re.sub(r"\s+", " ", match["relation"].strip().lower()), text[match.end() :]
    while _LEAD.match(text):
        text = text[_LEAD.match(text).end() :]  # type: ignore[union-attr]
    name, kind = split_kind(text)
    inner, inner_kind = split_kind(name)
    if kind and kind not in UNIT_KINDS and inner_kind in UNIT_KINDS and inner and not is_generic(inner):
        return relation or f"{kind} of", inner, inner_kind  # "Laukkai town gate": the gate of a named town
    return relation, name, kind


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


def _joined_names(name: str, kind: str) -> list[str]:
    """Names that share one kind word ("Lanku and Madaung villages") are mentions each; roads keep theirs whole."""
    if kind and kind_of_word(kind) and re.search(r"\s(?:and|&)\s", name) and kind in UNIT_KINDS:
        return [part.strip() for part in re.split(r"\s(?:and|&)\s|,", name) if part.strip()]
    return [name]
