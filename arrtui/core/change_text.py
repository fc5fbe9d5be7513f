"""Changes between snapshots in words: the fields that changed, from what to what, ids by name. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.domain import Change, EntityType, SettingType
from arrtui.core.setting_text import setting_facts
from arrtui.core.text import episode_number

_SETTING_TYPES = {
    **{profile.item_field: profile.type for profile in TITLE_PROFILES},
    "tags": SettingType.TAG,
    "formats": SettingType.CUSTOM_FORMAT,
}
"""Field → type of setting its ids name."""


@dataclass(frozen=True)
class ChangeNames:
    """The names of what changes refer to by id."""

    titles: dict[int, str] = field(default_factory=dict)
    """Item id → ``Title (year)``, of one without a year its title."""
    episodes: dict[int, str] = field(default_factory=dict)
    """Episode id → ``S01E02``, or an album's id → its title."""
    files: dict[int, str] = field(default_factory=dict)
    """File id → relative path."""
    settings: dict[str, str] = field(default_factory=dict)
    """``type/id`` → name."""
    albums: dict[int, int] = field(default_factory=dict)
    """File id → id of its album, of files that have one."""

    def learn(self, kind: EntityType, key: str, record: Mapping[str, Any]) -> None:
        """Take the name out of a whole record."""
        match kind:
            case EntityType.ITEM:
                title, year = record.get("title", "?"), record.get("year")
                self.titles[int(key)] = f"{title} ({year})" if year else title
            case EntityType.EPISODE:
                self.episodes[int(key)] = child_name(record)
            case EntityType.FILE:
                self.files[int(key)] = record.get("relative_path", "")
                if album_id := record.get("album_id"):
                    self.albums[int(key)] = album_id
            case EntityType.SETTING:
                self.settings[key] = record.get("name", "")


def child_name(record: Mapping[str, Any]) -> str:
    """Return what the whole record of an episode (``S01E02``) or of an album (its title) calls it."""
    if record.get("external_id"):
        return str(record.get("title", "?"))
    return episode_number(record.get("season", 0), record.get("number", 0))


class FieldChange(NamedTuple):
    """One field, before and after."""

    field: str
    before: str
    after: str


def field_changes(change: Change, names: ChangeNames) -> list[FieldChange]:
    """Return the fields that a change has touched, in words, by the names of the fields."""
    fields: list[FieldChange] = []
    for name in sorted((change.before or {}).keys() | (change.after or {}).keys()):
        before, after = (change.before or {}).get(name), (change.after or {}).get(name)
        if name == "body" and change.type is EntityType.SETTING:
            fields += _body_changes(before or {}, after or {}, names)
            continue
        # Of media info and seasons only what differs.
        if name == "media":
            old, new = before or {}, after or {}
            keys = [key for key in sorted(old.keys() | new.keys()) if old.get(key) != new.get(key)]
            before = {key: old[key] for key in keys if key in old}
            after = {key: new[key] for key in keys if key in new}
        elif name == "seasons":
            old, new = before or [], after or []
            before = [season for season in old if season not in new]
            after = [season for season in new if season not in old]
        fields.append(FieldChange(name, _value_text(name, before, names), _value_text(name, after, names)))
    return fields


def _body_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], names: ChangeNames
) -> list[FieldChange]:
    """Return what differs in the body of a setting, fact by fact."""

    def name_of(type_: SettingType, number: int) -> str:
        return names.settings.get(f"{type_.value}/{number}") or f"#{number}"

    old, new = setting_facts(before, name_of), setting_facts(after, name_of)
    changed = [fact for fact in {**old, **new} if old.get(fact) != new.get(fact)]
    return [
        FieldChange(fact, *(_value_text("", side.get(fact), names) for side in (old, new)))
        for fact in changed
    ]


def _value_text(name: str, value: Any, names: ChangeNames) -> str:
    """Return a field's value for people: ids by name, unset as ``none``."""
    if value is None or value in ("", [], {}) or (name == "file_id" and not value):
        return "none"
    if name in _SETTING_TYPES:
        ids = value if isinstance(value, list) else [value]
        keys = [f"{_SETTING_TYPES[name].value}/{setting_id}" for setting_id in ids]
        return ", ".join(names.settings.get(key) or f"#{key.partition('/')[2]}" for key in keys)
    if name == "file_id":
        return names.files.get(value) or f"#{value}"
    if name == "album_id":
        return names.episodes.get(value) or f"#{value}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items())
    if isinstance(value, list):
        return ", ".join(_element_text(name, element) for element in value)
    return str(value)


def _element_text(name: str, element: Any) -> str:
    """Return one element of a list: a language by name, a season with whether it is monitored."""
    if name == "languages" and isinstance(element, list):
        return str(element[-1])
    if name == "seasons" and isinstance(element, dict):
        monitored = "monitored" if element.get("monitored") else "not monitored"
        return f"{element.get('season_number', 0)} {monitored}"
    return str(element)
