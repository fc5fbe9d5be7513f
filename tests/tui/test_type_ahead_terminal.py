"""Keys that a terminal sends in one packet land where they would land typed slowly."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import pytest

from tests.terminals import WatchedTerminal, terminal
from tests.tui.live import Live


@pytest.fixture
def seen(live: Live) -> Iterator[WatchedTerminal]:
    with terminal(
        [sys.executable, "-m", "arrtui", "--config", str(live.path)], columns=100, lines=30
    ) as screen:
        started = WatchedTerminal(screen, columns=100, lines=30)
        started.send(b"", "radarr.main", "sonarr.anime")
        yield started


def test_a_filter_typed_in_one_packet_narrows_and_is_kept(seen: WatchedTerminal) -> None:
    seen.send(b"/anime\r", "sonarr.anime", "1 of 5", gone="radarr.main")
    seen.send(b"\x1b/4k", "radarr.4k", gone="sonarr.anime")


def test_a_pane_a_menu_and_its_letter_are_one_packet(seen: WatchedTerminal) -> None:
    seen.send(b"6fu", "Nothing runs and nothing waits")
    seen.send(b"1aahello", "Add an instance", "hello")


def test_escape_and_a_digit_in_one_packet_are_not_alt_and_the_digit(seen: WatchedTerminal) -> None:
    seen.send(b"?", "Keys")
    seen.send(b"\x1b6", "unfinished 0", gone="arrows scroll")


def test_the_front_door_takes_a_name_and_enter_in_one_packet(seen: WatchedTerminal) -> None:
    seen.send(b":show the pane scores\r", "4 Scores", "B to back up")
