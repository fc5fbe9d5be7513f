"""Releases that indexers offer for a title, judged by its files and profile, and by the past. Pure.

The app lists each with its own decision; ours is :func:`arrtui.core.upgrades.find_refusal`. What the app
looks at besides (blocklist, queue, sizes, delays, languages, grabs of the last hours) is left to it: how long
an album is, by which it measures sizes, is not stored, and a search by hand looks at no grabs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from arrtui.clients.releases import FoundRelease
from arrtui.core.album_upgrades import album_refusal
from arrtui.core.domain import MediaFile
from arrtui.core.profiles import ProfileBody
from arrtui.core.upgrades import Contender, GrabRefusal, Propers, find_refusal, place_of
from arrtui.features.loops.releases import release_key

EpisodeNumber = tuple[int, int]
"""Season and number; ``(0, 0)`` stands for a movie."""
MOVIE: EpisodeNumber = (0, 0)
_OF_FILE = re.compile(
    r"Existing file|Custom Formats .* below|.* is not wanted in profile|Repack downloading|"
    r"Release is a repack|Unable to determine release group",
    re.IGNORECASE,
)
"""How the apps begin the rejections whose rules are ours too."""
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
UNKNOWN_SUBJECT = "the app cannot tell from its name what it is of, so that nothing is compared"
UNKNOWN_PROFILE = "the profile of the title is not stored; back the instance up"
_REFUSALS = {
    GrabRefusal.MINIMUM: "scores {score:,}, below the profile's Minimum Custom Format Score of {minimum:,}",
    GrabRefusal.CUTOFF_MET: "the file ({quality}, {file_score:,}) meets both cutoffs",
    GrabRefusal.BETTER_QUALITY: "the file is of a better quality: {quality}",
    GrabRefusal.NO_UPGRADES: "the profile allows no upgrades",
    GrabRefusal.BETTER_REVISION: "the file is a later proper or repack",
    GrabRefusal.QUALITY_CUTOFF: "the file's quality meets the cutoff, so that no better one is taken",
    GrabRefusal.SCORE: "the file scores {file_score:,}, as much or more",
    GrabRefusal.FORMAT_CUTOFF: (
        "the file's {file_score:,} reach Upgrade Until Custom Format Score, {cutoff:,}"
    ),
    GrabRefusal.INCREMENT: "gains {gain:,}; Minimum Custom Format Score Increment is {increment:,}",
    GrabRefusal.REPAIRS_OFF: "propers and repacks are not upgraded to",
    GrabRefusal.OTHER_GROUP: "a repack of another group than the file's",
}
"""Why a release is not taken, as a clause."""


@dataclass(frozen=True)
class SearchedTitle:
    """What is known of a title that releases are searched for."""

    profile: ProfileBody | None
    """None where it is not stored."""
    propers: str = Propers.PREFER_AND_UPGRADE
    """``downloadPropersAndRepacks``."""
    files: Mapping[EpisodeNumber, MediaFile | None] = field(default_factory=dict)
    """The file of the movie, or of each episode of the series; None for one without."""
    wanted: Sequence[EpisodeNumber] = (MOVIE,)
    """What is searched for of it."""
    grabs: Mapping[str, int] = field(default_factory=dict)
    """Key of a release (:func:`release_key`) → how often it was grabbed."""
    album_files: Sequence[MediaFile] | None = None
    """Of an album all its files, the first one first; None for what has no albums."""
    lacks_tracks: bool = False
    """A track of the album has no file."""


@dataclass(frozen=True)
class JudgedRelease:
    """A release with our verdict on it."""

    release: FoundRelease
    takes: bool | None
    """Whether the app would take it over the files, by our rule; None where that cannot be told."""
    verdict: str
    """Why, as a clause."""
    file_score: int | None = None
    """The score of the file it is measured by."""
    grabs: int = 0
    """How often it, or an equal release, was grabbed for the title already."""

    @property
    def disagreement(self) -> str:
        """What the app says other than we do, as a sentence; empty where both agree.

        A rejection for a rule that is not ours, like one of the blocklist, is no disagreement.
        """
        if self.takes is False and self.release.approved:
            return f"The app would grab it; by our rule not: {self.verdict}."
        refusals = [text for text in self.release.rejections if _OF_FILE.match(text)]
        if self.takes and refusals:
            return f"By our rule it would be taken ({self.verdict}); the app says: {refusals[0]}."
        return ""

    @property
    def repetition(self) -> str:
        """What grabbing it would repeat, as a clause; empty for nothing."""
        if not self.grabs:
            return ""
        number = self.grabs + 1
        words = _ORDINALS[number - 1] if number <= len(_ORDINALS) else f"{number:,}th"
        return f"this would be the {words} grab of it"


def judge_releases(offers: Iterable[FoundRelease], title: SearchedTitle) -> list[JudgedRelease]:
    """Return releases in their order, each with our verdict."""
    return [_judge(release, title) for release in offers]


def count_grabs(titles: Iterable[str]) -> dict[str, int]:
    """Return how often each release was grabbed, equal ones together, from the names of the grabs."""
    counts: dict[str, int] = {}
    for title in titles:
        key = release_key(title)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _judge(release: FoundRelease, title: SearchedTitle) -> JudgedRelease:
    grabs = title.grabs.get(release_key(release.title), 0)
    profile = title.profile
    if profile is None:
        return JudgedRelease(release, None, UNKNOWN_PROFILE, grabs=grabs)
    if not release.can_be_grabbed:
        return JudgedRelease(release, None, UNKNOWN_SUBJECT, grabs=grabs)
    place = profile.places[place_of(profile, release.quality_id)] if profile.places else None
    if place is None or not place.allowed or release.quality_id not in place.ids:
        return JudgedRelease(release, False, f"{release.quality} is not wanted in the profile", grabs=grabs)
    if release.score < profile.min_score:
        words = _REFUSALS[GrabRefusal.MINIMUM].format(score=release.score, minimum=profile.min_score)
        return JudgedRelease(release, False, words, grabs=grabs)
    if title.album_files is not None:
        return _against_album(release, title, profile, grabs)
    return _against_files(release, _files_of(release, title), profile, title.propers, grabs)


def _files_of(release: FoundRelease, title: SearchedTitle) -> list[MediaFile]:
    """Return the files that a release would replace, each once."""
    numbers = [(release.season, number) for number in release.episodes]
    wanted = [number for number in numbers if number in title.files] or title.wanted
    files = (title.files.get(number) for number in wanted)
    return list({file.id: file for file in files if file is not None}.values())


def _against_files(
    release: FoundRelease, files: Sequence[MediaFile], profile: ProfileBody, propers: str, grabs: int
) -> JudgedRelease:
    """Return the verdict on a release; every file of every episode in it must be worse."""
    new = _contender(release, release.group)
    for file in files:
        old = _contender(file, file.release_group)
        if refusal := find_refusal(new, old, profile, propers):
            words = _refusal_words(refusal, release, file, profile)
            return JudgedRelease(release, False, words, old.score, grabs)
    if not files:
        return JudgedRelease(release, True, "there is no file yet", grabs=grabs)
    best = max(files, key=lambda file: file.score or 0)
    return JudgedRelease(release, True, _gain(release, best, profile), best.score or 0, grabs)


def _against_album(
    release: FoundRelease, title: SearchedTitle, profile: ProfileBody, grabs: int
) -> JudgedRelease:
    """Return the verdict on a release of an album, which the app weighs against all its files together."""
    files = title.album_files or ()
    if title.lacks_tracks or not files:
        why = "parts lack files, so that nothing on disk is compared" if files else "there is no file yet"
        return JudgedRelease(release, True, why, grabs=grabs)
    new, old = _contender(release, release.group), [_contender(file, file.release_group) for file in files]
    best = max(files, key=lambda file: place_of(profile, file.quality_id))
    if refusal := album_refusal(new, old, profile, title.propers):
        counts = best if refusal is GrabRefusal.BETTER_QUALITY else files[0]
        words = _refusal_words(refusal, release, counts, profile)
        return JudgedRelease(release, False, words, files[0].score or 0, grabs)
    worst = min(files, key=lambda file: place_of(profile, file.quality_id))
    is_better = place_of(profile, release.quality_id) > place_of(profile, worst.quality_id)
    words = _gain(release, worst if is_better else files[0], profile)
    return JudgedRelease(release, True, words, files[0].score or 0, grabs)


def _refusal_words(refusal: GrabRefusal, release: FoundRelease, file: MediaFile, profile: ProfileBody) -> str:
    """Return why a release is not taken over a file, as a clause."""
    return _REFUSALS[refusal].format(
        score=release.score,
        minimum=profile.min_score,
        quality=file.quality,
        file_score=file.score or 0,
        cutoff=profile.cutoff_score,
        gain=release.score - (file.score or 0),
        increment=profile.min_upgrade_score,
    )


def _gain(release: FoundRelease, file: MediaFile, profile: ProfileBody) -> str:
    """Return why a release is taken over a file, as a clause."""
    if place_of(profile, release.quality_id) > place_of(profile, file.quality_id):
        return f"a better quality than {file.quality}"
    if release.revision[::-1] > file.revision[::-1]:
        return "a later proper or repack"
    return f"{release.score - (file.score or 0):+,} over the file's {file.score or 0:,}"


def _contender(row: FoundRelease | MediaFile, group: str) -> Contender:
    """Return a release or a file as far as it decides an upgrade."""
    version, real = row.revision
    return Contender(row.quality_id, row.score or 0, (real, version), row.is_repack, group)
