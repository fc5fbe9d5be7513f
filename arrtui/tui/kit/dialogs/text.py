"""A long text in full: an error with everything that helps, ready to be copied."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Static

from arrtui.tui.kit.dialogs.base import DialogPanel, ScrollDialog, scroll_bindings
from arrtui.tui.kit.host import host_of


class TextDialog(ScrollDialog):
    """Shows a text that may be longer than the screen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "copy", "Copy", id="text.copy", tooltip="Copy the whole text"),
        *scroll_bindings("text"),
    ]

    DEFAULT_CSS = """
    TextDialog > DialogPanel {
        width: 100;
        max-width: 96%;
        max-height: 90%;
        & > VerticalScroll {
            height: auto;
            max-height: 1fr;
            scrollbar-size-vertical: 1;
        }
        & > .hint {
            color: $text-muted;
            height: 1;
            margin-top: 1;
        }
    }
    """

    def __init__(self, title: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._text = text

    def compose(self) -> ComposeResult:
        """The text and how to leave it."""
        with DialogPanel() as panel:
            panel.border_title = self._title
            with VerticalScroll():
                yield Static(self._text, markup=False)
            yield Static("y copy   arrows scroll   esc close", classes="hint", markup=False)

    def action_copy(self) -> None:
        """Copy the text."""
        host_of(self).copy(self._text, "The text")
