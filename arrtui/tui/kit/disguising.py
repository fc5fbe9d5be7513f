"""Turn the incognito mode on and off, and keep up with what is to be replaced."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from arrtui.runtime.incognito import read_disguise
from arrtui.tui.kit import incognito
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import notify_done, try_or_notify

if TYPE_CHECKING:
    from textual.app import App
    from textual.dom import DOMNode


async def begin_incognito(app: App[Any]) -> None:
    """Read what is to be replaced before anything is drawn. Raises StorageError."""
    services = host_of(app).services
    incognito.use(await read_disguise(services.config, services.database))


async def renew_disguise(node: DOMNode) -> bool:
    """Read what is to be replaced; return whether that could be read, else what was known counts on."""
    services = host_of(node).services
    disguise = await try_or_notify(node, read_disguise(services.config, services.database))
    if disguise is not None:
        incognito.use(disguise)
    return disguise is not None


def toggle_incognito(app: App[Any]) -> None:
    """Show made-up names instead of titles, hosts and folders, or all names again."""
    switch_incognito(app, on=not incognito.is_on())


def switch_incognito(app: App[Any], *, on: bool) -> None:
    """Show made-up names, or all names again."""
    app.run_worker(_switch(app, on=on), group="incognito", exclusive=True)


async def _switch(app: App[Any], *, on: bool) -> None:
    if on and not await renew_disguise(app):
        return
    if not on:
        incognito.use(None)
    draw_anew(app)
    notify_done(app, "Titles, hosts and folders have made-up names." if on else "All names are shown again.")


def draw_anew(app: App[Any]) -> None:
    """Draw every screen again, with nothing kept of how it was drawn before."""
    for screen in host_of(app).open_screens:
        for widget in screen.walk_children(with_self=True):
            widget.notify_style_update()
            widget.refresh()
