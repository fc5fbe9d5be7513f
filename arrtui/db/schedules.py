"""Statements on schedules: up to when their times are dealt with, whether they are paused, their last runs.

Each that changes something runs in a transaction that writes, and transactions on jobs follow each other, so
that a time is dealt with once, whichever processes look at it. Times are UTC seconds since the epoch.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

import msgspec

from arrtui.core.events import Job
from arrtui.db import jobs
from arrtui.db.job_rows import lock_jobs
from arrtui.db.jobs import NewJob
from arrtui.db.schedule_model import ScheduleRow


class StoredSchedule(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a schedule; see :class:`~arrtui.db.schedule_model.ScheduleRow`."""

    name: str
    timing: str
    settled: float
    paused: bool = False
    job_id: int | None = None
    began_at: float | None = None
    ended_at: float | None = None
    succeeded_at: float | None = None
    outcome: str = ""
    ok: bool | None = None


def stored_schedules() -> dict[str, StoredSchedule]:
    """Return what is stored of each schedule, by name."""
    query: Any = ScheduleRow.select()
    return {row["name"]: msgspec.convert(row, StoredSchedule) for row in query.dicts()}


def note_configured(
    timings: Mapping[str, str], now: float, *, forgets: bool = False
) -> dict[str, StoredSchedule]:
    """Store the schedules there are; return what is stored of each then.

    ``timings`` are by name. The times of one that is new, or that has another timing now, count from ``now``.
    The process that holds the duty ``forgets`` all others; one beside it may have another configuration.
    """
    lock_jobs()
    if forgets:
        ScheduleRow.delete().where(ScheduleRow.name.not_in(list(timings))).execute()
    known = stored_schedules()
    for name, timing in timings.items():
        if name not in known:
            ScheduleRow.insert(name=name, timing=timing, settled=now).execute()
        elif known[name].timing != timing:
            _update(name, timing=timing, settled=now)
    return stored_schedules()


def settle(seen: StoredSchedule, settled: float, run: NewJob | None, now: float) -> tuple[bool, Job | None]:
    """Deal with the times of a schedule up to ``settled``, and queue a run unless None or one is unfinished.

    Return whether it was still as it was seen, and the job.
    """
    lock_jobs()
    if stored_schedules().get(seen.name) != seen:
        return False, None
    _update(seen.name, settled=settled)
    return True, begin(seen.name, run, now) if run is not None else None


def begin(name: str, run: NewJob, now: float) -> Job | None:
    """Queue a run of a schedule and return its job; None where one is unfinished, which is left alone."""
    lock_jobs()
    if any(job.subject == run.subject for job in jobs.unfinished(run.kind)):
        return None
    job, _ = jobs.enqueue(run, now)
    _update(name, job_id=job.id, began_at=now)
    return job


def pause(names: Collection[str], paused: bool, now: float) -> None:
    """Pause schedules, or resume them: their times count from ``now`` on then."""
    lock_jobs()
    values: dict[str, Any] = {"paused": paused} if paused else {"paused": False, "settled": now}
    changed = ScheduleRow.name.in_(list(names)) & (ScheduleRow.paused != paused)
    ScheduleRow.update(**values).where(changed).execute()


def note_end(name: str, outcome: str, now: float, *, ok: bool) -> None:
    """Store what came of a run."""
    values: dict[str, Any] = {"succeeded_at": now} if ok else {}
    _update(name, ended_at=now, outcome=outcome, ok=ok, **values)


def _update(name: str, **values: Any) -> None:
    ScheduleRow.update(**values).where(ScheduleRow.name == name).execute()
