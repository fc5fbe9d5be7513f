"""The job that repairs what verifying found, as far as there is something to repair it by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

import msgspec

from arrtui.core.artwork import ArtCandidate, PhaseName
from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.events import Access
from arrtui.core.text import plural
from arrtui.db.jobs import NewJob
from arrtui.runtime.artwork import phases
from arrtui.runtime.artwork.asking import opened_providers
from arrtui.runtime.artwork.caching import open_cache
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.db.artwork.checks import AssetUse
    from arrtui.features.artwork.healing import Healing
    from arrtui.features.artwork.verify import VerifyTools
    from arrtui.runtime.services import Services

_KIND = "artwork-repair"
_REPUBLISHED = (
    ArtProblemKind.LIBRARY_MISSING,
    ArtProblemKind.LIBRARY_UNFINISHED,
    ArtProblemKind.LIBRARY_CHANGED,
)


def new_repair(instance: str, problems: Sequence[ArtProblem], *, priority: int = 3) -> NewJob:
    """Return the job that repairs some problems of an instance; its subject tells it from one for others."""
    listed = msgspec.to_builtins(list(problems))
    mark = crc32(msgspec.json.encode(listed))
    return NewJob(
        kind=_KIND,
        subject=f"{instance}: {plural(len(listed), 'problem')} [{mark:08x}]",
        instance=instance,
        args={"problems": listed},
        priority=priority,
    )


async def _repair(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Repair the problems in the arguments; return the counts of the phase."""
    from arrtui.features.artwork.verify import VerifyTools

    refuse_writing(services.config, "repairing artwork")
    name = job.job.instance
    problems = msgspec.convert(job.args["problems"], list[ArtProblem])
    cache = await open_cache(services)
    tools = VerifyTools(services.database, cache, job.progress, job.check, services.clock())
    done = await _heal(services, name, problems, tools)
    gone = {use.sha256 for use in done.emptied}
    changed, errors = await _clear(services, name, problems, tools, gone)
    titles = {problem.external_id for problem in problems if problem.kind in _REPUBLISHED}
    if titles:
        args = phases.PhaseArgs(external_ids=tuple(sorted(titles)), replaces=tuple(sorted(changed)))
        await job.enqueue_child(phases.phase_job(PhaseName.PUBLISH, name, args))
    by_instance: defaultdict[str, set[str]] = defaultdict(set)
    for use in done.emptied:
        by_instance[use.instance].add(use.external_id)
    for instance, ids in by_instance.items():
        args = phases.PhaseArgs(external_ids=tuple(sorted(ids)))
        await job.enqueue_child(phases.phase_job(PhaseName.ENRICH, instance, args))
    counts = phases.PhaseCounts(
        titles=len(titles | {use.external_id for use in done.emptied}),
        restored=done.healed + done.adopted,
        failed=len(done.messages) + len(errors),
        messages=tuple([*done.messages, *errors][:20]),
    )
    own = {"deleted": done.deleted, "emptied": len(done.emptied), "given": len(problems)}
    return {**msgspec.to_builtins(counts), **own}


async def _heal(services: Services, name: str, problems: Sequence[ArtProblem], tools: VerifyTools) -> Healing:
    """Repair the cache by published copies and by the addresses of images."""
    from arrtui.features.artwork.healing import HealingTools, heal
    from arrtui.features.artwork.verify_library import local_folders

    folders = await services.database.read(local_folders, services.config.instances)

    def path_of(use: AssetUse) -> Path | None:
        folder = folders.get((use.instance, use.external_id))
        return folder / use.relative_path if folder else None

    async with opened_providers(services, name) as providers:

        async def fetch(use: AssetUse) -> bytes | None:
            provider = providers.by_name.get(use.provider)
            if provider is None or (use.provider == "app" and use.instance != name):
                return None
            candidate = ArtCandidate(slot=use.slot, provider=use.provider, address=use.address)
            return await provider.image(candidate)

        return await heal(problems, tools, HealingTools(fetch, path_of, services.config.artwork.image_bytes))


async def _clear(
    services: Services,
    name: str,
    problems: Sequence[ArtProblem],
    tools: VerifyTools,
    gone: Collection[str],
) -> tuple[Collection[str], list[str]]:
    """Move what somebody wrote over published NFO, and over images that are ``gone``, to the recycle bin.

    Return the hashes of what stands in the place of other images, which publishing replaces in one step, and
    why some files stay, sentences.
    """
    from arrtui.features.artwork.verify_library import changed_files

    changed = await changed_files(services.config.instance(name), problems, tools, gone)
    if not changed.leaving:
        return changed.images, []
    errors = await services.artwork.publishing.recycle(name, changed.leaving)
    return changed.images, [str(error) for error in errors]


def _describe(result: Mapping[str, Any]) -> str:
    parts = [f"{result[name]:,} {name}" for name in ("restored", "deleted", "failed") if result.get(name)]
    return f"{plural(int(result.get('given', 0)), 'problem')}: {', '.join(parts) or 'published again'}"


REPAIR = JobKind(_KIND, "Mend", _repair, access=Access.WRITE, max_attempts=2, describe_result=_describe)
