"""What a table can be asked for: its fields by name, each with the kind of its values."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Generic, TypeVar

Row = TypeVar("Row")


class FieldKind(StrEnum):
    """What the values of a field are, and with that which operators it takes."""

    TEXT = "text"
    """Compared without case and accents: ``:`` contains, ``=`` is exactly, ``!=``."""
    NAMES = "names"
    """Several texts, of which one must meet the condition: tags, formats."""
    INSTANCE = "instance"
    """The name of an instance: ``@radarr.4k``, ``@4k``, or as text."""
    NUMBER = "number"
    SIZE = "size"
    """Bytes, with units that count in 1,024s as the tables do: ``size>4GB``."""
    TIME = "time"
    """UTC seconds or a date as the apps write it; asked for by age (``added<7d``) or date
    (``added>=2026-11``)."""
    SPAN = "span"
    """Seconds: ``took>5min``."""
    FLAG = "flag"
    """True or not: ``missing``, ``-missing``."""

    @property
    def ordered(self) -> bool:
        """Whether values have an order, so that ``<`` and ``>`` mean something."""
        return self in (FieldKind.NUMBER, FieldKind.SIZE, FieldKind.TIME, FieldKind.SPAN)


@dataclass(frozen=True)
class FilterField(Generic[Row]):
    """One thing that a filter may ask of a row, and that a list prints of it."""

    name: str
    """Small letters and dashes."""
    kind: FieldKind
    value: Callable[[Row], Any]
    """Reads the value of a row; None and empty text are no value."""
    about: str = ""
    """What it is, where the name does not say it."""
    of_part: bool = False
    """Whether ``value`` reads one of the parts of a row, such as a copy of a title."""


class FilterFields(Generic[Row]):
    """The fields of a table by name.

    Rows may have parts, as a title has a copy on each instance: what is asked of parts must be true of one
    and the same part, on an instance that the filter names where it names any; with ``-`` of none of these.
    """

    def __init__(
        self,
        fields: Iterable[FilterField[Any]] = (),
        *,
        parts: Callable[[Row], Sequence[Any]] | None = None,
        instances: Iterable[str] = (),
    ) -> None:
        """Make the fields.

        Args:
            fields: In the order in which lists show them.
            parts: Returns the parts of a row.
            instances: Names of instances that can be asked for though no row is of them.
        """
        self.by_name: Mapping[str, FilterField[Any]] = {field.name: field for field in fields}
        self.parts = parts
        self._instances = frozenset(instances)

    def __iter__(self) -> Iterator[FilterField[Any]]:
        """Yield the fields in their order."""
        return iter(self.by_name.values())

    def get(self, name: str) -> FilterField[Any] | None:
        """Return the field of a name, however that is capitalised."""
        return self.by_name.get(name.lower())

    @property
    def instance(self) -> FilterField[Any] | None:
        """The field with the instance of a row or part; None where rows belong to none."""
        return next((field for field in self if field.kind is FieldKind.INSTANCE), None)

    def joined(self, others: Iterable[FilterField[Any]]) -> FilterFields[Row]:
        """Return these fields and further ones; of two with one name the first counts."""
        return FilterFields(
            [*self, *(field for field in others if field.name not in self.by_name)],
            parts=self.parts,
            instances=self._instances,
        )

    def with_instances(self, names: Iterable[str]) -> FilterFields[Row]:
        """Return these fields with instances that can be asked for though no row is of them."""
        return FilterFields(self, parts=self.parts, instances=names)

    def instance_names(self, rows: Iterable[Row]) -> set[str]:
        """Return the names of the instances of all rows and of those that no row is of."""
        field = self.instance
        return set() if field is None else {*self.values(field, rows), *self._instances}

    def values(self, field: FilterField[Any], rows: Iterable[Row]) -> Iterator[Any]:
        """Yield the values of a field in all rows and their parts."""
        if field.of_part and self.parts is not None:
            rows = (part for row in rows for part in self.parts(row))
        return map(field.value, rows)
