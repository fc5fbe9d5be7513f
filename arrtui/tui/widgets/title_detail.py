"""One title in full, in a panel that scrolls."""

from __future__ import annotations

from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from arrtui.features.library.detail import TitleDetail
from arrtui.tui.widgets.title_detail_text import title_lines


class TitleDetailView(VerticalScroll, can_focus=True):
    """Shows everything stored of a title; what it holds is never taken for markup."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("j", "scroll_down", "Down", show=False, id="detail.down", tooltip="Scroll down"),
        Binding("k", "scroll_up", "Up", show=False, id="detail.up", tooltip="Scroll up"),
        Binding("g,home", "scroll_home", "Top", show=False, id="detail.top", tooltip="Scroll to the top"),
        Binding("G,end", "scroll_end", "Bottom", show=False, id="detail.end", tooltip="Scroll to the end"),
        Binding("ctrl+d", "page_down", "Page down", show=False, id="detail.page-down"),
        Binding("ctrl+u", "page_up", "Page up", show=False, id="detail.page-up"),
    ]

    DEFAULT_CSS = """
    TitleDetailView {
        padding: 0 1;
        scrollbar-size-vertical: 1;
        scrollbar-gutter: stable;
        background: $surface;
        color: $foreground;
        & > Static {
            width: 1fr;
            height: auto;
        }
        &:ansi {
            background: ansi_default;
            color: ansi_default;
        }
    }
    """

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:
        super().__init__(id=id, classes=classes)
        self._detail: TitleDetail | None = None
        self._heading = ""
        self._text = Static("", markup=False)

    def compose(self) -> ComposeResult:
        """Hold one text."""
        yield self._text

    @property
    def detail(self) -> TitleDetail | None:
        """What is shown."""
        return self._detail

    def show(self, detail: TitleDetail | None, heading: str = "") -> None:
        """Show a title, or nothing; a new title begins at its top, the same one stays where it is."""
        same = _identity(detail) == _identity(self._detail)
        self._detail, self._heading = detail, heading
        self._draw()
        if not same:
            self.scroll_home(animate=False)

    def say(self, text: str) -> None:
        """Show a sentence instead of a title."""
        self._detail = None
        self._text.update(Content.styled(text, "$text-muted"))

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew."""
        self._draw()

    def _draw(self) -> None:
        if self._detail is not None:
            lines = title_lines(self._detail, self.scrollable_content_region.width, self._heading)
            self._text.update(Content("\n").join(lines))


def _identity(detail: TitleDetail | None) -> object:
    """Return what tells titles apart."""
    return detail and [(copy.instance, copy.row.item_id) for copy in detail.copies]
