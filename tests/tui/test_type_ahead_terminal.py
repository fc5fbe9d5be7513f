"""Keys that a terminal sends in one packet land where they would land typed slowly."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator

import pyte
import pytest

from tests.terminals import PATIENCE, Terminal, terminal
from tests.tui.live import Live


class Seen:
    """What a terminal shows."""

    def __init__(self, screen: Terminal) -> None:
        self.terminal = screen
        self._shown = pyte.Screen(100, 30)
        self._stream = pyte.ByteStream(self._shown)
        self._read = 0

    @property
    def text(self) -> str:
        """The lines on screen."""
        self._stream.feed(self.terminal.seen[self._read :])
        self._read = len(self.terminal.seen)
        return "\n".join(self._shown.display)

    def send(self, packet: bytes, *words: str, gone: str = "\0") -> None:
        """Send a packet, and wait until words are on screen and another is not."""
        self.terminal.type(packet)
        deadline = time.monotonic() + PATIENCE
        while not all(word in self.text for word in words) or gone in self.text:
            assert time.monotonic() < deadline, self.text
            assert self.terminal.read(), self.text


@pytest.fixture
def seen(live: Live) -> Iterator[Seen]:
    with terminal(
        [sys.executable, "-m", "arrtui", "--config", str(live.path)], columns=100, lines=30
    ) as screen:
        started = Seen(screen)
        started.send(b"", "radarr.main", "sonarr.anime")
        yield started


def test_a_filter_typed_in_one_packet_narrows_and_is_kept(seen: Seen) -> None:
    seen.send(b"/anime\r", "sonarr.anime", "1 of 4", gone="radarr.main")
    seen.send(b"\x1b/4k", "radarr.4k", gone="sonarr.anime")


def test_a_pane_a_menu_and_its_letter_are_one_packet(seen: Seen) -> None:
    seen.send(b"6fu", "Nothing runs and nothing waits")
    seen.send(b"1aahello", "Add an instance", "hello")


def test_escape_and_a_digit_in_one_packet_are_not_alt_and_the_digit(seen: Seen) -> None:
    seen.send(b"?", "Keys")
    seen.send(b"\x1b6", "unfinished 0", gone="arrows scroll")


def test_the_front_door_takes_a_name_and_enter_in_one_packet(seen: Seen) -> None:
    seen.send(b":show the pane scores\r", "4 Scores", "B to back up")
