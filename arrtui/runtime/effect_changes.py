"""What changes between two states of an instance's settings, as far as stored files feel it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from arrtui.core.domain import Setting, SettingType, encode
from arrtui.features.scores.load import profile_of
from arrtui.features.scores.model import Profile

FELT = (
    SettingType.CUSTOM_FORMAT,
    SettingType.QUALITY_PROFILE,
    SettingType.NAMING,
    SettingType.QUALITY_DEFINITION,
)
"""The types of setting that decide what becomes of stored files; of others nothing can be told."""
_NOTHING = (None, False)
"""Values of fields that say nothing: ``exceptLanguage: false`` is added on reading (ARR_API 2.4)."""


@dataclass(frozen=True)
class SettingsChange:
    """What would be different."""

    profiles: Mapping[int, Profile] = field(default_factory=dict)
    """Quality profiles that change, as they would be, by id; those with titles cannot be removed."""
    formats: Sequence[Mapping[str, Any]] = ()
    """Bodies of custom formats whose conditions change, and of new ones (with negative ids), as far as any
    profile gives them points."""
    naming: Mapping[str, Any] | None = None
    """The naming as it would be, where it changes."""
    sizes: bool = False
    """Whether the size limits of a quality change."""


def settings_change(instance: str, before: Iterable[Setting], after: Iterable[Setting]) -> SettingsChange:
    """Return what changes for the files of an instance between two states of its settings."""
    old, new = _by_type(before), _by_type(after)
    formats = new[SettingType.CUSTOM_FORMAT]
    profiles, present = (
        {
            number: _scored(instance, setting, own)
            for number, setting in state[SettingType.QUALITY_PROFILE].items()
        }
        for state, own in ((new, formats), (old, old[SettingType.CUSTOM_FORMAT]))
    )
    scoring = {
        number
        for number, profile in (*profiles.items(), *present.items())
        for number, score in profile.scores.items()
        if score
    }
    return SettingsChange(
        profiles={
            number: profile
            for number, profile in profiles.items()
            if number in present and profile != present[number]
        },
        formats=[
            {**setting.body, "id": number, "name": setting.name}
            for number, setting in formats.items()
            if number in scoring
            and _conditions(setting) != _conditions(old[SettingType.CUSTOM_FORMAT].get(number))
        ],
        naming=_changed_naming(old, new),
        sizes=_sizes(old) != _sizes(new),
    )


_ByType = Mapping[SettingType, dict[int, Setting]]
"""The settings that matter by type and id."""


def _by_type(settings: Iterable[Setting]) -> _ByType:
    by_type: dict[SettingType, dict[int, Setting]] = {type_: {} for type_ in FELT}
    for setting in settings:
        own = by_type.get(SettingType(setting.type))
        if own is not None:
            own[setting.id] = setting
    return by_type


def _scored(instance: str, setting: Setting, formats: Mapping[int, Setting]) -> Profile:
    """Return a profile with the scores of the formats that are there, without those of 0."""
    profile = profile_of(instance, setting)
    scores = {number: score for number, score in profile.scores.items() if score and number in formats}
    return replace(profile, scores=scores)


def _conditions(setting: Setting | None) -> list[str] | None:
    """Return the conditions of a format in a form that is the same for equal ones; None without a format."""
    if setting is None:
        return None
    conditions = []
    for own in setting.body.get("specifications") or ():
        fields = own.get("fields") or ()
        values = (
            fields if isinstance(fields, Mapping) else {row.get("name"): row.get("value") for row in fields}
        )
        told = {name: value for name, value in values.items() if not any(value is own for own in _NOTHING)}
        marks = [bool(own.get(mark)) for mark in ("negate", "required")]
        conditions.append(encode([own.get("implementation"), marks, sorted(told.items(), key=str)]))
    return sorted(conditions)


def _changed_naming(old: _ByType, new: _ByType) -> Mapping[str, Any] | None:
    before, after = (
        next((setting.body for setting in state[SettingType.NAMING].values()), None) for state in (old, new)
    )
    return after if before is not None and after != before else None


def _sizes(state: _ByType) -> list[tuple[int, Any, Any]]:
    """Return the limits of every quality that has any, of definitions and of profiles (Sonarr 5)."""
    definitions = state[SettingType.QUALITY_DEFINITION].values()
    return [(own.id, own.body.get("minSize"), own.body.get("maxSize")) for own in definitions]
