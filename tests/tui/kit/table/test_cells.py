"""No text breaks the grid."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from arrtui.tui.kit.table.cells import Align, cut, cut_middle, fit, sanitise
from arrtui.tui.kit.table.columns import Column, lay_out
from arrtui.tui.kit.table.paint import ASCII, UNICODE, Glyphs, Look, Painter, Palette

aligns: st.SearchStrategy[Align] = st.sampled_from(["left", "right", "center"])
NASTY = "\x1b[m\n\tאב千\u202e\u200d\ufe0f👨🇫\u0301\ud800"
hostile = st.text(alphabet=st.characters() | st.sampled_from(NASTY))
DIRECTIONS = {"LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI"}


@given(hostile)
def test_nothing_in_a_clean_text_moves_the_terminal(text: str) -> None:
    clean = sanitise(text)
    clean.encode()
    for char in clean:
        assert unicodedata.category(char) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(char) not in DIRECTIONS


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("two\r\nlines\tand a tab", "two lines and a tab"),
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x1b]8;;http://evil\x07link\x1b]8;;\x1b\\", "link"),
        ("bell\x07 nul\x00 del\x7f", "bell^G nul^@ del^?"),
        ("c1 \x85 \x9b31m!", "c1   !"),
        ("family 👨\u200d👩", "family 👨👩"),
        ("\u202eoverride", "override"),
        ("lone \ud800", "lone ?"),
        ("Ame\u0301lie", "Amélie"),
    ],
)
def test_controls_become_visible_or_blank(raw: str, clean: str) -> None:
    assert sanitise(raw) == clean


@given(hostile, st.integers(0, 30), aligns, st.sampled_from(["…", "~"]))
def test_a_cell_is_exactly_as_wide_as_its_column(text: str, width: int, align: Align, ellipsis: str) -> None:
    assert cell_len(fit(sanitise(text), width, align, ellipsis)) == width


@given(hostile, st.integers(1, 30))
def test_a_cut_text_says_so(text: str, width: int) -> None:
    clean = sanitise(text)
    shown = cut(clean, width, "…")
    assert cell_len(shown) <= width
    assert shown == clean or shown.endswith("…")


def test_right_to_left_text_does_not_reach_its_neighbour() -> None:
    assert fit("שלום", 8, "left", "…") == "שלום\u200e    "
    assert fit("hello", 8, "left", "…") == "hello   "


pieces = st.lists(st.tuples(hostile, st.sampled_from(["", "good", "no such style"])), max_size=4)
cells = hostile | st.tuples(hostile, st.just("bad")) | pieces


@given(
    st.lists(cells, min_size=1, max_size=4),
    st.integers(1, 60),
    aligns,
    st.sampled_from([ASCII, UNICODE]),
    st.sampled_from([(), ("a",), ("m", "ב")]),
    st.booleans(),
)
def test_every_line_is_exactly_as_wide_as_the_table(
    row: list[object], room: int, align: Align, glyphs: Glyphs, terms: tuple[str, ...], cursor: bool
) -> None:
    columns = [
        Column(str(n), "Title\n", lambda row, n=n: row[n], align=align, min_width=3, priority=100)
        for n in range(len(row))
    ]
    grid = lay_out(columns, room)
    palette = Palette({"": Style(), "match": Style(bold=True), "under-cursor": Style(bold=True)})
    painter = Painter(grid, room + 2, palette, glyphs, terms)
    strip = painter.row(row, Look(cursor, True))
    assert strip.cell_length == cell_len(strip.text) == max(room, grid.width) + 2


@given(hostile, st.integers(0, 40))
def test_a_text_cut_in_its_middle_fits_and_keeps_its_end(text: str, width: int) -> None:
    clean = sanitise(text)
    shown = cut_middle(clean, width, "~")
    assert cell_len(shown) <= width
    if cell_len(clean) > width >= 12:
        beginning, _, end = shown.partition("~") if "~" not in clean else (shown[:1], "", shown[-1:])
        assert clean.startswith(beginning) and clean.endswith(end)


def test_files_beside_one_video_are_told_apart_in_little_room() -> None:
    base = "Alien (1979) [Bluray-1080p]-FraMeSToR"
    shown = [cut_middle(f"{base}-{kind}.png", 22, "~") for kind in ("clearlogo", "clearart")]
    assert shown == ["Alien (~-clearlogo.png", "Alien (~R-clearart.png"]
