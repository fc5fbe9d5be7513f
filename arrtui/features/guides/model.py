"""What a guide says, apart from how its files are laid out.

A :class:`GuideLibrary` is what a checkout of the TRaSH guides has for one kind of app, :class:`Wishes` what
is wanted of it. Formats are named by their trash id, profiles by name, sizes are MB per minute.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any, NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.structs import describe_structs

DEFAULT_SET = "default"
"""The score set of formats and profiles that name none."""


class Refused(NamedTuple):
    """Something of a guide that is left out, and why."""

    type: SettingType | None
    """None for what concerns several types, such as an include."""
    name: str
    """Its name, or the file it lies in where it has none."""
    why: str
    """As a clause."""


class GuideFile(NamedTuple):
    """A file of a guide as it was read."""

    name: str
    """Its path below the folder of the guide."""
    data: bytes


class GuideFormat(msgspec.Struct, frozen=True, kw_only=True):
    """A custom format of a guide."""

    trash_id: str
    name: str
    scores: dict[str, int] = {}
    """Score set → score."""
    renames: bool = False
    """Whether its name stands in the names of files (``includeCustomFormatWhenRenaming``)."""
    conditions: list[dict[str, Any]] = []
    """As ``/customformat`` takes them: name, implementation, negate, required and a list of fields."""

    def score(self, score_set: str) -> int | None:
        """Return its score in a set, or the usual one; None where the guide gives none."""
        return self.scores.get(score_set, self.scores.get(DEFAULT_SET))


class QualityWish(msgspec.Struct, frozen=True):
    """A quality of a profile, or a group of them."""

    name: str
    allowed: bool = True
    members: tuple[str, ...] = ()
    """Of a group, the best first."""


class Unmatched(StrEnum):
    """What becomes of the scores of formats that a profile of a guide does not name."""

    KEEP = "keep"
    RESET = "reset"
    """They become 0."""
    RESET_KNOWN = "reset_known"
    """Those of the guide's formats become 0, those of the owner's own stay."""


class ProfileWish(msgspec.Struct, frozen=True, kw_only=True):
    """A quality profile as a guide wants it. What is None stays as the instance has it."""

    name: str
    trash_id: str = ""
    score_set: str = ""
    upgrade_allowed: bool | None = None
    cutoff: str | None = None
    """Name of a quality or a group."""
    min_format_score: int | None = None
    cutoff_format_score: int | None = None
    min_upgrade_format_score: int | None = None
    language: str | None = None
    new_language: str = "Original"
    """Of a profile that is new on the instance, where ``language`` is None."""
    qualities: tuple[QualityWish, ...] = ()
    """The best first; without any they stay as they are."""
    last: bool = False
    """The qualities stand below those that are not named."""
    scores: dict[str, int | None] = {}
    """Trash id → score; None for that of the score set."""
    unmatched: Unmatched = Unmatched.KEEP
    kept: tuple[str, ...] = ()
    """Names of formats that keep their scores all the same, in any case."""
    kept_patterns: tuple[str, ...] = ()
    """The same as regular expressions."""
    described: bool = True
    """False where only scores are given: such a profile is not made where an instance lacks it."""


class SizeWish(msgspec.Struct, frozen=True):
    """The sizes of a quality; None for no limit."""

    quality: str
    smallest: float | None
    preferred: float | None
    largest: float | None


class GroupMember(msgspec.Struct, frozen=True):
    """A format in a group of formats."""

    trash_id: str
    required: bool
    """It belongs to each profile that the group is for."""
    default: bool
    """It belongs to them unless it is deselected."""


class FormatGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Formats that belong together."""

    trash_id: str
    name: str
    default: bool = False
    """It is for the profiles that it names without being asked for."""
    members: tuple[GroupMember, ...] = ()
    profiles: frozenset[str] = frozenset()
    """Trash ids of the profiles that it is for."""


class GuideLibrary(msgspec.Struct, frozen=True, kw_only=True):
    """What a checkout of the guides has for one kind of app."""

    formats: dict[str, GuideFormat] = {}
    """By trash id, as are the next two."""
    profiles: dict[str, ProfileWish] = {}
    groups: dict[str, FormatGroup] = {}
    sizes: dict[str, tuple[SizeWish, ...]] = {}
    """By type: ``movie``, ``anime``."""
    size_ids: dict[str, str] = {}
    """Trash id of such sizes → their type."""
    naming: dict[str, Any] = {}
    """As the file has it: what is named → key → format."""
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()


class MappingWish(msgspec.Struct, frozen=True):
    """A remote path mapping."""

    host: str
    remote_path: str
    local_path: str


class Wishes(msgspec.Struct, frozen=True, kw_only=True):
    """What is wanted of an instance."""

    formats: tuple[str, ...] = ()
    """Trash ids of formats that the library has, in order."""
    profiles: tuple[ProfileWish, ...] = ()
    sizes: tuple[SizeWish, ...] = ()
    keys: dict[SettingType, dict[str, Any]] = {}
    """Keys of naming and media management, as the app calls them."""
    folders: tuple[str, ...] = ()
    """Root folders."""
    mappings: tuple[MappingWish, ...] = ()
    delays: tuple[dict[str, Any], ...] = ()
    """Delay profiles as ``/delayprofile`` takes them, but tags by label."""
    refused: tuple[Refused, ...] = ()
    notes: tuple[str, ...] = ()


class GuideRevision(NamedTuple):
    """Which state of a guide was read."""

    commit: str
    """Of the checkout; empty where it is none."""
    digest: str
    """Of the files that were read."""

    def __str__(self) -> str:
        return (self.commit or self.digest)[:7]

    def is_pinned(self, pin: str) -> bool:
        """Return whether a pin means this state."""
        return self.commit.startswith(pin) if self.commit else self.digest.startswith(pin)


class Guide(NamedTuple):
    """A guide as it was read for one kind of app."""

    name: str
    kind: Kind
    revision: GuideRevision
    library: GuideLibrary
    wishes: Wishes

    @property
    def label(self) -> str:
        """What people call it: ``guide trash (1a2b3c4)``."""
        return f"guide {self.name} ({self.revision})"

    @property
    def refused(self) -> tuple[Refused, ...]:
        """What was left out while it was read."""
        return self.library.refused + self.wishes.refused

    @property
    def notes(self) -> tuple[str, ...]:
        """What should be known of it, as sentences."""
        return self.library.notes + self.wishes.notes


describe_structs(__name__)
