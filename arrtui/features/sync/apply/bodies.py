"""Bodies of the requests that add and change titles, with the ids of the instance written. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arrtui.core.apps import TITLE_PROFILES, Kind, TitleProfile
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.fields.names import InstanceNames, trim_path
from arrtui.features.sync.fields.translate import folder_name, join_folder
from arrtui.features.sync.model import Entry, Fields

WIRE = {
    "monitored": "monitored",
    "minimum_availability": "minimumAvailability",
    "series_type": "seriesType",
    "monitor_new_items": "monitorNewItems",
    "season_folder": "seasonFolder",
}
"""Fields that are the same value in the app's words."""
OF_EPISODES = frozenset({"episodes", "files"})
"""Fields that are not part of the title's resource."""


def add_body(kind: Kind, entry: Entry, after: Fields, names: InstanceNames) -> dict[str, Any]:
    """Return the body that adds a title, without what only the app's client can say.

    Raises CannotWriteError for a name the instance does not have.
    """
    ids = kind.app.external_id
    body = {
        kind.app.resource.name: entry.title,
        **({"year": entry.year} if kind.app.has_years else {}),
        **_plain(after),
        **{
            profile.wire: profile_id(profile, after.get(profile.name, ""), names)
            for profile in kind.app.profiles
        },
        "tags": tag_ids(after.get("tags", ()), names),
        ids.field: ids.to_wire(entry.external_id),
    }
    root, planned_root = after.get("root_folder", ""), entry.after.get("root_folder", "")
    if not after.get("path"):
        return body | {"rootFolderPath": root_path(root, names)}
    if root != planned_root:  # another one was chosen in the review
        return body | {"path": join_folder(root_path(root, names), folder_name(after["path"]))}
    return body | {"path": after["path"]}


def _plain(fields: Mapping[str, Any]) -> dict[str, Any]:
    return {WIRE[name]: value for name, value in fields.items() if name in WIRE}


def profile_id(profile: TitleProfile, name: str, names: InstanceNames) -> int:
    """Return the id of a profile of some kind. Raises CannotWriteError."""
    ids = names.profiles.get(profile.name, {})
    if name not in ids:
        raise CannotWriteError(f"choosing the {profile.word}", why=f"there is none named {name or 'nothing'}")
    return ids[name]


def root_path(path: str, names: InstanceNames) -> str:
    """Return a registered root folder. Raises CannotWriteError."""
    if trim_path(path) not in names.roots:
        raise CannotWriteError("choosing the root folder", why=f"{path or 'none'} is not registered there")
    return trim_path(path)


def tag_ids(labels: Any, names: InstanceNames) -> list[int]:
    """Return the ids of tags. Raises CannotWriteError for one that is not there."""
    missing = [label for label in labels if label.lower() not in names.tags]
    if missing:
        raise CannotWriteError("choosing the tags", why=f"there is no tag {missing[0]}")
    return sorted({names.tags[label.lower()] for label in labels})


def kept_tags(raw: Mapping[str, Any], names: InstanceNames) -> list[int]:
    """Return the ids of a title's tags that a rule of the app owns: a write leaves them as they are."""
    return [
        names.tags[label] for label in names.rule_tags if names.tags.get(label) in (raw.get("tags") or ())
    ]


def editor_changes(
    raw: Mapping[str, Any], fields: Mapping[str, Any], names: InstanceNames, *, move_files: bool
) -> dict[str, Any]:
    """Return the changes for the app's editor, of titles like ``raw``. Raises CannotWriteError."""
    changes = _changes(raw, fields, names)
    if "tags" in fields:
        changes["applyTags"] = "replace"
    if "root_folder" in fields:
        changes["moveFiles"] = move_files
    return changes


def _changes(raw: Mapping[str, Any], fields: Mapping[str, Any], names: InstanceNames) -> dict[str, Any]:
    changes = _plain(fields)
    for profile in TITLE_PROFILES:
        if profile.name in fields:
            changes[profile.wire] = profile_id(profile, fields[profile.name], names)
    if "tags" in fields:
        changes["tags"] = sorted({*tag_ids(fields["tags"], names), *kept_tags(raw, names)})
    if "root_folder" in fields:
        changes["rootFolderPath"] = root_path(fields["root_folder"], names)
    return changes


def put_body(raw: Mapping[str, Any], fields: Mapping[str, Any], names: InstanceNames) -> dict[str, Any]:
    """Return the whole resource with the fields changed. Raises CannotWriteError.

    A PUT without tags or seasons would clear them, so everything the app gave goes back to it.
    """
    body = {**raw, **_changes(raw, fields, names)}
    if "root_folder" in fields:
        body["path"] = join_folder(body["rootFolderPath"], folder_name(str(raw.get("path", ""))))
    if "path" in fields:
        body["path"] = fields["path"]
    if "seasons" in fields:
        flags = fields["seasons"]
        body["seasons"] = [
            {
                **season,
                "monitored": flags.get(str(season.get("seasonNumber", "")), season.get("monitored", False)),
            }
            for season in raw.get("seasons", ())
        ]
    return body
