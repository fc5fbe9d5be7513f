"""What a filter under the cursor could become: names of fields, flags, instances and known values. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields, Row
from arrtui.core.filter.syntax import INSTANCE, FilterError, Term, parse_filter, quoted_if_needed
from arrtui.core.folding import fold

MOST = 200
"""Candidates offered."""


@dataclass(frozen=True)
class Completion:
    """What the text from ``start`` to ``end`` can be replaced by."""

    start: int
    end: int
    candidates: tuple[str, ...] = ()

    def applied(self, text: str, candidate: str) -> tuple[str, int]:
        """Return a text with a candidate in it, and the place after that."""
        return text[: self.start] + candidate + text[self.end :], self.start + len(candidate)

    @property
    def shared(self) -> str:
        """What all candidates begin with."""
        first, last = min(self.candidates), max(self.candidates)
        same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
        return "".join(char for char, _ in same)


def complete(text: str, place: int, fields: FilterFields[Row], rows: Iterable[Row]) -> Completion:
    """Return what the term that ends at a place, the cursor's, could become."""
    try:
        terms = parse_filter(text[:place]).terms
    except FilterError:
        return Completion(place, place)
    term = terms[-1] if terms and terms[-1].end == place else Term("", start=place, value_start=place)
    start = term.value_start
    if term.name == INSTANCE:
        return Completion(start, place, _values(term, fields.instance, fields, rows))
    if term.name:
        return Completion(start, place, _values(term, fields.get(term.name), fields, rows))
    wanted = term.value.lower()
    names = tuple(
        field.name + (" " if field.kind is FieldKind.FLAG else "" if field.kind.ordered else ":")
        for field in fields
        if field.name.startswith(wanted)
    )
    return Completion(start, place, () if term.quoted else names)


def _values(
    term: Term, field: FilterField[Any] | None, fields: FilterFields[Row], rows: Iterable[Row]
) -> tuple[str, ...]:
    """Return the values of a field that contain what is typed, those that begin with it first."""
    if field is None or field.kind.ordered or field.kind is FieldKind.FLAG:
        return ()
    is_instance = field.kind is FieldKind.INSTANCE
    values = fields.instance_names(rows) if is_instance else set(fields.values(field, rows))
    if field.kind is FieldKind.NAMES:
        values = {name for names in values for name in names}
    wanted = fold(term.value)
    by_fold = {fold(value): value for value in values if value and wanted in fold(value)}
    ranked = sorted(by_fold, key=lambda folded: (not folded.startswith(wanted), folded))
    return tuple(quoted_if_needed(by_fold[folded]) for folded in ranked[:MOST])
