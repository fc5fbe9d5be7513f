"""The app in a terminal of its own, as a process: it starts, and it ends when the terminal goes away."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable

import pytest

from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.db.database import Database
from arrtui.db.jobs import list_jobs
from tests.terminals import Terminal, terminal, watched_terminal
from tests.tui.live import Live


def command(live: Live) -> list[str]:
    return [sys.executable, "-m", "arrtui", "--config", str(live.path)]


def jobs_left(live: Live) -> list[JobState]:
    database = Database.open(load_config(live.path, env={}).database.url)
    try:
        return [job.state for job in database.read_sync(list_jobs)]
    finally:
        database.close()


def close(screen: Terminal) -> None:
    screen.close()


def hang_up(screen: Terminal) -> None:
    os.kill(screen.child, signal.SIGHUP)


def terminate(screen: Terminal) -> None:
    os.kill(screen.child, signal.SIGTERM)


@pytest.mark.parametrize("lose", [close, hang_up])
def test_a_lost_terminal_ends_the_app_and_leaves_its_jobs_to_the_next(
    lose: Callable[[Terminal], None], live: Live
) -> None:
    live.keep("radarr.main")
    live.estate.apps["radarr.main"].faults.latency = 2.0
    with watched_terminal(command(live), columns=100, lines=30) as screen:
        screen.send(b"", "radarr.main", "Quit")
        screen.send(b"b", "1 job running")
        lose(screen.terminal)
        assert screen.terminal.ended() in (0, 130)
    assert jobs_left(live) == [JobState.PENDING]


@pytest.mark.parametrize("lose", [close, hang_up, terminate])
def test_a_terminal_lost_while_nobody_reads_what_flows_ends_the_app(
    lose: Callable[[Terminal], None], live: Live
) -> None:
    live.keep("radarr.main")
    with terminal(command(live), columns=200, lines=50) as screen:
        screen.read_until(b"radarr.main")
        for _ in range(200):  # more than the terminal and the app's own queue hold
            screen.type(b"1234TG")
        lose(screen)
        assert screen.ended() in (0, 130)
