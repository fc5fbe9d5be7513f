"""One of several names, chosen in one line that says what the name is for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from arrtui.tui.kit.choice import Choice, CompactChoice
from arrtui.tui.kit.signs import CONTENT_STYLES


class NamedLine(Horizontal):
    """A widget of one line with its name to the left."""

    DEFAULT_CSS = """
    NamedLine {
        height: 1;
        & > .name {
            width: 18;
            padding-right: 1;
            text-style: bold;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
    }
    """

    def __init__(self, name: str, widget: Widget, *, id: str | None = None) -> None:
        super().__init__(Static(name, classes="name", markup=False), widget, id=id)


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

    def offer(self, names: Sequence[str], *, first: Mapping[str, str] | None = None) -> None:
        """Offer other names. What was chosen stays if it is among them; a single one is chosen at once.

        ``first`` is what can be chosen besides names: the words by their keys, the first of them chosen.
        """
        kept = self.value if self.value in names else names[0] if len(names) == 1 else UNCHOSEN
        self._words = dict(words_to_choose(names))
        if first:
            self._words = {**first, **{name: name for name in names}}
            kept = next(iter(first))
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
