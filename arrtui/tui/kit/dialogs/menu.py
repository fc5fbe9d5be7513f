"""The dialog of the menus behind `a` and `f`: a line and a letter for each action."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList
from textual.widgets.option_list import Option

from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.key_table import MenuBinding
from arrtui.tui.kit.signs import CONTENT_STYLES


class KeyMenu(OptionsDialog[int]):
    """Gives the place of the line chosen."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("menu")

    def __init__(self, title: str, items: Sequence[MenuBinding]) -> None:
        super().__init__()
        self._title = title
        self._items = tuple(items)

    def compose(self) -> ComposeResult:
        """A line for each action."""
        with DialogPanel() as panel:
            panel.border_title = Content(self._title)
            panel.border_subtitle = "a letter chooses, esc closes"
            yield OptionList()

    def on_mount(self) -> None:
        """List the actions, the first highlighted."""
        width = max(len(item.description) for item in self._items)
        for item in self._items:
            letter = (item.letter, f"bold {CONTENT_STYLES['accent']}")
            note = (f"   {item.tooltip}", CONTENT_STYLES["dim"])
            self.option_list.add_option(
                Option(Content.assemble(letter, f"  {item.description:<{width}}", note))
            )
        self.begin_at(0)

    def on_key(self, event: events.Key) -> None:
        """Choose the line of the letter pressed."""
        letters = [item.letter for item in self._items]
        if event.character is not None and event.character in letters:
            event.stop()
            self.dismiss(letters.index(event.character))

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Choose the line under the cursor."""
        event.stop()
        self.dismiss(event.option_index)
