"""The app in a terminal of its own, as a process: it starts, and it ends when the terminal goes away."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import time
from collections.abc import Callable

import pytest

from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.db.database import Database
from arrtui.db.jobs import list_jobs
from tests.tui.live import Live

pty = pytest.importorskip("pty")

PATIENCE = 60.0
"""Seconds for what takes one or two."""


def start(live: Live) -> tuple[int, int]:
    """Start the app in a new terminal; return its process and our end of the terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.environ |= {"TERM": "xterm-256color", "COLUMNS": "100", "LINES": "30"}
        os.execv(sys.executable, [sys.executable, "-m", "arrtui", "--config", str(live.path)])
    return child, terminal


def read_until(terminal: int, wanted: bytes) -> None:
    """Read what the app draws until something is among it."""
    seen, end = b"", time.monotonic() + PATIENCE
    while wanted not in seen:
        assert time.monotonic() < end, seen[-2_000:]
        if select.select([terminal], [], [], 0.1)[0]:
            seen += os.read(terminal, 65_536)


def ended(child: int) -> int:
    """Wait for the process and return its exit status."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        found, status = os.waitpid(child, os.WNOHANG)
        if found:
            return os.waitstatus_to_exitcode(status)
        time.sleep(0.05)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    raise AssertionError("the app did not end")


def close(terminal: int, _child: int) -> None:
    os.close(terminal)


def hang_up(terminal: int, child: int) -> None:
    os.kill(child, signal.SIGHUP)


@pytest.mark.parametrize("lose", [close, hang_up])
def test_a_lost_terminal_ends_the_app_and_leaves_its_jobs_to_the_next(
    lose: Callable[[int, int], None], live: Live
) -> None:
    live.keep("radarr.main")
    live.estate.apps["radarr.main"].faults.latency = 2.0
    child, terminal = start(live)
    read_until(terminal, b"radarr.main")
    os.write(terminal, b"b")
    read_until(terminal, b"1 job running")
    lose(terminal, child)
    assert ended(child) == 0
    with contextlib.suppress(OSError):
        os.close(terminal)
    database = Database.open(load_config(live.path, env={}).database.url)
    try:
        assert [job.state for job in database.read_sync(list_jobs)] == [JobState.PENDING]
    finally:
        database.close()
