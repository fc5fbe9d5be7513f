"""Filters in words."""

from __future__ import annotations

import pytest

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.filter.wording import ALL, filter_words

KINDS = {
    "year": FieldKind.NUMBER,
    "tag": FieldKind.NAMES,
    "release": FieldKind.TEXT,
    "missing": FieldKind.FLAG,
    "instance": FieldKind.INSTANCE,
}
FIELDS = FilterFields([FilterField(name, kind, str) for name, kind in KINDS.items()])


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ALL),
        ("year>2000 -tag:4k", "year is over 2000, tag has no 4k"),
        ("year:1999 -year<1990", "year is 1999, year is not under 1990"),
        ("missing -missing", "missing, not missing"),
        ("@radarr.4k -@main", "on radarr.4k, not on main"),
        ("release:none release!=none", "release is not set, release is set"),
        ('-horror "two words" "missing"', 'text has no "horror", text has "two words", text has "missing"'),
        ("!year>=2000 tag=4k", "not (year is at least 2000, tag is 4k)"),
    ],
)
def test_filters_in_words(text: str, words: str) -> None:
    assert filter_words(text, FIELDS) == words
