"""The filter of a pair as one line of text, in the syntax of the filters of tables. Pure.

::

    profile:"HD Bluray" year:1990-2005 score>=100 -genre:Horror monitored

Terms of one kind add up to one rule, which any of them meets; ``-`` leaves out what meets the rule. Names are
whole names. Words without a field are a part of the title.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from arrtui.core.config.sync import FilterRules, SyncFilter
from arrtui.core.config.toml import Tree
from arrtui.core.filter.syntax import Term, filter_error, parse_filter, quote, quoted_if_needed

LISTS = {
    "profile": "quality_profiles",
    "root": "root_folders",
    "tag": "tags",
    "genre": "genres",
    "type": "series_types",
    "certification": "certifications",
    "language": "languages",
}
"""Fields that take names, and the option each sets."""
FIELDS = (*LISTS, "year", "score", "quality", "rating")
"""All fields."""
FLAGS = {
    "monitored": ("monitored", True),
    "unmonitored": ("monitored", False),
    "missing": ("has_file", False),
}
"""Words that ask for a state: the option each sets, and to what."""
_YEARS = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


# --- to text ---------------------------------------------------------------------------------------------


def rules_text(filter: SyncFilter) -> str:
    """Return the text that means a filter."""
    terms = [*_terms(filter.include, ""), *_terms(filter.exclude, "-")]
    return " ".join(terms)


def _terms(rules: FilterRules, sign: str) -> Iterator[str]:
    """Yield the terms of rules, each after a sign."""
    for name, option in LISTS.items():
        for value in getattr(rules, option):
            yield f"{sign}{name}:{quoted_if_needed(value)}"
    yield from (f"{sign}{term}" for term in _year_terms(rules))
    if rules.monitored is not None:
        yield "monitored" if rules.monitored is (not sign) else "unmonitored"
    if rules.has_file is not None:
        yield "-missing" if rules.has_file is (not sign) else "missing"
    if rules.min_score is not None:
        yield f"{sign}score>={rules.min_score}"
    if rules.min_quality:
        yield f"{sign}quality>={quoted_if_needed(rules.min_quality)}"
    if rules.min_rating is not None:
        yield f"{sign}rating>={rules.min_rating:g}"
    if rules.text:
        yield f"{sign}{quote(rules.text)}"


def _year_terms(rules: FilterRules) -> Iterator[str]:
    """Yield a span of years, or its one bound."""
    first, last = rules.year_from, rules.year_to
    if first and last:
        yield f"year:{first}" if first == last else f"year:{first}-{last}"
    elif first or last:
        yield f"year>={first}" if first else f"year<={last}"


# --- from text -------------------------------------------------------------------------------------------


def read_rules(text: str) -> Tree:
    """Return the table ``filter`` that a text means, without options that are not set.

    What options may hold is not checked. Raises :class:`FilterError` for what is no rule of a pair.
    """
    parsed = parse_filter(text)
    if parsed.inverse:
        raise filter_error("the filter of a pair has no !; put - before what is to be left out", 0, 1)
    rules: dict[bool, Tree] = {False: {}, True: {}}
    for term in parsed.terms:
        if not (term.name or term.quoted) and term.value.lower() in FLAGS:
            option, state = FLAGS[term.value.lower()]
            _put(rules[False], option, state is not term.negated, term)
        elif not term.name:
            table = rules[term.negated]
            table["text"] = f"{table['text']} {term.value}" if "text" in table else term.value
        else:
            _read_field(term, rules[term.negated])
    return {name: table for name, table in zip(("include", "exclude"), rules.values(), strict=True) if table}


def _read_field(term: Term, table: Tree) -> None:
    """Put what a term asks of a field into a table of rules. Raises FilterError."""
    name = term.name.lower()
    if name not in FIELDS:
        why = f"a pair has no rule {term.name}; there are {', '.join((*FIELDS, *FLAGS))}"
        raise filter_error(why, term.start, term.value_start)
    if not term.value:
        raise filter_error(f"{name}{term.operator} needs a value", term.start, term.end, unfinished=True)
    if option := LISTS.get(name):
        if term.operator not in ":=":
            raise filter_error(f"{name} takes a name, written {name}:NAME", term.start, term.end)
        table[option] = [*table.get(option, ()), term.value]
    elif name == "year":
        _read_years(term, table)
    else:
        option, read = _LEAST[name]
        if term.operator not in (">=", ":"):
            raise filter_error(f"a pair knows the least {name} only: {name}>=", term.start, term.end)
        _put(table, option, read(term), term)


def _read_years(term: Term, table: Tree) -> None:
    """Put a year, years from to, or a bound into a table of rules. Raises FilterError."""
    years = _YEARS.fullmatch(term.value)
    if years is None or (years[2] and term.operator != ":"):
        why = "year takes a year, or two as in year:1990-2005"
        raise filter_error(why, term.value_start, term.end)
    first, last = int(years[1]), int(years[2] or years[1])
    bounds: Mapping[str, Tree] = {
        ":": {"year_from": first, "year_to": last},
        "=": {"year_from": first, "year_to": last},
        ">=": {"year_from": first},
        ">": {"year_from": first + 1},
        "<=": {"year_to": last},
        "<": {"year_to": last - 1},
    }
    if term.operator not in bounds:
        raise filter_error("year takes : >= and <=", term.start, term.end)
    if term.negated and {"year_from", "year_to"} & table.keys():
        why = "years left out are one span, as in -year:1990-2005"
        raise filter_error(why, term.start, term.end)
    for option, year in bounds[term.operator].items():
        _put(table, option, year, term)


def _put(table: Tree, option: str, value: Any, term: Term) -> None:
    """Set an option once. Raises FilterError for a second time."""
    if option in table:
        raise filter_error(f"{term.name or term.value} is asked for twice", term.start, term.end)
    table[option] = value


def _whole_number(term: Term) -> int:
    try:
        return int(term.value)
    except ValueError:
        raise filter_error(f"{term.name} takes a whole number", term.value_start, term.end) from None


def _number(term: Term) -> float:
    try:
        return float(term.value)
    except ValueError:
        raise filter_error(f"{term.name} takes a number", term.value_start, term.end) from None


_LEAST: Mapping[str, tuple[str, Callable[[Term], Any]]] = {
    "score": ("min_score", _whole_number),
    "rating": ("min_rating", _number),
    "quality": ("min_quality", lambda term: term.value),
}
"""Fields of which the least is asked for: the option each sets, and how its value is read."""
