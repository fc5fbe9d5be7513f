"""The job that reads some titles of an instance again, as something was heard of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.events import Job
from arrtui.core.text import plural
from arrtui.db.jobs import NewJob, prune_completed
from arrtui.db.leases import URGENT
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.following import follow_events
from arrtui.runtime.trailers.refresh import refresh_job as folders_job

if TYPE_CHECKING:
    from arrtui.features.backup.refresh import RefreshRequest
    from arrtui.runtime.services import Services

KIND = "refresh"
JOBS_KEPT = 3_600.0
"""Seconds that refreshes stay among the jobs after they went well."""
FOLDERS_AFTER = 600.0
"""Seconds until the folders of an instance are read after a change of files: further changes are awaited."""


def refresh_job(name: str, request: RefreshRequest) -> NewJob:
    """Return the job that reads what is requested of an instance, urgent since it is shown as it happens.

    Each is a job of its own, since what is requested while one runs may have changed after its reading.
    """
    subject = f"{name} [{uuid4().hex[:8]}]"
    return NewJob(kind=KIND, subject=subject, instance=name, args=args_of(request), priority=URGENT)


def args_of(request: RefreshRequest) -> dict[str, Any]:
    """Return a request as the arguments of a job."""
    args: dict[str, Any] = msgspec.to_builtins(request)
    return args | {"titles": sorted(request.titles)}


def with_request(args: Mapping[str, Any], request: RefreshRequest) -> dict[str, Any]:
    """Return the arguments of a job that waits, with what is requested besides."""
    return args_of(msgspec.convert(args, type(request)) | request)


def touched_titles(jobs: Iterable[Job]) -> frozenset[tuple[str, int]]:
    """Return the titles that completed refreshes found to be different: instance and the app's id of each."""
    return frozenset(
        (job.instance, item_id)
        for job in jobs
        if job.kind == KIND and job.result is not None
        for item_id in job.result.get("changed_titles", ())
    )


async def _refresh(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Read what the arguments request; queue what follows from changed files for trailers."""
    from arrtui.features.backup.refresh import RefreshRequest

    name = job.job.instance
    outcome = await services.backup.refresh(name, job.progress, msgspec.convert(job.args, RefreshRequest))
    if outcome.changed_titles:
        await follow_events(services, job, outcome.changed_titles)
        if services.config.instance(name).has(Feature.TRAILERS):
            later = services.clock() + FOLDERS_AFTER
            await job.enqueue_child(msgspec.structs.replace(folders_job(name, priority=9), run_after=later))
    await services.database.write(prune_completed, KIND, services.clock() - JOBS_KEPT)
    result: dict[str, Any] = msgspec.to_builtins(outcome)
    return result


def _describe(result: Mapping[str, Any]) -> str:
    if "titles" not in result:
        return ""
    if not result.get("backed_up", True):
        return "waits for the first backup"
    counts = [f"{result[name]:,} {name}" for name in ("added", "changed", "removed") if result.get(name)]
    return f"{plural(result['titles'], 'title')} read: {', '.join(counts) or 'no changes'}"


REFRESH = JobKind(KIND, "Refresh", _refresh, stores=True, routine=True, describe_result=_describe)
