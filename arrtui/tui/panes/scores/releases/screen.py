"""What the indexers of an instance have of a title, over the whole screen: a search that grabs nothing."""

from __future__ import annotations

from typing import ClassVar

from textual import events, on, work
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.runtime.releases import ReleaseList, ReleaseSubject
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.host import Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_failed, notify_refused
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.kit.text_line import HeadLine
from arrtui.tui.panes.scores.lines import Line, content_line
from arrtui.tui.panes.scores.releases.rows import COLUMNS, FIELDS, ReleaseRow, filter_text
from arrtui.tui.panes.scores.releases.text import grab_question, release_lines

NOTHING = """\
No indexer has anything of it.

9 shows whether indexers fail; in the app, Settings and Indexers
say which of them it searches by hand. r searches again."""
NOT_LISTED = "Nothing was listed. r searches again, esc goes back."
CANCELLED = "The search was cancelled. r searches again, esc goes back."
NO_MATCH = "No release matches.\nesc clears the text."
_SEARCH = "release-search"
_LEAST_WIDTH = 52


class ReleasesScreen(Screen[None]):
    """Searches once it opens, and again by a key; grabs what is chosen after a question."""

    BINDINGS: ClassVar[list[BindingType]] = [
        menu_item("actions", "g", "releases.grab", "grab", "Grab",
                  "Have the app grab the release, after a question", writes=True),
        bind("refresh", "releases.search", "Search again"),
        bind("cancel", "releases.cancel", "Cancel the search", action="cancel_search"),
        bind("detail", "releases.detail", "Show everything about the release, or hide it"),
        bind("back", "releases.back", "Go back to where you were", action="leave", show=False),
    ]  # fmt: skip

    DEFAULT_CSS = """
    ReleasesScreen {
        & > Vertical > Split.-wide > DetailPanel {
            width: 52;
        }
        & > Vertical > Split.-very-wide > DetailPanel {
            width: 60;
        }
        & #releases-line {
            height: 1;
            padding: 0 1;
        }
    }
    """

    def __init__(self, subject: ReleaseSubject) -> None:
        super().__init__()
        self._subject = subject
        self._listed: ReleaseList | None = None
        self._table: EstateTable[ReleaseRow] = EstateTable(
            COLUMNS, search=filter_text, fields=FIELDS, markable=False, id="releases-table"
        )
        self._table.empty_filtered = NO_MATCH
        self._split = Split(self._table)
        self._line = Static("", id="releases-line", markup=False)

    def compose(self) -> ComposeResult:
        """The breadcrumb, the counts, the releases with their detail, and the keys."""
        yield HeadLine("Releases", self._subject.instance, self._subject.words)
        with Vertical():
            yield self._line
            yield self._split
            yield FilterBar(self._table)
        yield KeyLine()

    def on_mount(self) -> None:
        """Search."""
        self._table.focus()
        self.action_refresh()

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    # The search

    @work(group=_SEARCH, exclusive=True)
    async def action_refresh(self) -> None:
        """Search again; what was listed before goes, since the app forgets it too."""
        self._listed = None
        self._show_rows([])
        self._progress("searching")
        try:
            listed = await self.host.services.loops.releases.search(self._subject, self._progress)
        except ArrtuiError as error:
            notify_failed(self, error)
            self._say(NOT_LISTED)
            return
        self._listed = listed
        rows = [ReleaseRow(place, judged) for place, judged in enumerate(listed.releases)]
        self._say(NOTHING)
        self._show_rows(rows)
        if listed.unreadable:
            notify_refused(self, f"{plural(listed.unreadable, 'release')} could not be understood.")

    def _progress(self, text: str) -> None:
        """Say what is being done, and how it ends."""
        self._say(f"{text[:1].upper()}{text[1:]} ...\nNothing is grabbed. c cancels.")

    def _say(self, text: str) -> None:
        self._table.empty = text
        self._line.update("")
        self.refresh_bindings()

    def _show_rows(self, rows: list[ReleaseRow]) -> None:
        self._split.fit(len(rows))
        self._table.set_rows(rows, key=lambda row: row.place)
        self._show_counts()
        self._show_detail()

    def action_cancel_search(self) -> None:
        """Cancel the search; the app may go on with it, and its list is of no use then."""
        self.workers.cancel_group(self, _SEARCH)
        self._say(CANCELLED)

    @on(Worker.StateChanged)
    def _search_changed(self, event: Worker.StateChanged) -> None:
        """Offer to cancel only while a search runs."""
        if event.worker.group == _SEARCH and event.state is not WorkerState.PENDING:
            self.refresh_bindings()

    @property
    def _searches(self) -> bool:
        return any(worker.group == _SEARCH and worker.is_running for worker in self.workers)

    @on(EstateTable.FilterChanged)
    def _show_counts(self) -> None:
        """Say how many there are, how many would be taken, and where the app says otherwise."""
        rows = [row.judged for row in self._table.rows_shown]
        if not rows:
            return
        line: Line = [(plural(len(rows), "release"), "bold")]
        line.append((f"   {sum(row.takes is True for row in rows):,} to be taken by our rule", ""))
        line.append((f"   {sum(row.release.approved for row in rows):,} by the app", ""))
        if others := sum(bool(row.disagreement) for row in rows):
            line.append((f"   {others:,} judged otherwise by the app", "warn"))
        if repeated := sum(bool(row.grabs) for row in rows):
            line.append((f"   {repeated:,} grabbed before", "warn"))
        self._line.update(content_line(line))

    # The detail

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self, event: EstateTable.CursorMoved) -> None:
        event.stop()
        self._show_detail()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap the detail again."""
        self.call_after_refresh(self._show_detail)

    def _show_detail(self) -> None:
        """Show everything about the release under the cursor."""
        row = self._table.cursor_row
        self.refresh_bindings()
        if not self._split.is_mounted or not self._split.detail_shows:
            return
        width = self._split.detail.room_beside_bar or _LEAST_WIDTH
        text = Content("") if row is None else Content("\n").join(release_lines(row, width))
        self._split.detail.show(text, None if row is None else row.place)

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()
        self.call_after_refresh(self._show_detail)

    def action_leave(self) -> None:
        """Leave the detail, else the screen; a search that runs is cancelled."""
        if not self._split.close():
            self.dismiss(None)

    # Grabbing

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.action_grab()

    @work(group="release-grab", exclusive=True)
    async def action_grab(self) -> None:
        """Grab the release under the cursor, after a question that names it and what is overridden."""
        row, listed = self._table.cursor_row, self._listed
        if row is None or listed is None:
            return
        release = row.judged.release
        if not release.can_be_grabbed:
            notify_refused(self, f"The app does not know what {release.title} is of, so it cannot grab it.")
            return
        question = grab_question(self._subject, row.judged)
        if not await self.host.push_screen_wait(ConfirmDialog(question)):
            return
        try:
            await self.host.services.loops.releases.grab(listed, row.judged)
        except ArrtuiError as error:
            notify_failed(self, error)
            return
        notify_done(self, f"{release.title} is grabbed; 9 shows its download.")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something now."""
        if action in ("grab", "detail"):
            return self._table.visible_count > 0
        if action == "cancel_search":
            return self._searches
        return not self._searches if action == "refresh" else True
