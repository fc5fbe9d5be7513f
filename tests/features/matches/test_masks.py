"""All files at once are evaluated as each by itself."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.bits import bits_of, places_of
from arrtui.core.matching import MatchFacts, compile_format, evaluate, patterns
from arrtui.core.matching.blocks import NameBlock
from arrtui.core.matching.patterns import compile_pattern
from arrtui.features.matches.masks import FileMasks
from tests.features.matches.answers import searched_answers

_NAMES = st.sampled_from(["A.x264-GRP.mkv", "a.X265.mkv", "B.REMUX.mkv", "\u0130.Instanbul.mkv", ""])
_FACTS = st.builds(
    MatchFacts,
    titles=st.one_of(st.none(), st.lists(_NAMES, min_size=1, max_size=2).map(tuple)),
    languages=st.sampled_from([None, ("English",), ("French", "English"), ()]),
    original_language=st.sampled_from(["", "Unknown", "French"]),
    source=st.sampled_from([None, "bluray", "webdl", "of a later version"]),
    release_group=st.sampled_from([None, "", "GRP", "x"]),
    has_empty_group=st.sampled_from([True, False, None]),
    size=st.one_of(st.none(), st.integers(0, 4 * 1024**3)),
)
_VALUES: dict[str, list[dict[str, Any]]] = {
    "ReleaseTitle": [{"value": text} for text in ("x26[45]", "remux", "^ista", "(?n)a", ".")],
    "ReleaseGroup": [{"value": text} for text in ("^grp$", "^$", "x")],
    "Language": [{"value": 1}, {"value": -2}, {"value": 2, "exceptLanguage": True}, {"value": 999}],
    "Source": [{"value": 7}, {"value": 9}],
    "Size": [{"min": 1, "max": 2}],
    "Year": [{"min": 1, "max": 3000}],
}
_CONDITIONS = st.sampled_from(sorted(_VALUES)).flatmap(
    lambda name: st.fixed_dictionaries(
        {
            "implementation": st.just(f"{name}Specification"),
            "negate": st.booleans(),
            "required": st.booleans(),
            "fields": st.sampled_from(_VALUES[name]),
        }
    )
)


@given(st.lists(_FACTS, max_size=6), st.lists(st.lists(_CONDITIONS, min_size=1, max_size=4), max_size=3))
def test_masks_say_what_evaluating_each_file_says(
    facts: list[MatchFacts], conditions: list[list[dict[str, Any]]]
) -> None:
    formats = [
        compile_format({"id": number, "specifications": specifications}, "radarr")
        for number, specifications in enumerate(conditions, 1)
    ]
    masks = FileMasks(facts, searched_answers(facts, formats))
    answers = [evaluate(formats, subject) for subject in facts]
    for compiled in formats:
        matched, unknown = masks.of(compiled)
        assert list(places_of(matched)) == [
            place for place, answer in enumerate(answers) if compiled.id in answer.matched
        ]
        assert list(places_of(unknown)) == [
            place for place, answer in enumerate(answers) if compiled.id in answer.unknown
        ]


def test_names_that_were_not_searched_are_unknown() -> None:
    facts = [MatchFacts(titles=("a.x264",)), MatchFacts(titles=("b",))]
    title = {"implementation": "ReleaseTitleSpecification", "fields": {"value": "x264"}}
    compiled = compile_format({"id": 1, "specifications": [title]}, "radarr")
    assert FileMasks(facts, {}).of(compiled) == (0, 0b11)
    names = searched_answers(facts[1:], [compiled])
    assert FileMasks(facts, names).of(compiled) == (0, 0b01)


def test_a_pattern_that_takes_too_long_is_given_up_for_the_block(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "TIMEOUT", 0.001)
    slow = compile_pattern(r"^(\w|\w\w)+\d?$")
    names = ["short", *(f"{'a' * 60}-" for _ in range(30)), "x.y"]
    matched, unknown = NameBlock(names).search(slow)
    assert list(places_of(matched)) == [0]
    assert list(places_of(unknown)) == list(range(1, 32)), "the last one is not even tried"


@given(st.sets(st.integers(0, 99)))
def test_bits_are_places(places: set[int]) -> None:
    assert list(places_of(bits_of(places, 100))) == sorted(places)
