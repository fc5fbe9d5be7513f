"""A terminal for a program to draw on: it counts what is drawn, and presses keys."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import struct
import termios
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.bench.children import FailedToRunError, running

PATIENCE = 60.0
"""Seconds something may take to appear."""
LOOKS = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
FRAME = 0.015
"""Seconds without a byte after which the next one belongs to another frame."""
QUIET = 0.5
"""Seconds without a byte after which a screen counts as finished."""
LAST_WORDS, LAST_SHOWN = 20_000, 3_000
"""Bytes of the end that are kept, and characters of it that are shown."""
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_])")


@dataclass
class Burst:
    """What was drawn after a key."""

    at: list[float] = field(default_factory=list)
    """Seconds since the key, of every piece."""
    sizes: list[int] = field(default_factory=list)

    began: float = field(default_factory=time.monotonic)
    """Seconds of the monotonic clock from which it counts."""

    @property
    def total(self) -> int:
        """Bytes in all."""
        return sum(self.sizes)

    @property
    def frames(self) -> list[float]:
        """When a frame was begun: a piece that comes after a moment without any."""
        times = zip(self.at, [float("-inf"), *self.at], strict=False)
        return [time for time, before in times if time - before > FRAME]

    def extend(self, later: Burst) -> None:
        """Add what was drawn later."""
        shift = later.began - self.began
        self.at += [time + shift for time in later.at]
        self.sizes += later.sizes

    def busiest_second(self, amounts: Sequence[float]) -> float:
        """Return the most of some amounts, one for each piece, within one second."""
        pairs = list(zip(self.at, amounts, strict=True))
        return max(
            (sum(amount for time, amount in pairs if start <= time < start + 1) for start in self.at),
            default=0.0,
        )


class Terminal:
    """Our end of the line."""

    def __init__(self, line: int, began: float, ended: Callable[[], int | None]) -> None:
        """``ended`` gives the exit status of the program, None while it runs."""
        self._line = line
        self._began = began
        """Seconds of the monotonic clock at which the program was started."""
        self._ended = ended
        self._last = b""
        """The end of what was drawn, where a program that breaks off says why."""

    def until(self, shows: Callable[[str], bool]) -> float:
        """Return the seconds from the start to when the text drawn so far satisfies ``shows``."""
        drawn = b""
        while (now := time.monotonic()) < self._began + PATIENCE:
            drawn += self._read(0.5)
            text = _ESCAPES.sub(b"", drawn).decode(errors="replace")
            if shows(text):
                return time.monotonic() - self._began
        raise FailedToRunError(
            f"nothing to be seen after {now - self._began:.0f} s; the end is {text[-300:]!r}"
        )

    def press(self, key: str) -> Burst:
        """Press a key and return what is drawn until it has been quiet for a while."""
        burst, pressed = Burst(), time.monotonic()
        self.type(key)
        while piece := self._read(QUIET):
            burst.at.append(time.monotonic() - pressed)
            burst.sizes.append(len(piece))
        return burst

    def type(self, keys: str) -> None:
        """Press keys without waiting for what is drawn."""
        os.write(self._line, keys.encode())

    def hold(self, key: str, times: int, every: float) -> Burst:
        """Hold a key down and return what is drawn until it has been quiet for a while."""
        burst = Burst()
        for number in range(times):
            self.type(key)
            burst.extend(self.watch(burst.began + (number + 1) * every - time.monotonic()))
        burst.extend(self.watch(QUIET))
        return burst

    def watch(self, seconds: float, until: str = "") -> Burst:
        """Return what is drawn within so many seconds, before a text that ends it."""
        burst = Burst()
        while (left := burst.began + seconds - time.monotonic()) > 0:
            if piece := self._read(left):
                if until and until in _ESCAPES.sub(b"", piece).decode(errors="replace"):
                    break
                burst.at.append(time.monotonic() - burst.began)
                burst.sizes.append(len(piece))
        return burst

    def settle(self, quiet: float = QUIET) -> None:
        """Wait until nothing is drawn for so many seconds."""
        while self._read(quiet):
            pass

    def _read(self, patience: float) -> bytes:
        """Return what is there within so many seconds, nothing if there is nothing."""
        ready, _, _ = select.select([self._line], [], [], patience)
        if not ready:
            return b""
        try:
            piece = os.read(self._line, 65_536)
        except OSError as gone:  # Linux says so when the program has ended
            raise FailedToRunError(f"the program under the terminal ended {self._last_words()}") from gone
        self._last = (self._last + piece)[-LAST_WORDS:]
        return piece

    def _last_words(self) -> str:
        """Return with which status the program ended, and the last lines that it wrote."""
        deadline = time.monotonic() + 5
        while (status := self._ended()) is None and time.monotonic() < deadline:
            time.sleep(0.05)
        text = _ESCAPES.sub(b"", self._last).decode(errors="replace").replace("\r", "")
        return f"with status {status}; its last lines:\n{text.strip()[-LAST_SHOWN:]}"


@contextmanager
def on_terminal(command: Sequence[str], columns: int, lines: int) -> Iterator[Terminal]:
    """Run a program on a terminal of that size; it is asked to quit at the end, and made to."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    began = time.monotonic()
    try:
        with running(command, stdin=theirs, stdout=theirs, stderr=theirs, more=LOOKS) as process:
            os.close(theirs)
            yield Terminal(ours, began, process.poll)
            os.write(ours, b"q")
            _drain(ours, process.poll)
    finally:
        os.close(ours)


def _drain(line: int, ended: Callable[[], int | None]) -> None:
    """Read what a program says at its end, for as long as it takes, at most ten seconds."""
    deadline = time.monotonic() + 10
    while ended() is None and time.monotonic() < deadline:
        if select.select([line], [], [], 0.1)[0]:
            try:
                os.read(line, 65_536)
            except OSError:
                return
