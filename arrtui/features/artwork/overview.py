"""How the artwork of every title stands, read from the database at once: titles × kinds.

A title's cells are one text with a letter for each of :data:`COLUMNS`, so that sixty thousand titles are
small; all that look alike share it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.art_layouts import ArtLayout
from arrtui.core.artwork import NFO, WHOLE_TITLE, ArtFile, ArtKind, ArtState, FileClass, slot_of
from arrtui.db import media
from arrtui.db.artwork import overview, presence, taken
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.fields import part_of
from arrtui.media.walk import MISSING

COLUMNS: tuple[str, ...] = (*ArtKind, NFO)
"""What a title has a cell for."""
_PLACE = {column: place for place, column in enumerate(COLUMNS)}
_RANKS = (ArtState.NONE, ArtState.CANDIDATES, ArtState.CACHED, ArtState.PUBLISHED, ArtState.LOST)
"""The states, the one that says more last."""
_NONE, _CANDIDATES, _CACHED, _PUBLISHED, _LOST = range(len(_RANKS))
_CODES = "ndcpx"
"""Letter of each state in that order."""
_NOT_THERE = " "
"""Letter of a kind that the titles of an app cannot have."""
_UNKNOWN = -1
"""Place of what a newer version stored."""
_LOOKS = 65_536
"""Different looks of titles that are remembered."""


class TitleCells(NamedTuple):
    """How a title looks in the matrix."""

    codes: str
    locks: str
    published: int
    parts: int
    lost: int


class ArtRow(NamedTuple):
    """A title with the state of its artwork."""

    title: TrailerTitle
    codes: str
    """A letter for each of :data:`COLUMNS`."""
    locks: str
    """``L`` for each of :data:`COLUMNS` that is locked, blanks for others."""
    published: int = 0
    """How many further slots, of seasons and episodes above all, are published."""
    parts: int = 0
    """How many further slots are filled, or have candidates."""
    lost: int = 0
    """How many slots of all were taken by an app."""
    providers: tuple[str, ...] = ()
    """Where the chosen images are from."""
    notes: int = 0
    """Of how much in its folder the owner should know."""
    fault: str = ""
    """Why its folder could not be read."""

    def state_of(self, column: str) -> ArtState | None:
        """Return the state of a kind, or of the NFO; None where the titles of the app have none."""
        code = self.codes[_PLACE[column]]
        return None if code == _NOT_THERE else _RANKS[_CODES.index(code)]

    def is_locked(self, column: str) -> bool:
        """Return whether a kind, or the NFO, is locked."""
        return self.locks[_PLACE[column]] == "L"

    @property
    def key(self) -> tuple[str, str]:
        """Instance and external id."""
        return self.title.instance, self.title.external_id

    @property
    def is_problem(self) -> bool:
        """Whether somebody should look at it."""
        return bool(self.lost or self.notes or self.fault not in ("", MISSING))

    def columns_in(self, *states: ArtState) -> tuple[str, ...]:
        """Return the kinds that have one of some states."""
        return _columns_in(self.codes, states)

    @property
    def locked_columns(self) -> tuple[str, ...]:
        """The kinds that are locked."""
        return _columns_with(self.locks, "L")


@lru_cache(maxsize=65_536)
def column_of(slot: str) -> tuple[int, bool]:
    """Return the place of a slot's column, and whether the slot is that of the title's own first image."""
    if slot == NFO:
        return _PLACE[NFO], True
    try:
        kind, season, _episode, number, of_set = slot_of(slot)
    except ValueError:
        return _UNKNOWN, False
    return _PLACE[kind], season is None and number == 1 and not of_set


def is_known(slot: str) -> bool:
    """Return whether this version knows a slot; a newer one may have stored others."""
    return column_of(slot)[0] != _UNKNOWN


@lru_cache(maxsize=_LOOKS)
def _columns_in(codes: str, states: tuple[ArtState, ...]) -> tuple[str, ...]:
    """Return the columns that have one of some states; most titles look alike."""
    return _columns_with(codes, "".join(_CODES[_RANKS.index(state)] for state in states))


@lru_cache(maxsize=_LOOKS)
def _columns_with(codes: str, wanted: str) -> tuple[str, ...]:
    """Return the columns whose letter is one of some."""
    return tuple(column for column, code in zip(COLUMNS, codes, strict=True) if code in wanted)


def _cells_of(layout: ArtLayout, slots_by_rank: tuple[str, ...], locks: str) -> TitleCells:
    """Return how a title looks; ``slots_by_rank`` are its slots of each state, the least first."""
    ranks, parts = [_NONE] * len(COLUMNS), dict[str, int]()
    for rank, joined in enumerate(slots_by_rank):
        for slot in joined.split():
            place, is_main = column_of(slot)
            if is_main:
                ranks[place] = rank
            elif place != _UNKNOWN:
                parts[slot] = rank
    lost = [*ranks, *parts.values()].count(_LOST)
    worst: dict[int, int] = {}
    for slot, rank in parts.items():
        place, _ = column_of(slot)
        worst[place] = min(rank, worst.get(place, rank))
        if rank == _LOST:
            ranks[place] = _LOST
    shown = {*layout.title, *layout.episode, NFO}
    for place in (_PLACE[kind] for kind in layout.episode if kind not in layout.title):
        ranks[place] = max(ranks[place], worst.get(place, _NONE))
    codes = (
        _CODES[rank] if rank or column in shown else _NOT_THERE
        for column, rank in zip(COLUMNS, ranks, strict=True)
    )
    targets = locks.split()
    locked = (" L"[WHOLE_TITLE in targets or column in targets] for column in COLUMNS)
    published = sum(rank == _PUBLISHED for rank in parts.values())
    return TitleCells(
        "".join(codes), "".join(locked), published, sum(rank > _NONE for rank in parts.values()), lost
    )


def load_rows(instance: str) -> list[ArtRow]:
    """Return the titles of an instance by sort title; call it inside ``Database.reading()``.

    Eleven statements, twelve of artists, however many titles there are, and one of those whose images were
    chosen after others were published.
    """
    counts = msgspec.json.Decoder(dict[str, int])
    layout = app_of(instance).art
    albums = presence.present_episodes(instance) if layout.form.has_part_folders else None
    candidates = {
        external_id: " ".join(_of_present(counts.decode(doc), external_id, albums))
        for external_id, doc in overview.candidate_counts(instance)
    }
    filled, placed = overview.filled_slots(instance), overview.placed_slots(instance)
    taken_slots = taken.missing_slots(instance)
    nothing = "", "", None
    changed = [
        known for known, (*_, newest) in filled.items() if newest > (placed.get(known, nothing)[2] or newest)
    ]
    outdated = overview.outdated_slots(instance, changed) if changed else {}
    has_own = any("owner" in providers for *_, providers, _ in filled.values())
    lying = _lying_slots(instance) if has_own else {}
    locks, described = overview.lock_targets(instance), overview.described_titles(instance)
    with_nfo = overview.titles_with_nfo(instance)
    remarks = {
        external_id: (len(msgspec.json.decode(notes)), fault)
        for external_id, notes, fault in overview.remarkable_folders(instance)
    }
    looks: dict[tuple[tuple[str, ...], str], TitleCells] = {}
    rows = []
    for title in media.trailer_titles([instance]):
        known = title.external_id
        cached, uncached, providers, _ = filled.get(known, ("", "", "", 0.0))
        published, lost, _ = placed.get(known, nothing)
        if known in outdated:
            published = " ".join(slot for slot in published.split() if slot not in outdated[known])
        if known in taken_slots:
            lost = " ".join([lost, *taken_slots[known]])
        offered = f"{candidates.get(known, '')} {uncached}{f' {NFO}' if known in described else ''}"
        present = f"{published} {lying.get(known, '')}{f' {NFO}' if known in with_nfo else ''}"
        (targets,) = locks.get(known, ("",))
        look = (("", offered, cached, present, lost), targets)
        cells = looks.get(look)
        if cells is None:  # most titles look like another one
            cells = looks[look] = _cells_of(layout, *look)
        notes, fault = remarks.get(known, (0, ""))
        rows.append(ArtRow(title, *cells, _distinct(providers), notes, fault))
    return rows


def _of_present(
    slots: Iterable[str], external_id: str, albums: Mapping[str, Collection[tuple[int, int]]] | None
) -> Iterable[str]:
    """Return the slots that can be published: providers know albums that an artist has no files of."""
    if albums is None:
        return slots
    present = {part_of(*numbers) for numbers in albums.get(external_id, ())}
    return [slot for slot in slots if ":" not in slot or slot.partition(":")[0] in present]


@lru_cache(maxsize=_LOOKS)
def _distinct(words: str) -> tuple[str, ...]:
    """Return joined words, each once; most titles have the same ones."""
    return tuple(sorted(set(words.split())))


def _lying_slots(instance: str) -> dict[str, str]:
    """Return the slots of the owner's images that lie in their folders still, joined, by external id."""
    files = msgspec.json.Decoder(tuple[ArtFile, ...])
    lying = {
        (external_id, file.slot, file.sha256)
        for external_id, doc in overview.folder_files(instance)
        for file in files.decode(doc)
        if file.slot and file.kind is FileClass.IMAGE
    }
    slots: dict[str, str] = {}
    for image in overview.owner_images(instance):
        if image in lying:
            slots[image[0]] = f"{slots.get(image[0], '')} {image[1]}"
    return slots
