"""The main screen: the lines above and below, and the panes between them, of which one shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.timer import Timer
from textual.widget import Widget
from textual.widgets import Static

from arrtui.core.events import Job, JobState
from arrtui.core.text import MINUTE, plural
from arrtui.runtime.activity import ACTIVITY
from arrtui.runtime.capabilities import load, panes
from arrtui.runtime.estate import EstateRow
from arrtui.runtime.refresh import KIND as REFRESH
from arrtui.tui.bridge import Bridge
from arrtui.tui.kit import incognito
from arrtui.tui.kit.host import FollowsJobs, FollowsSnapshots, Host, host_of
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.notices import notify_failed
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.recycle_bin import tell_misplaced_bin
from arrtui.tui.kit.signs import WARN
from arrtui.tui.kit.top_line import TopLine, TopLineStatus

MOST_JOBS = 2_000
"""Jobs that are kept on screen; a session may last for weeks, with a few checks every few minutes."""


_BY_THEMSELVES = (ACTIVITY.name, REFRESH)
"""Kinds of job that come and go all the time."""


class MainScreen(Screen[None]):
    """Holds the instances and jobs, hands them to the panes, and shows one pane at a time."""

    DEFAULT_CSS = """
    MainScreen {
        #panes {
            height: 1fr;
        }
        #storage-fault {
            height: 1;
            padding: 0 1;
            text-wrap: nowrap;
            text-overflow: ellipsis;
            background: $error;
            color: $text;
            display: none;
        }
    }
    """

    def __init__(self, first: str | None = None) -> None:
        """Make the screen.

        Args:
            first: Id of the pane that shows first; None for the one of the lowest digit.
        """
        super().__init__()
        self._entries = {entry.id: entry for entry in panes()}
        self._first = first or next(iter(self._entries))
        self._rows: list[EstateRow] = []
        self.jobs: dict[int, Job] = {}
        """All jobs known, by id."""
        self.elsewhere = False
        """Whether another process does the work."""
        self.filled = False
        """Whether what is stored has been shown."""
        self._checked_every = 0
        self._checks: Timer | None = None

    def compose(self) -> ComposeResult:
        """Lay out the lines and the first pane; the others are made when they are first shown."""
        yield TopLine(list(self._entries.values()))
        yield Static(id="storage-fault", markup=False)
        with Container(id="panes"):
            yield self._make_pane(self._first)
        yield KeyLine()

    def on_mount(self) -> None:
        """Show the first pane; start the bridge and the minute timer."""
        self._show_tab(self._first)
        self.run_worker(Bridge(self.host.services, self).run(), name="bridge")
        self.set_interval(MINUTE, self.tick)

    @property
    def host(self) -> Host:
        """The app."""
        return host_of(self)

    # Panes

    @property
    def panes(self) -> Iterator[Pane]:
        """The panes made so far."""
        yield from (pane for pane in self.query_one("#panes").children if isinstance(pane, Pane))

    @property
    def pane(self) -> Pane:
        """The pane that shows."""
        return next(pane for pane in self.panes if pane.id == self.query_one(TopLine).current)

    def _make_pane(self, name: str) -> Pane:
        """Return a new pane. Its module is imported when it is first shown, to keep the start short."""
        pane: Pane = load(self._entries[name].pane_class)(id=name)
        return pane

    async def show_pane(self, name: str) -> None:
        """Bring a pane to the front."""
        if not any(pane.id == name for pane in self.panes):
            pane = self._make_pane(name)
            await self.query_one("#panes").mount(pane)
            pane.show_estate(self._rows)
            pane.show_jobs(self.jobs, None)
        self._show_tab(name)

    def _show_tab(self, name: str) -> None:
        self.query_one(TopLine).current = name
        for pane in self.panes:
            pane.display = pane.id == name
        self.pane.shown()
        self.pane.focus_content()

    def watch_focused(self, focused: Widget | None) -> None:
        """Give the focus back to the pane when the widget that had it is hidden or removed.

        Textual takes the focus away only when the widget hears of that, which may be after the pane was given
        it. Without the focus a pane would answer to none of its keys.
        """
        if focused is None:
            self.call_after_refresh(self._focus_pane)

    def _focus_pane(self) -> None:
        """Focus the pane that shows, unless something has the focus or the terminal window lost it."""
        if self.focused is None and self.app.app_focus:
            self.pane.focus_content()

    # Messages of the bridge

    def on_bridge_estate_read(self, message: Bridge.EstateRead) -> None:
        """Show what the database says of the instances."""
        told = {row.name for row in self._rows if row.alarm}
        self._rows = message.rows
        for row in message.rows:
            if row.alarm and row.name not in told:
                notify_failed(self, f"{row.name}: {row.alarm} In the Estate a, then p, opens the plan back.")
        for pane in self.panes:
            pane.show_estate(self._rows)
        self._update_status()

    def on_bridge_jobs_read(self, message: Bridge.JobsRead) -> None:
        """Show all jobs; with that the first screen is complete, and the work can begin."""
        self.jobs = {job.id: job for job in message.jobs}
        self._show_jobs(None)
        self.filled = True
        self.call_after_refresh(self._begin)

    def on_bridge_jobs_changed(self, message: Bridge.JobsChanged) -> None:
        """Show what became of some jobs, unless something newer is shown already."""
        newer = {job.id: job for job in message.jobs if self.is_newer(job)}
        self.jobs.update(newer)
        if len(self.jobs) > MOST_JOBS:
            self.jobs = without_oldest(self.jobs)
            self._show_jobs(None)
        else:
            self._show_jobs(frozenset(newer))

    def is_newer(self, job: Job) -> bool:
        """Return whether a job is not older than what is shown of it."""
        return job.id not in self.jobs or job.revision >= self.jobs[job.id].revision

    async def on_bridge_snapshots_taken(self, message: Bridge.SnapshotsTaken) -> None:
        """Tell the panes that stored data has changed."""
        await self._renew_disguise()
        for pane in self.panes:
            if message.titles:
                pane.titles_changed(message.titles)
            pane.snapshots_taken(message.instances)
        for screen in self.host.open_screens:
            if isinstance(screen, FollowsSnapshots):
                screen.snapshots_taken(message.instances)

    def on_bridge_activity_read(self, message: Bridge.ActivityRead) -> None:
        """Tell the panes that instances told what they are doing."""
        for pane in self.panes:
            pane.activity_stored(message.instances)

    async def on_bridge_config_read(self, _message: Bridge.ConfigRead) -> None:
        """Follow the configuration, which was read again or refused."""
        await self._renew_disguise()
        for pane in self.panes:
            pane.config_read()
        self._check_every_minutes()
        self._update_status()

    async def _renew_disguise(self) -> None:
        """Read again what the incognito mode replaces, before anything new is shown."""
        if incognito.is_on():
            from arrtui.tui.kit.disguising import renew_disguise

            await renew_disguise(self)

    def on_bridge_worker_seen(self, message: Bridge.WorkerSeen) -> None:
        """Show which process does the work."""
        self.elsewhere = not message.event.working
        self._update_status()

    def on_bridge_storage_seen(self, message: Bridge.StorageSeen) -> None:
        """Show in one line why nothing can be stored, until it can be again."""
        line = self.query_one("#storage-fault", Static)
        line.update(f"{WARN} Jobs wait. {message.error}")
        line.display = bool(message.error)

    def on_bridge_read_failed(self, message: Bridge.ReadFailed) -> None:
        """Show why stored data could not be read."""
        self.notify(str(message.error), severity="error", markup=False)

    # The work

    def _begin(self) -> None:
        """Start the worker, check the instances now and every few minutes, and the recycle bin's place."""
        services = self.host.services
        services.start()
        self.run_worker(tell_misplaced_bin(self), group="recycle-bin")
        if services.config.ui.refresh_minutes:
            self._check()
        self._check_every_minutes()
        if self.host.demo:
            self.run_worker(self.pane.trying(services.backup.back_up()))

    def _check_every_minutes(self) -> None:
        """Check the instances as often as is configured now."""
        minutes = self.host.services.config.ui.refresh_minutes
        if minutes == self._checked_every:
            return
        self._checked_every = minutes
        if self._checks is not None:
            self._checks.stop()
        self._checks = self.set_interval(minutes * MINUTE, self._check) if minutes else None

    def _check(self) -> None:
        """Ask every instance how it is; not while nothing can be stored, which is said already."""
        if self.query_one("#storage-fault").display:
            return
        self.run_worker(self.pane.trying(self.host.services.estate.check()))

    def _show_jobs(self, changed: frozenset[int] | None) -> None:
        for pane in self.panes:
            pane.show_jobs(self.jobs, changed)
        for screen in self.host.open_screens:
            if isinstance(screen, FollowsJobs):
                screen.show_jobs(self.jobs, changed)
        self.host.undoing.show_jobs(self.jobs, changed)
        self._update_status()

    # The top line

    def tick(self) -> None:
        """Update everything that shows an age; called once a minute."""
        self._update_status()
        for pane in self.panes:
            pane.tick()
        self.refresh_bindings()

    def _update_status(self) -> None:
        """Show the state of the whole in the top line."""
        checked = [row.checked_at for row in self._rows if row.checked_at is not None]
        age = self.host.clock() - min(checked) if checked else None
        services = self.host.services
        self.query_one(TopLine).status = replace(
            make_status(self._rows, self.jobs, age=age),
            elsewhere=self.elsewhere,
            demo=self.host.demo,
            read_only=services.config.ui.read_only,
            config_faults=len(services.config_fault.problems) if services.config_fault else 0,
        )

    @property
    def farewell(self) -> str | None:
        """A sentence about what becomes of unfinished jobs; None when there are none."""
        unfinished = sum(job.state.active for job in self.jobs.values())
        if not unfinished:
            return None
        if self.elsewhere:
            future = "goes on in the other process" if unfinished == 1 else "go on in the other process"
        else:
            future = "continues with the next start" if unfinished == 1 else "continue with the next start"
        return f"{plural(unfinished, 'unfinished job')} {future}."


def without_oldest(jobs: dict[int, Job]) -> dict[int, Job]:
    """Return the unfinished jobs and the newest half of the finished ones."""
    finished = sorted((job.id for job in jobs.values() if job.state.finished), reverse=True)
    old = set(finished[MOST_JOBS // 2 :])
    return {number: job for number, job in jobs.items() if number not in old}


def make_status(rows: list[EstateRow], jobs: dict[int, Job], *, age: float | None) -> TopLineStatus:
    """Return what the top line says of instances and jobs.

    Ages are cut to minutes, so that a repaint waits for the next one. What is read every half minute while a
    pane shows, or because an app told of something, is left out: the line would change each time, and say
    nothing.
    """
    counted = [job for job in jobs.values() if job.kind not in _BY_THEMSELVES and not job.is_put_off]
    states = [row.state for row in rows]
    running = [job for job in counted if job.state is JobState.RUNNING]
    measured = [job.progress for job in running if job.progress.total > 0]
    shares = [min(1.0, progress.done / progress.total) for progress in measured]
    return TopLineStatus(
        alarms=sum(bool(row.alarm) for row in rows),
        up=states.count("up"),
        down=states.count("down"),
        unknown=states.count("unknown"),
        running=len(running),
        waiting=sum(job.state in (JobState.PENDING, JobState.RETRYING) for job in counted),
        percent=int(100 * sum(shares) / len(running)) if shares else None,
        age=None if age is None else age - age % MINUTE,
    )
