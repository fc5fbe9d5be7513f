"""Running text in columns: nothing gets lost, no line is too long, parts stay whole and in their order."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual.content import Content

from arrtui.tui.kit.text_columns import COLUMN, GAP, set_text

LINES = st.lists(st.text("abc ", max_size=90).map(str.strip), max_size=12)


@settings(max_examples=60, deadline=None)
@given(lines=LINES, width=st.integers(20, 240))
def test_every_word_shows_in_lines_of_the_width(lines: list[str], width: int) -> None:
    shown = set_text(Content("\n".join(lines)), width)
    assert max((line.cell_length for line in shown), default=0) <= width
    letters = sorted("".join(" ".join(line.plain for line in shown).split()))
    assert letters == sorted("".join(" ".join(lines).split()))


def test_parts_stand_beside_each_other_where_there_is_room() -> None:
    text = Content("One\n1\n\nTwo\n2\n\nThree\n3")
    one, two, three = (
        [line.plain.split() for line in set_text(text, number * (COLUMN + GAP))] for number in (1, 2, 3)
    )
    assert one == [["One"], ["1"], [], ["Two"], ["2"], [], ["Three"], ["3"]]
    assert two[0] == ["One", "Three"]
    assert three == [["One", "Two", "Three"], ["1", "2", "3"]]
