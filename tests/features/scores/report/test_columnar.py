"""Columns give back the rows they were made of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.scores.report import columnar

SENTENCES = st.lists(st.text(alphabet="ab -,.;0123456789", max_size=20), max_size=6)


def filled(column: columnar.Coded, row: int) -> str:
    """Return a sentence as the page puts it together."""
    numbers = iter(column["n"][row].split("|"))
    pieces = column["d"][column["i"][row]].split(columnar.HOLE)
    return pieces[0] + "".join(next(numbers) + piece for piece in pieces[1:])


@given(SENTENCES)
def test_sentences_come_back_with_their_numbers(values: list[str]) -> None:
    column = columnar.sentences(values)
    assert [filled(column, row) for row in range(len(values))] == values


def test_sentences_that_differ_in_numbers_only_are_kept_once() -> None:
    column = columnar.sentences(f"{score:,} of 2,000 points" for score in range(1_000, 1_050))
    assert len(column["d"]) == 1


@given(st.lists(st.text(max_size=4), max_size=12))
def test_words_come_back(values: list[str]) -> None:
    column = columnar.words(values)
    assert [column["d"][index] for index in column["i"]] == values
    assert len(set(column["d"])) == len(column["d"])
