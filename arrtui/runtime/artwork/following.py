"""Queue the job that brings back artwork which an app took: after news of titles, and after each backup."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

from arrtui.core.apps import Feature, app_of
from arrtui.core.text import plural
from arrtui.db.artwork import placements
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

KIND = "artwork-follow"
HEARD_AT = "heard_at"
"""The argument that says when the last news came for which a job looks at its titles, UTC seconds."""
SETTLE = 2.0
"""Seconds after news of a title before its folder is looked at: an app deletes what goes with a video 0.01 to
0.14 seconds after the new one is there, and tells of it before (``files/U04``)."""


async def follow_events(services: Services, job: JobContext, item_ids: Collection[int]) -> None:
    """Queue what follows from news of some titles, as a child of the job that read it."""
    await _follow_titles(services, job.job.instance, item_ids, job.job.id)


async def follow_heard(
    services: Services, name: str, item_ids: Collection[int], *, whole: bool = False
) -> None:
    """Queue a look at titles of which the live feed told something, even if nothing of them is different.

    That is for apps of which no record tells what they do with files beside their own, and when. ``whole``:
    it told of more titles than are named, as a refresh of all does, so that all with artwork are looked at.
    """
    if not app_of(name).extras.is_recorded and (whole or item_ids):
        await _follow_titles(services, name, None if whole else item_ids, None)


async def _follow_titles(
    services: Services, name: str, item_ids: Collection[int] | None, parent_id: int | None
) -> None:
    """Queue a look at some titles, by the app's ids, or with None at all with artwork.

    One that waits takes them along, so that a flood of news is one look per title. One that has begun does
    not: it may have looked at them already.
    """
    if services.config.ui.read_only:
        return
    if name not in services.config.names_with(Feature.ARTWORK):
        return
    due = await services.database.read(placements.titles_with_artwork, name, item_ids)
    if not due:
        return
    now = services.clock()
    news = {"external_ids": due, HEARD_AT: now}

    def join(args: dict[str, Any]) -> dict[str, Any] | None:
        if HEARD_AT not in args:
            return None
        return {"external_ids": sorted({*args["external_ids"], *due}), HEARD_AT: now}

    new = NewJob(
        kind=KIND,
        subject=f"{name}: news [{crc32(repr(news).encode()):08x}]",
        instance=name,
        args=news,
        priority=3,
        run_after=now + SETTLE,
        parent_id=parent_id,
    )
    await services.jobs.join_waiting(new, join)


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


def follow_job(name: str, external_ids: Sequence[str]) -> NewJob:
    """Return the job for some titles, or for all with artwork; its subject tells it from one for others."""
    subject = name
    if external_ids:
        mark = crc32(" ".join(external_ids).encode())
        subject = f"{name}: {plural(len(external_ids), 'title')} [{mark:08x}]"
    args: dict[str, Any] = {"external_ids": list(external_ids)}
    priority = 3 if external_ids else 8
    return NewJob(kind=KIND, subject=subject, instance=name, args=args, priority=priority)
