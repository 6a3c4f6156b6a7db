"""The blocks of a text with their lines, and what each is: a heading, furniture of the page, a list's item, a paragraph.
Nothing here reads a date or an event; what is no report is named as what it was taken for, never thrown away.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

LONG = 100  # characters: a line this long is a paragraph by itself, not one line of a wrapped one
_WRAPPED = 58  # characters: a line of a wrapped paragraph is at least this long
_SHORTEST = 30  # characters of a sentence that can report something
_TAB, _SEMICOLON = re.compile(r"\t"), re.compile(r";(?! )")  # "; " parts the words of a cell, not cells
_TITLE_WORDS = 9
_CAPTION = 200  # characters of a caption
_CREDIT = re.compile(r"\s*(?:\([^()]{3,60}\)|(?:photo|image|credit|source)s?: ?[^.]{3,60})\.?$", re.IGNORECASE)
_FEWEST_MARKS, _FEWEST_ROWS = 3, 3  # separators of a line, and lines, that make a pasted sheet
_END = re.compile(r"[.!?။][\"”’)\]*_]*$|\)[*_]*$")
_SENTENCE_END = re.compile(r"[a-z)”\"][.!?](?= [A-Z]|$)")
_FEWEST_OF_PROSE = 12  # words of a note that is a paragraph
#: The end of a sentence within a line, but for "Oct. 1" and "Gen. Soe Win".
_INNER_END = re.compile(
    r"\w{3}(?<!\b(?:Jan|Feb|Mar|Apr|Aug|Sep|Oct|Nov|Dec|Gen|Col|Maj|Rev))(?<!\bSept)(?<!\bBrig)(?<!\bCapt)[.!?။] "
)
#: Marks that posts and lists use as bullets: geometric shapes, dingbats, emoji with their joiners.
_SYMBOL = (
    "\u2022\u2023\u2043\u2190-\u21ff\u2300-\u23ff\u25a0-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff\ufe0f\u200d\u20e3"
)
_BULLET = re.compile(
    rf"^\s*(?:(?:[-*•·–{_SYMBOL}]|\(?\d{{1,3}}[.)]|\((?:[a-z]|[ivx]{{1,4}})\)|[a-z]\))\s+|o(?:\t| {{2,}})\s*|[{_SYMBOL}]+)"
)
_SYMBOLS = re.compile(rf"\s*[{_SYMBOL}]+")
_FOOTNOTE = re.compile(r"^\s*(?:\d{1,3}\.\s*)?(?:\^|↑|[\[{]\d{1,3}[\]}]\s)")
_MARKUP = re.compile(r"(\*\*|__|`)|(?<![\w*])\*(?=\S)|(?<=\S)\*(?![\w*])|!?\[([^\[\]]{1,300})\]\([^()\s]{1,500}\)")
_NOTE_MARK = re.compile(r"[\[{](?:\d{1,3}|[a-z]|edit|citation needed|note \d+)[\]}]|[¹²³⁴⁵⁶⁷⁸⁹⁰]+")
_JOINED = re.compile(r"([.!?]) [–—-] (?=[A-Z][\w ]+ )")  # "... fell.[8] – The army ...": two sentences
_BOLD_LEAD = re.compile(
    r"^(?:\*\*|__)(?P<lead>[^*_]{3,140})(?:\*\*|__)\s*(?P<rest>[A-Z0-9“\"\u1000-\u109f].{20,})$", re.DOTALL
)
_RULE = re.compile(r"^[\s*_=~.·•\-–—|:]+$")
_IN_PROSE = re.compile(r"\b(?:on|in|from|since|until|by)\s+(?:the\s+)?(?:\d|[A-Z][a-z]{2,8}\.?\s+\d)")
#: How furniture begins: captions, credits, links to share, notices of the site.
_FURNITURE = re.compile(
    r"^(?:photo(?:graph)?s?\b[^.]{0,12}:|caption\b|(?:image|picture|video)\b[^.]{0,12}:|source:|editor:|tags?\b|share\b|filed under|related\b|read (?:also|more|in)\b"
    r"|also read|copyright|©|\(c\)|@\d{4}|all rights reserved|(?:last )?(?:updated|modified|edited)\b|subscribe|follow us|support us|advert"
    r"|previous\b.{0,60}$|next\b.{0,60}$|retrieved|translated by|written by|reporting by|compiled by|by [A-Z][^.]{2,60}$|news\s?[-–—:]|sent by|dear (?:friends|readers)"
    r"|thank(?:s| you)\b.{0,40}$|\(exchange rate|your e-?mail|required fields|leave a (?:reply|comment)|hello\b|in order for our media|click here|sign up"
    r"|from an open|this (?:is a dynamic|page was|article was)|(?:we|this site) uses? cookies|cookie|accept all|published\b.{0,80}$|posted\b.{0,80}$)",
    re.IGNORECASE,
)
_ALWAYS = re.compile(
    r"^(?:this page was|(?:last )?(?:updated|edited|modified)\b|retrieved|copyright|all rights|published\b.{0,60}$)",
    re.IGNORECASE,
)
_TEASER = re.compile(
    r"\S #{2,4} \d{1,2} [A-Z][a-z]+(?: \d{4})?$|\S #{2,4} [A-Z][a-z]+ \d{1,2}(?:, \d{4})?$"
)  # a headline with its day
#: Headings below which nothing reports: links, notes, outlooks.
_SECTION = re.compile(
    r"^(?:related\b.*|see also|references|notes|footnotes|external links|further reading|bibliography|hot news|latest news|top stories|most (?:read|popular)"
    r"|you may also like|share this.*|leave a (?:reply|comment).*|comments?|read (?:also|more)|also read|tags|sources|what to watch.*|what next|outlook|forecast)\s*:?$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, line, list's item or table's row as written: its text, its lines (from 1, inclusive), and its form.

    `form` is "heading", "item", "row" or "paragraph"; `head` is what stood in bold before a paragraph's text.
    """

    text: str
    first: int
    last: int
    form: str
    head: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Lines (from 1, inclusive) that became no entry, and what they were taken for."""

    first: int
    last: int
    taken_for: str
    text: str


def blocks(text: str) -> Iterator[Block]:
    """Cut a plain or Markdown text into paragraphs, headings, list items and rows, in order, lines of one paragraph joined."""
    held: list[str] = []
    start = 0
    lines = _with_rows(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    for number, line in enumerate([*lines, ""], 1):
        alone = line.lstrip().startswith(("#", "|")) or (bool(line.strip()) and bool(_RULE.match(line)))
        if held and (not line.strip() or alone or _begins(line, held[-1])):
            yield _block(" ".join(held), start, number - 1)
            held = []
        if not line.strip():
            continue
        start = start if held else number
        held.append(line.strip())
        if alone:
            yield _block(held.pop(), number, number)


def plain(text: str) -> str:
    """Strip a block's text of bullets, bold marks, links and footnote marks."""
    bare = _MARKUP.sub(lambda match: match[2] or "", _SYMBOLS.sub(" ", _BULLET.sub("", text)))
    return _JOINED.sub(r"\1 ", re.sub(r"\s{2,}", " ", _NOTE_MARK.sub("", bare))).strip()


def reports(block: Block) -> bool:
    """Test whether a block can report something: a sentence, a list's item with or without its full stop, a line with a day in it."""
    body = plain(block.text)
    if block.form in ("heading", "row"):
        return False
    words = len(body.split())
    if block.form == "item" and _is_title(body):
        return False
    if len(body) < _SHORTEST:
        short = block.form == "item" and words >= 3 and bool(_END.search(body))
        return short or (len(body) >= 12 and bool(re.search(r"[\u1000-\u109f].*။", body)))
    if _END.search(body) or _INNER_END.search(body) or len(body) > LONG:
        return True
    short = block.form == "item" and words >= 4 and bool(re.search(r"\b[a-z]+ed\b", body))
    return short or (words >= 6 and (block.form == "item" or bool(_IN_PROSE.search(body))))


def is_sentence(block: Block) -> bool:
    """Test whether a block has the stop of a sentence, at its end or within."""
    body = plain(block.text)
    return bool(_END.search(body) or _INNER_END.search(body))


def is_short_sentence(block: Block) -> bool:
    """Test whether a block is one sentence that a caption or a line below a headline may be."""
    body = _CREDIT.sub("", plain(block.text))
    return len(body) <= _CAPTION and not _INNER_END.search(body)


def _is_title(body: str) -> bool:
    """Whether a numbered line is a section's title, "6. Kachin State and the northern command": no stop, no verb, no number."""
    words = body.split()
    if len(words) > _TITLE_WORDS or _END.search(body) or re.search(r"\d|[:,]", body) or not words[0][:1].isupper():
        return False
    return not any(
        re.fullmatch(r"\w+(?:ed|ing|en)|was|were|is|are|has|have|took|fell|held|shot|hit|left|lost|said", word)
        for word in words
    )


def furniture(block: Block) -> str:
    """Name the furniture of a page that a block is: "rule", "picture", "footnote", "notice"; "" where it is none."""
    text = block.text.strip()
    if _RULE.match(text):
        return "rule"
    if text.startswith("![") or text.startswith("|---"):
        return "picture" if text.startswith("!") else "rule"
    if _FOOTNOTE.match(text):
        return "footnote"
    if block.form == "item" and _TEASER.search(text):
        return "links and notes"
    body = plain(text)
    if _ALWAYS.match(body):
        return "notice"
    if _FURNITURE.match(body) and not (_IN_PROSE.search(body) and body[:1] != "("):
        return "notice"
    return ""


def is_prose(block: Block) -> bool:
    """Test whether a block below "Notes" tells something: two sentences and more that no number, mark or link opens."""
    body = plain(block.text)
    return body[:1].isalpha() and len(body.split()) >= _FEWEST_OF_PROSE and len(_SENTENCE_END.findall(body)) > 1


def opens_links(block: Block) -> bool:
    """Test whether a heading begins a section that reports nothing: related links, notes, an outlook."""
    return len(block.text) < LONG and bool(_SECTION.match(plain(block.text).lstrip("# ").strip()))


def split_lead(block: Block) -> Block:
    """Split a bold lead that is a headline from its paragraph, into `head`."""
    match = _BOLD_LEAD.match(_BULLET.sub("", block.text))
    if match is None or match["lead"].rstrip()[-1:] in ",;" or match["lead"].isupper():
        return block
    return Block(match["rest"], block.first, block.last, block.form, match["lead"].strip(" .:"))


def _with_rows(lines: list[str]) -> list[str]:
    """The lines, those of a pasted sheet as rows: three and more in a row with as many tabs or semicolons each."""
    out = list(lines)
    at = 0
    while at < len(lines):
        mark = next((mark for mark in (_TAB, _SEMICOLON) if len(mark.findall(lines[at])) >= _FEWEST_MARKS), None)
        end = at
        while mark and end < len(lines) and _goes_on_as_row(lines[end], lines[at], mark):
            end += 1
        if mark and end - at >= _FEWEST_ROWS:
            for row in range(at, end):
                out[row] = "| " + " | ".join(cell.strip().replace("|", "/") for cell in mark.split(lines[row])) + " |"
        at = max(end, at + 1)
    return out


def _goes_on_as_row(line: str, head: str, mark: re.Pattern[str]) -> bool:
    """Whether a line has as many separators as the first, or of tabs enough: programs cut empty cells off a line's end."""
    here, first = len(mark.findall(line)), len(mark.findall(head))
    return here == first or (mark is _TAB and _FEWEST_MARKS <= here < first)


def _begins(line: str, before: str) -> bool:
    """Whether a line begins a block of its own, below another line."""
    if _BULLET.match(line) or _FOOTNOTE.match(line):
        return True
    if len(before) > LONG or (len(line) > LONG and bool(_END.search(before))):
        return True
    first = line.strip()[:1]
    opens = first.isupper() or first.isdigit() or first in '“"(©'
    return len(before) < _WRAPPED and not before.endswith((",", ";", "-")) and opens


def _block(text: str, first: int, last: int) -> Block:
    if text.startswith("|"):
        return Block(text, first, last, "row")
    if text.startswith("#"):
        return Block(text, first, last, "heading")
    bold = re.fullmatch(r"(\*\*|__)([^*_]+)\1:?", re.sub(r"^[-*•·]\s+", "", text))
    if bold is not None and not re.search(r"[.!?။][\"”’)]*$", bold[2]):
        return Block(text, first, last, "heading")
    return Block(text, first, last, "item" if _BULLET.match(text) else "paragraph")
