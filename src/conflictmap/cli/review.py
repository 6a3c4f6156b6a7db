"""`conflictmap review`: the names that the program could not settle, before a person."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from conflictmap.cli.options import Where, project_at, user_name
from conflictmap.cli.output import err, out, steps
from conflictmap.errors import ConflictmapError

if TYPE_CHECKING:
    from conflictmap.editor.http.guard import Door
    from conflictmap.editor.session.desk import Desk

PORT = 8765
INSTALL = "the review in a browser needs two more packages; say: pip install 'conflictmap[editor]' (or use --terminal)"


def review(
    where: Where = None,
    event: Annotated[str, typer.Option("--event", help="Only the names of this event, settled or not.")] = "",
    port: Annotated[int, typer.Option(help="Port on this machine; 0 takes a free one.")] = PORT,
    token: Annotated[
        str,
        typer.Option(help="Ask for this token, and let other machines in (see --host).", envvar="CONFLICTMAP_TOKEN"),
    ] = "",
    host: Annotated[
        str, typer.Option(help="Address to listen on; another than 127.0.0.1 needs --token.")
    ] = "127.0.0.1",
    by: Annotated[str, typer.Option("--by", help="Who decides: a name or handle that stands in every row.")] = "",
    allow_origin: Annotated[
        list[str] | None,
        typer.Option(
            help="A site, as in https://refine.example, whose pages may read /reconcile; OpenRefine needs none."
        ),
    ] = None,
    terminal: Annotated[bool, typer.Option("--terminal", help="Work in this terminal, without a browser.")] = False,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")] = True,
) -> None:
    """Settle names, those first that change the map most; every decision is a row of judgements.csv.

    Opens a page in the browser that only this machine can reach; end with Ctrl+C.
    `/reconcile` of the same address is a reconciliation service for OpenRefine.

    Example: `conflictmap review --by mya`
    """
    import datetime as dt
    import gc
    import secrets

    from conflictmap.editor.http.guard import Door
    from conflictmap.editor.session.desk import Desk

    project = project_at(where)
    if not 0 <= port <= 65535:
        raise ConflictmapError(f"--port {port}: a port is a number from 0 to 65535; 0 takes a free one")
    if project.shipped:
        raise ConflictmapError("there is no project here to keep decisions in; run in a clone, or name one with -C")
    if host not in ("127.0.0.1", "localhost", "::1") and not token:
        raise ConflictmapError(f"--host {host} lets other machines in; set --token too (20 characters or more)")
    if token and len(token) < 20:
        raise ConflictmapError("the token is too short to be one; give 20 characters or more")
    gc.disable()  # what is read now stays; to look through a million such objects for garbage takes half a second
    with steps() as tell:
        desk = Desk(project, lambda: dt.datetime.now(dt.UTC), by=by or user_name(), tell=tell)
    gc.freeze()
    gc.enable()
    if event:
        _only(desk, event)
    if terminal:
        from conflictmap.editor.terminal import Terminal

        Terminal(desk, only_event=event).run(_ask, lambda line: out.print(line, markup=False, highlight=False))
    else:
        door = Door(token or secrets.token_urlsafe(24), port, bool(token), frozenset(allow_origin or ()))
        _serve(desk, event, door, host=host, browser=browser)
    out.print(f"{desk.summary()}. Build the map anew: conflictmap build")


def _only(desk: Desk, event: str) -> None:
    if event not in desk.mentions.event_position:
        raise ConflictmapError(f"data/events.csv has no event {event[:40]!r}; look up its event_id there")
    position = desk.mentions.event_position[event]
    for mention in desk.mentions.by_event.get(position, ()):
        key = desk.mentions.keys[desk.mentions.name_of[mention]]
        desk.queue.put(key, desk.ledger.standing.get(key), even_if_settled=True)


def _ask(prompt: str) -> str | None:
    try:
        return str(typer.prompt(prompt, default="", show_default=False, prompt_suffix=" "))
    except (typer.Abort, EOFError):
        return None


def _serve(desk: Desk, event: str, door: Door, *, host: str, browser: bool) -> None:
    try:
        import uvicorn

        from conflictmap.editor.http.app import WEB, make_app
    except ImportError:
        raise ConflictmapError(INSTALL) from None
    from conflictmap.editor.http.socket import Prompt, listening
    from conflictmap.editor.session.worker import Worker

    if not (WEB / "editor.js").is_file():
        raise ConflictmapError("the editor's scripts were not bundled; install again: pip install -e '.[editor]'")
    listener = listening(host, door.port)  # from here on the address can be opened
    port = listener.getsockname()[1]
    door = replace(door, port=port)
    worker = Worker(desk)
    config = uvicorn.Config(make_app(desk, door, only_event=event, asked=worker.wait_a_little), log_level="warning",
                            http=Prompt, server_header=False, timeout_graceful_shutdown=1)  # fmt: skip
    shown = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(host, f"[{host}]" if ":" in host else host)
    address = f"http://{shown}:{port}/#token={door.token}"
    out.print(f"{len(desk.queue.waiting)} names wait. Open {address}", soft_wrap=True)
    out.print(f"OpenRefine: http://{shown}:{port}/reconcile    OpenAPI: http://{shown}:{port}/docs", soft_wrap=True)
    out.file.flush()  # a pipe holds lines back
    err.print("End with Ctrl+C; every decision is on the disk already.")
    if browser:
        typer.launch(address)
    with worker:
        uvicorn.Server(config).run(sockets=[listener])
