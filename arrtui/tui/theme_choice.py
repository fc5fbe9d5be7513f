"""Choosing a theme, and saving the choice."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.core.errors import ArrtuiError
from arrtui.tui import themes

if TYPE_CHECKING:
    from arrtui.tui.app import ArrtuiApp


def choose_theme(app: ArrtuiApp, name: str) -> None:
    """Switch to a theme, and save it where there is a configuration file."""
    app.theme = themes.textual_name(name)
    app.notify(f"Theme {name}", markup=False)

    async def save() -> None:
        try:
            await app.services.save_theme(name)
        except ArrtuiError as error:
            app.notify(f"The theme is not saved: {error}", severity="warning", markup=False)

    if app.services.config.exists:
        app.run_worker(save(), group="theme", exclusive=True)
