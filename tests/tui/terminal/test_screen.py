"""Only what changes is sent, and a terminal that gets it shows what it would have shown."""

from __future__ import annotations

from collections.abc import Callable

import pyte
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.tui.terminal.renditions import DEFAULT, Rendition, applied, change
from arrtui.tui.terminal.screen import ScreenModel

WIDTH, HEIGHT = 20, 6


class Pair:
    """A terminal that gets everything, and one that gets what the model lets through."""

    def __init__(self, *, erases: bool = False) -> None:
        self.model = ScreenModel(erases_in_background=erases)
        self.model.forget(WIDTH, HEIGHT)
        self.screens = [pyte.Screen(WIDTH, HEIGHT) for _ in range(2)]
        self.streams = [pyte.Stream(screen) for screen in self.screens]

    def draw(self, output: str) -> str:
        """Send to both, and return what the second one got."""
        sent = self.model.changes(output)
        for stream, data in zip(self.streams, (output, sent), strict=True):
            stream.feed(data)
        return sent

    def looks(self, number: int) -> list[list[tuple[object, ...]]]:
        """Return each cell of a terminal by what can be seen of it."""
        return [
            [seen(self.screens[number].buffer[line][column]) for column in range(WIDTH)]
            for line in range(HEIGHT)
        ]


def seen(cell: pyte.screens.Char) -> tuple[object, ...]:
    """Return what can be seen of a cell: of a blank one only what fills it."""
    if cell.data == " " and not (cell.underscore or cell.reverse or cell.strikethrough):
        return (" ", cell.bg)
    return tuple(cell)


PARAMETERS = st.sampled_from(
    [
        "",
        "0",
        "1",
        "7",
        "3",
        "4",
        "22",
        "27",
        "39",
        "49",
        "1;31",
        "38;5;208",
        "48;2;1;2;3",
        "0;38;2;9;9;9;48;5;4",
    ]
)
TEXTS = st.text("ab   ─é", min_size=1, max_size=8) | st.sampled_from(["漢字", "e\u0301", " " * 8])
PIECES = st.one_of(
    st.builds("\x1b[{};{}H{}".format, st.integers(1, HEIGHT), st.integers(1, WIDTH - 8), TEXTS),
    st.builds("\x1b[{};{}H\x1b[{}m".format, st.integers(1, HEIGHT), st.integers(1, WIDTH), PARAMETERS),
    st.builds("\x1b[{}m".format, PARAMETERS),
    st.sampled_from(["\r\n", "\x1b[2J", "\x1b[?2026h", "\x1b[K", "\x07", "\x1b[53m"]),
)
FRAMES = st.lists(st.lists(PIECES, max_size=12).map("".join), min_size=1, max_size=6)


def on_a_line(output: str) -> str:
    """Return a frame that begins at a certain place, as Textual's do."""
    return f"\x1b[1;1H\x1b[m{output}"


@settings(max_examples=100)
@given(FRAMES, st.booleans())
def test_a_terminal_shows_the_same_as_if_everything_were_sent(frames: list[str], erases: bool) -> None:
    pair = Pair(erases=erases)
    for frame in map(on_a_line, frames):
        pair.draw(frame)
        assert pair.looks(0) == pair.looks(1)


def test_a_frame_that_changes_nothing_sends_nothing() -> None:
    pair = Pair()
    frame = "\x1b[2;1H\x1b[1;31mtitle\x1b[0m\x1b[48;5;4m          \x1b[0m\x1b[1;1H"
    pair.draw(frame)
    assert pair.draw(frame) == ""


def test_only_the_cells_that_differ_are_sent() -> None:
    pair = Pair()
    pair.draw("\x1b[2;1H\x1b[31mscore 1,200 of 1,700\x1b[0m\x1b[1;1H")
    sent = pair.draw("\x1b[2;1H\x1b[31mscore 1,900 of 1,700\x1b[0m\x1b[1;1H")
    assert sent == "\x1b[2;9H9\x1b[1;1H"  # it draws in that colour still


def test_a_colour_is_not_sent_again_for_each_piece_of_text() -> None:
    pair = Pair()
    pieces = "".join(f"\x1b[38;2;9;9;9;48;2;1;1;1m{letter}\x1b[0m" for letter in "abcdef")
    sent = pair.draw(f"\x1b[1;1H{pieces}")
    assert sent.count("38;2") == 1 and "abcdef" in sent


def test_a_colour_is_selected_once_for_all_that_is_drawn_in_it() -> None:
    pair = Pair()
    lines = [f"\x1b[{line};1H\x1b[2mname\x1b[0m \x1b[38;2;9;9;9mvalue\x1b[0m" for line in range(1, 6)]
    sent = pair.draw("".join(lines))
    assert (sent.count("38;2"), sent.count("\x1b[2m")) == (1, 1)
    assert pair.looks(0) == pair.looks(1)


def test_many_blanks_are_erased_where_that_fills_them() -> None:
    for erases in (True, False):
        pair = Pair(erases=erases)
        pair.draw(f"\x1b[1;1H\x1b[48;5;4m{'x' * WIDTH}\x1b[1;1H")
        sent = pair.draw(f"\x1b[1;1H\x1b[48;5;4mtitle{' ' * 15}\x1b[1;1H")
        assert ("\x1b[15X" in sent) is erases
        assert pair.looks(0) == pair.looks(1)


@pytest.mark.parametrize(
    "unsettle",
    [
        lambda pair: pair.draw("\x1b[?1049h"),
        lambda pair: pair.draw("\x1b[2J"),
        lambda pair: pair.model.forget(WIDTH, HEIGHT),
    ],
    ids=["another buffer", "cleared", "forgotten"],
)
def test_what_may_have_changed_the_screen_makes_everything_be_sent(
    unsettle: Callable[[Pair], object],
) -> None:
    pair = Pair()
    frame = "\x1b[1;1Htitle\x1b[1;1H"
    pair.draw(frame)
    unsettle(pair)
    assert "title" in pair.draw(frame)


def test_text_whose_width_terminals_disagree_on_is_sent_whole_once_anything_of_it_differs() -> None:
    pair = Pair()
    frame = "\x1b[1;1H千と千尋 2001\x1b[1;1H"
    pair.draw(frame)
    assert "千" not in pair.draw(frame)
    pair.draw("\x1b[1;3Hx\x1b[1;1H")
    assert "千と千尋" in pair.draw(frame)
    assert pair.looks(0) == pair.looks(1)


@pytest.mark.parametrize("text", ["✓ ✗ ▌ ● …", "Ёлки, Κόσμος", "“Æon” – ½"])
def test_signs_and_letters_of_one_cell_are_not_sent_again(text: str) -> None:
    pair = Pair()
    pair.draw(f"\x1b[1;1H{text}\x1b[1;1H")
    assert pair.draw(f"\x1b[1;1H{text}\x1b[1;1H") == ""


@pytest.mark.parametrize(
    ("before", "parameters", "after"),
    [
        (DEFAULT, "1;38;2;1;2;3", Rendition(frozenset({1}), "38;2;1;2;3")),
        (Rendition(frozenset({1, 2})), "22", DEFAULT),
        (Rendition(foreground="31", background="44"), "39;49", DEFAULT),
        (Rendition(frozenset({7}), "31", "44"), "", DEFAULT),
        (DEFAULT, "38;5", None),
        (DEFAULT, "58;5;3", None),
        (DEFAULT, "4:3", None),
    ],
)
def test_parameters_are_applied(before: Rendition, parameters: str, after: Rendition | None) -> None:
    assert applied(before, parameters) == after


RENDITIONS = st.builds(
    Rendition,
    st.frozensets(st.sampled_from([1, 2, 3, 4, 5, 7, 8, 9, 53])),
    st.sampled_from(["", "31", "97", "38;5;208", "38;2;1;2;3"]),
    st.sampled_from(["", "41", "107", "48;5;8", "48;2;3;2;1"]),
)


@given(RENDITIONS, RENDITIONS)
def test_a_change_leads_to_where_it_should(before: Rendition, after: Rendition) -> None:
    sequence = change(before, after)
    assert applied(before, sequence.removeprefix("\x1b[").removesuffix("m")) == after or before == after
    anew = ";".join(["0", *map(str, after.attributes), *filter(None, after[1:])])
    assert len(sequence) <= len(f"\x1b[{anew}m")
