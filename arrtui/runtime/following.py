"""What follows from news of titles: own trailers and artwork stay beside their films, players are told."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from arrtui.runtime.artwork import following as artwork
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.players import following as players
from arrtui.runtime.trailers import following as trailers

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


async def follow_events(services: Services, job: JobContext, item_ids: Collection[int]) -> None:
    """Queue what follows from news of titles that a job of their instance read, as children of it.

    ``item_ids`` are the app's.
    """
    await trailers.follow_events(services, job, item_ids)
    await artwork.follow_events(services, job, item_ids)
    await players.follow_events(services, job, item_ids)
