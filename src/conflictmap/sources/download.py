"""Downloads: resumed where the line breaks, checked, and put in place only when whole.
The only module of the project that reaches the network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import requests
import urllib3

from conflictmap.errors import SourceError
from conflictmap.sources.table_files import SIZE_LIMIT_MB, refuse_page
from conflictmap.writing import locked, refused

ATTEMPTS = 6  # a line that breaks more often than this in a row will not hold
TIMEOUT_S = 30
CHUNK = 1 << 16
WAIT_S = 600.0  # for another program that downloads the same file

Progress = Callable[[int, int | None], None]  # bytes so far, bytes in all where the server says so


def is_address(text: str) -> bool:
    """Whether the text is the address of a file on the web."""
    return urlsplit(text).scheme in ("http", "https")


def download(
    url: str, folder: Path, *, file: str = "", sha256: str = "", progress: Progress = lambda done, whole: None
) -> Path:
    """Fetch a file into a folder; what an earlier, broken attempt left there is taken up where it ended.

    Parameters: file, its name there (else the address's); sha256, what its content must hash to, where that is known.
    Returns: its path. Raises: SourceError, where it cannot be had, is a web page or is not the file expected. A file of
    that name that was there stays until the new one is whole.
    """
    if not is_address(url):
        raise SourceError(f"{url}: is no web address; start it with https://")
    path = folder / (file or Path(urlsplit(url).path).name or "download")
    part = path.with_name(path.name + ".part")
    stamp = path.with_name(path.name + ".part.from")
    with locked(path, wait_s=WAIT_S), refused(path):
        return _fetched(url, (path, part, stamp), sha256, progress)


def _fetched(url: str, paths: tuple[Path, Path, Path], sha256: str, progress: Progress) -> Path:
    path, part, stamp = paths
    failure = ""
    for _ in range(ATTEMPTS):
        before = _size(part)
        try:
            if _take(url, part, stamp, progress):
                _check(part, path.name, sha256)
                part.replace(path)
                stamp.unlink(missing_ok=True)
                return path
        except (requests.RequestException, urllib3.exceptions.HTTPError, ConnectionError) as error:
            failure = _reason(error)
        if _size(part) <= before and not failure:
            failure = "the connection ended early"
    raise SourceError(
        f"{url}: cannot be fetched ({failure}); try again: {_size(part):,} bytes are kept and will be taken up"
    )


def _take(url: str, part: Path, stamp: Path, progress: Progress) -> bool:
    """One attempt, from where the last ended. Returns: whether the file is whole now."""
    have = _size(part)
    kept = stamp.read_text(encoding="utf-8").split("\n") if have and stamp.is_file() else ["", ""]
    headers = {"User-Agent": "conflictmap", "Accept-Encoding": "identity"}
    if have and kept[0] == url:
        # If-Range: the server begins anew where the file has changed meanwhile, so two versions are never joined
        headers |= {"Range": f"bytes={have}-"} | ({"If-Range": kept[1]} if kept[1] else {})
    with requests.get(url, headers=headers, stream=True, timeout=TIMEOUT_S) as answer:
        if answer.status_code == 416 and answer.headers.get("Content-Range", "").endswith(f"/{have}"):
            return True
        if answer.status_code >= 400:
            part.unlink(missing_ok=True) if answer.status_code == 416 else None
            raise requests.HTTPError(f"the server answers {answer.status_code} {answer.reason}", response=answer)
        goes_on = answer.status_code == 206
        have = have if goes_on else 0
        length = answer.headers.get("Content-Length")
        whole = have + int(length) if length and length.isdecimal() and len(length) < 20 else None
        if (whole or 0) > SIZE_LIMIT_MB * 1_000_000:
            raise SourceError(
                f"{url}: {whole or 0:,} bytes are more than a list or boundaries can have; check the address"
            )
        tag = answer.headers.get("ETag") or answer.headers.get("Last-Modified") or ""
        stamp.write_text(f"{url}\n{tag}", encoding="utf-8")
        with part.open("ab" if goes_on else "wb") as out:
            # read1 gives what has come, so that a break loses nothing of it
            while chunk := answer.raw.read1(CHUNK):
                out.write(chunk)
                have += len(chunk)
                if have > SIZE_LIMIT_MB * 1_000_000:
                    raise SourceError(f"{url}: is larger than {SIZE_LIMIT_MB} MB; check the address")
                progress(have, whole)
    return whole is None or have >= whole


def _check(part: Path, name: str, sha256: str) -> None:
    with part.open("rb") as file:
        start = file.read(4096)
        file.seek(0)
        content_hash = hashlib.file_digest(file, "sha256").hexdigest()
    try:
        refuse_page(name, start)
        if not start:
            raise SourceError(f"{name}: the server sent an empty file; try again later")
        if sha256 and content_hash != sha256:
            raise SourceError(
                f"{name}: its content is not the one known (sha256 {content_hash[:16]}..., not {sha256[:16]}...); "
                "the publisher has a new release, or the file was changed on the way"
            )
    except SourceError:
        part.unlink()  # it would only be taken up again
        raise


def _size(path: Path) -> int:
    return path.stat().st_size if path.is_file() else 0


def _reason(error: Exception) -> str:
    if isinstance(error, requests.HTTPError):
        return str(error)
    if isinstance(error, requests.Timeout):
        return f"no answer within {TIMEOUT_S} seconds"
    return "the connection broke, or there is none"
