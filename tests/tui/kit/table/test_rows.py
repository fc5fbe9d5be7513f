"""Order and selection of rows, against the plainest way to say them."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.filter.matching import RowFilter
from arrtui.core.folding import fold, split_terms
from arrtui.tui.kit.table.rows import RowModel, sort_indices

numbers = st.lists(st.none() | st.integers(-3, 3) | st.just(math.nan))
texts = st.lists(st.text(alphabet="abÄ ", max_size=5), max_size=20)


def missing(value: float | None) -> bool:
    return value is None or math.isnan(value)


@given(numbers, st.booleans())
def test_a_sort_is_stable_and_puts_the_missing_last(values: list[float | None], descending: bool) -> None:
    order = sort_indices(values, descending=descending)
    assert sorted(order) == list(range(len(values)))
    present = [index for index in order if not missing(values[index])]
    assert order[: len(present)] == present
    for first, second in pairwise(present):
        a, b = values[first], values[second]
        assert a is not None and b is not None
        assert (a == b and first < second) or (a > b if descending else a < b)
    assert order[len(present) :] == [index for index, value in enumerate(values) if missing(value)]


def test_text_sorts_without_case_and_accents() -> None:
    titles = ["zulu", "Éclair", "apple", "Banana", "eagle"]
    assert [titles[i] for i in sort_indices(titles, descending=False)] == [
        "apple",
        "Banana",
        "eagle",
        "Éclair",
        "zulu",
    ]


def model_of(rows: list[str]) -> RowModel[tuple[int, str]]:
    model: RowModel[tuple[int, str]] = RowModel(lambda row: row[1])
    model.load(list(enumerate(rows)), lambda row: row[0])
    return model


@given(texts, st.lists(st.text(alphabet="aB ä", max_size=4), max_size=6), st.booleans())
def test_each_step_of_typing_finds_what_a_search_from_scratch_finds(
    rows: list[str], typed: list[str], by_text: bool
) -> None:
    model = model_of(rows)
    if by_text:
        model.sort(lambda row: row[1], descending=True)
    order = list(model.view)
    for text in typed:
        terms = split_terms(text)
        model.filter(RowFilter(terms), None)
        assert list(model.view) == [i for i in order if all(term in fold(rows[i]) for term in terms)]
        assert [model.place(model.keys[i]) for i in model.view] == list(range(len(model.view)))


def test_a_predicate_and_a_text_both_count_and_either_can_change() -> None:
    model = model_of(["ant", "bee", "antbee", "cat"])
    even, all_rows = (lambda row: row[0] % 2 == 0), None
    model.filter(RowFilter(), even)
    assert list(model.view) == [0, 2]
    model.filter(RowFilter(("bee",)), even)
    assert list(model.view) == [2]
    model.filter(RowFilter(("bee",)), all_rows)
    assert list(model.view) == [1, 2]
    model.filter(RowFilter(), lambda row: row[0] > 2)
    assert list(model.view) == [3]


def test_a_changed_row_is_found_by_its_new_text() -> None:
    model = model_of(["ant", "bee"])
    model.filter(RowFilter(("ant",)), None)
    assert model.replace({1: (1, "anteater"), 9: (9, "unknown")}) == [1]
    assert list(model.view) == [0]
    model.filter(RowFilter(("ante",)), None)
    assert list(model.view) == [1]


def test_search_texts_get_ready_in_pieces() -> None:
    model = model_of(["ant", "bee", "cat"])
    assert model.prepare(2)
    assert not model.prepare(2)
    model.filter(RowFilter(("cat",)), None)
    assert list(model.view) == [2]


@given(texts, st.text(alphabet="aB", min_size=1, max_size=2), st.booleans())
def test_a_sort_leaves_the_rows_that_show(rows: list[str], text: str, replaced: bool) -> None:
    model = model_of(rows)
    model.filter(RowFilter(split_terms(text)), None)
    shown = set(model.view)
    if replaced and rows:
        model.replace({0: (0, "nothing like it")})
        shown.discard(0)
    model.sort(lambda row: row[1])
    assert set(model.view) == shown
    assert [model.rows[i][1] for i in model.view] == [model.rows[i][1] for i in model._order if i in shown]
