"""Cures as data: which setting to change, what that would have stopped, and what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple

from arrtui.core.verdicts import Verdict
from arrtui.features.loops.model import Chain, Waste


class CureKind(StrEnum):
    """The setting that a cure changes."""

    NAMING = "naming"
    """A token of the naming of files."""
    INCREMENT = "increment"
    """``minUpgradeFormatScore`` of a profile."""
    CUTOFF = "cutoff"
    """``cutoffFormatScore`` of a profile."""
    FORMAT_SCORE = "format_score"
    """What a format counts in a profile."""
    PROPERS = "propers"
    """``downloadPropersAndRepacks`` of an instance."""
    CONDITION = "condition"
    """A condition of a format, on size or language."""


class SettingsField(NamedTuple):
    """A field of the app's settings, with what it shows."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, kw_only=True)
class SettingsChange:
    """One change of settings; the others stay as they are."""

    kind: CureKind
    profile_id: int = 0
    """0: it holds for every profile."""
    value: int = 0
    """Of an increment, a cutoff or a format's score."""
    propers: str = ""
    format_id: int = 0
    changed_body: Mapping[str, Any] = field(default_factory=dict)
    """Of a condition: the format without it, as the app would give it."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Of a naming: base name of a file → its name without the token."""
    increment: int = 0
    """``minUpgradeFormatScore`` beside another change, in ``increment_in``; 0 for none."""
    increment_in: frozenset[int] = frozenset()
    """Ids of profiles."""
    word: str = ""
    """The implementation of the condition, e.g. ``Size``; of a naming the token."""
    fields: tuple[SettingsField, ...] = ()
    """Of a naming: the formats with the token, the usual one first."""

    def reaches(self, profile_id: int) -> bool:
        """Return whether it can change what is decided by a profile."""
        return self.profile_id in (0, profile_id)


class RefusedUpgrade(NamedTuple):
    """An upgrade of the past that a cure would have refused."""

    item_id: int
    episode_ids: tuple[int, ...]
    release: str
    date: str
    before: int
    """Score of the file that was there."""
    after: int
    """Score of the release when it was grabbed."""


@dataclass(frozen=True, kw_only=True)
class PastEffect:
    """What a change would have done to the grabs of the past, by the scores of their time."""

    stopped: tuple[Chain, ...] = ()
    """Chains none of whose grabs in vain would be taken."""
    going_on: tuple[Chain, ...] = ()
    """Chains of the profiles concerned that would go round nevertheless."""
    calmed: tuple[Chain, ...] = ()
    """Files that drifted, and for which their own release would be grabbed again as it is now."""
    spared: Waste = field(default_factory=Waste)
    """The grabs in vain that would have been refused."""
    refused: tuple[RefusedUpgrade, ...] = ()
    """Upgrades that brought something and would have been refused too, the newest first."""
    upgrades: int = 0
    """How many upgrades were looked at."""
    cannot_tell: int = 0
    """Grabs of which it cannot be told."""
    beside: int = 0
    """The increment that would stop what goes on, beside the change; 0 where none does or nothing goes on."""
    beside_in: frozenset[int] = frozenset()
    """Ids of the profiles that need it."""

    @property
    def helps(self) -> bool:
        """Whether it changes anything for the better."""
        return bool(self.spared.grabs or self.calmed)


@dataclass(frozen=True)
class FilesEffect:
    """What a change would do to the files that are there now."""

    files: int = 0
    """How many were looked at."""
    rescored: int = 0
    """Files whose score would change."""
    verdicts: tuple[tuple[Verdict, Verdict, int], ...] = ()
    """Verdict now, then, and how many files go from one to the other."""
    cannot_tell: int = 0

    @property
    def changed(self) -> int:
        """How many files would change their verdict."""
        return sum(count for *_, count in self.verdicts)


@dataclass(frozen=True, kw_only=True)
class Cure:
    """A change of settings with all that can be told of it."""

    instance: str
    change: SettingsChange
    profile: str
    """Name; empty for a setting of the instance."""
    subject: str
    """Name of the format, of the token or of the setting as the app calls it."""
    before: str
    after: str
    """What the app's field shows now and should show."""
    past: PastEffect
    increment_in: tuple[str, ...] = ()
    """Names of the profiles that get an increment beside it."""
    files: FilesEffect = field(default_factory=FilesEffect)

    @property
    def key(self) -> str:
        """Tells it from all other cures of its instance."""
        beside = (str(self.change.increment),) if self.change.increment else ()
        return "/".join((self.change.kind.value, self.profile, self.subject, self.after, *beside))

    @property
    def side_effects(self) -> int:
        """Upgrades that would be refused, and files whose verdict would change."""
        return len(self.past.refused) + self.files.changed


def best_first(cures: list[Cure]) -> list[Cure]:
    """Return cures by the bytes that each spares for one side effect, the most first."""

    order = list(CureKind)

    def rank(cure: Cure) -> tuple[float, float, int, str]:
        past, cost = cure.past, 1 + cure.side_effects
        return -past.spared.size / cost, -len(past.stopped) / cost, order.index(cure.change.kind), cure.key

    return sorted(cures, key=rank)
