"""Tasks of ``--run`` done in this process, over services whose clock a test sets."""

from __future__ import annotations

from typing import Any

from arrtui.cli.output import Output
from arrtui.cli.task import Task
from arrtui.cli.tasks.jobs import jobs
from arrtui.cli.tasks.plan import sync
from arrtui.cli.tasks.undo import restore, undo
from arrtui.runtime.services import Services


class Results(Output):
    """Keeps the result of a task and what it noted."""

    def __init__(self) -> None:
        self.last: dict[str, Any] = {}
        self.notes: list[str] = []

    def note(self, text: str) -> None:
        self.notes.append(text)

    def result(self, task: str, ok: bool, **values: Any) -> None:
        self.last = {"task": task, "ok": ok, **values}


async def sync_and_apply(services: Services, pair: str) -> dict[str, Any]:
    """Do what ``--run sync PAIR --apply`` does and return its result line."""
    out = Results()
    assert sync.callback is not None
    await sync.callback(Task("sync", services, out), pair, True, False)
    return out.last


async def undo_and_apply(services: Services, plan_id: int) -> dict[str, Any]:
    """Do what ``--run undo PLAN --apply`` does and return its result line."""
    out = Results()
    assert undo.callback is not None
    await undo.callback(Task("undo", services, out), str(plan_id), True, False)
    return out.last


async def restore_and_apply(services: Services, instance: str, at: str) -> dict[str, Any]:
    """Do what ``--run restore INSTANCE --at WHEN --apply`` does and return its result line."""
    out = Results()
    assert restore.callback is not None
    await restore.callback(Task("restore", services, out), instance, at, True)
    return out.last


async def run_again(services: Services, job_id: int) -> tuple[int, dict[str, Any]]:
    """Do what ``--run jobs --retry ID`` does and return its exit status and its result line."""
    out = Results()
    assert jobs.callback is not None
    return await jobs.callback(Task("jobs", services, out), job_id, None), out.last
