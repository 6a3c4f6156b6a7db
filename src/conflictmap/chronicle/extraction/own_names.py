"""Fighters that a text names and the tables do not: "the Yaw Revolution Army", then "the YRA"; and members by their town: "CDF-Mindat".
By the rule of the tables they are local forces of those who fight the State; nothing here reads what they did.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch
from conflictmap.chronicle.language.tokens import Sentence, split_words

LOCAL = "PDF"  # whom forces without a row of their own stand under
_KIND = (
    r"(?:(?:People[’']s |Peoples[’']? )?(?:Defen[cs]e|Revolution(?:ary)?|Guerr?illa|Resistance|Liberation|Freedom|Commando|Independence)"
    r"(?: (?:Force|Forces|Army|Group|Team|Organi[sz]ation|Alliance|Front|Column|Brigade|Battalion|Union|Movement))"
    r"|(?:Special )?(?:Task Force|Operations? Force|Combat Force)|Armed Force|Guerr?illas?(?! War)|Force for Federal Democracy)"
)
_NAME = re.compile(
    rf"\b(?P<name>(?:[A-Z][\w’'-]{{0,30}} ){{1,4}}?{_KIND}(?:-[A-Z]\w{{1,30}})?)(?: ?\((?P<short>[A-Z][\w-]{{1,14}})\))?"
)
_FIRST = frozenset(
    {
        "The",
        "A",
        "An",
        "On",
        "In",
        "At",
        "And",
        "But",
        "By",
        "With",
        "When",
        "After",
        "Before",
        "Its",
        "Their",
        "Local",
        "Several",
        "Two",
        "Three",
        "Both",
        "Joint",
    }
)
_CALLED = re.compile(
    r"\b(?P<name>(?:[A-Z][\w’'-]{1,30} ){0,3}[A-Z][\w’'-]{1,30})(?: \((?P<short>[A-Z][\w-]{1,14})\))?, (?:a|an|another) (?:[\w’'-]{1,30} ){0,3}?"
    r"(?:resistance|revolutionary|guerr?illa|anti-junta|anti-regime|anti-coup|defen[cs]e|PDF) (?:force|group|team|organi[sz]ation|army|alliance|column|unit|outfit|militia)\b"
)
_BROTHERS = (("Chin Brotherhood", "CB"), ("Three Brotherhood", "3BHA"), ("Brotherhood Alliance", "3BHA"))
_ANY = frozenset(
    {"Special", "Joint", "Combined", "National", "People's", "People’s", "Armed", "Democratic", "Regional"}
)
_OTHERS = frozenset({
    "danu", "shanni", "zomi", "lahu", "lisu", "naga", "kuki", "rohingya", "arakan", "thai", "indian", "chinese", "bangladesh", "royal", "united", "border", "karen",
    "kachin", "shan", "wa", "pa-o", "ta'ang", "palaung", "kokang", "rakhine", "arakha", "military", "army", "police", "junta", "air", "naval",
    "manipur", "nagaland", "bengali", "asean", "eu", "un", "us",
})  # fmt: skip
_OF_A_PEOPLE = {"karenni": "KRF", "kayah": "KRF", "chin": "CDF", "chinland": "CDF"}
OwnNames = Mapping[tuple[str, ...], str]


def own_names_in(texts: Iterable[str], lexicon: Lexicon) -> dict[tuple[str, ...], str]:
    """Find the names of fighters that are in no table, each with the actor_id it stands under, with the short forms that the texts give in brackets."""
    found: dict[tuple[str, ...], str] = {}
    for text in texts:
        found.update(_called(text, lexicon))
        found.update(_named(text, lexicon))
        brothers = next((actor_id for name, actor_id in _BROTHERS if name in text and actor_id in lexicon.actors), "")
        if brothers:
            found.setdefault(("brotherhood",), brothers)  # "the Brotherhood", once the text named it in full
    return found


def _called(text: str, lexicon: Lexicon) -> dict[tuple[str, ...], str]:
    """ "The Ye Balu, a resistance force, attacked": what the text itself says a name is."""
    found = {}
    for called in _CALLED.finditer(text):
        raw = [word for word in called["name"].split() if word not in _FIRST]
        words = split_words(" ".join(raw))
        if words and not _OTHERS & set(words) and not _is_known(raw, lexicon):
            found[tuple(words)] = LOCAL
    return found


def _named(text: str, lexicon: Lexicon) -> dict[tuple[str, ...], str]:
    """ "the Yaw Revolution Army (YRA)": a name that says itself what it is, with its short form."""
    found = {}
    for name in _NAME.finditer(text):
        raw = name["name"].split()
        while raw and raw[0] in _FIRST:
            raw = raw[1:]
        words = split_words(" ".join(raw))
        if not set(raw[:-2]) - _ANY or not words or _OTHERS & set(words) or _is_known(raw, lexicon):
            continue
        actor_id = next((_OF_A_PEOPLE[word] for word in words if word in _OF_A_PEOPLE), LOCAL)
        found[tuple(words)] = actor_id
        if name["short"] and not _actors_of([name["short"]], lexicon):
            found[tuple(split_words(name["short"]))] = actor_id
    return found


def with_own_names(
    sentence: Sentence, matches: Sequence[PhraseMatch], names: OwnNames, lexicon: Lexicon
) -> list[PhraseMatch]:
    """The actor phrases of a sentence with the names that only its text knows, and with members of a force by their town."""
    own = [*_names_at(sentence, names), *_by_town(sentence, lexicon)]
    if not own:
        return list(matches)
    taken = [(each.first, each.end) for each in own]
    kept = [each for each in matches if not any(low <= each.first and each.end <= high for low, high in taken)]
    free = [each for each in own if not any(each.first < other.end and other.first < each.end for other in kept)]
    return sorted([*kept, *free], key=lambda each: each.first)


def _names_at(sentence: Sentence, names: OwnNames) -> list[PhraseMatch]:
    found: list[PhraseMatch] = []
    if not names:
        return found
    firsts = {name[0] for name in names}
    for at, word in enumerate(sentence.words):
        if word not in firsts or not sentence.raw[at][:1].isupper() or (found and found[-1].end > at):
            continue
        longest = max((len(name) for name in names if sentence.words[at : at + len(name)] == name), default=0)
        if longest:
            actor_id = names[sentence.words[at : at + longest]]
            found.append(PhraseMatch(at, at + longest, [(actor_id, "")]))
    return found


def _by_town(sentence: Sentence, lexicon: Lexicon) -> list[PhraseMatch]:
    """ "CDF-Mindat", "KNDF-B05": one word, in capitals on both sides of the hyphen."""
    found: list[PhraseMatch] = []
    if "-" not in sentence.text:
        return found
    for at, raw in enumerate(sentence.raw):
        short, hyphen, place = raw.partition("-")
        if not hyphen or not short.isupper() or not place[:1].isupper() or len(short) < len("AA"):
            continue
        if not _actors_of([raw], lexicon) and (actors := _actors_of([short], lexicon)):
            found.append(PhraseMatch(at, at + 1, actors))
    return found


def _is_known(raw: Sequence[str], lexicon: Lexicon) -> bool:
    """Whether the tables know the name as a whole."""
    words = split_words(" ".join(raw))
    written = re.findall(r"[\w’'-]{1,30}", " ".join(raw))
    matches = lexicon.book.find(words, written if len(written) == len(words) else [word.title() for word in words])
    return any(match.first == 0 and match.end == len(words) for match in matches.get("actor", ()))


def _actors_of(raw: Sequence[str], lexicon: Lexicon) -> list[tuple[str, str]]:
    """What the tables say of one word that is written in capitals."""
    matches = lexicon.book.find([word.lower() for word in raw], list(raw)).get("actor", ())
    return list(matches[0].payload) if matches and matches[0].end == len(raw) else []
