"""Completion of names and values."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.filter.completion import complete
from tests.core.filter.test_matching import FIELDS, Copy, Film

ROWS = [
    Film("Alien", profile="HD Bluray + WEB", copies=(Copy("radarr.main", tags=("4k", "keep")),)),
    Film("Aliens", profile="HDTV", copies=(Copy("radarr.4k", tags=("4k-remux",)),)),
]


@pytest.mark.parametrize(
    ("text", "candidates"),
    [
        ("y", ("year",)),
        ("a mo", ("monitored ",)),
        ("ti", ("title:",)),
        ("tag:", ("4k", "4k-remux", "keep")),
        ("-tag:re", ("4k-remux",)),
        ("profile:hd", ('"HD Bluray + WEB"', "HDTV")),
        ('profile:"hd b', ('"HD Bluray + WEB"',)),
        ("@", ("radarr.4k", "radarr.main")),
        ("@m", ("radarr.main",)),
        ("-@", ("radarr.4k", "radarr.main")),
        ("year>1 -@radarr.4", ("radarr.4k",)),
        ("year>", ()),
        ("nothing:a", ()),
        ('"y', ()),
    ],
)
def test_what_is_before_the_cursor_is_completed(text: str, candidates: tuple[str, ...]) -> None:
    assert complete(text, len(text), FIELDS, ROWS).candidates == candidates


def test_instances_without_a_row_are_offered() -> None:
    assert "radarr.new" in complete("-@", 2, FIELDS.with_instances(["radarr.new"]), ROWS).candidates


def test_all_names_are_offered_between_terms() -> None:
    assert len(complete("year>2000 ", 10, FIELDS, ROWS).candidates) == len(list(FIELDS))


def test_a_candidate_takes_the_place_of_what_was_typed() -> None:
    completion = complete("tag:re year>1", 6, FIELDS, ROWS)
    assert completion.applied("tag:re year>1", "4k-remux") == ("tag:4k-remux year>1", 12)


@given(st.text(max_size=20), st.integers(0, 25))
def test_any_text_can_be_completed(text: str, place: int) -> None:
    completion = complete(text, min(place, len(text)), FIELDS, ROWS)
    assert 0 <= completion.start <= completion.end <= len(text)
