"""Scores as data: files, verdicts, candidates, and the rows of formats, profiles, health and days.

All of it is computed from stored data. Scores are ``customFormatScore`` as the app gave it; ids of formats,
profiles and qualities mean something on their own instance only.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import NamedTuple

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.structs import describe_structs
from arrtui.core.text import episode_number
from arrtui.core.verdicts import Verdict as Verdict
from arrtui.db.scores import Day as Day
from arrtui.db.scores import Sample as Sample
from arrtui.db.scores import ScoreEvent as ScoreEvent


class Priority(IntEnum):
    """How urgent a candidate is."""

    CRITICAL = 1
    HIGH = 2
    MEDIUM = 3
    LOW = 4


class Profile(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a quality profile that decide scores and upgrades."""

    instance: str
    id: int
    name: str
    upgrade_allowed: bool = False
    cutoff: int = 0
    """Id of a quality or of a group."""
    items: tuple[tuple[tuple[int, ...], str, bool], ...] = ()
    """Worst first: the ids that share the place (a group's own among them), its name, whether allowed."""
    minimum: int = 0
    """``minFormatScore``."""
    wanted: int = 0
    """``cutoffFormatScore``."""
    step: int = 1
    """``minUpgradeFormatScore``; 1 where the app is too old to have it."""
    scores: Mapping[int, int] = {}
    """Format id → score, of every format of the instance."""


class ScoredFile(NamedTuple):
    """A file with all that its analysis needs. Movies have no season and no episodes.

    Where the app weighs a release against all files of a child, it is these together: the first of them with
    its score and formats, the worst of their qualities, and their size.
    """

    instance: str
    kind: Kind
    file_id: int
    item_id: int
    external_id: str
    title: str
    year: int
    profile_id: int
    quality_id: int
    quality: str
    score: int | None
    """None where the app gave none."""
    formats: tuple[int, ...]
    size: int
    """Bytes."""
    monitored: bool
    """Of an episode file: series and at least one of its episodes."""
    available: bool
    """Of a movie: what its minimum availability asks for has come."""
    app_unmet: bool
    """The app's own ``qualityCutoffNotMet``."""
    season: int = 0
    """Of an album the number of its type."""
    episodes: tuple[int, ...] = ()
    """Numbers of the episodes it holds."""
    episode_ids: tuple[int, ...] = ()
    path: str = ""
    """Below the title's folder."""
    release_group: str = ""
    album: str = ""
    """Its title."""
    lacking: int = 0
    """Tracks of the album that have no file."""

    @property
    def special(self) -> bool:
        """Whether it holds specials of a series."""
        return self.kind.app.numbers_children and self.season == 0

    @property
    def part(self) -> str:
        """What it holds of its title: ``S01E02-E03``, the title of an album; empty for a movie."""
        if not self.kind.app.numbers_children:
            return self.album
        if not self.episodes:
            return f"S{self.season:02}"
        return episode_number(self.season, min(self.episodes), max(self.episodes))


class Missing(NamedTuple):
    """How many monitored and available titles or episodes there are, and how many have a file."""

    wanted: int
    """Monitored, available (aired) movies, episodes or albums."""
    present: int
    """Those of them that have a file; of albums those of which every track has."""


NONE_WANTED = Missing(0, 0)
"""What is counted where nothing is wanted."""


@dataclass(frozen=True)
class ScoreLibrary:
    """The stored state of one instance that the analysis reads."""

    instance: str
    kind: Kind
    taken_at: float
    """When it was stored, UTC seconds."""
    files: Sequence[ScoredFile] = ()
    profiles: Mapping[int, Profile] = field(default_factory=dict)
    formats: Mapping[int, str] = field(default_factory=dict)
    """Format id → name."""
    missing: Missing = NONE_WANTED
    propers: str = ""
    """``downloadPropersAndRepacks`` of the app, empty where it is not stored."""


class Judged(NamedTuple):
    """A file and what the app would do about it."""

    file: ScoredFile
    score: int
    """0 where the app gave none."""
    verdict: Verdict
    quality_unmet: bool
    format_unmet: bool
    below_minimum: bool
    app_searches: bool
    """The app's own cutoff search covers it: upgrades allowed, quality unmet, monitored, no special.

    Started by hand, that search does not ask whether a movie is available (``MovieCutoffService``).
    """
    agrees: bool
    """Whether the app's ``qualityCutoffNotMet`` is what we make of it."""

    @property
    def only_by_hand(self) -> bool:
        """Whether only a search by hand finds it: the formats are unmet, the quality is met."""
        return self.verdict is Verdict.FORMAT


class Candidate(NamedTuple):
    """A file worth upgrading."""

    judged: Judged
    priority: Priority
    target: int
    """The profile's ``cutoffFormatScore``."""
    reachable: int
    """What comparable files reach."""
    gain: int
    """Points that are within reach, never negative."""
    advice: str
    """One sentence made of its facts."""


class Contribution(NamedTuple):
    """What one matched format adds to a file's score."""

    format_id: int
    name: str
    score: int


class FormatRow(NamedTuple):
    """A format within one profile of one instance."""

    instance: str
    profile: str
    format_id: int
    name: str
    score: int
    """Assigned by the profile."""
    uses: int
    """Files of the profile that match it."""
    share: float
    """Of the profile's files, 0 to 1."""
    weight: float
    """Its part of the sum of all positive points of the profile's files, 0 to 1; negative ones of the
    negative sum."""
    lift: float | None
    """Mean score without its own contribution of files with it, less that of files without it, within the
    same quality group; None where one side has no file."""
    rating: str
    """``high``, ``medium``, ``low``, ``negative``, ``dead`` or ``unscored``."""
    advice: str


class ProfileRow(NamedTuple):
    """The figures of the files of one profile of one instance."""

    instance: str
    profile: str
    files: int
    p10: int
    median: int
    p90: int
    done: float
    below_minimum: float
    no_upgrades: float
    """Shares of the files, 0 to 1."""
    minimum: int
    wanted: int
    cutoff: str
    """Name of the quality cutoff."""
    upgrade_allowed: bool
    histogram: tuple[tuple[int, int, int], ...]
    """``(from, to, files)``, contiguous; ends may be outliers gathered into one bin."""


class ProfileDifference(NamedTuple):
    """A difference between profiles of one name on several instances."""

    profile: str
    instances: tuple[str, ...]
    what: str
    """Sentence: the cutoff, minimum or the format whose scores differ, with both values."""


class HealthPart(NamedTuple):
    """One part of an instance's health."""

    name: str
    """``minimum``, ``done``, ``present`` or ``no-negative``."""
    words: str
    share: float
    """0 to 1; 1 where there is nothing to count."""
    weight: int
    """Points of the 100 that it decides."""
    good: int
    of: int
    kinds: tuple[Kind, ...] = ()
    """The apps whose files are counted."""

    @property
    def lost(self) -> float:
        """Return the points that this part takes from the health."""
        return self.weight * (1 - self.share)


class ScoreHealth(NamedTuple):
    """The health of an instance, 0 to 100."""

    points: int
    grade: str
    parts: tuple[HealthPart, ...]
    next_step: str
    """The step that would raise the grade most, as a sentence; empty where nothing is left."""


class Week(NamedTuple):
    """What happened to an instance's scores in a week; empty weeks are there too."""

    start: str
    """ISO date of its Monday."""
    upgraded: int
    downgraded: int
    rescored: int
    new: int
    removed: int


class ProfileChange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The changes of a scenario to one profile of one instance."""

    instance: str
    profile: str
    """Its name."""
    scores: dict[str, int] = {}
    """Format name → new score."""
    minimum: int | None = None
    wanted: int | None = None
    """New ``cutoffFormatScore``."""
    cutoff: str | None = None
    """Name of another quality or group of the profile as quality cutoff."""
    upgrade_allowed: bool | None = None


class Scenario(msgspec.Struct, frozen=True, kw_only=True):
    """A named what-if."""

    name: str
    changes: tuple[ProfileChange, ...] = ()
    saved_at: float = 0.0


class TitleCopy(NamedTuple):
    """The copy of a shared title on one instance."""

    instance: str
    quality: str
    """The best one."""
    resolution: int
    """Lines; 0 where the name of the quality has none."""
    score: int
    """The lowest of its files."""
    size: int
    """Bytes of all of them."""
    formats: tuple[str, ...] = ()
    """Names of what the best file matches."""


class SharedTitle(NamedTuple):
    """One title on several instances."""

    external_id: str
    title: str
    year: int
    kind: Kind
    copies: tuple[TitleCopy, ...]
    """One for each instance that has a file of it."""
    overlap: int
    """Bytes of the copies below 2160p of a title that also has one of 2160p; 0 where they do not overlap."""


@dataclass(frozen=True)
class Analysis:
    """The analysis of one instance."""

    library: ScoreLibrary
    judged: tuple[Judged, ...]
    candidates: tuple[Candidate, ...]
    """Those worth upgrading within reach, by priority, then gain, then title."""
    formats: tuple[FormatRow, ...]
    profiles: tuple[ProfileRow, ...]
    health: ScoreHealth
    disagreements: int
    """Files on which the app's own cutoff flag differs from ours."""
    unexplained: int
    """Files whose formats do not sum up to the app's score."""

    @property
    def beyond_reach(self) -> int:
        """How many files lack points that no comparable file has: the app goes on looking, in vain."""
        short = sum(judged.verdict is Verdict.FORMAT for judged in self.judged)
        return short - sum(candidate.judged.verdict is Verdict.FORMAT for candidate in self.candidates)

    @property
    def instance(self) -> str:
        """Its name."""
        return self.library.instance


describe_structs(__name__)
