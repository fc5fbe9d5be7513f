"""Who works on jobs in other processes, and whether a process is gone, where that can be told."""

from __future__ import annotations

import os
import socket
import sys
import uuid
from pathlib import Path

from arrtui.core.events import Job
from arrtui.core.text import format_age
from arrtui.db.workers import WorkerInfo

_ours: set[str] = set()
"""Ids of the workers this process has made."""


def new_worker_id() -> str:
    """Return an id for a worker of this process that people can place."""
    return f"{socket.gethostname()} pid {os.getpid()} {uuid.uuid4().hex[:12]}"


def worker_of_process(worker_id: str, kind: str, now: float) -> WorkerInfo:
    """Return a worker of this process, which is never taken for gone from now on."""
    _ours.add(worker_id)
    return WorkerInfo(
        id=worker_id,
        kind=kind,
        host=socket.gethostname(),
        pid=os.getpid(),
        started_at=now,
        pid_space=pid_space(),
    )


def pid_space() -> str:
    """Return in what the process ids seen here are ids: one boot of a machine, or a container on it.

    Empty where that is not known, and on Windows, where looking a process up ends it.
    """
    if sys.platform == "win32":
        return ""
    if not sys.platform.startswith("linux"):
        return f"{uuid.getnode():012x}"
    try:
        boot = Path("/proc/sys/kernel/random/boot_id").read_text().strip()
        return f"{boot} {Path('/proc/self/ns/pid').readlink()}"
    except OSError:
        return ""


def is_gone(worker: WorkerInfo, space: str) -> bool:
    """Return whether the process of a worker has surely ended; ``space`` is that of this process.

    Of a process of another machine or container nothing is known, nor of one whose id is in use again: then
    only the lease tells.
    """
    if not space or worker.pid_space != space:
        return False
    if worker.pid == os.getpid():
        return worker.id not in _ours
    try:
        os.kill(worker.pid, 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _is_zombie(worker.pid)


def _is_zombie(pid: int) -> bool:
    """Return whether a process has ended and only waits for its parent to notice."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] in "ZX"


def holder_text(job: Job, worker: WorkerInfo | None, now: float) -> str:
    """Return who has a running job, and until when it is waited for, as a sentence."""
    left = f"{max(1, round(job.lease_until - now))} s, when its lease runs out"
    if worker is None:
        return f"{job.subject}: another process has begun it; it is taken over in {left}."
    if is_gone(worker, pid_space()):
        return f"{job.subject}: arrtui on {worker.name} began it and is gone; it is taken over now."
    if worker.is_fresh(now):
        return f"{job.subject}: arrtui on {worker.name} is at it; waiting until it is done."
    silent = f"was last heard of {format_age(now - worker.heartbeat_at)}"
    return f"{job.subject}: arrtui on {worker.name} began it and {silent}; it is taken over in {left}."
