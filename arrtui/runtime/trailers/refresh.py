"""The job that reads the folders of an instance's titles; it follows every backup."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from arrtui.core.text import plural
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.trailers.following import follow_after_refresh

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

KIND = "trailers"


def refresh_job(instance: str, *, priority: int = 3, fetches: bool = False) -> NewJob:
    """Return the job that reads the folders of an instance; ``fetches``: then queues what it wants."""
    args = {"fetches": fetches}
    return NewJob(kind=KIND, subject=instance, instance=instance, args=args, priority=priority)


async def _refresh(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Read the folders of the job's instance; return how many titles have each status."""
    from arrtui.features.trailers.scan import scan_instance

    started = time.monotonic()
    config = services.config
    instance = config.instance(job.job.instance)
    rule = config.trailers.rule_of(instance.trailers)
    await scan_instance(instance, rule, services.database, job.progress, job.check, services.clock())
    if job.args.get("fetches"):
        await services.fetching.fetch_new(instance.name)
    counts = await services.trailers.counts(instance.name)
    await follow_after_refresh(services, job)
    return {**counts._asdict(), "seconds": round(time.monotonic() - started, 3)}


def _describe(result: Mapping[str, Any]) -> str:
    if "items" not in result:
        return ""
    names = [name for name in ("unmapped", "not_mounted") if result[name]]
    lost = [f"{result[name]:,} {name.replace('_', ' ')}" for name in names]
    trailers, titles = plural(result["downloaded"], "trailer"), plural(result["items"], "title")
    return ", ".join((f"{trailers} for {titles}", *lost))


REFRESH = JobKind(KIND, "Trailers", _refresh, stores=True, routine=True, describe_result=_describe)
