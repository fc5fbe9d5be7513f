"""The dialog that asks for a value on each instance: a quality profile, a root folder, an availability."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from textual.widget import Widget

from arrtui.tui.kit.choice import Choice
from arrtui.tui.kit.picker import NamedLine, Picker
from arrtui.tui.panes.library.actions.dialog_base import ValueDialog

KEEP = ""
"""Stands for an instance on which nothing is changed."""
KEEP_TEXT = "leave as it is"


class Offer(NamedTuple):
    """What one instance has to choose from."""

    instance: str
    words: Mapping[str, str]
    """What each value is called."""


class Values(NamedTuple):
    """The values chosen."""

    by_instance: dict[str, str]
    """Only instances on which something is to change."""
    move_files: bool


class ValuesDialog(ValueDialog[Values]):
    """One line for each instance; whether files move is asked only where that matters."""

    def __init__(self, title: str, about: str, offers: Sequence[Offer], *, files: bool = False) -> None:
        """Make the dialog; ``files`` asks whether the files move too."""
        super().__init__(title, about)
        self._offers = tuple(offers)
        self._files = files

    def lines(self) -> Iterator[Widget]:
        """Return a line for each instance, and one for the files."""
        for place, offer in enumerate(self._offers):
            words = {KEEP: KEEP_TEXT, **offer.words}
            yield NamedLine(offer.instance, Picker(words, KEEP, id=f"pick-{place}"))
        if self._files:
            files = {"stay": "leave them where they are", "move": "move them too"}
            yield NamedLine("Files", Choice(files, "stay", id="files"))

    def on_mount(self) -> None:
        """Begin at the first instance."""
        self.query_one("#pick-0").focus()

    def fault(self) -> str:
        """Return that nothing is chosen, if so."""
        return "" if self._chosen() else "Choose one for at least one instance: press right on its line."

    def answer(self) -> Values:
        """Return what was chosen."""
        return Values(self._chosen(), self._files and self.query_one("#files", Choice).value == "move")

    def _chosen(self) -> dict[str, str]:
        return {
            offer.instance: value
            for place, offer in enumerate(self._offers)
            if (value := self.query_one(f"#pick-{place}", Picker).value) != KEEP
        }

    def on_choice_changed(self) -> None:
        """Clear the error."""
        self.say("")
