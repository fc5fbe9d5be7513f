"""The job that finds out what artwork and metadata lie in the folders of an instance's titles."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.artwork import PhaseName
from arrtui.core.domain import SettingType
from arrtui.core.text import plural, without_controls
from arrtui.core.trailers import RootState
from arrtui.db.artwork import folders
from arrtui.db.artwork.app_files import item_ids
from arrtui.db.library import settings_of
from arrtui.runtime.artwork import phases
from arrtui.runtime.artwork.caching import open_cache
from arrtui.runtime.artwork.probe_job import queue_probing
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.features.artwork.adopting import Adoption
    from arrtui.features.artwork.app_images import AppImages
    from arrtui.runtime.services import Services

MOST_MESSAGES = 20
MOST_FAILED = 5
"""Folders that are named as they cannot be read; how many there are is among the counts."""


async def _scan(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Read the folders of the job's instance; return the counts of the phase."""
    from arrtui.features.artwork.note_words import describe_notes
    from arrtui.features.artwork.scan import ScanScope, scan_folders

    started = time.monotonic()
    args, config = phases.args_of(job), services.config
    scope = ScanScope(args.external_ids, args.limit, args.asks_again)
    instance = config.instance(job.job.instance)
    scan = await scan_folders(
        instance, config, scope, services.database, job.progress, job.check, services.clock()
    )
    unread = scan.unread[: args.limit or None]
    adoption = await _adopt(services, job, unread)
    adoption += await _adopt_sets(services, job, scan.ready)
    lost = [root for root in scan.roots if root.state is not RootState.READY]
    messages = [f"Nothing below {root.path} was looked at: {root.reason}." for root in lost]
    failed = [f"{folder.path} cannot be read: {folder.error}." for folder in scan.failed_folders]
    messages += failed[:MOST_FAILED]
    ready = frozenset(scan.ready)
    noted = await services.database.read(folders.noted, instance.name)
    messages += describe_notes(folder for folder in noted if folder.external_id in ready)
    if adoption.waiting:
        count = plural(adoption.waiting, "image")
        messages.append(f"{count} may be the app's own: it did not answer, so the next scan takes them.")
    counts = phases.PhaseCounts(
        titles=max(len(scan.read), len(unread)) if args.limit else scan.titles,
        found=adoption.images + adoption.nfos,
        locked=adoption.locked,
        failed=len(failed),
        messages=tuple(without_controls(message) for message in messages[:MOST_MESSAGES]),
    )
    await queue_probing(services, job, anew=bool(scan.read))
    await phases.start_next(services, job, PhaseName.SCAN, args.external_ids)
    own = {"read": len(scan.read), "not_ready": scan.not_ready}
    return {**msgspec.to_builtins(counts), **own, "seconds": round(time.monotonic() - started, 3)}


async def _adopt(services: Services, job: JobContext, external_ids: Sequence[str]) -> Adoption:
    """Read the images and NFO that are new in the folders of some titles."""
    from arrtui.features.artwork.adopting import Adopting, Adoption

    if not external_ids:
        return Adoption()
    config = services.config
    adopting = Adopting(
        config.instance(job.job.instance),
        await open_cache(services),
        services.database,
        app_images=await _app_images(services, job.job.instance),
        app_nfos=await services.database.read(_app_nfos, job.job.instance),
        most_bytes=config.artwork.image_bytes,
        now=services.clock(),
    )
    return await adopting.run(external_ids, job.progress, job.check)


async def _adopt_sets(services: Services, job: JobContext, external_ids: Sequence[str]) -> Adoption:
    """Read the owner's pictures that are new in the folder of sets."""
    from arrtui.features.artwork.adopting import Adoption
    from arrtui.features.artwork.set_adopting import SetAdopting

    config = services.config
    instance, folder = config.instance(job.job.instance), config.artwork.sets_folder
    if folder is None or not instance.kind.app.art.of_set:
        return Adoption()
    adopting = SetAdopting(
        *(instance, await open_cache(services), services.database, folder.as_posix()),
        most_bytes=config.artwork.image_bytes,
        now=services.clock(),
    )
    return await adopting.run(external_ids)


def _app_nfos(name: str) -> frozenset[str]:
    """Return which NFO an app writes itself, by their roots."""
    from arrtui.features.artwork.consumers import nfos_of_app

    return nfos_of_app(settings_of(name, SettingType.METADATA_CONSUMER).values())


async def _app_images(services: Services, name: str) -> AppImages | None:
    """Return what the app keeps of its titles; None where it writes no images into their folders.

    Where no record tells of what it writes, all images are the owner's.
    """
    from arrtui.features.artwork.app_images import AppImages
    from arrtui.features.artwork.consumers import pictures_of_app

    config, database = services.config, services.database
    consumers = await database.read(settings_of, name, SettingType.METADATA_CONSUMER)
    if not (pictures_of_app(consumers.values()) and app_of(name).extras.is_recorded):
        return None
    client = services.clients.get(config.instance(name))
    ids = await database.read(item_ids, name)
    return AppImages(client.http, client.app.api, ids, most_bytes=config.artwork.image_bytes)


SCAN = JobKind(phases.kind_of(PhaseName.SCAN), "Scan", _scan, stores=True, describe_result=phases.describe)
"""Reads only; what it copies goes into the cache."""
