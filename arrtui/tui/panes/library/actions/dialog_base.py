"""Base of the dialogs that ask for values: labelled lines, a choice of names, and two buttons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Button, Static

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, Result, button
from arrtui.tui.kit.signs import BAD


class ValueDialog(Dialog[Result]):
    """Asks for the values an action needs; nothing is done before the summary that follows is confirmed."""

    KEYS_BESIDE = frozenset({"choice"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "submit", "Continue", id="values.next", tooltip="Go on to the summary")
    ]

    DEFAULT_CSS = """
    ValueDialog > DialogPanel {
        & > .about {
            margin-bottom: 1;
            color: $text-muted;
        }
        & > .fault {
            height: auto;
            min-height: 1;
            margin-top: 1;
            color: $text-muted;
            &.-wrong {
                color: $text-error;
            }
        }
    }
    """

    hint: ClassVar[str] = "left and right choose, up and down go on, enter continues"
    """Shown where a fault would be."""

    def __init__(self, title: str, about: str) -> None:
        """Make the dialog.

        Args:
            title: The action and what it is done to.
            about: What there is to know before choosing, as a sentence.
        """
        super().__init__()
        self._title = title
        self._about = about

    def lines(self) -> Iterable[Widget]:
        """Return what is asked for."""
        raise NotImplementedError

    def fault(self) -> str:
        """Return what is still missing, empty for nothing."""
        raise NotImplementedError

    def answer(self) -> Result:
        """Return what was chosen; called when there is no fault."""
        raise NotImplementedError

    def compose(self) -> ComposeResult:
        """The lines, what is wrong with them, and the buttons."""
        with DialogPanel() as panel:
            panel.border_title = Content(self._title)
            yield Static(self._about, classes="about", markup=False)
            yield from self.lines()
            yield Static(self.hint, classes="fault", markup=False)
            with Horizontal(classes="buttons"):
                yield button("Cancel  esc", "cancel")
                yield button("Continue  enter", "next")

    def say(self, text: str, *, wrong: bool = False) -> None:
        """Show a fault, or the hint again."""
        line = self.query_one(".fault", Static)
        line.set_class(wrong, "-wrong")
        line.update(f"{BAD} {text}" if wrong else text or self.hint)

    def action_submit(self) -> None:
        """Dismiss with the values, unless something is missing."""
        if fault := self.fault():
            self.say(fault, wrong=True)
        else:
            self.dismiss(self.answer())

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Go on, or leave."""
        event.stop()
        if event.button.id == "next":
            self.action_submit()
        else:
            self.action_close()
