"""Facts of files that an app's scan guesses from names, and the requests that write them back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from arrtui.core.domain import MediaFile
from arrtui.features.sync.model import Fields

_WIRE = {
    "release_group": "releaseGroup",
    "edition": "edition",
    "scene_name": "sceneName",
    "indexer_flags": "indexerFlags",
    "release_type": "releaseType",
}
"""Facts that are the same value in the apps' words."""
_NOT_SETTABLE = frozenset({-1, -2})
"""Ids of Radarr's languages ``Any`` and ``Original``, which it drops (R ``MovieFileController.cs``)."""
_QUALITY = re.compile(
    r"(?:480|540|576|720|1080|2160)[pi]|blu-?ray|web|[hs]dtv|pdtv|dsr|dvd|b[dr]-?rip|remux|telesync|telecine|"
    r"(?<![a-z])(?:cam|scr|r5)(?![a-z])",
    re.IGNORECASE,
)
_GROUP = re.compile(r"-[a-z0-9]+$", re.IGNORECASE)
_NO_GROUP = re.compile(
    r"(?:web-(?:dl|rip)|blu-ray|dts-(?:hd|es|ma|x)|b[dr]-rip|-\d{3,4}[pi])$", re.IGNORECASE
)


class FactRows(NamedTuple):
    """What has to be sent so that files get back the facts they had."""

    rows: list[dict[str, Any]]
    """For ``PUT moviefile/bulk`` or ``episodefile/bulk``: the id and only the facts that differ."""
    missing: list[str]
    """Paths below the title's folder at which there is no file."""
    same: int
    """Files that need nothing."""


def file_facts(file: MediaFile) -> Fields:
    """Return what an app can be told of a file, as plain JSON values.

    When a file was added and where it came from (``dateAdded``, ``originalFilePath``) are not among it:
    neither app takes them (ARR_API 2.2). Of a file of an album quality and group are all (LIDARR_API 2.3).
    """
    version, real = file.revision
    facts: Fields = {
        "quality": {"id": file.quality_id, "name": file.quality},
        "revision": {"version": version, "real": real, "is_repack": file.is_repack},
    }
    if file.album_id:
        return facts | {"release_group": file.release_group}
    return facts | {
        "languages": [{"id": language_id, "name": name} for language_id, name in file.languages],
        "release_group": file.release_group,
        "edition": file.edition,
        "scene_name": file.scene_name,
        "indexer_flags": file.indexer_flags,
        "release_type": file.release_type,
    }


def same_fact(name: str, value: Any, other: Any) -> bool:
    """Return whether two values of a fact mean the same: qualities and languages by their ids."""
    if name == "quality" and value and other:
        return bool(value["id"] == other["id"])
    if name == "languages":
        return _ids(value) == _ids(other)
    return bool(value == other)


def settable(name: str, value: Any) -> bool:
    """Return whether an app takes this value of a fact; what it ignores must not differ for ever.

    A scene name cannot be cleared, and only one that looks like a release is taken.
    """
    match name:
        case "quality":
            return bool(value and value.get("id") is not None)
        case "revision" | "release_type":
            return bool(value)
        case "languages":
            return bool(_ids(value))
        case "scene_name":
            return looks_like_scene(str(value))
    return value is not None


def looks_like_scene(name: str) -> bool:
    """Return whether the apps take a text for a scene name (``SceneChecker.IsSceneTitle``).

    Theirs parses the whole title; ours asks for dots, no spaces, a quality and a group at the end, which is
    stricter: what passes here passes there.
    """
    if "." not in name or " " in name or not _QUALITY.search(name):
        return False
    return bool(_GROUP.search(name)) and not _NO_GROUP.search(name)


def facts_to_set(wanted: Mapping[str, Any], file: MediaFile) -> Fields:
    """Return those of the ``wanted`` facts that a file does not have and an app takes."""
    present = file_facts(file)
    facts = {
        name: value
        for name, value in wanted.items()
        if name in present and settable(name, value) and not same_fact(name, value, present[name])
    }
    if "languages" in facts:
        facts["languages"] = [row for row in facts["languages"] if row["id"] not in _NOT_SETTABLE]
    return facts


def facts_rows(wanted: Mapping[str, Mapping[str, Any]], files: Sequence[MediaFile]) -> FactRows:
    """Compare wanted facts by path with the files of now, and return what has to be sent.

    Facts left out of a row stay as they are (``MovieFileController.SetPropertiesBulk`` skips nulls).
    """
    by_path = {file.relative_path: file for file in files}
    rows: list[dict[str, Any]] = []
    same = 0
    for path in sorted(wanted.keys() & by_path.keys()):
        facts = facts_to_set(wanted[path], by_path[path])
        same += not facts
        if facts:
            rows.append({"id": by_path[path].id, **_wire(facts, by_path[path])})
    return FactRows(rows, sorted(wanted.keys() - by_path.keys()), same)


def _wire(facts: Mapping[str, Any], file: MediaFile) -> dict[str, Any]:
    """Return facts in the apps' words; quality and revision are one thing to them."""
    row = {_WIRE[name]: value for name, value in facts.items() if name in _WIRE}
    if "languages" in facts:
        row["languages"] = [
            {"id": language["id"], "name": language["name"]} for language in facts["languages"]
        ]
    if "quality" in facts or "revision" in facts:
        both = {**file_facts(file), **facts}
        quality, revision = both["quality"], both["revision"]
        row["quality"] = {
            "quality": {"id": quality["id"], "name": quality["name"]},
            "revision": {
                "version": revision["version"],
                "real": revision["real"],
                "isRepack": revision["is_repack"],
            },
        }
    return row


def _ids(languages: Any) -> set[int]:
    """Return the ids of languages that an app takes."""
    return {language["id"] for language in languages or ()} - _NOT_SETTABLE
