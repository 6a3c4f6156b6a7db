"""Who a sentence speaks of: actor_ids of data/actors.csv with the words that name them.
An umbrella is read as its members only where they are named by the table for that day; nobody is guessed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from conflictmap.chronicle.language.lexicon import ENEMY, GARRISON, ActorRow, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence

_PLACING = frozenset({"in", "into", "near", "at", "across", "inside", "through", "along"})
_BESIDE_COUNTRY = frozenset({"-", "border", "frontier"})
_BORDERS = (("border", "with"), ("borders", "with"), ("frontier", "with"), ("bordering",))
_UNOWNED = 0.8  # "the garrison", of whom nobody says whose it is: the State's
_OWNER_REACH = 3  # tokens behind "a column of" in which its owner is named
_BESIDE_OWNER = frozenset({"the", "local", "allied", "an", "a"})
_LONGEST_UNIT = 8  # tokens of a unit's name between a common noun and whose it is
_UNIT_PARTS = frozenset({
    "column", "battalion", "brigade", "company", "co", "no", ".", "unit", "units", "troop", "troops", "fighters", "members", "soldiers", "force", "forces",
    "division", "platoon", "team", "st", "nd", "rd", "th", "special", "strategic", "joint", "combined",
})  # fmt: skip
_WHOSE = frozenset({
    ("of",), ("from",), ("led", "by"), ("belonging", "to"), ("loyal", "to"), ("under",), ("affiliated", "with"), ("made", "up", "of"), ("consisting", "of"),
    ("under", "command", "of"), ("commanded", "by"), ("comprising",), ("including",), (",", "led", "by"), (",", "made", "up", "of"), ("of", "members", "of"),
})  # fmt: skip
_MOST_MEMBERS = 4  # an alliance that acts as one has few; "the resistance" is no list of members


@dataclass(frozen=True, slots=True)
class ActorSpan:
    """One or several actors named together: their ids, the tokens (half-open), and how sure the reading is, 0 to 1."""

    ids: tuple[str, ...]
    first: int
    end: int
    sure: float


def find_actors(
    sentence: Sentence, matches: Sequence[PhraseMatch], lexicon: Lexicon, day: date, region: str
) -> list[ActorSpan]:
    """Find the actors named in a sentence, left to right.

    Parameters: matches, the phrases of kind "actor"; day, for actors and alliances that begin and end; region, words that
    say where the sentence plays ("Chin State"), for names that mean another group there.
    Returns: an alliance whose members stand beside it in brackets counts once; a country that only places something
    ("in Thailand") is left out.
    """
    named: list[ActorSpan] = []
    for match in matches:
        unowned = _choose(match, region) == GARRISON
        actor_id = _actor_id(sentence, match, matches, lexicon, (day, region))
        row = lexicon.actors.get(actor_id)
        if row is None or (row.kind == "foreign" and match.first and sentence.words[match.first - 1] in _PLACING):
            continue
        if row.kind == "foreign" and match.end < len(sentence.words) and sentence.words[match.end] in _BESIDE_COUNTRY:
            continue
        if row.kind == "foreign" and sentence.words[max(0, match.first - 2) : match.first] in _BORDERS:
            continue  # "two miles from the border with India"
        if sentence.words[match.end - 1] == "police" and sentence.words[match.end : match.end + 1] in (
            ("station",),
            ("stations",),
            ("outpost",),
            ("post",),
        ):
            continue
        if _of_a_people(sentence, match, row) or _in_foreign_name(sentence, match):
            continue  # "the Karen army", "Chinese troops": theirs, not the State's
        if _is_common(sentence, match) and (_owned(sentence, match) or (named and named[-1].end == match.first)):
            continue  # "its troops", "AA troops": not the State's, though the word alone would say so
        ids = _members(row, lexicon, day)
        sure = (0.95 if row.lives(day) or _is_last_state(row, lexicon, day) else 0.4) * (
            1.0 if sentence.raw[match.first][:1].isupper() else 0.97
        )
        named.append(ActorSpan(ids, match.first, match.end, min(sure, _UNOWNED) if unowned else sure))
    return _specified(_without_brackets(named, sentence), sentence, lexicon)


def _actor_id(
    sentence: Sentence, match: PhraseMatch, matches: Sequence[PhraseMatch], lexicon: Lexicon, when: tuple[date, str]
) -> str:
    """The actor of a phrase: its own, or whom "the enemy" or "the garrison" means on that day in that region; "" for nobody."""
    day, region = when
    actor_id = _choose(match, region)
    if actor_id == ENEMY:
        return _enemy_of(matches, region, lexicon, day, subject=match.first <= 1 and match.end - match.first == 1)
    if actor_id == GARRISON:
        return "" if _is_owned_unit(sentence, match, matches) else lexicon.state_on(day)
    return actor_id


def _enemy_of(matches: Sequence[PhraseMatch], region: str, lexicon: Lexicon, day: date, *, subject: bool) -> str:
    """Who "the enemy" is: the State's forces of that day; "" where the sentence names them beside it and it is no subject."""
    rows = [lexicon.actors.get(_choose(match, region)) for match in matches]
    beside = any(row is not None and row.group == "State" for row in rows)
    return "" if beside and not subject else lexicon.state_on(day)


def _is_owned_unit(sentence: Sentence, match: PhraseMatch, matches: Sequence[PhraseMatch]) -> bool:
    """Whether a "column" or "garrison" is somebody's: "a KNLA column", "a battalion of the AA", "its garrison", "the Karen column"."""
    words = sentence.words
    if _owned(sentence, match) or words[max(0, match.first - 1)] in _PEOPLES:
        return True
    behind = words[match.end : match.end + 3]
    links = {"of", "from"} & set(behind[:1]) or behind[:2] in (("belonging", "to"), ("led", "by"))
    for other in matches:
        if other is match:
            continue
        before = 0 <= match.first - other.end <= 1 and not {",", "and", "the", "a"} & set(
            words[other.end : match.first]
        )
        after = bool(links) and 0 < other.first - match.end <= _OWNER_REACH
        between = words[other.end : match.first]
        of_unit = bool({"from", "of"} & set(between)) and set(between) <= _UNIT_PARTS | {"from", "of"} | set(
            _digits(between)
        )
        if before or after or (other.end < match.first and of_unit):
            return True
    return False


def _digits(words: Sequence[str]) -> list[str]:
    return [word for word in words if word[0].isdigit()]


def _specified(named: list[ActorSpan], sentence: Sentence, lexicon: Lexicon) -> list[ActorSpan]:
    """Spans in which a common noun with whose it is are one: "Karenni fighters from the KNDF", "rebels of the TNLA"."""
    out: list[ActorSpan] = []
    for span in named:
        joined = _as_one(out[-1], span, sentence, lexicon) if out else None
        if joined is None:
            out.append(span)
        else:
            out[-1] = joined
    return out


def _as_one(last: ActorSpan, span: ActorSpan, sentence: Sentence, lexicon: Lexicon) -> ActorSpan | None:
    """Two spans as one, where the words between them say that they are the same; None where they are two."""
    between = sentence.words[last.end : span.first]
    if span.ids == ("UNK",) and set(between) <= _ADJECTIVES:
        return ActorSpan(last.ids, last.first, span.end, last.sure)  # "KIA armed insurgents"
    named = ActorSpan(span.ids, last.first, span.end, span.sure)
    if last.ids == ("UNK",) and between in _APPOSED and _is_fighter(span, lexicon):
        return named  # "ethnic armed group Arakan Army"
    if between == ("/",) and _is_wing(span, last, lexicon):
        return named  # "the KNU/KNLA": who fights
    opens = last.first == 0 and last.end == 1  # "Soldiers of the AA": a capital by its place
    written = sentence.raw[last.end - 1]
    common = not _is_name(written) or (opens and not written.isupper())
    if not common or not _is_name(sentence.raw[span.first]) or not _says_whose(between):
        return None
    foreign = any(lexicon.actors[actor_id].kind == "foreign" for actor_id in span.ids)
    return None if foreign else named


_ADJECTIVES = frozenset({"armed", "ethnic", "rebel", "terrorist"})
_APPOSED = frozenset([(), ("the",), (",",), (",", "the"), ("–",), ("-",)])


def _is_fighter(span: ActorSpan, lexicon: Lexicon) -> bool:
    return all(is_armed(actor_id, lexicon) and lexicon.actors[actor_id].group != "State" for actor_id in span.ids)


def _is_wing(span: ActorSpan, last: ActorSpan, lexicon: Lexicon) -> bool:
    rows = [lexicon.actors[actor_id] for actor_id in span.ids if actor_id in lexicon.actors]
    return bool(rows) and all(any(each.of in last.ids for each in row.memberships) for row in rows)


def _is_name(raw: str) -> bool:
    return raw[:1].isupper()


def _says_whose(between: Sequence[str]) -> bool:
    bare = tuple(word for word in between if word not in _BESIDE_OWNER)
    if bare in _WHOSE:
        return True
    parts = tuple(word for word in bare if word not in _UNIT_PARTS and not word[0].isdigit())
    return (
        len(bare) <= _LONGEST_UNIT and bare[-1:] == ("of",) and set(parts) <= {"of", "from"}
    )  # "column No. 18 of Battalion 5 of the KNLA"


def _is_last_state(row: ActorRow, lexicon: Lexicon, day: date) -> bool:
    """Whether the table knows no State on that day: its last one goes on under whatever name."""
    return row.kind == "state" and not any(
        actor_row.lives(day)
        for actor_row in lexicon.actors.values()
        if actor_row.kind == "state" and actor_row.group == row.group
    )


def enemies(ids: Collection[str], lexicon: Lexicon) -> str:
    """Name the display group that fights these actors: "State", "Resistance", or "" where that is not clear."""
    groups = {lexicon.actors[actor_id].group for actor_id in ids if actor_id in lexicon.actors}
    if groups == {"State"}:
        return "Resistance"
    return "State" if groups == {"Resistance"} else ""


def is_armed(actor_id: str, lexicon: Lexicon) -> bool:
    """Test whether the actor fights: a state, an armed group or a coalition of them."""
    row = lexicon.actors.get(actor_id)
    return row is not None and row.kind in ("state", "armed_group", "coalition")


_PEOPLES = frozenset({
    "karen", "kachin", "chin", "karenni", "kayah", "kayin", "shan", "wa", "mon", "rakhine", "arakan", "arakanese", "rohingya", "kokang", "ta'ang", "palaung",
    "pa-o", "lahu", "naga", "lisu", "zomi", "shanni", "chinese", "thai", "indian", "bangladeshi", "russian", "ethnic", "rebel", "resistance", "allied",
    "revolutionary", "revolution", "un", "foreign",
})  # fmt: skip


def _of_a_people(sentence: Sentence, match: PhraseMatch, row: ActorRow) -> bool:
    """Whether a common noun of the State's forces stands behind a people's name."""
    return (
        row.group == "State"
        and _is_common(sentence, match)
        and sentence.words[match.first - 1 : match.first][-1:] != ()
        and (sentence.words[match.first - 1] in _PEOPLES)
    )


_STATES = frozenset({"myanmar", "burma", "burmese", "the", "a", "in", "on", "at", "and", "junta", "regime"})


def _in_foreign_name(sentence: Sentence, match: PhraseMatch) -> bool:
    """ "Zomi Revolutionary Army": a common noun in capitals behind a name in capitals is part of an unknown name."""
    if sentence.words[match.first : match.first + 3] == ("people", "'s", "liberation"):
        return (
            match.first > 0 and sentence.raw[match.first - 1][:1].isupper() and sentence.words[match.first - 1] != "the"
        )
    if (
        match.end - match.first > 1
        or match.first < 1
        or sentence.words[match.first] not in ("army", "military", "forces", "force", "police", "navy", "troops")
    ):
        return False
    before = sentence.raw[match.first - 1]
    return sentence.raw[match.first][:1].isupper() and before[:1].isupper() and before.lower() not in _STATES


def _is_common(sentence: Sentence, match: PhraseMatch) -> bool:
    return all(word.islower() for word in sentence.raw[match.first : match.end])


def _owned(sentence: Sentence, match: PhraseMatch) -> bool:
    return match.first > 0 and sentence.words[match.first - 1] in ("its", "their", "own", "his", "allied", "our")


def _choose(match: PhraseMatch, region: str) -> str:
    """The row whose region the sentence plays in, else the one that holds anywhere."""
    plain = ""
    for actor_id, where in match.payload:
        if where and any(name in region for name in where.split("|")):
            return str(actor_id)
        if not where and not plain:
            plain = actor_id
    return plain


def _members(row: ActorRow, lexicon: Lexicon, day: date) -> tuple[str, ...]:
    if row.kind != "coalition":
        return (row.actor_id,)
    members = tuple(
        actor_row.actor_id
        for actor_row in lexicon.actors.values()
        if actor_row.belongs_to(row.actor_id, day) and actor_row.lives(day)
    )
    return members if 1 < len(members) <= _MOST_MEMBERS else (row.actor_id,)


def _without_brackets(named: list[ActorSpan], sentence: Sentence) -> list[ActorSpan]:
    kept: list[ActorSpan] = []
    for span in named:
        same = bool(kept) and (set(span.ids) <= set(kept[-1].ids) or _is_short(span, kept[-1], sentence))
        if same and _in_brackets(span, kept[-1], sentence):
            kept[-1] = ActorSpan(kept[-1].ids, kept[-1].first, span.end, max(kept[-1].sure, span.sure))
            continue
        if kept and _lists_members(kept[-1], span, named, sentence):
            kept[-1] = ActorSpan(span.ids, kept[-1].first, span.end, span.sure)
            continue
        kept.append(span)
    return kept


def _lists_members(last: ActorSpan, span: ActorSpan, named: Sequence[ActorSpan], sentence: Sentence) -> bool:
    """ "local defence forces (KNDF, KA and others)": whether brackets behind a common noun list who is meant."""
    words = sentence.words
    if words[last.end : span.first] != ("(",) or any(not raw.islower() for raw in sentence.raw[last.first : last.end]):
        return False
    close = next((at for at in range(span.end, len(words)) if words[at] == ")"), span.end)
    return sum(1 for other in named if span.first <= other.first < close) > 1


def _is_short(span: ActorSpan, before: ActorSpan, sentence: Sentence) -> bool:
    """ "the Mandalay People's Defence Force (PDF)": whether the letters in brackets are those of the kind of force just named."""
    written = sentence.words[before.first : before.end]
    return (
        sentence.words[span.first - 1 : span.end] == ("(", "pdf")
        and "people" in written
        and bool({"defence", "defense"} & set(written))
    )


def _in_brackets(span: ActorSpan, before: ActorSpan, sentence: Sentence) -> bool:
    between = sentence.words[before.end : span.first]
    return len(between) <= 3 and ("(" in between or all(word in (",", "'s", "'", "or") for word in between))
