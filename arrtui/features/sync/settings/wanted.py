"""What a sync of settings wants a target to have: the source's settings, overridden and translated. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from dataclasses import replace as with_fields
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from arrtui.core.config.settings_syncs import SettingsOverride
from arrtui.core.domain import Setting, SettingType
from arrtui.core.profiles import parse_profile
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.conditions import translated_specification
from arrtui.core.settings.identity import plain_path
from arrtui.core.settings.model import SettingsSide
from arrtui.core.settings.rows import rows_of
from arrtui.features.sync.fields.mapping import map_folder
from arrtui.features.sync.fields.setting_names import FOLDER_CONDITION
from arrtui.features.sync.model import Side

UNKNOWN_FORMAT = -1
"""The id of a format in a profile that the source does not have."""
_FOLDER_KEYS = {SettingType.ROOT_FOLDER: "path", SettingType.IMPORT_LIST: "rootFolderPath"}
_BRINGS: Mapping[str, str] = {
    SettingType.CUSTOM_FORMAT.value: SettingType.QUALITY_PROFILE.value,
    SettingType.TAG.value: SettingType.DELAY_PROFILE.value,
}
"""Type → the type whose settings in a guide bring some of it along."""


@dataclass(frozen=True)
class WantedSettings:
    """The settings that a target is to have."""

    side: Side
    """The source with the settings as they are wanted on the target."""
    refused: Mapping[tuple[str, int], str] = field(default_factory=dict)
    """Type and id of a setting that the target cannot have → why, as a sentence."""
    notes: tuple[str, ...] = ()
    """Sentences about overrides that fit nothing."""

    @property
    def settings(self) -> list[Setting]:
        """The settings that the target can have."""
        return [row for row in self.side.settings if (row.type, row.id) not in self.refused]

    @cached_property
    def refused_names(self) -> frozenset[tuple[str, str]]:
        """Type and name of the settings that the target cannot have."""
        rows = ((row.type, row.name) for row in self.side.settings if (row.type, row.id) in self.refused)
        return self.side.unusable.union(rows)

    def may_have(self, type: str) -> bool:
        """Return whether some settings of a type are known by no name, as the source cannot be used whole."""
        return any(unusable in ("", type, _BRINGS.get(type)) for unusable, _ in self.side.unusable)


def wanted_settings(override: SettingsOverride, source: Side, target: Side) -> WantedSettings:
    """Return what a target is to have of the settings of a source.

    Between kinds of app the conditions of formats are translated by name; one that the target's app lacks
    refuses its format.
    """
    overrides = _Overrides(override, source)
    settings = tuple(_one_of_each_folder(map(overrides.applied, source.settings)))
    wanted = WantedSettings(with_fields(source, settings=settings), overrides.refused, overrides.unused())
    return wanted if source.kind is target.kind else _translated(wanted, target)


def _one_of_each_folder(settings: Iterable[Setting]) -> Iterator[Setting]:
    """Yield settings, of root folders that an override leads to one place only the first."""
    folders = set[str]()
    for row in settings:
        if row.type == SettingType.ROOT_FOLDER.value:
            folder = plain_path(row.body.get("path") or row.name)
            if folder in folders:
                continue
            folders.add(folder)
        yield row


def settings_side(side: Side, name: str = "") -> SettingsSide:
    """Return a side as comparisons know it; ``name`` is what a guide or a template is known by."""
    return SettingsSide(side.instance or name or side.label, label=side.label)


def _translated(wanted: WantedSettings, target: Side) -> WantedSettings:
    """Return settings with their formats as the target's kind of app writes them."""
    book = SettingsBook(settings_side(wanted.side), wanted.side.settings, kind=wanted.side.kind.value)
    refused, settings = dict(wanted.refused), []
    for row in wanted.side.settings:
        if row.type != SettingType.CUSTOM_FORMAT.value:
            settings.append(row)
            continue
        conditions = [
            (rows, translated_specification(rows, book, target.kind.value))
            for rows in rows_of(row.body.get("specifications"))
        ]
        lacking = [f"its condition {rows.get('name')}: {lack}" for rows, (_, lack) in conditions if lack]
        if lacking:
            refused[row.type, row.id] = f"{target.kind.app.name} cannot have it, {', '.join(lacking)}."
        specifications = [condition for _, (condition, _) in conditions]
        settings.append(replace(row, body={**row.body, "specifications": specifications}))
    return with_fields(wanted, side=with_fields(wanted.side, settings=tuple(settings)), refused=refused)


class _Overrides:
    """What is different on a target, laid over settings one by one."""

    def __init__(self, override: SettingsOverride, source: Side) -> None:
        self._override = override
        self._source = source
        self._profiles: set[str] = set()
        self._formats = {
            row.name: row.id for row in source.settings if row.type == SettingType.CUSTOM_FORMAT.value
        }
        self.refused: dict[tuple[str, int], str] = {}
        """Profiles whose cutoff cannot be that of the override, with the reason."""

    def applied(self, row: Setting) -> Setting:
        """Return a setting as it is wanted."""
        change = _CHANGES.get(SettingType(row.type))
        if change is None:
            return row
        body = change(self, row)
        name = str(body["path"]) if row.type == SettingType.ROOT_FOLDER.value and "path" in body else row.name
        return row if body is row.body else replace(row, name=name, body=body)

    def unused(self) -> tuple[str, ...]:
        """Return sentences about profiles that are overridden and not there."""
        profiles = dict.fromkeys((*self._override.scores, *self._override.cutoffs))
        return tuple(
            f"The override of the quality profile {name} changes nothing: {self._source.label} has none."
            for name in profiles
            if name not in self._profiles
        )

    def profile(self, row: Setting) -> dict[str, Any]:
        """Return the body of a quality profile with other scores and another cutoff."""
        self._profiles.add(row.name)
        body = dict(row.body)
        if scores := self._override.scores.get(row.name):
            items = [item for item in rows_of(body.get("formatItems")) if item.get("name") not in scores]
            body["formatItems"] = items + [
                {"format": self._formats.get(name, UNKNOWN_FORMAT), "name": name, "score": score}
                for name, score in scores.items()
            ]
        if wanted := self._override.cutoffs.get(row.name):
            cutoffs = {place.name: place.ids[0] for place in parse_profile(body).places if place.allowed}
            if wanted in cutoffs:
                body["cutoff"] = cutoffs[wanted]
            else:
                why = f"The override names the cutoff {wanted}, which is no quality or group that it allows"
                self.refused[row.type, row.id] = f"{why}: {', '.join(cutoffs)}."
        return body

    def folder(self, row: Setting) -> dict[str, Any]:
        """Return the body of a setting with the folder of the target."""
        key = _FOLDER_KEYS[SettingType(row.type)]
        return {**row.body, key: self._moved(row.body[key])} if row.body.get(key) else row.body

    def auto_tag(self, row: Setting) -> dict[str, Any]:
        """Return the body of an auto tag with the folders of the target in its conditions."""
        conditions = [
            self._moved_condition(condition)
            if condition.get("implementation") == FOLDER_CONDITION
            else condition
            for condition in rows_of(row.body.get("specifications"))
        ]
        return {**row.body, "specifications": conditions}

    def _moved_condition(self, condition: dict[str, Any]) -> dict[str, Any]:
        fields = [
            {**field, "value": self._moved(field["value"])} if isinstance(field.get("value"), str) else field
            for field in rows_of(condition.get("fields"))
        ]
        return {**condition, "fields": fields}

    def _moved(self, path: str) -> str:
        """Return a folder by the override, as pairs map theirs."""
        return map_folder(self._override.root_folders, path)


_CHANGES: Mapping[SettingType, Callable[[_Overrides, Setting], dict[str, Any]]] = {
    SettingType.QUALITY_PROFILE: _Overrides.profile,
    SettingType.ROOT_FOLDER: _Overrides.folder,
    SettingType.IMPORT_LIST: _Overrides.folder,
    SettingType.AUTO_TAG: _Overrides.auto_tag,
}
"""What changes a setting of a type by the override."""
