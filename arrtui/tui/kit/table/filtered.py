"""A table that is filtered in pieces, so that keys are answered while many thousand rows are looked at."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Hashable, Mapping, Sequence
from types import EllipsisType, MappingProxyType
from typing import Generic

from textual import work

from arrtui.core.filter.matching import RowFilter
from arrtui.tui.kit.table.columns import Row
from arrtui.tui.kit.table.rows import PIECE, Predicate, RowModel
from arrtui.tui.kit.table.view import TableView

SLICE = 0.008
"""Seconds of filtering after which other things have their turn."""
FILTERING = "filtering"
"""The group of the workers that filter; keys wait for them."""


class Matching(Generic[Row]):
    """A filter at work on the rows of a table."""

    def __init__(
        self, model: RowModel[Row], row_filter: RowFilter[Row], predicate: Predicate[Row] | None
    ) -> None:
        self.row_filter = row_filter
        """What is asked of the rows."""
        self.predicate = predicate
        """A further condition."""
        self.ended = asyncio.Event()
        """Set once its rows show, or another filter has taken its place."""
        self._model = model
        self._steps = model.matching(row_filter, predicate)
        self._matches: Sequence[int] | None = None

    def work(self, seconds: float) -> bool:
        """Work for about so many seconds; return whether all rows have been looked at."""
        end = time.perf_counter() + seconds
        while self._matches is None:
            try:
                next(self._steps)
            except StopIteration as finished:
                self._matches = finished.value
            else:
                if time.perf_counter() > end:
                    break
        return self._matches is not None

    def show(self) -> None:
        """Show the rows that match, those that are not looked at yet included."""
        self.work(float("inf"))
        self._model.show(self.row_filter, self.predicate, self._matches or ())
        self.ended.set()


class FilteredTable(TableView[Row]):
    """Shows only rows that match a filter, as soon as it is known which these are."""

    _matching: Matching[Row] | None = None
    """The filter that is still at work."""
    _loading: RowModel[Row] | None = None
    """The rows that are getting ready to take the place of those there are."""
    _changed_meanwhile: Mapping[Hashable, Row] = MappingProxyType({})
    """Rows that were exchanged since."""

    @property
    def _arranged_by(self) -> tuple[object, ...]:
        """What decides on the rows that show, and on their order."""
        return self._filter.text, (self._matching or self._model).predicate, self._sort

    def set_filter(self, text: str, predicate: Predicate[Row] | EllipsisType | None = ...) -> None:
        """Show only rows that match a filter; one that is not understood leaves the rows as they are.

        What takes long goes on beside other things; the rows stay as they are until it is done.

        Args:
            text: The filter as :mod:`arrtui.core.filter` has it; empty for everything.
            predicate: A further condition, None for none; left out, the present one stays.
        """
        before = self._matching or self._model
        condition = before.predicate if isinstance(predicate, EllipsisType) else predicate
        row_filter = self._filter.read(text, before.row_filter)
        self._stop_filtering()
        matching = self._matching = Matching(self._model, row_filter, condition)
        if not self.is_mounted or matching.work(SLICE):
            self._finish_filtering()
        else:
            self._filter_on(matching)

    @work(group=FILTERING, exclusive=True)
    async def _filter_on(self, matching: Matching[Row]) -> None:
        """Filter in slices, until it is done or another filter has taken its place."""
        while self._matching is matching:
            await asyncio.sleep(0)
            if self._matching is matching and matching.work(SLICE):
                self._finish_filtering()

    async def filtered(self) -> None:
        """Wait until the rows that match show."""
        while (matching := self._matching) is not None:
            await matching.ended.wait()

    def _finish_filtering(self) -> None:
        """Look at the rows that are left, and show those that match."""
        matching, self._matching = self._matching, None
        if matching is not None:
            self._rearrange(matching.show)

    def _stop_filtering(self) -> None:
        """Leave the rows that show as they are."""
        if self._matching is not None:
            self._matching.ended.set()
            self._matching = None

    def prepare_filter(self) -> None:
        """Get ready to filter, in pieces of a few milliseconds, while there is nothing else to do."""
        if self._model.prepare(PIECE):
            self.call_later(self.prepare_filter)

    # What changes the rows needs to know which show

    def set_rows(self, rows: Sequence[Row], key: Callable[[Row], Hashable]) -> None:
        """Replace all rows."""
        self._loading = None
        self._finish_filtering()
        super().set_rows(rows, key)

    async def load_rows(
        self,
        rows: Sequence[Row],
        key: Callable[[Row], Hashable],
        predicate: Callable[[], Predicate[Row] | None] | None = None,
    ) -> None:
        """Replace all rows as `set_rows` does, but sort and filter them beside other things.

        The rows before stay, and can be sorted and filtered, until the others are ready. Does nothing more
        once rows are set or loaded again.

        Args:
            rows: The new rows.
            key: The identity of a row.
            predicate: Returns the further condition on the new rows; left out, the present one stays.
        """
        self._changed_meanwhile = {}
        loaded: tuple[object, ...] | None = None
        while self._arranged_by != loaded:
            loaded = self._arranged_by
            model = self._loading = self._model.successor()
            model.row_filter = self._filter.meaning(rows, (self._matching or self._model).row_filter)
            model.predicate = predicate() if predicate else (self._matching or self._model).predicate
            if not await self._load_in_slices(model, rows, key):
                return

        def take() -> None:
            self._model.take(model)
            self._model.replace(self._changed_meanwhile)

        self._loading = None
        self._stop_filtering()
        self._replace_rows(take)

    async def _load_in_slices(
        self, model: RowModel[Row], rows: Sequence[Row], key: Callable[[Row], Hashable]
    ) -> bool:
        """Put rows into a model; return False as soon as others are to show."""
        end = time.perf_counter() + SLICE
        for _ in model.loading(rows, key):
            if time.perf_counter() > end:
                await asyncio.sleep(0)
                end = time.perf_counter() + SLICE
                if self._loading is not model:
                    return False
        return True

    def update_rows(self, changed: Mapping[Hashable, Row]) -> None:
        """Exchange single rows."""
        if self._loading is not None:
            self._changed_meanwhile = {**self._changed_meanwhile, **changed}
        self._finish_filtering()
        super().update_rows(changed)

    def sort_by(self, key: str | None, *, descending: bool = False) -> None:
        """Sort by a column."""
        self._finish_filtering()
        super().sort_by(key, descending=descending)
