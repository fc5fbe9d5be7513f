"""What the values in a filter mean, by the kind of their field: texts, numbers, sizes and times. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import Any, TypeAlias

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.filter.syntax import ORDERED, Term, filter_error
from arrtui.core.folding import fold
from arrtui.core.text import DAY, HOUR, MINUTE, WEEK, YEAR, format_iso

Test: TypeAlias = Callable[[Any], bool]
"""Whether a value of a field meets a condition."""

NO_VALUE = "none"
"""Asks, without quotes, for rows that have no value."""

_COMPARED_WITH: dict[str, Callable[[Any], Test]] = {
    "=": lambda wanted: lambda value: value is not None and value == wanted,
    "!=": lambda wanted: lambda value: value is not None and value != wanted,
    "<": lambda wanted: lambda value: value is not None and value < wanted,
    "<=": lambda wanted: lambda value: value is not None and value <= wanted,
    ">": lambda wanted: lambda value: value is not None and value > wanted,
    ">=": lambda wanted: lambda value: value is not None and value >= wanted,
}
_SIZE = re.compile(r"([0-9]+(?:\.([0-9]+))?)([kmgtp]?)(?:i?b)?", re.IGNORECASE)
_SPAN = re.compile(r"([0-9]+(?:\.[0-9]+)?)(s|min|h|d|w|wk|mo|y)", re.IGNORECASE)
_DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}(?:-[0-9]{2})?)?")
_SECONDS = {"s": 1, "min": MINUTE, "h": HOUR, "d": DAY, "w": WEEK, "wk": WEEK, "mo": 30 * DAY, "y": YEAR}
_FIRST_TIME = -30_610_224_000.0
"""The year 1000 in UTC seconds: earlier ones have fewer digits and would not compare as text."""
_is_nothing: Test = (None, "", ()).__contains__
_EXPECTED = {
    FieldKind.NUMBER: "a number such as 2000",
    FieldKind.SIZE: "a size such as 700MB or 4GB",
    FieldKind.TIME: "an age such as 12h, 7d, 3mo or 2y, or a date such as 2026-11-01",
    FieldKind.SPAN: "a time such as 30s, 5min or 2h",
}


def test_of(term: Term, field: FilterField[Any], now: float) -> Test:
    """Return the test of a field's value that a term means; ``now`` is UTC seconds.

    No value meets only ``none``, and for texts ``!=``. Raises FilterError.
    """
    if field.kind is FieldKind.FLAG:
        why = f"{field.name} stands alone: write {field.name} or -{field.name}"
        raise filter_error(why, term.start, term.end)
    if term.operator in ORDERED and not field.kind.ordered:
        why = f"{field.name} has no order; it takes : = and !="
        raise filter_error(why, term.value_start - len(term.operator), term.value_start)
    if not (term.value or term.quoted):
        why = f"{field.name}{term.operator} needs {_EXPECTED.get(field.kind, 'a text')}"
        raise filter_error(why, term.start, term.end, unfinished=True)
    if term.value.lower() == NO_VALUE and not term.quoted and term.operator not in ORDERED:
        return _is_nothing if term.operator != "!=" else lambda value: not _is_nothing(value)
    if not field.kind.ordered:
        return _text_test(term, several=field.kind is FieldKind.NAMES)
    made = _VALUES[field.kind](term, now)
    if made is None:
        why = f"{field.name} takes {_EXPECTED[field.kind]}, not {term.value}"
        raise filter_error(why, term.value_start, term.end)
    return made


# --- texts -----------------------------------------------------------------------------------------------


def _text_test(term: Term, *, several: bool) -> Test:
    """Return the test of a text, or of several; what each folds to is worked out once."""
    wanted, contained = fold(term.value), term.operator == ":"
    outcomes: dict[Any, bool] = {}

    def matches(text: Any) -> bool:
        outcome = outcomes.get(text)
        if outcome is None:
            folded = fold(str(text or ""))
            outcome = outcomes[text] = wanted in folded if contained else folded == wanted
        return outcome

    def matches_any(texts: Any) -> bool:
        return any(map(matches, texts))

    test = matches_any if several else matches
    return test if term.operator != "!=" else lambda value: not test(value)


# --- numbers ---------------------------------------------------------------------------------------------


def _number_test(term: Term, _now: float) -> Test | None:
    try:
        wanted = float(term.value.replace(",", ""))
    except ValueError:
        return None
    if not math.isfinite(wanted):
        return None
    return _compared(term, wanted)


def _size_test(term: Term, _now: float) -> Test | None:
    """Return the test of bytes; ``=`` takes what rounds to the size as it is written."""
    size = _SIZE.fullmatch(term.value)
    if size is None:
        return None
    unit = 1024 ** " kmgtp".index(size[3].lower() or " ")
    wanted = float(size[1]) * unit
    if term.operator in ORDERED:
        return _compared(term, wanted)
    rounding = unit / 10 ** len(size[2] or "") / 2
    equal = term.operator != "!="
    return lambda value: value is not None and (abs(value - wanted) <= rounding) is equal


def _span_test(term: Term, _now: float) -> Test | None:
    seconds = _seconds(term.value)
    return None if seconds is None else _compared(term, seconds[0])


def _compared(term: Term, wanted: float | str) -> Test:
    """Return the test of a value against another by the operator of a term."""
    return _COMPARED_WITH["=" if term.operator == ":" else term.operator](wanted)


def _seconds(text: str) -> tuple[float, int] | None:
    """Return a length of time and that of its unit, both in seconds; None for anything else."""
    span = _SPAN.fullmatch(text)
    if span is None:
        return None
    unit = _SECONDS[span[2].lower()]
    return float(span[1]) * unit, unit


# --- times -----------------------------------------------------------------------------------------------


def _time_test(term: Term, now: float) -> Test | None:
    """Return the test of a time by its date, or by its age, which what is yet to come does not have."""
    if _DATE.fullmatch(term.value):
        digits, compare = len(term.value), _compared(term, term.value)
        return lambda value: bool(value) and compare(_iso(value)[:digits])
    seconds = _seconds(term.value)
    if seconds is None:
        return None
    age, unit = seconds
    youngest, edge, oldest = (format_iso(max(_FIRST_TIME, now - past)) for past in (0.0, age, age + unit))
    tests: dict[str, Callable[[str], bool]] = {
        "<": lambda time: edge < time <= youngest,
        "<=": lambda time: edge <= time <= youngest,
        ">": lambda time: time < edge,
        ">=": lambda time: time <= edge,
        "!=": lambda time: not oldest < time <= edge,
        "=": lambda time: oldest < time <= edge,
    }
    test = tests["=" if term.operator == ":" else term.operator]
    return lambda value: bool(value) and test(_iso(value))


def _iso(value: str | float) -> str:
    """Return a time as the apps write it."""
    return value if isinstance(value, str) else format_iso(max(_FIRST_TIME, value))


_VALUES: dict[FieldKind, Callable[[Term, float], Test | None]] = {
    FieldKind.NUMBER: _number_test,
    FieldKind.SIZE: _size_test,
    FieldKind.TIME: _time_test,
    FieldKind.SPAN: _span_test,
}
