"""Make room for what comes back from the recycle bin: what was published under its name goes.

The owner's decision is stored first, so that a process that is killed between leaves a title that the next
publishing brings to the same end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from arrtui.core.artwork import NFO, AssetOrigin, Placement, SlotChoice
from arrtui.core.config import InstanceConfig
from arrtui.core.errors import GuardError
from arrtui.core.trailers import RecycledFile
from arrtui.db.artwork import assets, placements, presence, slots
from arrtui.db.database import Database
from arrtui.features.artwork.adopting import OWNER
from arrtui.features.artwork.downloading import ImageKeeper
from arrtui.media.art_placing import hash_of, remove_own
from arrtui.media.mapping import PathMapper


class RestoreTools(NamedTuple):
    """What restoring works with."""

    database: Database
    keeper: ImageKeeper
    clock: Callable[[], float]


async def make_room(instance: InstanceConfig, file: RecycledFile, tools: RestoreTools) -> None:
    """Remove what was published under the name of a file in the bin, and have no phase put it there again.

    Does nothing where nothing was published, or something else lies there: that is left to the bin to refuse.
    Raises GuardError for what is locked, ImageRefusedError, CacheError, PlacingError.
    """
    placement = await tools.database.read(_placement_at, instance, file)
    if placement is None:
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
    await asyncio.to_thread(remove_own, original)
    await tools.database.write(
        placements.forget, instance.name, [(placement.external_id, placement.relative_path)]
    )


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
