"""Which files an app would refuse for their size if they were offered to it. Pure.

The rule is ``AcceptableSizeSpecification`` of both apps. A release is refused below the least and above the
most megabytes per minute of its quality, 0 or none of the latter being no limit; megabytes are 1,048,576
bytes, rounded to whole bytes before they are multiplied by the minutes. No size changes the verdict on a file
that is there: what is refused are new releases alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

from arrtui.features.scores.model import Analysis, ScoredFile

_MEGABYTE = 1 << 20


class SizeLimits(NamedTuple):
    """The sizes of releases that an app takes, in megabytes per minute; None for no limit."""

    least: float | None = None
    most: float | None = None

    def refusal(self, size: int, minutes: int) -> SizeRefusal | None:
        """Return why a release of a size in bytes is refused; None where it is taken."""
        if self.least and size < round(self.least * _MEGABYTE) * minutes:
            return SizeRefusal(False, round(self.least * _MEGABYTE) * minutes)
        if self.most and size > round(self.most * _MEGABYTE) * minutes:
            return SizeRefusal(True, round(self.most * _MEGABYTE) * minutes)
        return None


class SizeRefusal(NamedTuple):
    """Why a release is refused."""

    is_large: bool
    """Whether it is larger than the limit, else smaller."""
    limit: int
    """Bytes."""


NO_LIMITS = SizeLimits()
"""Every size is taken."""
AllLimits: TypeAlias = Mapping[tuple[int, int], SizeLimits]
"""Limits by quality profile and quality; profile 0 stands for all that have none of their own."""


class RefusedFile(NamedTuple):
    """A file that would be refused if it were offered."""

    file: ScoredFile
    minutes: int
    """Of what it holds."""
    refusal: SizeRefusal
    is_new: bool
    """Whether it would be taken by the limits there are now."""


class QualityRefusals(NamedTuple):
    """How many files of a quality would be refused."""

    quality: str
    files: int
    now: int
    then: int


@dataclass(frozen=True)
class SizesEffect:
    """What other size limits would refuse of the files that are there, if they were offered today."""

    qualities: tuple[QualityRefusals, ...] = ()
    """Those whose limits change and that have files, by the number refused then."""
    refused: tuple[RefusedFile, ...] = ()
    """By the limits then; those taken by the limits of now first, then by title."""
    untold: int = 0
    """Files of these qualities whose length is not known."""

    @property
    def newly_refused(self) -> int:
        """Files that the limits of now take."""
        return sum(own.is_new for own in self.refused)


def effect_of_sizes(
    analysis: Analysis, before: AllLimits, after: AllLimits, minutes: Mapping[int, int]
) -> SizesEffect:
    """Return what other limits refuse; ``minutes`` are the lengths of files by their ids."""
    counts: dict[str, list[int]] = {}
    refused: list[RefusedFile] = []
    untold = 0
    changed: dict[tuple[int, int], tuple[SizeLimits, SizeLimits] | None] = {}
    for file in analysis.library.files:
        key = (file.profile_id, file.quality_id)
        if key not in changed:
            limits = _limits_of(before, key), _limits_of(after, key)
            changed[key] = limits if limits[0] != limits[1] else None
        if (own_limits := changed[key]) is None or not file.size:
            continue
        length = minutes.get(file.file_id, 0)
        if not length:
            untold += 1
            continue
        now, then = (limits.refusal(file.size, length) for limits in own_limits)
        count = counts.setdefault(file.quality, [0, 0, 0])
        for place, refusal in enumerate((file, now, then)):
            count[place] += refusal is not None
        if then is not None:
            refused.append(RefusedFile(file, length, then, now is None))
    refused.sort(key=lambda own: (not own.is_new, own.file.title.casefold(), own.file.season))
    qualities = [QualityRefusals(quality, *count) for quality, count in counts.items()]
    return SizesEffect(tuple(sorted(qualities, key=lambda own: -own.then)), tuple(refused), untold)


def _limits_of(limits: AllLimits, key: tuple[int, int]) -> SizeLimits:
    return limits.get(key) or limits.get((0, key[1])) or NO_LIMITS
