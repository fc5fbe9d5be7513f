"""The question before something that cannot be taken back; its default is No."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button


@dataclass(frozen=True)
class Question:
    """What is asked, and what a Yes would mean."""

    title: str
    """Names the action and the instance."""
    text: str
    """Names the number concerned and the consequence."""
    yes: str
    """What the button says that does it."""


class ConfirmDialog(Dialog[bool]):
    """Asks a question; only a deliberate Yes gives True."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer(True)", "Yes", id="confirm.yes", tooltip="Do it"),
        Binding("n", "answer(False)", "No", id="confirm.no", tooltip="Leave everything as it is"),
    ]

    DEFAULT_CSS = """
    ConfirmDialog > DialogPanel {
        width: 64;
        padding: 1 2;
    }
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question

    def compose(self) -> ComposeResult:
        """The question and its two answers, No first and chosen."""
        with DialogPanel(classes="-danger") as panel:
            panel.border_title = self._question.title
            yield Static(self._question.text, markup=False)
            with Horizontal(classes="buttons"):
                yield button("No  n", "no")
                yield button(f"{self._question.yes}  y", "yes")

    def on_mount(self) -> None:
        """Let enter mean No."""
        self.query_one("#no").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        self.action_answer(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)
