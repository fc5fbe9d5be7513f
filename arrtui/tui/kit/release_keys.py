"""The key that lists what indexers have of something, wherever a movie or an episode is shown."""

from __future__ import annotations

from textual.binding import BindingType

from arrtui.tui.kit.key_table import bind, menu_item

TOOLTIP = "List what indexers have of it; nothing is grabbed"


def releases_bindings(scope: str, *, in_menu: bool = True) -> list[BindingType]:
    """Return the key and the line of the menu of actions; their widget defines ``action_releases``."""
    key = bind("releases", f"{scope}.releases", TOOLTIP, show=False)
    if not in_menu:
        return [key]
    return [key, menu_item("actions", "m", f"{scope}.list-releases", "releases", "Releases", TOOLTIP)]
