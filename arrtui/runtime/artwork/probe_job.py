"""The job that looks into videos of which the app has no facts, in the background."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from arrtui.core.apps import app_of
from arrtui.core.text import plural
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

KIND = "artwork-probe"
_MISSING = "ffprobe is not installed: what is in {} that the app knows nothing of stays unknown."


async def queue_probing(services: Services, job: JobContext, *, anew: bool) -> None:
    """Queue a look into the videos without facts of a job's instance, where that is wanted and there are any.

    ``anew``: whether folders were read, so that there may be videos that the app does not have.
    """
    from arrtui.db.artwork.streams import lacks_facts
    from arrtui.features.artwork.probing import unknown_videos

    name, database = job.job.instance, services.database
    if app_of(name).art.form.is_music:  # of music no NFO tells its streams
        return
    if not services.config.artwork.probe or not (anew or await database.read(lacks_facts, name)):
        return
    if await database.read(unknown_videos, name):
        await job.enqueue_child(NewJob(kind=KIND, subject=name, instance=name, priority=9))


async def _probe(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Look into the videos of the job's instance; return how many."""
    from arrtui.features.artwork.probing import forget_gone, probe_videos, unknown_videos
    from arrtui.media.tools import find_program

    started = time.monotonic()
    name, database = job.job.instance, services.database
    videos = await database.read(unknown_videos, name)
    if await asyncio.to_thread(find_program, "ffprobe") is None:
        return {"probed": 0, "messages": [_MISSING.format(plural(len(videos), "video"))] if videos else []}
    results = await probe_videos(name, videos, database, job.progress, job.check)
    await database.write(forget_gone, name)
    unread = sum(not result.facts for result in results)
    return {
        "probed": len(results),
        "unread": unread,
        "left": len(videos) - len(results),
        "seconds": round(time.monotonic() - started, 3),
    }


def _describe(result: Mapping[str, Any]) -> str:
    if messages := result.get("messages"):
        return str(messages[0])
    unread = f", {result['unread']:,} cannot be read" if result.get("unread") else ""
    return f"{plural(int(result.get('probed', 0)), 'video')} looked into{unread}"


PROBE = JobKind(KIND, "Probe", _probe, routine=True, describe_result=_describe)
