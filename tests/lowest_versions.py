"""Print the lowest version of each package that pyproject.toml allows, as constraints for pip.
Run: python tests/lowest_versions.py > build/lowest.txt; `make lowest` does it and runs the quick tests with them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

PYPROJECT = Path(__file__).parents[1] / "pyproject.toml"
FLOOR = re.compile(r"(?P<name>[A-Za-z0-9._-]+)(\[[^]]*\])?\s*[>=]=\s*(?P<version>[0-9][0-9a-z.]*)")


def lowest(pyproject: str) -> Iterator[str]:
    """Yield `name==version` for each requirement of the package and its extras, in their order.

    Raises: ValueError, where a requirement states no lowest version.
    """
    project = tomllib.loads(pyproject)["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    for requirement in [*project["dependencies"], *extras]:
        floor = FLOOR.match(requirement)
        if floor is None:
            raise ValueError(f"pyproject.toml: {requirement!r} states no lowest version; write {requirement}>=VERSION")
        yield f"{floor['name']}=={floor['version']}"


if __name__ == "__main__":
    print("\n".join(lowest(PYPROJECT.read_text(encoding="utf-8"))))
