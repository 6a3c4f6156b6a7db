"""A chronicle's text as dated entries: one a paragraph, under the date it stands under.
Nothing here reads a file or codes what happened.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from conflictmap.chronicle.language.lexicon import Lexicon
from conflictmap.chronicle.text.date_headings import Heading, read_heading, split_inline
from conflictmap.chronicle.text.dates import digit_order, written_dates
from conflictmap.chronicle.text.layout import (
    Block,
    LeftOut,
    blocks,
    furniture,
    is_prose,
    opens_links,
    plain,
    reports,
    split_lead,
)
from conflictmap.chronicle.text.lead_lists import (
    headlines_above,
    item_sentence,
    opens_list,
    sibling_sentence,
    summary_lines,
    verb_of_item,
)
from conflictmap.chronicle.text.page_date import (
    closing_day,
    find_page_day,
    other_years,
    read_dateline,
    split_agency,
    undated,
    visit_days,
)
from conflictmap.chronicle.text.sheet_rows import RowFacts, read_row
from conflictmap.chronicle.text.table_rows import cells, is_rule, row_sentences
from conflictmap.errors import DataError, Problem, raise_if_errors
from conflictmap.model import COUP_DAY, Entry

_WIDE = re.compile(r"[^\S\r\n\t]{20,}")
#: A paragraph that only says when or where what stands above it was.
_GOES_ON = re.compile(
    r"^(?:The|This) (?:attack|raid|clash|incident|fighting|air ?strike|air raid|bombing|shelling|ambush|battle|explosion|blast) "
    r"(?:took place|happened|occurred|came|broke out|reportedly took place)\b"
)
_NO_PARAGRAPH = 200_000  # characters: a text without paragraphs or full stops is no report
_EXPECTED = frozenset({
    "date", "dateline", "rule", "footnote", "picture", "head of a table", "row, read as a sentence", "item, read as a sentence", "headline told below",
    "day of another year",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Chronicle:
    """The entries of one text, in its order, and what a person should know of its dates."""

    source: str
    url: str
    entries: tuple[Entry, ...]
    topics: dict[str, str] = field(default_factory=dict)  # entry_id -> the heading of its section that is no date
    problems: tuple[Problem, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    by_page: frozenset[str] = frozenset()  # entry_ids under the day of the page: their actions may be older
    facts: dict[str, RowFacts] = field(default_factory=dict)  # entry_id -> what its row of a sheet states
    month_first: bool | None = None  # in dates of digits alone; None where the text has none, or does not show it

    @property
    def dropped(self) -> float:
        """Return the share of the text's characters that became no entry, 0 to 1; datelines and rules do not count."""
        lost = sum(len(block.text) for block in self.left_out if block.taken_for not in _EXPECTED)
        return lost / max(1, lost + sum(len(entry.text) for entry in self.entries))


@dataclass(frozen=True, slots=True)
class EntrySettings:
    """How a text is to be read: who reports, where, which year its dates without one belong to, and what day 1 is."""

    source: str
    url: str = ""
    year: int | None = None
    day_one: date = COUP_DAY
    published: date | None = None  # as a person gave it
    metadata: date | None = None  # as the page's own metadata have it
    month_first: bool | None = None  # in "8/9/2022", as a person said


def read_entries(text: str, file: str, settings: EntrySettings, lexicon: Lexicon) -> Chronicle:
    """Cut a text into dated entries.

    An entry_id is the source's initials and the first day, "MM-2023-11-01"; further paragraphs of that day get "-2" and on.
    Raises: DataError, where nothing in the text has a date, or the dates do not fit the year that was given.
    """
    entries: list[Entry] = []
    topics: dict[str, str] = {}
    by_page: set[str] = set()
    by_row: set[str] = set()  # a table states its years itself
    count: Counter[date] = Counter()
    initials = initials_of(settings.source)
    text = _WIDE.sub(" " * 20, text)  # no column is wider, and what is must not cost its square
    month_first, doubt = digit_order(text, settings.month_first)
    page = _Page(file, settings, replace(lexicon, month_first=month_first))
    facts: dict[str, RowFacts] = {}
    for heading, topic, paragraph in _dated(text, page):
        if entries and _GOES_ON.match(paragraph) and heading.first == entries[-1].date:
            entries[-1] = replace(entries[-1], text=f"{entries[-1].text} {paragraph}")
            continue
        count[heading.first] += 1
        number = count[heading.first]
        entry_id = f"{initials}-{heading.first.isoformat()}" + (f"-{number}" if number > 1 else "")
        entries.append(Entry(entry_id, heading.first, heading.last, paragraph, settings.source))
        topics[entry_id] = topic
        if heading.kind == "page":
            by_page.add(entry_id)
        if heading.kind == "row":
            by_row.add(entry_id)
        if paragraph in page.facts:
            facts[entry_id] = page.facts[paragraph]
    if not entries:
        raise DataError([undated(file, settings.year)])
    problems = (
        page.problems
        + _order_doubt(doubt, file)
        + other_years([entry.date for entry in entries if entry.entry_id not in by_row], file, settings.year)
    )
    raise_if_errors(problems)
    left = sorted(page.left, key=lambda block: block.first)
    return Chronicle(
        settings.source,
        settings.url,
        tuple(entries),
        topics,
        tuple(problems),
        tuple(left),
        frozenset(by_page),
        facts,
        month_first,
    )


def initials_of(source: str) -> str:
    """Return the letters that begin an entry_id: "Mohinga Matters" -> "MM", "Mizzima" -> "MIZ"."""
    words = re.findall(r"[^\W\d_]+", source)
    if not words:
        return "SRC"
    return "".join(word[0] for word in words).upper() if len(words) > 1 else words[0][:3].upper()


@dataclass
class _Page:
    """What a text is read with so far: the heading in force, the day of the page, and what was left out."""

    file: str
    settings: EntrySettings
    lexicon: Lexicon
    current: Heading | None = None
    topic: str = ""
    about: str = ""  # the text before a table
    heads: tuple[str, ...] = ()
    headlines: frozenset[int] = frozenset()  # first lines of items that list the headings below
    lead: str = ""  # the sentence that ends in a colon above a list
    sibling: str = ""  # the verb of the item before, which one that only names goes on with
    links: bool = False  # below a heading of links or notes
    notes: bool = False  # below "Notes", which may be a report's own
    begun: bool = False  # whether a report stood already
    opens: int = 0  # the line that calls itself the day of publication: what stands above it is the page's head
    dateline: bool = False  # whether a line beside a name gave the page's day
    left: list[LeftOut] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    facts: dict[str, RowFacts] = field(default_factory=dict)  # text of a row -> what it states

    @property
    def near(self) -> date | None:
        return self.current.first if self.current else None

    def leave(self, block: Block, taken_for: str) -> None:
        self.left.append(LeftOut(block.first, block.last, taken_for, block.text))


def _dated(text: str, page: _Page) -> Iterator[tuple[Heading, str, str]]:
    """Each paragraph, item or row with the heading that dates it and the topic it stands under."""
    every = list(blocks(text))
    visits = visit_days(every, page.lexicon, page.settings.year)
    for block in visits:
        page.leave(block, "day of another year")
    every = [block for block in every if block not in visits]
    page.current = _page_day(every, page)
    dated = page.current is not None or any(_heading_of(block, page) for block in every)
    early: list[Block] = []
    page.headlines = headlines_above(every)
    for block in _without_summary(every, page):
        for heading, body in _read_block(block, page):
            if not dated:
                page.current = _own_date(body, page.lexicon, page.current, page.settings.year)
            if (day := heading or page.current) is not None:
                yield day, page.topic, body
            else:
                early.append(block)
    for block in early:
        page.leave(block, "above the first date")
    if early and page.current is not None:
        what = f"has {len(early)} paragraphs above its first date"
        cure = "put a date above them, or give --published"
        page.problems.append(Problem(page.file, f"{what}; they were left out", cure, severity="question"))


def _without_summary(every: Sequence[Block], page: _Page) -> Iterator[Block]:
    """The blocks but for what highlights say above the sections that tell of it, which is noted."""
    summed = summary_lines(every, page.lexicon, page.settings.year)
    for block in every:
        if block.first in summed:
            page.leave(block, "summary above the report")
        else:
            yield block


def _read_block(block: Block, page: _Page) -> Iterator[tuple[Heading | None, str]]:
    """The bodies that a block reports, each with a heading of its own if it has one; what reports nothing is noted."""
    heading = _heading_of(block, page)
    if heading is not None and _is_crawl_day(heading, page):
        page.leave(block, "date" if heading.first == page.near else "dateline")
        return
    if heading is not None:
        page.leave(block, "date")
        page.problems += _doubts(heading, page.file)
        page.current, page.links, page.heads = heading, False, ()
        return
    if block.form == "row":
        yield from _read_row(block, page)
        return
    page.heads = ()
    if (listed := _listed(block, page)) is not None:
        yield from listed
        return
    if block.form == "heading" or opens_links(block):
        page.links = opens_links(block) or (page.links and block.form != "heading")
        page.notes = page.links and plain(block.text).strip("# :").lower() in ("notes", "note")
    if _is_left(block, page):
        return
    if len(block.text) > _NO_PARAGRAPH:
        page.leave(block, "too long for a paragraph")
        return
    yield from _read_report(block, page)


def _listed(block: Block, page: _Page) -> list[tuple[Heading | None, str]] | None:
    """What an item of a list gives: nothing where it is a headline told below, a sentence below a lead; None for any other block."""
    if block.first in page.headlines:
        page.leave(block, "headline told below")
        return []
    sentence = item_sentence(page.lead, block, page.lexicon, page.near, page.settings.year) if page.lead else ""
    sentence = sentence or (sibling_sentence(page.sibling, block) if page.sibling else "")
    page.sibling = verb_of_item(block) or (page.sibling if sentence else "")
    if not sentence:
        page.lead = block.text if opens_list(block) else ""
        return None
    page.leave(block, "item, read as a sentence")
    page.begun = True
    return [(None, sentence)]


def _is_crawl_day(heading: Heading, page: _Page) -> bool:
    """Whether a day above the first report is no heading of its own: the page's day again, its month, or that of a visit to the site."""
    if page.current is None or page.current.kind != "page":
        return False
    if page.begun:
        return heading.kind == "day" and heading.first == page.current.first
    if heading.kind == "month":
        return heading.first <= page.current.first <= heading.last  # "January 2025" above "Posted: 15 January 2025"
    return heading.kind == "day" and (page.dateline or heading.first >= page.current.first)


def _is_left(block: Block, page: _Page) -> bool:
    """Note a block that is no report: furniture, a dateline, a heading; the last is the topic of what follows."""
    known = read_dateline(block.text, page.lexicon, page.near, page.settings.year) is not None
    taken_for = "dateline" if known else furniture(block) or ("links and notes" if _is_link(block, page) else "")
    if not taken_for and (block.first < page.opens or not reports(split_lead(block))):
        taken_for = "heading"
        page.topic = plain(block.text).lstrip("# ").strip()
        page.about = page.topic
    if taken_for:
        page.leave(block, taken_for)
    return bool(taken_for)


def _is_link(block: Block, page: _Page) -> bool:
    """Whether a block below a heading of links is one; "Notes" may hold paragraphs of a report."""
    return page.links and not (page.notes and is_prose(block))


def _read_report(block: Block, page: _Page) -> Iterator[tuple[Heading | None, str]]:
    inline = split_inline(block.text, page.lexicon, page.near, year=_year_of(page), day_one=page.settings.day_one)
    if inline is not None:
        page.problems += _doubts(inline[0], page.file)
        page.current = inline[0]
        page.left.append(LeftOut(block.first, block.last, "date", block.text[: -len(inline[1])].strip()))
        block = Block(inline[1], block.first, block.last, block.form)
    lead = split_lead(block)
    if lead.head:
        page.topic = lead.head
        page.left.append(LeftOut(block.first, block.last, "heading", lead.head))
    _, body = split_agency(plain(lead.text), page.lexicon, page.near, page.settings.year)
    page.about = f"{page.topic} {body}"
    page.begun = True
    yield None, body


def _read_row(block: Block, page: _Page) -> Iterator[tuple[Heading | None, str]]:
    """A row of a table: its head is kept for those below it; a row that gives no event is noted."""
    if is_rule(block.text):
        return
    if not page.heads:
        page.heads = tuple(cells(block.text))
        page.leave(block, "head of a table")
        return
    stated = read_row(page.heads, cells(block.text), page.lexicon, page.near, page.settings.year)
    if stated is not None:
        page.leave(block, "row, read as a sentence")
        page.facts[stated.text] = stated
        yield Heading(*stated.days, "row"), stated.text
        return
    row_texts = list(row_sentences(page.heads, cells(block.text), page.about, page.lexicon))
    page.leave(block, "row, read as a sentence" if row_texts else "row without an event")
    for sentence in row_texts:
        dates = list(written_dates(sentence.text, page.lexicon, page.near, year=page.settings.year))
        yield Heading(dates[-1].first, dates[-1].last, "row") if dates else None, sentence.text


def _page_day(every: Sequence[Block], page: _Page) -> Heading | None:
    """The day of the page: the one that was given, else what the page says, above its report or signed below it."""
    settings = page.settings
    if settings.published is not None:
        return Heading(settings.published, settings.published, "page")

    def heading_of(block: Block) -> Heading | None:
        return _heading_of(block, page)

    day = find_page_day(every, page.lexicon, heading_of, year=settings.year, metadata=settings.metadata)
    if day is None:
        return closing_day(every, heading_of)
    page.opens, page.dateline = day.opens, day.dateline
    return day.heading


def _heading_of(block: Block, page: _Page) -> Heading | None:
    """The heading that a block is."""
    return read_heading(block.text, page.lexicon, page.near, year=_year_of(page), day_one=page.settings.day_one)


def _year_of(page: _Page) -> int | None:
    return page.current.first.year if page.current else page.settings.year


def _doubts(heading: Heading, file: str) -> list[Problem]:
    cure = "correct the heading, or give --day-one"
    return [Problem(file, heading.doubt, cure, severity="question")] if heading.doubt else []


def _own_date(body: str, lexicon: Lexicon, before: Heading | None, year: int | None) -> Heading | None:
    """A text without date headings: a paragraph's own first date carries it, else that of the paragraph before."""
    near = before.first if before else None
    days = [
        date_phrase
        for date_phrase in written_dates(body, lexicon, near, year=year)
        if date_phrase.kind in ("day", "range")
    ]
    return Heading(days[0].first, days[0].last, "day") if days else before


def _order_doubt(sample: str, file: str) -> list[Problem]:
    """A question on the order of day and month, asked once a text."""
    if not sample:
        return []
    what = f"has dates such as {sample!r}; the day was read first"
    return [Problem(file, what, "give --month-first or --day-first", severity="question", value=sample)]
