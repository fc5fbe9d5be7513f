"""The files that match a format: a list from which each title is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.filter.fields import FieldKind
from arrtui.core.text import plural
from arrtui.features.scores.model import FormatRow, Judged
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import host_of
from arrtui.tui.kit.notices import try_or_notify
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.scores.lines import VERDICTS, file_title
from arrtui.tui.panes.scores.title_links import open_title, web_address

NO_FILE = "No file of this profile matches the format."


class FormatFilesDialog(Dialog[None]):
    """Lists files until `esc`; the Library's page of a title opens on top of it."""

    KEYS_BESIDE = frozenset({"table", "filter"})
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "address", "Address", id="format-files.address", tooltip="Show its page in the app")
    ]

    DEFAULT_CSS = """
    FormatFilesDialog > DialogPanel {
        width: 100%;
        max-width: 110;
        height: 100%;
        & > #format-files-line {
            height: 1;
            color: $text-muted;
            text-wrap: nowrap;
            text-overflow: ellipsis;
        }
    }
    """

    def __init__(self, row: FormatRow, files: Sequence[Judged]) -> None:
        super().__init__()
        self._row = row
        self._files = files
        self._table: EstateTable[Judged] = EstateTable(
            FILE_COLUMNS,
            search=lambda judged: f"{file_title(judged.file)} {judged.file.quality}",
            id="format-files",
        )
        self._table.empty = NO_FILE

    def compose(self) -> ComposeResult:
        """The number of files, the files and the filter's line."""
        row = self._row
        with DialogPanel() as panel:
            panel.border_title = Content(sanitise(f"{row.name}, {row.score:,} in {row.profile}"))
            panel.border_subtitle = "enter opens, o its address, / finds, esc closes"
            yield Static(
                f"{plural(len(self._files), 'file')} on {row.instance} match it.",
                id="format-files-line",
                markup=False,
            )
            yield self._table
            yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Show the files."""
        self._table.set_rows(self._files, key=lambda judged: judged.file.file_id)
        self._table.focus()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.run_worker(open_title(self, event.row.file), exclusive=True)

    async def action_address(self) -> None:
        """Open the page of the title in its app."""
        judged, host = self._table.cursor_row, host_of(self)
        if judged is None:
            return
        if (address := await try_or_notify(self, web_address(host, judged.file))) is not None:
            host.open_address(address)


FILE_COLUMNS: tuple[Column[Judged], ...] = (
    Column(
        "title", "Title", lambda judged: file_title(judged.file),
        kind=FieldKind.TEXT, min_width=24, priority=REQUIRED,
        sort=lambda judged: file_title(judged.file),
    ),
    Column(
        "quality", "Quality", lambda judged: judged.file.quality, kind=FieldKind.TEXT, width=14, priority=60,
        sort=lambda judged: judged.file.quality,
    ),
    Column(
        "score", "Score", lambda judged: (f"{judged.score:,}", "bad" if judged.score < 0 else ""),
        kind=FieldKind.NUMBER, width=8,
        align="right", priority=REQUIRED, sort=lambda judged: judged.score, descending=True,
    ),
    Column(
        "verdict", "Verdict",
        lambda judged: (VERDICTS[judged.verdict].text, VERDICTS[judged.verdict].style),
        kind=FieldKind.TEXT, width=13, priority=90, sort=lambda judged: judged.verdict.value,
    ),
)  # fmt: skip
"""The list's columns."""
