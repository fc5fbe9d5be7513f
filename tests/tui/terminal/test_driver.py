"""The app on a terminal of its own draws everything again when it must."""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import sys
import termios
from collections.abc import Callable

import pyte
import pytest

from tests.terminals import Terminal, terminal
from tests.tui.live import Live

pytestmark = pytest.mark.terminal


class Watched:
    """A terminal and what it shows."""

    def __init__(self, end: Terminal) -> None:
        self.end = end
        self.shown = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self.shown)
        self._fed = 0

    def until(self, condition: Callable[[], bool]) -> None:
        """Read until the screen is as it should be."""
        for _ in range(600):
            self._stream.feed(self.end.seen[self._fed :])
            self._fed = len(self.end.seen)
            if condition():
                return
            assert self.end.read(), "\n".join(self.shown.display)
        raise AssertionError("\n".join(self.shown.display))

    def shows(self, text: str) -> bool:
        return any(text in line for line in self.shown.display)


def spoil(screen: Watched) -> None:
    screen.shown.draw("x" * 400)


def grow(screen: Watched) -> None:
    """Make the terminal larger; what it shows is lost meanwhile, as in terminals that rearrange lines."""
    spoil(screen)
    screen.shown.resize(lines=32, columns=110)
    fcntl.ioctl(screen.end.end, termios.TIOCSWINSZ, struct.pack("HHHH", 32, 110, 0, 0))
    os.kill(screen.end.child, signal.SIGWINCH)


def redraw(screen: Watched) -> None:
    spoil(screen)
    screen.end.type(b"\x0c")


@pytest.mark.parametrize("change", [grow, redraw])
def test_everything_is_drawn_again(change: Callable[[Watched], None], live: Live) -> None:
    live.keep("radarr.main")
    command = [sys.executable, "-m", "arrtui", "--config", str(live.path)]
    with terminal(command, columns=100, lines=30) as end:
        screen = Watched(end)
        screen.until(lambda: screen.shows("radarr.main") and screen.shows("Quit"))
        change(screen)
        screen.until(lambda: not screen.shows("xxx") and screen.shows("radarr.main") and screen.shows("Quit"))
        end.type(b"q")
        assert end.finish() == 0
