"""Fill the slots of titles: download the images that were chosen, the best first."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection, Coroutine, Mapping, Set
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, NamedTuple

import msgspec

from arrtui.clients.providers.protocol import ProviderError, RenewingProvider
from arrtui.core.art_ranking import RankedCandidate
from arrtui.core.art_sources import source_word
from arrtui.core.artwork import (
    ArtCandidate,
    Asset,
    AssetOrigin,
    SlotChoice,
    TitleCandidates,
    slot_of,
)
from arrtui.db.artwork import assets, slots
from arrtui.db.artwork.slots import is_locked
from arrtui.db.database import Database
from arrtui.features.artwork.choosing import MOST_TRIES, SlotTask, look_of, pool_of
from arrtui.features.artwork.downloading import ImageKeeper
from arrtui.features.artwork.due import DueTitle
from arrtui.features.artwork.gathering import Gatherer
from arrtui.features.artwork.naming import who_cannot_read
from arrtui.features.artwork.scoring import Scorer
from arrtui.media.art_cache import CacheError
from arrtui.media.images import ImageFacts, ImageRefusedError

_APP = "app"


@dataclass
class EnrichWork:
    """A title that is being enriched."""

    title: DueTitle
    stored: TitleCandidates
    """As they were stored before any image was downloaded."""
    pools: Mapping[str, list[RankedCandidate]]
    """By slot."""
    locks: Set[str]
    choices: dict[str, SlotChoice]
    """By slot."""
    cached: dict[str, Asset]
    """Files of the choices, by hash."""
    learned: dict[str, ArtCandidate] = field(default_factory=dict)
    """What downloading showed of candidates, by address."""
    closed: set[str] = field(default_factory=set)
    """Slots that the owner locked or filled meanwhile."""
    is_complete: bool = True
    """Nothing of it is left for the next run."""
    faults: list[str] = field(default_factory=list)
    """What went wrong, sentences."""

    def may_use(self, candidate: ArtCandidate, slot: str) -> bool:
        """Return whether a slot is open, and a candidate neither fills another one nor was refused."""
        learned = self.learned.get(candidate.address, candidate)
        used = {choice.address for other, choice in self.choices.items() if other != slot}
        return not (learned.refusal or candidate.address in used or slot in self.closed)

    def looks(self, slot: str) -> list[ArtCandidate]:
        """Return the images of the same kind that fill other slots, as candidates."""
        return [
            look_of(choice, self.cached[choice.sha256])
            for other, choice in self.choices.items()
            if other != slot and choice.sha256 in self.cached and pool_of(other) == pool_of(slot)
        ]


class _LoadedImage(NamedTuple):
    """An image that was downloaded, or that is in the cache."""

    facts: ImageFacts
    data: bytes
    """Empty for one that is in the cache."""
    asset: Asset | None
    """None for one that was downloaded."""


class SlotFiller:
    """Downloads images for the slots of an instance's titles. Belongs to one event loop."""

    def __init__(
        self,
        instance: str,
        database: Database,
        gatherer: Gatherer,
        keeper: ImageKeeper,
        scorer: Scorer,
        clock: Callable[[], float],
        players: Collection[str] = (),
    ) -> None:
        """``players``: who is to read what phases choose; whatever the owner chooses is taken."""
        self._instance = instance
        self._database = database
        self._gatherer = gatherer
        self._keeper = keeper
        self._scorer = scorer
        self._clock = clock
        self._players = players
        self.stopped = ""
        """Why no image is downloaded any more, a sentence."""

    async def fill(self, work: EnrichWork, task: SlotTask) -> bool:
        """Fill a slot with the first candidate that can be used; return whether there was one.

        One that was seen before and looks like what fills another slot is not downloaded again.
        """
        looks = work.looks(task.slot)
        usable = (
            entry.candidate
            for entry in task.tries
            if work.may_use(entry.candidate, task.slot)
            and self._scorer.duplicate_of(entry.candidate, looks) is None
        )
        for candidate in islice(usable, MOST_TRIES):
            if self.stopped or candidate.provider in self._gatherer.down:
                work.is_complete = False
                continue
            if await self._trying(work, task.slot, candidate, self._take(work, task, candidate)):
                return True
        return False

    async def fill_actor(self, work: EnrichWork, slot: str, candidate: ArtCandidate) -> bool:
        """Fill the slot of an actor's picture with the one there is; return whether that is so."""
        if self.stopped or candidate.provider in self._gatherer.down:
            work.is_complete = False
            return False

        async def take() -> bool:
            return await self._choose(work, slot, candidate, await self.bring(candidate))

        return await self._trying(work, slot, candidate, take())

    async def _trying(
        self, work: EnrichWork, slot: str, candidate: ArtCandidate, taking: Coroutine[Any, Any, bool]
    ) -> bool:
        """Await the taking of a candidate, and note why it cannot be taken."""
        try:
            return await taking
        except ImageRefusedError as error:
            self._refuse(work, candidate, f"{slot} of {source_word(candidate.provider)}: {error.why}.")
        except ProviderError as error:
            self._gatherer.failed(candidate.provider, error)
            if error.is_down:
                work.is_complete = False
                work.faults.append(str(error))
            else:
                self._refuse(work, candidate, str(error))
        except CacheError as error:
            self.stopped = str(error)
            work.is_complete = False
        return False

    async def renew(self, work: EnrichWork) -> int:
        """Fetch images anew that changed under their address, as an app's covers do; return how many did."""
        renewed = 0
        for slot, choice in list(work.choices.items()):
            provider = self._gatherer.provider(choice.provider)
            is_kept = choice.by_owner or is_locked(work.locks, slot) or choice.provider in self._gatherer.down
            if is_kept or not choice.sha256 or not isinstance(provider, RenewingProvider) or self.stopped:
                continue
            candidate = ArtCandidate(slot=slot, provider=choice.provider, address=choice.address)
            try:
                data = await provider.image_since(candidate, choice.chosen_at)
                if data is not None:
                    asset = await self._keeper.keep(data, await self._keeper.inspect(data), AssetOrigin.APP)
                    renewed += await self._choose(work, slot, candidate, asset)
            except ImageRefusedError as error:
                work.faults.append(
                    f"{work.title.title}: {slot} of {source_word(choice.provider)}: {error.why}."
                )
            except ProviderError as error:
                self._gatherer.failed(choice.provider, error)
                work.faults.append(str(error))
            except CacheError as error:
                self.stopped = str(error)
                work.is_complete = False
        return renewed

    @staticmethod
    def _refuse(work: EnrichWork, candidate: ArtCandidate, why: str) -> None:
        """Note that an image cannot be used, so that it is not downloaded again."""
        work.learned[candidate.address] = msgspec.structs.replace(candidate, refusal=why)
        work.faults.append(f"{work.title.title}: {why}")

    async def _take(self, work: EnrichWork, task: SlotTask, candidate: ArtCandidate) -> bool:
        """Put a candidate into the cache and choose it; return False for one that is not what it promised.

        Raises ImageRefusedError, ProviderError, CacheError.
        """
        image = await self._load(candidate)
        facts = image.facts
        if unread_by := who_cannot_read(
            facts.extension, self._players, slot_of(task.slot), form=self._scorer.layout.form
        ):
            why = f"it is a {facts.extension} file, which {' and '.join(unread_by)} cannot read"
            raise ImageRefusedError("reading an image", why=why)
        candidate = msgspec.structs.replace(
            candidate, width=facts.width, height=facts.height, perceptual_hash=facts.perceptual_hash
        )
        work.learned[candidate.address] = candidate
        is_duplicate = self._scorer.duplicate_of(candidate, work.looks(task.slot)) is not None
        if is_duplicate or self._scorer.score(candidate).score < task.least:
            return False
        return await self._choose(work, task.slot, candidate, await self._keep(candidate, image))

    async def bring(self, candidate: ArtCandidate) -> Asset:
        """Return the image of a candidate, in the cache.

        Raises ImageRefusedError, ProviderError, CacheError.
        """
        return await self._keep(candidate, await self._load(candidate))

    async def _load(self, candidate: ArtCandidate) -> _LoadedImage:
        """Return the image of a candidate, downloaded unless it is in the cache.

        Raises ImageRefusedError, ProviderError.
        """
        asset = await self._known(candidate)
        if asset is None:
            data = await self._download(candidate)
            return _LoadedImage(await self._keeper.inspect(data), data, None)
        facts = ImageFacts(asset.extension, asset.width, asset.height, asset.perceptual_hash)
        return _LoadedImage(facts, b"", asset)

    async def _keep(self, candidate: ArtCandidate, image: _LoadedImage) -> Asset:
        """Return an image as it is in the cache, where it is put if it is not. Raises CacheError."""
        if image.asset is not None:
            return image.asset
        origin = AssetOrigin.APP if candidate.provider == _APP else AssetOrigin.PROVIDER
        return await self._keeper.keep(image.data, image.facts, origin)

    async def _known(self, candidate: ArtCandidate) -> Asset | None:
        """Return the image of a candidate if any title has it already; an app's address is its own alone."""
        if candidate.provider == _APP:
            return None
        sha256 = (await self._database.read(slots.downloaded, [candidate.address])).get(candidate.address)
        return await self._keeper.known(sha256) if sha256 else None

    async def _download(self, candidate: ArtCandidate) -> bytes:
        """Return the bytes of an image. Raises ProviderError."""
        provider = self._gatherer.provider(candidate.provider)
        if provider is None:
            raise ProviderError(f"asking {candidate.provider}", why="it is off", provider=candidate.provider)
        data = await provider.image(candidate)
        self._gatherer.succeeded(candidate.provider)
        return data

    async def _choose(self, work: EnrichWork, slot: str, candidate: ArtCandidate, asset: Asset) -> bool:
        """Store the choice of an image, also when the job is being stopped.

        Return False for a slot that the owner locked or filled meanwhile.
        """
        choice = SlotChoice(
            external_id=work.title.external_id,
            slot=slot,
            sha256=asset.sha256,
            provider=candidate.provider,
            address=candidate.address,
            chosen_at=self._clock(),
        )

        def store() -> bool:
            assets.record([asset])  # its note may have been taken back meanwhile
            return bool(slots.choose(self._instance, [choice]))

        if await asyncio.shield(self._database.write(store)):
            work.choices[slot], work.cached[asset.sha256] = choice, asset
            return True
        work.closed.add(slot)
        work.is_complete = False
        return False
