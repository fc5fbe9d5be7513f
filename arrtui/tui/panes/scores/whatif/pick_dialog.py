"""The dialog in which one of many words is chosen from a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.table.cells import sanitise


class ScenarioPickDialog(Dialog[int]):
    """Returns the index of the word chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "move('down')", "Down", show=False, id="scenario.down"),
        Binding("k", "move('up')", "Up", show=False, id="scenario.up"),
    ]

    DEFAULT_CSS = """
    ScenarioPickDialog > DialogPanel {
        & > OptionList {
            height: auto;
            max-height: 16;
            padding: 0;
            background: $surface;
            scrollbar-size-vertical: 1;
            &, &:focus {
                border: none;
            }
        }
        & > .hint {
            height: 1;
            margin-top: 1;
            color: $text-muted;
        }
    }
    """

    hint = "enter chooses   esc leaves"
    """What the keys do."""

    def __init__(self, title: str, words: Mapping[str, str], chosen: int = 0) -> None:
        """Make the dialog.

        Args:
            title: What is chosen.
            words: The words, each with a note.
            chosen: The index of the word that is chosen now.
        """
        super().__init__()
        self._title = title
        self._words = dict(words)
        self._chosen = chosen

    def compose(self) -> ComposeResult:
        """The words and what the keys do."""
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(self._title))
            yield OptionList(*self.options())
            yield Static(self.hint, classes="hint", markup=False)

    def options(self) -> list[Option]:
        """Return a line for each word."""
        longest = max((len(word) for word in self._words), default=0)
        return [
            Option(Content.assemble(f"{sanitise(word):<{longest}}", (f"   {sanitise(note)}", "$text-muted")))
            for word, note in self._words.items()
        ]

    def on_mount(self) -> None:
        """Highlight the present choice."""
        self.options_list.highlighted = self._chosen if self._words else None
        self.options_list.focus()

    @property
    def options_list(self) -> OptionList:
        """The list."""
        return self.query_one(OptionList)

    def action_move(self, direction: str) -> None:
        """Move ``up`` or ``down``."""
        options = self.options_list
        (options.action_cursor_down if direction == "down" else options.action_cursor_up)()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the index of the word."""
        event.stop()
        self.dismiss(event.option_index)
