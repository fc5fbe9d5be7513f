"""The help: what the pane is for, and every key that works now, made from the live bindings."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.dom import DOMNode
from textual.screen import Screen
from textual.widgets import Static

from arrtui.tui.kit.dialogs.base import DialogPanel, ScrollDialog, scroll_bindings
from arrtui.tui.kit.key_line import ExplainsKeys
from arrtui.tui.kit.key_table import MenuBinding, TableBinding, declared_bindings, is_keyless
from arrtui.tui.kit.menus import MENU_TITLES
from arrtui.tui.kit.pane import Pane

SCOPES = {
    "estate": "Estate",
    "library": "Library",
    "formats": "Formats",
    "profiles": "Profiles",
    "trends": "Trends",
    "whatif": "What-if",
    "jobs": "Jobs",
    "title": "Title",
    "detail": "Detail",
    "filter": "Filter",
    "table": "Tables",
    "app": "Everywhere",
}
"""Parts of a binding's id before its first dot, in the order in which the help shows them."""


@dataclass(frozen=True)
class LiveKey:
    """An action that can be called now."""

    id: str
    shown: str
    """Its keys, as people write them."""
    label: str
    tooltip: str
    action: str
    node: DOMNode

    async def run(self) -> None:
        """Do it."""
        await self.node.app.run_action(self.action, self.node)


Group = tuple[str, Sequence[LiveKey]]
"""A scope's title and its keys."""


def live_keys(screen: Screen[Any]) -> list[Group]:
    """Return the actions that can be called on a screen now, grouped by scope, each with all of its keys."""
    by_id: dict[str, list[ActiveBinding]] = {}
    for active in screen.active_bindings.values():
        if active.binding.id and active.enabled:
            by_id.setdefault(active.binding.id, []).append(active)
    openers = dict(_menu_keys(screen))
    groups: dict[str, list[LiveKey]] = {}
    for binding_id, actives in by_id.items():
        node, binding, _enabled, tooltip = actives[0]
        item = declared_bindings(type(node)).get(binding_id)
        if isinstance(item, MenuBinding) and is_keyless(binding):
            shown = f"{openers.get(item.menu, '')} {item.letter}"
        else:
            shown = " ".join(screen.app.get_key_display(active.binding) for active in actives)
        scope, label = binding_id.partition(".")[0], binding.description
        said = node.key_tooltip(binding.action) if isinstance(node, ExplainsKeys) else ""
        key = LiveKey(binding_id, shown, label, said or tooltip or label, binding.action, node)
        groups.setdefault(SCOPES.get(scope, scope.capitalize()), []).append(key)
    order = list(SCOPES.values())
    return sorted(groups.items(), key=lambda group: order.index(group[0]) if group[0] in order else 0)


def _menu_keys(screen: Screen[Any]) -> Iterator[tuple[str, str]]:
    """Yield each menu that can be opened on a screen now, and the key that opens it."""
    for active in screen.active_bindings.values():
        item = declared_bindings(type(active.node)).get(str(active.binding.id))
        if isinstance(item, TableBinding) and item.entry in MENU_TITLES:
            yield item.entry, screen.app.get_key_display(active.binding)


def tour_of(screen: Screen[Any]) -> list[str]:
    """Return what the pane that has the focus is for, with the keys that its actions have now."""
    pane = next(
        (node for node in (screen.focused or screen).ancestors_with_self if isinstance(node, Pane)), None
    )
    if pane is None:
        return []
    return [re.sub(r"\{([\w.-]+)\}", lambda name: pane.keys_of(name[1]), line) for line in pane.TOUR]


class HelpDialog(ScrollDialog):
    """Lists keys. Built when it is opened, so it shows what the configuration has remapped."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q", "close", "Close", show=False, id="help.close"),
        *scroll_bindings("help"),
    ]

    DEFAULT_CSS = """
    HelpDialog > DialogPanel {
        width: 84;
        max-width: 96%;
        max-height: 92%;
        & > VerticalScroll {
            height: auto;
            max-height: 1fr;
            scrollbar-size-vertical: 1;
            scrollbar-gutter: stable;
        }
    }
    """

    def __init__(self, groups: Sequence[Group], tour: Sequence[str] = ()) -> None:
        super().__init__()
        self._groups = groups
        self._tour = tour

    def compose(self) -> ComposeResult:
        """One text in columns."""
        with DialogPanel() as panel:
            panel.border_title = "Keys"
            panel.border_subtitle = "arrows scroll, esc closes"
            with VerticalScroll():
                yield Static(markup=False)

    def on_resize(self) -> None:
        """Lay the columns out for the width there is."""
        self.call_after_refresh(self._lay_out)

    def _lay_out(self) -> None:
        width = self.query_one(VerticalScroll).scrollable_content_region.width
        keys = help_text(self._groups, width)
        tour = [Content(line) for line in (*self._tour, "")] if self._tour else []
        self.query_one(Static).update(Content("\n").join([*tour, keys]))


def show_help(app: App[Any]) -> None:
    """Show every key that works on the screen of an app."""
    app.push_screen(HelpDialog(live_keys(app.screen), tour_of(app.screen)))


def help_text(groups: Sequence[Group], width: int) -> Content:
    """Return the keys of all groups in three columns: keys, what they do, the id to remap them by."""
    keys_width = max((len(key.shown) for _title, keys in groups for key in keys), default=0)
    ids_width = max((len(key.id) for _title, keys in groups for key in keys), default=0)
    rest = max(16, width - keys_width - ids_width - 4)
    lines: list[Content] = []
    for title, keys in groups:
        lines += [Content("")] if lines else []
        lines.append(Content.styled(title, "bold underline"))
        for key in keys:
            first, *more = textwrap.wrap(key.tooltip, rest) or [""]
            lines.append(
                Content.assemble(
                    (key.shown.ljust(keys_width), "bold $text-accent"),
                    f"  {first.ljust(rest)}  ",
                    (key.id, "$foreground-muted"),
                )
            )
            lines += [Content(" " * (keys_width + 2) + line) for line in more]
    return Content("\n").join(lines)
