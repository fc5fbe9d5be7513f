"""What the owner decides about images: which fills a slot, one of their own, one that comes back."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from arrtui.core.art_sources import IMPORTED
from arrtui.core.artwork import ArtCandidate, Asset, AssetOrigin, PhaseName, SlotChoice, slot_of
from arrtui.core.errors import ArrtuiError, GuardError, UsageError
from arrtui.core.trailers import RecycledFile
from arrtui.db import recycled
from arrtui.db.artwork import assets, candidates, slots
from arrtui.runtime.artwork.phases import PhaseArgs, phase_job
from arrtui.runtime.artwork.publishing import BIN_KIND, OWN_BIN_KIND
from arrtui.runtime.read_only import refuse_writing

if TYPE_CHECKING:
    from arrtui.features.artwork.downloading import ImageKeeper
    from arrtui.runtime.services import Services


# The features are imported when they are first used: the app's first paint does not wait for them.


class ArtChoices:
    """Choices of images. Every method may raise ArrtuiError.

    What is chosen here is the owner's: no phase replaces it unasked. Where publishing follows other phases by
    itself, it follows a choice too.
    """

    def __init__(self, services: Services) -> None:
        self._services = services

    async def choose(self, instance: str, external_id: str, slot: str, address: str) -> SlotChoice:
        """Fill a slot with one of its candidates, which is downloaded unless it is there already.

        Raises UsageError for what is no candidate of the slot, GuardError for a locked one.
        """
        from arrtui.features.artwork.choosing import pool_of

        await self._require_free(instance, external_id, slot)
        stored = await self._services.database.read(candidates.candidates, instance, [external_id])
        known = stored[external_id].candidates if external_id in stored else ()
        named = (
            entry for entry in known if entry.address == address and pool_of(entry.slot) == pool_of(slot)
        )
        candidate = next(named, None)
        if candidate is None:
            raise UsageError(f"choosing the {slot}", why="no provider names such an image", instance=instance)
        loading = self._services.engine.submit(self._downloaded(instance, candidate))
        asset = await asyncio.wrap_future(loading)
        return await self._fill(instance, external_id, slot, asset, candidate.provider, address)

    async def preview(self, instance: str, candidate: ArtCandidate) -> bytes:
        """Return the image of a candidate to be looked at, the smaller one where there is one; keep nothing.

        Raises ProviderError, ImageRefusedError for what is no image or over the limits of images.
        """
        loading = self._services.engine.submit(self._previewed(instance, candidate))
        return await asyncio.wrap_future(loading)

    async def import_image(self, instance: str, external_id: str, slot: str, path: Path) -> SlotChoice:
        """Fill a slot with an image on this machine, which is copied into the cache.

        Raises UsageError for a slot that the title cannot have, GuardError for a locked one,
        ImageRefusedError for what is no image.
        """
        await self._require_free(instance, external_id, slot)
        keeper = await self._keeper()
        data = await asyncio.to_thread(keeper.read_import, path)
        asset = await keeper.keep(data, await keeper.inspect(data), AssetOrigin.OWNER)
        return await self._fill(instance, external_id, slot, asset, IMPORTED, "")

    async def forget(self, instance: str, external_id: str, slot: str) -> bool:
        """Empty a slot, so that a phase may fill it again; return whether anything filled it.

        Raises GuardError for a locked one.
        """
        await self._require_free(instance, external_id, slot)
        return bool(
            await self._services.database.write(slots.forget_choices, instance, [(external_id, slot)])
        )

    # --- the recycle bin -----------------------------------------------------------------------------

    async def recycled(self, instance: str, external_id: str) -> list[RecycledFile]:
        """Return what made room for published files of a title, and which of these left, the last first."""
        kinds = (BIN_KIND, OWN_BIN_KIND)
        return await self._services.database.read(recycled.files_of, kinds, instance, [external_id])

    async def restore(self, file_ids: Sequence[int]) -> tuple[list[RecycledFile], list[ArrtuiError]]:
        """Move files back from the bin; return those that are back, and why the others are not.

        What arrtui published under their names makes room, and goes there. A restored image is the owner's
        choice, a restored NFO is locked: no phase replaces them again. The folders of their titles are read
        again. Raises ReadOnlyError.
        """
        from arrtui.features.artwork.restoring import RestoreTools, make_room

        refuse_writing(self._services.config, "restoring artwork")
        keeper, publishing = await self._keeper(), self._services.artwork.publishing
        ready, errors = list[int](), list[ArrtuiError]()
        for file in await self._services.database.read(recycled.recycled_files, list(file_ids)):
            recycle = partial(publishing.recycle, file.instance)
            tools = RestoreTools(self._services.database, keeper, self._services.clock, recycle)
            try:
                await make_room(self._services.config.instance(file.instance), file, tools)
                ready.append(file.id)
            except ArrtuiError as error:
                errors.append(error)
        files, failed = await self._services.recycle.restore(ready) if ready else ([], [])
        for instance, external_id in dict.fromkeys((file.instance, file.external_id) for file in files):
            scan = phase_job(PhaseName.SCAN, instance, PhaseArgs(external_ids=(external_id,)))
            await self._services.jobs.enqueue(scan)
        return files, [*errors, *failed]

    # --- shared --------------------------------------------------------------------------------------

    async def _require_free(self, instance: str, external_id: str, slot: str) -> None:
        """Raise UsageError for a slot that no title of the instance has, GuardError for a locked one."""
        from arrtui.features.artwork.choosing import has_slot

        what = f"filling the slot {slot}"
        layout = self._services.config.instance(instance).kind.app.art
        try:
            is_known = has_slot(layout, slot_of(slot))
        except ValueError:
            is_known = False
        if not is_known:
            raise UsageError(what, why="its titles have no such image", instance=instance)
        locked = await self._services.database.read(slots.locks, instance, [external_id])
        if slots.is_locked(locked.get(external_id, set()), slot):
            raise GuardError(what, why="it is locked", advice="Unlock it first.", instance=instance)

    async def _keeper(self) -> ImageKeeper:
        from arrtui.features.artwork.downloading import ImageKeeper
        from arrtui.runtime.artwork.caching import open_cache

        services = self._services
        cache = await open_cache(services)
        return ImageKeeper(cache, services.database, services.clock, services.config.artwork.image_bytes)

    async def _downloaded(self, instance: str, candidate: ArtCandidate) -> Asset:
        """Return the image of a candidate, in the cache. On the engine's loop."""
        from arrtui.features.artwork.filling import SlotFiller
        from arrtui.features.artwork.gathering import Gatherer
        from arrtui.features.artwork.scoring import Scorer
        from arrtui.runtime.artwork.asking import opened_providers

        services, keeper = self._services, await self._keeper()
        options, clock = services.config.artwork, services.clock
        async with opened_providers(services, instance) as providers:
            gatherer = Gatherer(list(providers.by_name.values()), options, clock)
            scorer = Scorer(options, services.config.instance(instance).kind.app.art)
            filler = SlotFiller(instance, services.database, gatherer, keeper, scorer, clock)
            return await filler.bring(candidate)

    async def _previewed(self, instance: str, candidate: ArtCandidate) -> bytes:
        """Return the image of a candidate once it was looked into. On the engine's loop."""
        from arrtui.clients.providers.protocol import ProviderError
        from arrtui.media.images import inspect_image
        from arrtui.runtime.artwork.asking import opened_providers

        name = candidate.provider
        async with opened_providers(self._services, instance) as providers:
            provider = providers.by_name.get(name)
            if provider is None:
                raise ProviderError(f"asking {name}", why="it is off", provider=name)
            address = candidate.preview or candidate.address
            data = await provider.image(msgspec.structs.replace(candidate, address=address))
        most_bytes = self._services.config.artwork.image_bytes
        await asyncio.to_thread(inspect_image, data, most_bytes=most_bytes)
        return data

    async def _fill(
        self, instance: str, external_id: str, slot: str, asset: Asset, provider: str, address: str
    ) -> SlotChoice:
        """Store what the owner chose and queue its publishing where that follows by itself."""
        services = self._services
        choice = SlotChoice(
            external_id=external_id,
            slot=slot,
            sha256=asset.sha256,
            provider=provider,
            address=address,
            by_owner=True,
            chosen_at=services.clock(),
        )

        def store() -> bool:
            assets.record([asset])
            return slots.choose_as_owner(instance, choice)

        if not await services.database.write(store):
            raise GuardError(f"filling the slot {slot}", why="it was locked meanwhile", instance=instance)
        if PhaseName.PUBLISH in services.config.artwork.phases and not services.config.ui.read_only:
            args = PhaseArgs(external_ids=(external_id,), follows=True)
            await services.jobs.enqueue(phase_job(PhaseName.PUBLISH, instance, args, priority=4))
        return choice
