"""The text of a filter: terms, quotes and places."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arrtui.core.filter.syntax import (
    FilterError,
    FilterText,
    Term,
    parse_filter,
    quote,
    quoted_if_needed,
)

hostile = (
    st.text(alphabet=st.sampled_from(list('ab1 \t\n"\\-!@:=<>[]\x1b\u202e\u05d0é')), max_size=30) | st.text()
)
values = st.text(max_size=20)
terms = st.builds(
    Term,
    values,
    st.sampled_from(["year", "tag", "below-cutoff"]),
    st.sampled_from([":", "=", "!=", "<", "<=", ">", ">="]),
    st.booleans(),
    st.just(True),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("year>2000", [Term("2000", "year", ">")]),
        ("score<0 tag:4k", [Term("0", "score", "<"), Term("4k", "tag", ":")]),
        ('profile:"HD Bluray"', [Term("HD Bluray", "profile", ":", quoted=True)]),
        (
            "missing @radarr.4k -horror",
            [Term("missing"), Term("radarr.4k", "@"), Term("horror", negated=True)],
        ),
        ("-year!=1999", [Term("1999", "year", "!=", negated=True)]),
        ("size>=4.5GB added<=7d", [Term("4.5GB", "size", ">="), Term("7d", "added", "<=")]),
        (r'"a \"b\" \\ c"', [Term('a "b" \\ c', quoted=True)]),
        ('title:"not closed', [Term("not closed", "title", ":", quoted=True)]),
        ("2:22 9-1-1 - a-b", [Term("2:22"), Term("9-1-1"), Term("-"), Term("a-b")]),
        ("path:/movies/a:b", [Term("/movies/a:b", "path", ":")]),
        ("tag: x", [Term("", "tag", ":"), Term("x")]),
        ("", []),
    ],
)
def test_a_filter_is_split_into_terms(text: str, expected: list[Term]) -> None:
    assert list(parse_filter(text).terms) == expected


def test_an_exclamation_mark_before_all_inverts_the_filter() -> None:
    assert parse_filter(" !missing year>1").inverse
    assert not parse_filter("a !b").inverse
    assert parse_filter('"!a"').terms == (Term("!a", quoted=True),)


def test_each_term_knows_its_place() -> None:
    text = '  -year>2000   tag:"4 k"'
    first, second = parse_filter(text).terms
    assert text[first.start : first.end] == "-year>2000"
    assert text[first.value_start : first.end] == "2000"
    assert text[second.start : second.end] == 'tag:"4 k"'
    assert text[second.value_start : second.end] == '"4 k"'


def test_text_behind_a_closing_quote_is_refused_where_it_stands() -> None:
    with pytest.raises(FilterError) as caught:
        parse_filter('tag:"a"b')
    assert (caught.value.start, caught.value.end) == (7, 8)


@given(hostile)
@example('"\\')
@example("-")
@example("@")
@example("!")
def test_any_text_is_a_filter_or_an_error_with_a_place_in_it(text: str) -> None:
    try:
        parsed = parse_filter(text)
    except FilterError as error:
        assert 0 <= error.start < error.end <= len(text)
        return
    for term in parsed.terms:
        assert 0 <= term.start <= term.value_start <= term.end <= len(text)
        assert term.start < term.end


@given(hostile)
def test_a_filter_written_out_means_the_same(text: str) -> None:
    with contextlib.suppress(FilterError):
        parsed = parse_filter(text)
        again = parse_filter(str(parsed))
        assert (again.terms, again.inverse) == (parsed.terms, parsed.inverse)


@given(st.lists(terms, max_size=4), st.booleans())
def test_terms_of_any_value_survive_being_written(written: list[Term], inverse: bool) -> None:
    assert parse_filter(str(FilterText(tuple(written), inverse))) == FilterText(tuple(written), inverse)


@given(values)
def test_any_value_can_be_quoted(value: str) -> None:
    assert parse_filter(quote(value)).terms == (Term(value, quoted=True),)
    (term,) = parse_filter(f"tag={quoted_if_needed(value)}").terms
    assert term.value == value
