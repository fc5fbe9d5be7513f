"""The least a Textual app can be: one line of text. Its first paint is the floor of ours."""

from __future__ import annotations

from textual.app import App, ComposeResult
from textual.widgets import Static

TEXT = "bare-and-ready"


class Bare(App[None]):
    """Shows one line, and ends on q."""

    BINDINGS = [("q", "quit", "Quit")]

    def compose(self) -> ComposeResult:
        """Show the line."""
        yield Static(TEXT)


if __name__ == "__main__":
    Bare().run()
