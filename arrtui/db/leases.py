"""Statements of a worker on jobs: claim and lease them, store their progress and how they end.

As in :mod:`arrtui.db.jobs`, every function that changes something runs in a transaction that writes, and
times are UTC seconds since the epoch. A worker *holds* a job while it runs the job under a lease.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from typing import Any

from peewee import Expression

from arrtui.core.domain import encode
from arrtui.core.errors import JobLostError
from arrtui.core.events import Access, Job, JobState, Progress
from arrtui.db import workers
from arrtui.db.job_rows import (
    MAX_DELAY,
    WAITING,
    error_values,
    lock_jobs,
    read_jobs,
    tuples,
    update_job,
    waiting_values,
    within,
)
from arrtui.db.jobs import get
from arrtui.db.models import JobRow

MAX_LEASE = 60.0
"""Seconds a lease can be granted for at most."""
URGENT = 1
"""Priority of jobs that somebody waits for while others run: they find room beside all of these."""
MAX_LEASE_LOSSES = 3
"""How often a worker may vanish in the middle of a job before the job fails."""
PARKED = "parked"
"""Error code of a parked job."""
ParkReason = Callable[[Job, float], str]
"""Returns why a job must wait for a decision at a time, as a sentence; empty when it may go on unasked.

A job that is still running is one whose worker vanished.
"""


def no_reason(_job: Job, _now: float) -> str:
    """Let every job go on."""
    return ""


# --- claiming --------------------------------------------------------------------------------------------


def anything_due(
    worker_id: str,
    now: float,
    only: Collection[int] | None = None,
    *,
    writes: bool = True,
    urgent_only: bool = False,
) -> bool:
    """Return whether :func:`claim` may find a job, without taking the write lock."""
    waiting = JobRow.state.in_(WAITING) & _due(now) & within(only) & _allowed(writes, urgent_only)
    return JobRow.select(JobRow.id).where(waiting | _expired(worker_id, now)).first() is not None


def claim(
    worker_id: str,
    now: float,
    lease_seconds: float,
    *,
    reads_per_instance: int = 2,
    only: Collection[int] | None = None,
    writes: bool = True,
    urgent_only: bool = False,
    park_reason: ParkReason = no_reason,
) -> Job | None:
    """Claim the most urgent job that may run now, the oldest first, and lease it; None when there is none.

    Jobs whose lease expired are put back first. What ``park_reason`` gives a reason for is parked instead of
    put back or claimed. With ``only``, nothing but these jobs and the ones they queued are taken, without
    ``writes`` none that writes to its instance, and with ``urgent_only`` none that can wait. A time so far
    ahead that it cannot have been meant (the clock was set back) counts as past.
    """
    lock_jobs()
    for abandoned in read_jobs(JobRow.select().where(_expired(worker_id, now))):
        _put_back(abandoned, now, park_reason)
    while job := _first_with_room(now, reads_per_instance, within(only) & _allowed(writes, urgent_only)):
        reason = park_reason(job, now)
        if not reason:
            return _leased(job.id, worker_id, now, lease_seconds)
        update_job(job.id, **_parked_values(reason))
    return None


def _leased(job_id: int, worker_id: str, now: float, lease_seconds: float) -> Job | None:
    """Lease a job to a worker and return it."""
    update_job(
        job_id,
        state=JobState.RUNNING,
        attempts=JobRow.attempts + 1,
        lease_owner=worker_id,
        lease_until=now + min(lease_seconds, MAX_LEASE),
        started_at=now,
        progress_doc="{}",
    )
    return get(job_id)


def _first_with_room(now: float, reads_per_instance: int, wanted: Expression) -> Job | None:
    """Return the first wanted job that is due and has room on its instance; without one it always fits.

    One that must be alone waits for those that run, and keeps back those behind it.
    """
    running = JobRow.select(JobRow.instance, JobRow.access).where(JobRow.state == JobState.RUNNING)
    busy = Counter(tuples(running))
    closed = {instance for instance, access in busy if access == Access.ALONE}
    room = {Access.READ: reads_per_instance, Access.WRITE: 1, Access.FOLDERS: 1}
    waiting = (
        JobRow.select(JobRow.id, JobRow.instance, JobRow.access, JobRow.priority)
        .where(JobRow.state.in_(WAITING), _due(now), wanted)
        .order_by(JobRow.priority, JobRow.id)
    )
    for job_id, instance, access, priority in tuples(waiting):
        if instance in closed:
            continue
        if instance and access == Access.ALONE:
            if all(other != instance for other, _ in busy):
                return get(job_id)
            closed.add(instance)
            continue
        extra = 1 if access == Access.READ and priority <= URGENT else 0
        if not instance or busy[instance, access] < room[Access(access)] + extra:
            return get(job_id)
    return None


def is_taken_alone(instance: str) -> bool:
    """Return whether a job runs beside which nothing may ask an instance."""
    running = (JobRow.state == JobState.RUNNING) & (JobRow.access == Access.ALONE)
    return JobRow.select(JobRow.id).where(running, JobRow.instance == instance).first() is not None


def put_back_strays(
    worker_id: str, running: Collection[int], now: float, park_reason: ParkReason = no_reason
) -> int:
    """Put back what this worker holds without running it, as if the lease had expired; return how many."""
    lock_jobs()
    strays = read_jobs(JobRow.select().where(*_held_by(worker_id), JobRow.id.not_in(list(running))))
    for job in strays:
        _put_back(job, now, park_reason)
    return len(strays)


def put_back_orphans(worker_ids: Collection[str], now: float, park_reason: ParkReason = no_reason) -> int:
    """Put back the jobs of workers whose processes are gone, and remove these; return how many jobs."""
    lock_jobs()
    held = (JobRow.state == JobState.RUNNING) & JobRow.lease_owner.in_(list(worker_ids))
    orphans = read_jobs(JobRow.select().where(held))
    for job in orphans:
        _put_back(job, now, park_reason)
    for worker_id in worker_ids:
        workers.sign_off(worker_id)
    return len(orphans)


def _put_back(job: Job, now: float, park_reason: ParkReason) -> None:
    """End the attempt of a job whose worker vanished.

    Queue it again, park it if there is a reason to, or fail it if that keeps happening.
    """
    if job.cancel_requested:
        values: dict[str, Any] = {"state": JobState.CANCELLED, "finished_at": now}
    elif job.losses >= max(job.max_attempts - 1, MAX_LEASE_LOSSES):
        values = {
            "state": JobState.FAILED,
            "finished_at": now,
            "error": f"The work was started {job.attempts} times, and the process doing it disappeared "
            "again. See whether it runs out of memory, then retry it by hand.",
            "error_code": "abandoned",
        }
    elif reason := park_reason(job, now):
        values = _parked_values(reason)
    else:
        values = waiting_values(JobState.PENDING)
    update_job(job.id, **values, losses=job.losses + 1, lease_owner="")


def _parked_values(reason: str) -> dict[str, Any]:
    """Return the columns of a job that waits for a decision."""
    return waiting_values(JobState.PARKED) | error_values(reason, PARKED)


def renew(worker_id: str, now: float, lease_seconds: float) -> dict[int, bool]:
    """Extend the lease of every job this worker holds; return them as :func:`held_jobs` does.

    The revision stays: nobody shows leases.
    """
    lock_jobs()
    JobRow.update(lease_until=now + min(lease_seconds, MAX_LEASE)).where(*_held_by(worker_id)).execute()
    return held_jobs(worker_id)


def held_jobs(worker_id: str) -> dict[int, bool]:
    """Return the jobs this worker holds, and for each whether it was asked to stop."""
    query = JobRow.select(JobRow.id, JobRow.cancel_requested).where(*_held_by(worker_id))
    return {job_id: bool(cancel_requested) for job_id, cancel_requested in tuples(query)}


# --- running and ending: each raises JobLostError when this worker no longer holds the job ---------------


def progress(worker_id: str, job_id: int, value: Progress) -> Job:
    """Store how far a job has come."""
    return _update_held(worker_id, job_id, progress_doc=encode(value))


def complete(worker_id: str, job_id: int, result: str | None, now: float) -> Job:
    """Finish a job; ``result`` is JSON."""
    return _finish(worker_id, job_id, JobState.COMPLETED, now, result_doc=result, **error_values())


def fail(worker_id: str, job_id: int, now: float, error: str, code: str = "", detail: str = "") -> Job:
    """Give a job up for good."""
    return _finish(worker_id, job_id, JobState.FAILED, now, **error_values(error, code, detail))


def finish_cancelled(worker_id: str, job_id: int, now: float, error: str = "", code: str = "") -> Job:
    """End a job that was asked to stop."""
    return _finish(worker_id, job_id, JobState.CANCELLED, now, **error_values(error, code))


def retry_later(
    worker_id: str, job_id: int, now: float, run_after: float, error: str, code: str = "", detail: str = ""
) -> Job:
    """Try a job again at ``run_after``; end it where a cancel was asked for meanwhile."""
    if held_jobs(worker_id).get(job_id):
        return finish_cancelled(worker_id, job_id, now, error, code)
    values = waiting_values(JobState.RETRYING, min(run_after, now + MAX_DELAY))
    return _update_held(
        worker_id, job_id, **{**values, **error_values(error, code, detail)}, lease_owner="", lease_until=now
    )


def release(worker_id: str, job_id: int, now: float) -> Job:
    """Put a job back as if it had not been started; end it where a cancel was asked for meanwhile."""
    if held_jobs(worker_id).get(job_id):
        return finish_cancelled(worker_id, job_id, now)
    values = waiting_values(JobState.PENDING)
    return _update_held(
        worker_id, job_id, **values, attempts=JobRow.attempts - 1, lease_owner="", lease_until=now
    )


def _finish(worker_id: str, job_id: int, state: JobState, now: float, **values: Any) -> Job:
    return _update_held(
        worker_id, job_id, state=state, finished_at=now, lease_owner="", lease_until=0, **values
    )


def _update_held(worker_id: str, job_id: int, **values: Any) -> Job:
    """Update a job that this worker holds. Raises JobLostError when it does not."""
    lock_jobs()
    job = get(job_id) if update_job(job_id, *_held_by(worker_id), **values) else None
    if job is None:
        raise JobLostError(
            what=f"finishing job {job_id}",
            why="its lease ran out here, so it was given to another worker or ended",
        )
    return job


# --- conditions ------------------------------------------------------------------------------------------


def _held_by(worker_id: str) -> tuple[Expression, ...]:
    return (JobRow.state == JobState.RUNNING, JobRow.lease_owner == worker_id)


def _due(now: float) -> Expression:
    return (JobRow.run_after <= now) | (JobRow.run_after > now + 2 * MAX_DELAY)


def _allowed(writes: bool, urgent_only: bool) -> Expression:
    """Return which jobs may be taken: all, or only those that do not write, or cannot wait."""
    access = list(Access) if writes else [Access.READ]
    return JobRow.access.in_(access) & (JobRow.priority <= (URGENT if urgent_only else 10))


def _expired(worker_id: str, now: float) -> Expression:
    """Return which jobs of other workers have lost their lease; its own a worker renews, however late."""
    over = (JobRow.lease_until <= now) | (JobRow.lease_until > now + 2 * MAX_LEASE)
    return (JobRow.state == JobState.RUNNING) & (JobRow.lease_owner != worker_id) & over
