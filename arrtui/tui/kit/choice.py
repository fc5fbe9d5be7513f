"""One of a few words, chosen in one line with the arrows or space."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from textual import events
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.tui.kit.local_steps import has_steps, note_step
from arrtui.tui.kit.table.cells import sanitise


class Choice(Widget, can_focus=True):
    """Shows all alternatives side by side; the chosen one has a mark, so that it needs no colour."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("right,l,space", "move(1)", "Next", show=False, id="choice.next"),
        Binding("left,h", "move(-1)", "Previous", show=False, id="choice.previous"),
    ]

    DEFAULT_CSS = """
    Choice {
        height: 1;
        width: 1fr;
        text-wrap: nowrap;
        &:focus {
            background: $panel;
            text-style: bold;
        }
    }
    """

    value: reactive[str] = reactive("")
    """The key of the chosen alternative."""

    class Changed(Message):
        """Another alternative was chosen."""

        def __init__(self, choice: Choice, value: str) -> None:
            super().__init__()
            self.choice = choice
            """The widget that sends the message."""
            self.value = value
            """The key of the alternative."""

        @property
        def control(self) -> Choice:
            """The widget that sends the message."""
            return self.choice

    def __init__(self, words: Mapping[str, str], value: str, *, id: str | None = None) -> None:
        """Make a choice.

        Args:
            words: What is shown for each key.
            value: The key chosen first.
            id: The id of the widget in the DOM.
        """
        super().__init__(id=id)
        self._words = dict(words)
        self.set_reactive(Choice.value, value)

    def render(self) -> Content:
        """Draw the alternatives."""
        marked = ((word, "*" if key == self.value else " ") for key, word in self._words.items())
        return Content("   ").join([Content(f"({mark}) {word}") for word, mark in marked])

    def action_move(self, step: int) -> None:
        """Choose a neighbour; the last is followed by the first."""
        keys = list(self._words)
        self.choose(keys[(keys.index(self.value) + step) % len(keys)])

    def choose(self, key: str) -> None:
        """Choose an alternative, a step that can be taken back, and post a message."""
        before = self.value

        async def take_back() -> None:
            if before in self._words:
                self._show(before)

        if key != before:
            note_step(self, self._words[key], take_back)
            self._show(key)

    def _show(self, key: str) -> None:
        self.value = key
        self.post_message(self.Changed(self, key))

    def on_click(self, event: events.Click) -> None:
        """Choose what was clicked."""
        x = event.x
        for key, word in self._words.items():
            width = len(word) + 4
            if 0 <= x < width:
                self.choose(key)
                return
            x -= width + 3


class CompactChoice(Choice):
    """A choice of many words: only the chosen one shows, with its number and how many there are."""

    def render(self) -> Content:
        """Draw the chosen word between the keys that choose others."""
        keys = list(self._words)
        word = sanitise(self._words[self.value])
        return Content.assemble(
            ("< ", "$foreground-muted"),
            word,
            (" >", "$foreground-muted"),
            (f"   {keys.index(self.value) + 1} of {len(keys)}", "$foreground-muted"),
        )

    def on_key(self, event: events.Key) -> None:
        """Go to the next word that begins with the letter pressed."""
        keys = list(self._words)
        place = keys.index(self.value)
        letter = (event.character or "").casefold()
        matches = [key for key in keys[place + 1 :] + keys[:place] if key.casefold().startswith(letter)]
        takes_back = letter == "z" and has_steps(self)
        if letter.strip() and matches and not takes_back:
            event.stop()
            self.choose(matches[0])

    def on_click(self, event: events.Click) -> None:
        """Choose the next one."""
        event.stop()
        self.action_move(-1 if event.x < 2 else 1)
