"""The dialog in which a title is chosen whose score history is to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult

from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import is_plain
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable


class ChosenTitle(NamedTuple):
    """A movie or a series of one instance."""

    instance: str
    external_id: int
    title: str
    year: int
    files: int
    score: int
    """The highest of its files."""

    @property
    def words(self) -> str:
        """The title with its year."""
        return f"{self.title} ({self.year})" if self.year else self.title


def titles_of(analyses: Sequence[Analysis]) -> list[ChosenTitle]:
    """Return every title that has a file, by name."""
    found: dict[tuple[str, int], ChosenTitle] = {}
    for one in (judged for analysis in analyses for judged in analysis.judged):
        file = one.file
        place = (file.instance, file.external_id)
        before = found.get(place)
        score = one.score if before is None else max(before.score, one.score)
        files = 1 if before is None else before.files + 1
        found[place] = ChosenTitle(*place, file.title, file.year, files, score)
    return sorted(found.values(), key=lambda one: (one.title.casefold(), one.year, one.instance))


class TitleDialog(Dialog[ChosenTitle]):
    """Gives the title chosen; `/` finds one."""

    DEFAULT_CSS = """
    TitleDialog > DialogPanel {
        width: 100%;
        max-width: 90;
        height: 100%;
        max-height: 32;
    }
    """

    def __init__(self, analyses: Sequence[Analysis]) -> None:
        super().__init__()
        self._analyses = analyses
        self._table: EstateTable[ChosenTitle] = EstateTable(
            TITLE_COLUMNS, search=lambda one: f"{one.words} {one.instance}", id="trends-titles"
        )
        self._table.empty = "No title has a file."

    def compose(self) -> ComposeResult:
        """The titles and the filter's line."""
        with DialogPanel() as panel:
            panel.border_title = "Score history of"
            panel.border_subtitle = "enter shows it, / finds, esc closes"
            yield self._table
            yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Show the titles."""
        self._table.ascii = is_plain(self)
        self._table.set_rows(titles_of(self._analyses), key=lambda one: one[:2])
        self._table.focus()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.dismiss(event.row)


TITLE_COLUMNS: tuple[Column[ChosenTitle], ...] = (
    Column(
        "title", "Title", lambda one: one.words, min_width=20, priority=REQUIRED, sort=lambda one: one.title
    ),
    Column("instance", "Instance", lambda one: one.instance, width=14, sort=lambda one: one.instance),
    Column(
        "files", "Files", lambda one: f"{one.files:,}", width=6, align="right", sort=lambda one: one.files,
        descending=True,
    ),
    Column(
        "score", "Best", lambda one: f"{one.score:,}", width=8, align="right", sort=lambda one: one.score,
        descending=True, tooltip="The highest score of its files",
    ),
)  # fmt: skip
"""The list's columns."""
