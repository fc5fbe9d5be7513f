"""One title, or one episode, in full over the whole screen."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from arrtui.tui.kit.head_line import HeadLine
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.panes.library.addresses import address_bindings, copy_address, show_addresses
from arrtui.tui.panes.library.title_detail import DetailSubject, TitleDetailView


class TitleScreen(Screen[None]):
    """Shows everything stored of its subject until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.pop_screen", "Back", id="title.back", tooltip="Go back to where you were"),
        *address_bindings("title", show_copy=True),
        Binding("r", "reload", "Reload", id="title.reload", tooltip="Read what is stored again"),
    ]

    def __init__(self, subject: DetailSubject) -> None:
        super().__init__()
        self._subject = subject
        self._detail = TitleDetailView(lambda: subject)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the detail, and the keys."""
        title = self._subject.title
        yield HeadLine("Library", title.title, self._subject.heading.removeprefix(title.title))
        yield self._detail
        yield KeyLine()

    def on_mount(self) -> None:
        """Read the subject."""
        self._detail.focus()
        self._detail.reload()

    def action_reload(self) -> None:
        """Read what is stored again."""
        self._detail.reload()

    async def action_addresses(self) -> None:
        """Show the addresses of the title."""
        await show_addresses(self, self._subject.title)

    async def action_copy_address(self) -> None:
        """Copy the first address of the title."""
        await copy_address(self, self._subject.title)
