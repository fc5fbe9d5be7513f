"""What changes between two states of an instance's settings, as far as stored files feel it. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from msgspec.structs import replace

from arrtui.core.domain import Setting, SettingType, encode
from arrtui.features.scores.load import profile_of
from arrtui.features.scores.model import Profile
from arrtui.features.scores.sizes import AllLimits, SizeLimits

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
class FeltChange:
    """What would be different."""

    profiles: Mapping[int, Profile] = field(default_factory=dict)
    """Quality profiles that change, as they would be, by id. One that is removed counts as staying: with
    titles it cannot be removed, without titles it has no files."""
    formats: Sequence[Mapping[str, Any]] = ()
    """Bodies of custom formats whose conditions change, and of new ones (with negative ids), as far as any
    profile gives them points."""
    naming: Mapping[str, Any] | None = None
    """The naming as it would be, where it changes."""
    sizes: tuple[AllLimits, AllLimits] | None = None
    """The size limits now and as they would be, where they change."""


def felt_change(
    instance: str, before: Iterable[Setting], after: Iterable[Setting], *, sizes_in_profiles: bool
) -> FeltChange:
    """Return what changes for the files of an instance between two states of its settings.

    ``sizes_in_profiles``: its app has size limits in quality profiles, not in definitions.
    """
    old, new = _by_type(before), _by_type(after)
    old_formats, formats = (state[SettingType.CUSTOM_FORMAT] for state in (old, new))
    for number, setting in old[SettingType.QUALITY_PROFILE].items():
        new[SettingType.QUALITY_PROFILE].setdefault(number, setting)  # no app removes one that has titles
    present, profiles = _profiles(instance, old), _profiles(instance, new)
    staying = (state[number] for state in (present, profiles) for number in present.keys() & profiles.keys())
    scoring = {number for profile in staying for number in profile.scores}  # a new profile has no files
    namings = (state[SettingType.NAMING].values() for state in (old, new))
    naming, new_naming = (next((setting.body for setting in own), None) for own in namings)
    limits, new_limits = (_profile_limits(own) if sizes_in_profiles else _limits(own) for own in (old, new))
    return FeltChange(
        profiles={
            number: profile
            for number, profile in profiles.items()
            if number in present and profile != present[number]
        },
        formats=[
            {**setting.body, "id": number, "name": setting.name}
            for number, setting in formats.items()
            if number in scoring and _conditions(setting) != _conditions(old_formats.get(number))
        ],
        naming=new_naming if naming is not None and new_naming != naming else None,
        sizes=(limits, new_limits) if limits != new_limits else None,
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


def _profiles(instance: str, state: _ByType) -> dict[int, Profile]:
    """Return the profiles with the scores of the formats that are there, without those of 0."""
    formats, profiles = state[SettingType.CUSTOM_FORMAT], dict[int, Profile]()
    for number, setting in state[SettingType.QUALITY_PROFILE].items():
        profile = profile_of(instance, setting)
        scores = {own: score for own, score in profile.scores.items() if score and own in formats}
        profiles[number] = replace(profile, scores=scores)
    return profiles


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
        values = {name: value for name, value in values.items() if not any(value is own for own in _NOTHING)}
        marks = [bool(own.get(mark)) for mark in ("negate", "required")]
        conditions.append(encode([own.get("implementation"), marks, sorted(values.items(), key=str)]))
    return sorted(conditions)


def _limits(state: _ByType) -> dict[tuple[int, int], SizeLimits]:
    """Return the limits of qualities as their definitions say them."""
    rows = (setting.body for setting in state[SettingType.QUALITY_DEFINITION].values())
    return {(0, number): limits for number, limits in _limits_in(rows)}


def _profile_limits(state: _ByType) -> dict[tuple[int, int], SizeLimits]:
    """Return the limits of qualities in each quality profile (Sonarr 5, ARR_API 2.4)."""
    limits = {}
    for profile_id, setting in state[SettingType.QUALITY_PROFILE].items():
        for item in setting.body.get("items") or ():
            for number, own in _limits_in(item.get("items") or (item,)):
                limits[profile_id, number] = own
    return limits


def _limits_in(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, SizeLimits]]:
    """Yield the id of the quality of each row, and its limits."""
    for row in rows:
        if isinstance(quality := row.get("quality"), Mapping):
            yield int(quality.get("id") or 0), SizeLimits(row.get("minSize"), row.get("maxSize"))
