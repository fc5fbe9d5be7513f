"""Whether an app replaces a file by a release, decided as the apps do. Pure.

``UpgradableSpecification``, ``UpgradeDiskSpecification``, ``UpgradeAllowedSpecification``,
``ProperSpecification`` and ``RepackSpecification``, which Radarr and Sonarr share. The age of a file for
which propers come too late by RSS plays no part, nor do delays, sizes and the blocklist.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

from arrtui.core.profiles import ProfileBody


class Propers(StrEnum):
    """``downloadPropersAndRepacks`` of the media management."""

    PREFER_AND_UPGRADE = "preferAndUpgrade"
    DO_NOT_UPGRADE = "doNotUpgrade"
    DO_NOT_PREFER = "doNotPrefer"


class GrabRefusal(StrEnum):
    """Why a release does not replace a file."""

    MINIMUM = "minimum"
    """Its score is below ``minFormatScore``."""
    CUTOFF_MET = "cutoff_met"
    """The file meets both cutoffs."""
    BETTER_QUALITY = "better_quality"
    """The file's quality is better."""
    NO_UPGRADES = "no_upgrades"
    """The profile allows none."""
    BETTER_REVISION = "better_revision"
    """The file is a later revision."""
    QUALITY_CUTOFF = "quality_cutoff"
    """The file meets the quality cutoff, so that a better quality is not taken, whatever it scores."""
    SCORE = "score"
    """The file scores as much or more."""
    FORMAT_CUTOFF = "format_cutoff"
    """The file's score reaches ``cutoffFormatScore``."""
    INCREMENT = "increment"
    """The gain is below ``minUpgradeFormatScore``."""
    REPAIRS_OFF = "repairs_off"
    """Propers and repacks are not upgraded to (``doNotUpgrade``)."""
    OTHER_GROUP = "other_group"
    """A repack of another group than the file's."""


class Contender(NamedTuple):
    """A release or a file, as far as it decides an upgrade."""

    quality_id: int
    score: int
    revision: tuple[int, int] = (0, 1)
    """``real``, then ``version``."""
    is_repack: bool = False
    group: str = ""


def place_of(profile: ProfileBody, quality_id: int) -> int:
    """Return the place of a quality or a group in a profile, worst first.

    0 for one that the profile does not know: the app's ``QualityIndex()`` is made of zeros.
    """
    return next((place for place, row in enumerate(profile.places) if quality_id in row.ids), 0)


def find_refusal(
    release: Contender,
    file: Contender,
    profile: ProfileBody,
    propers: str = Propers.PREFER_AND_UPGRADE,
    *,
    by_rss: bool = False,
) -> GrabRefusal | None:
    """Return why an app would not grab a release over a file; None where it would."""
    if release.score < profile.min_score:
        return GrabRefusal.MINIMUM
    is_repair = release.quality_id == file.quality_id and release.revision > file.revision
    if is_repair and (refusal := _refused_repair(release, file, propers, by_rss=by_rss)):
        return refusal
    is_short = is_repair or is_quality_unmet(file, profile)
    if not is_short and file.score >= profile.needed_score:
        return GrabRefusal.CUTOFF_MET
    return _upgradable(release, file, profile, propers, is_short=is_short)


def is_quality_unmet(file: Contender, profile: ProfileBody) -> bool:
    """Return whether a file's quality is below the cutoff, or the first allowed one without upgrades."""
    cutoff = place_of(profile, profile.cutoff)
    if not profile.upgrade_allowed:
        cutoff = next((place for place, row in enumerate(profile.places) if row.allowed), 0)
    return place_of(profile, file.quality_id) < cutoff


def _refused_repair(release: Contender, file: Contender, propers: str, *, by_rss: bool) -> GrabRefusal | None:
    """Return why a later revision of the file's quality is not taken."""
    if propers == Propers.DO_NOT_PREFER or not (release.is_repack or by_rss):
        return None
    if propers == Propers.DO_NOT_UPGRADE:
        return GrabRefusal.REPAIRS_OFF
    is_other = not file.group or release.group.casefold() != file.group.casefold()
    return GrabRefusal.OTHER_GROUP if release.is_repack and is_other else None


def _upgradable(
    release: Contender, file: Contender, profile: ProfileBody, propers: str, *, is_short: bool
) -> GrabRefusal | None:
    """Return the answer of ``UpgradableSpecification.IsUpgradable``: the first rule that holds."""
    gained_places = place_of(profile, release.quality_id) - place_of(profile, file.quality_id)
    counts_revisions = propers != Propers.DO_NOT_PREFER
    if gained_places > 0 and is_short:
        return None if profile.upgrade_allowed else GrabRefusal.NO_UPGRADES
    if gained_places < 0:
        return GrabRefusal.BETTER_QUALITY
    if counts_revisions and release.revision > file.revision:
        return None
    if not profile.upgrade_allowed:
        return GrabRefusal.NO_UPGRADES
    if counts_revisions and release.revision < file.revision:
        return GrabRefusal.BETTER_REVISION
    if gained_places > 0:
        return GrabRefusal.QUALITY_CUTOFF
    return _refused_score(release.score, file.score, profile)


def _refused_score(score: int, file_score: int, profile: ProfileBody) -> GrabRefusal | None:
    """Return why a release of the file's quality and revision is not taken for its score."""
    if score <= file_score:
        return GrabRefusal.SCORE
    if file_score >= profile.cutoff_score:
        return GrabRefusal.FORMAT_CUTOFF
    return GrabRefusal.INCREMENT if score < file_score + profile.min_upgrade_score else None
