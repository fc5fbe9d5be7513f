"""Plan the restoring of an instance's settings to a snapshot, by name. Pure.

A profile that was renamed since is treated as the name says: the old name is added again, beside the new one,
and titles go back to it. To rename it back would change it for titles that the backup knows nothing of. The
order of delay profiles is left alone, as the app keeps it itself.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from msgspec.structs import replace

from arrtui.core.domain import Setting, SettingType, record_key_of
from arrtui.features.sync.fields.completion import laid_over
from arrtui.features.sync.fields.setting_forms import (
    PROVIDERS,
    SINGLE,
    SettingNames,
    find_setting,
    is_masked,
    setting_entry,
    setting_form,
    setting_ident,
    setting_title,
    side_names,
)
from arrtui.features.sync.fields.single_values import flatten, place_names, same_value, unflatten, value_at
from arrtui.features.sync.model import Entry, Fields, LeftOut, Op, Side, Why
from arrtui.features.sync.setting_words import cutoff_names

ORDER = (
    SettingType.TAG,
    SettingType.ROOT_FOLDER,
    SettingType.CUSTOM_FORMAT,
    SettingType.QUALITY_PROFILE,
    SettingType.DELAY_PROFILE,
    SettingType.NAMING,
    SettingType.MEDIA_MANAGEMENT,
    SettingType.DOWNLOAD_CLIENT,
    SettingType.INDEXER,
    SettingType.NOTIFICATION,
    SettingType.IMPORT_LIST,
)
"""The order settings are written in: each after what it refers to, and all before the titles."""
ONLY_KEPT = (
    SettingType.QUALITY_DEFINITION,
    SettingType.RELEASE_PROFILE,
    SettingType.REMOTE_PATH_MAPPING,
    SettingType.AUTO_TAG,
    SettingType.CUSTOM_FILTER,
    SettingType.METADATA_CONSUMER,
)
"""What a backup holds and a restore does not write: ids and folders of the instance are inside."""


@dataclass
class SettingPlan:
    """Entries that restore settings, and what cannot be restored."""

    settings: list[Entry] = field(default_factory=list)
    """In the order they are written."""
    collections: list[Entry] = field(default_factory=list)
    """Written after the titles, as an app makes them with its movies."""
    left_out: list[LeftOut] = field(default_factory=list)
    """Settings that no API can make again."""
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Sides:
    """Both sides and what their ids stand for."""

    then: Side
    now: Side
    old: SettingNames
    new: SettingNames


def restore_settings(
    then: Side, now: Side, coming_collections: Iterable[int], only: Collection[str] | None = None
) -> SettingPlan:
    """Return what is added and changed back; settings that only ``now`` has stay.

    ``coming_collections`` are the TMDb ids of collections that titles added again will bring, ``only`` the
    keys ``TYPE/ID`` of the settings of ``then`` that count, None for all.
    """
    plan = SettingPlan()
    sides = _Sides(then, now, side_names(then), side_names(now))
    old, new = _by_ident(then, sides.old), _by_ident(now, sides.new)
    if only is not None:
        old = {ident: setting for ident, setting in old.items() if record_key_of(setting).key in only}
    for type_ in ORDER:
        for ident, setting in old.items():
            if setting.type == type_.value:
                _compare(plan, plan.settings, ident, setting, find_setting(ident, new), sides)
    coming = {f"{SettingType.COLLECTION.value}/{tmdb_id}" for tmdb_id in coming_collections}
    for ident, setting in old.items():
        if setting.type == SettingType.COLLECTION.value and (ident in new or ident in coming):
            _compare(plan, plan.collections, ident, setting, new.get(ident), sides)
    plan.notes += _renamed_profiles(then, now, old)
    plan.notes += _only_kept(old, new, sides)
    if plan.left_out:
        names = ", ".join(setting.title for setting in plan.left_out)
        plan.notes.append(f"Cannot be restored, as the app gives secrets out to nobody: {names}.")
    return plan


def _renamed_profiles(then: Side, now: Side, compared: dict[str, Setting]) -> list[str]:
    """Return a note on each quality profile among ``compared`` that was renamed since."""
    ids = {row.id for row in compared.values() if row.type == SettingType.QUALITY_PROFILE.value}
    names = (
        (name, now.profiles.get(number, name)) for number, name in then.profiles.items() if number in ids
    )
    return [
        f"The quality profile {name} is called {renamed} now. It is added again as {name}, and "
        f"{renamed} stays: no profile is renamed."
        for name, renamed in names
        if name not in now.profiles.values() and renamed not in then.profiles.values()
    ]


def _only_kept(old: dict[str, Setting], new: dict[str, Setting], sides: _Sides) -> list[str]:
    """Return a note on the settings that differ and are not restored, none where all are equal."""
    names = []
    for ident, setting in old.items():
        present = new.get(ident)
        if setting.type in ONLY_KEPT and (
            present is None or setting_form(setting, sides.old) != setting_form(present, sides.new)
        ):
            names.append(setting_title(setting, ident))
    if not names:
        return []
    return [f"Not restored, look them up in an export and set them by hand: {', '.join(names)}."]


def _by_ident(side: Side, names: SettingNames) -> dict[str, Setting]:
    return {setting_ident(setting, names): setting for setting in side.settings}


def _compare(
    plan: SettingPlan,
    entries: list[Entry],
    ident: str,
    setting: Setting,
    present: Setting | None,
    sides: _Sides,
) -> None:
    """Add the entry that restores one setting, or that it is left out."""
    type_ = SettingType(setting.type)
    present_form = {} if present is None else setting_form(present, sides.new)
    wanted = laid_over(type_, setting_form(setting, sides.old), present_form, sizes=sides.new.sizes)
    if present is not None:
        before, after = _differences(setting, wanted, present, present_form)
        if after:
            qualities = cutoff_names(present.body.get("items") or (), before, after)
            entry = _entry(ident, setting, sides, before, after)
            entries.append(replace(entry, qualities=qualities))
    elif type_ in PROVIDERS or is_masked(wanted):
        reason = "The app gives its secrets out to nobody: set it up by hand."
        plan.left_out.append(
            LeftOut(Why.UNMATCHED, sides.now.instance, "", setting_title(setting, ident), 0, reason)
        )
    elif type_ not in SINGLE:
        entries.append(_entry(ident, setting, sides, {}, wanted))


def _differences(
    setting: Setting, wanted: Fields, present: Setting, present_form: Fields
) -> tuple[Fields, Fields]:
    """Return the parts that differ: as they are now, and as they were.

    Where either side is masked nobody knows whether it differs, and it stays. Another sort of provider under
    the same name is another thing altogether.
    """
    if setting.body.get("implementation") != present.body.get("implementation"):
        return {}, {}
    present_values, old = flatten(present_form), flatten(wanted)
    if "formats" in wanted:  # a format without a score is in neither
        old |= {place: 0 for place in present_values if place[0] == "formats" and place not in old}
    differ = {
        place: value
        for place, value in old.items()
        if not same_value(place, value, value_at(present_values, place))
        and not is_masked(value)
        and not is_masked(present_values.get(place))
    }
    return unflatten({place: value_at(present_values, place) for place in differ}), unflatten(differ)


def _entry(ident: str, setting: Setting, sides: _Sides, before: Fields, after: Fields) -> Entry:
    then, now = sides.then, sides.now
    op = Op.UPDATE if before else Op.ADD
    differs = f"It is not as in {then.label}: {place_names(flatten(after))}."
    gone = f"{then.label} has it; {now.instance} does not have it any more."
    title, reason = setting_title(setting, ident), differs if op is Op.UPDATE else gone
    return setting_entry(now.instance, op, ident, title, reason, now=before, after=after)
