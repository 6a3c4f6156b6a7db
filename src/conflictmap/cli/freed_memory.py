"""Freed memory goes back to the system at once, where the libraries can be told so; the answers are the same.

glibc keeps what it once gave out in a block of up to 32 MB for the next block as large, and Arrow's own allocator keeps
pages for each of its threads: a build that holds 300 MB then takes 200 MB more of the machine. A build of a large table makes
blocks of 8 MB by the thousand: what the system gives it it gives empty, which there costs more than the memory is worth.
"""

from __future__ import annotations

import ctypes
import platform

BLOCK = (
    1_048_576  # bytes from which a block is the system's own, and goes back to it; for smaller ones its calls cost more
)
LARGE = 100_000_000  # bytes of tables from which blocks are kept for the next ones
LARGE_BLOCK, LARGE_REST = (
    33_554_432,
    67_108_864,
)  # bytes: the largest block that glibc keeps, and what it keeps at the end
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of glibc's mallopt


def give_back_freed_memory(size: int = 0) -> None:
    """Tell the C library and Arrow to keep no freed memory; of tables of a large `size` in bytes, none but blocks of the kind
    that is wanted again at once. Elsewhere than with glibc only Arrow is told.
    """
    import pyarrow

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, BLOCK if size < LARGE else LARGE_BLOCK)
        library.mallopt(_TRIM_THRESHOLD, BLOCK if size < LARGE else LARGE_REST)
