"""The table as people use it: its keys, its mouse and its looks."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import ClassVar, TypeAlias

from textual import events
from textual.binding import BindingType

from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.table import messages
from arrtui.tui.kit.table.arranged import ArrangedTable
from arrtui.tui.kit.table.columns import Row
from arrtui.tui.kit.table.paint import GUTTER, Header
from arrtui.tui.kit.table.renderer import HEADER
from arrtui.tui.kit.table.sorting import SortChoice

SIDEWAYS = 8
"""Cells that one press scrolls sideways."""


class EstateTable(ArrangedTable[Row], can_focus=True, inherit_bindings=False):
    """A table for tens of thousands of rows, for keyboard and mouse."""

    ALLOW_SELECT = False

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("up", "table.up", "Move to the row above", show=False),
        bind("down", "table.down", "Move to the row below", show=False),
        bind("left", "table.left", "Scroll left", action="sideways(-1)", show=False),
        bind("right", "table.right", "Scroll right", action="sideways(1)", show=False),
        bind("first", "table.first", "Move to the first row", show=False),
        bind("last", "table.last", "Move to the last row", show=False),
        bind("half_page_down", "table.half-page-down", action="page(0.5)", show=False),
        bind("half_page_up", "table.half-page-up", action="page(-0.5)", show=False),
        bind("page_down", "table.page-down", action="page(1.0)", show=False),
        bind("page_up", "table.page-up", action="page(-1.0)", show=False),
        bind("open", "table.open", "Open the row"),
        bind("mark", "table.mark"),
        bind("mark_range", "table.mark-range", show=False),
        bind("mark_shown", "table.mark-shown", show=False),
        bind("filter", "table.filter"),
        bind("next_match", "table.next", "Move to the next match", action="match(1)", show=False),
        bind(
            "previous_match", "table.previous", "Move to the previous match", action="match(-1)", show=False
        ),
        bind("sort", "table.sort"),
        bind("views", "table.views", show=False),
        bind("pager", "table.pager", show=False),
        bind("commands", "table.commands", show=False),
        bind("back", "table.back", "Clear filter, then marks", show=False),
    ]

    DEFAULT_CSS = """
    EstateTable {
        height: 1fr;
        background: $surface;
        color: $foreground;
        scrollbar-gutter: stable;
        scrollbar-size-vertical: 1;
        scrollbar-size-horizontal: 1;
        & > .estate-table--header {
            background: $panel;
            color: $foreground;
            text-style: bold;
        }
        & > .estate-table--choice {
            background: $accent;
            color: $background;
            text-style: bold;
        }
        & > .estate-table--cursor {
            background: $block-cursor-blurred-background;
            color: $block-cursor-blurred-foreground;
            text-style: $block-cursor-blurred-text-style;
        }
        &:focus > .estate-table--cursor {
            background: $block-cursor-background;
            color: $block-cursor-foreground;
            text-style: $block-cursor-text-style;
        }
        & > .estate-table--marked {
            color: $text-accent;
        }
        & > .estate-table--match {
            color: $text-primary;
            text-style: bold underline;
        }
        & > .estate-table--match-cursor {
            text-style: bold underline;
        }
        & > .estate-table--empty {
            color: $text-muted;
        }
        & > .estate-table--dim {
            color: $text-muted;
        }
        & > .estate-table--accent {
            color: $text-accent;
        }
        & > .estate-table--good {
            color: $text-success;
        }
        & > .estate-table--warn {
            color: $text-warning;
        }
        & > .estate-table--bad {
            color: $text-error;
        }
        &:ansi {
            background: ansi_default;
            color: ansi_default;
            & > .estate-table--header {
                background: ansi_default;
                color: ansi_default;
                text-style: bold underline;
            }
            & > .estate-table--choice {
                text-style: bold reverse;
            }
            & > .estate-table--cursor {
                background: ansi_default;
                color: ansi_default;
                text-style: bold;
            }
            &:focus > .estate-table--cursor {
                background: ansi_default;
                color: ansi_default;
                text-style: reverse;
            }
            & > .estate-table--dim, & > .estate-table--empty {
                color: ansi_default;
                text-style: dim;
            }
            & > .estate-table--marked, & > .estate-table--accent {
                color: ansi_magenta;
            }
            & > .estate-table--match {
                color: ansi_cyan;
            }
            & > .estate-table--good {
                color: ansi_green;
            }
            & > .estate-table--warn {
                color: ansi_yellow;
            }
            & > .estate-table--bad {
                color: ansi_red;
            }
        }
    }
    """

    Opened: TypeAlias = messages.Opened
    PagerRequested: TypeAlias = messages.PagerRequested
    CommandsRequested: TypeAlias = messages.CommandsRequested

    _choice: SortChoice | None = None
    """The choice of a column to sort by, while there is one."""

    @property
    def rows_shown(self) -> list[Row]:
        """The rows that the filter leaves, as sorted."""
        return self._rows_of(self.visible_keys)

    @property
    def chosen_rows(self) -> list[Row]:
        """The marked rows that show; without any marks, the row under the cursor."""
        if self.marked:
            return self.marked_rows[0]
        return [row for row in (self.cursor_row,) if row is not None]

    @property
    def actionable_rows(self) -> list[Row]:
        """The rows an action may be about: all that are marked; without any, the row under the cursor."""
        shown, hidden = self.marked_rows
        return [*shown, *hidden] or self.chosen_rows

    @property
    def marked_rows(self) -> tuple[list[Row], list[Row]]:
        """The marked rows that show, and those that the filter hides, each first marked first."""
        if not self.marked:
            return [], []
        visible = set(self.visible_keys)
        shown = [key for key in self.marked if key in visible]
        hidden = [key for key in self.marked if key not in visible]
        return self._rows_of(shown), self._rows_of(hidden)

    @property
    def marks_text(self) -> str:
        """How many rows are marked, and how many of them the filter hides; empty without marks."""
        shown, hidden = self.marked_rows
        total = len(shown) + len(hidden)
        return f"{total:,} marked, {len(hidden):,} hidden" if hidden else f"{total:,} marked" if total else ""

    def _rows_of(self, keys: Iterable[Hashable]) -> list[Row]:
        return [row for key in keys if (row := self.get_row(key)) is not None]

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave keys that mean nothing here at the moment to whatever is around the table."""
        if action == "sideways":
            return self.max_scroll_x > 0
        if action in ("mark", "mark_shown", "mark_range"):
            return self._markable and self.visible_count > 0
        if action in ("open", "pager", "commands"):
            return self.visible_count > 0
        if action == "match":
            return bool(self._model.row_filter)
        if action == "sort":
            return bool(self._sortable())
        if action == "views":
            return self.viewed_as is not None
        if action == "back":
            return bool(self._filter.text or self.marked or self._marks.in_range)
        return super().check_action(action, parameters)

    def offers(self, action: str) -> bool:
        """Leave the keys that choose among rows out of the key line where there is none to choose."""
        return action not in ("filter", "sort") or self.total_count > 0

    def action_up(self) -> None:
        """Move the cursor up one row."""
        self.move_cursor(self._cursor.place - 1)

    def action_down(self) -> None:
        """Move the cursor down one row."""
        self.move_cursor(self._cursor.place + 1)

    def action_first(self) -> None:
        """Move to the first row."""
        self.move_cursor(0)

    def action_last(self) -> None:
        """Move to the last row."""
        self.move_cursor(self.visible_count - 1)

    def action_page(self, pages: float) -> None:
        """Move cursor and viewport by a part of what fits, so that the cursor stays where it is on screen."""
        rows = int(self.page_rows * pages)
        cursor = self._cursor.place + rows
        self.jump(y=self.scroll_offset.y + rows)
        self.move_cursor(cursor)

    def action_sideways(self, step: int) -> None:
        """Scroll to columns that do not fit."""
        self.jump(x=self.scroll_offset.x + step * SIDEWAYS)

    def action_open(self) -> None:
        """Post that the row under the cursor was chosen."""
        row, key = self.cursor_row, self.cursor_key
        if row is not None and key is not None:
            self.keep_cursor()
            self._post(self.Opened(self, row, key))

    def action_mark(self) -> None:
        """Mark the row under the cursor, or unmark it, and go on to the next."""
        if (key := self.cursor_key) is not None:
            self._marks.end_range()
            self.toggle_mark(key)
            self.action_down()

    def action_mark_range(self) -> None:
        """Mark the row, and from here all rows to where the cursor moves, until the same key or `esc`."""
        if self._marks.in_range:
            self._marks.end_range()
        elif (key := self.cursor_key) is not None:
            self._marks.begin_range(key)
            self.set_marks(self._marks.ranged(self.visible_keys, self.cursor_index))

    def move_cursor(self, place: int, *, centre: bool = False) -> None:
        """Put the cursor on a place; within a range, mark what is between its begin and there."""
        super().move_cursor(place, centre=centre)
        if self._marks.in_range:
            self.set_marks(self._marks.ranged(self.visible_keys, self.cursor_index))

    def action_mark_shown(self) -> None:
        """Mark all rows shown, or, if they all are, unmark them."""
        self._marks.end_range()
        self.set_marks(self._marks.toggled_all(self.visible_keys))

    def action_filter(self) -> None:
        """Ask for a filter."""
        self.prepare_filter()
        self.filter_requests.publish(self._filter.text)

    def action_views(self) -> None:
        """Ask for the saved views and the choice of columns."""
        self.post_message(self.ViewsRequested(self))

    def action_pager(self) -> None:
        """Ask for the rows shown in a pager."""
        self.post_message(self.PagerRequested(self))

    def action_commands(self) -> None:
        """Ask for a program to run on the row under the cursor."""
        self.post_message(self.CommandsRequested(self))

    def action_match(self, step: int) -> None:
        """Move to another row that the filter leaves; the last is followed by the first."""
        if self.visible_count:
            self.move_cursor((self._cursor.place + step) % self.visible_count, centre=True)

    def action_back(self) -> None:
        """Show all rows again; when they all show, clear the marks."""
        self._marks.end_range()
        if self._filter.text:
            self.set_filter("")
        else:
            self.clear_marks()

    # Choosing the column to sort by

    def action_sort(self) -> None:
        """Show which key sorts by which column, and wait for one."""
        self._choose(SortChoice(self._sortable(), self._sort.key))

    def _sortable(self) -> list[str]:
        """The visible columns that can be sorted by."""
        return [slot.column.key for slot in self.grid.slots if slot.column.sort is not None]

    def _choose(self, choice: SortChoice | None) -> None:
        self._choice = choice
        self.repaint()

    def on_key(self, event: events.Key) -> None:
        """While a column is being chosen, keys choose it; any other key ends that and does its work."""
        choice = self._choice
        if choice is None:
            return
        key = event.character or event.key
        if event.key in ("left", "right", "h", "l", "tab", "shift+tab"):
            choice.move(-1 if event.key in ("left", "h", "shift+tab") else 1)
            self.repaint()
        elif event.key in ("enter", "space", "s") or choice.pick(key):
            self._choose(None)
            self.cycle_sort(choice.chosen)
        else:
            self._choose(None)
            if event.key != "escape":
                return
        event.stop()
        event.prevent_default()

    def on_blur(self) -> None:
        """Stop choosing when keys go elsewhere."""
        self._choose(None)

    def _header(self) -> Header:
        choice = self._choice
        if choice is None:
            return super()._header()
        return Header(self._sort.key, self._sort.descending, choice.labels, choice.chosen)

    # Mouse

    def on_click(self, event: events.Click) -> None:
        """Sort by a title, mark in the margin, move to a row; a double click opens it."""
        offset = event.get_content_offset(self)
        if offset is None:
            return
        event.stop()
        place = offset.y - HEADER + self.scroll_offset.y
        if offset.y < HEADER:
            self._choose(None)
            slot = self.grid.slot_at(offset.x - GUTTER + self.scroll_offset.x)
            if slot is not None and offset.x >= GUTTER:
                self.cycle_sort(slot.column.key)
        elif place < self.visible_count:
            self.move_cursor(place)
            if offset.x < GUTTER:
                self.toggle_mark(self._model.key_at(place))
            elif event.chain == 2:
                self.action_open()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """Explain the title under the pointer."""
        offset = event.get_content_offset(self)
        on_title = offset is not None and offset.y < HEADER and offset.x >= GUTTER
        slot = self.grid.slot_at(offset.x - GUTTER + self.scroll_offset.x) if offset and on_title else None
        tooltip = slot.column.tooltip if slot else None
        if tooltip != self.tooltip:
            self.tooltip = tooltip
