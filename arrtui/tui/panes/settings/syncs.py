"""Syncs of settings: each target with its last plan, to be planned anew and opened."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.binding import BindingType
from textual.content import Content

from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.tui.kit.dialogs.hidden_marks import choose_rows
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.notices import notify_done, try_or_notify
from arrtui.tui.kit.plan_waiter import PlanWaiter, announce_plan, open_plan
from arrtui.tui.kit.plan_words import PLAN_JOBS
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split_screen import SplitScreen
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.settings.sync_rows import COLUMNS, TargetView, sync_lines, target_views

if TYPE_CHECKING:
    from arrtui.runtime.settings_plans import SettingsSyncRow

READING = "Reading the syncs of settings ..."
NO_MATCH = "No sync matches.\nesc clears the text."
NO_SYNC = """\
No sync of settings is configured yet. One says whose settings other
instances are to have: of an instance, a snapshot, a guide or a template.

Write it into config.toml; it counts as soon as the file is saved:

    [settings.hd]
    source = "radarr.main"
    targets = ["radarr.4k"]
    kinds = ["custom_format", "quality_profile"]

D then plans it, and the plan opens for your review: nothing is
changed before you have approved it."""


class SettingsSyncsScreen(SplitScreen[None]):
    """Lists the targets of all syncs until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("plan", "settings-syncs.plan", "Plan the marked targets, or this one, for review"),
        bind("detail", "settings-syncs.detail", "Show what is kept alike, or hide it"),
        bind("refresh", "settings-syncs.refresh", "Read what is stored again", show=False),
        bind("back", "settings-syncs.back", "Go back to where you were", action="leave", show=False),
    ]

    LEAST_WIDTH = 38

    def __init__(self) -> None:
        table: EstateTable[TargetView] = EstateTable(COLUMNS, id="settings-syncs")
        table.empty, table.empty_filtered = READING, NO_MATCH
        super().__init__(table, ("Settings", "Syncs"))
        self._rows: Sequence[SettingsSyncRow] = ()
        self._jobs: Mapping[int, Job] = {}
        self._reloader = Reloader(self, self._read)
        self._waiter = PlanWaiter(self, self._planned, details="d shows all of it")

    def on_mount(self) -> None:
        """Read the syncs."""
        self.table.focus()
        self._jobs = self.host.jobs
        self._reloader.request()

    async def _read(self) -> None:
        self._rows = await self.host.services.settings_plans.syncs()
        self.table.empty = NO_SYNC
        self._show()

    def _show(self) -> None:
        """Show the targets; cursor, marks, sort and filter stay with what they meant."""
        views = target_views(self._rows, self._jobs, self.host.clock())
        self.table.set_rows(views, key=lambda view: view.key)
        self._show_detail()

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Show what is being planned and applied; called by the main screen."""
        self._jobs = jobs
        self._waiter.take(jobs)
        news = [jobs[number] for number in (jobs if changed is None else changed)]
        if any(job.kind in PLAN_JOBS and job.state.finished for job in news):
            self._reloader.request()
        elif any(job.kind in PLAN_JOBS for job in news):
            self._show()

    def detail_lines(self, row: TargetView, width: int) -> list[Content]:
        """Return what a sync keeps alike on a target."""
        return sync_lines(row, width)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what means something at the moment."""
        return self.table.cursor_row is not None if action in ("plan", "detail") else True

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self._reloader.request()

    @work(group="settings-plan", exclusive=True)
    async def action_plan(self) -> None:
        """Plan the marked targets, or the one under the cursor."""
        await self._plan(await choose_rows(self, self.table) or ())

    async def _plan(self, views: Sequence[TargetView]) -> None:
        """Queue the plans of targets; each opens when it is ready, or says so."""
        plans, targets = self.host.services.settings_plans, dict[str, list[str]]()
        for view in views:
            targets.setdefault(view.sync.name, []).append(view.target)
        jobs = list[int]()
        for name, chosen in targets.items():
            jobs += (await try_or_notify(self, plans.plan(name, chosen)) or {}).values()
        self.table.clear_marks()
        for job_id in jobs:
            self._waiter.wait_for(job_id)
        if jobs:
            notify_done(self, f"{plural(len(jobs), 'plan')} being made; each opens when it is ready.")

    def _planned(self, _job: Job, plan_id: int) -> None:
        """Open a plan that was asked for here, where that does not interrupt anything."""
        if self.app.screen is self:
            self._open_plan(plan_id)
        else:
            announce_plan(self, plan_id)

    def _open_plan(self, plan_id: int) -> None:
        open_plan(self, plan_id, lambda _result: self._reloader.request())

    @on(EstateTable.Opened)
    async def _open(self, event: EstateTable.Opened) -> None:
        """Open the last plan; where there is none to open, make one."""
        event.stop()
        view: TargetView = event.row
        if view.open_plan is not None:
            self._open_plan(view.open_plan.id)
        else:
            await self._plan([view])
