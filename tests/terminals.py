"""A pseudo-terminal with a command in it, as a person at a keyboard would have it."""

from __future__ import annotations

import contextlib
import fcntl
import os
import re
import select
import signal
import struct
import termios
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pyte
import pytest

from tests.environment import ENV
from tests.prefork import Forked, can_fork, start

pty = pytest.importorskip("pty")

PATIENCE = 90.0
"""Seconds for what takes one or two."""
_SEQUENCE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07]*\x07|[@-Z\\-_])")


@dataclass
class Terminal:
    """A command that runs in a terminal, and our end of that terminal."""

    child: int
    """Process id; it leads a session of its own. 0 when it has ended."""
    end: int
    """File descriptor."""
    seen: bytes = b""
    """What it has written so far."""
    forked: Forked | None = None
    """The command, where it is not a child of this process."""

    def read_until(self, wanted: bytes) -> None:
        """Read what is written until something is among it."""
        deadline = time.monotonic() + PATIENCE
        while wanted not in self.seen:
            assert time.monotonic() < deadline, self.seen[-2_000:]
            assert self.read(), self.seen[-2_000:]

    def read(self) -> bool:
        """Read what is there within a moment; return False once the other end is closed."""
        if select.select([self.end], [], [], 0.1)[0]:
            try:
                self.seen += (data := os.read(self.end, 65_536))
            except OSError:
                return False
            return bool(data)
        return True

    def type(self, keys: bytes) -> None:
        """Press keys."""
        os.write(self.end, keys)

    def finish(self) -> int:
        """Read to the end of what is written and return the exit status."""
        deadline = time.monotonic() + PATIENCE
        while self.read():
            assert time.monotonic() < deadline, self.seen[-2_000:]
        return self.ended()

    def ended(self) -> int:
        """Wait for the process, without reading, and return its exit status."""
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            status = self._status()
            if status is not None:
                self.child = 0
                return status
            time.sleep(0.05)
        raise AssertionError("the command did not end")

    def _status(self) -> int | None:
        if self.forked is not None:
            return self.forked.ended()
        ended, status = os.waitpid(self.child, os.WNOHANG)
        return os.waitstatus_to_exitcode(status) if ended else None

    def kill(self) -> None:
        """End the process unless it has ended."""
        if self.child:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.child, signal.SIGKILL)
            self.ended()

    def close(self) -> None:
        """Close our end: for the command its terminal is gone."""
        with contextlib.suppress(OSError):
            os.close(self.end)

    @property
    def text(self) -> str:
        """What it has written, without colours, cursor movements and carriage returns."""
        return _SEQUENCE.sub("", self.seen.decode("utf-8", "replace")).replace("\r", "")


class WatchedTerminal:
    """A terminal with what a person sees on it: its lines as the output so far has left them."""

    def __init__(self, terminal: Terminal, *, columns: int = 80, lines: int = 24) -> None:
        """Watch a terminal of that size."""
        self.terminal = terminal
        self.shown = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self.shown)
        self._fed = 0

    @property
    def text(self) -> str:
        """The lines on screen."""
        self._stream.feed(self.terminal.seen[self._fed :])
        self._fed = len(self.terminal.seen)
        return "\n".join(self.shown.display)

    def until(self, condition: Callable[[str], bool]) -> None:
        """Read until the lines on screen are as they should be."""
        deadline = time.monotonic() + PATIENCE
        while not condition(self.text):
            assert time.monotonic() < deadline, self.text
            assert self.terminal.read(), self.text

    def send(self, keys: bytes, *words: str, gone: str = "") -> None:
        """Press keys, and wait until all words are on screen and what is to go is not."""
        self.terminal.type(keys)
        self.until(lambda text: all(word in text for word in words) and not (gone and gone in text))


@contextmanager
def terminal(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    folder: Path | None = None,
    columns: int = 80,
    lines: int = 24,
    term: str = "xterm-256color",
) -> Iterator[Terminal]:
    """Run a command in a new terminal of that size and name; end it with the block if it has not ended.

    Without ``env`` it has the environment of all processes of tests.
    """
    variables = {**(env or ENV), "TERM": term}
    size = struct.pack("HHHH", lines, columns, 0, 0)
    made = _forked(command, variables, folder, size) or _started(command, variables, folder, size)
    try:
        yield made
    finally:
        made.close()
        made.kill()


def _forked(
    command: Sequence[str], env: Mapping[str, str], folder: Path | None, size: bytes
) -> Terminal | None:
    """Run a command of arrtui that is imported already; return None for any other."""
    if not can_fork(command, env):
        return None
    end, other_end = pty.openpty()
    fcntl.ioctl(end, termios.TIOCSWINSZ, size)
    forked = start(command, [other_end] * 3, env, str(folder or Path.cwd()), leads=True)
    os.close(other_end)
    return Terminal(forked.pid, end, forked=forked)


def _started(command: Sequence[str], env: Mapping[str, str], folder: Path | None, size: bytes) -> Terminal:
    """Run any command."""
    child, end = pty.fork()
    if child == 0:
        try:
            fcntl.ioctl(0, termios.TIOCSWINSZ, size)
            if folder is not None:
                os.chdir(folder)
            os.execvpe(command[0], list(command), dict(env))
        finally:
            os._exit(127)
    return Terminal(child, end)


@contextmanager
def watched_terminal(
    command: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    columns: int = 80,
    lines: int = 24,
    term: str = "xterm-256color",
) -> Iterator[WatchedTerminal]:
    """Run a command in a new terminal, as `terminal` does, and watch what it shows."""
    with terminal(command, env=env, columns=columns, lines=lines, term=term) as made:
        yield WatchedTerminal(made, columns=columns, lines=lines)
