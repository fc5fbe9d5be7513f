"""Cells for a copy of a title: a glyph for its state, then quality, score or counts."""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from arrtui.core.apps import APPS
from arrtui.features.library.merge import Copy, DiskState, disk_state
from arrtui.features.library.seasons import SeasonCopy, was_aired
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.signs import GOOD, HOLLOW, IDLE, OFF, WARN, Sign
from arrtui.tui.kit.table import Cell

COMPLETE = Sign(GOOD, "quality met", "good")
UPGRADE = Sign(WARN, "below cutoff", "warn")
MISSING = Sign(HOLLOW, "missing", "bad")
WAITING = Sign(IDLE, "not out yet", "dim")
UNMONITORED = Sign(OFF, "not monitored", "dim")
SIGNS = (COMPLETE, UPGRADE, MISSING, WAITING, UNMONITORED)
"""In the order of the legend."""


class Room(Enum):
    """How much a column of an instance says, by its width in cells."""

    NARROW = 9
    """``● WEB1080``"""
    MEDIUM = 16
    """``● WEB1080   1750``"""
    WIDE = 22
    """``● Bluray-1080p    1750``"""


_SOURCES = (("remux", "RMX"), ("bluray", "BD"), ("web", "WEB"), ("hdtv", "TV"))
_RESOLUTION = re.compile(r"(\d{3,4})p")


def copy_sign(copy: Copy) -> Sign:
    """Return the state of a copy."""
    if not copy.monitored:
        return UNMONITORED
    state = disk_state(copy)
    if state is DiskState.COMPLETE:
        return UPGRADE if copy.cutoff_unmet else COMPLETE
    return MISSING if state is DiskState.MISSING else WAITING


def copy_cell(copy: Copy | None, room: Room) -> Cell:
    """Return the cell of a copy in the column of its instance, empty where there is none."""
    if copy is None:
        return ""
    sign = copy_sign(copy)
    if APPS[copy.kind].has_children:
        text, score = f"{copy.files}/{copy.episodes}", copy.mean_score
    elif copy.files:
        text, score = quality_text(copy.quality, room), copy.max_score
    else:
        text, score = _absence(disk_state(copy), copy.monitored), None
    return _laid_out(sign, text, score, room)


def episode_sign(row: EpisodeListRow, now: str) -> Sign:
    """Return the state of an episode on an instance; ``now`` is UTC in ISO form."""
    if not row.monitored:
        return UNMONITORED
    if row.is_whole:
        return COMPLETE
    return MISSING if row.file_id or was_aired(row.air_date, now) else WAITING


def episode_cell(row: EpisodeListRow | None, room: Room, now: str) -> Cell:
    """Return the cell of an episode in the column of its instance, empty where it is not known."""
    if row is None:
        return ""
    sign = episode_sign(row, now)
    if row.file_id:
        tracks = f"{row.files}/{row.tracks} " if row.album_type else ""
        text = tracks + quality_text(row.quality or "", room)
    else:
        text = _absence(
            DiskState.MISSING if was_aired(row.air_date, now) else DiskState.WAITING, bool(row.monitored)
        )
    return _laid_out(sign, text, row.score if row.file_id else None, room)


def season_cell(copy: SeasonCopy | None) -> Cell:
    """Return the cell of a season: how many of the episodes that are due are there."""
    if copy is None:
        return ""
    sign = MISSING if copy.have < copy.due else COMPLETE if copy.have else WAITING
    if not copy.monitored:
        sign = UNMONITORED
    return [(f"{sign.glyph} ", sign.style), (f"{copy.have}/{copy.due}", _text_style(sign))]


@lru_cache(maxsize=512)
def quality_text(quality: str, room: Room) -> str:
    """Return a quality as fully as there is room, ``Bluray-1080p`` or ``BD1080``."""
    if room is Room.WIDE or not quality:
        return quality
    resolution = _RESOLUTION.search(quality)
    lowered = quality.lower()
    source = next((short for word, short in _SOURCES if word in lowered), "")
    return f"{source}{resolution[1]}" if resolution and source else quality


def score_text(score: float | None) -> str:
    """Return a score as a whole number, nothing for None."""
    return "" if score is None else f"{score:.0f}"


def _absence(state: DiskState, monitored: bool) -> str:
    if not monitored:
        return "no file"
    return "missing" if state is DiskState.MISSING else "not out"


def _laid_out(sign: Sign, text: str, score: float | None, room: Room) -> Cell:
    """Put the glyph and the text to the left and, where there is room, the score to the right."""
    style = _text_style(sign)
    pieces = [(f"{sign.glyph} ", sign.style), (text, style)]
    if room is not Room.NARROW and score is not None:
        shown = score_text(score)
        used = 2 + len(text)
        pieces.append((" " * max(1, room.value - used - len(shown)) + shown, style))
    return pieces


def _text_style(sign: Sign) -> str:
    """Return the style of the text beside a glyph: what is fine stays plain."""
    return "" if sign in (COMPLETE, UPGRADE) else sign.style
