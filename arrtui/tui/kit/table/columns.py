"""Columns of a table and how they share its width."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Any, Generic, TypeVar

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.tui.kit.table.cells import Align, Cell, Elision

Row = TypeVar("Row")

REQUIRED = 100
"""Columns of this priority or above never hide; a table too narrow for them scrolls sideways."""

WIDE_GAP = 2
"""Blank cells between columns where everything fits."""

NARROW_GAP = 1
"""Blank cells between columns where space is short."""


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column: what it shows of a row and how much room it gets."""

    key: str
    """Identifies the column when sorting."""
    title: str
    """Shown in the header."""
    text: Callable[[Row], Cell]
    """What the column shows of a row; a style name is `good`, `warn`, `bad`, `dim` or `accent`."""
    _: KW_ONLY
    field: FilterField[Row] | None = None
    """What a filter may ask of the column; None for a column that it cannot ask for."""
    kind: FieldKind | None = None
    """Makes a field, named as the column's key, of what the column is sorted by."""
    width: int | None = None
    """Cells; None shares what the fixed columns leave."""
    weight: int = 1
    """How many shares a sharing column gets of what is left."""
    min_width: int = 8
    """Cells below which a sharing column does not shrink."""
    align: Align = "left"
    """Where text stands in its column."""
    elides: Elision = "end"
    """Where text that is too long is cut; of several pieces always the last ones."""
    sort: Callable[[Row], Any] | None = None
    """What to sort by; None in a row puts it last. Text is compared without case and accents.
    Left out, it is the value of the field, unless that is several names; a column without either cannot be
    sorted by."""
    descending: bool = False
    """Whether the first sort by this column puts the greatest first, as people expect of sizes and dates."""
    priority: int = 50
    """Columns of the lowest priority hide first, of equal ones the rightmost."""
    tooltip: str | None = None
    """Explains the column when the pointer rests on its title."""

    def __post_init__(self) -> None:
        """Sort by the field where nothing else is asked for, and the other way round."""
        field = self.field
        if field is None and self.kind is not None and self.sort is not None:
            field = FilterField(self.key, self.kind, self.sort)
            object.__setattr__(self, "field", field)
        if self.sort is None and field is not None and field.kind is not FieldKind.NAMES:
            object.__setattr__(self, "sort", field.value)

    @property
    def least(self) -> int:
        """Cells the column cannot do without."""
        return self.min_width if self.width is None else self.width


@dataclass(frozen=True)
class Slot(Generic[Row]):
    """A visible column and its place, in cells from the left edge of the table's body."""

    column: Column[Row]
    x: int
    width: int


@dataclass(frozen=True)
class Grid(Generic[Row]):
    """The visible columns of a table at one width."""

    slots: tuple[Slot[Row], ...]
    width: int
    """Cells from the left edge of the first column to the right edge of the last."""
    gap: int
    """Blank cells between two columns."""

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the visible columns, left to right."""
        return tuple(slot.column.key for slot in self.slots)

    def slot_at(self, x: int) -> Slot[Row] | None:
        """Find the column at a cell; the gap after a column belongs to it."""
        for slot in self.slots:
            if slot.x <= x < slot.x + slot.width + self.gap:
                return slot
        return None


def lay_out(columns: Sequence[Column[Row]], available: int) -> Grid[Row]:
    """Choose which columns show at a width, and where.

    The result is wider than `available` only where columns that may not hide need more.
    """
    gap = WIDE_GAP if _needed(columns, WIDE_GAP) <= available else NARROW_GAP
    shown = list(columns)
    while _needed(shown, gap) > available and (hidden := _next_to_hide(shown)) is not None:
        del shown[hidden]
    # The columns without a fixed width share what is left, the first ones getting the remainder.
    spare = available - _needed(shown, gap)
    sharing = [index for index, column in enumerate(shown) if column.width is None]
    widths = [column.least for column in shown]
    if sharing and spare > 0:
        weights = [shown[index].weight for index in sharing]
        shares = [spare * weight // sum(weights) for weight in weights]
        for rank, index in enumerate(sharing):
            widths[index] += shares[rank] + (rank < spare - sum(shares))
    slots, x = [], 0
    for column, width in zip(shown, widths, strict=True):
        slots.append(Slot(column, x, width))
        x += width + gap
    return Grid(tuple(slots), max(0, x - gap), gap)


def _needed(columns: Sequence[Column[Row]], gap: int) -> int:
    return sum(column.least for column in columns) + gap * max(0, len(columns) - 1)


def _next_to_hide(columns: Sequence[Column[Row]]) -> int | None:
    """Find the column that is missed least; None when all that are left must stay."""
    if len(columns) < 2:
        return None
    index = min(range(len(columns)), key=lambda i: (columns[i].priority, -i))
    return index if columns[index].priority < REQUIRED else None
