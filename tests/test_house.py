"""The house rules that can be counted; ``python -m tests.figures --list`` names each place."""

from __future__ import annotations

import pytest

from tests.figures import MAX_DIALECT, Figures, count

CONCEPTS: frozenset[str] = frozenset()
"""Small private functions with one caller whose name is worth a function: terms of the README's Words."""


@pytest.fixture(scope="module")
def figures() -> Figures:
    return count()


def test_at_most_two_modules_import_each_other(figures: Figures) -> None:
    assert [circle for circle in figures.circles if len(circle) > 2] == []


def test_files_and_functions_stay_short(figures: Figures) -> None:
    assert figures.long_files == []
    assert figures.long_functions == []


def test_small_functions_with_one_caller_name_a_concept(figures: Figures) -> None:
    assert [place for place in figures.small_helpers if place.rpartition(" ")[2] not in CONCEPTS] == []


def test_no_class_name_is_used_twice(figures: Figures) -> None:
    assert figures.classes == {}


def test_identifiers_say_what_they_are(figures: Figures) -> None:
    assert {word: number for word, number in figures.dialect.items() if number > MAX_DIALECT} == {}
