"""Files that GDAL reads, opened so that none of them makes it reach beyond itself.
A format that names other files or hosts is refused by what the file begins with, whatever its name says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conflictmap.errors import SourceError
from conflictmap.sources.table_files import first_bytes, refuse_page

REFUSED = (".vrt", ".wms", ".wfs", ".xml", ".gti", ".ovf", ".lnk", ".url", ".pgdump", ".sql", ".py")
# GDAL must neither fetch what a file names nor read through an address
_QUIET = {
    "GML_DOWNLOAD_SCHEMA": "NO", "GML_SKIP_RESOLVE_ELEMS": "ALL", "CPL_VSIL_CURL_ALLOWED_EXTENSIONS": "none",
    "OGR_SQLITE_LOAD_EXTENSIONS": None, "GDAL_HTTP_TIMEOUT": "1", "GDAL_HTTP_MAX_RETRY": "0",
    "GDAL_HTTP_PROXY": "127.0.0.1:1",
}  # fmt: skip


def refuse_reaching_out(path: Path) -> None:
    """Raise SourceError for a file that is not there or may not be read, a web page, or a format that names others."""
    start = first_bytes(path)
    if not start.strip():
        raise SourceError(f"{path.name}: the file is empty; download it again")
    refuse_page(path.name, start)
    refuse_naming_others(path.name, start)


def refuse_naming_others(name: str, start: bytes) -> None:
    """Refuse the same by the first bytes of a file or of a zip's member."""
    head = start.lstrip(b"\xef\xbb\xbf \t\r\n")
    is_xml = head[:1] == b"<" and not re.search(rb"<(?:\w+:)?(?:kml|FeatureCollection|gpx)\b", head)
    if name.lower().endswith(REFUSED) or is_xml:
        raise SourceError(
            f"{name}: is of a kind that can name other files and hosts, and is not opened; "
            "save it as GeoPackage (.gpkg) or GeoJSON"
        )
    if head.startswith(b"version https://git-lfs"):
        raise SourceError(f"{name}: is a pointer of Git LFS, not the file itself; fetch it with `git lfs pull`")
    if head.startswith((b"http:", b"https:", b"WFS:", b"OAPIF:", b"PG:", b"MYSQL:", b"/vsi")):
        raise SourceError(f"{name}: holds an address, not data; download the file that it names")


@contextmanager
def closed_to_the_network() -> Iterator[None]:
    """Keep GDAL from the network while it reads a file."""
    import pyogrio

    before = {name: pyogrio.get_gdal_config_option(name) for name in _QUIET}
    pyogrio.set_gdal_config_options(_QUIET)
    try:
        yield
    finally:
        pyogrio.set_gdal_config_options(before)
