"""Memory: what the garbage collector need not look at, and giving back what was freed."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


def begin_collecting() -> None:
    """Leave everything there is now alone for good, and collect what comes from here on.

    A full collection over the modules and classes of a terminal app takes 60 to 100 ms, again and again, for
    nothing: they stay until the end. Does nothing where collecting was never put off.
    """
    if gc.isenabled():
        return
    gc.freeze()
    gc.enable()


def return_memory() -> None:
    """Give what was freed back to the system, or leave it where the C library is not glibc.

    glibc keeps it, apart for each thread that freed some, so that other threads take more beside it.
    """
    import ctypes

    if sys.platform == "linux" and (trim := getattr(ctypes.CDLL(None), "malloc_trim", None)):
        trim(0)


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
