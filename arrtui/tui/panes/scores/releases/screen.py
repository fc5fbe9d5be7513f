"""What the indexers of an instance have of a title, over the whole screen: a search that grabs nothing."""

from __future__ import annotations

from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static
from textual.worker import Worker, WorkerState

from arrtui.core.errors import ArrtuiError
from arrtui.core.text import plural
from arrtui.runtime.releases import ReleaseList, ReleaseSubject
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_failed, notify_refused
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
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


class ReleasesScreen(SplitScreen[None]):
    """Searches once it opens, and again by a key; grabs what is chosen after a question.

    Leaving it cancels a search that runs.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        menu_item("actions", "g", "releases.grab", "grab", "Grab",
                  "Have the app grab the release, after a question", writes=True),
        bind("refresh", "releases.search", "Search again"),
        bind("cancel", "releases.cancel", "Cancel the search", action="cancel_search"),
        bind("detail", "releases.detail", "Show everything about the release, or hide it"),
        bind("back", "releases.back", "Go back to where you were", action="leave", show=False),
    ]  # fmt: skip

    LEAST_WIDTH = 52

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
        table: EstateTable[ReleaseRow] = EstateTable(
            COLUMNS, search=filter_text, fields=FIELDS, markable=False, id="releases-table"
        )
        table.empty_filtered = NO_MATCH
        self._line = Static("", id="releases-line", markup=False)
        super().__init__(table, ("Releases", subject.instance, subject.words), self._line)
        self._subject = subject
        self._listed: ReleaseList | None = None

    def on_mount(self) -> None:
        """Search."""
        self.table.focus()
        self.action_refresh()

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
        self.table.empty = text
        self._line.update("")
        self.refresh_bindings()

    def _show_rows(self, rows: list[ReleaseRow]) -> None:
        self.split.fit(len(rows))
        self.table.set_rows(rows, key=lambda row: row.key)
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
        rows = [row.judged for row in self.table.rows_shown]
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

    def detail_lines(self, row: ReleaseRow, width: int) -> list[Content]:
        """Return everything about a release."""
        return release_lines(row, width)

    # Grabbing

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.action_grab()

    @work(group="release-grab", exclusive=True)
    async def action_grab(self) -> None:
        """Grab the release under the cursor, after a question that names it and what is overridden."""
        row, listed = self.table.cursor_row, self._listed
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
            return self.table.visible_count > 0
        if action == "cancel_search":
            return self._searches
        return not self._searches if action == "refresh" else True
