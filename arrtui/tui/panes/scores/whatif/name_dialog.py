"""The dialog that names a scenario before it is saved."""

from __future__ import annotations

from collections.abc import Collection

from textual.widgets import Input

from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.scores.whatif.input_dialog import ScenarioInputDialog

LONGEST = 60
"""Characters of a name."""


class ScenarioNameDialog(ScenarioInputDialog[str]):
    """Returns a name; one that another scenario has only after a second enter."""

    DEFAULT_CSS = """
    ScenarioNameDialog #scenario-fault.-wrong {
        color: $text-warning;
    }
    """

    def __init__(self, subject: str, name: str, taken: Collection[str]) -> None:
        """Make the dialog.

        Args:
            subject: What is saved, e.g. ``3 changes``.
            name: The name to begin with; saving under it again needs no second enter.
            taken: The names of all scenarios.
        """
        field = Input(name, compact=True, select_on_focus=False, max_length=LONGEST, id="scenario-name")
        text = f"Save {subject} under the name:"
        super().__init__("Save the scenario", text, field, "enter saves it   esc leaves")
        self._taken = frozenset(taken)
        self._confirmed = name

    def check(self, text: str) -> tuple[str | None, str]:
        """Return the name without superfluous spaces, unless it is empty or taken and not confirmed."""
        name = " ".join(text.split())
        if not name:
            return None, "x Type a name."
        if name in self._taken and name != self._confirmed:
            self._confirmed = name
            return None, f"! {sanitise(name)} exists. Press enter again to replace it."
        return name, ""
