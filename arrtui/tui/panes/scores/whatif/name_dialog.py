"""The dialog that names a scenario before it is saved."""

from __future__ import annotations

from collections.abc import Collection

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.table.cells import sanitise

HINT = "enter saves it   esc leaves"
LONGEST = 60
"""Characters of a name."""


class ScenarioNameDialog(Dialog[str]):
    """Returns a name; one that another scenario has only after a second enter."""

    DEFAULT_CSS = """
    ScenarioNameDialog > DialogPanel {
        width: 60;
        & > Static {
            margin-bottom: 1;
        }
        & > #scenario-fault {
            margin: 1 0 0 0;
            color: $text-muted;
            &.-wrong {
                color: $text-warning;
            }
        }
    }
    """

    def __init__(self, what: str, name: str, taken: Collection[str]) -> None:
        """Make the dialog.

        Args:
            what: What is saved, e.g. ``3 changes``.
            name: The name to begin with; saving under it again needs no second enter.
            taken: The names of all scenarios.
        """
        super().__init__()
        self._what = what
        self._initial = name
        self._taken = frozenset(taken)
        self._confirmed = name

    def compose(self) -> ComposeResult:
        """The question, the name, and what is to be minded."""
        with DialogPanel() as panel:
            panel.border_title = "Save the scenario"
            yield Static(f"Save {self._what} under the name:", markup=False)
            yield Input(
                self._initial, compact=True, select_on_focus=False, max_length=LONGEST, id="scenario-name"
            )
            yield Static(HINT, id="scenario-fault", markup=False)

    def on_mount(self) -> None:
        """Let the name be typed at once."""
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        name = " ".join(event.value.split())
        fault = ""
        if not name:
            fault = "x Type a name."
        elif name in self._taken and name != self._confirmed:
            self._confirmed = name
            fault = f"! {sanitise(name)} exists. Press enter again to replace it."
        if not fault:
            self.dismiss(name)
            return
        line = self.query_one("#scenario-fault", Static)
        line.add_class("-wrong")
        line.update(fault)
