"""The job that lets arrtui's own trailers follow their films: after an app's event, and after a refresh."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from zlib import crc32

from arrtui.core.events import Access
from arrtui.core.text import plural
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

KIND = "trailers-follow"


async def follow_after_refresh(services: Services, job: JobContext) -> None:
    """Queue what follows from a refresh: trailers whose film has another name, or that are gone."""
    if services.config.ui.read_only:
        return
    from arrtui.features.trailers.follow_titles import due_titles

    name = job.job.instance
    if due := await services.database.read(due_titles, name):
        await job.enqueue_child(_follow_job(name, due))


async def follow_titles(services: Services, instance: str, item_ids: Iterable[int]) -> int | None:
    """Queue what follows from news of some titles of an instance: an upgrade, a rename, a deletion.

    ``item_ids`` are the app's. Return the job's id; None where no trailer of arrtui's stands beside one of
    their films, or nothing may be written.
    """
    due = await _due(services, instance, item_ids)
    if not due:
        return None
    job_id, _ = await services.jobs.enqueue(_follow_job(instance, due))
    return job_id


async def follow_events(services: Services, job: JobContext, item_ids: Iterable[int]) -> None:
    """Queue what follows from news of titles that a job of their instance read, as a child of it."""
    name = job.job.instance
    if due := await _due(services, name, item_ids):
        await job.enqueue_child(_follow_job(name, due))


async def _due(services: Services, instance: str, item_ids: Iterable[int]) -> list[str]:
    """Return the external ids of those titles whose trailers may have to follow."""
    if services.config.ui.read_only:
        return []
    from arrtui.features.trailers.follow_titles import titles_with_own

    return await services.database.read(titles_with_own, instance, item_ids)


def _follow_job(instance: str, external_ids: list[str]) -> NewJob:
    """Return the job for some titles; its subject tells it from one for others."""
    mark = crc32(" ".join(external_ids).encode())
    subject = f"{instance}: {plural(len(external_ids), 'title')} [{mark:08x}]"
    args = {"external_ids": external_ids}
    return NewJob(kind=KIND, subject=subject, instance=instance, args=args, priority=4)


async def _follow(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Rename the trailers of the titles among the arguments; what was renamed is read again."""
    from arrtui.features.trailers.follow_titles import follow_titles
    from arrtui.runtime.trailers.refresh import refresh_job

    name = job.job.instance
    counts = await follow_titles(
        services.clients.get(services.config.instance(name)),
        services.database,
        [str(external_id) for external_id in job.args["external_ids"]],
        check=job.check,
        now=services.clock(),
    )
    if counts.renamed or counts.gone:
        await job.enqueue_child(refresh_job(name, priority=8))
    return {
        "titles": counts.titles,
        "renamed": counts.renamed,
        "gone": counts.gone,
        "messages": list(counts.notes[:20]),
    }


def _describe(result: Mapping[str, Any]) -> str:
    if "renamed" not in result:
        return ""
    left = len(result["messages"])
    words = [f"{plural(result['renamed'], 'trailer')} renamed"] if result["renamed"] else []
    words += [f"{result['gone']:,} gone"] if result["gone"] else []
    words += [f"{left:,} could not follow"] if left else []
    return ", ".join(words) or "nothing to do"


FOLLOW = JobKind(KIND, "Follow", _follow, access=Access.WRITE, routine=True, describe_result=_describe)
