"""What the plan screen and the Sync pane call plans, their outcomes and the jobs that work on them. Pure."""

from __future__ import annotations

from arrtui.core.events import Job, JobState
from arrtui.core.text import format_span, progress_bar
from arrtui.features.sync.model import EntryOutcome, Plan, PlanKind, PlanState
from arrtui.tui.kit.signs import BAD, GOOD, OFF, WARN, Sign
from arrtui.tui.kit.table.cells import Cell

APPLY = "apply"
"""The kind of job that writes a plan to one instance."""
SETTINGS_PLAN = "settings_plan"
"""The kind of job that plans a sync of settings for one of its targets."""
PLANNING = {
    "plan": "Planning again",
    SETTINGS_PLAN: "Planning again",
    "undo": "Planning the undo",
    "restore": "Planning",
    "copy": "Planning",
}
"""The kinds of job that end with a new plan, and what they are called meanwhile."""
PLAN_JOBS = (*PLANNING, APPLY)
"""The kinds of job that make or write plans."""
OUTCOMES = {
    EntryOutcome.DONE: Sign(GOOD, "done", "good"),
    EntryOutcome.FAILED: Sign(BAD, "failed", "bad"),
    EntryOutcome.CONFLICTED: Sign(WARN, "conflict", "warn"),
    EntryOutcome.SKIPPED: Sign(OFF, "skipped", "dim"),
    EntryOutcome.BUSY: Sign(WARN, "busy", "warn"),
    EntryOutcome.CHANGED_BACK: Sign(BAD, "changed back", "bad"),
}
FAILURES = (EntryOutcome.FAILED, EntryOutcome.CONFLICTED, EntryOutcome.BUSY, EntryOutcome.CHANGED_BACK)
"""Outcomes that want to be looked at."""
PLAN_STATES = {
    PlanState.OPEN: ("open", "accent"),
    PlanState.APPLYING: ("applying", "accent"),
    PlanState.APPLIED: ("applied", "good"),
    PlanState.SUPERSEDED: ("superseded", "dim"),
    PlanState.UNDONE: ("undone", "dim"),
    PlanState.DISCARDED: ("discarded", "dim"),
}
"""What states are called, each with its style."""
ARROWS = {"add": "->", "mirror": "=>", "union": "<->"}
"""What stands between source and target, by the mode of the pair."""


def plan_title(plan: Plan) -> str:
    """Return the name of a plan: its pair, or what it is for."""
    if plan.kind is PlanKind.UNDO:
        return f"undo of plan {plan.undoes}" if plan.undoes else "undo"
    if plan.kind is PlanKind.TWIN:
        return f"{plan.pair}, live"
    if plan.kind is PlanKind.SETTINGS:
        return f"settings {plan.pair}".rstrip()
    return plan.pair or ("file names" if plan.kind is PlanKind.FILES else plan.kind.value)


def route(source: str, target: str, mode: str = "") -> str:
    """Return source and target of a plan; the target without its kind where both have the same one."""
    if not source or source == target:
        return target or source
    kind, _, label = target.partition(".")
    short = label if source.partition(".")[0] == kind and "," not in target else target
    return f"{source} {ARROWS.get(mode, '->')} {short}"


def plan_since(plan: Plan) -> float:
    """Return since when a plan is in its state, UTC seconds."""
    return plan.applied_at if plan.applied_at and plan.state is not PlanState.OPEN else plan.created_at


def plan_cell(plan: Plan | None, now: float) -> Cell:
    """Return the state of the last plan of something, and how old it is."""
    if plan is None:
        return "none yet", "warn"
    word, style = PLAN_STATES[plan.state]
    return [(word, style), (f" {format_span(now - plan_since(plan))}", "")]


def counts_text(plan: Plan) -> list[tuple[str, str]]:
    """Return how many entries of each kind a plan has; zeros are dim."""
    counts = plan.counts
    return [
        (f"+{counts.add:,}", "good" if counts.add else "dim"),
        (" ", ""),
        (f"~{counts.update:,}", "accent" if counts.update else "dim"),
        (" ", ""),
        (f"-{counts.remove:,}", "bad" if counts.remove else "dim"),
    ]


def outcome_words(plan: Plan) -> str:
    """Return what came of a plan's entries, what went wrong first; nothing before an apply."""
    order = sorted(OUTCOMES, key=lambda outcome: outcome not in FAILURES)
    return ", ".join(
        f"{number:,} {outcome.value}" for outcome in order if (number := plan.outcomes.get(outcome.value, 0))
    )


def plan_progress(job: Job, width: int = 14) -> str:
    """Return how far a job is, with a bar of ``width`` cells."""
    if job.state is JobState.RETRYING:
        return f"will be tried again: {job.error}"
    if job.state is JobState.PENDING:
        return "waits for a free slot"
    progress = job.progress
    text = progress.text.removeprefix(f"{job.instance}: ")
    if not progress.total:
        return text or "begins"
    bar = progress_bar(progress.done, progress.total, width)
    return f"{bar} {progress.done:,}/{progress.total:,} {text}".strip()
