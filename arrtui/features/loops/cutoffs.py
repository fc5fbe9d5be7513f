"""Whether profiles ever stop searching: the best score that was ever there against the one they want. Pure.

An app is done with a file when its quality reaches the cutoff *and* its score ``cutoffFormatScore``
(``UpgradableSpecification``: ``QualityCutoffNotMet``, ``CustomFormatCutoffNotMet``). Above it a better
quality is refused, so that only a release of the file's own place in the profile can still stop the search.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from typing import NamedTuple

from arrtui.core.profiles import ProfileBody
from arrtui.core.upgrades import place_of
from arrtui.features.loops.sightings import Seen, Sighting

_EXAMPLES = 3
"""Releases that are named where they cannot be told."""


class CutoffState(StrEnum):
    """Whether a profile stops searching, the worst first."""

    NEVER = "never"
    """Nothing that meets the quality cutoff ever had the score that is wanted."""
    UNTOLD = "cannot_tell"
    """Nothing is known to have had it, but of some releases that cannot be told, or there is none."""
    REACHABLE = "reachable"
    """Something had it, and files are short of the cutoff."""
    STOPS = "stops"
    """All its files are done."""
    NO_UPGRADES = "no_upgrades"
    """It takes no upgrades but propers and repacks."""
    UNUSED = "unused"
    """No title has it."""


class Suggestion(NamedTuple):
    """Another ``cutoffFormatScore``, and what it does to the files that are there now."""

    rule: str
    """``best``, ``tenth`` or ``half``: the best that ever met the quality cutoff, or what one in ten, or half
    of the files there have."""
    wanted: int
    stopped: int
    """Files that would be done."""
    left: int
    """Files that would still be searched for, those short of the quality cutoff among them."""


@dataclass(frozen=True, kw_only=True)
class QualityCutoff:
    """One quality of a profile, or one group of them."""

    name: str
    meets: bool
    """Whether it reaches the quality cutoff."""
    best: Sighting | None
    """None where nothing of it is told."""
    files: int
    done: int
    releases: int
    untold: int
    """Releases that may be better, which cannot be told."""


@dataclass(frozen=True, kw_only=True)
class ProfileCutoff:
    """What a profile wants, and what there ever was."""

    instance: str
    profile: str
    state: CutoffState
    cutoff: str
    """Name of the quality cutoff."""
    wanted: int
    """``cutoffFormatScore``."""
    minimum: int
    """``minFormatScore``: no release below it is taken."""
    ceiling: int
    """The sum of its positive scores, which no release exceeds."""
    best: Sighting | None
    """The best that meets the quality cutoff."""
    files: int
    short_quality: int
    """Files of a quality below the cutoff."""
    short_score: int
    """Files whose quality meets the cutoff, and whose score does not."""
    watched: int
    """Of the files that are short of either, those that are monitored: the app looks for them."""
    releases: int
    untold: int
    """Releases that may be better than the best of their quality, which cannot be told."""
    open: int
    """Those of them that meet the quality cutoff and may have the score that is wanted."""
    examples: tuple[str, ...]
    """Names of such releases, those that may have the most first."""
    qualities: tuple[QualityCutoff, ...]
    """Those with files or releases, the best first."""
    suggestions: tuple[Suggestion, ...]

    @property
    def counted(self) -> tuple[int, int]:
        """The releases and the files that meet the quality cutoff."""
        meeting = [quality for quality in self.qualities if quality.meets]
        return sum(quality.releases for quality in meeting), sum(quality.files for quality in meeting)

    @property
    def short(self) -> int:
        """Files that the app would still replace."""
        return self.short_quality + self.short_score


@dataclass(frozen=True)
class CutoffReport:
    """The profiles of one instance."""

    instance: str
    profiles: Sequence[ProfileCutoff]
    """The worst state first, in it the one with the most files that are short of its score."""
    unsearched: int = 0
    """Releases that may be better, whose names no job has searched yet: they cannot be told before that."""

    def of_state(self, state: CutoffState) -> list[ProfileCutoff]:
        """Return the profiles of a state."""
        return [profile for profile in self.profiles if profile.state is state]


class StoredFile(NamedTuple):
    """A file that is there."""

    sighting: Sighting
    monitored: bool


def cutoff_report(
    instance: str,
    profiles: Mapping[int, ProfileBody],
    names: Mapping[int, str],
    files: Iterable[StoredFile],
    releases: Iterable[Sighting],
    unsearched: int = 0,
) -> CutoffReport:
    """Return whether the profiles of an instance ever stop searching; ``names`` are theirs, by id."""
    judges = {number: _ProfileJudge(profile) for number, profile in profiles.items()}
    for file in files:
        if judge := judges.get(file.sighting.profile_id):
            judge.files[judge.place(file.sighting.quality_id)].append(file)
    for release in releases:
        if judge := judges.get(release.profile_id):
            judge.releases[judge.place(release.quality_id)].append(release)
    rows = [judge.judged(instance, names.get(number, "")) for number, judge in judges.items()]
    states = list(CutoffState)
    rows.sort(key=lambda row: (states.index(row.state), -row.short_score, row.profile.casefold()))
    return CutoffReport(instance, rows, unsearched)


def undecided(
    profiles: Mapping[int, ProfileBody], known: Iterable[Sighting], releases: Sequence[Sighting]
) -> list[int]:
    """Return the places of the releases that may be better than the best that is known of their quality."""
    judges = {number: _ProfileJudge(profile) for number, profile in profiles.items()}
    best: dict[tuple[int, int], int] = {}
    for sighting in chain(known, releases):
        if sighting.score is not None and (judge := judges.get(sighting.profile_id)):
            key = (sighting.profile_id, judge.place(sighting.quality_id))
            best[key] = max(sighting.score, best.get(key, sighting.score))
    places = []
    for number, release in enumerate(releases):
        if release.score is None and (judge := judges.get(release.profile_id)):
            most = best.get((release.profile_id, judge.place(release.quality_id)))
            if most is None or release.most > most:
                places.append(number)
    return places


class _ProfileJudge:
    """Judges one profile by the files and releases at each place of it."""

    def __init__(self, body: ProfileBody) -> None:
        self._body = body
        self._places: dict[int, int] = {}
        self.files: dict[int, list[StoredFile]] = defaultdict(list)
        self.releases: dict[int, list[Sighting]] = defaultdict(list)

    def place(self, quality_id: int) -> int:
        """Return the place of a quality, each looked up once."""
        if quality_id not in self._places:
            self._places[quality_id] = place_of(self._body, quality_id)
        return self._places[quality_id]

    def judged(self, instance: str, name: str) -> ProfileCutoff:
        """Return the profile with everything that is told of it."""
        body, needed = self._body, place_of(self._body, self._body.cutoff)
        used = sorted(self.files.keys() | self.releases.keys(), reverse=True)
        meeting = [place for place in used if place >= needed]
        qualities = tuple(self._quality(place, place >= needed) for place in used)
        best = _best(quality.best for quality in qualities if quality.meets)
        good, below = self._files_at(meeting), self._files_at(place for place in used if place < needed)
        short = [file for file in good if file.sighting.most < body.cutoff_score]
        if not body.upgrade_allowed:  # the app looks for none of them
            short, below = [], []
        open_releases = [
            release
            for place in meeting
            for release in self.releases[place]
            if release.score is None and release.most >= body.cutoff_score
        ]
        open_releases.sort(key=lambda release: (-release.most, release.name))
        open_names = list(dict.fromkeys(release.name for release in open_releases))
        return ProfileCutoff(
            instance=instance,
            profile=name,
            state=self._state(best, len(open_names), bool(used), bool(short or below)),
            cutoff=body.places[needed].name if body.places else "",
            wanted=body.cutoff_score,
            minimum=body.min_score,
            ceiling=self._ceiling,
            best=best,
            files=sum(quality.files for quality in qualities),
            short_quality=len(below),
            short_score=len(short),
            watched=sum(file.monitored for file in (*short, *below)),
            releases=sum(quality.releases for quality in qualities),
            untold=sum(quality.untold for quality in qualities),
            open=len(open_names),
            examples=tuple(open_names[:_EXAMPLES]),
            qualities=qualities,
            suggestions=tuple(self._suggestions(best, good, len(below))),
        )

    @property
    def _ceiling(self) -> int:
        return sum(score for score in self._body.scores.values() if score > 0)

    def _files_at(self, places: Iterable[int]) -> list[StoredFile]:
        return [file for place in places for file in self.files[place]]

    def _quality(self, place: int, meets: bool) -> QualityCutoff:
        files = [file.sighting for file in self.files[place]]
        releases = self.releases[place]
        best = _best((*files, *releases))
        untold = (release for release in releases if release.score is None)
        return QualityCutoff(
            name=self._body.places[place].name if place < len(self._body.places) else "",
            meets=meets,
            best=best,
            files=len(files),
            done=sum(meets and file.most >= self._body.cutoff_score for file in files),
            releases=len({release.name for release in releases}),
            untold=len({release.name for release in untold if best is None or release.most > best.most}),
        )

    def _state(self, best: Sighting | None, open_releases: int, used: bool, short: bool) -> CutoffState:
        wanted = self._body.cutoff_score
        if not self._body.upgrade_allowed:
            return CutoffState.NO_UPGRADES
        if not used:
            return CutoffState.UNUSED
        if best is not None and best.most >= wanted:
            return CutoffState.REACHABLE if short else CutoffState.STOPS
        if self._ceiling < wanted or (best is not None and not open_releases):
            return CutoffState.NEVER
        return CutoffState.UNTOLD

    def _suggestions(
        self, best: Sighting | None, files: Sequence[StoredFile], below: int
    ) -> Iterable[Suggestion]:
        """Yield lower scores to want, the highest first, none below the minimum.

        ``files`` meet the quality cutoff.
        """
        if not self._body.upgrade_allowed or best is None:
            return
        scores = sorted((file.sighting.most for file in files), reverse=True)
        levels = {"best": best.most}
        if scores:
            levels |= {"tenth": scores[(len(scores) - 1) // 10], "half": scores[(len(scores) - 1) // 2]}
        seen = {self._body.cutoff_score}
        done = sum(score >= self._body.cutoff_score for score in scores)
        for rule, wanted in levels.items():
            if wanted not in seen and self._body.min_score <= wanted < self._body.cutoff_score:
                seen.add(wanted)
                reached = sum(score >= wanted for score in scores)
                yield Suggestion(rule, wanted, reached - done, len(scores) - reached + below)


def _best(sightings: Iterable[Sighting | None]) -> Sighting | None:
    """Return what is told to have the highest score; a file that is there before a release of the past."""
    scored = (sighting for sighting in sightings if sighting is not None and sighting.score is not None)
    return max(scored, key=lambda sighting: (sighting.most, sighting.seen is Seen.FILE), default=None)
