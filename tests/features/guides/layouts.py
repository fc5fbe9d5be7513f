"""Small guides in the layouts that are read: a checkout, and configurations that refer to it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from arrtui.core.apps import Kind
from arrtui.core.config.guides import GuideConfig
from arrtui.core.domain import Setting, SettingType
from arrtui.features.guides.resolve import GuideTarget

COMMIT = "0123456789abcdef0123456789abcdef01234567"
QUALITIES = ("Unknown", "SDTV", "HDTV-720p", "WEBRip-1080p", "WEBDL-1080p", "Bluray-1080p", "Remux-2160p")
"""Of the instances in these tests, worst first; their ids are their places."""


def condition(value: object, implementation: str = "ReleaseTitle", **more: Any) -> dict[str, Any]:
    """Return a condition as guides write one."""
    return {
        "name": f"{implementation} {value}",
        "implementation": f"{implementation}Specification",
        "negate": False,
        "required": False,
        "fields": {"value": value},
    } | more


def format_file(
    trash_id: str, name: str, scores: Mapping[str, int] | None = None, **more: Any
) -> dict[str, Any]:
    """Return a format as guides write one."""
    return {
        "trash_id": trash_id,
        "trash_scores": dict(scores or {}),
        "name": name,
        "includeCustomFormatWhenRenaming": False,
        "specifications": [condition(rf"\b{name}\b")],
    } | more


FORMATS = {
    "cinema": format_file("f-cinema", "Cinema", {"default": 100, "loud": 700}),
    "grain": format_file("f-grain", "Grain", {"default": -50}),
    "talk": format_file("f-talk", "Talk"),
    "bonus": format_file("f-bonus", "Bonus", {"default": 7}),
}
PROFILE = {
    "trash_id": "p-feature",
    "name": "Feature",
    "trash_score_set": "loud",
    "group": 1,
    "upgradeAllowed": True,
    "cutoff": "Web 1080p",
    "minFormatScore": 0,
    "cutoffFormatScore": 5000,
    "minUpgradeFormatScore": 1,
    "language": "Original",
    "items": [
        {"name": "Bluray-1080p", "allowed": True},
        {"name": "Web 1080p", "allowed": True, "items": ["WEBDL-1080p", "WEBRip-1080p"]},
        {"name": "SDTV", "allowed": False},
    ],
    "formatItems": {"Cinema": "f-cinema", "Grain": "f-grain"},
}
GROUP = {
    "name": "[Usual] Bonus",
    "trash_id": "g-bonus",
    "default": "true",
    "custom_formats": [
        {"name": "Bonus", "trash_id": "f-bonus", "required": True},
        {"name": "Talk", "trash_id": "f-talk", "required": False},
    ],
    "quality_profiles": {"include": {"Feature": "p-feature"}},
}
SIZES = {
    "trash_id": "s-movie",
    "type": "movie",
    "qualities": [
        {"quality": "SDTV", "min": 1, "preferred": 50, "max": 100},
        {"quality": "Bluray-1080p", "min": 20.5, "preferred": 1999, "max": 5000},
        {"quality": "Bluray-4320p", "min": 1, "preferred": 2, "max": 3},
    ],
}
NAMING = {
    "folder": {"default": "{Movie Title}", "plex-imdb": "{Movie Title} {imdb-{ImdbId}}"},
    "file": {"standard": "{Movie Title} {Quality Full}"},
}


def write_checkout(folder: Path, kind: Kind = Kind.RADARR, **files: Mapping[str, Any]) -> Path:
    """Write a checkout; ``files`` add to its formats, or take their place."""
    parts: dict[str, Mapping[str, Any]] = {
        "cf": {**FORMATS, **files},
        "cf-groups": {"bonus": GROUP},
        "quality-profiles": {"feature": PROFILE},
        "quality-size": {"movie": SIZES},
        "naming": {"naming": NAMING},
    }
    for part, documents in parts.items():
        place = folder / "docs/json" / kind.value / part
        place.mkdir(parents=True, exist_ok=True)
        for name, document in documents.items():
            (place / f"{name}.json").write_text(json.dumps(document), encoding="utf-8")
    git = folder / ".git"
    git.mkdir(exist_ok=True)
    (git / "HEAD").write_text("ref: refs/heads/master\n")
    (git / "packed-refs").write_text(f"# pack-refs with: peeled\n{COMMIT} refs/heads/master\n")
    return folder


def guide_config(**options: Any) -> GuideConfig:
    """Return a guide's configuration; what is not given has its default."""
    options = {"name": "mine", "layout": "trash"} | options
    defaults = {
        name: field.default for name, field in GuideConfig.model_fields.items() if name not in options
    }
    return GuideConfig.model_construct(**defaults, **options)


def quality(name: str) -> dict[str, Any]:
    """Return a quality as an app writes it."""
    return {"id": QUALITIES.index(name), "name": name, "source": "web", "resolution": 1080}


def target(*more: Setting, kind: Kind = Kind.RADARR, version: str = "6.1.0") -> GuideTarget:
    """Return an instance with its definitions and naming, and more settings."""
    definitions = [
        Setting(
            id=place + 1,
            type=SettingType.QUALITY_DEFINITION.value,
            name=name,
            body={"id": place + 1, "quality": quality(name), "title": name, "weight": place, "minSize": 0},
        )
        for place, name in enumerate(QUALITIES)
    ]
    naming = {
        "renameMovies": False,
        "movieFolderFormat": "{Movie Title}",
        "standardMovieFormat": "{Movie Title}",
    }
    management = {"downloadPropersAndRepacks": "preferAndUpgrade", "recycleBin": ""}
    singles = [
        Setting(id=1, type=type.value, body=body)
        for type, body in ((SettingType.NAMING, naming), (SettingType.MEDIA_MANAGEMENT, management))
    ]
    return GuideTarget(kind, version, (*definitions, *singles, *more))


def profile(name: str, *allowed: str, scores: Mapping[str, int] | None = None, **keys: Any) -> Setting:
    """Return a profile that an instance has."""
    items = [{"quality": quality(each), "items": [], "allowed": each in allowed} for each in QUALITIES]
    rows = [
        {"format": number, "name": each, "score": score}
        for number, (each, score) in enumerate((scores or {}).items(), 1)
    ]
    body = {
        "id": 4,
        "name": name,
        "upgradeAllowed": False,
        "cutoff": QUALITIES.index(allowed[0]),
        "items": items,
        "minFormatScore": 0,
        "cutoffFormatScore": 0,
        "minUpgradeFormatScore": 1,
        "formatItems": rows,
        "language": {"id": 1, "name": "English"},
    }
    return Setting(id=4, type=SettingType.QUALITY_PROFILE.value, name=name, body=body | keys)
