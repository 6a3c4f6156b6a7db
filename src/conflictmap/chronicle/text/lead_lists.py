"""Lists that a lead sentence tells the verb of: "The following camps were seized from the army:" above "(a) Battalion 374, Kyauktaw – 30 January".
Each item becomes a sentence with the lead's verb. Headlines listed above the report that has them as headings are told apart.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.dates import written_dates
from conflictmap.chronicle.text.layout import Block, plain

_FOLLOWING = re.compile(
    r"\b(?:the |these )?(?:following (?P<what>(?:[a-z-]+ ){0,3}[a-z-]+)|(?P<counted>(?:two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) (?:[a-z-]+ ){0,2}[a-z-]+))"
    r"(?= (?:was|were|has|have|had)\b)",
    re.IGNORECASE,
)
_LONGEST_ITEM = 120  # characters of an item that only names: what, where, when
_SEPARATOR = re.compile(r"\s+[–—-]\s+|\s*:\s+|\s*;\s*")
_TIME = re.compile(
    r",?\s*(?:at )?\d{1,2}[:.]\d\d ?(?:[ap]\.?m\.?)?|,\s*(?:morning|evening|noon|night|afternoon|midnight)\b|\d{1,2} ?[ap]\.?m\.?"
)


def opens_list(block: Block) -> bool:
    """Test whether a paragraph ends in a colon and says what was done to the things listed below it."""
    body = plain(block.text)
    return body.endswith(":") and _FOLLOWING.search(body) is not None


def item_sentence(lead: str, item: Block, lexicon: Lexicon, near: date | None, year: int | None) -> str:
    """Write an item as a sentence with its lead's verb; "" where the item is a sentence by itself, or the lead has no place for it."""
    body = plain(item.text).rstrip(".;, ")
    if item.form != "item" or not body or len(body) > _LONGEST_ITEM or not body[:1].isupper():
        return ""
    days = [day for day in written_dates(body, lexicon, near, year=year) if day.kind in ("day", "range")]
    day = body[days[0].start : days[0].end].strip(" ,") if days else ""
    rest = f"{body[: days[0].start]} {body[days[0].end :]}" if days else body
    parts = [part.strip(" ,()–—-") for part in _SEPARATOR.split(_TIME.sub("", rest))]
    named = ", ".join(part for part in parts if part)
    told = _FOLLOWING.sub(lambda match: named, plain(lead).rstrip(": "), count=1)
    if not named or told == plain(lead).rstrip(": "):
        return ""
    told = re.sub(r"^(?:In|Over|During|Within) [^,]{0,60}?(?=" + re.escape(named) + ")", "", told) if day else told
    return f"{told} on {day}." if day else f"{told}."


_VERB = r"(?:was|were|has been|have been|had been) (?:\w+ly )?[a-z]+(?:ed|en|ut|wn)\b(?: from [^,.;]{3,60}?| by [^,.;]{3,60}?)?"
_WHEN = r"(?:on|in the (?:morning|evening|night) of) [^,.;]{3,40}|(?:\w+ (?:days?|weeks?|months?) later|the (?:next|following|same) day|a day later)"
_FULL_ITEM = re.compile(rf"^(?P<what>[^.;]{{3,80}}?) (?P<verb>{_VERB})(?: (?:{_WHEN}))?$")
_BARE_ITEM = re.compile(rf"^(?:and )?(?P<what>[^.;]{{3,90}}?),? (?P<when>{_WHEN})$")
_FINITE = re.compile(
    r"\b(?:was|were|is|are|be|been|has|have|had|who|which|when|[a-z]{3,}ed|took|fell|said|says|began|went|came|lost|won|left|shot|hit)\b"
)


def verb_of_item(item: Block) -> str:
    """Return the passive of an item that is a sentence of its own, "A was regained on 23 July": "was regained"; "" for any other."""
    match = _FULL_ITEM.match(plain(item.text).rstrip(".;, ")) if item.form == "item" else None
    return match["verb"] if match else ""


def sibling_sentence(verb: str, item: Block) -> str:
    """Write an item that only names, "the B factory four days later", with the verb of the item before it; "" for any other."""
    match = _BARE_ITEM.match(plain(item.text).rstrip(".;, ")) if item.form == "item" else None
    if match is None or _FINITE.search(match["what"]) or _FINITE.search(match["when"]):
        return ""
    what = match["what"]
    return f"{what[:1].upper()}{what[1:]} {verb} {match['when']}."


_SUMMARY = re.compile(
    r"^(?:highlights?|key (?:points?|messages?|highlights?|takeaways?|developments?)|at a glance|in brief|main points|summary)\W*$",
    re.IGNORECASE,
)
_SHORT = 60  # characters of a section's heading


def summary_lines(every: Sequence[Block], lexicon: Lexicon, year: int | None) -> frozenset[int]:
    """Find the first lines of what "Highlights" say without a day, above the sections that tell of it."""
    heads = [at for at, block in enumerate(every) if _is_head(block)]
    out: set[int] = set()
    for number, at in enumerate(heads[:-1]):
        if _SUMMARY.match(plain(every[at].text).lstrip("# ").strip()):
            inside = every[at + 1 : heads[number + 1]]
            out |= {
                block.first for block in inside if not any(written_dates(plain(block.text), lexicon, None, year=year))
            }
    return frozenset(out)


def _is_head(block: Block) -> bool:
    text = block.text.strip()
    return (
        block.form not in ("item", "row")
        and len(text) <= _SHORT
        and (text.startswith("#") or text.isupper() or bool(_SUMMARY.match(plain(text))))
    )


def headlines_above(every: Sequence[Block]) -> frozenset[int]:
    """Find the first lines of items that only list headlines: those beside an item whose very words head a section further down."""
    words = [_words(block) for block in every]
    headings = {
        words[at]: at for at, block in enumerate(every) if block.form != "item" and len(block.text) < _LONGEST_ITEM
    }
    out: set[int] = set()
    for at, block in enumerate(every):
        if block.form == "item" and len(words[at]) > 12 and headings.get(words[at], -1) > at:
            first, last = at, at
            while first and every[first - 1].form == "item":
                first -= 1
            while last + 1 < len(every) and every[last + 1].form == "item":
                last += 1
            out |= {every[near].first for near in range(first, last + 1)}
    return frozenset(out)


def _words(block: Block) -> str:
    return "".join(char for char in plain(block.text).lower() if char.isalnum())
