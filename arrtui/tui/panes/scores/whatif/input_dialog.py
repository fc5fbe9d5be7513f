"""The base of the dialogs in which one value is typed and checked."""

from __future__ import annotations

from typing import TypeVar

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Input, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.table.cells import sanitise

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
        """Let the value be typed at once."""
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
