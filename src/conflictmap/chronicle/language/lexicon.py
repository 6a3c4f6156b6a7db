"""The word lists of data/coding and the actors, read and checked: what an editor can extend without touching code.
Nothing here reads a chronicle."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd

from conflictmap.chronicle.language.phrase_matcher import PhraseBook, inflect
from conflictmap.errors import DataError, Problem, raise_if_errors
from conflictmap.event_tables.actor_cells import memberships_of
from conflictmap.model import Membership
from conflictmap.project import Project, find_project, read_table
from conflictmap.schema import ACTORS, ACTS, EVENT_TYPES, SOURCES, Column, Table

ENEMY = "@enemy"  # in actor_words.csv: whoever is fought, found from who else is named
GARRISON = "@garrison"  # in actor_words.csv: the State's forces, where nobody else's name stands beside the word
EFFECTS = (
    "attempt", "plan", "undone", "negation", "background", "continuation", "dead", "hurt", "nodead", "several", "sum",
)  # fmt: skip
MODE_EFFECTS = ("says", "tells", "said_by", "denies", "confirms", "reacts")

CODES = Table("codes", (Column("code", required=True), Column("act", required=True, one_of=ACTS),
    Column("event_type", required=True, one_of=EVENT_TYPES), Column("sub_event_type", required=True),
    Column("family", required=True), Column("rank", "int", required=True, low=0, high=1000), Column("agent", required=True),
    Column("patient", required=True), Column("swap", one_of=("yes",)), Column("note", required=True)), key="code")  # fmt: skip
WORD_CLASSES = Table(
    "word_classes", (Column("class", required=True), Column("words", required=True), Column("note")), key="class"
)
TRIGGERS = Table("triggers", (Column("phrase", required=True), Column("object"), Column("code")))
OBJECTS = Table("objects", (Column("class", required=True), Column("words", required=True)), key="class")
ACTOR_WORDS = Table("actor_words", (Column("phrase", required=True), Column("actor"), Column("where"), Column("note")))
CUES = Table("cues", (Column("effect", required=True, one_of=EFFECTS), Column("phrase", required=True), Column("note")))
MODE_WORDS = Table(
    "modes", (Column("phrase", required=True), Column("effect", required=True, one_of=MODE_EFFECTS), Column("note"))
)
TIMES = Table("times", (Column("phrase", required=True), Column("kind", required=True), Column("value")))
NUMBERS = Table(
    "numbers", (Column("word", required=True), Column("value", "int", required=True, low=0, high=1_000_000)), key="word"
)
NAMES = Table("names", (Column("class", required=True), Column("words", required=True), Column("note")), key="class")
FORMS = Table("forms", (Column("lemma", required=True), Column("forms", required=True)), key="lemma")
SPELLINGS = Table("spellings", (Column("word", required=True), Column("same_as", required=True)), key="word")
ABBREVIATIONS = Table("abbreviations", (Column("word", required=True),), key="word")
BURMESE = Table("burmese", (Column("phrase", required=True),
    Column("kind", required=True, one_of=("code", "actor", "dead", "nodead", "sum", "plan", "denies", "says", "civilian")), Column("value"), Column("note")))  # fmt: skip
TABLES = (
    CODES,
    WORD_CLASSES,
    TRIGGERS,
    OBJECTS,
    ACTOR_WORDS,
    CUES,
    MODE_WORDS,
    TIMES,
    NUMBERS,
    NAMES,
    FORMS,
    SPELLINGS,
    ABBREVIATIONS,
    BURMESE,
)


@dataclass(frozen=True, slots=True)
class Code:
    """What a trigger stands for: the columns of data/coding/codes.csv."""

    code: str
    act: str
    event_type: str
    sub_event_type: str
    family: str
    rank: int
    agent: str
    patient: str
    swap: bool
    note: str


@dataclass(frozen=True, slots=True)
class ActorRow:
    """An actor as far as coding needs it; days inclusive, None where open."""

    actor_id: str
    name: str
    kind: str
    group: str
    memberships: tuple[Membership, ...]
    start: date | None
    end: date | None

    def lives(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)

    def belongs_to(self, coalition: str, day: date) -> bool:
        return any(membership.of == coalition and membership.on(day) for membership in self.memberships)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """All tables, ready for use. `book` finds triggers, objects, actors, cues, modes and times in a sentence."""

    book: PhraseBook
    codes: dict[str, Code]
    actors: dict[str, ActorRow]
    sources: dict[str, str]  # source -> its side as a person reads it: "independent", "party (NUG)"
    names: dict[str, frozenset[str]]  # classes of words that make a name a place, or none
    months: dict[str, int]
    numbers: dict[str, int]
    spellings: dict[str, str]
    abbreviations: frozenset[str]
    problems: tuple[Problem, ...]
    burmese_names: tuple[tuple[str, str], ...] = ()  # actor_id, name in Burmese
    burmese: tuple[tuple[str, str, str], ...] = ()  # phrase, kind, value of data/coding/burmese.csv
    states: tuple[ActorRow, ...] = ()  # the actors that are the State, in the table's order
    month_first: bool | None = None  # in dates of digits alone; None where the reporter's habit is not known

    def state_on(self, day: date) -> str:
        """Look up the actor that is the State's government and army on a day, "" if the table has none."""
        return next(
            (row.actor_id for row in [*self.states, *self.states[::-1]] if row.lives(day) or row is self.states[-1]), ""
        )

    @classmethod
    def open(cls, project: Project | None = None) -> Lexicon:
        """Read data/coding, data/actors.csv and data/sources.csv of a project.

        A table of data/coding that the project does not have is the shipped one.
        Raises: DataError, with every fault of every table.
        """
        project = project or find_project(Path.cwd())
        tables, problems = _read_all(project)
        problems += _unknown_codes(tables)
        problems += memberships_of(tables["actors"])[1] if "actors" in tables else []
        raise_if_errors(problems)
        return _assemble(tables, tuple(problems))


def _read_all(project: Project) -> tuple[dict[str, pd.DataFrame], list[Problem]]:
    shipped = find_project(Path(project.root.anchor)) if not project.shipped else project
    tables: dict[str, pd.DataFrame] = {}
    problems: list[Problem] = []
    wanted = [(f"coding/{table.name}.csv", table) for table in TABLES] + [
        ("actors.csv", ACTORS),
        ("sources.csv", SOURCES),
    ]
    for name, table in wanted:
        path = project.table(name)
        if not path.is_file():
            path = shipped.table(name)
        if table is SOURCES and not path.is_file():
            tables[table.name] = pd.DataFrame(columns=SOURCES.names)
            continue
        try:
            tables[table.name], faults = read_table(path, table, project.shown(path))
            problems += faults
        except DataError as error:
            problems += error.problems
    return tables, problems


def _unknown_codes(tables: dict[str, pd.DataFrame]) -> list[Problem]:
    if "codes" not in tables or "triggers" not in tables:
        return []
    known = {*tables["codes"]["code"], ""}
    triggers = tables["triggers"]
    return [
        Problem("data/coding/triggers.csv", "is no code of codes.csv", "use one of its codes", row=int(str(row)), column="code", value=str(code))
        for row, code in triggers["code"].items()
        if code not in known
    ]  # fmt: skip


def _assemble(tables: dict[str, pd.DataFrame], problems: tuple[Problem, ...]) -> Lexicon:
    forms = {row["lemma"]: row["forms"].split("|") for row in _rows(tables["forms"])}
    spellings = {row["word"]: row["same_as"] for row in _rows(tables["spellings"])}
    book = PhraseBook(forms, spellings, {row["class"]: row["words"] for row in _rows(tables["word_classes"])})
    _add_phrases(book, tables)
    actors = _add_actors(book, tables)
    book.close()
    return Lexicon(
        book,
        {row["code"]: _code(row) for row in _rows(tables["codes"])},
        actors,
        {
            row["source"]: row["side"] + (f" ({row['actor']})" if row["actor"] else "")
            for row in _rows(tables["sources"])
        },
        {row["class"]: _forms(row["words"], forms) for row in _rows(tables["names"])},
        {row["phrase"]: int(row["value"]) for row in _rows(tables["times"]) if row["kind"] == "month"},
        {row["word"]: int(row["value"]) for row in _rows(tables["numbers"])},
        spellings,
        frozenset(tables["abbreviations"]["word"]),
        problems,
        tuple((row["actor_id"], row["name_my"]) for row in _rows(tables["actors"]) if row["name_my"]),
        tuple((row["phrase"], row["kind"], row["value"]) for row in _rows(tables["burmese"])),
        tuple(row for row in actors.values() if row.kind == "state" and row.group == "State"),
    )


def _forms(cell: str, forms: Mapping[str, Sequence[str]]) -> frozenset[str]:
    words = cell.split("|")
    return frozenset(form for word in words for form in (inflect(word[:-1], forms) if word.endswith("*") else [word]))


def _rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]


def _code(row: dict[str, Any]) -> Code:
    return Code(
        row["code"], row["act"], row["event_type"], row["sub_event_type"], row["family"], int(row["rank"]), row["agent"],
        row["patient"], row["swap"] == "yes", row["note"],
    )  # fmt: skip


def _add_phrases(book: PhraseBook, tables: dict[str, pd.DataFrame]) -> None:
    for row in _rows(tables["triggers"]):
        objects = frozenset(row["object"].split("|")) if row["object"] else frozenset()
        book.add(row["phrase"], "trigger", (objects, row["code"]))
    for row in _rows(tables["objects"]):
        for word in row["words"].split("|"):
            book.add(word if word.endswith("men") else f"{word}+", "object", row["class"])
    for row in _rows(tables["cues"]):
        book.add(row["phrase"], row["effect"], row["phrase"])
    for row in _rows(tables["modes"]):
        book.add(row["phrase"], "mode", row["effect"])
    for row in _rows(tables["times"]):
        if row["kind"] != "month":
            book.add(row["phrase"], "time", (row["kind"], row["value"]))


def _plain_words(tables: dict[str, pd.DataFrame]) -> dict[str, str]:
    """The actor of each phrase of the table of words that means the same one everywhere, by the phrase in lower case."""
    known = set(tables["actors"]["actor_id"])
    rows = [row for row in _rows(tables["actor_words"]) if row["actor"] in known and not row["where"]]
    return {row["phrase"].lower(): row["actor"] for row in rows}


def _add_actors(book: PhraseBook, tables: dict[str, pd.DataFrame]) -> dict[str, ActorRow]:
    actors = {}
    memberships, _ = memberships_of(tables["actors"])
    words = _plain_words(tables)
    for row in _rows(tables["actors"]):
        actor = ActorRow(
            row["actor_id"], row["name"], row["kind"], row["display_group"], memberships[row["actor_id"]],
            _day(row["start"]), _day(row["end"]),
        )  # fmt: skip
        actors[actor.actor_id] = actor
        names = [row["name"], row["name_my"], *row["aliases"].split("|")]
        if actor.actor_id.isupper() and actor.kind not in ("civilian", "foreign"):
            names.append(actor.actor_id)
        local = re.fullmatch(r"People's Defence Force - (.+?)(?: Battalion)?|(\w+) People's Defence Force", row["name"])
        if local is not None and actor.kind == "armed_group":
            township = local[1] or local[2]
            names += [f"{township} PDF", f"PDF {township}", f"{township} People's Defence Force"]
            names += [f"People's Defence Force of {township}", f"PDF of {township}"]
        for name in sorted({re.sub(r"\s*\([^)]*\)", "", name).strip() for name in names}):
            elsewhere = words.get(name.lower(), actor.actor_id) != actor.actor_id  # "local defence forces"
            unit = name.lower() == "state"  # alone it is a unit of the country in most sentences
            if name and not unit and not elsewhere:
                book.add(name, "actor", (actor.actor_id, ""))
    for row in _rows(tables["actor_words"]):
        if row["actor"] in ("", ENEMY, GARRISON) or row["actor"] in actors:
            book.add(row["phrase"], "actor", (row["actor"], row["where"]))
    return actors


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None
