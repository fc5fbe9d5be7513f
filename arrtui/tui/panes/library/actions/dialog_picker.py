"""A choice among names that change while the dialog is open, and of which none may be chosen yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.content import Content

from arrtui.tui.kit.choice import Choice, CompactChoice
from arrtui.tui.kit.signs import CONTENT_STYLES

UNCHOSEN = ""
"""The key that stands for nothing chosen yet."""


class Picker(CompactChoice):
    """A choice that may have nothing to choose from, or nothing chosen yet."""

    def render(self) -> Content:
        """Draw the chosen word; a single word needs no arrows."""
        if len(self._words) > 1:
            return super().render()
        word = next(iter(self._words.values()), "(none)")
        return Content.styled(word, "" if self._words else CONTENT_STYLES["bad"])

    def offer(self, names: Sequence[str]) -> None:
        """Offer other names. What was chosen stays if it is among them; a single one is chosen at once."""
        kept = self.value if self.value in names else names[0] if len(names) == 1 else UNCHOSEN
        self._words = dict(words_to_choose(names))
        self.set_reactive(Choice.value, kept)
        self.refresh()

    def action_move(self, step: int) -> None:
        """Choose a neighbour; with nothing to choose from nothing happens."""
        if len(self._words) > 1:
            super().action_move(step)


def words_to_choose(names: Sequence[str]) -> Mapping[str, str]:
    """Return the words for some names; of several, none is chosen in advance."""
    words = {name: name for name in names}
    return words if len(names) < 2 else {UNCHOSEN: "(choose)", **words}
