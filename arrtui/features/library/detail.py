"""One title in full: its copies, their files with the score of every format, its past. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import msgspec

from arrtui.core.domain import Item, MediaFile, Setting, Volatile
from arrtui.core.profiles import parse_profile
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


class ProfileRule(NamedTuple):
    """What a quality profile wants of a score."""

    name: str
    upgrades: bool
    """Whether the app replaces files at all under it."""
    wanted_score: int
    """Below it a file can be upgraded (``UpgradableSpecification.CustomFormatCutoffNotMet``)."""
    scores: Mapping[int, int]
    """Format id → score."""


class CopyDetail(msgspec.Struct, frozen=True):
    """A title on one instance, in full."""

    row: LibraryRow
    item: Item
    volatile: Volatile
    rule: ProfileRule
    files: tuple[FileDetail, ...]
    episode: EpisodeListRow | None = None
    """The episode, where only one is asked for and this instance knows it."""

    @property
    def instance(self) -> str:
        """Return the name of the instance."""
        return self.row.instance


class EventLine(NamedTuple):
    """A release event and the episode it is about."""

    stored: StoredEvent
    episode: str
    """``S01E02``; empty for a movie."""


class TitleDetail(msgspec.Struct, frozen=True):
    """Everything stored of a title, or of one of its episodes."""

    copies: tuple[CopyDetail, ...]
    events: tuple[EventLine, ...]
    """Newest first."""
    changes: tuple[ChangeLine, ...]
    """Newest first."""


def profile_rule(profile: Setting | None) -> ProfileRule:
    """Return what a stored quality profile asks for; one that is not known asks for nothing."""
    if profile is None:
        return ProfileRule("", False, 0, {})
    body = parse_profile(profile.body)
    wanted = body.cutoff_score if body.upgrade_allowed else body.min_score
    return ProfileRule(profile.name, body.upgrade_allowed, wanted, body.scores)


def file_detail(file: MediaFile, rule: ProfileRule, formats: Mapping[int, Setting]) -> FileDetail:
    """Return a file with what each of its formats adds to its score."""
    found = [FormatScore(_format_name(one, formats), rule.scores.get(one, 0)) for one in file.formats]
    found.sort(key=lambda one: (-abs(one.score), one.name))
    return FileDetail(file, tuple(found), sum(one.score for one in found))


def _format_name(one: int, formats: Mapping[int, Setting]) -> str:
    setting = formats.get(one)
    return setting.name if setting else f"format {one}, deleted since"
