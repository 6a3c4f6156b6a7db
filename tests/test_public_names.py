"""What `import conflictmap` offers, and what it does not cost."""

from __future__ import annotations

import subprocess
import sys

import pytest

import conflictmap


@pytest.mark.parametrize("name", sorted(conflictmap._HOMES))
def test_every_public_name_is_there(name: str) -> None:
    assert getattr(conflictmap, name).__doc__


def test_an_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="nothing_of_the_kind"):
        _ = conflictmap.nothing_of_the_kind


def test_the_import_alone_loads_none_of_the_heavy_packages() -> None:
    code = "import sys, conflictmap; print({'pandas', 'geopandas', 'folium'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
