"""The welcome of somebody who has no instance yet: add one, or look at the demo."""

from __future__ import annotations

from pathlib import Path
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.widgets import Button, Static

from arrtui.core.apps.words import app_names
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel, button

TEXT = "\n\n".join(
    (
        f"arrtui backs up every {app_names()} you run, and shows them side by side.",
        "Add an instance: you need its address and its API key, which the app shows under Settings, "
        "General. Backing up only reads; your apps are not changed.",
        "Or look at the demo first: five simulated instances with a few thousand titles. It touches "
        "nothing of yours and leaves nothing behind.",
    )
)


class WelcomeDialog(Dialog[str]):
    """Gives ``add``, ``demo``, ``quit``, or None for a look at the empty app."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "choose('add')", "Add", id="welcome.add", tooltip="Add an instance"),
        Binding("d", "choose('demo')", "Demo", id="welcome.demo", tooltip="Look at the demo"),
        Binding("q", "choose('quit')", "Quit", id="welcome.quit", tooltip="Leave"),
    ]

    DEFAULT_CSS = """
    WelcomeDialog > DialogPanel {
        padding: 1 2;
    }
    """

    def __init__(self, path: Path | None) -> None:
        super().__init__()
        self._path = path

    def compose(self) -> ComposeResult:
        """What the app is, and how to begin."""
        with DialogPanel() as panel:
            panel.border_title = "Welcome to arrtui"
            yield Static(TEXT, markup=False)
            if self._path is not None:
                yield Static(f"\nThe configuration will be {self._path}", markup=False)
            with Horizontal(classes="buttons"):
                yield button("Add an instance  a", "add")
                yield button("Look at the demo  d", "demo")
                yield button("Quit  q", "quit")

    def on_mount(self) -> None:
        """Suggest to add an instance."""
        self.query_one("#add").focus()

    def on_button_pressed(self, event: Button.Pressed) -> None:
        """Return the choice."""
        self.action_choose(event.button.id or "")

    def action_choose(self, choice: str) -> None:
        """Return the choice."""
        self.dismiss(choice)
