"""What the front door offers: actions that are live, those of other panes, and places to go to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from textual.screen import Screen

from arrtui.runtime.capabilities import load, panes
from arrtui.tui.front_door.matching import NameIndex
from arrtui.tui.kit.dialogs.help import live_keys
from arrtui.tui.kit.key_table import ENTRIES, MenuBinding, TableBinding, declared_bindings, shown_keys
from arrtui.tui.kit.targets import Targets, TargetSource

if TYPE_CHECKING:
    from arrtui.tui.front_door.errands import Errands
    from arrtui.tui.kit.pane import Pane

Run = Callable[[], Awaitable[None]]
"""Does what was chosen."""
BACK = "back"
"""Entry of the table that is offered only where it is live: elsewhere there is nothing to go back from."""


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


class HitGroup:
    """Names that are matched together. Lines are made of those that match, not of all."""

    def __init__(self, names: Sequence[str], hit_of: Callable[[int], Hit]) -> None:
        self.names = names
        self.hit_of = hit_of
        """Returns the line of a name, by its place."""
        self._index = NameIndex(names)

    def named(self, names: Collection[str]) -> list[Hit]:
        """Return the lines of exactly these names."""
        return [self.hit_of(place) for place, name in enumerate(self.names) if name in names]

    def match(self, query: str, limit: int) -> list[Hit]:
        """Return the lines of at most so many names that match."""
        return [self.hit_of(place) for place in self._index.match(query, limit)]


def group_of_hits(hits: Sequence[Hit]) -> HitGroup:
    """Return a group of lines that are made already."""
    return HitGroup([hit.name for hit in hits], hits.__getitem__)


def group_of_targets(targets: Targets, errands: Errands) -> HitGroup:
    """Return a group of places of one kind."""

    def hit_of(place: int) -> Hit:
        async def run() -> None:
            await errands.open_target(targets, place)

        return Hit(targets.names[place], "", targets.kind, run)

    return HitGroup(targets.names, hit_of)


def action_name(label: str, tooltip: str) -> str:
    """Return what an action is found by: its label and what it does."""
    return tooltip if tooltip.startswith(label) else f"{label}: {tooltip}"


def live_hits(screen: Screen[Any]) -> Iterator[tuple[str, Hit]]:
    """Yield every action that is live on a screen, after its id."""
    for scope, keys in live_keys(screen):
        for key in keys:
            yield key.id, Hit(action_name(key.label, key.tooltip), key.shown, scope, key.run)


def pane_hits(errands: Errands) -> Iterator[tuple[str, Hit]]:
    """Yield every action of every pane and its tabs, after its id. For a thread, as it imports them."""
    for entry in panes():
        pane_class: type[Pane] = load(entry.pane_class)
        parts = {load(dotted): action for dotted, action in pane_class.PARTS.items()}
        for node_class, opener in {pane_class: "", **parts}.items():
            for id, binding in declared_bindings(node_class).items():
                if not isinstance(binding, TableBinding) or binding.entry != BACK:
                    run = errands.action(entry.id, node_class, opener, binding)
                    name = action_name(binding.description, binding.tooltip)
                    yield id, Hit(name, keys_of(binding, errands.configured.get(id, "")), entry.title, run)


def keys_of(binding: TableBinding | MenuBinding, configured: str) -> str:
    """Return the keys of a binding as people write them; ``configured`` are those of the configuration."""
    if isinstance(binding, MenuBinding) and not configured:
        return f"{shown_keys(ENTRIES[binding.menu].keys)} {binding.letter}"
    return shown_keys(configured or binding.key)


def target_sources() -> list[TargetSource]:
    """Return the sources of places of all panes. It imports them: call it in a thread."""
    return [load(entry.targets) for entry in panes() if entry.targets]
