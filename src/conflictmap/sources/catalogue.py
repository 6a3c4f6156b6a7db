"""The sources that a user can add or fetch, as `data/gazetteer/sources.toml` lists them."""

from __future__ import annotations

import tomllib
from dataclasses import astuple, dataclass

from conflictmap.errors import DataError, Problem, SourceError
from conflictmap.project import Project

FILE = "gazetteer/sources.toml"


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` is what the file is added as: "mimu", "geonames", "table" or "boundaries". `url` "" means that the
    publisher gives no lasting address: `page` is where a person downloads it. `sha256` "" where it is not known."""

    name: str
    kind: str
    title: str
    credit: str
    licence: str
    page: str
    url: str = ""
    sha256: str = ""
    file: str = ""


def catalogue(project: Project) -> dict[str, Source]:
    """Return every source, by name. Raises: DataError, where sources.toml cannot be read."""
    path = project.table(FILE)
    try:
        listed = tomllib.loads(path.read_text(encoding="utf-8"))
        sources = {name: Source(name=name, **about) for name, about in listed.items()}
        wrong = [
            name for name, source in sources.items() if not all(isinstance(value, str) for value in astuple(source))
        ]
        if wrong:
            raise TypeError(f"{wrong[0]} has a value that is no text")
        return sources
    except (OSError, ValueError, TypeError, RecursionError) as error:
        fix = "restore it from the repository"
        raise DataError([Problem(project.shown(path), f"cannot be read ({error})", fix)]) from None


def source_of(name: str, project: Project) -> Source:
    """Return the source of this name; an empty one for "table", of which nothing is known.

    Raises: SourceError, where there is none of this name.
    """
    sources = catalogue(project)
    if name in sources:
        return sources[name]
    if name == "table":
        return Source("table", "table", "", "", "as its publisher says", "")
    raise SourceError(f"no source is called {name!r}; there are: {', '.join(sources)}")
