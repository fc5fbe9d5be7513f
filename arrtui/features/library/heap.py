"""Keeps large lists out of the way of the garbage collector, which stops every thread while it works."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def large_list() -> Iterator[None]:
    """Build a list of tens of thousands of rows in the block, and never search it for cycles.

    A full collection with 66,000 rows in memory takes 80 to 130 ms, and building them sets off several. Rows
    hold text and numbers and so no cycles; they are freed as soon as nobody refers to them any more.
    """
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if enabled:
            gc.enable()
