"""A second reading of a phrase that the grammar left whole: its names one by one, and the words that link them.
Nothing here knows a place. It is asked only for a phrase that came to nothing, so it may be bolder than `separators`.

"the Phaungkone bridge about 9km from Kale town" has two names, a bridge and a town, and "from" between them: the first
is meant, the other says where. What has no name ("villages along the highway connecting Ye-U with Taze") is where its
links say: between the two.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from conflictmap.model import Mention
from conflictmap.places.mentions.lists import ALL_OF
from conflictmap.places.mentions.phrase import read_part
from conflictmap.places.names.armies import find_army_unit, is_army_unit
from conflictmap.places.names.kinds import (
    KIND_PATTERN,
    RANK,
    UNIT_KINDS,
    counted,
    is_generic,
    kind_of_word,
    ward_number,
)

_WORD = r"[A-ZÀ-Þ][\w’'À-ÿ]*(?:[-–][A-ZÀ-Þ]?[\wÀ-ÿ’']+)*"
_NUMBERED = r"(?:(?:No\.?\s*)?\(?\d{1,3}\)?[\s-]+(?=(?:[Ww]ards?|[Qq]uarters?|[Mm]ile|[Bb]lock)\b))"
_RUN = re.compile(
    rf"(?:{_NUMBERED})?{_WORD}(?:[ -](?:{_WORD}|(?:of|and)(?=\s$)|\(?\d{{1,4}}\)?(?![\w%]))|\s\((?:[A-Z][\w\s'’.-]*)\))*"
)
_BASED = re.compile(r"(?<=\w)-based\b")
_SPOKEN = re.compile(
    r"(?<=[A-Za-z])-(?:held|controlled|occupied|run|backed|led|affiliated|allied|administered|aligned)\b"
)
_OWNED = re.compile(r"['’]s?$")
_OWNER = re.compile(r"(?<=[a-z)])['’]s\s+")
_GROUP = re.compile(
    r"\s+(?:PDF|PDFs|LDF|Army|Forces?|Front|PDT|militia|government|administration|resident|villager|battle)s?\b"
)
_GROUP_NAME = re.compile(
    r"\s(?:PDF|LDF|PDT|Army|Forces?|Front|Union|Party|Council|Government|Organi[sz]ation|Column|Alliance)$"
)
_BETWEEN = re.compile(
    r"\b(?:between|linking|links|connecting|connects|joining|from|in\s+the\s+middle\s+of|borders?(?:\s+\w+)?\s+(?:of|between)|bordering)\b[^A-Z]*$"
)
_AND = re.compile(r"^[\s,]*(?:and|to|with|&|[-–—])(?:\s+(?:the|neighbou?ring|nearby|in|of|town|village|city))*\s*$")
_WAY = re.compile(r"^\s*(?:(?:to|with)\b|[-–—]\s*$)")
_LIST = re.compile(r"^\s*,\s*(?:and\s+)?$")
_NEAR = re.compile(
    r"\b(?:near|nearby|outside|close|next|adjacent|beside|opposite|across|around|from|off|toward|towards|(?:north|south|east|west)\w*\s+of"
    r"|border(?:s|ing)?|outskirts?|vicinity|surrounding|beyond|along|before|past)\b",
    re.I,
)
_INTO = re.compile(r"\b(?:in|at|inside|within|of|on|under|based|stationed|headquartered)\b|['’]s?\s*$", re.I)
_NO_NAME = re.compile(
    r"(?:Junta|Regime|Military|Army|Police|The|Border|Government|Light|Infantry|Battalion|Artillery|Resistance|People|BGF|BGP|PDF|PMF|KNU|KIA|AA|TNLA|MNDAA|KNLA"
    r"|SAC|BA|IDP|IDPs|KNLA|UWSA|SSPP|RCSS|KNDF|CDF|CNA|ULA|DKBA|LIB|IB|MOC|LID|NUG|Burma|Myanmar|Burmese|Pyu|Saw|Htee|Council|Militia)s?(?:\s|$)"
)
_FROM = re.compile(r"\s(?:of|of the|with|from|to)(?:\s(?:the\s)?(?:town|village|city)\s(?:of|called))?$")
_SENTENCE = re.compile(r"(?:^|\s)(?!(?:near|of|the|in)\s[A-Z])[a-z]+\s|\d")
_DISTANCE = re.compile(
    r"(?:\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|fifty)[\s-]*(?:miles?|kilomet(?:er|re)s?|kms?)\b",
    re.I,
)
_DIRECTION = re.compile(
    r"(?:^|\s)(?:north|south|east|west|central|upper|lower|up|down)(?:ern)?(?:[\s-]?(?:east|west)(?:ern)?)?$", re.I
)
_WIDE = ("township", "district", "state", "country")
# what a phrase has and a name has not: a word that links, a sign that parts, a number of something
_SAYS = re.compile(
    r"\b(?:in|at|of|on|near|from|along|outside|inside|between|and|with|to|by|based|under|around|opposite|the|close|next|across|towards?|is|was|which|where|for|through|off|past|southern|northern|eastern|western)\s"
    r"|\ban?\s[a-z]{3}|\s[a-z]{6}|[,;\"“”–—\[\]/]|['’]s\s|\s-\s|\w{2}-(?:[A-Z]\w{2}|based|held)|\d{2}|[\u1000-\u109f]\s|(?:Battalion|Brigade|Division|Regiment|Command|Artillery)\b"
)
_LINES = ("road", "border", "area")  # of two names: "the Taze - Kani border"
_LIMIT = 300  # characters of a phrase that are read so; a sentence of a report has half of it


@dataclass(frozen=True, slots=True)
class Chunk:
    """One name of a phrase: the words before it, itself, its kind word; `army` where it is a numbered unit of the army."""

    link: str
    name: str
    kind: str
    army: bool = False

    @property
    def text(self) -> str:
        """The name with its kind word, as a stated unit has it."""
        return f"{self.name} {self.kind}".strip()


def chunks_of(text: str) -> list[Chunk]:
    """Return the names of a phrase, in its order, with the words between them.

    >>> [(c.link, c.text) for c in chunks_of("the Phaungkone bridge about 9km from Kale town")]
    [('the', 'Phaungkone bridge'), ('about 9km from', 'Kale town')]
    """
    text = _SPOKEN.sub(" held", _BASED.sub(" based", text[:_LIMIT]))
    chunks: list[Chunk] = []
    at = 0
    while at < len(text):
        run = _RUN.search(text, at)
        army = find_army_unit(text, at)
        if army is not None and (run is None or army.start() <= run.end()):
            before = _name_before(text, at, army.start(), run)
            if before is not None:
                chunks.append(before)
            chunks.append(Chunk("" if before else text[at : army.start()].strip(), army.group().strip(), "", army=True))
            at = army.end()
            continue
        if run is None:
            break
        chunk, end = _chunk(text, at, run)
        if chunk is not None:
            chunks.append(chunk)
            at = end
        else:
            at = end if end > run.start() else run.end()
    return chunks


def _name_before(text: str, at: int, end: int, run: re.Match[str] | None) -> Chunk | None:
    """The name that stands before a unit of the army: "Bilin based" 314th artillery, Pakokku Division 101."""
    if run is None or run.start() >= end:
        return None
    chunk, _ = _chunk(text[:end], at, _RUN.search(text[:end], at) or run)
    return None if chunk is None else replace(chunk, link="based in")


def _chunk(text: str, at: int, run: re.Match[str]) -> tuple[Chunk | None, int]:
    name, end = run.group(), run.end()
    owner = _OWNER.search(name)
    if owner is not None:
        name, end = name[: owner.start()], run.start() + owner.start()
    if _GROUP_NAME.search(name):
        return None, end
    while lead := _NO_NAME.match(name):
        name = name[lead.end() :]
    gap = len(text[end:]) - len(text[end:].lstrip())
    after = KIND_PATTERN.match(text, end + gap) if gap and owner is None else None
    kind = ""
    if after is not None:
        kind, end = kind_of_word(re.sub(r"[\s-]+", " ", after["kind"])), after.end()
    elif _GROUP.match(text, end):
        return None, end
    name = _OWNED.sub("", name.strip(" ,.-"))
    if not name or (is_generic(name) and not ward_number(f"{name} {kind}".strip())):
        return None, end
    _, bare, own = read_part(f"{name} {kind}".strip())
    link = text[at : run.start()].strip()
    side = _DIRECTION.search(link)
    if side is not None and own == "state":  # southern Shan is one of its own
        bare, link = f"{side.group().strip()} {bare}", link[: side.start()].strip()
    return Chunk(link, bare, own), end


def reread(mention: Mention) -> Mention | None:
    """Return the mention as its names and links tell, None where they tell no more than it says itself."""
    if not any(_SAYS.search(text) for text in (mention.toponym, *mention.context)):
        return None
    kind = f" {mention.kind}" if mention.kind and not mention.toponym.lower().endswith(mention.kind) else ""
    relation = f"{mention.relation} " if mention.relation not in ("", "in", ALL_OF) else ""
    several = counted(mention.toponym)
    if several and mention.kind in _WIDE and not _SAYS.search(several):
        return None
    own = [Part(*part) for part in _grouped(chunks_of(f"{relation}{mention.toponym}{kind}"))]
    stated = [part for text in mention.context for part in _stated(text)]
    if len(own) > 1 and is_army_unit(own[0].name):
        own = own[1:]  # its base, or the place beside it, is where it is
    parts = [part for part in (*own, *stated) if part.name]
    if not parts:
        return None
    head = parts.pop(0)
    context = tuple(part.text for part in parts)
    found = replace(
        mention,
        toponym=head.name,
        kind=head.kind,
        relation=head.relation if own else head.relation or "in",
        context=context,
    )
    return None if found == mention else found


@dataclass(frozen=True, slots=True)
class Part:
    """A name with its kind and how the mention stands to it."""

    relation: str
    name: str
    kind: str
    written: str = ""

    @property
    def text(self) -> str:
        """As a stated unit has it: "near Kale town"; as it was written where it was read as it is."""
        if self.written:
            return self.written
        relation = "" if self.relation in ("in", ALL_OF) else self.relation
        return f"{relation} {self.name} {self.kind}".strip()


def _stated(text: str) -> list[Part]:
    """The units that a stated text names, each with its link; the text itself where it is one name or none."""
    if not _SENTENCE.search(text):
        relation, name, kind = read_part(text)
        return [Part(relation, name, kind, text)]
    return [Part(*part) for part in _grouped(chunks_of(text))]


def _grouped(chunks: list[Chunk]) -> list[tuple[str, str, str]]:
    """The names with their relations: two that "between" or "linking" joins, and a list, are one."""
    out: list[tuple[str, str, str]] = []
    i = 0
    while i < len(chunks):
        chunk = chunks[i]
        between = bool(_BETWEEN.search(chunk.link))
        last = i + 1
        while (
            last < len(chunks) and not chunk.army and (_AND.match(chunks[last].link) or _LIST.match(chunks[last].link))
        ):
            last += 1
        several = chunks[i:last]
        if last - i == 2 and _WAY.match(chunks[i + 1].link) and chunks[i + 1].kind in _LINES:
            out.append(("between", f"{chunk.name} and {chunks[i + 1].name}", ""))
            i = last
            continue
        if last - i > 1 and chunk.kind != "road" and _one_kind(several):
            between = between or any(_WAY.match(other.link) for other in several[1:])
            kind = several[-1].kind
            names = (c.text if c.kind and c.kind != kind else c.name for c in several)
            out.append(("between" if between else ALL_OF, " and ".join(names), kind or _kind_of(chunk.link)))
            i = last
            continue
        out.append((_relation(chunk, bool(out)), chunk.name, chunk.kind))
        i += 1
    return out


def _one_kind(several: list[Chunk]) -> bool:
    """Whether names joined by commas and "and" are of one ladder, and not a village and the unit around it."""
    kinds = [chunk.kind for chunk in several]
    narrow = [RANK.get(kind, 3) for kind in kinds[:-1]]
    return all(kind in ("", *UNIT_KINDS) for kind in kinds) and (
        bool(_AND.match(several[-1].link))
        or _AND.match(several[1].link) is not None
        or max(narrow) >= RANK.get(kinds[-1], 3)
    )


def _kind_of(link: str) -> str:
    """The kind that a plural before a list says: "the villages of A and B"."""
    return next(
        (kind for word, kind in (("village", "village"), ("ward", "ward"), ("town", "town")) if f"{word}s" in link), ""
    )


def _relation(chunk: Chunk, behind: bool) -> str:
    if chunk.kind == "road":
        return "along"
    near, into = (list(pattern.finditer(chunk.link)) for pattern in (_NEAR, _INTO))
    if _DIRECTION.search(chunk.link):
        return "part of"
    if far := _DISTANCE.search(chunk.link):
        return f"{far.group()} from"
    if near and (not into or near[-1].end() >= into[-1].start() - 1 or _FROM.search(chunk.link)):
        return "near"
    return "in" if behind or into else ""
