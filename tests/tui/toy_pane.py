"""The pane of the capability that only tests register."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from arrtui.tui.kit.pane import Pane


class ToyPane(Pane):
    BINDINGS: ClassVar[list[BindingType]] = [Binding("g", "greet", "Greet", id="toy.greet", tooltip="Greet")]

    def compose(self) -> ComposeResult:
        yield Input()

    def focus_content(self) -> None:
        self.query_one(Input).focus()
