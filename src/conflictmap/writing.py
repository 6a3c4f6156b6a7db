"""The one way to write a file: locked across processes, whole or not at all, on the disk when it is done.
Whatever the system refuses becomes a WriteError that says where, why and what to do; nothing here knows a table's columns.

A table is changed by `rewrite`, or read and replaced under `locked`, so that no writer works on an old state. An output
goes through `write_output`, which keeps away from the project's own tables. What a killed writer left beside a file is
removed by the next one.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from filelock import FileLock, Timeout

from conflictmap.errors import ConflictmapError, WriteError

LOCK_WAIT_S = 120.0  # fifty writers of a table of 100,000 rows, one after the other
LOCK_POLL_S = 0.01  # short, so that busy writers take turns
STALE_S = 3600  # a half file of a process that cannot be asked whether it lives goes once the file is so much newer
NAME_LIMIT = 200  # bytes of a name that a temporary file can still put its own marks around (255 in all)

_held = threading.local()  # the locks of this thread: path -> how often

_REASONS = {
    errno.ENOSPC: ("No space left on device", "free some room and run it again"),
    errno.EDQUOT: ("the disk quota is used up", "free some room and run it again"),
    errno.EFBIG: ("File too large for this disk", "name a place on another disk"),
    errno.EACCES: ("no right to write there (Permission denied)", "give yourself the right, or name another place"),
    errno.EPERM: (
        "no right to write there (Operation not permitted)",
        "give yourself the right, or name another place",
    ),
    errno.EROFS: ("the file system is read-only", "name a place that can be written to"),
    errno.EISDIR: ("is a folder", "name a file"),
    errno.ENOTDIR: ("a part of its path is a file, not a folder", "name another place"),
    errno.EEXIST: ("a part of its path is a file, not a folder", "name another place"),
    errno.ENAMETOOLONG: ("the name is too long", "give a shorter one"),
    errno.ELOOP: ("its links lead in a circle", "mend the links"),
    errno.EPIPE: ("the other end of the pipe was closed", "keep the reader running"),
    errno.ENXIO: ("nobody reads from this pipe", "start the reader first"),
    errno.EMFILE: ("too many files are open", "close other programs"),
    errno.EIO: ("the disk reports a fault (Input/output error)", "check the disk, and work on a copy"),
}


@contextmanager
def locked(path: Path, *, wait_s: float | None = None, keep: bool = False, note: str = "") -> Iterator[Path]:
    """Hold the lock of a file against every other process and thread; a thread may take it again within.

    Parameters: path, the file, which need not exist; wait_s, seconds to wait for another holder, else `LOCK_WAIT_S`; keep, leave the lock's
    own (empty) file there; note, what to do where another program holds it.
    Yields: the file itself, links followed, with no half file of a killed writer left beside it.
    Raises: WriteError, where the folder cannot be written or another program does not let go.
    """
    with refused(path, "cannot"):
        target = real_path(path)
    held: dict[Path, int] = _held.__dict__.setdefault("locks", {})
    if held.get(target):
        held[target] += 1
        try:
            yield target
        finally:
            held[target] -= 1
        return
    lock_file = target.with_name(f".{_short(target.name)}.lock")
    with refused(path, "cannot"):
        target.parent.mkdir(parents=True, exist_ok=True)
        lock = FileLock(lock_file, timeout=LOCK_WAIT_S if wait_s is None else wait_s, poll_interval=LOCK_POLL_S)
        try:
            lock.acquire()
        except Timeout:
            cure = note or "close the other one, then run it again"
            raise WriteError(f"{path}: another program is writing it; nothing was changed; {cure}") from None
        except NotImplementedError:
            raise WriteError(f"{path}: this file system knows no locks; work in a copy on another disk") from None
    held[target] = 1
    try:
        sweep(target, alone=True)
        yield target
    finally:
        del held[target]
        if not keep and os.name == "posix":  # elsewhere a file that is open cannot be removed
            lock_file.unlink(missing_ok=True)  # whoever waits for it sees that it is gone, and makes a new one
        lock.release()


@contextmanager
def put_back(path: Path) -> Iterator[Path]:
    """Hold the lock of a file, and put it back as it was where anything within is refused: for files that go together.

    The old content waits under another name of the same bytes, so that a full disk has room for it; what a kill leaves of
    that goes with the next writer. A folder that was made for the file goes again too. Yields and raises: as `locked`,
    and what is raised within.
    """
    made = not path.parent.exists()
    try:
        with locked(path) as target, _second_name(target) as back:
            try:
                yield target
            except BaseException:
                with contextlib.suppress(OSError, ConflictmapError):  # the refusal that is raised says what is wrong
                    back()
                raise
    except BaseException:
        if made:
            with contextlib.suppress(OSError):  # it holds something by now
                path.parent.rmdir()
        raise


@contextmanager
def _second_name(target: Path) -> Iterator[Callable[[], object]]:
    """Give a file a second name, or keep its bytes where the disk knows no such names. Yields: what puts it back."""
    spare = target.with_name(f".{_short(target.name)}.{os.getpid()}-before")
    with refused(target, "cannot"):
        there = target.is_file()
        spare.unlink(missing_ok=True)
    if not there:
        yield lambda: target.unlink(missing_ok=True)
        return
    try:
        os.link(target, spare)
    except (OSError, NotImplementedError):  # FAT and some network disks know no second names, some systems no such call
        with refused(target, "cannot"):
            before = target.read_bytes()
        yield lambda: None if before == target.read_bytes() else write_atomic(target, before)
        return
    try:
        yield lambda: spare.replace(target)
    finally:
        with contextlib.suppress(OSError):  # also where it took the place of the unchanged file: both names stay then
            spare.unlink(missing_ok=True)


def rewrite(path: Path, change: Callable[[bytes], bytes]) -> bool:
    """Change a file's bytes under its lock: `change` gets the newest (b"" where there is none) and gives the new.

    Returns: whether anything changed. Raises: WriteError; and what `change` raises, the file being as it was then.
    """
    with locked(path) as target:
        with refused(path):
            before = target.read_bytes() if target.exists() else b""
        after = change(before)
        if after == before and target.exists():
            return False
        write_atomic(path, after)
    return True


def write_atomic(path: Path, content: bytes) -> None:
    """Put `content` at `path` whole or not at all: written beside it, flushed to disk, renamed over it.

    A link stays, and what it leads to is replaced; rights stay as they were, and a file marked read-only is refused.
    Raises: WriteError; the file is as it was then, and no half file stays.
    """
    with refused(path):
        target = real_path(path)
        target.parent.mkdir(parents=True, exist_ok=True)
        rights = _rights(target)
        sweep(target, alone=False)
        handle, name = tempfile.mkstemp(dir=target.parent, prefix=f".{_short(target.name)}.{os.getpid()}-")
        temporary = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            temporary.chmod(rights)
            temporary.replace(target)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise
        flush_folder(target.parent)


def write_output(path: Path, content: bytes, *, keep_out: Iterable[Path] = ()) -> None:
    """Write what the program made: a file is replaced whole, a device or a pipe gets the bytes as a stream.

    Parameters: keep_out, folders and files that hold what people made: no output ever replaces a file of these.
    Raises: WriteError.
    """
    check_output(path, keep_out=keep_out)
    if is_stream(path):
        with stream(path) as file:
            file.write(content)
    else:
        write_atomic(path, content)


def check_output(path: Path, *, keep_out: Iterable[Path] = ()) -> None:
    """Raise WriteError where an output may not go to `path`; asked before the work that makes it.

    Refused are a folder, a disk as a whole, and any file inside `keep_out` or the same file as one of it.
    """
    with refused(path):
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, "is a folder")
        if path.exists() and stat.S_ISBLK(path.stat().st_mode):
            raise WriteError(f"{path}: is a whole disk; name a file")
        target = real_path(path)
        for kept in keep_out:
            if target.is_relative_to(kept.resolve()) or (path.exists() and _holds(kept, path)):
                raise WriteError(f"{path}: is a table of the project, or the one that is read, which no output replaces; name another "
                                 "file, for example one in maps/")  # fmt: skip


def is_stream(path: Path) -> bool:
    """Whether the path is a device, a pipe or a socket, which cannot be replaced but only written to."""
    with refused(path):
        return path.exists() and not (path.is_file() or path.is_dir())


@contextmanager
def stream(path: Path) -> Iterator[IO[bytes]]:
    """Yield a device or pipe to write to. Raises: WriteError; at once where nobody reads from a pipe, instead of waiting."""
    with refused(path):
        handle = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
        if os.name == "posix":
            os.set_blocking(handle, True)
        with os.fdopen(handle, "wb") as file:
            yield file


def sweep(target: Path, *, alone: bool) -> None:
    """Remove half files and folders that killed writers left beside a file or folder.

    Parameters: alone, whether the caller holds the file's lock, so that nobody else can be writing one. Else only those
    of processes that have ended are removed, and those of an unknown process once the file is newer by `STALE_S`.
    """
    short = _short(target.name)
    with contextlib.suppress(OSError):
        for left in target.parent.glob(f".{_literal(short)}.*"):
            maker = left.name[len(short) + 2 :].partition("-")[0]
            if left.suffix != ".lock" and (alone or _ended(left, maker, target)):
                shutil.rmtree(left) if left.is_dir() else left.unlink(missing_ok=True)


def real_path(path: Path) -> Path:
    """Return the file that a path leads to, every link followed. Raises: OSError, where links lead in a circle."""
    try:
        return path.resolve()
    except RuntimeError:  # how Python 3.11 and 3.12 say that links lead in a circle
        raise OSError(errno.ELOOP, os.strerror(errno.ELOOP)) from None


@contextmanager
def refused(path: Path, verb: str = "could not") -> Iterator[None]:
    """Turn any OSError within into the WriteError that says of `path` why and what to do."""
    try:
        yield
    except ConflictmapError:
        raise
    except OSError as error:
        raise write_error(path, error, verb) from None
    except ValueError as error:  # a null character in a path
        raise WriteError(f"{str(path)!r}: is no name of a file ({error}); give another") from None


def write_error(path: Path, error: OSError, verb: str = "could not") -> WriteError:
    """Return the WriteError that tells of an OSError met while writing `path`."""
    unknown = (error.strerror or str(error) or type(error).__name__, "mend that, and run it again")
    reason, cure = _REASONS.get(error.errno or 0, unknown)
    refusal = WriteError(f"{path} {verb} be written ({reason}): nothing was changed; {cure}")
    refusal.errno, refusal.strerror = error.errno, reason
    return refusal


def flush_folder(folder: Path) -> None:
    """Put a folder's list of names on the disk, so that a power cut does not undo a rename in it."""
    if os.name != "posix":
        return  # a folder cannot be opened there; NTFS writes renames to its journal
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network drives cannot flush a folder
            raise
    finally:
        os.close(handle)


def _rights(target: Path) -> int:
    """The mode of the file, or the one that a new file gets. Raises: WriteError for one marked read-only."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        umask = os.umask(0)  # mkstemp makes 0600; a page or a table is for others to read, as the umask allows
        os.umask(umask)
        return 0o666 & ~umask
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, "is a folder")
    if not stat.S_ISREG(mode):
        raise WriteError(f"{target}: is no ordinary file; name one")
    if not mode & 0o222:
        message = f"{target} could not be written (the file is marked read-only): nothing was changed; clear the mark"
        raise WriteError(message)
    return mode & 0o777


def _holds(kept: Path, path: Path) -> bool:
    """Whether `path` is, by a hard link, a file in the folder `kept` or the file `kept` itself."""
    files = [kept] if kept.is_file() else kept.rglob("*")
    return path.stat().st_nlink > 1 and any(file.is_file() and file.samefile(path) for file in files)


def _ended(left: Path, maker: str, target: Path) -> bool:
    if os.name == "posix" and maker.isascii() and maker.isdigit() and len(maker) < 20:
        try:
            os.kill(int(maker), 0)
        except ProcessLookupError:
            return True
        except (OSError, OverflowError):
            return False
        return False
    return target.exists() and target.stat().st_mtime - left.stat().st_mtime > STALE_S


def _short(name: str) -> str:
    """A name that leaves room for more within the 255 bytes that file systems allow."""
    return os.fsencode(name)[:NAME_LIMIT].decode("utf-8", "ignore")


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
