"""Numbers as people read them."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.text import (
    format_age,
    format_compact,
    format_duration,
    format_gibibytes,
    format_latency,
    format_rate,
    format_size,
    format_span,
    format_time,
    percent,
    plural,
    printable_json,
    progress_bar,
    without_controls,
)

NOW = 1_763_734_800.0
"""21 November 2025, 14:20 UTC."""


@pytest.mark.parametrize(
    ("count", "shown"),
    [
        (None, ""),
        (0, "0 B"),
        (999, "999 B"),
        (1_000, "1.0 KiB"),
        (1_536, "1.5 KiB"),
        (10 * 1024**3, "10.0 GiB"),
        (123 * 1024**4, "123 TiB"),
        (5_000 * 1024**5, "5000 PiB"),
        (-5, "0 B"),
    ],
)
def test_size(count: int | None, shown: str) -> None:
    assert format_size(count) == shown


def test_large_amounts_compare_and_small_ones_are_no_zero() -> None:
    assert format_gibibytes(1_204 * 2**30) == "1,204 GiB"
    assert format_gibibytes(5 * 2**20) == "5.0 MiB"
    assert format_gibibytes(0) == "0.0 GiB"


@given(st.integers(min_value=0, max_value=2**59))
def test_a_size_fits_its_column(count: int) -> None:
    assert len(format_size(count)) <= 8


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [
        (-5, "just now"),
        (59, "just now"),
        (60, "1 min ago"),
        (3_599, "59 min ago"),
        (3_600, "1 h ago"),
        (86_399, "23 h ago"),
        (13 * 86_400, "13 d ago"),
        (14 * 86_400, "2 wk ago"),
        (400 * 86_400, "1 y ago"),
    ],
)
def test_ago(seconds: float, shown: str) -> None:
    assert format_age(seconds) == shown


@given(st.floats(min_value=-1e6, max_value=3e9))
def test_a_span_fits_its_column(seconds: float) -> None:
    assert len(format_span(seconds)) <= 6


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0.84, "0.8 s"), (42.9, "42 s"), (185, "3 min 05 s"), (7_620, "2 h 07 min"), (-1, "0.0 s")],
)
def test_duration(seconds: float, shown: str) -> None:
    assert format_duration(seconds) == shown


@pytest.mark.parametrize(
    ("seconds", "shown"), [(None, ""), (0.012, "12 ms"), (0.9996, "1.0 s"), (1.44, "1.4 s")]
)
def test_latency(seconds: float | None, shown: str) -> None:
    assert format_latency(seconds) == shown


@pytest.mark.parametrize(
    ("number", "word", "many", "shown"),
    [(1, "job", "", "1 job"), (0, "job", "", "0 jobs"), (1_204, "entry", "entries", "1,204 entries")],
)
def test_plural(number: int, word: str, many: str, shown: str) -> None:
    assert plural(number, word, many) == shown


@given(st.integers(-10, 2_000), st.integers(0, 1_000), st.integers(2, 40))
def test_a_bar_has_its_width_and_is_full_only_at_the_end(done: int, total: int, width: int) -> None:
    bar = progress_bar(done, total, width)
    assert len(bar) == width
    if 0 < done < total:
        assert width == 2 or "." in bar


@given(st.integers(0, 10_000), st.integers(1, 10_000))
def test_a_hundred_percent_means_all_of_it(done: int, total: int) -> None:
    assert (percent(done, total) == 100) == (done >= total)


def test_a_share_of_something_unknown_is_unknown() -> None:
    assert percent(3, 0) is None
    assert progress_bar(3, 0, 6) == "[....]"


@pytest.mark.parametrize(
    ("speed", "shown"), [(0, ""), (0.42, "0.4/s"), (9.96, "10.0/s"), (1_240.4, "1,240/s")]
)
def test_rate(speed: float, shown: str) -> None:
    assert format_rate(speed) == shown


@pytest.mark.parametrize(
    ("ago", "shown"),
    [(720, "14:08"), (86_400, "20 Nov 14:20"), (400 * 86_400, "17 Oct 2024")],
)
def test_clock_time(ago: float, shown: str) -> None:
    assert format_time(NOW - ago, NOW) == shown


@given(st.text(max_size=30))
def test_json_means_the_same_with_escapes_for_what_a_terminal_obeys(text: str) -> None:
    line = json.dumps(text, ensure_ascii=False)
    for ascii_only in (False, True):
        shown = printable_json(line, ascii_only=ascii_only)
        assert json.loads(shown) == text
        assert shown.isprintable()
        assert shown.isascii() or not ascii_only


def test_letters_of_all_scripts_stay_as_they_are() -> None:
    assert printable_json('"Amélie 映画 مدى"') == '"Amélie 映画 مدى"'
    assert printable_json('"\u009b\x7f\u202e"') == r'"\u009b\u007f\u202e"'
    assert without_controls("a\r\n\tb\x9b31m\u202ec") == "a b 31m c"


@given(st.integers(0, 999_999))
def test_a_compact_count_has_four_characters_at_most(number: int) -> None:
    assert len(format_compact(number)) <= 4


def test_a_compact_count_keeps_what_matters() -> None:
    counts = [999, 1_000, 9_949, 9_951, 9_999, 99_999, 999_999, 1_234_567]
    texts = ["999", "1.0k", "9.9k", "10k", "10k", "99k", "999k", "1.2M"]
    assert list(map(format_compact, counts)) == texts
