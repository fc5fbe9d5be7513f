"""What filters mean for rows, with and without parts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.filter.matching import FilterError, instances_named, make_filter
from arrtui.core.folding import fold, split_terms

NOW = 1_795_000_000.0
"""2026-11-18T11:06:40Z."""


@dataclass(frozen=True)
class Copy:
    """A part of a row."""

    instance: str
    missing: bool = False
    tags: tuple[str, ...] = ()


@dataclass(frozen=True)
class Film:
    """A row."""

    title: str
    year: int | None = 2000
    size: int | None = 4 * 2**30
    added: Any = "2026-11-17T08:00:00Z"
    took: float | None = 90.0
    profile: str = "HD Bluray + WEB"
    monitored: bool = True
    copies: tuple[Copy, ...] = ()


FIELDS: FilterFields[Film] = FilterFields(
    [
        FilterField("title", FieldKind.TEXT, lambda film: film.title),
        FilterField("year", FieldKind.NUMBER, lambda film: film.year),
        FilterField("size", FieldKind.SIZE, lambda film: film.size),
        FilterField("added", FieldKind.TIME, lambda film: film.added),
        FilterField("took", FieldKind.SPAN, lambda film: film.took),
        FilterField("profile", FieldKind.TEXT, lambda film: film.profile),
        FilterField("monitored", FieldKind.FLAG, lambda film: film.monitored),
        FilterField("instance", FieldKind.INSTANCE, lambda copy: copy.instance, of_part=True),
        FilterField("missing", FieldKind.FLAG, lambda copy: copy.missing, of_part=True),
        FilterField("tag", FieldKind.NAMES, lambda copy: copy.tags, of_part=True),
    ],
    parts=lambda film: film.copies,
)


def matches(text: str, film: Film, others: tuple[Film, ...] = ()) -> bool:
    return make_filter(text, FIELDS, (film, *others), NOW).meets(film, fold(film.title))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year>1999 year<2001", True),
        ("year>=2000 year<=2000 year=2000 year:2000", True),
        ("year!=2000", False),
        ("YEAR>2,000", False),
        ("size>3.9GB size<4.1GB size=4GB size:4.0gib", True),
        ("size>4GB", False),
        ("size!=4g", False),
        ("added<2d", True),
        ("added<1d", False),
        ("added>=1d added=1d", True),
        ("added>=2026-11 added=2026-11-17 added>2025 added<2027", True),
        ("added>2026", False),
        ("took>1min took<=1.5min took<1h", True),
        ('profile:"hd bluray"', True),
        ('profile="hd bluray"', False),
        ('profile="HD Bluray + WEB"', True),
        ("profile!=x", True),
        ("monitored", True),
        ("-monitored", False),
        ('"monitored"', False),
        ("ALIEN", True),
        ('"alien res"', True),
        ('"alien  res"', False),
        ("-resurrection", False),
        ("!year>2000", True),
        ("!alien", False),
        ("!", True),
        ("Mission:", False),
        ("year:none", False),
        ("-year:none", True),
    ],
)
def test_conditions_on_the_row_itself(text: str, expected: bool) -> None:
    assert matches(text, Film("Alien Résurrection")) is expected


def test_what_has_no_value_meets_no_comparison() -> None:
    film = Film("Alien", year=None, size=None, added="", took=None, profile="")
    for text in ("year<3000", "year!=1", "size>1", "size!=1GB", "added>1d", "added!=2026", "took<1h"):
        assert not matches(text, film), text
    assert matches('year:none size:none added:none profile:none profile=""', film)


def test_what_is_yet_to_come_has_no_age() -> None:
    film = Film("Alien", added="2027-01-01T00:00:00Z")
    assert not matches("added<7d", film)
    assert not matches("added>7d", film)
    assert matches("added>2026", film)


def test_times_may_be_seconds_too() -> None:
    assert matches("added<1h added=2026-11-18", Film("Alien", added=NOW - 60))


# Parts

HD = Copy("radarr.main", tags=("keep",))
UHD = Copy("radarr.4k", missing=True)
BOTH = Film("Alien", copies=(HD, UHD))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("missing", True),
        ("missing tag:keep", False),  # no single copy is both
        ("missing @radarr.4k", True),
        ("missing @radarr.main", False),
        ("-missing", False),
        ("-missing @main", True),
        ("-tag:keep", False),
        ("-tag:keep @4k", True),
        ("@main @4k", True),
        ("-@4k", False),
        ("@radarr", True),
        ("instance:4k missing", True),
        ("tag:none", True),
    ],
)
def test_conditions_on_parts_hold_of_one_part(text: str, expected: bool) -> None:
    assert matches(text, BOTH) is expected


def test_an_instance_is_named_in_full_by_its_label_or_by_how_it_begins() -> None:
    names = ["radarr.4k", "radarr.4k-anime", "sonarr.main"]
    assert instances_named("radarr.4k", names) == {"radarr.4k"}
    assert instances_named("4K", names) == {"radarr.4k"}
    assert instances_named("rad", names) == {"radarr.4k", "radarr.4k-anime"}
    assert instances_named("x", names) == set()


# Errors


@pytest.mark.parametrize(
    ("text", "part", "unfinished"),
    [
        ("a yaer>2000", "yaer>", False),
        ("year>20x0", "20x0", False),
        ("year>nan", "nan", False),
        ("year>", "year>", True),
        ("tag:", "tag:", True),
        ("size>4 parsecs size>x", "x", False),
        ("added<7parsecs", "7parsecs", False),
        ("took>soon", "soon", False),
        ("title<a", "<", False),
        ("missing:yes", "missing:yes", False),
        ("@nowhere", "@nowhere", False),
        ("@", "@", True),
        ("yaer>", "yaer>", True),
    ],
)
def test_what_is_not_understood_is_named_with_its_place(text: str, part: str, unfinished: bool) -> None:
    with pytest.raises(FilterError) as caught:
        make_filter(text, FIELDS, [BOTH], NOW)
    error = caught.value
    assert text[error.start : error.end] == part
    assert error.unfinished is unfinished


def test_an_unknown_field_comes_with_the_nearest() -> None:
    with pytest.raises(FilterError, match="year"):
        make_filter("yaer>2000", FIELDS, [], NOW)


def test_a_table_without_instances_says_so() -> None:
    with pytest.raises(FilterError):
        make_filter("@radarr", FilterFields[Film](), [], NOW)


hostile = st.text(alphabet=st.sampled_from(list('year tgmisn"\\-!@:=<>0129.dGB\x1b')), max_size=25)


@given(hostile | st.text())
def test_any_text_is_a_matcher_or_a_filter_error(text: str) -> None:
    try:
        row_filter = make_filter(text, FIELDS, [BOTH], NOW)
    except FilterError as error:
        assert 0 <= error.start <= error.end <= len(text)
        return
    assert row_filter.meets(BOTH, "alien") in (True, False)
    assert all(row_filter.words)


words = st.text(
    alphabet=st.characters(blacklist_characters='"-!@:=<>', blacklist_categories=["Cs"]), max_size=8
)


@given(st.lists(words, max_size=4))
def test_plain_words_mean_what_they_always_meant(typed: list[str]) -> None:
    text = " ".join(typed)
    if {word.lower() for word in text.split()} & {"missing", "monitored"}:
        return
    row_filter = make_filter(text, FIELDS, [], NOW)
    assert row_filter.words == split_terms(text)
    assert row_filter.only_words


def test_what_is_not_on_an_instance_can_be_asked_for_although_it_has_nothing() -> None:
    known = FIELDS.with_instances(["radarr.empty"])
    assert make_filter("-@radarr.empty", known, (BOTH,), NOW).meets(BOTH, "")
    assert not make_filter("@empty", known, (BOTH,), NOW).meets(BOTH, "")
    with pytest.raises(FilterError, match="empty"):
        make_filter("@nowhere", known, (BOTH,), NOW)
