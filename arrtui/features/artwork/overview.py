"""How the artwork of every title stands, read from the database at once: titles × kinds.

A title's cells are one text with a letter for each of :data:`COLUMNS`, so that sixty thousand titles are
small; all that look alike share it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from sys import intern
from typing import NamedTuple

import msgspec

from arrtui.core.apps import app_of
from arrtui.core.artwork import NFO, WHOLE_TITLE, ArtFile, ArtKind, ArtState, FileClass, slot_of
from arrtui.db import media
from arrtui.db.artwork import overview
from arrtui.db.media import TrailerTitle
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

    def columns_in(self, *states: ArtState) -> list[str]:
        """Return the kinds that have one of some states."""
        codes = {_CODES[_RANKS.index(state)] for state in states}
        return [column for column, code in zip(COLUMNS, self.codes, strict=True) if code in codes]

    @property
    def locked_columns(self) -> list[str]:
        """The kinds that are locked."""
        return [column for column, code in zip(COLUMNS, self.locks, strict=True) if code == "L"]


@lru_cache(maxsize=65_536)
def column_of(slot: str) -> tuple[int, bool]:
    """Return the place of a slot's column, and whether the slot is that of the title's own first image."""
    if slot == NFO:
        return _PLACE[NFO], True
    try:
        kind, season, _episode, number = slot_of(slot)
    except ValueError:
        return _UNKNOWN, False
    return _PLACE[kind], season is None and number == 1


def is_known(slot: str) -> bool:
    """Return whether this version knows a slot; a newer one may have stored others."""
    return column_of(slot)[0] != _UNKNOWN


class _Cells:
    """What is known of one title while the rows of an instance are read."""

    __slots__ = ("fault", "lock_targets", "notes", "parts", "providers", "ranks")

    def __init__(self) -> None:
        self.ranks = [_NONE] * len(COLUMNS)
        self.parts: dict[str, int] = {}
        """Rank by slot, of everything but the title's own first images."""
        self.lock_targets: set[str] = set()
        self.providers: set[str] = set()
        self.notes = 0
        self.fault = ""

    def note(self, slot: str, rank: int) -> None:
        """Take the state of a slot, unless one is known that says more."""
        place, is_main = column_of(slot)
        if place == _UNKNOWN:
            return
        if not is_main:
            self.parts[slot] = max(rank, self.parts.get(slot, _NONE))
        elif rank > self.ranks[place]:
            self.ranks[place] = rank

    def row(self, title: TrailerTitle) -> ArtRow:
        """Return what was read as the row of a title."""
        ranks, worst = self.ranks.copy(), dict[int, int]()
        lost = [*ranks, *self.parts.values()].count(_LOST)
        for slot, rank in self.parts.items():
            place, _ = column_of(slot)
            worst[place] = min(rank, worst.get(place, rank))
            if rank == _LOST:
                ranks[place] = _LOST
        thumb, layout = _PLACE[ArtKind.THUMB], app_of(title.instance).art
        ranks[thumb] = max(ranks[thumb], worst.get(thumb, _NONE))
        shown = {*layout.title, *layout.episode, NFO}
        codes = "".join(
            _CODES[rank] if rank or column in shown else _NOT_THERE
            for column, rank in zip(COLUMNS, ranks, strict=True)
        )
        all_of_it = WHOLE_TITLE in self.lock_targets
        return ArtRow(
            title,
            intern(codes),
            intern("".join(" L"[all_of_it or column in self.lock_targets] for column in COLUMNS)),
            published=sum(rank == _PUBLISHED for rank in self.parts.values()),
            parts=sum(rank > _NONE for rank in self.parts.values()),
            lost=lost,
            providers=tuple(sorted(self.providers)),
            notes=self.notes,
            fault=self.fault,
        )


def load_rows(instance: str) -> list[ArtRow]:
    """Return the titles of an instance by sort title; call it inside ``Database.reading()``.

    Seven statements, however many titles there are.
    """
    known: defaultdict[str, _Cells] = defaultdict(_Cells)
    lying = _read_folders(instance, known)
    counts = msgspec.json.Decoder(dict[str, int])
    for external_id, doc in overview.candidate_counts(instance):
        for slot, number in counts.decode(doc).items():
            if number:
                known[external_id].note(slot, _CANDIDATES)
    for external_id in overview.described_titles(instance):
        known[external_id].note(NFO, _CANDIDATES)
    for external_id, slot, sha256, provider in overview.chosen_slots(instance):
        lies = sha256 and lying.get((external_id, slot)) == sha256
        known[external_id].note(slot, _PUBLISHED if lies else _CACHED if sha256 else _CANDIDATES)
        known[external_id].providers.add(provider)
    for external_id, slot, placed_at, lost_at in overview.placed_slots(instance):
        rank = _LOST if lost_at is not None else _PUBLISHED if placed_at else _CACHED
        known[external_id].note(slot, rank)
    for external_id, target in overview.locked_targets(instance):
        known[external_id].lock_targets.add(target)
    nothing = _Cells()
    return [known.get(title.external_id, nothing).row(title) for title in media.trailer_titles([instance])]


def _read_folders(instance: str, known: defaultdict[str, _Cells]) -> dict[tuple[str, str], str]:
    """Note what lies in folders; return the hash of the image of each slot that does, by title and slot."""
    lying: dict[tuple[str, str], str] = {}
    files = msgspec.json.Decoder(tuple[ArtFile, ...])
    for external_id, files_doc, notes_doc, fault in overview.folder_facts(instance):
        cells = known[external_id]
        cells.fault = fault
        cells.notes = len(msgspec.json.decode(notes_doc))
        for file in files.decode(files_doc):
            if file.slot and file.kind is FileClass.IMAGE:
                lying[external_id, file.slot] = file.sha256
            elif file.kind is FileClass.NFO and "/" not in file.relative_path:
                cells.note(NFO, _PUBLISHED)
    return lying
