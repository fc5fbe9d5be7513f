"""The dialogs of saved views: which there are, under which name, and which columns show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from arrtui.core.config.tables import LABEL, LABEL_RULE
from arrtui.core.config.views import SavedView
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.undoable_input import UndoableInput

SAVE, COLUMNS, ALL = "save", "columns", "all"
"""What can be done beside showing a view."""
_LINES = {
    SAVE: "Save what shows as a view",
    COLUMNS: "Choose and order columns",
    ALL: "Show everything: no filter, no sort, all columns",
}


class ViewChoice(NamedTuple):
    """What was chosen: one of :data:`SAVE`, :data:`COLUMNS`, :data:`ALL`, or a view to show or remove."""

    what: str
    view: SavedView | None = None


SHOW, REMOVE = "show", "remove"


class ViewsDialog(OptionsDialog[ViewChoice]):
    """Lists the saved views of a table."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *option_bindings("views"),
        Binding("delete", "remove", "Remove", id="views.remove", tooltip="Remove the view from the file"),
    ]

    heading = "Views"
    hint = "enter chooses, delete removes, esc closes"

    def __init__(self, views: Sequence[SavedView]) -> None:
        super().__init__()
        self._views = tuple(views)

    def lines(self) -> Iterator[Content]:
        """Yield a line for each view, then what else can be done."""
        width = max((len(view.name) for view in self._views), default=0)
        for view in self._views:
            parts = (view.filter, f"sorted by {view.sort}" if view.sort else "", ", ".join(view.columns))
            note = sanitise("   ".join(filter(None, parts)))
            yield Content.assemble(f"{view.name:<{width}}", (f"   {note}", CONTENT_STYLES["dim"]))
        yield from map(Content, _LINES.values())

    def choose(self, place: int) -> None:
        """Give the view, or what else can be done."""
        if place < len(self._views):
            self.dismiss(ViewChoice(SHOW, self._views[place]))
        else:
            self.dismiss(ViewChoice(list(_LINES)[place - len(self._views)]))

    def action_remove(self) -> None:
        """Remove the view under the cursor."""
        place = self.option_list.highlighted
        if place is not None and place < len(self._views):
            self.dismiss(ViewChoice(REMOVE, self._views[place]))


class ViewNameDialog(Dialog[str]):
    """Gives the name to save a view under."""

    def __init__(self, taken: Sequence[str]) -> None:
        super().__init__()
        self._taken = taken
        self._confirmed = ""

    def compose(self) -> ComposeResult:
        """The name and what is wrong with it."""
        with DialogPanel() as panel:
            panel.border_title = "Save the view as"
            yield UndoableInput(compact=True, select_on_focus=False, placeholder="to-upgrade")
            yield Static("enter saves   esc leaves", id="view-fault", markup=False)

    def on_mount(self) -> None:
        """Focus the name."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Give the name, unless it is none, or another view's that was not confirmed."""
        event.stop()
        name = event.value.strip()
        fault = self.query_one("#view-fault", Static)
        if not LABEL.fullmatch(name):
            fault.update(f"{LABEL_RULE.capitalize()}.")
        elif name in self._taken and self._confirmed != name:
            self._confirmed = name
            fault.update("That view is there already; enter replaces it.")
        else:
            self.dismiss(name)


class ColumnsDialog(OptionsDialog[list[str]]):
    """Gives the keys of the columns to show, in their order."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *option_bindings("columns"),
        Binding("space", "tick", "Show or hide", id="columns.tick", tooltip="Show the column, or hide it"),
        Binding("J", "shift(1)", "Lower", id="columns.lower", tooltip="Move the column to the right"),
        Binding("K", "shift(-1)", "Higher", id="columns.higher", tooltip="Move the column to the left"),
    ]

    heading = "Columns"
    hint = "space shows or hides, J K move, enter takes, esc leaves"

    def __init__(self, titles: Sequence[tuple[str, str]], chosen: Sequence[str]) -> None:
        """Make the dialog.

        Args:
            titles: Key and title of all columns.
            chosen: The keys of those that show, in their order; empty for all.
        """
        super().__init__()
        self._titles = dict(titles)
        known = [key for key in chosen if key in self._titles]
        self._shown = set(known or self._titles)
        self._order = known + [key for key in self._titles if key not in known]

    def lines(self) -> Iterator[Content]:
        """Yield a line for each column."""
        for key in self._order:
            title = sanitise(self._titles[key])
            yield Content(f"[{'x' if key in self._shown else ' '}] {title or key}")

    def _list(self, place: int) -> None:
        self.option_list.clear_options().add_options(self.lines())
        self.begin_at(place)

    def action_tick(self) -> None:
        """Show the column under the cursor, or hide it; one always stays."""
        place = self.option_list.highlighted or 0
        if self._shown != {self._order[place]}:
            self._note(place)
            self._shown ^= {self._order[place]}
            self._list(place)

    def _note(self, place: int) -> None:
        """Remember the columns as they are, for ``z``; the cursor is on the one at a place."""
        shown, order = set(self._shown), list(self._order)

        async def put_back() -> None:
            self._shown, self._order = shown, order
            self._list(place)

        self.local_steps.add("columns", put_back)

    def action_shift(self, step: int) -> None:
        """Move the column under the cursor."""
        place = self.option_list.highlighted or 0
        to = place + step
        if 0 <= to < len(self._order):
            self._note(place)
            self._order[place], self._order[to] = self._order[to], self._order[place]
            self._list(to)

    def choose(self, _place: int) -> None:
        """Give the columns, whichever the cursor is on."""
        self.dismiss([key for key in self._order if key in self._shown])
