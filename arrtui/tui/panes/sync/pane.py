"""The Sync pane: pairs with their last plan, and plans without a pair, to be opened and undone."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.content import Content
from textual.widgets import Static

from arrtui.core.events import Job
from arrtui.features.sync.model import Plan, PlanState
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.plan_waiter import PlanWaiter, announce_plan, open_plan
from arrtui.tui.kit.plan_words import PLAN_JOBS
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.sync.detail import sync_detail
from arrtui.tui.panes.sync.rows import COLUMNS, SyncView, make_views

if TYPE_CHECKING:
    from arrtui.runtime.sync.use_cases import PairRow

RECENT = 40
"""Plans without a pair that are looked for."""
READING = "Reading pairs and plans ..."
NO_MATCH = "No pair or plan matches.\nesc clears the text, ! shows those where nothing failed too."
NO_PAIRS = """\
No pair is configured yet.

Write one into config.toml and start arrtui again, for example:

    [sync.movies-4k]
    source = "radarr.main"
    target = "radarr.4k"
    mode = "add"        # or "mirror", "union"
    search = false

    [sync.movies-4k.filter.include]
    quality_profiles = ["HD-1080p"]

    [sync.movies-4k.map.quality_profiles]
    "*" = "Ultra-HD"

Then D plans it. Nothing is changed before you have approved it."""


class SyncPane(Pane):
    """Pairs and plans, and the detail of the one under the cursor."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("plan", "sync.plan", "Plan the pair anew; nothing is changed by that"),
        bind("undo", "sync.undo", "Plan to undo the last apply, for review"),
        bind("detail", "sync.detail", "Show filter, map, limits and outcomes"),
        bind("problems", "sync.problems", "Show only pairs and plans where something failed, or all"),
        bind("refresh", "sync.reload", "Read what is stored again"),
        bind("back", "sync.back", "Leave the detail", show=False),
    ]

    DEFAULT_CSS = """
    SyncPane {
        & > #sync-none {
            display: none;
            height: 1fr;
            padding: 1 3;
        }
        &.-none > #sync-none {
            display: block;
        }
        &.-none > Split {
            display: none;
        }
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._table: EstateTable[SyncView] = EstateTable(
            COLUMNS, markable=False, viewed_as="pairs", id="sync-table"
        )
        self._table.empty, self._table.empty_filtered = READING, NO_MATCH
        self._split = Split(self._table, beside=160)
        self._pairs: Sequence[PairRow] = ()
        self._recent: Sequence[Plan] = ()
        self._jobs: Mapping[int, Job] = {}
        self._problems = False
        self._wanted = ""
        """Key of the row that the cursor is to be put on."""
        self._reloader = Reloader(self, self._read)
        self._waiter = PlanWaiter(self, self._planned, details="d shows all of it")

    def compose(self) -> ComposeResult:
        """The table with its detail, and the filter's line."""
        yield Static(NO_PAIRS, id="sync-none", markup=False)
        yield self._split
        yield FilterBar(self._table)

    def on_mount(self) -> None:
        """Read what is stored."""
        self.read()

    def focus_content(self) -> None:
        """Focus the table."""
        self._table.focus()

    # Reading

    def read(self) -> None:
        """Read pairs and plans; what was read before stays meanwhile."""
        self._reloader.request()

    async def _read(self) -> None:
        pairs, recent = await self.services.sync.pairs(), await self.services.sync.recent(RECENT)
        self._pairs, self._recent = pairs, recent
        self._table.empty = ""
        views = self._views()
        self.set_class(not views, "-none")
        self._split.fit(len(views))
        self._table.set_rows(views, lambda view: view.key)
        if self._wanted and self._table.move_to(self._wanted):
            self._wanted = ""
        self._show_detail()

    def _views(self) -> list[SyncView]:
        return make_views(self._pairs, self._recent, self._jobs, self.now())

    def _update(self) -> None:
        """Exchange the rows; the table repaints only lines that look different."""
        self._table.update_rows({view.key: view for view in self._views()})
        self._show_detail()

    # Data handed down

    def show_jobs(self, jobs: Mapping[int, Job], changed: Collection[int] | None) -> None:
        """Show what is being planned and applied, and open what was asked for here once it is there."""
        self._jobs = jobs
        news = [
            job
            for job_id in (jobs if changed is None else changed)
            if (job := jobs[job_id]).kind in PLAN_JOBS
        ]
        self._waiter.take(jobs)
        if not news:
            return
        if changed is not None and any(job.state.finished for job in news):
            self.read()
        else:
            self._update()

    def tick(self) -> None:
        """Update the ages."""
        self._update()

    def shown(self) -> None:
        """Catch up with what another process has planned."""
        if self.is_mounted:
            self.read()

    def _planned(self, _job: Job, plan_id: int) -> None:
        """Open a plan that was asked for here, where that does not interrupt anything."""
        if self.display and self.app.screen is self.screen:
            self.show_plan(plan_id)
        else:
            announce_plan(self, plan_id)

    def select(self, pair: str) -> None:
        """Put the cursor on a pair, once the pairs are read."""
        self._wanted = f"pair {pair}"
        self.read()

    # The detail

    @on(EstateTable.CursorMoved)
    def _show_detail(self) -> None:
        self.refresh_bindings()
        if not self._split.is_mounted:
            return
        view = self._table.cursor_row
        self._split.detail.show(sync_detail(view) if view else Content(""), view.key if view else "")

    def action_problems(self) -> None:
        """Show only pairs and plans where something failed, or all again."""
        self._problems = not self._problems
        condition = (lambda view: view.failed) if self._problems else None
        self._table.set_filter(self._table.filter_state.text, condition)

    def action_detail(self) -> None:
        """Show the detail, or hide it."""
        self._split.toggle()

    def action_back(self) -> None:
        """Leave the detail."""
        self._split.close()

    # Actions

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Offer only what can be done with the line under the cursor."""
        view = self._table.cursor_row
        if action == "plan":
            return view is not None and view.pair is not None
        if action == "undo":
            return view is not None and (view.pair is not None or view.plan is not None)
        return view is not None if action == "detail" else True

    def offers(self, action: str) -> bool:
        """Leave the undo of what was not applied, and problems where there are none, out of the key line."""
        view = self._table.cursor_row
        if action == "undo":
            plan = view.plan if view else None
            return plan is not None and plan.state is not PlanState.UNDONE and bool(plan.outcomes.get("done"))
        return action != "problems" or self._problems or any(shown.failed for shown in self._table.rows_shown)

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self.read()

    @on(EstateTable.Opened)
    async def _open(self, event: EstateTable.Opened) -> None:
        """Open the last plan; where there is none, make one."""
        event.stop()
        view: SyncView = event.row
        if view.plan is not None:
            self.show_plan(view.plan.id)
        else:
            await self.action_plan()

    def show_plan(self, plan_id: int) -> None:
        """Open the screen of a plan."""
        open_plan(self, plan_id, lambda _result: self.read())

    async def action_plan(self) -> None:
        """Have the pair planned."""
        view = self._table.cursor_row
        if view is not None and view.pair is not None:
            name = view.pair.name
            self._wait_for(await self.trying(self.services.sync.plan_pair(name)))

    async def action_undo(self) -> None:
        """Have the undo of the last apply planned."""
        view = self._table.cursor_row
        if view is None:
            return
        plan = view.plan
        if view.pair is not None:
            plan = await self.trying(self.services.sync.undoable(view.pair.name))
        if plan is None or plan.state is PlanState.UNDONE or not plan.outcomes.get("done"):
            self.notify("Nothing was applied that could be undone.", severity="warning", markup=False)
        else:
            self._wait_for(await self.trying(self.services.sync.undo(plan.id)))

    def _wait_for(self, job_id: int | None) -> None:
        """Open the plan of a job once it is made; None is no job."""
        if job_id is not None:
            self._waiter.wait_for(job_id)
            self.read()
