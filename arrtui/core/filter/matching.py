"""The test of a row that a filter's text means, for the fields of one table. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeAlias

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields, Row
from arrtui.core.filter.syntax import INSTANCE, FilterError, Term, filter_error, parse_filter
from arrtui.core.filter.values import Test, test_of
from arrtui.core.folding import fold, split_terms

Condition: TypeAlias = Callable[[Row], bool]


@dataclass(frozen=True)
class RowFilter(Generic[Row]):
    """What rows must meet to be shown."""

    words: tuple[str, ...] = ()
    """Folded words that the row's text contains."""
    without: tuple[str, ...] = ()
    """Folded words that it does not contain."""
    condition: Condition[Row] | None = None
    """What its fields must be."""
    inverse: bool = False
    """Whether the rows that do not meet all this are shown."""

    def __bool__(self) -> bool:
        """Return whether anything is asked for."""
        return bool(self.words or self.without or self.condition)

    @property
    def only_words(self) -> bool:
        """Whether nothing but words of the text is asked for."""
        return not (self.without or self.condition or self.inverse)

    def meets(self, row: Row, text: str) -> bool:
        """Return whether a row with that folded text is to be shown."""
        met = (
            all(word in text for word in self.words)
            and not any(word in text for word in self.without)
            and (self.condition is None or self.condition(row))
        )
        return met is not self.inverse


def make_filter(text: str, fields: FilterFields[Row], rows: Iterable[Row], now: float) -> RowFilter[Row]:
    """Return the test that a filter's text means.

    Args:
        text: The filter as typed.
        fields: What can be asked for.
        rows: All rows, for the names of their instances.
        now: UTC seconds, from which ages are counted.

    Raises:
        FilterError: Names what cannot be understood, and where it stands.
    """
    parsed = parse_filter(text)
    words: list[str] = []
    without: list[str] = []
    conditions: list[_Condition] = []
    for term in parsed.terms:
        flag = fields.get(term.value) if not (term.name or term.quoted) else None
        if term.name == INSTANCE:
            conditions.append(_on_instance(term, fields, rows))
        elif flag is not None and flag.kind is FieldKind.FLAG:
            conditions.append(_Condition(flag, bool, term.negated))
        elif term.name and (field := _named_field(term, fields)) is not None:
            conditions.append(_Condition(field, test_of(term, field, now), term.negated))
        else:
            word = f"{term.name}{term.operator}{term.value}"
            folded = (fold(word),) if term.quoted else split_terms(word)
            (without if term.negated else words).extend(filter(None, folded))
    condition = _joined(conditions, fields) if conditions else None
    inverse = parsed.inverse and bool(parsed.terms)
    return RowFilter(tuple(dict.fromkeys(words)), tuple(without), condition, inverse)


@dataclass(frozen=True)
class _Condition:
    """A test of a field."""

    field: FilterField[Any]
    test: Test
    negated: bool
    on_instance: bool = False


def _named_field(term: Term, fields: FilterFields[Row]) -> FilterField[Any] | None:
    """Return the field a term names; None for a word that only looks like one, such as ``Mission:``.

    Raises FilterError for a name that no field has.
    """
    field = fields.get(term.name)
    if field is None and (term.value or term.quoted or term.operator != ":"):
        from difflib import get_close_matches  # only a mistake has to wait for it

        near = get_close_matches(term.name.lower(), list(fields.by_name), n=3)
        advice = (
            f"did you mean {' or '.join(near)}?"
            if near
            else f"there are {', '.join(fields.by_name)}"
            if fields.by_name
            else "this table has none"
        )
        why = f"no field is named {term.name}; {advice} (as text it needs quotes)"
        unfinished = not (term.value or term.quoted)
        raise filter_error(why, term.start, term.value_start, unfinished=unfinished)
    return field


def _on_instance(term: Term, fields: FilterFields[Row], rows: Iterable[Row]) -> _Condition:
    """Return the condition that a row or part is on an instance. Raises FilterError for an unknown one."""
    field = fields.instance
    if field is None:
        raise filter_error("these rows belong to no instance", term.start, term.end)
    names = fields.instance_names(rows)
    chosen = instances_named(term.value, names)
    if not term.value or (names and not chosen):
        known = (
            f"there are {', '.join(sorted(names))}" if names else "@ is followed by the name of an instance"
        )
        why = f"no instance here is named {term.value}; {known}" if term.value else known
        raise filter_error(why, term.start, term.end, unfinished=not term.value)
    return _Condition(field, chosen.__contains__, term.negated, on_instance=True)


def instances_named(text: str, names: Iterable[str]) -> frozenset[str]:
    """Return the instances a text names: by name, else by label, else by how either begins."""
    wanted = text.lower()
    by_label = {name: name.partition(".")[2] for name in names}
    exact = [name for name in by_label if name == wanted]
    labelled = [name for name, label in by_label.items() if label == wanted]
    beginning = [
        name for name, label in by_label.items() if name.startswith(wanted) or label.startswith(wanted)
    ]
    return frozenset(exact or labelled or beginning if wanted else ())


# Tens of thousands of rows are tested at each key: plain loops and few calls, since a generator for each row
# takes longer than what it tests.


def _joined(conditions: list[_Condition], fields: FilterFields[Row]) -> Condition[Row]:
    """Return the test of a row that meets all conditions."""
    parts = fields.parts
    of_rows = [condition for condition in conditions if not condition.field.of_part]
    of_parts = [condition for condition in conditions if condition.field.of_part]
    if parts is None or not of_parts:
        return _meets_all(of_rows)
    meets_parts = _of_parts(of_parts)
    if not of_rows:
        return lambda row: meets_parts(parts(row))
    meets_row = _meets_all(of_rows)
    return lambda row: meets_row(row) and meets_parts(parts(row))


def _meets_all(conditions: list[_Condition]) -> Condition[Any]:
    """Return the test of what conditions say of a row, or of one part."""
    tests = [(condition.field.value, condition.test, condition.negated) for condition in conditions]
    if len(tests) == 1:
        value, test, negated = tests[0]
        return (lambda row: not test(value(row))) if negated else (lambda row: test(value(row)))

    def meets(row: Any) -> bool:
        for value, test, negated in tests:  # noqa: SIM110
            if test(value(row)) is negated:
                return False
        return True

    return meets


def _of_parts(conditions: list[_Condition]) -> Condition[Any]:
    """Return the test of what conditions say of the parts of a row."""
    places = [condition for condition in conditions if condition.on_instance]
    others = [condition for condition in conditions if not condition.on_instance]
    excluded = [_meets_all([replace(each, negated=False)]) for each in others if each.negated]
    wanted = [each for each in others if not each.negated]
    if len(places) == 1 and not places[0].negated and not excluded:
        wanted, places = [*places, *wanted], []  # the instance is one more thing that the part must be
    is_wanted = _meets_all(wanted)

    def meets_any(parts: Iterable[Any]) -> bool:
        for part in parts:  # noqa: SIM110
            if is_wanted(part):
                return True
        return False

    if not (excluded or places):
        return meets_any

    def meets(parts: Iterable[Any]) -> bool:
        considered = _considered(places, parts) if places else parts
        for part in considered:
            for test in excluded:
                if test(part):
                    return False
        return meets_any(considered)

    return meets


def _considered(places: list[_Condition], parts: Iterable[Any]) -> list[Any]:
    """Return the parts on the instances named; none where one is missing or an excluded one is there."""
    considered = [] if any(not place.negated for place in places) else list(parts)
    for place in places:
        value, test = place.field.value, place.test
        there = [part for part in parts if test(value(part))]
        if bool(there) is place.negated:
            return []
        considered += there if not place.negated else []
    return considered


__all__ = ["FilterError", "RowFilter", "instances_named", "make_filter"]
