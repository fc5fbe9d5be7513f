"""The text of a filter as terms, each with its place in the text. Pure.

::

    filter = ["!"] term*                  "!" inverts the whole filter
    term   = ["-"] (name operator value   year>2000  profile:"HD Bluray"
                   | "@" value            an instance
                   | value)               a flag of the table, or a word of its text
    value  = word | '"' characters '"'    within quotes \" and \\ stand for " and \
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from arrtui.core.errors import UsageError

ORDERED = ("<", "<=", ">", ">=")
"""Operators that need values with an order."""
INSTANCE = "@"
"""The name of a term that asks for an instance."""

_NAMED = re.compile(r"([A-Za-z][A-Za-z_-]*)(<=|>=|!=|[:=<>])")
_WORD = re.compile(r"\S+")
_QUOTED = re.compile(r'"((?:[^"\\]|\\.|\\$)*)("?)', re.DOTALL)
_ESCAPED = re.compile(r"\\([\\\"])")


@dataclass(eq=False)
class FilterError(UsageError):
    """A filter that cannot be understood; ``why`` says what is wrong at ``start`` to ``end`` of its text."""

    start: int = 0
    end: int = 0
    """The place after the last character concerned."""
    unfinished: bool = False
    """Whether the text is right so far and only ends too early, as it does while it is typed."""


def filter_error(why: str, start: int, end: int, *, unfinished: bool = False) -> FilterError:
    """Return the error about a part of a filter."""
    return FilterError("reading the filter", why, start=start, end=end, unfinished=unfinished)


@dataclass(frozen=True)
class Term:
    """One condition of a filter. Two are equal when they mean the same, wherever they stand."""

    value: str
    """Without its quotes; empty where it is still missing."""
    name: str = ""
    """The field asked for, :data:`INSTANCE`, or empty for a flag or a word."""
    operator: str = ""
    """``: = != < <= > >=``, empty without a field."""
    negated: bool = False
    quoted: bool = False
    """Whether the value stood in quotes: it is no flag then, and may be empty."""
    start: int = field(default=0, compare=False)
    end: int = field(default=0, compare=False)
    """The place after its last character."""
    value_start: int = field(default=0, compare=False)
    """Where its value begins, with the quote."""

    def __str__(self) -> str:
        """Return the text that means this term."""
        in_quotes = self.quoted or any(map(str.isspace, self.value))
        value = quote(self.value) if in_quotes else self.value
        return f"{'-' * self.negated}{self.name}{self.operator}{value}"


@dataclass(frozen=True)
class FilterText:
    """A filter as its terms."""

    terms: tuple[Term, ...] = ()
    """A row meets them all."""
    inverse: bool = False
    """Whether the rows that do not meet them are wanted."""

    def __str__(self) -> str:
        """Return a text that means this filter."""
        return "!" * self.inverse + " ".join(map(str, self.terms))


def parse_filter(text: str) -> FilterText:
    """Return the terms of a filter's text; a quote that is not closed reaches to the end.

    Raises :class:`FilterError` for what follows a closing quote without a space.
    """
    place = len(text) - len(text.lstrip())
    inverse = text.startswith("!", place)
    place += inverse
    terms = []
    while place < len(text):
        if text[place].isspace():
            place += 1
            continue
        term = _term_at(text, place)
        terms.append(term)
        place = term.end
    return FilterText(tuple(terms), inverse)


def quote(value: str) -> str:
    """Return a value in quotes."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def quoted_if_needed(value: str) -> str:
    """Return a value as it stands behind an operator: in quotes only where it would be misread without."""
    plain = value and not value.startswith('"') and _WORD.fullmatch(value)
    return value if plain else quote(value)


def _term_at(text: str, start: int) -> Term:
    """Return the term that begins at a place."""
    negated = text[start] == "-" and start + 1 < len(text) and not text[start + 1].isspace()
    place = start + negated
    name = operator = ""
    if named := _NAMED.match(text, place):
        (name, operator), place = named.groups(), named.end()
    elif text[place] == INSTANCE:
        name, place = INSTANCE, place + 1
    value, quoted, end = _value_at(text, place)
    return Term(value, name, operator, negated, quoted, start, end, place)


def _value_at(text: str, place: int) -> tuple[str, bool, int]:
    """Return the value at a place, whether it is quoted, and the place after it."""
    if quotes := _QUOTED.match(text, place):
        if quotes[2] and quotes.end() < len(text) and not text[quotes.end()].isspace():
            why = "a space is missing after the closing quote"
            raise filter_error(why, quotes.end(), quotes.end() + 1)
        return _ESCAPED.sub(r"\1", quotes[1]), True, quotes.end()
    word = _WORD.match(text, place)
    return (word[0], False, word.end()) if word else ("", False, place)
