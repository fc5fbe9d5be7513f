"""Questions before something that cannot be taken back; the default is No."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, VerticalScroll
from textual.widgets import Button, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, Result, button


def answer_bindings(scope: str, *, yes_tooltip: str = "Do it") -> list[BindingType]:
    """Return the keys that answer; ``scope`` is the first part of their ids."""
    return [
        Binding("y", "answer(True)", "Yes", id=f"{scope}.yes", tooltip=yes_tooltip),
        Binding("n", "answer(False)", "No", id=f"{scope}.no", tooltip="Leave everything as it is"),
    ]


class AnswerDialog(Dialog[Result]):
    """Asks for a deliberate Yes: No comes first and has the focus, so that enter does nothing."""

    default_answer = "no"
    """The button that has the focus first: what enter means."""

    def answers(self, yes: str) -> Horizontal:
        """Return the two buttons, to be composed last; ``yes`` is the label of the second."""
        return Horizontal(button("No  n", "no"), button(f"{yes}  y", "yes"), classes="buttons")

    def label_yes(self, yes: str) -> None:
        """Change the label of the button that does it."""
        self.query_one("#yes", Button).label = f"{yes}  y"
        self.query_one("#yes", Button).refresh(layout=True)

    def on_mount(self) -> None:
        """Focus the answer that enter gives."""
        self.query_one(f"#{self.default_answer}").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Answer."""
        event.stop()
        self.action_answer(event.button.id == "yes")

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        raise NotImplementedError


class TitleList(VerticalScroll):
    """The titles that a question is about, a line each; not shown for fewer than two."""

    DEFAULT_CSS = """
    TitleList {
        height: auto;
        max-height: 20vh;
        margin-top: 1;
        padding: 0 1;
        background: $panel;
        scrollbar-size-vertical: 1;
        &:focus {
            background: $panel-lighten-1;
        }
    }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="titles.down"),
        Binding("k", "scroll_up", "Up", show=False, id="titles.up"),
    ]

    def __init__(self, titles: Sequence[str]) -> None:
        super().__init__(Static("\n".join(titles), markup=False))
        self.display = len(titles) > 1

    def show(self, lines: Sequence[str]) -> None:
        """Show other lines, also a single one."""
        self.query_one(Static).update("\n".join(lines))
        self.display = bool(lines)


@dataclass(frozen=True)
class Question:
    """What is asked, and what a Yes would mean."""

    title: str
    """Names the action and the instance."""
    text: str
    """Names the number concerned and the consequence."""
    yes: str
    """What the button says that does it."""
    titles: tuple[str, ...] = ()
    """What it is done to, to be listed."""
    harmless: bool = False
    """Whether a Yes changes nothing that matters: then enter is a Yes."""


class ConfirmDialog(AnswerDialog[bool]):
    """Asks a question; only a deliberate Yes gives True."""

    BINDINGS: ClassVar[list[BindingType]] = answer_bindings("confirm")

    DEFAULT_CSS = """
    ConfirmDialog > DialogPanel {
        width: 64;
        padding: 1 2;
    }
    """

    def __init__(self, question: Question) -> None:
        super().__init__()
        self._question = question
        if question.harmless:
            self.default_answer = "yes"

    def compose(self) -> ComposeResult:
        """The question and its two answers."""
        with DialogPanel(classes="" if self._question.harmless else "-danger") as panel:
            panel.border_title = self._question.title
            yield Static(self._question.text, markup=False)
            yield TitleList(self._question.titles)
            yield self.answers(self._question.yes)

    def action_answer(self, yes: bool) -> None:
        """Answer."""
        self.dismiss(yes)
