"""Terminals that vanish: the process is gone within seconds, whatever it was doing."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

from tests.terminals import Terminal, terminal
from tests.trials.site import ENV, Site, new_site

SECONDS = 15.0
"""Within which a process must have ended."""


def _idle(screen: Terminal) -> None:
    """Wait until the app shows its keys."""
    screen.read_until(b"Back up")


def _flowing(screen: Terminal) -> None:
    """Have the app write more than anybody reads."""
    screen.read_until(b"Back up")
    screen.type(b"2")
    time.sleep(0.5)
    for _ in range(400):
        screen.type(b"G" if _ % 2 else b"g")


def _progress(screen: Terminal) -> None:
    """Wait for the first bar of a backup."""
    screen.read_until(b"listing")


def attempt(site: Site, name: str, number: int) -> str:
    """Open a terminal, take it away, and say when the process ended."""
    app = [sys.executable, "-m", "arrtui", "--config", str(site.config)]
    command, reach = {
        "app, idle": (app, _idle),
        "app, output flowing": (app, _flowing),
        "--run with bars": (site.command("backup", "--full"), _progress),
    }[name]
    with terminal(command, env=ENV, columns=200, lines=50) as screen:
        reach(screen)
        began = time.monotonic()
        screen.close()
        try:
            screen.ended()
        except AssertionError:
            return f"FAILED {name} {number}: still there after {time.monotonic() - began:.0f} s"
        seconds = time.monotonic() - began
        return f"{'ok' if seconds < SECONDS else 'FAILED'} {name} {number}: gone after {seconds:.1f} s"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each terminal taken away; ``times`` of each kind."""
    with new_site() as site:
        assert site.run("backup").status == 0
        for app in site.estate.apps.values():
            app.faults.latency = 0.3
        for name in ("app, idle", "app, output flowing", "--run with bars"):
            for number in range(1, times + 1):
                yield attempt(site, name, number)
