"""A small application around a table, and a library to show in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from textual import on
from textual.app import App, ComposeResult
from textual.message import Message
from textual.strip import Strip
from textual.widgets import Static

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable


@dataclass(frozen=True)
class Movie:
    """A row."""

    id: int
    title: str
    year: int | None = 2000
    state: str = "ok"
    tags: tuple[str, ...] = field(default=())


def movies(count: int) -> list[Movie]:
    """A library of numbered movies, newest first."""
    return [Movie(number, f"Movie {number:05}", 2025 - number % 70) for number in range(count)]


def by_id(movie: Movie) -> int:
    """The identity of a row."""
    return movie.id


YEAR: FilterField[Movie] = FilterField("year", FieldKind.NUMBER, lambda movie: movie.year)
TAG: FilterField[Movie] = FilterField("tag", FieldKind.NAMES, lambda movie: movie.tags)


def columns() -> list[Column[Movie]]:
    """Columns that fit at 80 cells only when some hide."""
    return [
        Column("title", "Title", lambda m: m.title, min_width=20, priority=REQUIRED, sort=lambda m: m.title),
        Column("year", "Year", lambda m: str(m.year or ""), width=6, align="right", field=YEAR),
        Column("state", "State", lambda m: (m.state, "good"), width=12, sort=lambda m: m.state, priority=60),
        Column("tags", "Tags", lambda m: [(tag, "dim") for tag in m.tags], width=24, priority=20, field=TAG),
        Column("path", "Path", lambda m: f"/movies/{m.id}", width=24, priority=10, tooltip="On disk"),
    ]


class TableApp(App[None]):
    """Shows one table and its filter line, and remembers what they say."""

    CSS = "Screen { layout: vertical; }"
    BINDINGS = [(key, f"note('{key}')") for key in ("q", "escape", "2", "n")]

    def __init__(self, rows: list[Movie], **options: Any) -> None:
        super().__init__()
        self.table: EstateTable[Movie] = EstateTable(columns(), **options)
        self.bar = FilterBar(self.table)
        self.rows = rows
        self.said: list[Message] = []
        self.pressed: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.table
        yield self.bar
        yield Static("below", id="below")

    def on_mount(self) -> None:
        self.table.set_rows(self.rows, by_id)
        self.table.focus()

    @on(EstateTable.CursorMoved)
    @on(EstateTable.Opened)
    @on(EstateTable.MarksChanged)
    @on(EstateTable.FilterChanged)
    def remember(self, message: Message) -> None:
        self.said.append(message)

    def heard(self, kind: type[Message]) -> list[Any]:
        """The messages of one kind, oldest first."""
        return [message for message in self.said if isinstance(message, kind)]

    def action_note(self, key: str) -> None:
        """Note a key that reached the application."""
        self.pressed.append(key)

    def strips(self) -> list[Strip]:
        """The lines of the table, as they are on screen."""
        return self.table.render_lines(self.table.size.region)

    def lines(self) -> list[str]:
        """The text of the table, as it is on screen."""
        return [strip.text for strip in self.strips()]

    def cursor_lines(self) -> list[int]:
        """The lines that bear the cursor's glyph."""
        return [y for y, text in enumerate(self.lines()) if text.startswith(("▌", ">"))]
