"""Whether an app replaces the files of an album by a release, decided as Lidarr does. Pure.

``UpgradeDiskSpecification``, ``UpgradableSpecification`` and ``UpgradeAllowedSpecification`` of Lidarr
(LIDARR_API 5): quality first, over all qualities of the album; then the score, which must be greater than
that of the first file, by whatever little.
"""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.core.apps import APPS
from arrtui.core.profiles import ProfileBody
from arrtui.core.upgrades import (
    Contender,
    GrabRefusal,
    Propers,
    find_refusal,
    is_quality_unmet,
    place_of,
)


def refusal_of(
    kind: str,
    release: Contender,
    files: Sequence[Contender],
    profile: ProfileBody,
    propers: str = Propers.PREFER_AND_UPGRADE,
    *,
    by_rss: bool = False,
) -> GrabRefusal | None:
    """Return why an app of a kind would not grab a release over files; None where it would.

    ``files`` are those of one album, the first one first, or of each of several episodes.
    """
    if APPS[kind].judges_children:
        return album_refusal(release, files, profile, propers)
    refusals = (find_refusal(release, file, profile, propers, by_rss=by_rss) for file in files)
    return next((refusal for refusal in refusals if refusal), None)


def album_refusal(
    release: Contender,
    files: Sequence[Contender],
    profile: ProfileBody,
    propers: str = Propers.PREFER_AND_UPGRADE,
    *,
    lacks_tracks: bool = False,
) -> GrabRefusal | None:
    """Return why a release would not be grabbed over the files of an album; None where it would.

    ``files`` begin with the one of the lowest id. While an album lacks a track nothing on disk is compared.
    """
    if release.score < profile.min_score:
        return GrabRefusal.MINIMUM
    if lacks_tracks or not files:
        return None
    is_repair = any(
        release.quality_id == file.quality_id and release.revision > file.revision for file in files
    )
    is_short = is_repair or any(is_quality_unmet(file, profile) for file in files)
    if not is_short and files[0].score >= profile.needed_score:
        return GrabRefusal.CUTOFF_MET
    gains = [_gain(release, file, profile, propers) for file in files]
    if any(gain < 0 for gain in gains):
        is_worse = any(_places(release, file, profile) < 0 for file in files)
        return GrabRefusal.BETTER_QUALITY if is_worse else GrabRefusal.BETTER_REVISION
    if not any(gains) and release.score <= files[0].score:
        return GrabRefusal.SCORE
    return None if profile.upgrade_allowed or is_repair else GrabRefusal.NO_UPGRADES


def _gain(release: Contender, file: Contender, profile: ProfileBody, propers: str) -> int:
    """Return whether a release is better than a file (1), worse (-1) or equal (0) without their scores."""
    places = _places(release, file, profile)
    if places:
        return 1 if places > 0 else -1
    if propers == Propers.DO_NOT_PREFER or release.revision == file.revision:
        return 0
    return 1 if release.revision > file.revision else -1


def _places(release: Contender, file: Contender, profile: ProfileBody) -> int:
    return place_of(profile, release.quality_id) - place_of(profile, file.quality_id)
