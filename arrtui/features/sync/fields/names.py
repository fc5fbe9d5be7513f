"""The names of an instance as it is now, and the fields of its titles by name. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from arrtui.core.apps import TITLE_PROFILES, Kind
from arrtui.core.domain import Episode, Item, Setting
from arrtui.core.settings.identity import plain_path
from arrtui.features.sync.model import Fields


@dataclass(frozen=True)
class InstanceNames:
    """The names of an instance's profiles, tags and root folders, and their ids on it."""

    profiles: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Field of :data:`.TITLE_PROFILES` → the ids of its profiles by their names."""
    tags: Mapping[str, int] = field(default_factory=dict)
    """Labels in small letters."""
    roots: frozenset[str] = frozenset()
    """Paths without a slash at the end."""
    rule_tags: frozenset[str] = frozenset()
    """Labels that the app's auto-tagging rules set and take away: nothing compares or writes them."""


def instance_names(
    profiles: Iterable[Setting],
    tags: Iterable[Setting],
    roots: Iterable[str],
    rules: Iterable[Setting] = (),
) -> InstanceNames:
    """Return the names an instance's settings give; ``profiles`` are of all kinds that titles have.

    ``rules`` are its auto-tagging rules.
    """
    labels = {setting.id: setting.name.lower() for setting in tags}
    return InstanceNames(
        profiles={
            field: {name: number for number, name in names.items()}
            for field, names in profile_names(profiles).items()
        },
        tags={label: tag_id for tag_id, label in labels.items()},
        roots=frozenset(trim_path(path) for path in roots),
        rule_tags=rule_labels(rules, labels),
    )


def profile_names(settings: Iterable[Setting]) -> dict[str, dict[int, str]]:
    """Return the names of an instance's profiles by their ids, for each field of :data:`.TITLE_PROFILES`."""
    names: dict[str, dict[int, str]] = {profile.name: {} for profile in TITLE_PROFILES}
    fields = {profile.type.value: profile.name for profile in TITLE_PROFILES}
    for setting in settings:
        if setting.type in fields:
            names[fields[setting.type]][setting.id] = setting.name
    return names


def rule_labels(rules: Iterable[Setting], labels: Mapping[int, str]) -> frozenset[str]:
    """Return the labels that auto-tagging rules own, whoever set them on a title.

    Each write of a title and each refresh sets or removes them (R, S ``AutoTaggingService.GetTagChanges``).
    """
    return frozenset(
        labels[tag_id] for rule in rules for tag_id in rule.body.get("tags") or () if tag_id in labels
    )


def without_rule_tags(fields: Mapping[str, Any], rule_tags: Collection[str]) -> Fields:
    """Return fields of a title whose ``tags`` are those that no rule owns."""
    if not rule_tags or not isinstance(fields.get("tags"), list | tuple):
        return dict(fields)
    return {**fields, "tags": [label for label in fields["tags"] if label.lower() not in rule_tags]}


def trim_path(path: str) -> str:
    """Return a folder's path without separators at its end; ``/`` and ``D:\\`` keep theirs."""
    return plain_path(path)


def title_fields(item: Item, kind: Kind, names: InstanceNames) -> Fields:
    """Return what can be written of a title as it is now, except its episodes and files.

    A profile that is not there has an empty name; a tag that is not there or that a rule owns is left out.
    """
    labels = [label for label, tag_id in names.tags.items() if tag_id in item.tags]
    labels = [label for label in labels if label not in names.rule_tags]
    profiles = {}
    for profile in kind.app.profiles:
        ids, number = names.profiles.get(profile.name, {}), getattr(item, profile.item_field)
        profiles[profile.name] = next((name for name, profile_id in ids.items() if profile_id == number), "")
    return writable_fields(item, kind, profiles, labels)


def writable_fields(item: Item, kind: Kind, profiles: Mapping[str, str], labels: Iterable[str]) -> Fields:
    """Return what can be written of a title's own resource, its profiles and tags by name."""
    return {
        "monitored": item.monitored,
        "tags": sorted(labels),
        **{profile.name: profiles.get(profile.name, "") for profile in kind.app.profiles},
        "path": trim_path(item.path),
        "root_folder": trim_path(item.root_folder),
        **app_fields(item, kind),
    }


def app_fields(item: Item, kind: Kind) -> Fields:
    """Return the writable fields that only some apps have, profiles apart."""
    return {
        name: season_flags(item) if name == "seasons" else getattr(item, name)
        for name in kind.app.title_fields
    }


def season_flags(item: Item) -> dict[str, bool]:
    """Return season number as text → monitored."""
    return {str(season.season_number): season.monitored for season in item.seasons}


def monitored_episodes(episodes: Iterable[Episode]) -> dict[str, bool]:
    """Return whether each episode is monitored."""
    return {episode.key: episode.monitored for episode in episodes}


def exclusion_fields(kind: Kind, external_id: str, title: str, year: int) -> Fields:
    """Return what plans and journals note of an exclusion, its id as the app writes it."""
    return {"external_id": kind.app.external_id.to_wire(external_id), "title": title, "year": year}


def same_field(field: str, value: Any, other: Any) -> bool:
    """Return whether two values of a field mean the same; of a mapping only the keys of ``value`` count."""
    if isinstance(value, Mapping) and isinstance(other, Mapping):
        return all(key in other and other[key] == part for key, part in value.items())
    if field == "tags":
        return sorted(label.lower() for label in value) == sorted(label.lower() for label in other)
    if field in ("path", "root_folder"):
        return trim_path(str(value)) == trim_path(str(other))
    return bool(value == other)


@dataclass(frozen=True)
class ConflictCheck:
    """What a fresh look at an entry's title says."""

    write: tuple[str, ...] = ()
    """Fields that still have to be written."""
    conflict: str = ""
    """Why nothing may be written, as a sentence."""


def check_conflict(
    now: Mapping[str, Any], after: Mapping[str, Any], fresh: Mapping[str, Any]
) -> ConflictCheck:
    """Compare a title as it was planned from (``now``) and to (``after``) with how it is.

    A field that has neither value was changed by somebody else meanwhile. One that was not known when the
    plan was made (an edit of the user) is written whatever it is.
    """
    open_fields = []
    for name, wanted in after.items():
        if name not in fresh or same_field(name, wanted, fresh[name]):
            continue
        if name in now and not same_field(name, now[name], fresh[name]):
            return ConflictCheck(conflict=f"{name.replace('_', ' ')} is {format_value(fresh[name])} by now")
        open_fields.append(name)
    return ConflictCheck(write=tuple(open_fields))


def changed_since(now: Mapping[str, Any], fresh: Mapping[str, Any]) -> str:
    """Return which field no longer is as it was planned from, as a sentence; empty when all are."""
    for name, value in now.items():
        if name in fresh and not same_field(name, value, fresh[name]):
            return f"{name.replace('_', ' ')} is {format_value(fresh[name])} by now"
    return ""


def format_value(value: Any) -> str:
    """Return a field's value as people read it."""
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value)) or "none"
    if isinstance(value, Mapping):
        return ", ".join(f"{key} {format_value(item)}" for key, item in list(value.items())[:6]) or "none"
    return str(value) or "none"
