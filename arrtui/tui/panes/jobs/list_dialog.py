"""A list of what is configured, with everything about the row under the cursor below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Generic, TypeVar

from textual import on, work
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise

RowT = TypeVar("RowT")


class ListDialog(Dialog[None], Generic[RowT]):
    """Shows rows until `esc`; those who read them say which there are and what there is to know."""

    KEYS_BESIDE = frozenset({"table"})
    DEFAULT_CSS = """
    ListDialog > DialogPanel {
        width: 100%;
        max-width: 150;
        height: 100%;
        & > .row-detail {
            height: auto;
            max-height: 9;
            border-top: solid $primary;
        }
    }
    """

    def __init__(self, title: str, hint: str, columns: Sequence[Column[RowT]], *, empty: str) -> None:
        super().__init__()
        self._title = title
        self._hint = hint
        self._table: EstateTable[RowT] = EstateTable(columns, id="rows")
        self._table.empty = empty

    def compose(self) -> ComposeResult:
        """The rows, and everything about the one under the cursor."""
        with DialogPanel() as panel:
            panel.border_title = self._title
            panel.border_subtitle = self._hint
            yield self._table
            yield Static(classes="row-detail", markup=False)

    def on_mount(self) -> None:
        """Show the rows."""
        self._table.focus()
        self.read()

    async def rows(self) -> Sequence[RowT]:
        """Return the rows as they are now. Raises ArrtuiError."""
        raise NotImplementedError

    def key_of(self, row: RowT) -> str:
        """Return the name of a row, which no other has."""
        raise NotImplementedError

    def describe(self, row: RowT) -> Content:
        """Return everything about a row."""
        raise NotImplementedError

    @property
    def current(self) -> RowT | None:
        """The row under the cursor."""
        return self._table.cursor_row

    @work(exclusive=True)
    async def read(self) -> None:
        """Show the rows as they are now, in a worker."""
        await self.show_rows()

    async def show_rows(self) -> None:
        """Show the rows as they are now."""
        try:
            rows = await self.rows()
        except ArrtuiError as error:
            self._table.empty, rows = str(error), []
        self._table.set_rows(rows, key=self.key_of)
        self._show_detail()

    @on(EstateTable.CursorMoved)
    def _show_detail(self) -> None:
        """Show everything about the row under the cursor."""
        row = self.current
        detail = self.query_one(".row-detail", Static)
        detail.display = row is not None
        detail.update(self.describe(row) if row is not None else Content(""))


def named_facts(heading: str, facts: Sequence[tuple[str, str]]) -> Content:
    """Return a heading and a line for each fact that is not empty."""
    width = max(len(name) for name, _ in facts) + 2
    dim = CONTENT_STYLES["dim"]
    lines = [Content.assemble((f"{name:<{width}}", dim), sanitise(value)) for name, value in facts if value]
    return Content("\n").join([Content.styled(sanitise(heading), "bold"), *lines])
