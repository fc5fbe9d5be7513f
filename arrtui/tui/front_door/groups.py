"""What the front door offers: groups of names, each with what opening one does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import Any, NamedTuple

from textual.screen import Screen

from arrtui.tui.front_door.matching import NameIndex
from arrtui.tui.kit.dialogs.help import live_keys

Run = Callable[[], Awaitable[None]]
"""Does what was chosen."""


class Hit(NamedTuple):
    """A line of the front door."""

    name: str
    keys: str
    """The keys that do the same, as people write them; empty for none."""
    kind: str
    """The pane of an action, or what a place is."""
    run: Run

    @property
    def identity(self) -> tuple[str, str]:
        """What tells it from others, for as long as the app runs."""
        return self.kind, self.name


class Group:
    """Names that are matched together. Lines are made of those that match, not of all."""

    def __init__(self, names: Sequence[str], hit: Callable[[int], Hit]) -> None:
        self.names = names
        self.hit = hit
        """Returns the line of a name, by its place."""
        self._index = NameIndex(names)

    def match(self, query: str, limit: int) -> list[Hit]:
        """Return the lines of at most so many names that match."""
        return [self.hit(place) for place in self._index.match(query, limit)]


def action_name(label: str, tooltip: str) -> str:
    """Return what an action is found by: its label and what it does."""
    return tooltip if tooltip.startswith(label) else f"{label}: {tooltip}"


def hits_of_live(screen: Screen[Any]) -> list[Hit]:
    """Return every action that is live on a screen."""
    return [
        Hit(action_name(key.label, key.tooltip), key.shown, scope, key.run)
        for scope, keys in live_keys(screen)
        for key in keys
    ]
