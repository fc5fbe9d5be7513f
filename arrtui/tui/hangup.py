"""Letting go of a terminal that is lost."""

from __future__ import annotations

import contextlib
import os
import sys


def let_go_of_terminal() -> None:
    """Point the standard streams at the null device.

    Writing to a terminal that is gone fails, and the thread that writes Textual's output would end with what
    it has still to write; whoever then adds to its full queue waits for ever.
    """
    with contextlib.suppress(OSError):
        null = os.open(os.devnull, os.O_RDWR)
        for stream in (sys.__stdin__, sys.__stdout__, sys.__stderr__):
            with contextlib.suppress(OSError, ValueError, AttributeError):
                os.dup2(null, stream.fileno())  # type: ignore[union-attr]
        os.close(null)
