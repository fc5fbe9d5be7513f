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
from arrtui.features.sync.model import Plan
from arrtui.runtime.sync.twins import TWIN_KIND
from arrtui.tui.kit.dialogs.discard import can_discard, discard_plan
from arrtui.tui.kit.filter_bar import FilterBar
from arrtui.tui.kit.key_table import bind, menu_item
from arrtui.tui.kit.notices import notify_refused
from arrtui.tui.kit.pane import Pane
from arrtui.tui.kit.plan_waiter import PlanWaiter, announce_plan, open_plan
from arrtui.tui.kit.plan_words import PLAN_JOBS
from arrtui.tui.kit.reloader import Reloader
from arrtui.tui.kit.split import Split
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.sync.changing import edit_pair, remove_pair, resume_pair
from arrtui.tui.panes.sync.detail import sync_detail
from arrtui.tui.panes.sync.rows import COLUMNS, SyncView, make_views

if TYPE_CHECKING:
    from arrtui.features.sync.changes import ChangeSubject
    from arrtui.runtime.estate import EstateRow
    from arrtui.runtime.sync.twins import TwinView
    from arrtui.runtime.sync.use_cases import PairRow

RECENT = 40
"""Plans without a pair that are looked for."""
READING = "Reading pairs and plans ..."
NO_MATCH = "No pair or plan matches.\nesc clears the text, ! shows those where nothing failed too."
NO_PAIRS = """\
No pair is configured yet. A pair says which instance follows which:
HD and 4K, TV and anime, your house and your parents'.

Press a, then a again, to make one. It is planned at once, and the plan
opens for your review: nothing is changed before you have approved it.

Or write it into config.toml and start arrtui again:

    [sync.movies-4k]
    source = "radarr.main"
    target = "radarr.4k"
"""


class SyncPane(Pane):
    """Pairs and plans, and the detail of the one under the cursor."""

    TOUR = (
        "Pairs of instances that follow each other, and plans of every kind.",
        "a, then a, makes a pair; {sync.edit} edits it: filter, maps and limits.",
        "{sync.plan} plans the pair: nothing is written, the plan opens for your review.",
        "In a plan space approves or rejects an entry, and A applies what is approved.",
        "enter opens the last plan of the pair; {sync.detail} shows what is configured.",
        "What was applied can be undone: that is a plan too, which you review.",
    )

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("plan", "sync.plan", "Plan the pair anew; nothing is changed by that"),
        bind("edit", "sync.edit", "Edit the pair"),
        bind("remove", "sync.remove", "Take the pair out of the configuration; discard a plan", show=False),
        bind("detail", "sync.detail", "Show filter, map, limits and outcomes"),
        bind("problems", "sync.problems", "Show only pairs and plans where something failed, or all"),
        bind("refresh", "sync.reload", "Read what is stored again"),
        bind("back", "sync.back", "Leave the detail", show=False),
        menu_item("actions", "a", "sync.add", "add", "Add pair", "Pair two instances"),
        bind("resume", "sync.resume", "Resume following the pair under the cursor"),
        menu_item("actions", "u", "sync.follow", "resume", "Resume following", "Let the paused pair go on"),
        menu_item(
            "actions", "d", "sync.discard", "discard", "Discard plan",
            "Discard the open plan; nothing of it was written",
        ),
    ]  # fmt: skip

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
        self._split = Split(self._table, columns=True)
        self._pairs: Sequence[PairRow] = ()
        self._recent: Sequence[Plan] = ()
        self._twins: Sequence[TwinView] = ()
        self._jobs: Mapping[int, Job] = {}
        self._problems = False
        self._unfolded = False
        """Whether plans of which nothing is left to do have lines of their own."""
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
        self._pairs, self._recent, self._twins = pairs, recent, await self.services.twins.views()
        self._table.empty = ""
        self._show_views()
        self._go_to_wanted()
        self._show_detail()

    def _go_to_wanted(self) -> None:
        """Put the cursor on the row that is wanted once it is read, also where a filter hides it."""
        if self._wanted and self._table.get_row(self._wanted) is not None:
            if not self._table.move_to(self._wanted):
                self._problems = False
                self._table.set_filter("", None)
                self._table.move_to(self._wanted)
            self._wanted = ""

    def _show_views(self) -> None:
        views = self._views()
        self.set_class(not views, "-none")
        self._split.fit(len(views))
        self._table.set_rows(views, lambda view: view.key)

    def _views(self) -> list[SyncView]:
        return make_views(
            self._pairs,
            self._recent,
            self._jobs,
            self.now(),
            twins=self._twins,
            unfolded=self._unfolded,
        )

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
            if (job := jobs[job_id]).kind in (*PLAN_JOBS, TWIN_KIND)
        ]
        self._waiter.take(jobs)
        if not news:
            return
        if changed is not None and any(job.state.finished for job in news):
            self.read()
        else:
            self._update()

    def show_estate(self, rows: Sequence[EstateRow]) -> None:
        """Show how following stands: an alarm, a side that is down or somebody stops or resumes it."""
        if self.is_mounted and any(view.pair.follows for view in self._twins):
            self.read()

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
        of_pair = view is not None and view.pair is not None
        if action in ("plan", "edit") or (action == "remove" and of_pair):
            return of_pair
        if action == "resume":
            return view is not None and view.following is not None and view.following.is_paused
        if action in ("remove", "discard"):
            return view is not None and can_discard(view.plan) and not view.busy
        return view is not None and not view.folded if action == "detail" else True

    @property
    def change_subject(self) -> ChangeSubject | None:
        """The pair under the cursor, or the plan."""
        from arrtui.features.sync.changes import ChangeSubject

        view = self._table.cursor_row
        if view is None:
            return None
        if view.pair is not None:
            return ChangeSubject(pair=view.pair.name)
        return ChangeSubject(plan=view.plan.id) if view.plan is not None else None

    def offers(self, action: str) -> bool:
        """Leave keys out of the key line where there is no problem to show, or no pair to read again."""
        if action == "problems":
            return self._problems or any(shown.failed for shown in self._table.rows_shown)
        return action != "refresh" or self._table.total_count > 0

    def action_refresh(self) -> None:
        """Read what is stored again."""
        self.read()

    @on(EstateTable.Opened)
    async def _open(self, event: EstateTable.Opened) -> None:
        """Open the last plan; where there is none, make one."""
        event.stop()
        view: SyncView = event.row
        if view.folded:
            self._unfolded = not self._unfolded
            self._show_views()
        elif view.plan is not None:
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
            self.wait_for(await self.trying(self.services.sync.plan_pair(name)))

    def action_add(self) -> None:
        """Open the editor for a new pair."""
        from arrtui.tui.panes.sync.pair_dialog import new_draft

        draft = new_draft(self.services)
        if draft is None:
            notify_refused(self, "A pair needs two instances of one app; 1 Estate adds another.")
        else:
            self.run_worker(edit_pair(self, draft, None))

    def action_edit(self) -> None:
        """Open the editor for the pair under the cursor."""
        from arrtui.core.config.pair_draft import PairDraft

        view = self._table.cursor_row
        if view is not None and view.pair is not None:
            draft = PairDraft.of(view.pair)
            self.run_worker(edit_pair(self, draft, draft))

    def action_resume(self) -> None:
        """Ask, then let the pair under the cursor follow its source again."""
        view = self._table.cursor_row
        if view is not None and view.pair is not None:
            self.run_worker(resume_pair(self, view.pair.name), group="sync-resume", exclusive=True)

    def action_remove(self) -> None:
        """Ask, then take the pair under the cursor out of the configuration, or discard the plan."""
        view = self._table.cursor_row
        if view is not None and view.pair is not None:
            self.run_worker(remove_pair(self, view.pair.name))
        else:
            self.action_discard()

    def action_discard(self) -> None:
        """Discard the open plan under the cursor, after a question."""
        view = self._table.cursor_row
        if view is not None and view.plan is not None:
            work = discard_plan(self, self.services.sync, view.plan, self.read)
            self.run_worker(work, group="sync-discard", exclusive=True)

    def wait_for(self, job_id: int | None) -> None:
        """Open the plan of a job once it is made; None is no job."""
        if job_id is not None:
            self._waiter.wait_for(job_id)
            self.read()
