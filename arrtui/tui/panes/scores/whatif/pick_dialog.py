"""The dialog in which one of many words is chosen from a list."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.table.cells import sanitise


class ScenarioPickDialog(OptionsDialog[int]):
    """Returns the index of the word chosen."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("scenario")

    DEFAULT_CSS = """
    ScenarioPickDialog > DialogPanel {
        & > OptionList {
            scrollbar-size-vertical: 1;
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
        self.begin_at(self._chosen if self._words else None)

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Return the index of the word."""
        event.stop()
        self.dismiss(event.option_index)
