"""The dialogs in which one value is typed and checked: the name of a scenario, and a score."""

from __future__ import annotations

from collections.abc import Collection
from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.signs import BAD, WARN
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.undoable_input import UndoableInput

LONGEST = 60
"""Characters of a name."""
Result = TypeVar("Result")


class ScenarioInputDialog(Dialog[Result]):
    """Returns the value that was typed. A subclass defines :meth:`check`."""

    DEFAULT_CSS = """
    ScenarioInputDialog > DialogPanel {
        width: 60;
        & > Static {
            margin-bottom: 1;
        }
        & > #scenario-fault {
            margin: 1 0 0 0;
            color: $text-muted;
        }
    }
    """

    def __init__(self, title: str, text: str, field: Input, hint: str) -> None:
        """Make the dialog.

        Args:
            title: The title of its panel.
            text: A sentence above the field.
            field: Where the value is typed.
            hint: What the keys do; a fault replaces it.
        """
        super().__init__()
        self._title = title
        self._text = text
        self._field = field
        self._hint = hint

    def compose(self) -> ComposeResult:
        """The sentence, the field, and the hint."""
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(self._title))
            yield Static(sanitise(self._text), markup=False)
            yield self._field
            yield Static(self._hint, id="scenario-fault", markup=False)

    def on_mount(self) -> None:
        """Focus the value."""
        self._field.cursor_blink = False
        self._field.focus()

    def check(self, text: str) -> tuple[Result | None, str]:
        """Return the value in a text, or None and what is wrong with it."""
        raise NotImplementedError

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        event.stop()
        value, fault = self.check(event.value)
        if value is not None:
            self.dismiss(value)
            return
        line = self.query_one("#scenario-fault", Static)
        line.add_class("-wrong")
        line.update(fault)


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
        field = UndoableInput(
            name, compact=True, select_on_focus=False, max_length=LONGEST, id="scenario-name"
        )
        text = f"Save {subject} under the name:"
        super().__init__("Save the scenario", text, field, "enter saves it   esc leaves")
        self._taken = frozenset(taken)
        self._confirmed = name

    def check(self, text: str) -> tuple[str | None, str]:
        """Return the name without superfluous spaces, unless it is empty or taken and not confirmed."""
        name = " ".join(text.split())
        if not name:
            return None, f"{BAD} Type a name."
        if name in self._taken and name != self._confirmed:
            self._confirmed = name
            return None, f"{WARN} {sanitise(name)} exists. Press enter again to replace it."
        return name, ""


class ScenarioValueDialog(ScenarioInputDialog[int]):
    """Returns the number that was typed."""

    DEFAULT_CSS = """
    ScenarioValueDialog {
        & > DialogPanel {
            width: 56;
        }
        & #scenario-fault.-wrong {
            color: $text-error;
        }
    }
    """

    def __init__(self, name: str, text: str, value: int, limits: tuple[int, int]) -> None:
        """Make the dialog.

        Args:
            name: What the number is of.
            text: A sentence about it.
            value: The number to begin with.
            limits: The least and the greatest number that is taken.
        """
        field = UndoableInput(str(value), compact=True, select_on_focus=True, id="scenario-value")
        super().__init__(name, text, field, "enter tries it   esc leaves")
        self._limits = limits

    def check(self, text: str) -> tuple[int | None, str]:
        """Return the number if it is one within the limits."""
        number = number_of(text)
        least, most = self._limits
        if number is not None and least <= number <= most:
            return number, ""
        return None, f"{BAD} Type a whole number from {least:,} to {most:,}."


def number_of(text: str) -> int | None:
    """Return the number in a text, with or without thousands separators; None where it is none."""
    try:
        return int(text.strip().replace(",", "").replace(" ", "").replace("−", "-"))
    except ValueError:
        return None
