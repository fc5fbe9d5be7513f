"""What the ids in an instance's settings stand for, and which keys and conditions hold such ids. Pure.

An id that nobody knows has the name ``#7``: it is compared like any other, and a setting that would be
written with it is refused, as the number means something else on another instance.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from arrtui.core.apps import APPS, TITLE_PROFILES, Ability
from arrtui.core.domain import Setting, SettingType
from arrtui.core.versions import is_able
from arrtui.features.sync.model import Side

_UNKNOWN = re.compile(r"#-?\d+")


class Reference(NamedTuple):
    """A key of a body whose value is the id of another setting, or a list of ids."""

    part: str
    """The part of the form that has the names."""
    type: SettingType
    is_list: bool = False
    any_is_empty: bool = False
    """0 stands for any, which has an empty name; elsewhere 0 is nothing."""


REFERENCES: Mapping[str, Reference] = {
    "tags": Reference("tags", SettingType.TAG, is_list=True),
    "excludedTags": Reference("excluded_tags", SettingType.TAG, is_list=True),
    **{profile.wire: Reference(profile.name, profile.type) for profile in TITLE_PROFILES},
    **{
        f"default{profile.key}Id": Reference(f"default_{profile.name}", profile.type)
        for profile in TITLE_PROFILES
    },
    "defaultTags": Reference("default_tags", SettingType.TAG, is_list=True),
    "downloadClientId": Reference("download_client", SettingType.DOWNLOAD_CLIENT, any_is_empty=True),
    "indexerId": Reference("indexer", SettingType.INDEXER, any_is_empty=True),
}
"""Key of a body → what its ids are (R, S ``ReleaseProfileResource``, ``IndexerResource`` …)."""
CONDITIONS: Mapping[str, SettingType] = {
    "TagSpecification": SettingType.TAG,
    **{f"{profile.key}Specification": profile.type for profile in TITLE_PROFILES},
}
"""Implementation of a condition of an auto tag → what the id in its value is."""
FOLDER_CONDITION = "RootFolderSpecification"
"""The condition of an auto tag whose value is a root folder."""
FILTER_KEYS: Mapping[str, SettingType | None] = {
    "tags": SettingType.TAG,
    **{profile.wire: profile.type for profile in TITLE_PROFILES},
    "indexerId": SettingType.INDEXER,
    **{app.resource.ids: None for app in APPS.values()},
}
"""Key of a custom filter → what the ids in its value are; None for titles, which have no name here."""
NAMED = frozenset({reference.type for reference in REFERENCES.values()})
"""The types that others refer to by their ids, formats in profiles apart."""


@dataclass(frozen=True, slots=True)
class SettingNames:
    """What the ids in an instance's settings stand for, and what its version knows."""

    by_type: Mapping[SettingType, Mapping[int, str]] = field(default_factory=dict)
    """Labels of tags are in small letters."""
    sizes: bool = False
    """Its quality profiles have size limits."""
    follows: Mapping[int, str] = field(default_factory=dict)
    """Delay profile → the labels of the one before it in their order, empty for the first one."""

    @property
    def tags(self) -> Mapping[int, str]:
        """Labels by id."""
        return self.by_type.get(SettingType.TAG, {})

    def name(self, type_: SettingType | None, number: Any) -> str:
        """Return the name of a setting by its id, ``#7`` where nobody knows it."""
        names: Mapping[int, str] = self.by_type.get(type_, {}) if type_ is not None else {}
        return names.get(number) or f"#{number}"

    def references(self, key: str, value: Any) -> tuple[str, ...]:
        """Return the names for the ids that a key of :data:`REFERENCES` has, sorted; 0 has none."""
        ids = value if isinstance(value, list) else [value]
        return tuple(sorted(self.name(REFERENCES[key].type, number) for number in ids if number))

    def labels(self, ids: Iterable[int]) -> list[str]:
        """Return the labels of tags, sorted."""
        return sorted(self.name(SettingType.TAG, tag_id) for tag_id in ids)


def is_unknown(name: Any) -> bool:
    """Return whether a name stands for an id that nobody knows."""
    return isinstance(name, str) and bool(_UNKNOWN.fullmatch(name))


def side_names(side: Side) -> SettingNames:
    """Return what the settings of a side mean."""
    return setting_names(side.settings, sizes=is_able(side.kind, Ability.SIZES_IN_PROFILES, side.version))


def setting_names(settings: Iterable[Setting], *, sizes: bool) -> SettingNames:
    """Return the names that an instance's settings give to ids."""
    by_type: dict[SettingType, dict[int, str]] = {}
    delays: list[Setting] = []
    for setting in settings:
        if setting.type == SettingType.DELAY_PROFILE.value:
            delays.append(setting)
        elif setting.type in NAMED:
            type_ = SettingType(setting.type)
            name = setting.name.lower() if type_ is SettingType.TAG else setting.name
            by_type.setdefault(type_, {})[setting.id] = name
    names = SettingNames(by_type, sizes)
    ordered = sorted((delay for delay in delays if delay.body.get("tags")), key=_by_order)
    labels = [",".join(names.labels(delay.body["tags"])) for delay in ordered]
    follows = {delay.id: before for delay, before in zip(ordered, ["", *labels], strict=False)}
    return SettingNames(by_type, sizes, follows)


def _by_order(delay: Setting) -> tuple[int, int]:
    return int(delay.body.get("order") or 0), delay.id


def renamed_condition(condition: Mapping[str, Any], rename: Callable[[SettingType, Any], Any]) -> Any:
    """Return a condition with what refers to another setting replaced by ``rename`` of its type and value."""
    type_ = CONDITIONS.get(str(condition.get("implementation")))
    if type_ is None:
        return condition
    fields = [
        row | {"value": rename(type_, row["value"])}
        if row.get("name") == "value" and row.get("value") is not None
        else row
        for row in condition.get("fields") or ()
    ]
    return {**condition, "fields": fields}


def renamed_filter(row: Mapping[str, Any], rename: Callable[[SettingType | None, Any], Any]) -> Any:
    """Return a part of a custom filter with its ids replaced by ``rename`` of their type and each."""
    key, value = row.get("key"), row.get("value")
    if key not in FILTER_KEYS or value is None:
        return row
    type_ = FILTER_KEYS[str(key)]
    ids = value if isinstance(value, list) else [value]
    renamed = [rename(type_, number) for number in ids]
    return {**row, "value": renamed if isinstance(value, list) else renamed[0]}
