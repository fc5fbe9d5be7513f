"""Symbols of states: each in one cell, in both renditions, and none that reads like a difference."""

from __future__ import annotations

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from arrtui.tui.kit import plan_words, signs
from arrtui.tui.kit.ascii_rendition import AsciiSymbols
from arrtui.tui.kit.signs import ASCII, Sign
from arrtui.tui.panes.artwork import plan_rows, rows
from arrtui.tui.panes.library import cells
from arrtui.tui.panes.plan import words
from arrtui.tui.panes.scores import candidate_rows, format_rows, lines

STATES = {
    "instances": [*signs.INSTANCE.values(), signs.CHECKING],
    "jobs": [*signs.JOB.values(), signs.STOPPING],
    "outcomes": list(plan_words.OUTCOMES.values()),
    "decisions": list(words.DECISIONS.values()),
    "notes": [words.STALE, words.BY_HAND, words.WARNING],
    "copies": list(cells.SIGNS),
    "priorities": list(candidate_rows.PRIORITIES.values()),
    "verdicts": list(lines.VERDICTS.values()),
    "artwork": [*rows.SIGNS.values(), *plan_rows.DECISIONS.values()],
    "ratings": list(format_rows.RATINGS.values()),
}


def in_ascii(text: str) -> str:
    [segment] = AsciiSymbols().apply([Segment(text)], Color.parse("#000000"))
    return segment.text


@pytest.mark.parametrize("states", STATES.values(), ids=list(STATES))
def test_a_state_is_one_symbol_in_both_renditions_and_no_sign_of_a_difference(states: list[Sign]) -> None:
    assert not {sign.glyph for sign in states} & set("+~-")
    for sign in states:
        plain = in_ascii(sign.text)
        assert plain.isascii() and cell_len(sign.glyph) == len(plain) - len(f" {sign.word}") == 1


@pytest.mark.parametrize(
    "states", [STATES[name] for name in ("decisions", "copies", "priorities", "verdicts")]
)
def test_what_stands_without_its_word_is_told_apart_without_colour(states: list[Sign]) -> None:
    assert (
        len({sign.glyph for sign in states}) == len({in_ascii(sign.glyph) for sign in states}) == len(states)
    )


def test_every_symbol_has_a_letter_of_its_own_in_ascii() -> None:
    assert len(set(ASCII.values())) == len(ASCII)
    assert all(map(str.isascii, map(str, ASCII.values())))


@pytest.mark.parametrize("title", ["WALL·E", "M·A·S·H", "Lock·Stock 2"])
def test_a_dot_inside_a_title_is_no_symbol(title: str) -> None:
    assert in_ascii(f"● {title}  ▲ warning") == f"* {title}  ! warning"
