"""The duty: a lease that one process holds at a time, on all work that must not be done twice over.

Times are UTC seconds since the epoch. The statements need no lock: each changes the row only if it is still
as it was read, so that of two processes that take the duty at once one finds that it came too late.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from arrtui.db.models import DutyRow
from arrtui.db.workers import WorkerInfo

LEASE = 15.0
"""Seconds for which the duty is held without being renewed."""
_NAME = "standing"


class Duty(msgspec.Struct, frozen=True, kw_only=True):
    """The process that holds the duty, or held it last."""

    owner: str
    """Its worker's id."""
    kind: str
    """``tui`` or ``daemon``."""
    host: str
    pid: int
    pid_space: str = ""
    """In what ``pid`` is an id; empty where that is not known."""
    since: float
    until: float

    @property
    def worker(self) -> WorkerInfo:
        """Return the holder as a worker."""
        return WorkerInfo(
            id=self.owner,
            kind=self.kind,
            host=self.host,
            pid=self.pid,
            started_at=self.since,
            pid_space=self.pid_space,
        )

    def is_over(self, now: float) -> bool:
        """Return whether the lease has run out. One far ahead was granted before a clock was set back."""
        return not now < self.until <= now + 2 * LEASE


def holder() -> Duty | None:
    """Return who holds the duty or held it last, None when nobody ever did."""
    query: Any = DutyRow.select().where(DutyRow.name == _NAME)
    return next((msgspec.convert(row, Duty) for row in query.dicts()), None)


def hold(worker: WorkerInfo, now: float, is_gone: Callable[[WorkerInfo], bool]) -> Duty | None:
    """Take the duty or renew it if ``worker`` may; return who holds it then.

    It is taken from nobody but a process that let its lease run out or has ended.
    """
    duty = holder()
    values = {
        "owner": worker.id,
        "kind": worker.kind,
        "host": worker.host,
        "pid": worker.pid,
        "pid_space": worker.pid_space,
        "until": now + LEASE,
    }
    if duty is None:
        DutyRow.insert(name=_NAME, since=now, **values).on_conflict_ignore().execute()
    elif duty.owner == worker.id or duty.is_over(now) or is_gone(duty.worker):
        since = duty.since if duty.owner == worker.id else now
        as_read = (DutyRow.name == _NAME) & (DutyRow.owner == duty.owner) & (DutyRow.until == duty.until)
        DutyRow.update(since=since, **values).where(as_read).execute()
    return holder()


def release(worker_id: str) -> None:
    """Give the duty up, if this worker holds it."""
    DutyRow.update(until=0.0).where(DutyRow.name == _NAME, DutyRow.owner == worker_id).execute()
