"""The dialog in which a score is typed."""

from __future__ import annotations

from textual.widgets import Input

from arrtui.tui.panes.scores.whatif.input_dialog import ScenarioInputDialog


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
        field = Input(str(value), compact=True, select_on_focus=True, id="scenario-value")
        super().__init__(name, text, field, "enter tries it   esc leaves")
        self._limits = limits

    def check(self, text: str) -> tuple[int | None, str]:
        """Return the number if it is one within the limits."""
        number = number_of(text)
        least, most = self._limits
        if number is not None and least <= number <= most:
            return number, ""
        return None, f"x Type a whole number from {least:,} to {most:,}."


def number_of(text: str) -> int | None:
    """Return the number in a text, with or without thousands separators; None where it is none."""
    try:
        return int(text.strip().replace(",", "").replace(" ", "").replace("−", "-"))
    except ValueError:
        return None
