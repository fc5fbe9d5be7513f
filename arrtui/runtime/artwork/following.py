"""Queue the job that brings back artwork which an app took: after news of titles, and after each backup."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from arrtui.core.text import plural
from arrtui.db.artwork import placements
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

KIND = "artwork-follow"
SETTLE = 2.0
"""Seconds after news of a title before its folder is looked at: an app deletes what goes with a video 0.01 to
0.14 seconds after the new one is there, and tells of it before (``files/U04``)."""


async def follow_events(services: Services, job: JobContext, item_ids: Collection[int]) -> None:
    """Queue what follows from news of some titles, as a child of the job that read it."""
    name = job.job.instance
    if services.config.ui.read_only or not item_ids:
        return
    due = await services.database.read(placements.titles_with_artwork, name, item_ids)
    if due:
        await job.enqueue_child(follow_job(name, due, run_after=services.clock() + SETTLE))


async def follow_backup(services: Services, job: JobContext) -> bool:
    """Queue a look at all titles with artwork after a backup of their instance, as a child of its job.

    Return False where there is none. The phases that are configured start after the look: a scan would forget
    which images of the owner lay in folders before an app took them.
    """
    name = job.job.instance
    if services.config.ui.read_only:
        return False
    if not await services.database.read(placements.is_anything_kept, name):
        return False
    await job.enqueue_child(follow_job(name, ()))
    return True


def follow_job(name: str, external_ids: Sequence[str], *, run_after: float = 0.0) -> NewJob:
    """Return the job for some titles, or for all with artwork; its subject tells it from one for others."""
    subject = name
    if external_ids:
        mark = crc32(" ".join(external_ids).encode())
        subject = f"{name}: {plural(len(external_ids), 'title')} [{mark:08x}]"
    args: dict[str, Any] = {"external_ids": list(external_ids)}
    priority = 3 if external_ids else 8
    return NewJob(
        kind=KIND, subject=subject, instance=name, args=args, priority=priority, run_after=run_after
    )
