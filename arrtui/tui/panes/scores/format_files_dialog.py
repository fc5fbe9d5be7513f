"""The files that match a format: a list from which each title is opened."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar, cast

from textual import on, work
from textual.app import App, ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.features.scores.model import FormatRow, Judged, ScoredFile
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of, is_plain
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.scores.tab import VERDICTS, file_title

NO_FILE = "No file of this profile matches the format."


class FormatFilesDialog(Dialog[None]):
    """Lists files until `esc`; the Library's page of a title opens on top of it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("o", "address", "Address", id="format-files.address", tooltip="Show its page in the app"),
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
            FILE_COLUMNS, search=lambda one: f"{file_title(one.file)} {one.file.quality}", id="format-files"
        )
        self._table.empty = NO_FILE

    def compose(self) -> ComposeResult:
        """What the list is of, and the files."""
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
        self._table.ascii = is_plain(self)
        self._table.set_rows(self._files, key=lambda one: one.file.file_id)
        self._table.focus()

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self._open_title(event.row.file)

    @work(exclusive=True)
    async def _open_title(self, file: ScoredFile) -> None:
        await open_title(self.app, file)

    async def action_address(self) -> None:
        """Open the page of the title in its app."""
        if (one := self._table.cursor_row) is not None:
            await open_address(host_of(self), one.file)


async def open_title(app: App[object], file: ScoredFile) -> None:
    """Show a file's movie or series as the Library does, or say why not."""
    screen = None
    try:
        screen = await title_screen(cast("Host", app), file)
    except ArrtuiError as error:
        app.notify(str(error), severity="error", markup=False)
        return
    if screen is None:
        app.notify(f"{file.title} is not stored any more.", severity="warning", markup=False)
    else:
        app.push_screen(screen)


async def title_screen(app: Host, file: ScoredFile) -> Screen[None] | None:
    """Return the Library's screen about a file's title; None where it is not stored any more."""
    from arrtui.features.library.seasons import EpisodeKey
    from arrtui.tui.panes.library.series import SeriesScreen
    from arrtui.tui.panes.library.title import TitleScreen
    from arrtui.tui.panes.library.title_detail import DetailSubject

    library = await app.services.library.titles()
    title = library.by_place.get((file.instance, file.item_id))
    if title is None:
        return None
    if title.is_movie:
        return TitleScreen(DetailSubject(title))
    at = EpisodeKey(file.season, file.episodes[0]) if file.episodes else None
    return SeriesScreen(title, at=at)


async def open_address(app: Host, file: ScoredFile) -> None:
    """Open the page of a file's title in its app, or say why not."""
    from arrtui.features.library.addresses import title_address

    try:
        slug = await app.services.library.slug(file.instance, file.item_id)
        base = app.services.config.instance(file.instance).web_url
    except ArrtuiError as error:
        app.notify(str(error), severity="error", markup=False)
        return
    app.open_address(title_address(base, file.kind, slug, file.external_id))


FILE_COLUMNS: tuple[Column[Judged], ...] = (
    Column(
        "title", "Title", lambda one: file_title(one.file), min_width=24, priority=REQUIRED,
        sort=lambda one: file_title(one.file),
    ),
    Column(
        "quality", "Quality", lambda one: one.file.quality, width=14, priority=60,
        sort=lambda one: one.file.quality,
    ),
    Column(
        "score", "Score", lambda one: (f"{one.score:,}", "bad" if one.score < 0 else ""), width=8,
        align="right", priority=REQUIRED, sort=lambda one: one.score, descending=True,
    ),
    Column(
        "verdict", "Verdict", lambda one: (VERDICTS[one.verdict].text, VERDICTS[one.verdict].style), width=13,
        priority=90, sort=lambda one: one.verdict.value,
    ),
)  # fmt: skip
"""The list's columns."""
