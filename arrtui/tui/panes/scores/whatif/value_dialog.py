"""The dialog in which a score is typed."""

from __future__ import annotations

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.table.cells import sanitise

HINT = "enter tries it   esc leaves"


class ScenarioValueDialog(Dialog[int]):
    """Returns the number that was typed."""

    DEFAULT_CSS = """
    ScenarioValueDialog > DialogPanel {
        width: 56;
        & > Static {
            margin-bottom: 1;
        }
        & > #scenario-fault {
            margin: 1 0 0 0;
            color: $text-muted;
            &.-wrong {
                color: $text-error;
            }
        }
    }
    """

    def __init__(self, name: str, where: str, value: int, limits: tuple[int, int]) -> None:
        """Make the dialog.

        Args:
            name: What the number is of.
            where: A sentence about it.
            value: The number to begin with.
            limits: The least and the greatest number that is taken.
        """
        super().__init__()
        self._subject = name
        self._where = where
        self._value = value
        self._limits = limits

    def compose(self) -> ComposeResult:
        """What is edited, the number, and what is wrong with it."""
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(self._subject))
            yield Static(sanitise(self._where), markup=False)
            yield Input(str(self._value), compact=True, select_on_focus=True, id="scenario-value")
            yield Static(HINT, id="scenario-fault", markup=False)

    def on_mount(self) -> None:
        """Let the number be replaced at once."""
        field = self.query_one(Input)
        field.cursor_blink = False
        field.focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Return the number if it is one within the limits; otherwise say what is wrong."""
        event.stop()
        number = number_of(event.value)
        least, most = self._limits
        if number is not None and least <= number <= most:
            self.dismiss(number)
            return
        fault = self.query_one("#scenario-fault", Static)
        fault.add_class("-wrong")
        fault.update(f"x Type a whole number from {least:,} to {most:,}.")


def number_of(text: str) -> int | None:
    """Return the number in a text, with or without thousands separators; None where it is none."""
    try:
        return int(text.strip().replace(",", "").replace(" ", "").replace("−", "-"))
    except ValueError:
        return None
