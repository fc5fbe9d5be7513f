"""What the app does where no instance is configured yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.tui.app import ArrtuiApp

WANTS_DEMO = "demo"
"""Return value of the app when the demo was chosen in the welcome dialog."""


def welcome(app: ArrtuiApp) -> None:
    """Open the welcome dialog, and do what is chosen there."""
    from arrtui.tui.panes.estate.welcome import WelcomeDialog

    async def welcomed(choice: str | None) -> None:
        if choice == "demo":
            app.exit(WANTS_DEMO)
        elif choice == "quit":
            app.exit()
        elif choice == "add":
            await app.run_action("add_first", app.main.pane)

    app.push_screen(WelcomeDialog(app.services.config.path), welcomed)
