"""The code that a phrase of data/coding/triggers.csv has for what it is done to.
Nothing here looks at the sentence around it.
"""

from __future__ import annotations

from conflictmap.chronicle.extraction.reality.sums import TAKES_TERRITORY
from conflictmap.chronicle.language.lexicon import Code, Lexicon
from conflictmap.chronicle.language.phrase_matcher import PhraseMatch

_AIMED = 2  # words of a phrase that says more than its verb: "launched an attack on"


def code_of(match: PhraseMatch, kind: str, lexicon: Lexicon) -> Code | None:
    """The first row of the table that fits the object; a row without objects fits any."""
    plain = None
    wanted = {kind, "territory"} if kind in ("post", "village") else {kind}
    if kind == "them":  # "dragged them out and shot them": people
        people = [
            code for objects, code in match.payload if code and not objects and lexicon.codes[code].family == "civil"
        ]
        named = [code for objects, code in match.payload if code and "civilian" in objects]
        if people or named:
            return lexicon.codes[(people or named)[0]]
        kind = "it"
    if kind == "it":  # "it was won back": only what can be held is spoken of so
        held = (
            code
            for objects, code in match.payload
            if code in TAKES_TERRITORY and (not objects or "territory" in objects)
        )
        struck = (
            code for objects, code in match.payload if code and not objects and lexicon.codes[code].family == "remote"
        )
        return lexicon.codes.get(next(held, next(struck, "")))
    if kind == "civilian" or kind == "fighter":
        wanted.add("person")
    for objects, code in match.payload:
        if objects and wanted & objects:
            return lexicon.codes.get(code)
        if not objects and plain is None:
            plain = code
    return lexicon.codes.get(plain) if plain else None


def unfitting(match: PhraseMatch, kind: str, lexicon: Lexicon) -> Code | None:
    """An attack on what no row of its phrase has, "launched an attack on the village": an attack all the same."""
    codes = {code for _, code in match.payload if code}
    aimed = match.end - match.first > _AIMED and codes <= {"raid", "attack"}
    return lexicon.codes["attack"] if codes and aimed and kind not in ("it", "them") else None
