"""One title, or one episode, in full over the whole screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from arrtui.features.library.merge import Title
from arrtui.tui.kit.head_line import HeadLine
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.panes.library.addresses import Addressing
from arrtui.tui.panes.library.title_detail import DetailSubject, TitleDetailView


class TitleScreen(Addressing, Screen[None]):
    """Shows everything stored of its subject until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="title.back", tooltip="Go back to where you were"),
        Binding("o", "addresses", "Address", id="title.address", tooltip="Show its web addresses"),
        Binding("y", "copy_address", "Copy", id="title.copy", tooltip="Copy its first web address"),
        Binding("r", "reload", "Reload", id="title.reload", tooltip="Read what is stored again"),
    ]

    def __init__(self, subject: DetailSubject) -> None:
        super().__init__()
        self._subject = subject

    @property
    def current_title(self) -> Title:
        """The title shown."""
        return self._subject.title

    def compose(self) -> ComposeResult:
        """Where one is, everything, and the keys."""
        title = self._subject.title
        yield HeadLine("Library", title.title, self._subject.heading.removeprefix(title.title))
        yield TitleDetailView()
        yield KeyLine()

    def on_mount(self) -> None:
        """Read it."""
        self.query_one(TitleDetailView).focus()
        self.action_reload()

    def action_reload(self) -> None:
        """Read what is stored again."""
        self.query_one(TitleDetailView).follow(lambda: self._subject)
