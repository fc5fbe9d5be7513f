"""The artwork of one title in full: each slot with its image, its lock and the files that were published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from functools import partial
from typing import NamedTuple

from arrtui.core.apps import app_of
from arrtui.core.art_layouts import ArtLayout
from arrtui.core.art_ranking import RankedCandidate
from arrtui.core.art_sources import OWNER
from arrtui.core.artwork import (
    NFO,
    SET_SLOT,
    ArtFolder,
    ArtKind,
    ArtState,
    Asset,
    MetadataField,
    Placement,
    SlotChoice,
    slot_of,
)
from arrtui.core.config import ArtworkConfig
from arrtui.db.artwork import assets, candidates, folders, metadata, placements, slots, taken
from arrtui.db.artwork.sets import sets_of
from arrtui.features.artwork.album_parts import album_parts
from arrtui.features.artwork.choosing import FilledSlots, pool_of, rank_pools
from arrtui.features.artwork.overview import is_known
from arrtui.features.artwork.scoring import Scorer

_KIND_ORDER = {kind: place for place, kind in enumerate(ArtKind)}


class ArtSlotRow(NamedTuple):
    """A slot of a title, or its NFO, with everything that is known of it."""

    slot: str
    state: ArtState
    is_locked: bool = False
    choice: SlotChoice | None = None
    asset: Asset | None = None
    """The chosen image, once it is in the cache."""
    placed: tuple[Placement, ...] = ()
    """The files that were published for it."""
    candidates: int = 0
    readers: str = ""
    """Which of the configured players read its names and how that is known, in words."""
    word: str = ""
    """What people call it where that is not the slot: ``cover of Dawn``."""
    nowhere: str = ""
    """Why it is published nowhere, the rest of a sentence."""

    @property
    def shown(self) -> str:
        """What people call it."""
        return self.word or self.slot


class ArtTitle(NamedTuple):
    """A title with its artwork and metadata."""

    instance: str
    external_id: str
    slots: tuple[ArtSlotRow, ...]
    """The title's own first, then seasons and episodes; the NFO last."""
    locks: Set[str]
    """What is locked: slots, ``nfo``, ``field:NAME``, ``*``."""
    pools: Mapping[str, Sequence[RankedCandidate]]
    """Candidates by the slot of the first image of a kind, the best first."""
    faults: Mapping[str, str]
    """Why a provider asked nothing, by provider."""
    fields: Mapping[str, Sequence[MetadataField]]
    """The values that count of each part: empty for the title as a whole, ``s01``, ``s01e02``."""
    folder: ArtFolder | None
    """As the scan read it last; None before that."""
    parts: Mapping[str, str] = {}
    """What its parts are called that have a name, by their text: albums, ``s00e12``."""

    def slot(self, text: str) -> ArtSlotRow:
        """Return a slot; one that is not known is empty."""
        empty = ArtSlotRow(text, ArtState.NONE, self.is_locked(text))
        return next((row for row in self.slots if row.slot == text), empty)

    def is_locked(self, target: str) -> bool:
        """Return whether a slot, the NFO or a field is locked, or all of the title is."""
        return slots.is_locked(self.locks, target)

    def candidates(self, text: str) -> Sequence[RankedCandidate]:
        """Return the candidates for a slot; there are none for the NFO."""
        return () if text == NFO else self.pools.get(pool_of(text), ())


def load_title(instance: str, external_id: str, options: ArtworkConfig) -> ArtTitle:
    """Return the artwork of a title; call it inside ``Database.reading()``."""
    chosen = slots.choices(instance, [external_id]).get(external_id, {})
    placed = placements.placements(instance, [external_id]).get(external_id, [])
    locks = slots.locks(instance, [external_id]).get(external_id, set())
    asked = candidates.candidates(instance, [external_id]).get(external_id)
    known = assets.assets([choice.sha256 for choice in chosen.values() if choice.sha256])
    filled = FilledSlots(chosen, locks, known)
    layout, albums = app_of(instance).art, album_parts(instance, external_id)
    pools = rank_pools(asked.candidates, Scorer(options, layout), filled) if asked is not None else {}
    missing = taken.missing_slots(instance, [external_id]).get(external_id, ())
    in_set = bool(options.sets_folder and sets_of(instance, [external_id]))
    stored = {*chosen, *pools, *missing, *(row.slot for row in placed)} - {NFO}
    named = _possible(layout, albums.present, in_set=in_set) | set(filter(is_known, stored))
    fields = metadata.fields_of(instance, [external_id])
    folder = folders.folders(instance, [external_id]).get(external_id)
    lying = {file.slot: file.sha256 for file in (folder.files if folder else ()) if file.sha256}
    lying |= {  # what the owner put into the folder of sets
        slot: choice.sha256
        for slot, choice in chosen.items()
        if choice.provider == OWNER and slot.startswith(SET_SLOT)
    }

    def row(slot: str) -> ArtSlotRow:
        choice = chosen.get(slot)
        files = tuple(file for file in placed if file.slot == slot)
        number = len(pools.get(pool_of(slot), ())) if slot != NFO else int((external_id, "") in fields)
        return ArtSlotRow(
            slot,
            ArtState.LOST if slot in missing else _state_of(choice, files, number, lying.get(slot)),
            slots.is_locked(locks, slot),
            choice,
            known.get(choice.sha256) if choice is not None else None,
            files,
            number,
            word=albums.word_of(slot, layout),
            nowhere=albums.reasons.get(slot.partition(":")[0], ""),
        )

    return ArtTitle(
        instance,
        external_id,
        tuple(map(row, (*sorted(named, key=partial(_order, parts=[*albums.names])), NFO))),
        locks,
        pools,
        asked.faults if asked is not None else {},
        {part: values for (_, part), values in sorted(fields.items())},
        folder,
        albums.names,
    )


def _possible(layout: ArtLayout, albums: Iterable[str], *, in_set: bool) -> set[str]:
    """Return the slots that a title is shown with whatever is known of it: its own, of its set and albums."""
    of_set = {f"{SET_SLOT}{kind}" for kind in layout.of_set if in_set}
    return {*layout.title, *of_set, *(f"{album}:{kind}" for album in albums for kind in layout.episode)}


def _order(slot: str, parts: Sequence[str]) -> tuple[bool, int, int, int, int, int]:
    """Return what slots are sorted by: the title's own, seasons and episodes, those of its set.

    ``parts``: those that have an order of their own.
    """
    kind, season, episode, number, of_set = slot_of(slot)
    name = slot.partition(":")[0]
    place = parts.index(name) if name in parts else -1
    part = -1 if season is None else season, -1 if episode is None else episode
    return of_set, place, *part, _KIND_ORDER[kind], number


def _state_of(
    choice: SlotChoice | None, files: Sequence[Placement], candidates: int, lies: str | None
) -> ArtState:
    """Return how a slot stands; ``lies`` is the hash of what the scan found in its place."""
    if any(file.lost_at is not None for file in files):
        return ArtState.LOST
    chosen = choice.sha256 if choice is not None else ""
    if any(file.placed_at and file.is_of(chosen) for file in files) or (chosen and lies == chosen):
        return ArtState.PUBLISHED
    if chosen:
        return ArtState.CACHED
    return ArtState.CANDIDATES if candidates or choice is not None else ArtState.NONE
