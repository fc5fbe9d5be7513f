"""What an action is about: the marked rows that show; rows that the filter hides only when that is chosen."""

from __future__ import annotations

from typing import Any, ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.dom import DOMNode
from textual.widgets import Button, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.table.columns import Row

SHOWN, ALL = "shown", "all"


class HiddenMarksDialog(Dialog[str]):
    """Asks whether the marked rows that the filter hides are meant too; leaving it means none of them."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("s", "answer('shown')", "Those that show", id="hidden-marks.shown",
                tooltip="Go on with the marked rows that show"),
        Binding("a", "answer('all')", "All marked", id="hidden-marks.all",
                tooltip="Go on with all marked rows, hidden ones too"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    HiddenMarksDialog > DialogPanel {
        width: 64;
        padding: 1 2;
    }
    """

    def __init__(self, shown: int, hidden: int) -> None:
        """Make the dialog for so many marked rows that show, and so many that the filter hides."""
        super().__init__()
        self._shown = shown
        self._hidden = hidden

    def compose(self) -> ComposeResult:
        """The numbers, and what can be chosen."""
        total = self._shown + self._hidden
        with DialogPanel() as panel:
            panel.border_title = Content("Which rows?")
            yield Static(f"{total:,} marked, {self._hidden:,} hidden by the filter.", markup=False)
            with Horizontal(classes="buttons"):
                yield button("Neither  esc", "none")
                if self._shown:
                    yield button(f"Only the {self._shown:,} shown  s", SHOWN)
                yield button(f"All {total:,}  a", ALL)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer the rows that show only where there are any."""
        return bool(self._shown) if parameters == (SHOWN,) else True

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.action_answer(event.button.id or "")

    def action_answer(self, answer: str) -> None:
        """Answer; anything but the two answers leaves all rows alone."""
        self.dismiss(answer if answer in (SHOWN, ALL) else None)


async def choose_rows(node: DOMNode, table: EstateTable[Row]) -> list[Row] | None:
    """Return the rows an action is about, None when the question was left. To be called in a worker.

    Without marks it is the row under the cursor. Where the filter hides some of the marked rows, a dialog
    asks which are meant.
    """
    shown, hidden = table.marked_rows
    if not hidden:
        return table.chosen_rows
    answer: Any = await host_of(node).push_screen_wait(HiddenMarksDialog(len(shown), len(hidden)))
    return {SHOWN: shown, ALL: [*shown, *hidden]}.get(answer)
