"""Make room for what comes back from the recycle bin: what was published under its name goes.

The owner's decision is stored first, so that a process that is killed between leaves a title that the next
publishing brings to the same end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from arrtui.core.art_sources import OWNER
from arrtui.core.artwork import NFO, AssetOrigin, Placement, SlotChoice
from arrtui.core.config import InstanceConfig
from arrtui.core.errors import GuardError
from arrtui.core.trailers import RecycledFile
from arrtui.db.artwork import assets, placements, presence, slots
from arrtui.db.database import Database
from arrtui.features.artwork.applying import BinnedFile, Recycle
from arrtui.features.artwork.downloading import ImageKeeper
from arrtui.media.art_placing import facts_of, hash_of
from arrtui.media.images import ImageRefusedError
from arrtui.media.mapping import PathMapper


class RestoreTools(NamedTuple):
    """What restoring works with."""

    database: Database
    keeper: ImageKeeper
    clock: Callable[[], float]
    recycle: Recycle
    """Moves what makes room into the recycle bin."""


async def make_room(instance: InstanceConfig, file: RecycledFile, tools: RestoreTools) -> None:
    """Move what was published under the name of a file in the bin there, and have no phase put it back.

    A file under whose name nothing was published since becomes the owner's, so that no phase replaces it.
    Where something else lies there, nothing is done: that is left to the bin to refuse. Raises GuardError for
    what is locked, ImageRefusedError, CacheError, RecycleError.
    """
    placement = await tools.database.read(_placement_at, instance, file)
    if placement is None:
        await _keep(instance, file, tools)
        return
    original = Path(file.original_path)
    if await asyncio.to_thread(original.exists) and await asyncio.to_thread(hash_of, original) != (
        placement.sha256
    ):
        return
    if placement.slot == NFO:
        await tools.database.write(slots.lock, instance.name, [(file.external_id, NFO)], tools.clock())
    else:
        await _choose(instance, file, placement, tools)
    if (facts := await asyncio.to_thread(facts_of, original)) is not None:
        published = BinnedFile(file.external_id, file.title, original, facts, is_ours=True)
        for error in await tools.recycle([published]):
            raise error
    await tools.database.write(
        placements.forget, instance.name, [(placement.external_id, placement.relative_path)]
    )


async def _keep(instance: InstanceConfig, file: RecycledFile, tools: RestoreTools) -> None:
    """Have a file of the bin count as the owner's: the next scan has its image fill its slot.

    What is no image is the owner's already.
    """
    if file.original_path.lower().endswith(".nfo"):
        await tools.database.write(slots.lock, instance.name, [(file.external_id, NFO)], tools.clock())
        return
    data = await asyncio.to_thread(tools.keeper.read_import, Path(file.bin_path))
    with suppress(ImageRefusedError):
        await tools.keeper.keep(data, await tools.keeper.inspect(data), AssetOrigin.OWNER)


def _placement_at(instance: InstanceConfig, file: RecycledFile) -> Placement | None:
    """Return what was published where a file of the bin was."""
    records = presence.title_records(instance.name, [file.external_id]).get(file.external_id)
    folder = PathMapper(instance.path_mapping).local(records.item.path) if records else None
    if folder is None:
        return None
    placed = placements.placements(instance.name, [file.external_id]).get(file.external_id, ())
    original = Path(file.original_path)
    return next((entry for entry in placed if Path(folder, entry.relative_path) == original), None)


async def _choose(
    instance: InstanceConfig, file: RecycledFile, placement: Placement, tools: RestoreTools
) -> None:
    """Have the image in the bin fill the slot that it filled before, as the owner's."""
    data = await asyncio.to_thread(tools.keeper.read_import, Path(file.bin_path))
    asset = await tools.keeper.keep(data, await tools.keeper.inspect(data), AssetOrigin.OWNER)
    choice = SlotChoice(
        external_id=file.external_id,
        slot=placement.slot,
        sha256=asset.sha256,
        provider=OWNER,
        by_owner=True,
        chosen_at=tools.clock(),
    )

    def store() -> bool:
        assets.record([asset])
        return slots.choose_as_owner(instance.name, choice)

    if not await tools.database.write(store):
        what = f"restoring {file.original_path}"
        raise GuardError(what, why=f"{placement.slot} is locked", advice="Unlock it first.")
