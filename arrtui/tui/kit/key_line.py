"""The bottom line: the keys that matter here, made from the live bindings."""

from __future__ import annotations

from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol, runtime_checkable

from rich.cells import cell_len
from textual import events
from textual.binding import Binding
from textual.content import Content

from arrtui.tui.kit.read_only import refusal
from arrtui.tui.kit.text_line import TextLine

if TYPE_CHECKING:
    from textual.dom import DOMNode
    from textual.screen import Screen

KEPT = 10
"""Rank from which a key stays in the line whatever else has to go."""
GAP = 2
"""Blank cells between two keys."""

_MENUS = ("actions", "facets", "narrow")
"""Last parts of the ids of what opens a menu of all that has no key here."""
_LAST = ("app.help", "app.go", "app.quit")
"""Kept at the right end whatever else has to go, after the menus."""


_FIRST = ("app.undo",)
"""Shown before all others: what it says is not said elsewhere."""
SHARE = 0.45
"""How much of the line a label that is made for the moment may take."""


@runtime_checkable
class NamesKeys(Protocol):
    """The app or a screen that calls a key something else from moment to moment."""

    def key_label(self, action: str, room: int) -> str:
        """Return what the key line calls an action, in at most ``room`` cells; empty for its label."""


@runtime_checkable
class ExplainsKeys(Protocol):
    """The app, which tells what a key would do now."""

    def key_tooltip(self, action: str) -> str:
        """Return what help and palette say of an action; empty for its tooltip."""


def hidden_key(key: str, action: str, label: str, id: str, tooltip: str) -> Binding:
    """Return a binding that the key line leaves out; the help lists it with its tooltip."""
    return Binding(key, action, label, show=False, id=id, tooltip=tooltip)


def rank_of(binding_id: str) -> int:
    """Return the place of a key in the line: the pane's, the table's, the app's, those that are kept."""
    scope, _dot, name = binding_id.partition(".")
    if binding_id in _FIRST:
        return -1
    if binding_id in _LAST:
        return KEPT + 1 + _LAST.index(binding_id)
    return KEPT if name in _MENUS else {"table": 1, "app": 2}.get(scope, 0)


class KeyHint(NamedTuple):
    """A key and what it does, as the line shows them."""

    key: str
    shown: str
    label: str
    enabled: bool

    @property
    def width(self) -> int:
        """Cells it takes."""
        return len(self.shown) + 1 + cell_len(self.label)


@runtime_checkable
class Offers(Protocol):
    """A node that knows of some of its actions that they would only say why they do nothing now."""

    def offers(self, action: str) -> bool:
        """Return whether an action, without its parameters, will do something now."""


def will_do(node: DOMNode, binding: Binding) -> bool:
    """Return whether a key will do something now, so that it is worth a place in the line."""
    action = binding.action.partition("(")[0].rpartition(".")[2]
    owner = node.screen if binding.action.startswith("screen.") else node
    return not isinstance(owner, Offers) or owner.offers(action)


class KeyLine(TextLine):
    """One widget and one line, so that a change of focus costs one line and not thirty widgets."""

    DEFAULT_CSS = """
    KeyLine {
        dock: bottom;
        background: $panel;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._hints: list[KeyHint] = []
        self._kept = 0
        """How many of the last hints are never left out."""

    def on_mount(self) -> None:
        """Follow the bindings of the screen."""
        self.screen.bindings_updated_signal.subscribe(self, self._follow)

    def on_resize(self, _event: events.Resize) -> None:
        """Make the labels that depend on the width anew."""
        self._follow(self.screen)

    def _follow(self, screen: Screen[Any]) -> None:
        """Show the visible bindings that are live now: the pane's, the table's, the app's, the last three."""
        if not self.is_attached or screen is not self.screen:
            return
        order: dict[str, tuple[int, KeyHint]] = {}
        room = int(self.size.width * SHARE)
        for node, binding, enabled, _tooltip in screen.active_bindings.values():
            if binding.show and enabled and binding.action not in order and will_do(node, binding):
                label = node.key_label(binding.action, room) if isinstance(node, NamesKeys) else ""
                shown, possible = self.app.get_key_display(binding), not refusal(node, binding.action)
                hint = KeyHint(binding.key, shown, label or binding.description, possible)
                order[binding.action] = (rank_of(binding.id or ""), hint)
        ranked = sorted(order.values(), key=itemgetter(0))
        hints = [hint for _number, hint in ranked]
        kept = sum(number >= KEPT for number, _hint in ranked)
        if (hints, kept) != (self._hints, self._kept):
            self._hints, self._kept = hints, kept
            self.refresh()

    def shown(self, width: int) -> list[KeyHint]:
        """Return the hints that fit; those for menus, help, palette and quit always stay."""
        begin = len(self._hints) - self._kept
        tail = self._hints[begin:]
        kept, used = [], sum(hint.width + GAP for hint in tail)
        for hint in self._hints[:begin]:
            used += hint.width + GAP
            if used - GAP > width:
                break
            kept.append(hint)
        return [*kept, *tail]

    def render(self) -> Content:
        """Draw the keys bold and what they do plain."""
        parts: list[tuple[str, str]] = []
        for hint in self.shown(self.content_size.width):
            dim = "" if hint.enabled else " dim"
            parts += [(hint.shown, f"bold $text-accent{dim}"), (f" {hint.label}{' ' * GAP}", dim.strip())]
        return Content.assemble(*parts)

    def on_click(self, event: events.Click) -> None:
        """Press the key that was clicked."""
        x = event.x - 1
        for hint in self.shown(self.content_size.width):
            if 0 <= x < hint.width:
                self.app.simulate_key(hint.key)
                return
            x -= hint.width + GAP
