"""The app on a terminal of its own draws everything again when it must."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable

import pytest

from tests.terminals import WatchedTerminal, terminal
from tests.tui.live import Live

pytestmark = pytest.mark.terminal


def spoil(screen: WatchedTerminal) -> None:
    screen.shown.draw("x" * 400)


def grow(screen: WatchedTerminal) -> None:
    """Make the terminal larger; what it shows is lost meanwhile, as in terminals that rearrange lines."""
    spoil(screen)
    screen.shown.resize(lines=32, columns=110)
    fcntl.ioctl(screen.terminal.end, termios.TIOCSWINSZ, struct.pack("HHHH", 32, 110, 0, 0))
    os.kill(screen.terminal.child, signal.SIGWINCH)


def redraw(screen: WatchedTerminal) -> None:
    spoil(screen)
    screen.terminal.type(b"\x0c")


@pytest.mark.parametrize("change", [grow, redraw])
def test_everything_is_drawn_again(change: Callable[[WatchedTerminal], None], live: Live) -> None:
    live.keep("radarr.main")
    command = [sys.executable, "-m", "arrtui", "--config", str(live.path)]
    with terminal(command, columns=100, lines=30) as end:
        screen = WatchedTerminal(end, columns=100, lines=30)
        screen.send(b"", "radarr.main", "Quit")
        change(screen)
        screen.send(b"", "radarr.main", "Quit", gone="xxx")
        end.type(b"q")
        assert end.finish() == 0
