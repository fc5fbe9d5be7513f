"""The job that verifies the cache and the published files of an instance, and keeps the cache in its limit.

The cache is one for all instances: whichever verifies first reads the share that is due. What is found is the
job's result; where it was asked to, it queues the repair.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.artwork import PhaseName
from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.core.text import format_size, plural
from arrtui.db.artwork.presence import present_titles
from arrtui.runtime.artwork import phases, repair_job
from arrtui.runtime.artwork.caching import open_cache
from arrtui.runtime.engine.endings import event_of, failure_only
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

MOST_PROBLEMS = 1_000
MOST_MESSAGES = 20
_LOST = (ArtProblemKind.LIBRARY_MISSING, ArtProblemKind.CACHE_MISSING, ArtProblemKind.CACHE_CHANGED)
_DAMAGE = frozenset(ArtProblemKind) - {ArtProblemKind.CACHE_ORPHAN, ArtProblemKind.LIBRARY_FOREIGN}
"""Of which the owner is told: what is more than expected harms nothing."""
_FAILED = (*(ArtProblemKind.CACHE_GONE, ArtProblemKind.CACHE_UNREADABLE, ArtProblemKind.LIBRARY_UNREADABLE),)


async def _verify(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Verify the cache and the published files of the job's instance."""
    from arrtui.features.artwork.evicting import evict
    from arrtui.features.artwork.verify import VerifyTools, verify_cache
    from arrtui.features.artwork.verify_library import verify_library
    from arrtui.features.recycle.keeping import expire

    args, config, name = phases.args_of(job), services.config, job.job.instance
    cache = await open_cache(services)
    tools = VerifyTools(services.database, cache, job.progress, job.check, services.clock())
    async with services.artwork.verifying.turn:
        since = job.job.created_at if args.asks_again else None
        cached = await verify_cache(tools, config.artwork.verify_days, since=since)
    titles, reread = frozenset(args.external_ids), frozenset(cached.verified)
    library = await verify_library(config.instance(name), tools, titles, reread, args.limit)
    gone = any(problem.kind is ArtProblemKind.CACHE_GONE for problem in cached.problems)
    evicted = (
        [] if gone else await evict(services.database, cache, config.artwork.cache_bytes, services.clock())
    )
    expired = await expire(services.database, services.recycle.bin, services.clock())
    problems = [*cached.problems, *library.problems]
    messages = [f"Nothing below {root.path} was looked at: {root.reason}." for root in library.roots]
    counts = phases.PhaseCounts(
        titles=library.titles,
        found=len(problems),
        lost=sum(problem.kind in _LOST for problem in problems),
        failed=sum(problem.kind in _FAILED for problem in problems) + len(library.roots),
        messages=(*messages, *await _words(services, name, problems)),
    )
    result: dict[str, Any] = msgspec.to_builtins(counts)
    result |= {"cached": cached.files, "due": cached.due, "read": len(cached.verified)}
    result |= {"files": library.files, "evicted": len(evicted), "expired": expired["deleted"]}
    result["damaged"] = sum(problem.kind in _DAMAGE for problem in problems)
    result |= {"evicted_bytes": sum(asset.size for asset in evicted)}
    result |= {"problems": msgspec.to_builtins(problems[:MOST_PROBLEMS])}
    if args.applies and problems and not config.ui.read_only:
        repair = repair_job.new_repair(name, problems[:MOST_PROBLEMS], priority=job.job.priority)
        result["repair"] = await job.enqueue_child(repair)
    return result


async def _words(services: Services, name: str, problems: list[ArtProblem]) -> list[str]:
    """Return a sentence for each of the first problems that says where it is, with titles by name."""
    titles = {title.external_id: title.title for title in await services.database.read(present_titles, name)}
    sentences = []
    for problem in problems[:MOST_MESSAGES]:
        of_another = problem.instance if problem.instance != name else ""
        title = problem.external_id if of_another else titles.get(problem.external_id, problem.external_id)
        place = ": ".join(filter(None, (of_another, title, problem.relative_path or problem.slot)))
        sentences.append(f"{place}: {problem.detail}" if place else problem.detail)
    if len(problems) > MOST_MESSAGES:
        sentences[-1] = f"{len(problems) - MOST_MESSAGES + 1:,} problems more are in the report of Artwork."
    return sentences


def _describe(result: Mapping[str, Any]) -> str:
    """Word what was compared, and what came of it."""
    parts = [
        f"{plural(int(result.get('read', 0)), 'kept file')} and "
        f"{plural(int(result.get('files', 0)), 'published file')} compared",
        plural(int(result["found"]), "problem") if result.get("found") else "nothing wrong",
    ]
    if result.get("evicted"):
        size = format_size(int(result.get("evicted_bytes", 0)))
        parts.append(f"{plural(int(result['evicted']), 'image')} evicted ({size})")
    if result.get("expired"):
        parts.append(f"{plural(int(result['expired']), 'file')} left the recycle bin")
    return ", ".join(parts)


def _events(job: Job) -> list[EstateEvent]:
    """Return the event of damage that nothing repairs by itself, besides that of a failure."""
    result = job.result or {}
    if job.state is not JobState.COMPLETED or not result.get("damaged") or result.get("repair"):
        return failure_only(job)
    damaged = int(result["damaged"])
    reason = f"{plural(damaged, 'file')} {'is' if damaged == 1 else 'are'} missing, changed or unreadable"
    return [event_of(job, EventType.ARTWORK_DAMAGED, reason=reason)]


VERIFY = JobKind(
    phases.kind_of(PhaseName.VERIFY),
    "Verify",
    _verify,
    max_attempts=2,
    events=_events,
    describe_result=_describe,
)
"""Changes nothing in the folders of titles."""
