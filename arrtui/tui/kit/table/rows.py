"""Rows with an identity, and the order and selection of them that a table shows."""

from __future__ import annotations

from collections.abc import Callable, Generator, Hashable, Mapping, Sequence
from itertools import chain
from typing import Any, Generic, TypeVar

from arrtui.core.filter.matching import RowFilter
from arrtui.core.folding import fold, narrows

Row = TypeVar("Row")
Result = TypeVar("Result")
Predicate = Callable[[Row], bool]
PIECE = 1_000
"""Rows that are filtered, or made ready for that, at a time."""
SORTED_PIECE = 5 * PIECE
"""Rows that are sorted at a time: what is sorted in fewer, longer pieces is merged sooner."""


def sorting_indices(values: Sequence[Any], *, descending: bool) -> Generator[None, None, list[int]]:
    """Order indices by their values: stable, text without case and accents, None and NaN last either way.

    Yields after every few thousand values. Each piece is sorted by itself and then merged with its neighbour,
    which takes no step long, as Python's sort finds what is in order already.
    """
    comparable: list[Any] = []
    runs: list[list[int]] = []
    absent: list[int] = []
    for start in range(0, len(values), SORTED_PIECE):
        piece = values[start : start + SORTED_PIECE]
        comparable += [fold(value) if isinstance(value, str) else value for value in piece]
        run: list[int] = []
        for index in range(start, len(comparable)):
            value = comparable[index]
            (run if value is not None and value == value else absent).append(index)
        run.sort(key=comparable.__getitem__, reverse=descending)
        runs.append(run)
        yield
    while len(runs) > 1:
        merged: list[list[int]] = []
        for place in range(0, len(runs), 2):
            run = list(chain(*runs[place : place + 2]))
            run.sort(key=comparable.__getitem__, reverse=descending)
            merged.append(run)
            yield
        runs = merged
    return [*chain(*runs), *absent]


def sort_indices(values: Sequence[Any], *, descending: bool) -> list[int]:
    """Return what :func:`sorting_indices` does, at once."""
    return run_steps(sorting_indices(values, descending=descending))


def run_steps(steps: Generator[None, None, Result]) -> Result:
    """Do all of a work in steps at once, and return its result."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            result: Result = end.value
            return result


class RowModel(Generic[Row]):
    """Rows in their given order, and a view of them that is sorted and filtered.

    Positions in the view are called places; positions in the given order, indices.
    """

    def __init__(self, search: Callable[[Row], str]) -> None:
        self.rows: list[Row] = []
        """All rows as given."""
        self.keys: list[Hashable] = []
        """The identity of each row."""
        self.view: Sequence[int] = range(0)
        """Indices of the rows shown, in the order shown."""
        self.row_filter: RowFilter[Row] = RowFilter()
        """What the filter asks of shown rows."""
        self.predicate: Predicate[Row] | None = None
        """A further condition on shown rows."""
        self._search = search
        self._key: Callable[[Row], Hashable] | None = None
        self._value: Callable[[Row], Any] | None = None
        self._descending = False
        self._order: Sequence[int] = range(0)
        self._texts: list[str] = []
        self._indices: dict[Hashable, int] | None = None
        self._places: dict[int, int] | None = None
        self._narrowable = True

    def load(self, rows: Sequence[Row], key: Callable[[Row], Hashable]) -> None:
        """Replace all rows, and sort and filter them as before."""
        run_steps(self.loading(rows, key))

    def loading(self, rows: Sequence[Row], key: Callable[[Row], Hashable]) -> Generator[None, None, None]:
        """Replace all rows, and sort and filter them as before; yield after every few thousand of them.

        Until it has returned nothing else may be asked of the model.
        """
        self.rows = list(rows)
        self.keys = list(map(key, self.rows))
        self._key = key
        self._texts, self._indices = [], None
        yield
        self._indices = self._numbered_keys()
        yield
        yield from self._sorting()
        self._narrowable = False
        matches = yield from self.matching(self.row_filter, self.predicate)
        self.show(self.row_filter, self.predicate, matches)

    def successor(self) -> RowModel[Row]:
        """Return a model without rows that will sort and filter as this one does."""
        model: RowModel[Row] = RowModel(self._search)
        model._value, model._descending = self._value, self._descending
        model.row_filter, model.predicate = self.row_filter, self.predicate
        return model

    def take(self, other: RowModel[Row]) -> None:
        """Become what another model is, which is not used any more: others keep referring to this one."""
        vars(self).update(vars(other))

    def replace(self, changed: Mapping[Hashable, Row]) -> list[int]:
        """Exchange single rows in place; their order and whether they show wait for the next sort or filter.

        Returns:
            The indices of the rows exchanged; unknown keys are ignored.
        """
        indices = [index for key in changed if (index := self.index(key)) is not None]
        for index in indices:
            row = self.rows[index] = changed[self.keys[index]]
            if index < len(self._texts):
                self._texts[index] = fold(self._search(row))
        self._narrowable = self._narrowable and not indices
        return indices

    def sort(self, value: Callable[[Row], Any] | None, *, descending: bool = False) -> None:
        """Order the view by a value of each row; None goes back to the given order."""
        self._value, self._descending = value, descending
        run_steps(self._sorting())
        if not self._narrowable:  # rows were exchanged, and may match no more
            self._filter()
        elif len(self.view) == len(self.rows):
            self.view, self._places = self._order, None
        else:
            shown = frozenset(self.view)
            self.view, self._places = [index for index in self._order if index in shown], None

    def filter(self, row_filter: RowFilter[Row], predicate: Predicate[Row] | None) -> None:
        """Show only rows that match and that meet the predicate."""
        matches = run_steps(self.matching(row_filter, predicate))
        self.show(row_filter, predicate, matches)

    def matching(
        self, row_filter: RowFilter[Row], predicate: Predicate[Row] | None
    ) -> Generator[None, None, Sequence[int]]:
        """Return the indices of the rows that match, as sorted; yield after every few thousand of them.

        No rows may be loaded, exchanged or sorted until it has returned.
        """
        before = self.row_filter
        inside = (
            *(self._narrowable, predicate is self.predicate, before.only_words, row_filter.only_words),
            narrows(before.words, row_filter.words),
        )
        pool = self.view if all(inside) else self._order
        if predicate is None and not row_filter:
            return pool
        if row_filter.words or row_filter.without:
            while self.prepare(PIECE):
                yield
        kept: list[int] = []
        for start in range(0, len(pool), PIECE):
            kept += self._matches(pool[start : start + PIECE], row_filter, predicate)
            yield
        return kept

    def show(
        self, row_filter: RowFilter[Row], predicate: Predicate[Row] | None, matches: Sequence[int]
    ) -> None:
        """Show the rows of some indices, which are those that match."""
        self.row_filter, self.predicate = row_filter, predicate
        self.view, self._places, self._narrowable = matches, None, True

    def prepare(self, count: int) -> bool:
        """Make the search texts of some more rows ready; says whether any are left to do.

        A table does this in pieces while nothing else happens, so that the first letter of a filter
        finds them ready.
        """
        rows = self.rows[len(self._texts) : len(self._texts) + count]
        self._texts += map(fold, map(self._search, rows))
        return len(self._texts) < len(self.rows)

    def index(self, key: Hashable) -> int | None:
        """Find a row among all rows."""
        if self._indices is None:
            self._indices = self._numbered_keys()
        return self._indices.get(key)

    def _numbered_keys(self) -> dict[Hashable, int]:
        """Return the index of the row of each key."""
        return dict(zip(self.keys, range(len(self.keys)), strict=True))

    def place(self, key: Hashable) -> int | None:
        """Find a row in the view; None when it does not exist or does not show."""
        index = self.index(key)
        if index is None:
            return None
        if isinstance(self.view, range):
            return index
        if self._places is None:
            self._places = dict(zip(self.view, range(len(self.view)), strict=True))
        return self._places.get(index)

    def key_of(self, row: Row) -> Hashable:
        """Return the identity of a row. There must be rows."""
        assert self._key is not None, "rows are loaded with their key"
        return self._key(row)

    def key_at(self, place: int) -> Hashable:
        """Return the identity of the row at a place."""
        return self.keys[self.view[place]]

    def _sorting(self) -> Generator[None, None, None]:
        """Put all indices in order; yield after every few thousand of them."""
        if self._value is None:
            self._order = range(len(self.rows))
            return
        values: list[Any] = []
        for start in range(0, len(self.rows), SORTED_PIECE):
            values += map(self._value, self.rows[start : start + SORTED_PIECE])
            yield
        self._order = yield from sorting_indices(values, descending=self._descending)

    def _filter(self) -> None:
        """Rebuild the view from all rows."""
        self._narrowable = False
        self.filter(self.row_filter, self.predicate)

    def _matches(
        self, pool: Sequence[int], row_filter: RowFilter[Row], predicate: Predicate[Row] | None
    ) -> Sequence[int]:
        """Return those indices of a pool whose rows match."""
        rows, texts = self.rows, self._texts
        if predicate is not None:
            pool = [index for index in pool if predicate(rows[index])]
        kept = pool
        for word in row_filter.words:
            kept = [index for index in kept if word in texts[index]]
        for word in row_filter.without:
            kept = [index for index in kept if word not in texts[index]]
        if (condition := row_filter.condition) is not None:
            kept = [index for index in kept if condition(rows[index])]
        if row_filter.inverse:
            matching = frozenset(kept)
            kept = [index for index in pool if index not in matching]
        return kept
