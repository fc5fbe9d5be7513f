"""What the Sync pane, a plan and their dialogs look like in each state: for snapshots and screenshots."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import msgspec
from textual.pilot import Pilot

from arrtui.core.events import JobState, Progress
from arrtui.db.twins import StoredTwin
from arrtui.features.sync.model import Decision, EntryOutcome, PlanState
from arrtui.features.sync.review import OpenPlan
from arrtui.tui.main_screen import MainScreen
from arrtui.tui.panes.plan.screen import PlanScreen
from tests.tui.estates import HOUR, NOW
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import MOVIES, MUSIC, PAIRS, SHOWS, UNION, FakeServices
from tests.tui.scenes import PaneScene, until

Steps = Callable[[Pilot[Any]], Awaitable[None]]
APPROVED = dict.fromkeys((0, 1, 2, 4, 6, 7, 9), Decision.APPROVED) | {3: Decision.REJECTED}


@dataclass(frozen=True)
class SyncScene(PaneScene):
    """One view of the Sync pane or of a plan."""

    plan: int | None = None
    """The plan that is opened before the keys are pressed."""
    title: str = ""
    """The beginning of the entry's title that the cursor is put on."""

    async def open_pane(self, pilot: Pilot[Any], main: MainScreen) -> None:
        """Show the pane, and the plan on top of it."""
        await pilot.press("3")
        await until(lambda: main.query("#sync-table"), pilot)
        if self.plan is None:
            return
        screen = PlanScreen(self.plan)
        pilot.app.push_screen(screen)
        await until(lambda: screen.is_mounted and screen.book is not None, pilot)
        working = [worker for worker in pilot.app.workers if worker.group == "effect"]
        await until(lambda: all(worker.is_finished for worker in working), pilot)
        if self.title:
            rows = screen.book.rows.values() if screen.book else ()
            screen.table.move_to(next(row.key for row in rows if row.entry.title.startswith(self.title)))


def over(make: Callable[[], OpenPlan]) -> Callable[[], FakeServices]:
    """Return what makes services that hold one plan."""
    return lambda: FakeServices(make())


def decided() -> OpenPlan:
    """Return a plan in the middle of its review."""
    return plans.opened(decisions=APPROVED)


def pairs() -> FakeServices:
    """Return services with a pair in each state, one of which is being planned."""
    services = FakeServices(plans.failed(), plans.undo())
    services.sync.configured = (*PAIRS, MUSIC)
    services.sync.add(
        plans.opened(12, plans.ADDED, pair="shows", source="sonarr.main", target="sonarr.anime", mode="add",
                     locked="It would add 6 titles, more than 5.", created_at=NOW - 26 * HOUR)
    )  # fmt: skip
    services.queue(
        "plan",
        "both-houses",
        {"pair": "both-houses"},
        state=JobState.RUNNING,
        progress=Progress(done=260, total=400, text="radarr.parents: reading movies"),
    )
    return services


def following() -> FakeServices:
    """Return services whose pairs follow: one is paused, one makes plans only, one writes."""
    services = FakeServices(plans.failed())
    live = {"follow": "live", "dry_run": False}
    services.sync.configured = (
        MOVIES.model_copy(update=live),
        UNION.model_copy(update={"follow": "live"}),
        SHOWS.model_copy(update=live),
    )
    reason = "31 titles would be written within a minute; the limit is 25 (burst)."
    services.twins.stored = {
        "movies-4k": StoredTwin(
            pair="movies-4k", live=True, seen_event=1, paused_at=NOW - HOUR, reason=reason, review=9
        ),
        "shows": StoredTwin(pair="shows", live=True, seen_event=1, written_at=NOW - HOUR / 4, written=8),
    }
    return services


def none() -> FakeServices:
    """Return services without a pair."""
    services = FakeServices()
    services.sync.configured = ()
    return services


def applying() -> FakeServices:
    """Return services that are in the middle of an apply."""
    made = plans.failed()
    entries = [
        one if number < 3 else msgspec.structs.replace(one, outcome=EntryOutcome.NONE, message="")
        for number, one in enumerate(made.entries)
    ]
    plan = plans.make_plan(7, entries, state=PlanState.APPLYING)
    services = FakeServices(OpenPlan(plan, entries, {}, ""))
    services.queue(
        "apply",
        "plan 7 on radarr.4k",
        {"plan": 7, "instance": "radarr.4k"},
        "radarr.4k",
        state=JobState.RUNNING,
        progress=Progress(done=3, total=9, text="adding Line break"),
    )
    return services


PAIR_SCENES = (
    SyncScene("sync-empty", none),
    SyncScene("sync-pairs", pairs),
    SyncScene("sync-filter", pairs, ("slash", "m", "o")),
    SyncScene("sync-pair-detail", pairs, ("d",)),
    SyncScene("sync-artists", pairs, ("down", "down", "down")),
    SyncScene("sync-following", following, ("d",)),
)
PLAN_SCENES = (
    SyncScene("plan", over(decided), plan=7, title="Alien"),
    SyncScene("plan-update", over(decided), ("enter",), plan=7, title="Pulp"),
    SyncScene("plan-filtered", over(decided), ("slash", "m", "a"), plan=7),
    SyncScene("plan-only", over(decided), ("minus",), plan=7),
    SyncScene("plan-stale", over(plans.stale), plan=7),
    SyncScene("plan-locked", over(plans.locked), plan=7, title="Star"),
    SyncScene("plan-applying", applying, plan=7, title="Line"),
    SyncScene("plan-failures", over(plans.failed), plan=7, title="Alien"),
    SyncScene("plan-undo", over(plans.undo), plan=8),
    SyncScene("plan-tried", over(plans.tried), ("enter",), plan=11),
)
DIALOG_SCENES = (
    SyncScene("plan-apply", over(decided), ("A",), plan=7),
    SyncScene("plan-apply-files", over(decided), ("A", "shift+tab", "space"), plan=7),
    SyncScene("plan-edit", over(decided), ("e",), plan=7),
    SyncScene("plan-why", over(decided), ("w",), plan=7),
)
SCENES = (*PAIR_SCENES, *PLAN_SCENES, *DIALOG_SCENES)
