"""Memory: what the garbage collector need not look at, and giving back what was freed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

LARGE_BLOCK = 1 << 20
"""Bytes."""
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
"""Of glibc's ``malloc.h``."""


def begin_collecting() -> None:
    """Leave everything there is now alone for good, and collect what comes from here on.

    A full collection over the modules and classes of a terminal app takes 60 to 100 ms, again and again, for
    nothing: they stay until the end. Does nothing where collecting was never put off.
    """
    if gc.isenabled():
        return
    gc.freeze()
    gc.enable()


@cache
def return_large_blocks() -> None:
    """Let the C library give large blocks back to the system as soon as they are freed, from now on.

    glibc learns from the first large answers to keep up to 64 MB for each thread (``mallopt(3)``,
    M_MMAP_THRESHOLD); a limit that is set is not moved. Others return them anyway.
    """
    import ctypes

    if sys.platform == "linux" and (mallopt := getattr(ctypes.CDLL(None), "mallopt", None)):
        mallopt(_M_MMAP_THRESHOLD, LARGE_BLOCK)
        mallopt(_M_TRIM_THRESHOLD, LARGE_BLOCK)


@contextmanager
def not_collecting() -> Iterator[None]:
    """Put collecting off for the block, which makes many short-lived rows and no cycles."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()


@contextmanager
def large_list() -> Iterator[None]:
    """Build a list of tens of thousands of rows in the block, and never search it for cycles.

    A full collection with 66,000 rows in memory takes 80 to 130 ms, and building them sets off several. Rows
    hold text and numbers and so no cycles; they are freed as soon as nobody refers to them any more.
    """
    with not_collecting():
        try:
            yield
        finally:
            gc.freeze()
