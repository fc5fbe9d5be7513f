"""Why an app would not grab a release by itself, in its own words (`DecisionEngine/Specifications`)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from arrtui.demo.app.release_book import OfferedRelease
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.profiles import quality_cutoff_unmet, quality_index


class ReleaseRank(NamedTuple):
    """What decides between a release and a file."""

    place: int
    quality_id: int
    revision: tuple[int, int]
    """Real first, then the version."""
    score: int
    words: str
    """Quality and revision, as the app writes them."""
    repack_of: str | None = None
    """The group of a repack."""


def rejections(store: Store, offered: OfferedRelease, release: Obj) -> list[str]:
    """Return why the app would leave a release, which is given as `/release` lists it."""
    title, files = offered.title, offered.replaced
    profile = store.profiles[title["qualityProfileId"]]
    original = store.original_language(title)
    new = _rank(release, profile, release["customFormatScore"])
    reasons = [offered.refusal] if offered.refusal else []
    reasons += _of_profile(store, release, profile, new)
    if any(row["sourceTitle"] == release["title"] for row in store.releases.blocked.values()):
        reasons.append("Release is blocklisted")
    for row in store.queue.values():
        if row[store.spec.id_key] != title["id"] or row.get("episodeId", 0) != offered.episode_id:
            continue
        score = store.score_now(row | {"relativePath": row["title"]}, profile["id"], original)
        if new.score <= score and new.place <= _rank(row, profile, score).place:
            reasons.append(f"Release in queue has an equal or higher Custom Format score: {score}")
            break
    propers = store.configs["mediamanagement"]["downloadPropersAndRepacks"] != "doNotPrefer"
    for file in files:
        if reason := _of_file(store, profile, new, file, original, propers=propers):
            reasons.append(reason)
            break
    return reasons


def _rank(row: Obj, profile: Obj, score: int) -> ReleaseRank:
    quality, revision = row["quality"]["quality"], row["quality"]["revision"]
    words = f"{quality['name']} v{revision['version']}"
    order = (revision["real"], revision["version"])
    repack = str(row.get("releaseGroup")) if revision.get("isRepack") else None
    return ReleaseRank(quality_index(profile, quality["id"]), quality["id"], order, score, words, repack)


def _of_profile(store: Store, release: Obj, profile: Obj, new: ReleaseRank) -> Iterator[str]:
    item = profile["items"][new.place]
    members = (
        {item["quality"]["id"]} if item.get("quality") else {row["quality"]["id"] for row in item["items"]}
    )
    if not item["allowed"] or new.quality_id not in members:
        yield f"{new.words} is not wanted in profile"
    if new.score < profile["minFormatScore"]:
        names = ", ".join(row["name"] for row in release["customFormats"])
        noun = "Movie" if store.kind == "radarr" else "Series'"
        yield (
            f"Custom Formats {names} have score {new.score} below {noun} profile minimum "
            f"{profile['minFormatScore']}"
        )


def _of_file(store: Store, profile: Obj, new: ReleaseRank, file: Obj, original: int, *, propers: bool) -> str:
    """Return why a file is not replaced (`UpgradeDiskSpecification`, `UpgradableSpecification`)."""
    score = store.score_now(file, profile["id"], original)
    old = _rank(file, profile, score)
    needed = profile["cutoffFormatScore"] if profile["upgradeAllowed"] else profile["minFormatScore"]
    unmet = quality_cutoff_unmet(profile, old.quality_id)
    repairs = new.quality_id == old.quality_id and new.revision > old.revision
    if repairs and propers and new.repack_of is not None and new.repack_of != file.get("releaseGroup"):
        theirs = f"Release Group: {new.repack_of}. File Release Group: {file.get('releaseGroup')}"
        return f"Release is a repack for a different release group. {theirs}"
    if not (unmet or score < needed or repairs):
        names = ", ".join(row["name"] for row in store.scored(file, profile["id"], original)["customFormats"])
        return f"Existing file meets cutoff: {_cutoff_name(profile)} [{names}]"
    disk = "Existing file on disk"
    if new.place > old.place and (unmet or repairs):
        return "" if profile["upgradeAllowed"] or repairs else _forbidden(profile)
    if new.place < old.place:
        return f"{disk} is of equal or higher preference: {old.words}"
    if propers and new.revision > old.revision:
        return ""
    if not profile["upgradeAllowed"]:
        return _forbidden(profile)
    if propers and new.revision < old.revision:
        return f"{disk} is of equal or higher revision: v{old.revision[1]}"
    if new.place > old.place:
        return f"{disk} meets quality cutoff: {_cutoff_name(profile)}"
    return _of_scores(profile, new.score, score)


def _of_scores(profile: Obj, new: int, old: int) -> str:
    disk, increment = "Existing file on disk", profile.get("minUpgradeFormatScore", 1)
    if new <= old:
        return f"{disk} has a equal or higher Custom Format score: {old}"
    if old >= profile["cutoffFormatScore"]:
        return f"{disk} meets Custom Format cutoff: {profile['cutoffFormatScore']}"
    if new < old + increment:
        return f"{disk} has Custom Format score within Custom Format score increment: {increment}"
    return ""


def _forbidden(profile: Obj) -> str:
    return f"Existing file on disk and Quality Profile '{profile['name']}' does not allow upgrades"


def _cutoff_name(profile: Obj) -> str:
    item = profile["items"][quality_index(profile, profile["cutoff"])]
    return str(item["quality"]["name"] if item.get("quality") else item["name"])
