"""End the process when it is asked to or loses its terminal, also when its main thread is stuck."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

INTERRUPTED = 130
"""Exit status of a process that had to be ended."""
_SIGNALS = ("SIGHUP", "SIGTERM")
_GRACE = 6.0
"""Seconds the process has to end by itself: jobs that run are given five to stop."""
_RELEASE = 6.0
"""Seconds after that for what it holds to be released."""


@contextmanager
def ending_on_signals(
    end: Callable[[], object],
    release: Callable[[], object] = lambda: None,
    *,
    names: Sequence[str] = _SIGNALS,
    grace: float = _GRACE,
) -> Iterator[None]:
    """Call ``end`` on the running loop when the terminal is lost or the process is asked to end.

    ``names`` are the signals that say so. If the process is still there ``grace`` seconds later, ``release``
    is called in another thread and the process is ended, whatever it is doing: a thread that writes to a
    terminal that nobody reads stays stuck in that write, and whoever waits for it with it. A handler of the
    loop would not even be called then.

    To be entered in the main thread; elsewhere, and where the platform has no such signals, nothing happens.
    """
    loop = asyncio.get_running_loop()
    watching = threading.Event()

    def handle(_number: int, _frame: object) -> None:
        if not watching.is_set():
            watching.set()
            threading.Thread(
                target=_end_process, args=(release, grace), name="arrtui-watchdog", daemon=True
            ).start()
        with contextlib.suppress(RuntimeError):  # the loop is closed: the process is ending
            loop.call_soon_threadsafe(end)

    before = {}
    for name in names:
        if (number := getattr(signal, name, None)) is not None:
            with contextlib.suppress(ValueError):  # not the main thread
                before[number] = signal.signal(number, handle)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _end_process(release: Callable[[], object], grace: float) -> None:
    """Give the process time to end by itself, then release what it holds, then end it."""
    patience = threading.Event()
    patience.wait(grace)
    releasing = threading.Thread(target=_suppressed, args=(release,), daemon=True)
    releasing.start()
    releasing.join(_RELEASE)
    os._exit(INTERRUPTED)


def _suppressed(call: Callable[[], object]) -> None:
    with contextlib.suppress(Exception):
        call()
