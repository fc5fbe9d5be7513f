"""The keys that work everywhere, and where to find what some of them do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from textual.binding import Binding, BindingType

from arrtui.runtime.capabilities import PaneEntry
from arrtui.tui.kit.key_table import bind, menu_item

GLOBAL_BINDINGS: tuple[BindingType, ...] = (
    bind("actions", "app.actions", action="menu('actions')"),
    bind("narrow", "app.narrow", action="menu('narrow')"),
    bind("last_place", "app.last-place", show=False),
    bind("editor", "app.editor", action="call('editor')", show=False),
    bind("theme", "app.theme", action="call('theme')", show=False),
    bind("redraw", "app.redraw", action="call('redraw')", show=False),
    bind("undo", "app.undo"),
    bind("redo", "app.redo", show=False),
    bind("help", "app.help", action="call('help')"),
    bind("front_door", "app.go", action="call('front_door')"),
    replace(bind("palette", "app.palette", action="call('front_door')", show=False), priority=True),
    menu_item("", "", "app.incognito", "call('incognito')", "Incognito", "Made-up titles, hosts and folders"),
    menu_item(
        "", "", "app.config", "call('config')", "Configuration", "Its faults, and the editor at their line"
    ),
    bind("quit", "app.quit"),
    replace(bind("quit_now", "app.quit-now", action="quit", show=False), priority=True),
    Binding("ctrl+c", "how_to_quit", show=False, system=True),
)
"""Bindings of the app, but for the digits of the panes."""

GLOBAL_ACTIONS: Mapping[str, str] = {
    "config": "arrtui.tui.config_dialog:show_config",
    "editor": "arrtui.tui.kit.handover:begin_editing",
    "front_door": "arrtui.tui.front_door.door:open_front_door",
    "help": "arrtui.tui.kit.dialogs.help:show_help",
    "incognito": "arrtui.tui.kit.disguising:toggle_incognito",
    "redraw": "arrtui.tui.terminal.driver:redraw",
    "theme": "arrtui.tui.theme_dialog:choose_theme",
}
"""Functions of the app, by what ``call`` names them; imported at their first use, to keep the start short."""


def digit_binding(entry: PaneEntry) -> Binding:
    """Return the key that shows a pane."""
    return Binding(
        entry.digit,
        f"go('{entry.id}')",
        entry.title,
        show=False,
        id=f"app.{entry.id}",
        tooltip=f"Show the pane {entry.title}",
    )
