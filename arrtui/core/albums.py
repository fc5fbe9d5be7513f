"""Albums: what is looked at to judge them, and how MusicBrainz writes their kinds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

_OTHER = "Other"
"""The primary type of an album without one (``PrimaryAlbumType``)."""


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


def full_type(primary: str, secondary: Sequence[str]) -> str:
    """Return the type of an album as MusicBrainz writes it: ``Album + Live``."""
    return " + ".join((primary or _OTHER, *secondary))
