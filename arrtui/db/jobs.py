"""Statements on jobs and on the workers that run them.

Every function that changes something runs in a transaction that writes: ``await database.write(claim, …)``.
Such transactions follow each other: on SQLite because they begin ``IMMEDIATE``, on PostgreSQL because each
takes one advisory lock first. Hence revisions become visible in their order, and a reader of ``revision >
last`` misses nothing. Times are UTC seconds since the epoch.

Instances: one write at a time on each, and at most so many reads. Reads go on beside a write, because a write
may take an hour and its instance must stay visible; a read sees what any other client of the app would.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import Any

import msgspec
from peewee import Case, Expression, PostgresqlDatabase, fn

from arrtui.core.domain import decode, encode
from arrtui.core.errors import JobLostError
from arrtui.core.events import FINISHED, UNFINISHED, Access, Job, JobState, Progress
from arrtui.db.models import JobRow, WorkerRow

MAX_DELAY = 3600.0
"""Seconds a job can be put off at most."""
MAX_LEASE = 60.0
"""Seconds a lease can be granted for at most."""
MAX_LEASE_LOSSES = 3
"""How often a worker may vanish in the middle of a job before the job fails."""
HEARTBEAT_FRESH = 15.0
"""Seconds after its last heartbeat that a worker counts as alive."""
_FORGET_WORKER = 86_400.0
"""Seconds after which a silent worker's row is removed."""
_LOCK_KEY = 0x6A6F6273
"""Advisory lock of PostgreSQL that puts transactions on jobs in a row: ``jobs``."""
_WAITING = (JobState.PENDING, JobState.RETRYING)


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


class WorkerInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A process that works on jobs."""

    id: str
    kind: str
    """``tui``, ``run`` or ``daemon``."""
    host: str
    pid: int
    started_at: float
    heartbeat_at: float = 0.0


# --- queueing --------------------------------------------------------------------------------------------


def enqueue(new: NewJob, now: float) -> tuple[int, bool]:
    """Queue a job; return its id and whether it was created.

    An unfinished job of the same kind and subject is returned instead; it becomes as urgent as the new one.
    """
    _take_turn()
    run_after = min(new.run_after, now + MAX_DELAY)
    twin = (
        JobRow.select(JobRow.id, JobRow.priority, JobRow.run_after)
        .where(JobRow.kind == new.kind, JobRow.subject == new.subject, JobRow.state.in_(UNFINISHED))
        .first()
    )
    if twin is None:
        return _insert(new, run_after, now), True
    if new.priority < twin.priority:
        _change(twin.id, priority=new.priority, run_after=min(run_after, twin.run_after))
    return twin.id, False


def enqueue_job(new: NewJob, now: float) -> tuple[Job, bool]:
    """Do as :func:`enqueue` and return the job itself."""
    job_id, created = enqueue(new, now)
    return _jobs(JobRow.select().where(JobRow.id == job_id))[0], created


def _insert(new: NewJob, run_after: float, now: float) -> int:
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
        revision=_next_revision(),
    ).execute()
    return job_id


def cancel(job_id: int, now: float) -> Job | None:
    """Cancel a waiting job, ask the worker of a running one to stop; the same for the jobs it asked for.

    Return the job as it is then, None when there is none. A finished job stays as it is.
    """
    _take_turn()
    for child_id in _ids(JobRow.parent_id == job_id, JobRow.state.in_(UNFINISHED)):
        cancel(child_id, now)
    if not _change(job_id, JobRow.state == JobState.RUNNING, cancel_requested=True):
        _change(job_id, JobRow.state.in_(_WAITING), state=JobState.CANCELLED, finished_at=now)
    return get(job_id)


def retry(job_id: int) -> Job | None:
    """Queue a failed or cancelled job again with all its attempts; let a retrying one run at once.

    Where an equal job is unfinished already, that one is returned and this one stays as it is. Return None
    when there is no such job.
    """
    _take_turn()
    job = get(job_id)
    if job is None or job.state not in (JobState.FAILED, JobState.CANCELLED, JobState.RETRYING):
        return job
    twins = _ids(JobRow.kind == job.kind, JobRow.subject == job.subject, JobRow.state.in_(UNFINISHED))
    if twins and twins != [job_id]:
        return get(twins[0])
    _change(job_id, attempts=0, **_waiting(JobState.PENDING), **_error())
    return get(job_id)


# --- working ---------------------------------------------------------------------------------------------


def anything_due(worker_id: str, now: float, only: Collection[int] | None = None) -> bool:
    """Tell whether :func:`claim` may find something, without taking the write lock."""
    waiting = JobRow.state.in_(_WAITING) & _due(now) & _among(only)
    found = JobRow.select(JobRow.id).where(waiting | _run_out(worker_id, now)).first()
    return found is not None


def claim(
    worker_id: str,
    now: float,
    lease_seconds: float,
    *,
    reads_per_instance: int = 2,
    only: Collection[int] | None = None,
) -> Job | None:
    """Take the most urgent job that may run now, the oldest first, and lease it; None when there is none.

    Jobs whose lease ran out are put back first. With ``only``, nothing but these jobs and the ones they asked
    for are taken. A time so far ahead that it cannot have been meant (the clock was set back) counts as past.
    """
    _take_turn()
    _put_back_abandoned(worker_id, now)
    job_id = _first_that_fits(now, reads_per_instance, only)
    if job_id is None:
        return None
    _change(
        job_id,
        state=JobState.RUNNING,
        attempts=JobRow.attempts + 1,
        lease_owner=worker_id,
        lease_until=now + min(lease_seconds, MAX_LEASE),
        started_at=now,
        progress_doc="{}",
    )
    return get(job_id)


def _first_that_fits(now: float, reads_per_instance: int, only: Collection[int] | None) -> int | None:
    """Return the first due job whose instance has room for it; a job without an instance always fits."""
    running = JobRow.select(JobRow.instance, JobRow.access).where(JobRow.state == JobState.RUNNING)
    busy = Counter(_rows(running))
    room = {Access.READ: reads_per_instance, Access.WRITE: 1}
    waiting = (
        JobRow.select(JobRow.id, JobRow.instance, JobRow.access)
        .where(JobRow.state.in_(_WAITING), _due(now), _among(only))
        .order_by(JobRow.priority, JobRow.id)
    )
    for job_id, instance, access in _rows(waiting):
        if not instance or busy[instance, access] < room[Access(access)]:
            return int(job_id)
    return None


def _put_back_abandoned(worker_id: str, now: float) -> None:
    """Put the jobs of workers that vanished back into the queue; fail those that keep vanishing."""
    for job in _jobs(JobRow.select().where(_run_out(worker_id, now))):
        _put_back(job, now)


def put_back_strays(worker_id: str, known: Collection[int], now: float) -> int:
    """Put back what this worker holds without knowing of it, as if the lease had run out; return how many."""
    _take_turn()
    strays = _jobs(JobRow.select().where(*_held_by(worker_id), JobRow.id.not_in(list(known))))
    for job in strays:
        _put_back(job, now)
    return len(strays)


def _put_back(job: Job, now: float) -> None:
    """End the attempt of a job that nobody works on any more."""
    if job.cancel_requested:
        values: dict[str, Any] = {"state": JobState.CANCELLED, "finished_at": now}
    elif job.attempts >= max(job.max_attempts, MAX_LEASE_LOSSES + 1):
        values = {
            "state": JobState.FAILED,
            "finished_at": now,
            "error": f"The work was started {job.attempts} times, and the process doing it disappeared "
            "again. See whether it runs out of memory, then retry it by hand.",
            "error_code": "abandoned",
        }
    else:
        values = _waiting(JobState.PENDING)
    _change(job.id, **values, lease_owner="", lease_until=0)


def renew(worker_id: str, now: float, lease_seconds: float) -> dict[int, bool]:
    """Extend the lease of every job this worker holds; return them as :func:`held` does.

    A lease is nothing to look at, so the revision stays.
    """
    _take_turn()
    JobRow.update(lease_until=now + min(lease_seconds, MAX_LEASE)).where(*_held_by(worker_id)).execute()
    return held(worker_id)


def held(worker_id: str) -> dict[int, bool]:
    """Return the jobs this worker holds, and for each whether it was asked to stop."""
    query = JobRow.select(JobRow.id, JobRow.cancel_requested).where(*_held_by(worker_id))
    return {job_id: bool(asked) for job_id, asked in _rows(query)}


def progress(worker_id: str, job_id: int, value: Progress) -> Job:
    """Store how far a job has come. Raises JobLostError when this worker no longer holds it."""
    return _change_held(worker_id, job_id, progress_doc=encode(value))


def complete(worker_id: str, job_id: int, result: str | None, now: float) -> Job:
    """Finish a job; ``result`` is JSON. Raises JobLostError when this worker no longer holds it."""
    return _end(worker_id, job_id, JobState.COMPLETED, now, result_doc=result, **_error())


def fail(worker_id: str, job_id: int, now: float, error: str, code: str = "", detail: str = "") -> Job:
    """Give a job up for good. Raises JobLostError when this worker no longer holds it."""
    return _end(worker_id, job_id, JobState.FAILED, now, **_error(error, code, detail))


def finish_cancelled(worker_id: str, job_id: int, now: float, error: str = "", code: str = "") -> Job:
    """End a job that was asked to stop. Raises JobLostError when this worker no longer holds it."""
    return _end(worker_id, job_id, JobState.CANCELLED, now, **_error(error, code))


def retry_later(
    worker_id: str, job_id: int, now: float, run_after: float, error: str, code: str = "", detail: str = ""
) -> Job:
    """Try a job again at ``run_after``; end it where a cancel was asked for meanwhile.

    Raises JobLostError when this worker no longer holds it.
    """
    if held(worker_id).get(job_id):
        return finish_cancelled(worker_id, job_id, now, error, code)
    values = _waiting(JobState.RETRYING, min(run_after, now + MAX_DELAY))
    return _change_held(
        worker_id, job_id, **{**values, **_error(error, code, detail)}, lease_owner="", lease_until=0
    )


def release(worker_id: str, job_id: int, now: float) -> Job:
    """Put a job back as if it had not been started; end it where a cancel was asked for meanwhile.

    Raises JobLostError when this worker no longer holds it.
    """
    if held(worker_id).get(job_id):
        return finish_cancelled(worker_id, job_id, now)
    values = _waiting(JobState.PENDING)
    return _change_held(
        worker_id, job_id, **values, attempts=JobRow.attempts - 1, lease_owner="", lease_until=0
    )


def _end(worker_id: str, job_id: int, state: JobState, now: float, **values: Any) -> Job:
    return _change_held(
        worker_id, job_id, state=state, finished_at=now, lease_owner="", lease_until=0, **values
    )


def _change_held(worker_id: str, job_id: int, **values: Any) -> Job:
    """Change a job that this worker holds. Raises JobLostError when it does not."""
    _take_turn()
    job = get(job_id) if _change(job_id, *_held_by(worker_id), **values) else None
    if job is None:
        raise JobLostError(
            what=f"finishing job {job_id}",
            why="its lease ran out here, so it was given to another worker or ended",
        )
    return job


# --- looking ---------------------------------------------------------------------------------------------


def get(job_id: int) -> Job | None:
    """Return a job, None when there is none."""
    return next(iter(_jobs(JobRow.select().where(JobRow.id == job_id))), None)


def with_children(job_ids: Collection[int]) -> list[Job]:
    """Return these jobs, those that exist, and the ones they asked for, by id."""
    return _jobs(JobRow.select().where(_among(job_ids)).order_by(JobRow.id))


def list_jobs(states: Collection[JobState] | None = None, limit: int = 200) -> list[Job]:
    """Return jobs: the running ones, the waiting ones in the order they will run, then the last finished."""
    rank = Case(JobRow.state, [(JobState.RUNNING, 0), *((state, 1) for state in _WAITING)], 2)
    urgency = Case(None, [(JobRow.state.in_(UNFINISHED), JobRow.priority)], 0)
    query = JobRow.select().order_by(rank, urgency, JobRow.finished_at.desc(), JobRow.id).limit(limit)
    return _jobs(query if states is None else query.where(JobRow.state.in_(list(states))))


def results_since(kind: str, instance: str, since: float) -> list[dict[str, Any]]:
    """Return what jobs of a kind gave that completed for an instance after ``since`` (UTC seconds)."""
    where = (JobRow.kind == kind) & (JobRow.instance == instance) & (JobRow.finished_at > since)
    chosen = JobRow.select(JobRow.result_doc).where(where & (JobRow.state == JobState.COMPLETED))
    return [decode(doc) for (doc,) in _rows(chosen) if doc]


def counts() -> dict[JobState, int]:
    """Return how many jobs there are in each state; states without jobs are 0."""
    query = JobRow.select(JobRow.state, fn.COUNT(JobRow.id)).group_by(JobRow.state)
    return dict.fromkeys(JobState, 0) | {JobState(state): number for state, number in _rows(query)}


def changed_since(revision: int, limit: int = 500) -> list[Job]:
    """Return the jobs changed after ``revision``, in the order they changed, each as it is now."""
    return _jobs(JobRow.select().where(JobRow.revision > revision).order_by(JobRow.revision).limit(limit))


def latest_revision() -> int:
    """Return the revision of the last change, 0 when there has been none."""
    return JobRow.select(fn.MAX(JobRow.revision)).scalar() or 0


def prune(older_than: float) -> int:
    """Remove jobs that finished before ``older_than``; return how many.

    The job changed last is kept: its revision is what the next one is counted from.
    """
    _take_turn()
    removed: int = (
        JobRow.delete()
        .where(
            JobRow.state.in_(FINISHED), JobRow.finished_at < older_than, JobRow.revision < latest_revision()
        )
        .execute()
    )
    return removed


# --- workers ---------------------------------------------------------------------------------------------


def heartbeat(worker: WorkerInfo, now: float) -> None:
    """Note that a worker is alive, and forget those silent for a day."""
    WorkerRow.delete().where(WorkerRow.heartbeat_at < now - _FORGET_WORKER).execute()
    values = {**msgspec.structs.asdict(worker), "heartbeat_at": now}
    WorkerRow.insert(values).on_conflict(
        conflict_target=[WorkerRow.id], update={WorkerRow.heartbeat_at: now}
    ).execute()


def sign_off(worker_id: str) -> None:
    """Note that a worker has stopped."""
    WorkerRow.delete().where(WorkerRow.id == worker_id).execute()


def live_workers(now: float) -> list[WorkerInfo]:
    """Return the workers whose heartbeat is fresh, the oldest first."""
    fresh = WorkerRow.heartbeat_at.between(now - HEARTBEAT_FRESH, now + HEARTBEAT_FRESH)
    query: Any = WorkerRow.select().where(fresh).order_by(WorkerRow.started_at, WorkerRow.id)
    return [WorkerInfo(**row) for row in query.dicts()]


# --- parts -----------------------------------------------------------------------------------------------


def _take_turn() -> None:
    """Wait until every other transaction on jobs has ended; SQLite has done that already."""
    database: Any = JobRow._meta.database
    if _is_postgres(database):
        database.execute_sql("SELECT pg_advisory_xact_lock(%s)", (_LOCK_KEY,))


def _is_postgres(database: object) -> bool:
    return isinstance(database, PostgresqlDatabase)


def _next_revision() -> int:
    return latest_revision() + 1


def _change(job_id: int, *conditions: Expression, **values: Any) -> bool:
    """Change a job if it meets the conditions; return whether it did."""
    query = JobRow.update(revision=_next_revision(), **values).where(JobRow.id == job_id, *conditions)
    return bool(query.execute())


def _waiting(state: JobState, run_after: float = 0.0) -> dict[str, Any]:
    """Return the columns of a job that waits for its next attempt."""
    return {
        "state": state,
        "run_after": run_after,
        "cancel_requested": False,
        "finished_at": None,
        "progress_doc": "{}",
    }


def _error(error: str = "", code: str = "", detail: str = "") -> dict[str, str]:
    return {"error": error, "error_code": code, "error_detail": detail}


def _held_by(worker_id: str) -> tuple[Expression, ...]:
    return (JobRow.state == JobState.RUNNING, JobRow.lease_owner == worker_id)


def _due(now: float) -> Expression:
    return (JobRow.run_after <= now) | (JobRow.run_after > now + 2 * MAX_DELAY)


def _run_out(worker_id: str, now: float) -> Expression:
    """Return which jobs another worker has given up; what a worker holds itself it renews, however late."""
    over = (JobRow.lease_until <= now) | (JobRow.lease_until > now + 2 * MAX_LEASE)
    return (JobRow.state == JobState.RUNNING) & (JobRow.lease_owner != worker_id) & over


def _among(only: Collection[int] | None) -> Expression:
    if only is None:
        return JobRow.id > 0
    return JobRow.id.in_(list(only)) | JobRow.parent_id.in_(list(only))


def _ids(*conditions: Expression) -> list[int]:
    return [job_id for (job_id,) in _rows(JobRow.select(JobRow.id).where(*conditions))]


def _rows(query: Any) -> Iterable[tuple[Any, ...]]:
    rows: Iterable[tuple[Any, ...]] = query.tuples().iterator()
    return rows


def _jobs(query: Any) -> list[Job]:
    return [_job(row) for row in query.dicts()]


def _job(row: dict[str, Any]) -> Job:
    """Return a row as the job it holds."""
    result = row.pop("result_doc")
    row["args"] = decode(row.pop("args_doc"))
    row["progress"] = decode(row.pop("progress_doc"))
    row["result"] = None if result is None else decode(result)
    return msgspec.convert(row, Job)
