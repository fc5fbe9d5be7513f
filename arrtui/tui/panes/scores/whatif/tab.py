"""The tab of what-ifs: other scores, minimums and cutoffs, and at once what would come of them."""

from __future__ import annotations

import textwrap
from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.timer import Timer
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.features.scores.model import WhatIf
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.tab import NOTHING_STORED, Line, content, content_line
from arrtui.tui.panes.scores.whatif.editor import Editing
from arrtui.tui.panes.scores.whatif.rows import EDIT_COLUMNS, MOVED_COLUMNS, EditTable, MovedTable
from arrtui.tui.panes.scores.whatif.scenario_actions import Keeping
from arrtui.tui.panes.scores.whatif.text import nothing_tried, outcome_lines

DEBOUNCE = 0.15
"""Seconds without another change after which is asked what would come of it."""
WIDE, TALL = 110, 22
"""Columns and lines from which the files that would change show all the time."""
NO_PROFILE = (
    "No quality profile is stored.\nPress 1 for the Estate pane, and B there to back up all instances."
)
NONE_MOVED = "No file changes its score or its verdict."
NONE_TRIED = "Nothing is changed yet."


class WhatIfTab(Keeping, Editing):
    """The values of one profile to the left, what would come of it to the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("V", "files", "Files", id="whatif.files", tooltip="Show which files would change"),
        Binding("escape", "back", "Back", show=False, id="whatif.back", tooltip="Back to the values"),
    ]

    DEFAULT_CSS = """
    WhatIfTab {
        & > #whatif-line {
            height: 1;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
        & > Horizontal {
            height: 1fr;
            & > #whatif-values {
                width: 44;
            }
            & > #whatif-outcome {
                width: 1fr;
                border-left: solid $panel-lighten-2;
                & > Static {
                    height: 1fr;
                    padding: 0 1;
                    text-wrap: nowrap;
                    text-overflow: ellipsis;
                }
                & > MovedTable {
                    display: none;
                }
            }
        }
        &.-ascii > Horizontal > #whatif-outcome {
            border-left: ascii $panel-lighten-2;
        }
        &.-files > Horizontal {
            & > #whatif-values {
                display: none;
            }
            & > #whatif-outcome {
                border-left: none;
                & > Static {
                    display: none;
                }
                & > MovedTable {
                    display: block;
                }
            }
        }
        &.-wide > Horizontal {
            & > #whatif-values {
                display: block;
                width: 54;
            }
            & > #whatif-outcome {
                border-left: solid $panel-lighten-2;
                & > Static {
                    display: block;
                    height: 17;
                }
                & > MovedTable {
                    display: block;
                }
            }
        }
        &.-wide.-ascii > Horizontal > #whatif-outcome {
            border-left: ascii $panel-lighten-2;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._values = EditTable(EDIT_COLUMNS, search=lambda line: line.name, id="whatif-values-table")
        self._values.empty = NO_PROFILE
        self._moved = MovedTable(MOVED_COLUMNS, id="whatif-moved")
        self._text = Static(markup=False, id="whatif-text")
        self._found: WhatIf | None = None
        self._fault = ""
        self._timer: Timer | None = None

    def compose(self) -> ComposeResult:
        """Whose values these are, the values, what would come of it, and the filters' lines."""
        yield Static(NOTHING_STORED, classes="tab-none", markup=False)
        yield Static(id="whatif-line", markup=False)
        with Horizontal():
            with Vertical(id="whatif-values"):
                yield self._values
            with Vertical(id="whatif-outcome"):
                yield self._text
                yield self._moved
        yield FilterBar(self._values)
        yield FilterBar(self._moved)

    @property
    def values(self) -> EditTable:
        """The values that can be edited."""
        return self._values

    @property
    def _lasting(self) -> bool:
        """Whether there is room for everything all the time."""
        return self.has_class("-wide")

    def focus_content(self) -> None:
        """Let keys go to the values, or to the files where only they show."""
        (self._moved if self.has_class("-files") and not self._lasting else self._values).focus()

    def on_resize(self, event: events.Resize) -> None:
        """Show the files that would change where there is room."""
        self.set_class(event.size.width >= WIDE and event.size.height >= TALL, "-wide")
        self.call_after_refresh(self._show_outcome)

    # What is tried

    def refill(self) -> None:
        """Show the values of a profile of the instances shown, and ask anew what would come of it."""
        self.set_class(not self.shown, "-none")
        self.settle_place()
        self.changed()

    def changed(self) -> None:
        """Show the values as they are tried; ask what would come of it once there is a pause."""
        self.show_values()
        self._say()
        if self._timer is not None:
            self._timer.stop()
        if not self.tried:
            self._found, self._fault = None, ""
            self._show_outcome()
            return
        self._timer = self.set_timer(DEBOUNCE, self._ask)

    @work(exclusive=True, group="what-if")
    async def _ask(self) -> None:
        place = self.place
        if place is None or not self.tried:
            return
        try:
            found = await self.host.services.scores.what_if(place[0], self.draft.scenario(place[0]))
        except ArrtuiError as error:
            self._found, self._fault = None, str(error)
        else:
            self._found, self._fault = found, ""
        if self.tried and place == self.place:
            self._show_outcome()

    # What shows

    def _say(self) -> None:
        """Say whose values these are, and how much is tried under which name."""
        place, draft = self.place, self.draft
        line: Line = [("P ", "key"), (f"{place[1]} on {place[0]}" if place else "no profile", "title")]
        if draft.name:
            line.append((f"   {draft.name}", "accent"))
        if count := draft.count:
            line.append((f"   {count:,} changed", ""))
            line.append((", not saved" if draft.unsaved else ", saved", "warn" if draft.unsaved else "dim"))
        line += [("   + -", "key"), (" 10 ", "dim"), (" > <", "key"), (" 100", "dim")]
        self.query_one("#whatif-line", Static).update(content_line(line))
        self.refresh_bindings()

    def _show_outcome(self) -> None:
        if not self._text.is_mounted:
            return
        self._moved.empty = NONE_MOVED if self._found else NONE_TRIED
        moved = self._found.moved if self._found else ()
        self._moved.set_rows(moved, key=lambda one: (one.file.instance, one.file.file_id))
        self._text.update(content(self._outcome()))

    def _outcome(self) -> list[Line]:
        """Return what would come of it in the room there is."""
        width, height = self._text.content_size
        if self._fault:
            return [
                [("Cannot be told", "bad")],
                *([(line, "")] for line in textwrap.wrap(self._fault, width)),
            ]
        if self._found is None:
            return list(nothing_tried(self.profile_row(), width, height, plain=self.plain))
        return list(outcome_lines(self._found, self.tried_scores(), width, height, plain=self.plain))

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something now."""
        if action == "back":
            return self._moved.has_focus or (self.has_class("-files") and not self._lasting)
        return super().check_action(action, parameters)

    def action_files(self) -> None:
        """Go to the files that would change, or back."""
        if self._lasting:
            (self._values if self._moved.has_focus else self._moved).focus()
        else:
            self.toggle_class("-files")
            self.call_after_refresh(self._show_outcome)
            self.focus_content()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Go back to the values."""
        self.remove_class("-files")
        self.call_after_refresh(self._show_outcome)
        self._values.focus()
        self.refresh_bindings()

    @on(EstateTable.CursorMoved)
    def _follow(self, event: EstateTable.CursorMoved) -> None:
        """Offer the keys of the line under the cursor."""
        event.stop()
        self.refresh_bindings()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        """Edit a value, or open the title of a file."""
        event.stop()
        if event.table is self._values:
            self.edit(event.row)
        else:
            self._open_title(event.row)
