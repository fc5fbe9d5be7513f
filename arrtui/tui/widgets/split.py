"""A table with the detail of its row: beside it where there is room, else below it on demand."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

WIDE = 120
"""Columns from which table and detail stand side by side."""


class DetailPanel(VerticalScroll, can_focus=True):
    """Running text about one row. It scrolls by the keys that move in a table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="detail.down", tooltip="Scroll down"),
        Binding("k", "scroll_up", "Up", show=False, id="detail.up", tooltip="Scroll up"),
        Binding("g", "scroll_home", "Top", show=False, id="detail.first", tooltip="Scroll to the top"),
        Binding("G", "scroll_end", "Bottom", show=False, id="detail.last", tooltip="Scroll to the end"),
        Binding("ctrl+d", "page_down", "Page down", show=False, id="detail.page-down"),
        Binding("ctrl+u", "page_up", "Page up", show=False, id="detail.page-up"),
    ]

    def compose(self) -> ComposeResult:
        """One text, replaced as a whole."""
        yield Static("", markup=False)

    def show(self, content: Content, *, anew: bool) -> None:
        """Show a text; ``anew`` scrolls to its top because it is about another row."""
        self.query_one(Static).update(content)
        if anew:
            self.scroll_home(animate=False)


class Split(Container):
    """Holds a table and a :class:`DetailPanel`."""

    DEFAULT_CSS = """
    Split {
        height: 1fr;
        layout: vertical;
        & > DetailPanel {
            display: none;
            height: 11;
            padding: 0 1;
            background: $background;
            border-top: solid $panel-lighten-2;
            scrollbar-size-vertical: 1;
            &:focus {
                border-top: solid $accent;
            }
        }
        & > DetailPanel.-ascii {
            border-top: ascii $panel-lighten-2;
        }
        &.-open > DetailPanel {
            display: block;
        }
        &.-wide {
            layout: horizontal;
            & > DetailPanel {
                display: block;
                width: 40;
                height: 1fr;
                border-top: none;
                border-left: solid $panel-lighten-2;
                &:focus {
                    border-left: solid $accent;
                }
            }
            & > DetailPanel.-ascii {
                border-top: none;
                border-left: ascii $panel-lighten-2;
            }
            &.-closed > DetailPanel {
                display: none;
            }
        }
        &.-very-wide > DetailPanel {
            width: 64;
        }
    }
    """

    def __init__(self, table: Widget, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table = table
        self.detail = DetailPanel()
        """The text about the row under the cursor."""

    def compose(self) -> ComposeResult:
        """The table first."""
        yield self._table
        yield self.detail

    @property
    def wide(self) -> bool:
        """Whether table and detail stand side by side."""
        return self.has_class("-wide")

    @property
    def detail_shows(self) -> bool:
        """Whether the detail is on screen."""
        return not self.has_class("-closed") if self.wide else self.has_class("-open")

    def toggle(self) -> None:
        """Show the detail, or hide it."""
        self.toggle_class("-closed" if self.wide else "-open")
        if not self.detail_shows:
            self._table.focus()

    def close(self) -> bool:
        """Leave the detail: to the table first, then, where it covers the table, out of sight.

        Returns:
            Whether there was anything to leave.
        """
        if self.detail.has_focus:
            self._table.focus()
            return True
        if self.wide or not self.detail_shows:
            return False
        self.toggle()
        return True

    def on_mount(self) -> None:
        """Draw the line between the two in ASCII where that is asked for."""
        self.detail.set_class(getattr(self.app, "plain", False), "-ascii")

    def on_resize(self, event: events.Resize) -> None:
        """Follow the width of the terminal."""
        self.set_class(event.size.width >= WIDE, "-wide")
        self.set_class(event.size.width >= 180, "-very-wide")
