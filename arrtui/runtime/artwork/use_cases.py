"""What front ends do about artwork and metadata."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import TYPE_CHECKING

from arrtui.core.apps import Feature
from arrtui.core.artwork import PhaseName
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.db.estate import instance_ids
from arrtui.db.snapshots import latest_complete
from arrtui.runtime.artwork.locking import ArtLocks
from arrtui.runtime.artwork.phases import PhaseArgs, phase_job
from arrtui.runtime.artwork.titles import ArtTitles

if TYPE_CHECKING:
    from arrtui.runtime.artwork.choosing import ArtChoices
    from arrtui.runtime.artwork.publishing import Publishing
    from arrtui.runtime.artwork.verifying import Verifying
    from arrtui.runtime.artwork.warnings import ArtWarnings
    from arrtui.runtime.players.use_cases import PlayerServices
    from arrtui.runtime.services import Services


class ArtworkServices:
    """Artwork and metadata of titles."""

    def __init__(self, services: Services) -> None:
        self._services = services

    @cached_property
    def publishing(self) -> Publishing:
        """What was chosen, in the folders of titles."""
        from arrtui.runtime.artwork.publishing import Publishing

        return Publishing(self._services)

    @cached_property
    def titles(self) -> ArtTitles:
        """What is known of titles."""
        return ArtTitles(lambda: self._services.config, self._services.database)

    @cached_property
    def locks(self) -> ArtLocks:
        """What no phase is to write."""
        return ArtLocks(self._services.database, self._services.clock)

    @cached_property
    def choosing(self) -> ArtChoices:
        """Which image fills a slot, as the owner decides."""
        from arrtui.runtime.artwork.choosing import ArtChoices

        return ArtChoices(self._services)

    @cached_property
    def players(self) -> PlayerServices:
        """Players, and what they are still to be told."""
        from arrtui.runtime.players.use_cases import PlayerServices

        return PlayerServices(self._services)

    @cached_property
    def verifying(self) -> Verifying:
        """Whether the cache and published files are as they should be."""
        from arrtui.runtime.artwork.verifying import Verifying

        return Verifying(self._services)

    @cached_property
    def warnings(self) -> ArtWarnings:
        """What gets in the way of published artwork."""
        from arrtui.runtime.artwork.warnings import ArtWarnings

        return ArtWarnings(self._services)

    async def never_backed_up(self, instances: Sequence[str] = ()) -> dict[str, NoSuchSnapshotError]:
        """Return, of some instances or all, those of which no title is known, with what says so.

        Raises UsageError.
        """
        names = self._services.config.instance_names(instances)

        def read() -> list[str]:
            ids = instance_ids()
            return [name for name in names if name not in ids or latest_complete(ids[name]) is None]

        unknown = await self._services.database.read(read)
        return {name: NoSuchSnapshotError.nothing_stored("looking at its artwork", name) for name in unknown}

    async def start(
        self,
        phase: PhaseName,
        instances: Sequence[str] = (),
        args: PhaseArgs | None = None,
        *,
        priority: int = 3,
    ) -> list[int]:
        """Queue a phase for some instances or all; return the ids of the jobs. Raises UsageError."""
        names = self._services.config.names_with(Feature.ARTWORK, instances)
        jobs = [phase_job(phase, name, args, priority=priority) for name in names]
        return [(await self._services.jobs.enqueue(job))[0] for job in jobs]
