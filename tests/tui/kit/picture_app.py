"""An app that shows a picture on a key: ``python -m tests.tui.kit.picture_app PATH``."""

from __future__ import annotations

import sys
from pathlib import Path

from textual.app import App, ComposeResult
from textual.widgets import Static

from arrtui.tui.kit.pictures import show_picture


class PictureApp(App[None]):
    """Shows a line, and on `p` a picture."""

    BINDINGS = [("p", "picture", "Picture"), ("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """The line."""
        yield Static("the app shows")

    def action_picture(self) -> None:
        """Show the picture."""
        self.run_worker(show_picture(self, Path(sys.argv[1]), "Film: poster"))


if __name__ == "__main__":
    PictureApp().run()
