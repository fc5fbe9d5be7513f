"""One title in full: its copies, their files with the score of every format, its past. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from arrtui.core.domain import Item, MediaFile, Setting, Volatile
from arrtui.core.profiles import ProfileBody
from arrtui.db.history import StoredEvent
from arrtui.db.library import EpisodeListRow, LibraryRow
from arrtui.features.library.changes import ChangeLine


class FormatScore(NamedTuple):
    """A custom format a file matched, and what the profile gives for it."""

    name: str
    score: int


class FileDetail(NamedTuple):
    """A file and how its score comes about."""

    file: MediaFile
    formats: tuple[FormatScore, ...]
    """The greatest first."""
    total: int
    """Sum of the formats' scores in the profile as it is stored."""

    @property
    def explained(self) -> bool:
        """Return whether the sum is the score the app gave."""
        return self.file.score is None or self.file.score == self.total


class CopyDetail(msgspec.Struct, frozen=True):
    """A title on one instance, in full."""

    row: LibraryRow
    item: Item
    volatile: Volatile
    profile_name: str
    """Empty where the instance no longer has its quality profile."""
    profile: ProfileBody
    files: tuple[FileDetail, ...]
    episode: EpisodeListRow | None = None
    """The episode, where only one is asked for and this instance knows it."""
    profile_names: Mapping[str, str] = {}
    """Names of its profiles of the other kinds that the app has, by their headings."""

    @property
    def instance(self) -> str:
        """Return the name of the instance."""
        return self.row.instance


class EventLine(NamedTuple):
    """A release event and the episode it is about."""

    stored: StoredEvent
    episode: str
    """``S01E02``; empty for a movie."""
    tracks: str = ""
    """Of how many tracks of an album it is."""


class TitleDetail(msgspec.Struct, frozen=True):
    """Everything stored of a title, or of one of its episodes."""

    copies: tuple[CopyDetail, ...]
    events: tuple[EventLine, ...]
    """Newest first."""
    changes: tuple[ChangeLine, ...]
    """Newest first."""


def file_detail(file: MediaFile, scores: Mapping[int, int], formats: Mapping[int, Setting]) -> FileDetail:
    """Return a file with what each of its formats adds to its score; ``scores`` are those of its profile."""
    matches = [
        FormatScore(
            formats[format_id].name if format_id in formats else f"format {format_id}, deleted since",
            scores.get(format_id, 0),
        )
        for format_id in file.formats
    ]
    matches.sort(key=lambda match: (-abs(match.score), match.name))
    return FileDetail(file, tuple(matches), sum(match.score for match in matches))
