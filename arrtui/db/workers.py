"""The processes that work on jobs, known by their heartbeats."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.db.models import WorkerRow

HEARTBEAT_FRESH = 15.0
"""Seconds after its last heartbeat that a worker counts as alive."""
_FORGET_WORKER = 86_400.0
"""Seconds after which a silent worker's row is removed."""


class WorkerInfo(msgspec.Struct, frozen=True, kw_only=True):
    """A process that works on jobs. Times are UTC seconds since the epoch."""

    id: str
    kind: str
    """``tui``, ``run`` or ``daemon``."""
    host: str
    pid: int
    started_at: float
    heartbeat_at: float = 0.0
    pid_space: str = ""
    """In what ``pid`` is an id; empty where that is not known."""

    @property
    def name(self) -> str:
        """What people call it: ``nas (pid 42)``."""
        return f"{self.host} (pid {self.pid})"

    def is_fresh(self, now: float) -> bool:
        """Return whether it was heard of just now."""
        return abs(now - self.heartbeat_at) <= HEARTBEAT_FRESH


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


def all_workers() -> list[WorkerInfo]:
    """Return the workers that did not sign off, the oldest first."""
    query: Any = WorkerRow.select().order_by(WorkerRow.started_at, WorkerRow.id)
    return [WorkerInfo(**row) for row in query.dicts()]
