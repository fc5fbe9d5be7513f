"""What a filter's text asks for, in words that need no knowledge of its syntax. Pure."""

from __future__ import annotations

from typing import Any

from arrtui.core.filter.fields import FieldKind, FilterFields
from arrtui.core.filter.syntax import INSTANCE, Term, parse_filter, quote
from arrtui.core.filter.values import NO_VALUE

ALL = "all"
"""What a filter without terms asks for."""
_OPERATORS = {
    ":": ("has", "has no"),
    "=": ("is", "is not"),
    "!=": ("is not", "is"),
    "<": ("is under", "is not under"),
    "<=": ("is at most", "is over"),
    ">": ("is over", "is not over"),
    ">=": ("is at least", "is under"),
}
"""How a condition reads, and how its opposite does."""


def filter_words(text: str, fields: FilterFields[Any]) -> str:
    """Return what a filter asks of a row, as ``year is over 2000, tag has 4k``. Raises FilterError."""
    parsed = parse_filter(text)
    words = ", ".join(_term_words(term, fields) for term in parsed.terms)
    return f"not ({words})" if parsed.inverse and words else words or ALL


def _term_words(term: Term, fields: FilterFields[Any]) -> str:
    """Return what one term asks for."""
    field = fields.get(term.name or term.value)
    negation = "not " if term.negated else ""
    if term.name == INSTANCE:
        return f"{negation}on {term.value}"
    if not term.name and field is not None and field.kind is FieldKind.FLAG and not term.quoted:
        return f"{negation}{field.name}"
    if not term.name or field is None:
        word = quote(f"{term.name}{term.operator}{term.value}")
        return f"text has {'no ' if term.negated else ''}{word}"
    if term.value.lower() == NO_VALUE and not term.quoted:
        return f"{field.name} is {'' if term.negated is not (term.operator == '!=') else 'not '}set"
    operator = "=" if term.operator == ":" and field.kind.ordered else term.operator
    value = quote(term.value) if term.quoted else term.value
    return f"{field.name} {_OPERATORS[operator][term.negated]} {value}"
