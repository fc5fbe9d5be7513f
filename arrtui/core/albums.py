"""Albums: what is looked at to judge them, and what MusicBrainz and every Lidarr call their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

PRIMARY_TYPES = ("Album", "EP", "Single", "Broadcast", "Other")
"""By their ids (``PrimaryAlbumType``)."""
_PLURALS = ("Albums", "EPs", "Singles", "Broadcasts", "Others")


class Album(NamedTuple):
    """What metadata profiles look at of an album, and whether it has files."""

    key: str
    title: str
    type: str
    secondary_types: tuple[str, ...]
    release_statuses: frozenset[str]
    has_files: bool
    id: int = 0
    """The app's own; 0 where it is not known."""
    files: int = 0
    size: int = 0
    """Bytes of its files."""


def type_number(primary: str) -> int:
    """Return the id of a primary type; that of ``Other`` for one that is not known."""
    return PRIMARY_TYPES.index(primary) if primary in PRIMARY_TYPES else len(PRIMARY_TYPES) - 1


def types_name(number: int) -> str:
    """Return what all albums of a primary type are called, e.g. ``EPs``."""
    return _PLURALS[number] if 0 <= number < len(_PLURALS) else _PLURALS[-1]


def full_type(primary: str, secondary: Sequence[str]) -> str:
    """Return the type of an album as MusicBrainz writes it: ``Album + Live``."""
    return " + ".join((primary or PRIMARY_TYPES[-1], *secondary))
