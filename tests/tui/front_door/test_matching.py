"""Finding names by what is typed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.folding import fold
from arrtui.tui.front_door.matching import NameIndex

NAMES = ["Alien (1979)", "Aliens (1986)", "My Alien", "Xenalien", "Łódź", "The Matrix (1999)", ""]


def found(query: str, limit: int = 10) -> list[str]:
    return [NAMES[place] for place in NameIndex(NAMES).match(query, limit)]


def test_names_that_begin_with_it_come_before_words_and_those_before_parts() -> None:
    assert found("alien") == ["Alien (1979)", "Aliens (1986)", "My Alien", "Xenalien"]
    assert found("alien", 2) == ["Alien (1979)", "Aliens (1986)"]


def test_words_may_stand_in_any_order_and_case_and_accents_do_not_count() -> None:
    assert found("1999 MATRIX") == ["The Matrix (1999)"]
    assert found("lodz") == ["Łódź"]
    assert found("") == found("zzz") == found("1979 matrix") == []


names = st.lists(st.text(alphabet="abcAÉ \n(1)", max_size=8), max_size=12)


@given(names, st.text(alphabet="abcé 1", max_size=4))
def test_what_is_found_is_what_contains_every_word(names: list[str], query: str) -> None:
    words = fold(query).split()
    wanted = {n for n, name in enumerate(names) if words and all(word in fold(name) for word in words)}
    matched = NameIndex(names).match(query, 100)
    assert len(set(matched)) == len(matched)
    assert set(matched) == wanted
