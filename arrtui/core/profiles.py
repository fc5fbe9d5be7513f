"""Read the bodies of quality profiles as the apps give them. Pure.

What is missing, or of another type than the apps write, is unset.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple


class ProfilePlace(NamedTuple):
    """One place in a profile's order: a quality, or a group whose members share it (``GetIndex``)."""

    ids: tuple[int, ...]
    """Of the quality; of a group its own (1000 or more, ARR_API 2.4) and those of its members."""
    name: str
    allowed: bool
    members: tuple[str, ...] = ()
    """Names of a group's qualities."""


class ProfileBody(NamedTuple):
    """A quality profile as far as qualities, scores and upgrades go."""

    upgrade_allowed: bool
    cutoff: int
    """Id of a quality or of a group."""
    places: tuple[ProfilePlace, ...]
    """Worst first."""
    min_score: int
    cutoff_score: int
    min_upgrade_score: int
    """1 where the app is too old to have it."""
    scores: dict[int, int]
    """Format id → score."""

    @property
    def needed_score(self) -> int:
        """The score below which a file is short (``CustomFormatCutoffNotMet``).

        It is ``minFormatScore`` that counts where the profile allows no upgrades.
        """
        return self.cutoff_score if self.upgrade_allowed else self.min_score

    @property
    def quality_names(self) -> Iterator[tuple[str, int]]:
        """The names of qualities and groups, each with the index of its place."""
        for index, place in enumerate(self.places):
            yield from ((name, index) for name in (place.name, *place.members) if name)


def parse_profile(body: Mapping[str, Any]) -> ProfileBody:
    """Return a profile from the body of ``GET /qualityprofile``."""
    return ProfileBody(
        upgrade_allowed=body.get("upgradeAllowed") is True,
        cutoff=_number(body.get("cutoff")),
        places=tuple(_place(item) for item in _objects(body.get("items"))),
        min_score=_number(body.get("minFormatScore")),
        cutoff_score=_number(body.get("cutoffFormatScore")),
        min_upgrade_score=_number(body.get("minUpgradeFormatScore"), 1),
        scores={
            _number(row.get("format")): _number(row.get("score")) for row in _objects(body.get("formatItems"))
        },
    )


def _place(item: Mapping[str, Any]) -> ProfilePlace:
    """Return one place; the apps leave ids of 0 out."""
    allowed, quality = item.get("allowed") is True, item.get("quality")
    if isinstance(quality, dict):
        return ProfilePlace((_number(quality.get("id")),), _text(quality.get("name")), allowed)
    group = (_number(item.get("id")),) if item.get("id") else ()
    members = [member.get("quality") for member in _objects(item.get("items"))]
    qualities = [quality for quality in members if isinstance(quality, dict)]
    return ProfilePlace(
        (*group, *(_number(quality.get("id")) for quality in qualities)),
        _text(item.get("name")),
        allowed,
        tuple(_text(quality.get("name")) for quality in qualities),
    )


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    return (row for row in value if isinstance(row, dict)) if isinstance(value, list) else iter(())


def _number(value: Any, default: int = 0) -> int:
    return value if isinstance(value, int) else default


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""
