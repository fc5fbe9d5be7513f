"""What MusicBrainz calls the kinds of album: words and the ids that Lidarr gives them on every instance."""

from __future__ import annotations

from collections.abc import Sequence

PRIMARY_TYPES = ("Album", "EP", "Single", "Broadcast", "Other")
"""By their ids (``PrimaryAlbumType``)."""
_PLURALS = ("Albums", "EPs", "Singles", "Broadcasts", "Others")


def type_number(primary: str) -> int:
    """Return the id of a primary type; that of ``Other`` for one that is not known."""
    return PRIMARY_TYPES.index(primary) if primary in PRIMARY_TYPES else len(PRIMARY_TYPES) - 1


def types_name(number: int) -> str:
    """Return what all albums of a primary type are called, e.g. ``EPs``."""
    return _PLURALS[number] if 0 <= number < len(_PLURALS) else _PLURALS[-1]


def full_type(primary: str, secondary: Sequence[str]) -> str:
    """Return the type of an album as MusicBrainz writes it: ``Album + Live``."""
    return " + ".join((primary or PRIMARY_TYPES[-1], *secondary))
