"""One line of the Sync pane: a pair with its last plan, or a plan that belongs to no pair."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arrtui.core.events import Job, JobState
from arrtui.core.filter.fields import FieldKind
from arrtui.core.text import percent, plural
from arrtui.features.sync.model import Plan, PlanKind, PlanState
from arrtui.tui.kit.plan_words import (
    APPLY,
    FAILURES,
    PLAN_JOBS,
    counts_text,
    outcome_words,
    plan_cell,
    plan_progress,
    plan_since,
    plan_title,
    route,
)
from arrtui.tui.kit.signs import BAD, WARN
from arrtui.tui.kit.table import REQUIRED, Cell, Column

if TYPE_CHECKING:
    from arrtui.core.config.sync import SyncPair
    from arrtui.runtime.sync.twins import TwinView
    from arrtui.runtime.sync.use_cases import PairRow

FOLDED = "folded plans"
"""Key of the line that stands for plans of which nothing is left to do."""


@dataclass(frozen=True)
class SyncView:
    """A pair or a plan at one moment."""

    now: float
    """UTC seconds since the epoch."""
    pair: SyncPair | None = None
    plan: Plan | None = None
    """The pair's last plan, or the plan the line is about."""
    job: Job | None = None
    """The unfinished job about it, or the last one that failed after the plan was made."""
    following: TwinView | None = None
    """How the following of the pair stands; None for a plan."""
    folded: int = 0
    """How many plans the line stands for, of which nothing is left to do; 0 for a pair or a plan."""

    @property
    def key(self) -> str:
        """The identity of the row."""
        if self.folded:
            return FOLDED
        return f"pair {self.pair.name}" if self.pair else f"plan {self.plan.id if self.plan else 0}"

    @property
    def name(self) -> str:
        """The name of the pair or plan."""
        if self.pair is not None:
            return self.pair.name
        if self.folded:
            return plural(self.folded, "plan")
        if self.plan is None:
            return ""
        return f"undo plan {self.plan.undoes}" if self.plan.undoes else plan_title(self.plan)

    @property
    def route(self) -> str:
        """Source and target."""
        if self.pair is not None:
            return route(self.pair.source, self.pair.target, self.pair.mode)
        return route(self.plan.source, self.plan.target, self.plan.mode) if self.plan else ""

    @property
    def mode(self) -> str:
        """The pair's mode, or what the plan is for."""
        if self.pair is not None:
            return self.pair.mode
        return self.plan.kind.value if self.plan else ""

    @property
    def failed(self) -> bool:
        """Whether its last job failed, or entries of its plan did."""
        if self.job is not None and self.job.state is JobState.FAILED:
            return True
        return self.plan is not None and any(self.plan.outcomes.get(outcome.value) for outcome in FAILURES)

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do with the plan: it is undone, discarded, or has no entries."""
        if self.plan is None or self.job is not None:
            return False
        counts = self.plan.counts
        empty = counts.add + counts.update + counts.remove == 0
        return empty or self.plan.state in (PlanState.UNDONE, PlanState.DISCARDED)

    @property
    def busy(self) -> bool:
        """Whether a job is at work on it."""
        return self.job is not None and self.job.state.active


def make_views(
    pairs: Sequence[PairRow],
    recent: Sequence[Plan],
    jobs: Mapping[int, Job],
    now: float,
    *,
    twins: Sequence[TwinView] = (),
    unfolded: bool = False,
) -> list[SyncView]:
    """Return the lines: pairs as configured, then the plans that are no pair's last one, newest first.

    Those of which nothing is left to do are one line, and with ``unfolded`` follow after it.
    """
    about_plans = [job for job in jobs.values() if job.kind in PLAN_JOBS]

    def relevant_job(plan: Plan | None, pair: str = "") -> Job | None:
        """Return the unfinished job, a running one first, or else the newest if it failed after the plan."""
        planning = [job for job in about_plans if pair and job.kind == "plan" and job.subject == pair]
        candidates = [*planning, *(job for job in about_plans if plan and job.args.get("plan") == plan.id)]
        if unfinished := [job for job in candidates if not job.state.finished]:
            return min(unfinished, key=lambda job: (job.state is not JobState.RUNNING, job.id))
        newest = max(candidates, key=lambda job: job.id, default=None)
        plan_time = max(plan.created_at, plan.applied_at or 0.0) if plan else 0.0
        if newest is None or newest.state is not JobState.FAILED:
            return None
        return newest if (newest.finished_at or newest.created_at) >= plan_time else None

    following = {view.pair.name: view for view in twins}
    views = [
        SyncView(
            now,
            row.pair,
            row.last,
            relevant_job(row.last, row.pair.name),
            following.get(row.pair.name),
        )
        for row in pairs
    ]
    shown = {row.last.id for row in pairs if row.last}
    names = {row.pair.name for row in pairs}
    others = [
        plan
        for plan in recent
        if plan.id not in shown and (plan.kind is not PlanKind.SYNC or plan.pair not in names)
    ]
    plans = [SyncView(now, None, plan, relevant_job(plan)) for plan in others]
    left = [view for view in plans if not view.settled]
    settled = [view for view in plans if view.settled]
    fold = [SyncView(now, folded=len(settled))] if settled else []
    return [*views, *left, *fold, *(settled if unfolded else ())]


# --- cells -----------------------------------------------------------------------------------------------


def _plan_cell(view: SyncView) -> Cell:
    """Return the state of the plan and how old it is."""
    return "" if view.folded else plan_cell(view.plan, view.now)


def following_words(view: SyncView) -> list[tuple[str, str]]:
    """Return how the following of a pair stands, in words; nothing for one that does not follow."""
    state = view.following
    if state is None or not state.pair.follows:
        return []
    if state.why:
        return [(f"{WARN} {state.state_word}: {state.why}", "warn")]
    return [(state.state_word, "accent" if state.pair.dry_run else "good")]


def note_cell(view: SyncView) -> Cell:
    """Return how following stands, and what matters most of the plan."""
    if view.folded:
        return "undone, discarded or empty; enter shows them, or hides them", "dim"
    following, note = following_words(view), _plan_note(view)
    if not following or (view.following is not None and view.following.why):
        return following or note
    word, style = note if isinstance(note, tuple) else (note, "")
    has_note = view.plan is not None or view.job is not None
    return [*following, (f"; {word}", style)] if word and has_note else following


def _plan_note(view: SyncView) -> tuple[str, str] | str:
    """Return what matters most: work under way, a failure, a lock, what came of it, warnings."""
    job, plan = view.job, view.plan
    if job is not None and job.state is JobState.PARKED:
        return f"{WARN} parked: {job.error}", "warn"
    if job is not None and not job.state.finished:
        share = percent(job.progress.done, job.progress.total)
        word = "applying" if job.kind == APPLY else "planning"
        return (
            f"{word} {plan_progress(job, 0) if share is None else f'{share}% {job.progress.text}'}",
            "accent",
        )
    if job is not None:
        return f"{BAD} {job.error}", "bad"
    if plan is None:
        return "D plans it", "dim"
    if plan.locked and plan.state is PlanState.OPEN:
        return f"{WARN} locked: {plan.locked}", "warn"
    if words := outcome_words(plan):
        bad = sum(plan.outcomes.get(outcome, 0) for outcome in FAILURES)
        return words, "warn" if bad else "good"
    if plan.counts.warnings:
        return plural(plan.counts.warnings, "warning"), "warn"
    counts = plan.counts
    return "" if counts.add + counts.update + counts.remove else ("nothing to do", "dim")


COLUMNS: tuple[Column[SyncView], ...] = (
    Column(
        "name", "Pair or plan", lambda view: (view.name, "" if view.pair else "dim"),
        kind=FieldKind.TEXT, min_width=12,
        priority=REQUIRED, sort=lambda view: view.name,
    ),
    Column(
        "route", "From -> to", lambda view: view.route, kind=FieldKind.TEXT, min_width=20, priority=75,
        sort=lambda view: view.route,
    ),
    Column(
        "mode", "Mode", lambda view: view.mode, kind=FieldKind.TEXT, width=8, priority=40,
        sort=lambda view: view.mode,
    ),
    Column(
        "plan", "Last plan", _plan_cell, kind=FieldKind.TIME, width=15, priority=95, descending=True,
        sort=lambda view: plan_since(view.plan) if view.plan else None,
    ),
    Column(
        "counts", "+ ~ -", lambda view: counts_text(view.plan) if view.plan else "",
        kind=FieldKind.NUMBER, width=12, priority=90,
        sort=lambda view: sum((view.plan.counts.add, view.plan.counts.update, view.plan.counts.remove))
        if view.plan else None,
        descending=True, tooltip="Additions, updates and removals",
    ),
    Column("note", "Note", note_cell, min_width=12, weight=4, priority=85),
)  # fmt: skip
"""The table's columns."""
