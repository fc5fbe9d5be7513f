"""Why the app would leave a release of an album (`UpgradeDiskSpecification`, `UpgradableSpecification`)."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.demo.http.wire import Obj
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.world.profiles import quality_cutoff_unmet, quality_index


def judge(store: LidarrStore, artist: Obj, album: Obj, release: Obj) -> list[str]:
    """Return the reasons against a release, which is given as `/release` lists it; none: it is approved."""
    profile = store.profiles[artist["qualityProfileId"]]
    reasons = [*_of_profile(profile, release)]
    if any(row["sourceTitle"] == release["title"] for row in store.releases.blocked.values()):
        reasons.append("Release is blocklisted")
    if any(row["albumId"] == album["id"] for row in store.queue.values()):
        reasons.append("Release in queue already meets cutoff")
    reasons += _of_files(store, artist, album, profile, release)
    return reasons


def _of_profile(profile: Obj, release: Obj) -> Iterator[str]:
    quality = release["quality"]["quality"]
    item = profile["items"][quality_index(profile, quality["id"])]
    members = (
        {item["quality"]["id"]} if item.get("quality") else {row["quality"]["id"] for row in item["items"]}
    )
    if not item["allowed"] or quality["id"] not in members:
        yield f"{quality['name']} is not wanted in profile"
    if release["customFormatScore"] < profile["minFormatScore"]:
        names = ", ".join(row["name"] for row in release["customFormats"])
        least, score = profile["minFormatScore"], release["customFormatScore"]
        yield f"Custom Formats {names} have score {score} below Artist profile minimum {least}"


def _of_files(store: LidarrStore, artist: Obj, album: Obj, profile: Obj, release: Obj) -> list[str]:
    """Compare a release with all files of an album: better than one, worse than none is an upgrade.

    Qualities of one group are equal. While a track lacks its file nothing is compared. The formats are those
    of the first file alone; there is no least increment of the score.
    """
    files = store.files_of_albums([album])
    if not files or any(track not in store.track_files for track in store.wanted_tracks(album)):
        return []
    disk = "Existing files on disk"
    new = quality_index(profile, release["quality"]["quality"]["id"])
    places = {file["quality"]["quality"]["id"]: file["quality"] for file in files}
    ranks = {number: quality_index(profile, number) for number in places}
    score = store.score_now(files[0], profile["id"], 0)
    unmet = any(quality_cutoff_unmet(profile, number) for number in places)
    cutoff = profile["cutoffFormatScore"] if profile["upgradeAllowed"] else profile["minFormatScore"]
    if any(new < rank for rank in ranks.values()):
        worst = max(places, key=lambda number: ranks[number])
        words = f"{places[worst]['quality']['name']} v{places[worst]['revision']['version']}"
        return [f"{disk} is of equal or higher preference: {words}"]
    if not profile["upgradeAllowed"] and not unmet:
        return [f"{disk} and Quality Profile '{profile['name']}' does not allow upgrades"]
    if not unmet and score >= cutoff:
        item = profile["items"][quality_index(profile, profile["cutoff"])]
        return [f"{disk} meets cutoff: {(item.get('quality') or item)['name']}"]
    is_better = any(new > rank for rank in ranks.values())
    if not is_better and release["customFormatScore"] <= score:
        return [f"{disk} has a equal or higher Custom Format score: {score}"]
    return []
