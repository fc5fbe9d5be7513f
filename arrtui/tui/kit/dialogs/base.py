"""What every dialog has in common: a titled panel in the middle, and `esc` to leave it."""

from __future__ import annotations

from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Button

from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.local_steps import LocalSteps

Result = TypeVar("Result")


class DialogPanel(Vertical):
    """The panel of a dialog; its border carries the title."""

    DEFAULT_CSS = """
    DialogPanel {
        width: 76;
        max-width: 100%;
        height: auto;
        max-height: 100%;
        padding: 0 1;
        background: $surface;
        color: $foreground;
        border: solid $primary;
        border-title-color: $foreground;
        border-title-style: bold;
        &.-danger {
            border: solid $error;
        }
        &.-ascii {
            border: ascii $primary;
        }
        & Button.-textual-compact {
            min-width: 8;
            margin-right: 2;
            padding: 0 1;
            background: $panel;
            color: $foreground;
            text-style: none;
            &:focus {
                background: $primary;
                color: $background;
                text-style: bold;
                background-tint: transparent;
            }
            &:ansi {
                background: ansi_default;
                color: ansi_default;
                text-style: bold;
            }
            &:ansi:focus {
                text-style: bold reverse;
            }
            &:nocolor:focus {
                background: $foreground;
                color: $background;
            }
        }
        & .buttons {
            height: 1;
            margin-top: 1;
        }
    }
    """

    def on_mount(self) -> None:
        """Draw the border in ASCII where that is asked for."""
        self.set_class(is_plain(self), "-ascii")


def button(label: str, id: str) -> Button:
    """Return a button one line high; its label ends with the key that does the same."""
    return Button(label, id=id, compact=True)


class Dialog(ModalScreen[Result]):
    """A dialog. Leaving it with `esc` gives None, which never does anything."""

    KEYS_BESIDE: ClassVar[frozenset[str]] = frozenset()
    """Scopes of bindings of the widgets inside, whose keys are live together with those of the dialog."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "close", "Close", id="dialog.close", tooltip="Leave without doing anything"),
        Binding("z,ctrl+z", "take_back", "Undo", show=False, id="dialog.undo",
                tooltip="Take back what was chosen last"),
        Binding("down,right", "app.focus_next", "Next", show=False, id="dialog.next"),
        Binding("up,left", "app.focus_previous", "Previous", show=False, id="dialog.previous"),
    ]  # fmt: skip

    DEFAULT_CSS = """
    Dialog {
        align: center middle;
        background: $background 60%;
        &:ansi {
            background: transparent;
        }
    }
    """

    def __init__(self, name: str | None = None, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(name, id, classes)
        self.local_steps = LocalSteps()
        """What was chosen in it."""

    async def action_take_back(self) -> None:
        """Take back what was chosen last."""
        if self.local_steps:
            await self.local_steps.take_back()

    def dismiss(self, result: Result | None = None) -> AwaitComplete:
        """Leave with a result. What still runs for the dialog ends first: its parts go before it does."""
        self.workers.cancel_node(self)
        return super().dismiss(result)

    def action_close(self) -> None:
        """Leave without doing anything."""
        self.dismiss(None)


def scroll_bindings(scope: str) -> list[Binding]:
    """Return the bindings that scroll a :class:`ScrollDialog`, with ids of its scope."""
    return [
        Binding("down,j", "scroll(1)", "Down", show=False, id=f"{scope}.down"),
        Binding("up,k", "scroll(-1)", "Up", show=False, id=f"{scope}.up"),
        Binding("pagedown,space,ctrl+d", "scroll(10)", "Page down", show=False, id=f"{scope}.page-down"),
        Binding("pageup,ctrl+u", "scroll(-10)", "Page up", show=False, id=f"{scope}.page-up"),
    ]


class ScrollDialog(Dialog[None]):
    """A dialog around one text that may be longer than the screen."""

    def action_scroll(self, lines: int) -> None:
        """Scroll by so many lines."""
        self.query_one(VerticalScroll).scroll_relative(y=lines, animate=False)
