"""The Jobs pane: what runs, what waits and why, what failed with its full error, and what is done."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.events import RETRIABLE, Job, JobState
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.jobs.detail import full_text, job_detail
from arrtui.tui.panes.jobs.rows import COLUMNS, JobFilter, JobView, is_shown, sort_jobs

if TYPE_CHECKING:
    from arrtui.tui.panes.jobs.list_dialog import ListDialog

FILTERS = {
    JobFilter.WORK: (
        "w",
        "Show all jobs but the routine ones that went well",
        "No job yet. b in the pane Estate backs an instance up.",
    ),
    JobFilter.ALL: ("a", "Show all jobs", "No job yet."),
    JobFilter.UNFINISHED: ("u", "Show jobs that run, wait or are parked", "Nothing runs and nothing waits."),
    JobFilter.FAILED: ("f", "Show jobs that failed", "No job has failed."),
    JobFilter.DONE: ("d", "Show jobs that are done or cancelled", "No job is done yet."),
}
"""Letter in the menu of what shows, what it does, and what an empty table says."""


class JobsPane(Pane):
    """All jobs, and the detail of the one under the cursor."""

    TOUR = (
        "All work that arrtui does, waiting, running and done, also of other processes.",
        "enter shows the whole text of a job, with the error in full.",
        "{jobs.cancel} cancels a job; a tries one again and lists schedules and rules.",
        "{jobs.problems} leaves only what failed; f chooses what else shows.",
        "{jobs.copy} copies the text, to show it to somebody.",
        "Unfinished jobs go on with the next start, and repeat nothing they wrote.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("cancel", "jobs.cancel", "Stop the job; nothing stored is lost"),
        bind("copy", "jobs.copy", "Copy everything about the job"),
        bind("detail", "jobs.detail"),
        bind("problems", "jobs.problems", "Show only jobs that failed, or all work"),
        menu_item("actions", "v", "jobs.view", "view", "Full text", "Read everything about the job in full"),
        menu_item(
            "actions",
            "s",
            "jobs.schedules",
            "schedules",
            "Schedules",
            "What runs by itself, and when",
        ),
        menu_item(
            "actions",
            "n",
            "jobs.channels",
            "channels",
            "Notifications",
            "Who is told of what happens",
        ),
        menu_item(
            "actions", "u", "jobs.rules", "rules", "Rules", "What is done by itself when something happens"
        ),
        menu_item("actions", "r", "jobs.retry", "retry", "Retry", "Queue a failed, parked or cancelled job"),
        *(
            menu_item("narrow", letter, f"jobs.{shown}", f"show('{shown}')", shown.capitalize(), tooltip)
            for shown, (letter, tooltip, _empty) in FILTERS.items()
        ),
        bind("back", "jobs.back", "Leave the detail", show=False),
    ]

    DEFAULT_CSS = """
    JobsPane > #jobs-shown {
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: EstateTable[JobView] = EstateTable(COLUMNS, viewed_as="jobs", id="jobs-table")
        self._split = Split(self._table)
        self._jobs: Mapping[int, Job] = {}
        self._shown = JobFilter.WORK
        self._states: dict[int, JobState] = {}
        self._list: ListDialog[Any] | None = None

    def compose(self) -> ComposeResult:
        """What is shown, the table with its detail, and the filter's line."""
        yield Static(id="jobs-shown", markup=False)
        yield self._split
        yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Start the timer that updates how long jobs have run."""
        self.set_interval(1.0, self._tick_running)

    def focus_content(self) -> None:
        """Focus the table."""
        self._table.focus()

    # Data handed down

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Show other jobs. Progress alone exchanges lines; a new state puts all in order again."""
        self._jobs = jobs
        if self._list is not None and self._list.is_attached:
            self._list.read()
        states = {job.id: job.state for job in jobs.values()}
        if changed is None or states != self._states:
            self._states = states
            self._show_all()
        else:
            self._exchange(changed)

    def tick(self) -> None:
        """Update the ages."""
        self._exchange(self._jobs)

    def config_read(self) -> None:
        """Update why jobs wait."""
        self._exchange(self._jobs)

    def shown(self) -> None:
        """Catch up with the clock."""
        self._exchange(self._jobs)

    def _tick_running(self) -> None:
        if self.display:
            self._exchange([job.id for job in self._jobs.values() if job.state is JobState.RUNNING])

    def _show_all(self) -> None:
        """Show the jobs of the chosen states and how many are in others; the cursor stays on its job."""
        rows = [self._view(job) for job in sort_jobs(self._jobs_shown_by(self._shown))]
        self._table.empty = FILTERS[self._shown][2]
        self._table.set_rows(rows, lambda view: view.job.id)
        parts: list[tuple[str, str]] = []
        for shown in FILTERS:
            number = len(self._jobs_shown_by(shown))
            style = "bold reverse" if shown is self._shown else ""
            parts += [(f" {shown} {number:,} ", style), ("  ", "")]
        self.query_one("#jobs-shown", Static).update(Content.assemble(*parts))
        self._show_detail()

    def _exchange(self, changed: Collection[int]) -> None:
        self._table.update_rows({number: self._view(self._jobs[number]) for number in changed})
        if self._split.detail.subject in changed:
            self._show_detail()

    def _view(self, job: Job) -> JobView:
        return JobView(job, self.services.kinds, self.now(), self.services.jobs.why_waiting(job))

    def _jobs_shown_by(self, shown: JobFilter) -> list[Job]:
        kinds = self.services.kinds
        return [job for job in self._jobs.values() if is_shown(job, kinds, shown)]

    # The detail

    @property
    def current(self) -> Job | None:
        """The job under the cursor."""
        view = self._table.cursor_row
        return view.job if view else None

    @on(EstateTable.CursorMoved)
    def _follow_cursor(self) -> None:
        self._show_detail()

    def _show_detail(self) -> None:
        self.refresh_bindings()
        job = self.current
        text = job_detail(self._view(job)) if job else Content("")
        self._split.detail.show(text, job.id if job else None)

    @on(EstateTable.Opened)
    def action_view(self) -> None:
        """Read everything about the job under the cursor in full."""
        from arrtui.tui.kit.dialogs.text import TextDialog

        if self.current is not None:
            view = self._view(self.current)
            self.app.push_screen(TextDialog(f"Job {view.job.id}", full_text(view)))

    def action_schedules(self) -> None:
        """Show what runs by itself."""
        from arrtui.tui.panes.jobs.schedules import SchedulesDialog

        self._open_list(SchedulesDialog(self.now))

    def action_channels(self) -> None:
        """Show who is told of what happens."""
        from arrtui.tui.panes.jobs.channels import ChannelsDialog

        self._open_list(ChannelsDialog(self.now))

    def action_rules(self) -> None:
        """Show what is done when something happens."""
        from arrtui.tui.panes.jobs.rules import RulesDialog

        self._open_list(RulesDialog(self.now))

    def _open_list(self, dialog: ListDialog[Any]) -> None:
        """Open a list, which is read again whenever jobs have changed."""
        self._list = dialog
        self.app.push_screen(dialog)

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the marked jobs, or the one under the cursor."""
        if action == "cancel":
            return any(not job.state.finished and not job.cancel_requested for job in self._chosen)
        if action == "retry":
            read_only = self.services.config.ui.read_only
            return any(
                job.state in RETRIABLE and not (read_only and job.access.writes) for job in self._chosen
            )
        if action in ("copy", "view", "detail"):
            return self.current is not None
        return True

    def offers(self, action: str) -> bool:
        """Leave problems out of the key line where no job has failed."""
        return (
            action != "problems"
            or self._shown is JobFilter.FAILED
            or bool(self._jobs_shown_by(JobFilter.FAILED))
        )

    @property
    def _chosen(self) -> list[Job]:
        """The marked jobs, hidden ones too, or the one under the cursor."""
        return [view.job for view in self._table.actionable_rows]

    def _each_chosen(self, work: Callable[[Job], Awaitable[None]]) -> None:
        """Do something with each marked job, or with the one under the cursor, in a worker."""

        async def work_on_chosen() -> None:
            for view in await choose_rows(self, self._table) or ():
                await work(view.job)

        self.run_worker(work_on_chosen())

    @on(EstateTable.MarksChanged)
    def _marked(self) -> None:
        """Offer what can be done with the marked jobs."""
        self.refresh_bindings()

    def action_show(self, shown: str) -> None:
        """Show only jobs of some states."""
        self._shown = JobFilter(shown)
        self._show_all()

    def action_problems(self) -> None:
        """Show only jobs that failed; again shows the work."""
        self.action_show(JobFilter.WORK if self._shown is JobFilter.FAILED else JobFilter.FAILED)

    def action_cancel(self) -> None:
        """Stop the chosen jobs; those that run stop at their next safe point."""

        async def cancel(job: Job) -> None:
            if job.state.finished:
                return
            after = await self.trying(self.services.jobs.cancel(job.id))
            if after is not None and after.cancel_requested and not after.state.finished:
                self.tell(f"Job {job.id} stops at its next safe point; nothing stored is lost.")

        self._each_chosen(cancel)

    def action_retry(self) -> None:
        """Queue the chosen jobs again, unless the same work is queued already."""

        async def retry(job: Job) -> None:
            if job.state not in RETRIABLE:
                return
            after = await self.trying(self.services.jobs.retry(job.id))
            if after is not None and after.id != job.id:
                self.tell(f"Job {after.id} does the same already.")

        self._each_chosen(retry)

    def action_copy(self) -> None:
        """Copy everything about the job under the cursor."""
        if self.current is not None:
            self.host.copy(full_text(self._view(self.current)), f"Job {self.current.id}")
