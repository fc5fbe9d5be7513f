"""What a search takes for equal, and where it sees a match."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.folding import fold, match_spans, narrows, split_terms


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("amelie", "Amélie"),
        ("AMÉLIE", "Ame\u0301lie"),
        ("lodz", "Łódź"),
        ("schitt's", "Schitt’s Creek"),
        ("strasse", "Die Straße"),
        ("aeon flux", "Æon Flux"),
        ("spider-man", "Spider–Man"),
        ("千尋", "千と千尋の神隠し"),
        ("istanbul", "İstanbul"),
    ],
)
def test_a_title_is_found_as_people_type_it(typed: str, title: str) -> None:
    assert fold(typed) in fold(title)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(), st.text())
def test_folding_goes_character_by_character(first: str, second: str) -> None:
    assert fold(first + second) == fold(first) + fold(second)


@given(st.text(alphabet="aAäßſﬁ İx \u0301"), st.lists(st.text(alphabet="asfi ̇x", min_size=1), max_size=3))
def test_spans_cover_every_occurrence_and_never_overlap(text: str, words: list[str]) -> None:
    terms = split_terms(" ".join(words))
    spans = match_spans(text, terms)
    assert bool(spans) == any(term in fold(text) for term in terms)
    position = -1
    for start, end in spans:
        assert position < start < end <= len(text)
        assert any(term in fold(text[start:end]) for term in terms)
        position = end


def test_spans_are_positions_in_the_title_as_it_is() -> None:
    assert match_spans("Die Straße", ("sse",)) == [(8, 10)]
    assert match_spans("AMÉLIE", ("mel",)) == [(1, 4)]


words = st.lists(st.text(alphabet="ab", min_size=1, max_size=3), max_size=3).map(tuple)


@given(words, words, st.text(alphabet="ab ", max_size=12))
def test_a_narrower_search_finds_nothing_new(old: tuple[str, ...], new: tuple[str, ...], text: str) -> None:
    if narrows(old, new) and all(term in text for term in new):
        assert all(term in text for term in old)


def test_a_longer_word_or_another_word_narrows() -> None:
    assert narrows((), ("a",))
    assert narrows(("lo",), ("los",))
    assert narrows(("lost",), ("lost", "river"))
    assert not narrows(("lost",), ("los",))
