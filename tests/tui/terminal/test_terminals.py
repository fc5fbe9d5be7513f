"""What is sent and understood in terminals of different kinds, by their names."""

from __future__ import annotations

import fcntl
import os
import re
import signal
import struct
import sys
import termios
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import NamedTuple

import pytest
from textual import events

from arrtui.tui.key_parser import KeyParser
from tests.environment import ENV
from tests.terminals import WatchedTerminal, terminal, watched_terminal
from tests.tui.live import Live, live_estate

XTERM = {
    "home": "\x1b[H", "end": "\x1b[F", "delete": "\x1b[3~", "pageup": "\x1b[5~", "pagedown": "\x1b[6~",
    "f1": "\x1bOP", "f5": "\x1b[15~", "f12": "\x1b[24~", "shift+tab": "\x1b[Z", "up": "\x1b[A",
}  # fmt: skip
KEYS = {
    "xterm": XTERM,
    "xterm, keypad": {"home": "\x1bOH", "end": "\x1bOF", "up": "\x1bOA", "down": "\x1bOB"},
    "tmux, screen": XTERM | {"home": "\x1b[1~", "end": "\x1b[4~"},
    "kitty": XTERM
    | {"f1": "\x1b[P", "escape": "\x1b[27u", "ctrl+o": "\x1b[111;5u", "shift+tab": "\x1b[9;2u"},
    "linux": XTERM
    | {"home": "\x1b[1~", "end": "\x1b[4~", "f1": "\x1b[[A", "f5": "\x1b[[E", "backspace": "\x7f"},
    "rxvt": {"home": "\x1b[7~", "end": "\x1b[8~"},
}
"""Keys as terminals send them (terminfo; kitty's by its protocol)."""
PLAIN = re.compile(r"\x1b\[(?:[\d;]*[HJKXCDm]|\?(?:25|7|1049)[hl])|[\r\n -~]")
"""What a console of sixteen colours understands, and characters of ASCII."""


SIGNS = {*"●○▲·"}
"""Symbols of states in terminals with a font for them."""


class Look(NamedTuple):
    """What a terminal can draw."""

    name: str
    term: str
    colours: tuple[str, ...] = ()
    """How colours beyond the sixteen are selected, where it has them."""
    erases: bool = True
    """Whether erased cells get the background (``bce`` of its terminfo); false where that is not known."""
    variables: Mapping[str, str] = MappingProxyType({})
    """What it sets beside ``TERM``."""


TERMINALS = (
    Look("xterm", "xterm"),
    Look("xterm-256color", "xterm-256color", ("38;5;",)),
    Look("true colours", "xterm-256color", ("38;2;",), variables={"COLORTERM": "truecolor"}),
    Look("Windows Terminal", "xterm-256color", ("38;5;",), variables={"WT_SESSION": "4e8bf1a0"}),
    Look("tmux", "tmux-256color", ("38;5;",), erases=False),
    Look("screen", "screen", erases=False),
    Look("screen-256color", "screen-256color", ("38;5;",), erases=False),
    Look("kitty", "xterm-kitty", ("38;5;",)),
)


@pytest.mark.parametrize("name", KEYS)
def test_keys_are_those_of_the_terminal(name: str) -> None:
    for key, sequence in KEYS[name].items():
        pressed = [event.key for event in KeyParser().feed(sequence) if isinstance(event, events.Key)]
        assert pressed == [key], sequence


def arrtui(live: Live) -> list[str]:
    return [sys.executable, "-m", "arrtui", "--config", str(live.path)]


@pytest.mark.terminal
def test_a_console_gets_ascii_sixteen_colours_and_nothing_it_would_print(estate: Live) -> None:
    env = {name: value for name, value in ENV.items() if name not in ("COLORTERM", "NO_COLOR")}
    with watched_terminal(arrtui(estate), env=env, term="linux") as screen:
        screen.until(lambda text: "radarr.main" in text and "Quit" in text)
        cells = [cell for line in screen.shown.buffer.values() for cell in line.values()]
        assert {cell.fg for cell in cells} > {"default"}
        assert all(cell.fg != cell.bg or cell.fg == "default" for cell in cells if cell.data.strip())
        screen.send(b"2", "Title")
        screen.send(b"\x1b[4~\x1b[1~q")
        assert screen.terminal.finish() == 0
    sent = screen.terminal.seen.decode()
    assert PLAIN.sub("", sent) == ""
    assert "38;" not in sent and "48;" not in sent
    assert sent.rindex("\x1b[2J") > sent.rindex("Quit")  # a console has no other screen to go back to


@pytest.fixture(scope="module")
def estate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """Return a small estate that all terminals of this file show."""
    with live_estate(tmp_path_factory.mktemp("terminals")) as live:
        live.keep("radarr.main")
        yield live


@pytest.mark.terminal
@pytest.mark.parametrize("look", TERMINALS, ids=lambda look: look.name)
def test_each_kind_of_terminal_shows_the_table_in_what_it_can_draw(look: Look, estate: Live) -> None:
    env = {name: value for name, value in ENV.items() if name not in ("COLORTERM", "NO_COLOR")}
    with watched_terminal(arrtui(estate), env={**env, **look.variables}, term=look.term) as screen:
        screen.until(lambda text: "radarr.main" in text and "Quit" in text and "1 Estate" in text)
        assert SIGNS & set(screen.text)
        screen.terminal.type(b"q")
        assert screen.terminal.finish() == 0
    sent = screen.terminal.seen.decode()
    assert {kind for kind in ("38;5;", "38;2;") if kind in sent} == set(look.colours)
    assert look.erases or not re.search(r"\x1b\[\d*X", sent)


@pytest.mark.parametrize("term", ["dumb", ""])
def test_a_terminal_that_cannot_place_text_is_refused_in_a_sentence(term: str, estate: Live) -> None:
    with terminal(arrtui(estate), term=term) as end:
        assert end.finish() == 2
    assert "TERM" in end.text and "--run" in end.text
    assert "\x1b" not in end.seen.decode()


def resize(screen: WatchedTerminal, columns: int, lines: int) -> None:
    screen.shown.resize(lines=lines, columns=columns)
    fcntl.ioctl(screen.terminal.end, termios.TIOCSWINSZ, struct.pack("HHHH", lines, columns, 0, 0))
    os.kill(screen.terminal.child, signal.SIGWINCH)


@pytest.mark.terminal
def test_a_terminal_that_is_too_small_says_so_until_it_grows(estate: Live) -> None:
    with watched_terminal(arrtui(estate), columns=40, lines=12) as screen:
        screen.until(lambda text: "40 and 12" in " ".join(text.split()))
        assert "radarr" not in screen.text
        screen.send(b"?")  # not seen, so not done
        resize(screen, 80, 24)
        screen.until(lambda text: "radarr.main" in text and "Quit" in text and "40 and" not in text)
        resize(screen, 40, 12)
        screen.until(lambda text: "40 and 12" in " ".join(text.split()) and "radarr" not in text)
        screen.terminal.type(b"q")
        assert screen.terminal.finish() == 0
