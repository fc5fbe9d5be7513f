"""Profiles, files and libraries that say only what a test is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from arrtui.core.apps import Kind
from arrtui.features.scores.contributions import unexplained
from arrtui.features.scores.model import Judged, Missing, Profile, ScoredFile, ScoreLibrary
from arrtui.features.scores.verdict import judge_all

SDTV, HDTV720, WEBDL1080, WEBRIP1080, BLURAY1080, WEB1080 = 1, 4, 3, 15, 7, 1000
"""Ids of qualities as the apps have them, and of the group of the two 1080p web qualities."""
NAMES = {SDTV: "SDTV", HDTV720: "HDTV-720p", BLURAY1080: "Bluray-1080p", WEB1080: "WEB 1080p"}
NAMES |= {WEBDL1080: "WEBDL-1080p", WEBRIP1080: "WEBRip-1080p"}
ITEMS = (
    ((SDTV,), "SDTV", False),
    ((HDTV720,), "HDTV-720p", True),
    ((WEB1080, WEBDL1080, WEBRIP1080), "WEB 1080p", True),
    ((BLURAY1080,), "Bluray-1080p", True),
)
GOOD, BETTER, BAD, ZERO = 11, 12, 13, 14
FORMATS = {GOOD: "HDR", BETTER: "Tier 01", BAD: "LQ", ZERO: "Repack"}
NOTHING = Missing(0, 0)
SCORES = {GOOD: 500, BETTER: 1700, BAD: -10_000, ZERO: 0}


def profile(**fields: Any) -> Profile:
    """Return a profile that takes up to Bluray-1080p and 2,000 points."""
    facts: dict[str, Any] = {"instance": "radarr.main", "id": 1, "name": "HD", "upgrade_allowed": True}
    facts |= {"cutoff": BLURAY1080, "items": ITEMS, "minimum": 0, "wanted": 2000, "scores": SCORES}
    return Profile(**(facts | fields))


def file(number: int = 1, **fields: Any) -> ScoredFile:
    """Return a movie's file that is done: Bluray-1080p with 2,200 points."""
    quality = fields.get("quality_id", BLURAY1080)
    facts: dict[str, Any] = {"instance": "radarr.main", "kind": Kind.RADARR, "file_id": number}
    facts |= {"item_id": number, "external_id": f"{600 + number}", "title": f"Movie {number:03}"}
    facts |= {"year": 1999}
    facts |= {"profile_id": 1, "quality_id": quality, "quality": NAMES.get(quality, "Unknown")}
    facts |= {"score": 2200, "formats": (GOOD, BETTER), "size": 8_000_000_000}
    facts |= {"monitored": True, "available": True, "app_unmet": False}
    return ScoredFile(**(facts | fields))


def episodes(number: int = 1, **fields: Any) -> ScoredFile:
    """Return a file that holds two episodes of a series."""
    facts: dict[str, Any] = {"instance": "sonarr.main", "kind": Kind.SONARR, "season": 1}
    facts |= {"episodes": (2 * number - 1, 2 * number), "episode_ids": (20 * number, 20 * number + 1)}
    return file(number, **(facts | fields))


def library(
    files: Sequence[ScoredFile],
    profiles: Sequence[Profile] = (),
    *,
    instance: str = "radarr.main",
    formats: Mapping[int, str] = FORMATS,
    missing: Missing = NOTHING,
) -> ScoreLibrary:
    """Return what is stored of an instance."""
    by_id = {stored.id: stored for stored in profiles or (profile(),)}
    kind = Kind(instance.partition(".")[0])
    return ScoreLibrary(instance, kind, 1_700_000_000.0, files, by_id, formats, missing)


def judge(file: ScoredFile, profile: Profile | None) -> Judged:
    """Return what the app would do about one file."""
    (judged,) = judge_all([file], {} if profile is None else {file.profile_id: profile})
    return judged


def format_unmet(profile: Profile, score: int) -> bool:
    """Return whether a score is short of what a profile asks for."""
    return judge(file(score=score), profile).format_unmet


def explained(file: ScoredFile, profile: Profile | None) -> bool:
    """Return whether the formats of a file sum up to its score."""
    return not unexplained([file], {} if profile is None else {file.profile_id: profile})
