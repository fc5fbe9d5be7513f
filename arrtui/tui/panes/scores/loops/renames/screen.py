"""Renames over the whole screen: the files whose formats change, by the app's names or by a naming tried."""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.errors import ArrtuiError, UsageError
from arrtui.core.events import Job, JobState
from arrtui.core.text import plural
from arrtui.features.library.export import write_csv
from arrtui.features.loops.rename_words import EXPORT_COLUMNS, export_line
from arrtui.features.loops.renames import RenameReport
from arrtui.runtime.loops_renames import KIND, TokenChange
from arrtui.tui.kit.dialogs.confirm import ConfirmDialog, Question
from arrtui.tui.kit.dialogs.export import ask_and_export
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_done, notify_failed, notify_refused, try_or_notify
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.columns import columns_of_instances
from arrtui.tui.panes.scores.lines import content_line
from arrtui.tui.panes.scores.loops.renames.rows import (
    COLUMNS,
    RenameRow,
    make_rename_rows,
    rename_search,
)
from arrtui.tui.panes.scores.loops.renames.text import (
    NO_CHANGE,
    NO_MATCH,
    NOTHING_UNTOLD,
    question_text,
    rename_lines,
    summary,
)
from arrtui.tui.panes.scores.whatif.pick_dialog import ScenarioPickDialog

READING = "Matching the formats with the new names ..."
NOT_ASKED = """\
The apps were not asked for new names yet.

r asks them, after a question that says with how many requests;
a tries a naming with a token more or less, without any."""


class RenamesScreen(SplitScreen[None]):
    """Lists the files of some instances whose formats change by their rename, until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("refresh", "renames.ask", "Ask the apps for the names they would give", action="ask"),
        bind("problems", "renames.untold", "Of which files it cannot be told, or those that change"),
        bind("detail", "renames.detail", "Show both names, or hide them"),
        bind("export", "renames.export", "Write the rows shown to a CSV file", show=False),
        bind("cancel", "renames.cancel", "Stop asking", show=False),
        menu_item("actions", "w", "renames.without", "try_token(True)", "Without a token",
                  "Try the naming with a token less"),
        menu_item("actions", "t", "renames.with", "try_token(False)", "With a token",
                  "Try the naming with a token more"),
        menu_item("actions", "n", "renames.now", "as_set", "As it is set", "By the names the apps told"),
        bind("back", "renames.back", "Go back to where you were", action="leave", show=False),
    ]  # fmt: skip

    LEAST_WIDTH = 56

    DEFAULT_CSS = """
    RenamesScreen {
        & > Vertical > Split.-wide > DetailPanel {
            width: 60;
        }
    }
    """

    def __init__(self, instances: Sequence[str]) -> None:
        """``instances`` are those whose files are listed."""
        table: EstateTable[RenameRow] = EstateTable(
            columns_of_instances(COLUMNS, instances), search=rename_search, markable=False, id="renames"
        )
        table.empty, table.empty_filtered = READING, NO_MATCH
        self._line = Static("", id="renames-line", classes="tab-line", markup=False)
        super().__init__(table, ("Scores", "Loops", "Renames"), self._line)
        self._instances = tuple(instances)
        self._change: TokenChange | None = None
        """The naming that is tried."""
        self._shows_untold = False
        self._reports: list[RenameReport] = []
        self._asking: dict[int, Job] = {}
        """Jobs that ask for names."""
        self._is_matching = False
        self._reloader = Reloader(self, self._read)

    def on_mount(self) -> None:
        """Read what is known."""
        self.table.focus()
        self._reloader.request()

    # Reading

    async def _read(self) -> None:
        self._is_matching = True
        self._update_line()
        reports = [report for name in self._instances if (report := await self._report(name)) is not None]
        self._is_matching = False
        if self._change is not None and not reports:
            self._change = None  # what was told before stays
        else:
            self._reports = reports
        await self._fill()

    async def _report(self, instance: str) -> RenameReport | None:
        """Return what is told of an instance; None where it cannot be read, or has no use for the token."""
        try:
            return await self.host.services.loops.renames.report(instance, self._change)
        except UsageError as error:
            notify_refused(self, f"{instance}: {error}")
        except ArrtuiError as error:
            notify_failed(self, error)
        return None

    async def _fill(self) -> None:
        rows = await asyncio.to_thread(make_rename_rows, self._reports, untold=self._shows_untold)
        self.table.empty = self._nothing
        await self.table.load_rows(rows, key=lambda row: row.key)
        self._update_line()
        self.call_after_refresh(self._show_detail)  # the detail has its width then

    @property
    def _nothing(self) -> str:
        """What to say where no row shows."""
        if self._shows_untold:
            return NOTHING_UNTOLD
        unasked = self._change is None and not any(report.renamed + report.kept for report in self._reports)
        return NOT_ASKED if unasked else NO_CHANGE

    def _update_line(self) -> None:
        line = summary(self._reports, self.host.clock()) if self._reports else []
        if self._asking:
            job = next(
                (job for job in self._asking.values() if job.state is JobState.RUNNING),
                next(iter(self._asking.values())),
            )
            line = [(f"{job.subject}: {job.progress.text or job.state.word}   c stops it", "accent")]
        if self._is_matching and self._reports:
            line = [(READING, "accent")]
        if self._change is not None:
            token = self._change.without or self._change.added
            line = [(f"{'without' if self._change.without else 'with'} {token}   ", "accent"), *line]
        self._line.update(content_line(line))

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Follow the jobs that ask for names, and read again once one ends; called by the main screen."""
        running = {number: job for number, job in jobs.items() if job.kind == KIND and not job.state.finished}
        if self._asking.keys() - running.keys():
            self._reloader.request()
        if self._asking != running:
            self._asking = running
            self._update_line()

    def detail_lines(self, row: RenameRow, width: int) -> list[Content]:
        """Return both names of a file, and what their difference does."""
        return rename_lines(row, width)

    # Keys

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        if action in ("detail", "export"):
            return self.table.cursor_row is not None
        if action == "cancel":
            return bool(self._asking)
        return self._change is not None if action == "as_set" else True

    @on(EstateTable.Opened)
    def _open(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.action_detail()

    async def action_problems(self) -> None:
        """Show the files of which it cannot be told, or again those whose formats change."""
        self._shows_untold = not self._shows_untold
        await self._fill()

    def action_leave(self) -> None:
        """Leave the detail, else the naming tried, else the screen."""
        if self._change is not None and not self.split.can_leave:
            self.action_as_set()
        else:
            super().action_leave()

    def action_as_set(self) -> None:
        """Go back to the naming that is set."""
        self._change = None
        self._reloader.request()

    @work(group="renames", exclusive=True)
    async def action_ask(self) -> None:
        """Ask the apps for names, once it is confirmed that they are to be asked so much."""
        renames, needed = self.host.services.loops.renames, []
        for name in self._instances:
            own = await try_or_notify(self, renames.needed(name))
            if own is not None and own.titles:
                needed.append((name, own))
        if any(not own.is_again for _, own in needed):
            needed = [(name, own) for name, own in needed if not own.is_again]
        if not needed:
            notify_refused(self, "No file is stored whose name could be asked for.")
            return
        requests = sum(own.requests for _, own in needed)
        question = Question("Ask for new names", question_text(needed), f"Send {plural(requests, 'request')}")
        if not await self.app.push_screen_wait(ConfirmDialog(question)):
            return
        if jobs := await try_or_notify(self, renames.ask([name for name, _ in needed])):
            self._change = None
            notify_done(self, f"{plural(len(jobs), 'question')} queued; the list fills when it is answered.")

    async def action_cancel(self) -> None:
        """Stop asking; what was answered stays."""
        for number in self._asking:
            await try_or_notify(self, self.host.services.jobs.cancel(number))

    @work(group="renames", exclusive=True)
    async def action_try_token(self, without: bool) -> None:
        """Choose a token, and try the naming without it or with it."""
        choices = await try_or_notify(self, self.host.services.loops.renames.tokens(self._instances))
        if choices is None:
            return
        tokens = choices.present if without else choices.absent
        title = "Try the naming without" if without else "Try the naming with"
        count = len(self._instances)
        notes = {
            token: f"all {count} instances" if 1 < len(names) == count else ", ".join(names)
            for token, names in tokens.items()
        }
        place = await self.app.push_screen_wait(ScenarioPickDialog(title, notes))
        if place is not None:
            token = list(tokens)[place]
            self._change = TokenChange(without=token) if without else TokenChange(added=token)
            self.table.empty = READING
            self._reloader.request()

    def action_export(self) -> None:
        """Ask for a file, and write the rows that show."""
        lines = [export_line(row.report.instance, row.outcome) for row in self.table.rows_shown]
        protected = self.host.services.config.own_files
        question = f"Write {plural(len(lines), 'file')} as CSV (UTF-8) to a file in {Path.cwd()}:"

        def write(path: Path) -> int:
            return write_csv(path, EXPORT_COLUMNS, lines, protected)

        ask_and_export(self, question, "arrtui-renames.csv", write)
