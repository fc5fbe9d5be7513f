"""The dialog in which a title is chosen whose score history is to be shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from textual import on
from textual.app import ComposeResult

from arrtui.core.filter.fields import FieldKind
from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable


class ChosenTitle(NamedTuple):
    """A movie or a series of one instance."""

    instance: str
    external_id: str
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
    titles: dict[tuple[str, str], ChosenTitle] = {}
    for judged in (judged for analysis in analyses for judged in analysis.judged):
        file = judged.file
        key = (file.instance, file.external_id)
        seen = titles.get(key)
        score = judged.score if seen is None else max(seen.score, judged.score)
        files = 1 if seen is None else seen.files + 1
        titles[key] = ChosenTitle(*key, file.title, file.year, files, score)
    return sorted(titles.values(), key=lambda title: (title.title.casefold(), title.year, title.instance))


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
            TITLE_COLUMNS, search=lambda title: f"{title.words} {title.instance}", id="trends-titles"
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
        self._table.set_rows(titles_of(self._analyses), key=lambda title: title[:2])
        self._table.focus()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.dismiss(event.row)


TITLE_COLUMNS: tuple[Column[ChosenTitle], ...] = (
    Column(
        "title", "Title", lambda title: title.words, kind=FieldKind.TEXT, min_width=20, priority=REQUIRED,
        sort=lambda title: title.title,
    ),
    Column(
        "instance", "Instance", lambda title: title.instance, kind=FieldKind.INSTANCE, width=14,
        sort=lambda title: title.instance,
    ),
    Column(
        "files", "Files", lambda title: f"{title.files:,}", kind=FieldKind.NUMBER, width=6, align="right",
        sort=lambda title: title.files, descending=True,
    ),
    Column(
        "score", "Best", lambda title: f"{title.score:,}", kind=FieldKind.NUMBER, width=8, align="right",
        sort=lambda title: title.score, descending=True, tooltip="The highest score of its files",
    ),
)  # fmt: skip
"""The list's columns."""
