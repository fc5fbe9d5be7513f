"""Pictures in terminals that say what they can show: sixels, kitty's protocol, or cells alone."""

from __future__ import annotations

import fcntl
import os
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest
from PIL import Image

from tests.terminals import PATIENCE

pty = pytest.importorskip("pty")
pytest.importorskip("textual_image")
pytestmark = pytest.mark.terminal

QUERY = re.compile(rb"\x1b_Gi=(\d+),[^;\x1b]*a=q[^\x1b]*\x1b\\")


class AnsweringTerminal:
    """A terminal that answers what it can show."""

    def __init__(self, end: int, *, sixels: bool, kitty: bool) -> None:
        self._end = end
        self._attributes = b"\x1b[?62;4;22c" if sixels else b"\x1b[?62;22c"
        self._kitty = kitty
        self._seen = b""

    def press(self, keys: bytes) -> None:
        """Type, and forget what was drawn before."""
        self._seen = b""
        os.write(self._end, keys)

    def until(self, *wanted: bytes) -> None:
        """Read until something of this was drawn."""
        end = time.monotonic() + PATIENCE
        while not any(text in self._seen for text in wanted):
            assert time.monotonic() < end, self._seen[-2_000:]
            if select.select([self._end], [], [], 0.1)[0]:
                self._take(os.read(self._end, 65_536))

    def _take(self, data: bytes) -> None:
        self._seen += data
        if b"\x1b[c" in data:
            os.write(self._end, self._attributes)
        if self._kitty and (query := QUERY.search(data)):
            os.write(self._end, b"\x1b_Gi=%s;OK\x1b\\" % query[1])


@contextmanager
def picture_app(
    path: Path, *, sixels: bool = False, kitty: bool = False, **env: str
) -> Iterator[AnsweringTerminal]:
    """Yield the terminal of an app that shows a picture on `p`."""
    hidden = {"SSH_CONNECTION": "", "SSH_TTY": "", "NO_COLOR": "", "TERM": "xterm-256color"}
    child, end = pty.fork()
    if child == 0:
        fcntl.ioctl(0, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 1000, 600))
        command = [sys.executable, "-m", "tests.tui.kit.picture_app", str(path)]
        os.execve(sys.executable, command, {**os.environ, **hidden, **env})
    terminal = AnsweringTerminal(end, sixels=sixels, kitty=kitty)
    try:
        terminal.until(b"the app shows")
        yield terminal
        terminal.press(b"q")
    finally:
        with suppress(OSError):
            os.close(end)
        os.kill(child, signal.SIGKILL)  # where hangups are ignored, as below nohup, it would go on for ever
        os.waitpid(child, 0)


@pytest.fixture
def poster(tmp_path: Path) -> Path:
    """Return an image."""
    path = tmp_path / "poster.png"
    Image.new("RGB", (60, 90), (200, 30, 10)).save(path)
    return path


@pytest.mark.parametrize(("able", "drawn"), [("sixels", b"\x1bP"), ("kitty", b"\x1b_Gi=")])
def test_a_picture_fills_the_terminal_until_enter(able: str, drawn: bytes, poster: Path) -> None:
    with picture_app(poster, **{able: True}) as terminal:  # type: ignore[arg-type]
        terminal.press(b"p")
        terminal.until(b"enter goes back")
        assert drawn in terminal._seen
        terminal.press(b"\r")
        terminal.until(b"the app shows")


@pytest.mark.parametrize(("sixels", "ssh"), [(False, ""), (True, "10.0.0.2 50000 10.0.0.1 22")])
def test_elsewhere_and_over_ssh_it_is_drawn_in_half_blocks(sixels: bool, ssh: str, poster: Path) -> None:
    with picture_app(poster, sixels=sixels, SSH_CONNECTION=ssh) as terminal:
        terminal.press(b"p")
        terminal.until("▀".encode())
        assert b"\x1bP" not in terminal._seen
        terminal.press(b"\x1b")
        terminal.until(b"the app shows")


def test_without_the_extra_the_app_comes_back_and_says_how_to_get_it(poster: Path, tmp_path: Path) -> None:
    hidden = tmp_path / "hidden" / "textual_image"
    hidden.mkdir(parents=True)
    (hidden / "__init__.py").write_text("raise ImportError\n")
    paths = os.pathsep.join(filter(None, (str(hidden.parent), os.environ.get("PYTHONPATH", ""))))
    with picture_app(poster, PYTHONPATH=paths) as terminal:
        terminal.press(b"p")
        terminal.until(b"arrtui[images]")
