"""Statements on the queue of jobs: enqueue, cancel, retry, list and prune.

Every function that changes something runs in a transaction that writes: ``await database.write(cancel, …)``.
Such transactions follow each other: on SQLite because they begin ``IMMEDIATE``, on PostgreSQL because each
takes one advisory lock first. Hence revisions become visible in their order, and a reader of ``revision >
last`` misses nothing. Times are UTC seconds since the epoch.

Instances: one write at a time on each, and at most so many reads. Reads go on beside a write, because a write
may take an hour and its instance must stay visible; a read sees what any other client of the app would.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

import msgspec
from peewee import Case, fn

from arrtui.core.domain import decode, encode
from arrtui.core.events import FINISHED, RETRIABLE, UNFINISHED, Access, Job, JobState
from arrtui.db.job_rows import MAX_DELAY as MAX_DELAY
from arrtui.db.job_rows import (
    WAITING,
    error_values,
    lock_jobs,
    read_jobs,
    tuples,
    update_job,
    waiting_values,
    within,
)
from arrtui.db.job_rows import latest_revision as latest_revision
from arrtui.db.models import JobRow


class NewJob(msgspec.Struct, frozen=True, kw_only=True):
    """A job to be queued."""

    kind: str
    subject: str = ""
    """What it works on; an unfinished job of the same kind and subject is the same job."""
    instance: str = ""
    access: Access = Access.READ
    args: dict[str, Any] = msgspec.field(default_factory=dict)
    priority: int = 5
    """1 is first, 10 is last."""
    max_attempts: int = 4
    run_after: float = 0.0
    """Not before this time, which is at most an hour ahead."""
    parent_id: int | None = None


# --- queueing --------------------------------------------------------------------------------------------


def enqueue(new: NewJob, now: float) -> tuple[Job, bool]:
    """Queue a job; return it and whether it was created.

    An unfinished job of the same kind and subject is returned instead; it becomes as urgent as the new one,
    and goes on if it was parked.
    """
    lock_jobs()
    run_after = min(new.run_after, now + MAX_DELAY)
    equal = next(iter(_equal_unfinished(new.kind, new.subject)), None)
    if equal is None:
        job_id: int = JobRow.insert(
            kind=new.kind,
            subject=new.subject,
            instance=new.instance,
            access=new.access,
            args_doc=encode(new.args),
            priority=new.priority,
            max_attempts=new.max_attempts,
            run_after=run_after,
            parent_id=new.parent_id,
            created_at=now,
            asked_at=now,
            revision=latest_revision() + 1,
        ).execute()
    else:
        job_id = equal.id
        values = _requeued(now) if equal.state is JobState.PARKED else {"asked_at": now}
        if new.priority < equal.priority:
            values |= {"priority": new.priority, "run_after": min(run_after, equal.run_after)}
        update_job(job_id, **values)
    (job,) = read_jobs(JobRow.select().where(JobRow.id == job_id))
    return job, equal is None


def adopt(parent_id: int, job_ids: Collection[int]) -> None:
    """Make unfinished jobs that nobody queued for another job children of one."""
    lock_jobs()
    without_parent = JobRow.parent_id.is_null() & JobRow.state.in_(UNFINISHED) & (JobRow.id != parent_id)
    JobRow.update(parent_id=parent_id).where(JobRow.id.in_(list(job_ids)), without_parent).execute()


def amend(job_id: int, change: Callable[[dict[str, Any]], dict[str, Any]]) -> Job | None:
    """Change the arguments of an unfinished job; return it, None when it has ended.

    A job that runs sees the change when it reads itself again.
    """
    lock_jobs()
    job = get(job_id)
    if job is None or job.state.finished:
        return None
    update_job(job_id, args_doc=encode(change(job.args)))
    return get(job_id)


def extend_waiting(
    kind: str, instance: str, change: Callable[[dict[str, Any]], dict[str, Any] | None]
) -> Job | None:
    """Change the arguments of the job of a kind that waits for an instance; return it, None without one.

    ``change`` returns None for arguments of a job that is another matter. A job that runs is left alone: it
    may have done already what its arguments said.
    """
    lock_jobs()
    waiting = (JobRow.kind == kind) & (JobRow.instance == instance) & JobRow.state.in_(WAITING)
    for job in read_jobs(JobRow.select().where(waiting).order_by(JobRow.id)):
        args = change(dict(job.args))
        if args is not None:
            update_job(job.id, args_doc=encode(args))
            return get(job.id)
    return None


def cancel(job_id: int, now: float) -> Job | None:
    """Cancel a waiting or parked job, ask the worker of a running one to stop; so the jobs it queued.

    Return the job as it is then, None when there is none. A finished job stays as it is.
    """
    lock_jobs()
    children = JobRow.select(JobRow.id).where(JobRow.parent_id == job_id, JobRow.state.in_(UNFINISHED))
    for (child_id,) in list(tuples(children)):
        cancel(child_id, now)
    if not update_job(job_id, JobRow.state == JobState.RUNNING, cancel_requested=True):
        waiting = JobRow.state.in_((*WAITING, JobState.PARKED))
        update_job(job_id, waiting, state=JobState.CANCELLED, finished_at=now)
    return get(job_id)


def retry(job_id: int, now: float) -> Job | None:
    """Queue a failed, cancelled or parked job again with all its attempts; let a retrying one run at once.

    Where an equal job is unfinished already, that one is returned and this one stays as it is. Return None
    when there is no such job.
    """
    lock_jobs()
    job = get(job_id)
    if job is None or job.state not in RETRIABLE:
        return job
    for equal in _equal_unfinished(job.kind, job.subject):
        if equal.id != job_id:
            return equal
    update_job(job_id, **_requeued(now))
    return get(job_id)


def _requeued(now: float) -> dict[str, Any]:
    """Return the columns of a job that is asked for again."""
    return {"asked_at": now, "attempts": 0, "losses": 0, **waiting_values(JobState.PENDING), **error_values()}


def supersede(job_id: int, now: float) -> Job | None:
    """End a job that waits or is parked because a later one takes its place; return it, None if unknown."""
    lock_jobs()
    waiting = JobRow.state.in_((*WAITING, JobState.PARKED))
    update_job(job_id, waiting, state=JobState.SUPERSEDED, finished_at=now, **error_values())
    return get(job_id)


def _equal_unfinished(kind: str, subject: str) -> list[Job]:
    """Return the unfinished jobs of a kind and subject, of which there is at most one."""
    equal = (JobRow.kind == kind) & (JobRow.subject == subject)
    return read_jobs(JobRow.select().where(equal, JobRow.state.in_(UNFINISHED)))


def prune(older_than: float) -> int:
    """Remove jobs that finished before ``older_than``; return how many.

    The job changed last is kept: its revision is what the next one is counted from.
    """
    lock_jobs()
    old = JobRow.state.in_(FINISHED) & (JobRow.finished_at < older_than)
    removed: int = JobRow.delete().where(old, JobRow.revision < latest_revision()).execute()
    return removed


def prune_completed(kind: str, older_than: float) -> int:
    """Remove jobs of one kind that went well before ``older_than`` (UTC seconds); return how many."""
    lock_jobs()
    old = (JobRow.kind == kind) & (JobRow.state == JobState.COMPLETED) & (JobRow.finished_at < older_than)
    removed: int = JobRow.delete().where(old, JobRow.revision < latest_revision()).execute()
    return removed


# --- looking ---------------------------------------------------------------------------------------------


def get(job_id: int) -> Job | None:
    """Return a job, None when there is none."""
    return next(iter(read_jobs(JobRow.select().where(JobRow.id == job_id))), None)


def with_children(job_ids: Collection[int]) -> list[Job]:
    """Return these jobs, those that exist, and the ones they queued, by id."""
    return read_jobs(JobRow.select().where(within(job_ids)).order_by(JobRow.id))


def list_jobs(limit: int = 500) -> list[Job]:
    """Return jobs: running, waiting in the order they will run, parked, then the last finished."""
    ranks = [(JobState.RUNNING, 0), *((state, 1) for state in WAITING), (JobState.PARKED, 2)]
    rank = Case(JobRow.state, ranks, 3)
    urgency = Case(None, [(JobRow.state.in_(UNFINISHED), JobRow.priority)], 0)
    ordered = JobRow.select().order_by(rank, urgency, JobRow.finished_at.desc(), JobRow.id)
    return read_jobs(ordered.limit(limit))


def unfinished(kind: str) -> list[Job]:
    """Return the unfinished jobs of a kind, the oldest first."""
    where = (JobRow.kind == kind) & JobRow.state.in_(UNFINISHED)
    return read_jobs(JobRow.select().where(where).order_by(JobRow.id))


def newest_of_subjects(kind: str, state: JobState | None = None) -> dict[str, Job]:
    """Return the newest job of a kind, in a state or in any, for each of its subjects."""
    where = JobRow.kind == kind if state is None else (JobRow.kind == kind) & (JobRow.state == state)
    newest = JobRow.select(fn.MAX(JobRow.id)).where(where).group_by(JobRow.subject)
    return {job.subject: job for job in read_jobs(JobRow.select().where(JobRow.id.in_(newest)))}


def results_since(kind: str, instance: str, since: float) -> list[dict[str, Any]]:
    """Return the results of jobs of a kind that completed for an instance after ``since``."""
    where = (JobRow.kind == kind) & (JobRow.instance == instance) & (JobRow.finished_at > since)
    completed = JobRow.select(JobRow.result_doc).where(where & (JobRow.state == JobState.COMPLETED))
    return [decode(doc) for (doc,) in tuples(completed) if doc]


def changed_since(revision: int, limit: int = 500) -> list[Job]:
    """Return the jobs changed after ``revision``, in the order they changed, each as it is now."""
    changed = JobRow.select().where(JobRow.revision > revision)
    return read_jobs(changed.order_by(JobRow.revision).limit(limit))
