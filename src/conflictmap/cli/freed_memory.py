"""Freed memory goes back to the system at once, where the libraries can be told so; the answers are the same.

glibc keeps what it once gave out in a block of up to 32 MB for the next block as large, and Arrow's own allocator keeps
pages for each of its threads: a build that holds 300 MB then takes 200 MB more of the machine.
"""

from __future__ import annotations

import ctypes
import platform

BLOCK = (
    1_048_576  # bytes from which a block is the system's own, and goes back to it; for smaller ones its calls cost more
)
_TRIM_THRESHOLD, _MMAP_THRESHOLD = -1, -3  # names of glibc's mallopt


def give_back_freed_memory() -> None:
    """Tell the C library and Arrow to keep no freed memory. Elsewhere than with glibc only Arrow is told."""
    import pyarrow

    pyarrow.set_memory_pool(pyarrow.system_memory_pool())
    if platform.libc_ver()[0] == "glibc":
        library = ctypes.CDLL(None)
        library.mallopt(_MMAP_THRESHOLD, BLOCK)
        library.mallopt(_TRIM_THRESHOLD, BLOCK)
