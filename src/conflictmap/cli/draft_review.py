"""The review in the terminal: one draft on the screen, one key a decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import click
from rich.text import Text

from conflictmap.cli.output import out
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.chronicle.drafts import Draft
    from conflictmap.chronicle.review.session import Desk
    from conflictmap.project import Project


class Keeper:
    """Writes desks to disk; refuses where another program changed the table since it was last read here."""

    def __init__(self, project: Project) -> None:
        from conflictmap.event_table import read_rows

        self._project = project
        self._path = project.table("events.csv")
        self.rows = tuple(read_rows(project))
        self._seen = self._path.read_bytes()
        self._records: object = None

    def keep(self, desk: Desk) -> None:
        """Write what changed.

        Raises: ConflictmapError, where the disk is full or the table was changed meanwhile; the files are whole then.
        """
        from conflictmap.chronicle.review.ledger import write_ledger
        from conflictmap.event_table import write_rows

        try:
            if desk.rows != self.rows:
                if self._path.read_bytes() != self._seen:
                    raise ConflictmapError(
                        "data/events.csv was changed by another program meanwhile; run the command again to go on"
                    )
                write_rows(self._project, desk.rows, checked=self.rows)
                self.rows, self._seen = desk.rows, self._path.read_bytes()
            if desk.records != self._records:
                write_ledger(self._project, desk.records)
                self._records = desk.records
        except OSError as error:
            raise ConflictmapError(
                f"{self._path}: cannot be written ({error.strerror or error}); the file is as it was. Make room and run again"
            ) from None


LINE = 0.8  # fields below it are marked as doubtful
KEYS = "enter accept · e change a field · n no event · s same as the event shown · l later · u undo · a accept all sure ones · ? keys · q leave"
_STYLES = {
    "act": "bold red", "actor1": "bold cyan", "actor2": "cyan", "location": "bold green", "event_date": "bold magenta",
    "fatalities": "bold yellow", "mode": "blue",
}  # fmt: skip


def run(
    desk: Desk,
    keeper: Keeper,
    read_key: Callable[[], str] = click.getchar,
    ask: Callable[[str, str], str] | None = None,
) -> Desk:
    """Ask about every draft until all are decided or the person leaves; what is decided is on disk at once.

    Ctrl-C and Ctrl-D leave as `q` does.
    """
    out.print(KEYS, style="dim")
    while not desk.done:
        _show(desk)
        try:
            key = read_key()
            if key in ("q", "\x03", "\x04"):
                break
            desk = _pressed(desk, key, ask or _ask)
        except (KeyboardInterrupt, EOFError, click.Abort):
            break
        except ConflictmapError as error:
            out.print(Text(str(error), style="red"))
            continue
        keeper.keep(desk)
    return desk


def _pressed(desk: Desk, key: str, ask: Callable[[str, str], str]) -> Desk:
    from conflictmap.chronicle.review import session

    if key in ("\r", "\n", "y"):
        found = session.faults(desk.draft)
        if found:
            raise ConflictmapError("; ".join(found))
        return session.accept(desk)
    if key == "s":
        return _same(desk, ask)
    if key == "e":
        return _change(desk, ask)
    if key == "a":
        return session.accept_above(desk, LINE)
    if key == "?":
        out.print(KEYS)
        return desk
    steps = {"n": session.reject, "l": session.later, "u": session.undo}
    return steps[key](desk) if key in steps else desk


def _same(desk: Desk, ask: Callable[[str, str], str]) -> Desk:
    from conflictmap.chronicle.review.session import same

    first = desk.item.twins[0].event_id if desk.item.twins else ""
    event_id = ask("the same as event", first).strip()
    if event_id not in {row["event_id"] for row in desk.rows}:
        raise ConflictmapError(f"no event {event_id!r} in data/events.csv")
    return same(desk, event_id)


def _change(desk: Desk, ask: Callable[[str, str], str]) -> Desk:
    from conflictmap.chronicle.drafts import ASKED
    from conflictmap.chronicle.review.session import change

    doubtful = desk.draft.doubtful(LINE)
    name = ask(f"field ({', '.join(ASKED)})", doubtful[0] if doubtful else "").strip()
    if name not in ASKED:
        raise ConflictmapError(f"{name!r} is no field; use one of: {', '.join(ASKED)}")
    return change(desk, name, ask(name, desk.draft.value(name)).strip())


def _ask(question: str, default: str) -> str:
    return str(click.prompt(question, default=default, show_default=bool(default)))


def _show(desk: Desk) -> None:
    draft, item = desk.draft, desk.item
    out.rule(
        f"{desk.at + 1} of {len(desk.items)} · {draft.entry_id} · {draft.value('source')}"
        + (f" · {draft.side}" if draft.side else "")
    )
    if item.why:
        out.print(Text(item.why, style="yellow"))
    out.print(sentence(draft))
    doubtful = set(draft.doubtful(LINE))
    for name in draft.fields:
        field = draft.fields[name]
        line = Text(f"  {name:16}", style="dim")
        line.append(field.value or "–", style="bold yellow" if name in doubtful else "")
        line.append(f"  {field.confidence:.2f} {field.why}" if name in doubtful else "", style="dim")
        out.print(line)
    for twin in item.twins:
        out.print(
            Text(
                f"  perhaps the same as {twin.event_id} ({twin.score:.2f}: {twin.why}); s ties it to that row",
                style="magenta",
            )
        )


def sentence(draft: Draft) -> Text:
    """The draft's sentences with the evidence of its fields in colour."""
    from conflictmap.chronicle.review.session import marked

    low, high = draft.span
    text = Text(draft.text[low:high])
    for start, end, name in marked(draft, list(_STYLES)):
        if low <= start < high:
            text.stylize(_STYLES[name], start - low, end - low)
    return text
