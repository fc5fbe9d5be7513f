"""What a report tells, as data: plain rows, in the order in which they are shown.

Points are ``customFormatScore`` as the apps gave it, sizes are bytes, shares are 0 to 1, moments are UTC
seconds. Rows name their instance, because a report is about several.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple


class PartRow(NamedTuple):
    """One part of a health."""

    name: str
    words: str
    share: float
    weight: int
    """Percent of the whole."""
    good: int
    of: int


class InstanceRow(NamedTuple):
    """How one instance stands, or all of them together."""

    instance: str
    """Empty for all together."""
    kind: str
    taken_at: float
    """When the data was stored; of all together the oldest."""
    files: int
    size: int
    points: int
    """Health, 0 to 100."""
    grade: str
    next_step: str
    parts: tuple[PartRow, ...]
    done: int
    quality_upgrade: int
    format_upgrade: int
    no_upgrades: int
    below_minimum: int
    only_by_hand: int
    candidates: int
    critical: int
    median: int | None
    """Of all scores; None without files."""
    disagreements: int
    unexplained: int


class FileRow(NamedTuple):
    """A file and what the app would do about it."""

    instance: str
    kind: str
    file_id: int
    item_id: int
    external_id: int
    title: str
    year: int
    season: int | None
    """None for a movie."""
    episodes: tuple[int, ...]
    quality: str
    profile: str
    score: int | None
    """None where the app gave none."""
    verdict: str
    only_by_hand: bool
    below_minimum: bool
    app_searches: bool
    agrees: bool
    monitored: bool
    available: bool
    size: int
    release_group: str
    path: str
    formats: tuple[tuple[str, int], ...]
    """Matched formats with their points in the item's profile, greatest absolute first."""

    @property
    def number(self) -> str:
        """``S01E02``, ``S01E02-E03``; empty for a movie."""
        if self.season is None or not self.episodes:
            return "" if self.season is None else f"S{self.season:02d}"
        first, last = self.episodes[0], self.episodes[-1]
        span = f"-E{last:02d}" if last != first else ""
        return f"S{self.season:02d}E{first:02d}{span}"


class CandidateRow(NamedTuple):
    """A file worth upgrading."""

    file: int
    """Its place among the files of the report."""
    priority: int
    """1 critical, 2 high, 3 medium, 4 low."""
    target: int
    reachable: int
    gain: int
    advice: str


class FormatLine(NamedTuple):
    """A format within one profile of one instance."""

    instance: str
    profile: str
    format: str
    score: int
    uses: int
    share: float
    weight: float
    lift: float | None
    rating: str
    advice: str


class ProfileLine(NamedTuple):
    """What the files of one profile of one instance look like."""

    instance: str
    profile: str
    files: int
    p10: int
    median: int
    p90: int
    done: float
    below_minimum: float
    no_upgrades: float
    minimum: int
    wanted: int
    cutoff: str
    upgrade_allowed: bool
    histogram: tuple[tuple[int, int, int], ...]
    """``(from, to, files)``."""


class DifferenceLine(NamedTuple):
    """A profile of one name that is not the same on two instances."""

    profile: str
    instances: tuple[str, ...]
    what: str


class WeekLine(NamedTuple):
    """What happened to the scores of an instance in a week."""

    instance: str
    week: str
    """ISO date of its Monday."""
    upgraded: int
    downgraded: int
    rescored: int
    new: int
    removed: int


class DayLine(NamedTuple):
    """How an instance stood on a day."""

    instance: str
    date: str
    """ISO date, UTC."""
    files: int
    median: int
    health: int
    done: float
    below_minimum: float
    size: int


class CopyLine(NamedTuple):
    """One instance's copy of a title."""

    instance: str
    quality: str
    resolution: int
    score: int
    size: int
    formats: str = ""
    """Names of what its best file matches, with commas."""


class TwinLine(NamedTuple):
    """A title on several instances."""

    external_id: int
    title: str
    year: int
    kind: str
    copies: tuple[CopyLine, ...]
    overlap: int
    """Bytes of copies below 2160p of a title that also has one of 2160p."""


@dataclass(frozen=True)
class ReportData:
    """Everything a report tells."""

    made_at: float
    whole: InstanceRow
    """All instances together."""
    instances: tuple[InstanceRow, ...] = ()
    files: tuple[FileRow, ...] = ()
    candidates: tuple[CandidateRow, ...] = ()
    formats: tuple[FormatLine, ...] = ()
    profiles: tuple[ProfileLine, ...] = ()
    differences: tuple[DifferenceLine, ...] = ()
    weeks: tuple[WeekLine, ...] = ()
    days: tuple[DayLine, ...] = ()
    overlap: tuple[TwinLine, ...] = ()
    notes: tuple[str, ...] = field(default=())
    """Sentences about what the report lacks, such as an instance that was never backed up."""
