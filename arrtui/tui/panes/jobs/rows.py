"""One line of the Jobs pane: what a job is, how far it is, why it waits or what went wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from arrtui.core.events import Job, JobState
from arrtui.core.text import (
    format_duration,
    format_rate,
    format_span,
    format_time,
    percent,
    plural,
    progress_bar,
)
from arrtui.tui.kit.signs import job_sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

ORDER = (
    JobState.RUNNING,
    JobState.RETRYING,
    JobState.PENDING,
    JobState.FAILED,
    JobState.CANCELLED,
    JobState.COMPLETED,
)
"""What needs looking at comes first; failed jobs stay above what went well only while both are finished."""

TITLES = {
    "backup": "Backup",
    "check": "Check",
    "thin": "Thinning",
    "plan": "Plan",
    "undo": "Undo",
    "restore": "Restore",
    "copy": "Copy",
    "apply": "Apply",
    "act": "Command",
}
"""Kinds of job for people; an unknown kind is called by its own name."""


ROUTINE = frozenset({"check", "thin"})
"""Kinds of job that come by themselves every few minutes; done, they would bury everything else."""


class JobFilter(StrEnum):
    """Which jobs the pane shows."""

    WORK = "work"
    ALL = "all"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    DONE = "done"


SHOWS: dict[JobFilter, Callable[[Job], bool]] = {
    JobFilter.WORK: lambda job: job.state is not JobState.COMPLETED or job.kind not in ROUTINE,
    JobFilter.ALL: lambda job: True,
    JobFilter.UNFINISHED: lambda job: not job.state.finished,
    JobFilter.FAILED: lambda job: job.state is JobState.FAILED,
    JobFilter.DONE: lambda job: job.state in (JobState.COMPLETED, JobState.CANCELLED),
}


@dataclass(frozen=True)
class JobView:
    """A job at one moment."""

    job: Job
    now: float
    """UTC seconds since the epoch."""

    @property
    def title(self) -> str:
        """What is done."""
        return TITLES.get(self.job.kind, self.job.kind)

    @property
    def elapsed(self) -> float | None:
        """Seconds it has run, or ran; None while it has not begun."""
        job = self.job
        if job.started_at is None or job.state in (JobState.PENDING, JobState.RETRYING):
            return None
        return max(0.0, (job.finished_at or self.now) - job.started_at)

    @property
    def since(self) -> float:
        """Seconds since it finished, or else since it was queued."""
        return self.now - (self.job.finished_at or self.job.created_at)


def sort_jobs(jobs: Iterable[Job]) -> list[Job]:
    """Return the unfinished jobs, running ones first, then the finished, the last one first."""
    rank = {state: number for number, state in enumerate(ORDER)}

    def key(job: Job) -> tuple[float, ...]:
        if job.state.finished:
            return len(rank), -(job.finished_at or job.created_at), -job.id
        return rank[job.state], job.priority, job.id

    return sorted(jobs, key=key)


def progress_text(view: JobView, width: int = 12) -> str:
    """Return the bar of a running job; nothing for any other."""
    if view.job.state is not JobState.RUNNING:
        return ""
    progress = view.job.progress
    share = percent(progress.done, progress.total)
    return "" if share is None else f"{progress_bar(progress.done, progress.total, width)} {share:>3}%"


def counted(view: JobView) -> str:
    """Return how much of how much is done, and how fast."""
    progress = view.job.progress
    if view.job.state is not JobState.RUNNING or not progress.done:
        return ""
    total = f"/{progress.total:,}" if progress.total else ""
    return " ".join(filter(None, (f"{progress.done:,}{total}", format_rate(progress.rate))))


def waiting_reason(view: JobView) -> str:
    """Return why a job that has not begun does not run."""
    job = view.job
    if job.run_after > view.now:
        at = format_time(job.run_after, view.now)
        return f"next try at {at}" if job.state is JobState.RETRYING else f"not before {at}"
    return "waiting for a free slot"


def note(view: JobView) -> Cell:
    """Return the sentence that matters most about a job."""
    job = view.job
    if job.state is JobState.RUNNING:
        bar, text = progress_text(view), "stopping soon" if job.cancel_requested else job.progress.text
        return [
            (f"{bar}  " if bar else "", "accent"),
            (f"{counted(view)}  " if bar else "", ""),
            (text, "dim"),
        ]
    if job.state is JobState.FAILED:
        return error_text(job), "bad"
    if job.state is JobState.RETRYING:
        return [(f"{waiting_reason(view)}: ", "warn"), (error_text(job), "dim")]
    if job.state is JobState.PENDING:
        return waiting_reason(view), "dim"
    return outcome(job), "dim"


def error_text(job: Job) -> str:
    """Return a job's error without the name of the instance, which has a column of its own."""
    return job.error.removeprefix(f"{job.instance}: ")


def outcome(job: Job) -> str:
    """Return what came of a finished job, from the numbers it left."""
    result = job.result or {}
    if job.state is JobState.CANCELLED:
        return "cancelled by hand"
    if job.kind == "backup" and "added" in result:
        if result.get("baseline"):
            return f"{plural(result.get('items', 0), 'title')}: the first snapshot"
        counts = [f"{result[name]:,} {name}" for name in ("added", "changed", "removed") if result.get(name)]
        return f"{plural(result.get('items', 0), 'title')}: {', '.join(counts) or 'no changes'}"
    if job.kind == "check" and result.get("version"):
        return f"version {result['version']}"
    if job.kind == "thin" and "dropped" in result:
        return f"{plural(int(result['dropped']), 'old backup')} thinned"
    return _of_plan(result)


def _of_plan(result: Mapping[str, Any]) -> str:
    """Return what came of a job that made a plan, or wrote something."""
    words = ("applied", "failed", "conflicted", "skipped")
    if "applied" in result:
        return ", ".join(f"{result[word]:,} {word}" for word in words if result.get(word)) or "nothing to do"
    if "plan" in result:
        add, update, remove = (int(result.get(word, 0)) for word in ("add", "update", "remove"))
        return f"plan {result['plan']}: +{add:,} ~{update:,} -{remove:,}"
    return ""


COLUMNS: tuple[Column[JobView], ...] = (
    Column(
        "state",
        "State",
        lambda view: (job_sign(view.job).text, job_sign(view.job).style),
        width=11,
        priority=REQUIRED,
        sort=lambda view: ORDER.index(view.job.state),
    ),
    Column("title", "Job", lambda view: view.title, width=8, priority=90, sort=lambda view: view.title),
    Column(
        "instance",
        "Instance",
        lambda view: view.job.subject or view.job.instance,
        width=14,
        priority=95,
        sort=lambda view: view.job.subject,
    ),
    Column("note", "What", note, min_width=24, priority=REQUIRED),
    Column(
        "elapsed",
        "Took",
        lambda view: "" if view.elapsed is None else format_duration(view.elapsed),
        width=12,
        align="right",
        priority=60,
        sort=lambda view: view.elapsed,
        descending=True,
    ),
    Column(
        "since",
        "Age",
        lambda view: format_span(view.since),
        width=6,
        align="right",
        priority=70,
        sort=lambda view: -view.since,
        descending=True,
        tooltip="Since it finished, or since it was queued",
    ),
    Column(
        "attempts",
        "Try",
        lambda view: str(view.job.attempts),
        width=3,
        align="right",
        priority=40,
        sort=lambda view: view.job.attempts,
        descending=True,
    ),
)
"""The table's columns."""
