"""Patterns as .NET understands them."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.matching.names import base_name, is_windows_path, titles_of_file, titles_of_release
from arrtui.core.matching.patterns import NamePattern, UnsupportedPatternError, compile_pattern
from arrtui.core.matching.words import required_words


@pytest.mark.parametrize(
    ("pattern", "name", "matches"),
    [
        (r"(?<yr>\d{4}).*\k<yr>", "A.2010.x.2010", True),
        (r"(?'yr'\d{4}).*\k'yr'", "A.2010.x.2011", False),
        (r"(\d)\1", "a11", True),
        (r"x265\.mkv$", "A.X265.mkv", True),
        (r"mkv\Z", "a.mkv", True),
        (r"mkv\Z", "a.mkv\n", True),
        (r"mkv\z", "a.mkv\n", False),
        (r"a{,3}b", "ab", False),
        (r"a{,3}b", "a{,3}b", True),
        (r"[[]", "a[b", True),
        (r"[]x]", "]", True),
        (r"[\w-.]", "-", True),
        (r"[&&|~]", "a&b", True),
        (r"(?i)AMZN", "amzn", True),
        (r"(?-i)AMZN", "amzn", False),
        (r"(?-i:AMZN)|dv", "amzn.DV", True),
        (r"(?<=S\d{2}E\d{2}.*)x26[45]", "A.S01E02.b.x264", True),
        (r"(?<!\d{3,4}p.*)HDR", "A.1080p.HDR", False),
        (r"(?>a+)\b", "baa c", True),
        (r"(?#nothing)dv", "DV", True),
        (r"\u0041\x42\e?", "ab", True),
        (r"^.{0,4}$", "\U0001f600ab", True),
        (r"^.{0,4}$", "\U0001f600abc", False),
        (r"[^\x00-\x7F]", "Am\u00e9lie", True),
        ("\u00ef", "GA\u00cfA", True),
        (r"\bK\b", "a \u212a b", True),
        (r"\bDV\b", "Istanbul.DV", True),
        (r"\bDV\b", "\u0130stanbul.DV", True),
        (r"\bIstanbul\b", "\u0130stanbul.DV", None),
        (r"\bmas\b", "ma\u017f", None),
        ("(", "(", None),
    ],
)
def test_a_pattern_means_what_it_means_to_the_apps(pattern: str, name: str, matches: bool | None) -> None:
    assert NamePattern(pattern).matches(name) is matches


@pytest.mark.parametrize(
    "pattern",
    [
        *(
            "[A-Z-[AEIOU]]",
            "(?n)(a)(?<x>b)?c",
            "^(?(?=.*DV)HDR|.)",
            "\u0131",
            "\u0130",
            "\u017f|K",
            "[\u00c0-\u024f]",
        ),
        *(
            "(?x) a",
            "a(?s).b",
            "a(?-i)b",
            "(?<a-b>x)",
            "(?P<a>x)",
            "(?|a|b)",
            "(?R)",
            "[[:alpha:]]",
            "a++",
            r"\Gx",
        ),
        *(r"\p{IsGreek}", r"\12", r"\0", r"(?<n>a)(b)\1", "[a", "\U0001f600", r"\K"),
    ],
)
def test_what_the_two_understand_differently_is_refused(pattern: str) -> None:
    with pytest.raises(UnsupportedPatternError):
        NamePattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        (r"\b(AMZN|Amazon(HD)?)\b", {"amzn", "amazon"}),
        (r"\[Group\]|-Group\b", {"[group]", "-group"}),
        (r"[xh][ ._-]?26[45]", {"26"}),
        (r"colou?r", {"colo"}),
        (r"(HDR10(\+|P(lus)?)?)", {"hdr10"}),
        (r"^(?=.*\bIMAX\b)(?!.*REMUX).*", {"imax"}),
        (r"(dv)?\d+", None),
        (r"abc|\d", None),
        (r".", None),
        (r"x{0,2}y{2}", {"y"}),
    ],
)
def test_the_words_that_a_name_must_hold(pattern: str, words: set[str] | None) -> None:
    assert required_words(pattern) == (None if words is None else frozenset(words))


_ATOMS = st.sampled_from(
    ["a", "b", "AB", "ik", r"\b", "[ab]", ".", r"\.", "(a|b)", "(ab|)", "(?:ba)", "(?!a)", "(?=b)", "|"]
)
_TIMES = st.sampled_from(["", "", "?", "*", "+", "{2}", "{0,1}"])


@given(
    st.lists(st.tuples(_ATOMS, _TIMES), min_size=1, max_size=6),
    st.text("abAB.é\u0416\u0130\u212a", max_size=8),
)
def test_words_leave_out_no_name_that_matches(parts: list[tuple[str, str]], name: str) -> None:
    text = "".join(atom + ("" if atom in ("|", r"\b") else times) for atom, times in parts)
    pattern = compile_pattern(text)
    assert pattern.matches(name) is pattern.search(name)


@given(st.text(string.printable, max_size=30))
def test_any_text_is_a_pattern_or_is_refused(text: str) -> None:
    try:
        pattern = NamePattern(text)
    except UnsupportedPatternError:
        return
    assert pattern.matches("Example.2010.1080p") in (True, False, None)


def test_the_names_of_a_file_are_the_first_there_is_and_its_own() -> None:
    assert titles_of_file("radarr", "Scene?", "orig.mkv", "f.mkv") == ("Scene", "f.mkv")
    assert titles_of_file("sonarr", "Scene?", "orig.mkv", "f.mkv") == ("Scene?", "f.mkv")
    assert titles_of_file("sonarr", " ", "orig.mkv", "f.mkv") == ("orig.mkv", "f.mkv")
    assert titles_of_file("radarr", "", "", "f.mkv") == ("f.mkv",)
    assert base_name("a\\b/c\\d.mkv") == "c\\d.mkv"
    assert base_name("a\\b/c\\d.mkv", is_windows_path("C:\\Movies\\A")) == "d.mkv"


@pytest.mark.parametrize(
    ("kind", "title", "names"),
    [
        ("radarr", "Some.Film.2001.1080p.BluRay.x264-GRP", ("A.Movie.2001.1080p.BluRay.x264-GRP",)),
        ("radarr", "Some Film (2001) 1080p.mkv", ("A Movie (2001) 1080p",)),
        ("radarr", "Blade.Runner.2049.2017.1080p-GRP", ("A.Movie.2017.1080p-GRP",)),
        ("radarr", "Movie.2001.1080p?", ("A Movie.2001.1080p",)),
        ("radarr", "[Group] Film 2001", None),
        ("radarr", "Film.Extended.Cut.2001.1080p", None),
        ("radarr", "Film.without.a.year.1080p", None),
        ("sonarr", "Show.S01E02.1080p.mkv", ("Show.S01E02.1080p",)),
    ],
)
def test_the_names_of_a_release(kind: str, title: str, names: tuple[str, ...] | None) -> None:
    assert titles_of_release(kind, title) == names
