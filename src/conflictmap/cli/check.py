"""`conflictmap check`: every problem of the tables at once."""

from __future__ import annotations

import typer
from rich.text import Text

from conflictmap.cli.options import Where, project_at
from conflictmap.cli.output import AsJson, err, out, print_problems, steps
from conflictmap.errors import DataError, Problem


def check(where: Where = None, as_json: AsJson = False) -> None:
    """Show every problem of the tables at once: file, row, column, value and cure.

    An **error** stops a build (`conflictmap build --help` lists them); a **question** is for an editor, and the build goes on and counts it.
    Exit code 2 where there is an error, else 0.

    Example: `conflictmap check --json`
    """
    from conflictmap.cli.left_out import questions
    from conflictmap.pipeline import build, load
    from conflictmap.places.gazetteer.layers import in_use

    problems: tuple[Problem, ...]
    try:
        with steps() as tell:
            project = project_at(where)
            err.print(Text(in_use(project), style="dim"), soft_wrap=True)
            problems = build(load(project, tell=tell), tell=tell).problems
    except DataError as error:
        problems = error.problems
    print_problems(problems, as_json=as_json)
    errors = sum(problem.severity == "error" for problem in problems)
    if not as_json:
        out.print(f"{errors} errors, {len(problems) - errors} questions")
        for line in questions(problems):
            out.print(f"  {line}", soft_wrap=True)
    if errors:
        raise typer.Exit(2)
