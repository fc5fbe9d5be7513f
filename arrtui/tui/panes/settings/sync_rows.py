"""Syncs of settings as rows of a table, one for each target, and the detail of one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content

from arrtui.core.domain import SettingType
from arrtui.core.events import Job
from arrtui.core.filter.fields import FieldKind
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.features.sync.model import Plan, PlanState
from arrtui.tui.kit.plan_words import (
    APPLY,
    FAILURES,
    SETTINGS_PLAN,
    counts_text,
    outcome_words,
    plan_cell,
    plan_progress,
    plan_since,
)
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.kit.signs import BAD, WARN
from arrtui.tui.kit.table import REQUIRED, Cell, Column

if TYPE_CHECKING:
    from arrtui.core.config.settings_syncs import SettingsSync
    from arrtui.runtime.settings_plans import SettingsSyncRow

ALL_KINDS = "all that both apps have"


@dataclass(frozen=True)
class TargetView:
    """A sync of settings and one of its targets, at one moment."""

    sync: SettingsSync
    target: str
    now: float
    """UTC seconds."""
    plan: Plan | None = None
    """The last one for this target."""
    job: Job | None = None
    """The unfinished job about it, or the last one that failed after the plan was made."""

    @property
    def key(self) -> str:
        """The identity of the row."""
        return f"{self.sync.name}: {self.target}"

    @property
    def open_plan(self) -> Plan | None:
        """The last plan, while something of it may still be decided, applied or undone."""
        is_over = self.plan is None or self.plan.state in (PlanState.DISCARDED, PlanState.UNDONE)
        return None if is_over else self.plan


def target_views(rows: Iterable[SettingsSyncRow], jobs: Mapping[int, Job], now: float) -> list[TargetView]:
    """Return a row for each target of each sync, as configured."""
    return [
        TargetView(row.sync, target, now, plan, _relevant_job(row.sync.name, target, plan, jobs.values()))
        for row in rows
        for target, plan in ((target, row.last.get(target)) for target in row.sync.targets)
    ]


def _relevant_job(name: str, target: str, plan: Plan | None, jobs: Iterable[Job]) -> Job | None:
    """Return the newest job about a target that is unfinished, or failed after its plan was made."""

    def is_about(job: Job) -> bool:
        if job.kind == SETTINGS_PLAN:
            return (job.args.get("sync"), job.args.get("target")) == (name, target)
        return job.kind == APPLY and plan is not None and job.args.get("plan") == plan.id

    newest = max(filter(is_about, jobs), key=lambda job: job.id, default=None)
    if newest is None or not newest.state.finished:
        return newest
    is_news = plan is None or (newest.finished_at or newest.created_at) >= plan_since(plan)
    return newest if newest.error and is_news else None


def kinds_text(sync: SettingsSync) -> str:
    """Return what of settings a sync keeps alike."""
    kinds = ", ".join(KIND_WORDS[SettingType(kind)] for kind in sync.kinds) or ALL_KINDS
    return f"{kinds}, named {' or '.join(sync.names)}" if sync.names else kinds


def _note(view: TargetView) -> Cell:
    """Return what matters most: work under way, a failure, what came of it, warnings."""
    job, plan = view.job, view.plan
    if job is not None and not job.state.finished:
        return plan_progress(job, 0), "accent"
    if job is not None:
        return f"{BAD} {job.error}", "bad"
    if plan is None:
        return "D plans it", "dim"
    if plan.locked and plan.state is PlanState.OPEN:
        return f"{WARN} locked: {plan.locked}", "warn"
    if words := outcome_words(plan):
        return words, "warn" if any(plan.outcomes.get(outcome) for outcome in FAILURES) else "good"
    counts = plan.counts
    return "" if counts.add + counts.update + counts.remove else ("alike", "good")


def _entries(plan: Plan | None) -> int | None:
    return None if plan is None else plan.counts.add + plan.counts.update + plan.counts.remove


COLUMNS: Sequence[Column[TargetView]] = (
    Column(
        "name", "Sync", lambda view: view.sync.name, kind=FieldKind.TEXT, min_width=8, priority=REQUIRED,
        sort=lambda view: view.sync.name,
    ),
    Column(
        "target", "Target", lambda view: view.target, kind=FieldKind.TEXT, min_width=12, priority=REQUIRED,
        sort=lambda view: view.target,
    ),
    Column(
        "source", "As", lambda view: view.sync.source, kind=FieldKind.TEXT, min_width=12, priority=70,
        sort=lambda view: view.sync.source,
    ),
    Column(
        "plan", "Last plan", lambda view: plan_cell(view.plan, view.now), kind=FieldKind.TIME, width=15,
        priority=95, sort=lambda view: plan_since(view.plan) if view.plan else None, descending=True,
    ),
    Column(
        "counts", "+ ~ -", lambda view: counts_text(view.plan) if view.plan else "", kind=FieldKind.NUMBER,
        width=12, priority=90, sort=lambda view: _entries(view.plan), descending=True,
        tooltip="Additions, updates and removals",
    ),
    Column("note", "Note", _note, min_width=12, weight=3, priority=85),
)  # fmt: skip
"""The table's columns."""


def sync_lines(view: TargetView, width: int) -> list[Content]:
    """Return what a sync keeps alike on a target, and what its last plan says."""
    sheet, sync = Sheet(width), view.sync
    sheet.text((sync.name, "bold"))
    sheet.text((f"{view.target} as {sync.source}", ""))
    sheet.blank()
    for label, value in _options(sync, view.target):
        sheet.pair(label, value)
    if (plan := view.plan) is not None:
        sheet.heading(f"Plan {plan.id}")
        sheet.text(*counts_text(plan))
        if words := outcome_words(plan):
            sheet.text((words, ""))
        for note in plan.notes:
            sheet.text((note, ""))
    if view.job is not None and view.job.state.finished:
        sheet.heading("Failed")
        sheet.text((view.job.error, "bad"))
    return sheet.lines


def _options(sync: SettingsSync, target: str) -> Iterator[tuple[str, str]]:
    """Yield what is configured, as labels and values; empty values mean nothing."""
    own = sync.for_target(target)
    yield "settings", kinds_text(sync)
    yield "removes", "what only the target has" if sync.delete_unmanaged else "nothing"
    yield "switched on", ", ".join(KIND_WORDS[SettingType(kind)] for kind in sync.enable)
    for profile, scores in own.scores.items():
        yield "scores", f"{profile}: {', '.join(f'{name} {score:+,}' for name, score in scores.items())}"
    for profile, cutoff in own.cutoffs.items():
        yield "cutoff", f"{profile}: {cutoff}"
    for source, folder in own.root_folders.items():
        yield "folder", f"{source} -> {folder}"
