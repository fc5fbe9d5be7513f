"""The dialog of the menus behind `a` and `f`: a line and a letter for each action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.content import Content

from arrtui.tui.kit.dialogs.options import OptionsDialog, option_bindings
from arrtui.tui.kit.key_table import MenuBinding
from arrtui.tui.kit.signs import CONTENT_STYLES


class KeyMenu(OptionsDialog[int]):
    """Gives the place of the line chosen."""

    BINDINGS: ClassVar[list[BindingType]] = option_bindings("menu")

    hint = "a letter chooses, esc closes"

    def __init__(self, title: str, items: Sequence[MenuBinding]) -> None:
        super().__init__()
        self.heading = title
        self._items = tuple(items)

    def lines(self) -> Iterator[Content]:
        """Yield a line for each action."""
        width = max(len(item.description) for item in self._items)
        for item in self._items:
            letter = (item.letter, f"bold {CONTENT_STYLES['accent']}")
            note = (f"   {item.tooltip}", CONTENT_STYLES["dim"])
            yield Content.assemble(letter, f"  {item.description:<{width}}", note)

    def on_key(self, event: events.Key) -> None:
        """Choose the line of the letter pressed."""
        letters = [item.letter for item in self._items]
        if event.character is not None and event.character in letters:
            event.stop()
            self.dismiss(letters.index(event.character))

    def choose(self, place: int) -> None:
        """Give the place."""
        self.dismiss(place)
