"""The line in which a table's filter is typed."""

from __future__ import annotations

from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widget import Widget
from textual.widgets import Input, Label

from arrtui.tui.kit.table import EstateTable, FilterState


class FilterBar(Widget):
    """Filters a table while one types; visible while it has the focus or the filter is on.

    It belongs below its table, in the same vertical container. It is no `Horizontal`, so that a rule of
    a pane for its own rows (`& > Horizontal`) does not lay this line out.

    `enter` keeps the filter, `esc` clears it; both give the focus back to the table. The arrows
    move the table's cursor without leaving the line.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "clear", "Clear", id="filter.clear", tooltip="Show all rows again"),
        Binding("enter", "keep", "Keep", id="filter.keep", tooltip="Keep the filter, go back to the table"),
        Binding("up", "move(-1)", "Up", show=False, id="filter.up", tooltip="Move to the match above"),
        Binding("down", "move(1)", "Down", show=False, id="filter.down", tooltip="Move to the match below"),
    ]

    DEFAULT_CSS = """
    FilterBar {
        layout: horizontal;
        width: 1fr;
        height: 1;
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
        &.-none > #count {
            color: $text-error;
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

    def compose(self) -> ComposeResult:
        """A sign, the text, and the number of matches."""
        yield Label("/", id="sign", markup=False)
        yield Input(compact=True, select_on_focus=False)
        yield Label("", id="count", markup=False)

    def on_mount(self) -> None:
        """Follow the table."""
        self._table.filter_requests.subscribe(self, self.open)
        self._table.filter_changes.subscribe(self, self._show)
        self._show(self._table.filter_state)

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

    @on(Input.Changed)
    def _filter(self, event: Input.Changed) -> None:
        event.stop()
        self._table.set_filter(event.value)

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_keep()

    def action_keep(self) -> None:
        """Keep the filter and go back to the table."""
        self._table.keep_cursor()
        self._leave()

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
