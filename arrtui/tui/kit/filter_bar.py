"""The line in which a table's filter is typed, and below it what is wrong with it or could follow."""

from __future__ import annotations

import asyncio
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Label, Static

from arrtui.core.filter.completion import Completion, complete
from arrtui.core.filter.syntax import FilterError
from arrtui.tui.kit.table import EstateTable, FilterState
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.undoable_input import UndoableInput


class FilterBar(Widget):
    """Filters a table while one types; visible while it has the focus or the filter is on.

    It belongs below its table, in the same vertical container. It is no `Horizontal`, so that a rule of
    a pane for its own rows (`& > Horizontal`) does not lay this line out.

    `enter` keeps the filter, `esc` clears it; both give the focus back to the table. The arrows
    move the table's cursor without leaving the line; `tab` completes names and known values. A filter that
    cannot be understood leaves the rows as they are, and a line below says what is wrong with it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", id="filter.clear", tooltip="Show all rows again"),
        Binding("enter", "keep", "Keep", id="filter.keep", tooltip="Keep the filter, go back to the table"),
        Binding("tab", "complete", "Complete", show=False, id="filter.complete", tooltip="Complete the name"),
        Binding("up", "move(-1)", "Up", show=False, id="filter.up", tooltip="Move to the match above"),
        Binding("down", "move(1)", "Down", show=False, id="filter.down", tooltip="Move to the match below"),
    ]

    DEFAULT_CSS = """
    FilterBar {
        layout: grid;
        grid-size: 3;
        grid-columns: auto 1fr auto;
        grid-rows: 1;
        width: 1fr;
        height: auto;
        overflow: hidden;
        display: none;
        background: $panel;
        color: $foreground;
        &.-open {
            display: block;
        }
        & > Label {
            padding: 0 1;
            text-style: bold;
        }
        & > Input {
            width: 1fr;
            background: $panel;
        }
        &.-other {
            display: none;
        }
        &.-none > #count {
            color: $text-error;
        }
        & > #filter-hint {
            column-span: 3;
            height: 1;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            display: none;
            &.-shown {
                display: block;
            }
        }
    }
    """

    def __init__(self, table: EstateTable[Any], *, id: str | None = None, classes: str | None = None) -> None:
        """Make a filter line.

        Args:
            table: The table to filter.
            id: The id of the widget in the DOM.
            classes: The CSS classes of the widget.
        """
        super().__init__(id=id, classes=classes)
        self._table = table
        self._completion: Completion | None = None
        """What `tab` goes round in, until something is typed."""

    def compose(self) -> ComposeResult:
        """A sign, the text, and the number of matches; below them a hint."""
        yield Label("/", id="sign", markup=False)
        yield UndoableInput(compact=True, select_on_focus=False)
        yield Label("", id="count", markup=False)
        yield Static(id="filter-hint", markup=False)

    def on_mount(self) -> None:
        """Follow the table."""
        self._table.filter_requests.subscribe(self, self.open)
        self._table.filter_changes.subscribe(self, self._show)
        self._show(self._table.filter_state)

    def show_with(self, table: EstateTable[Any]) -> None:
        """Show the line only while the table that shows is the one it filters."""
        self.set_class(table is not self._table, "-other")

    @property
    def input(self) -> Input:
        """The field in which the text is typed."""
        return self.query_one(Input)

    def open(self, text: str = "") -> None:
        """Open the line to type a filter, beginning with a text."""
        self.add_class("-open")
        with self.prevent(Input.Changed):
            self.input.value = text
        self.input.cursor_position = len(text)
        self.input.focus()

    def _show(self, state: FilterState) -> None:
        """Show a filter and its number of matches."""
        self.query_one("#count", Label).update(f"{state.matches:,} of {state.total:,}")
        self.set_class(not state.matches, "-none")
        if self.input.value != state.text and not self.input.has_focus:
            with self.prevent(Input.Changed):
                self.input.value = state.text
        self.set_class(bool(state.text) or self.input.has_focus, "-open")
        if state.error is not None and not state.error.unfinished:
            self._explain(state.error)
        elif self._completion is None:
            self._hint("")

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._completion = None
        self._hint("")
        self._table.set_filter(event.value)

    @on(Input.Submitted)
    async def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        await self.action_keep()

    async def action_keep(self) -> None:
        """Keep the filter and go back to the table; one that is not understood stays to be mended."""
        if (error := self._table.filter_state.error) is not None:
            self._explain(error)
            self.input.cursor_position = error.end
            return
        self._hint("")
        await self._table.filtered()
        self._table.keep_cursor()
        self._leave()

    def _explain(self, error: FilterError) -> None:
        """Show what is wrong with the filter and with which part of it."""
        part = sanitise(self._table.filter_state.text[error.start : error.end])
        self._hint(Content.assemble((part, "bold $text-error"), ": " * bool(part), sanitise(error.why)))

    def _hint(self, hint: str | Content) -> None:
        line = self.query_one("#filter-hint", Static)
        line.update(hint)
        line.set_class(bool(hint), "-shown")

    async def action_complete(self) -> None:
        """Complete what is before the cursor as far as it is certain; again: one candidate after another."""
        text, place = self.input.value, self.input.cursor_position
        completion = self._completion
        if completion is None:
            # In a thread, since all values of tens of thousands of rows are looked at.
            completion = await asyncio.to_thread(complete, text, place, self._table.fields, self._table.rows)
            if (text, place) != (self.input.value, self.input.cursor_position):
                return
            if not completion.candidates:
                self._hint("nothing to complete here" if place else "")
                return
            shared = completion.shared
            if len(completion.candidates) == 1 or len(shared) > place - completion.start:
                self._insert(completion, shared, go_round=len(completion.candidates) > 1)
                return
        candidates = completion.candidates
        current = text[completion.start : place]
        following = (candidates.index(current) + 1) % len(candidates) if current in candidates else 0
        self._insert(completion, candidates[following], go_round=True)

    def _insert(self, completion: Completion, candidate: str, *, go_round: bool) -> None:
        """Put a candidate into the line and show which others there are."""
        text, place = completion.applied(self.input.value, candidate)
        with self.prevent(Input.Changed):
            self.input.value = text
        self.input.cursor_position = place
        self._completion = Completion(completion.start, place, completion.candidates) if go_round else None
        self._table.set_filter(text)
        if go_round:
            self._hint(sanitise("  ".join(completion.candidates)))

    def action_clear(self) -> None:
        """Clear the filter and go back to the table."""
        with self.prevent(Input.Changed):
            self.input.value = ""
        self._table.set_filter("")
        self._leave()

    def action_move(self, step: int) -> None:
        """Move the table's cursor."""
        self._table.move_cursor(self._table.cursor_index + step)

    def on_descendant_blur(self, _event: events.DescendantBlur) -> None:
        """Close when no filter is on."""
        self.set_class(bool(self._table.filter_state.text), "-open")

    def _leave(self) -> None:
        self._table.focus()
