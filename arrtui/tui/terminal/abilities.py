"""What the terminal can do, by its name (``TERM``) and terminfo."""

from __future__ import annotations

import os
import sys
from contextlib import suppress


def erases_in_background() -> bool:
    """Return whether erased cells get the background that is selected (terminfo's ``bce``)."""
    with suppress(ImportError):
        import curses

        with suppress(curses.error, OSError, ValueError, AttributeError):
            curses.setupterm(os.environ.get("TERM"), sys.__stdout__.fileno())  # type: ignore[union-attr]
            return curses.tigetflag("bce") > 0
    return False
