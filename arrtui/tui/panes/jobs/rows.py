"""One line of the Jobs pane: what a job is, how far it is, why it waits or what went wrong."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from arrtui.core.events import Job, JobState
from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_duration, format_rate, format_span, format_time, percent, progress_bar
from arrtui.runtime.engine.kinds import JobKinds
from arrtui.tui.kit.signs import job_sign
from arrtui.tui.kit.table import REQUIRED, Cell, Column

ORDER = (
    JobState.RUNNING,
    JobState.RETRYING,
    JobState.PENDING,
    JobState.PARKED,
    JobState.FAILED,
    JobState.CANCELLED,
    JobState.SUPERSEDED,
    JobState.COMPLETED,
)
"""What needs looking at comes first; failed jobs stay above what went well only while both are finished."""


class JobFilter(StrEnum):
    """Which jobs the pane shows."""

    WORK = "work"
    ALL = "all"
    UNFINISHED = "unfinished"
    FAILED = "failed"
    DONE = "done"


def is_shown(job: Job, kinds: JobKinds, shown: JobFilter) -> bool:
    """Return whether a job is among those that the filter shows."""
    match shown:
        case JobFilter.ALL:
            return True
        case JobFilter.WORK:
            return job.state is not JobState.COMPLETED or not kinds.routine(job.kind)
        case JobFilter.UNFINISHED:
            return not job.state.finished
        case JobFilter.FAILED:
            return job.state is JobState.FAILED
        case JobFilter.DONE:
            return job.state in (JobState.COMPLETED, JobState.CANCELLED, JobState.SUPERSEDED)


@dataclass(frozen=True)
class JobView:
    """A job at one moment."""

    job: Job
    kinds: JobKinds
    now: float
    """UTC seconds since the epoch."""
    held_back: str = ""
    """Why this process does not take it, as a sentence."""

    @property
    def title(self) -> str:
        """What is done."""
        return self.kinds.title(self.job.kind)

    @property
    def outcome(self) -> str:
        """What came of it, from the numbers it left; empty while it is not finished."""
        if self.job.state is JobState.CANCELLED:
            return "cancelled by hand"
        if self.job.state is JobState.SUPERSEDED:
            return "a later one took its place"
        return self.kinds.describe_result(self.job) if self.job.state.finished else ""

    @property
    def elapsed(self) -> float | None:
        """Seconds it has run, or ran; None while it has not begun."""
        job = self.job
        if job.started_at is None or not (job.state.finished or job.state is JobState.RUNNING):
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
    if view.held_back:
        return view.held_back
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
    if job.state in (JobState.FAILED, JobState.PARKED):
        return error_text(job), "bad" if job.state is JobState.FAILED else "warn"
    if job.state is JobState.RETRYING:
        return [(f"{waiting_reason(view).rstrip('.')}: ", "warn"), (error_text(job), "dim")]
    if job.state is JobState.PENDING:
        return waiting_reason(view), "dim"
    return view.outcome, "dim"


def error_text(job: Job) -> str:
    """Return a job's error without the name of the instance, which has a column of its own."""
    return job.error.removeprefix(f"{job.instance}: ")


COLUMNS: tuple[Column[JobView], ...] = (
    Column(
        "state",
        "State",
        lambda view: (job_sign(view.job).text, job_sign(view.job).style),
        field=FilterField("state", FieldKind.TEXT, lambda view: view.job.state.word),
        width=11,
        priority=REQUIRED,
        sort=lambda view: ORDER.index(view.job.state),
    ),
    Column(
        "title",
        "Job",
        lambda view: view.title,
        kind=FieldKind.TEXT,
        width=8,
        priority=90,
        sort=lambda view: view.title,
    ),
    Column(
        "instance",
        "Instance",
        lambda view: view.job.subject or view.job.instance,
        field=FilterField("instance", FieldKind.INSTANCE, lambda view: view.job.instance),
        width=14,
        priority=95,
        sort=lambda view: view.job.subject,
    ),
    Column("note", "What", note, min_width=24, priority=REQUIRED),
    Column(
        "elapsed",
        "Took",
        lambda view: "" if view.elapsed is None else format_duration(view.elapsed),
        kind=FieldKind.SPAN,
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
        field=FilterField("since", FieldKind.TIME, lambda view: view.job.finished_at or view.job.created_at),
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
        kind=FieldKind.NUMBER,
        width=3,
        align="right",
        priority=40,
        sort=lambda view: view.job.attempts,
        descending=True,
    ),
)
"""The table's columns."""
