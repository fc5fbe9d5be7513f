"""Queue the job that tells players: after news of titles, and after each backup."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

import msgspec

from arrtui.core.apps import Feature
from arrtui.core.artwork import PhaseName
from arrtui.db import media
from arrtui.runtime.artwork.phases import PhaseArgs, phase_job
from arrtui.runtime.engine.jobs import JobContext

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

SETTLE = 20.0
"""Seconds from news of a title to telling players: what goes with a new video lies beside it by then."""


async def follow_events(services: Services, job: JobContext, item_ids: Collection[int]) -> None:
    """Queue what players are to be told of some titles, as a child of the job that read the news.

    A film that was replaced stays watched although nothing of arrtui's lies beside it.
    """
    name = job.job.instance
    if not item_ids or not _is_wanted(services, name):
        return
    titles = await services.database.read(media.trailer_titles, [name])
    ids = tuple(title.external_id for title in titles if title.item_id in item_ids)
    if ids:
        new = phase_job(PhaseName.PLAYERS, name, PhaseArgs(external_ids=ids), priority=6)
        await job.enqueue_child(msgspec.structs.replace(new, run_after=services.clock() + SETTLE))


async def follow_backup(services: Services, job: JobContext) -> None:
    """Queue a look at everything that players do not know yet, as a child of the job of a backup.

    The phases before it go on only with what they changed; videos and trailers change without them.
    """
    name = job.job.instance
    if _is_wanted(services, name):
        await job.enqueue_child(phase_job(PhaseName.PLAYERS, name, priority=9))


def _is_wanted(services: Services, instance: str) -> bool:
    config = services.config
    if instance not in config.names_with(Feature.ARTWORK):
        return False
    is_phase = PhaseName.PLAYERS in config.artwork.phases and not config.ui.read_only
    return is_phase and any(player.shows(instance) for player in config.players)
