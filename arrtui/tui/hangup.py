"""Clean exit when the terminal is lost."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from collections.abc import Callable


def on_hangup(call: Callable[[], object]) -> None:
    """Call ``call`` on the running loop when the terminal is lost or the process is asked to end.

    Where the platform has no such signals (Windows), or outside of the main thread, nothing happens.
    """
    loop = asyncio.get_running_loop()
    for name in ("SIGHUP", "SIGTERM"):
        number = getattr(signal, name, None)
        if number is not None:
            with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                loop.add_signal_handler(number, call)


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
