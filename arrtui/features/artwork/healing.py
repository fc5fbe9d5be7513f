"""Repair what verifying found in the cache, by what is left: published copies, and the addresses of images.

An image is healed by the very same content only. What has no such source any more is left to be chosen again,
unless it is locked or the owner's.
"""

from __future__ import annotations

import asyncio
import hashlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from msgspec.structs import replace

from arrtui.core.artwork import NFO_EXTENSION, Asset, AssetOrigin
from arrtui.core.artwork_problems import ArtProblem, ArtProblemKind
from arrtui.core.errors import ArrtuiError
from arrtui.db.artwork import assets, checks, nfo_contents
from arrtui.db.artwork.checks import AssetUse
from arrtui.features.artwork.nfo_keeping import contents_of, keep
from arrtui.features.artwork.verify import VerifyTools
from arrtui.media.art_cache import AssetCheck
from arrtui.media.art_placing import hash_of
from arrtui.media.images import ImageRefusedError, inspect_image
from arrtui.media.nfo import read_nfo

DAMAGE = frozenset({ArtProblemKind.CACHE_MISSING, ArtProblemKind.CACHE_CHANGED, ArtProblemKind.UNKNOWN_IMAGE})
_ORIGINS = {"owner": AssetOrigin.OWNER, "import": AssetOrigin.OWNER, "app": AssetOrigin.APP}


@dataclass(frozen=True)
class HealingTools:
    """What healing needs besides what verifying needs."""

    fetch: Callable[[AssetUse], Awaitable[bytes | None]]
    """Downloads the image of a slot by its address; None where nobody can be asked. May raise ArrtuiError."""
    path_of: Callable[[AssetUse], Path | None]
    """Where a file was published, on this machine; None where that is not known."""
    most_bytes: int
    """Of an image."""


@dataclass
class Healing:
    """What came of healing."""

    healed: int = 0
    """Files of the cache that are whole again."""
    adopted: int = 0
    """Files that the database knows now."""
    deleted: int = 0
    """Files that were nothing but damage."""
    emptied: list[AssetUse] = field(default_factory=list)
    """Slots for which an image is to be chosen again."""
    messages: list[str] = field(default_factory=list)
    """What could not be repaired, sentences."""


async def heal(problems: Iterable[ArtProblem], tools: VerifyTools, healing: HealingTools) -> Healing:
    """Repair the cache as far as possible. Raises CacheError, StorageError; what is done by then stays."""
    listed, done = list(problems), Healing()
    orphans = [problem for problem in listed if problem.kind is ArtProblemKind.CACHE_ORPHAN]
    damaged = list(dict.fromkeys(problem.sha256 for problem in listed if problem.kind in DAMAGE))
    total = len(orphans) + len(damaged)
    for number, problem in enumerate(orphans):
        tools.check()
        await tools.progress(number, total, "cache")
        await _adopt(Path(problem.relative_path), tools, healing, done)
    for number, sha256 in enumerate(damaged, len(orphans)):
        tools.check()
        await tools.progress(number, total, "cache")
        await _heal_file(sha256, tools, healing, done)
    return done


async def _adopt(name: Path, tools: VerifyTools, healing: HealingTools, done: Healing) -> None:
    """Note a file that the database does not know; delete one that is nothing."""
    sha256, extension = name.stem, name.suffix
    known, users = await tools.database.read(lambda: (assets.assets([sha256]), checks.uses([sha256])))
    try:
        data = await asyncio.to_thread(tools.cache.path_of(sha256, extension).read_bytes)
    except FileNotFoundError:
        return
    except OSError as error:
        done.messages.append(f"{name} cannot be read: {error.strerror}.")
        return
    asset = await asyncio.to_thread(_asset, sha256, data, users, tools.now, healing.most_bytes)
    if asset is None or asset.extension != extension or sha256 in known:
        await asyncio.to_thread(tools.cache.delete, sha256, extension)
        done.deleted += 1
        return
    await _store(asset, data, tools)
    done.adopted += 1


async def _heal_file(sha256: str, tools: VerifyTools, healing: HealingTools, done: Healing) -> None:
    """Bring a file back that is gone or damaged, by a published copy or by its address."""
    known, users = await tools.database.read(lambda: (assets.assets([sha256]), checks.uses([sha256])))
    asset = known.get(sha256)
    if asset is not None and asset.extension == NFO_EXTENSION:
        if await tools.database.read(contents_of, [sha256], tools.cache):
            return
    elif asset is not None:
        state = await asyncio.to_thread(tools.cache.check, sha256, asset.extension, asset.size)
        if state is AssetCheck.WHOLE:
            return
    data = await asyncio.to_thread(_published_copy, sha256, users, healing)
    if data is None:
        data = await _downloaded(sha256, users, healing, done)
    renewed = (
        await asyncio.to_thread(_asset, sha256, data, users, tools.now, healing.most_bytes)
        if data is not None
        else None
    )
    if renewed is None or data is None:
        await _give_up(sha256, asset, users, tools, done)
        return
    extension = asset.extension if asset is not None else renewed.extension
    await _store(replace(renewed, extension=extension), data, tools)
    await tools.database.write(checks.mark_verified, [sha256], tools.now)
    done.healed += 1


async def _store(asset: Asset, data: bytes, tools: VerifyTools) -> None:
    """Note a file and store its content: that of an NFO in the database, others in the cache.

    Raises CacheError, StorageError.
    """
    if asset.extension == NFO_EXTENSION:
        await tools.database.write(keep, [(asset, data)])
        await asyncio.to_thread(tools.cache.delete, asset.sha256, asset.extension)
    else:
        await tools.database.write(assets.record, [asset])
        await asyncio.to_thread(tools.cache.add, data, asset.extension, beyond_limit=True)


def _published_copy(sha256: str, users: Sequence[AssetUse], healing: HealingTools) -> bytes | None:
    """Return the content of a published file that is still the image. Blocks."""
    for use in users:
        path = healing.path_of(use) if use.relative_path else None
        if path is not None and hash_of(path) == sha256:
            data = path.read_bytes()
            if hashlib.sha256(data).hexdigest() == sha256:
                return data
    return None


async def _downloaded(
    sha256: str, users: Sequence[AssetUse], healing: HealingTools, done: Healing
) -> bytes | None:
    """Return the image that an address still gives, None where it gives another one or none."""
    for address, use in {use.address: use for use in users if use.address}.items():
        try:
            data = await healing.fetch(use)
        except ArrtuiError as error:
            done.messages.append(str(error))
            continue
        if data is not None and hashlib.sha256(data).hexdigest() == sha256:
            return data
        if data is not None:
            done.messages.append(f"{use.instance}: {address} gives another image now.")
    return None


async def _give_up(
    sha256: str, asset: Asset | None, users: Sequence[AssetUse], tools: VerifyTools, done: Healing
) -> None:
    """Have an image chosen again that has no source any more, and say so of one that stays as it is."""
    emptied = await tools.database.write(checks.empty_slots, [sha256])
    done.emptied += emptied
    kept = next((use for use in users if use.is_kept), None)
    if kept is not None:
        place = f"{kept.instance} {kept.external_id} {kept.slot}"
        done.messages.append(f"{place}: its image is lost in the cache, and no copy of it was found.")
        return
    if asset is None:
        return
    path = tools.cache.path_of(sha256, asset.extension)
    is_stored = sha256 in await tools.database.read(nfo_contents.stored)
    if asset.origin is AssetOrigin.OWNER and (is_stored or await asyncio.to_thread(path.is_file)):
        place = f"The NFO {sha256} in the database" if is_stored else f"{path}"
        done.messages.append(f"{place} is yours and was damaged; it is left for you to look at.")
        return
    await tools.database.write(assets.forget, [sha256])
    await asyncio.to_thread(tools.cache.delete, sha256, asset.extension)
    done.deleted += 1


def _asset(sha256: str, data: bytes, users: Sequence[AssetUse], now: float, most_bytes: int) -> Asset | None:
    """Return a file as it is to be noted; None for what is not what its name says, or no image. Blocks."""
    if hashlib.sha256(data).hexdigest() != sha256:
        return None
    slot = next((use for use in users if not use.relative_path), None)
    nfo = Asset(
        sha256=sha256,
        extension=NFO_EXTENSION,
        size=len(data),
        origin=AssetOrigin.NFO,
        added_at=now,
        verified_at=now,
    )
    try:
        facts = inspect_image(data, most_bytes=max(most_bytes, len(data)))
    except ImageRefusedError:
        return nfo if read_nfo(data).root else None
    return replace(
        nfo,
        extension=facts.extension,
        width=facts.width,
        height=facts.height,
        perceptual_hash=facts.perceptual_hash,
        origin=_ORIGINS.get(slot.provider, AssetOrigin.PROVIDER) if slot else AssetOrigin.PROVIDER,
    )
