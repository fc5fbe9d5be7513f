"""The menus behind `a` and `f`: which lines they have now, and opening them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.actions import parse
from textual.app import App
from textual.dom import DOMNode
from textual.screen import Screen

from arrtui.tui.kit.key_table import MenuBinding, declared_bindings
from arrtui.tui.kit.read_only import refusal

MENU_TITLES = {"actions": "Actions", "narrow": "Show"}
"""Menus by their entry in the table of keys."""


def live_lines(screen: Screen[Any], menu: str) -> Iterator[tuple[DOMNode, MenuBinding]]:
    """Yield the lines of a menu that mean something now, and where they do; the focused widget's first."""
    for node in (screen.focused or screen).ancestors_with_self:
        for item in declared_bindings(type(node)).values():
            if isinstance(item, MenuBinding) and item.menu == menu:
                _namespace, action, parameters = parse(item.action)
                if node.check_action(action, parameters) and not refusal(node, item.action):
                    yield node, item
        if node.is_modal:
            return


def has_lines(app: App[Any], menu: str) -> bool:
    """Return whether a menu would have a line on the topmost screen below the dialogs."""
    screen = next(screen for screen in reversed(app.screen_stack) if not screen.is_modal)
    return any(live_lines(screen, menu))


def open_menu(screen: Screen[Any], menu: str) -> None:
    """Show a menu over a screen, and do what is chosen."""
    from arrtui.tui.kit.dialogs.menu import KeyMenu

    lines = list(live_lines(screen, menu))

    async def run(place: int | None) -> None:
        if place is not None:
            node, item = lines[place]
            await node.app.run_action(item.action, node)

    if lines:
        screen.app.push_screen(KeyMenu(MENU_TITLES[menu], [item for _node, item in lines]), run)
