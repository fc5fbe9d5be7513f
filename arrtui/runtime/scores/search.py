"""Searches by hand, limited to a number per hour and instance; the rest is queued for later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from arrtui.core.domain import encode
from arrtui.core.errors import BadRequestError, ServerFaultError, ValidationFailedError
from arrtui.core.events import Access
from arrtui.db.jobs import NewJob, results_since
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.db.database import Database
    from arrtui.runtime.engine.jobs import JobContext
    from arrtui.runtime.services import Services

HOUR = 3_600.0


class Search(msgspec.Struct, frozen=True, array_like=True):
    """One title or the episodes of one file, to be searched for."""

    ids: tuple[int, ...]
    """Of the movie, or of the episodes."""
    title: str


def search_job(instance: str, searches: Sequence[Search], *, run_after: float = 0.0) -> NewJob:
    """Return the job that searches for titles on an instance, each once."""
    args = [[list(search.ids), search.title] for search in searches]
    digest = crc32(encode(args).encode())
    return NewJob(
        kind=SEARCH.name,
        subject=f"{instance}: {len(args)} {'title' if len(args) == 1 else 'titles'} [{digest:08x}]",
        instance=instance,
        args={"searches": args},
        priority=6,
        run_after=run_after,
    )


def allowed_now(recent: Sequence[float], limit: int, now: float) -> tuple[int, float]:
    """Return how many searches may go out now, and when the next may go (UTC seconds). Pure.

    ``recent`` are the times of those of the last hour; ``limit`` how many an hour may have.
    """
    within = sorted(at for at in recent if 0 <= now - at < HOUR)
    left = max(0, limit - len(within))
    return left, (now if left else within[len(within) - limit] + HOUR)


async def run_search(
    client: ArrClient, database: Database, job: JobContext, *, limit: int, now: float
) -> Mapping[str, Any]:
    """Post as many of the job's searches as the hour's limit allows; queue a job for the rest.

    Searches that were posted before an interruption are posted again at most once: the app returns an equal
    command that waits or runs instead of queueing another (ARR_API 2.6).
    """
    searches = msgspec.convert(job.args["searches"], list[Search])
    instance = client.config.name
    results = await database.read(results_since, SEARCH.name, instance, now - HOUR)
    recent = [at for result in results for at in result.get("posted", ())]
    allowed, _ = allowed_now(recent, limit, now)
    command = client.config.kind.app.commands.search_units
    posted: list[float] = []
    failed: list[str] = []
    for number, search in enumerate(searches[:allowed]):
        job.check()
        await job.progress(number, len(searches), search.title)
        try:
            await client.command(command.name, command.body(list(search.ids)))
            posted.append(now)
        except (BadRequestError, ServerFaultError, ValidationFailedError) as error:
            failed.append(f"{search.title}: {error.why or error}")
    rest = searches[allowed:]
    if rest:
        _, free_at = allowed_now([*recent, *posted], limit, now)
        await job.enqueue_child(search_job(instance, rest, run_after=free_at))
    return {"posted": posted, "failed": failed, "left": len(rest)}


async def _search(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Search for titles of the job's instance, as many as the hour has room for."""
    client = services.clients.get(services.config.instance(job.job.instance))
    limit = services.config.scores.searches_per_hour
    return await run_search(client, services.database, job, limit=limit, now=services.clock())


def _describe_search(result: Mapping[str, Any]) -> str:
    """Return how many searches went out, were refused, and wait for the next hours."""
    counts = {"searched": len(result.get("posted", ())), "refused": len(result.get("failed", ()))}
    counts["left for later"] = int(result.get("left", 0))
    return ", ".join(f"{number:,} {word}" for word, number in counts.items() if number)


SEARCH = JobKind(
    "search",
    "Search",
    _search,
    access=Access.WRITE,
    resumable=False,  # what it posted is counted when it ends: again from the start exceeds the hour's limit
    describe_result=_describe_search,
)
