"""Plan the restoring of an instance's settings to a snapshot, by name. Pure.

A profile that was renamed since is treated as the name says: the old name is added again, beside the new one,
and titles go back to it. To rename it back would change it for titles that the backup knows nothing of.

A provider that is gone comes back switched off and without its secrets, which no app gives out; the plan says
what to type where. Until that is done a later restore does not switch it on.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from msgspec.structs import replace

from arrtui.core.domain import SINGLE, Setting, SettingType, record_key_of
from arrtui.features.sync.fields.completion import laid_over
from arrtui.features.sync.fields.delay_order import delay_moves
from arrtui.features.sync.fields.provider_forms import (
    SWITCHED,
    lacking_secrets,
    masked_fields,
    switched_off,
    without_switches,
)
from arrtui.features.sync.fields.setting_differences import form_differences
from arrtui.features.sync.fields.setting_forms import (
    PROVIDERS,
    is_masked,
    setting_entry,
    setting_form,
    unknown_references,
)
from arrtui.features.sync.fields.setting_index import SettingIndex, ident_name, setting_title
from arrtui.features.sync.fields.setting_names import SettingNames, side_names
from arrtui.features.sync.fields.setting_order import WRITE_ORDER, in_order
from arrtui.features.sync.fields.single_values import flatten, place_names
from arrtui.features.sync.model import Entry, Fields, LeftOut, Op, Side, Why
from arrtui.features.sync.setting_words import cutoff_names, where_to_type


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
    to_type: list[str] = field(default_factory=list)
    """The secrets that providers lack, as the places to type them at."""


@dataclass(frozen=True)
class _Sides:
    """Both sides and what their ids stand for."""

    then: Side
    now: Side
    old: SettingNames
    new: SettingNames

    @cached_property
    def old_index(self) -> SettingIndex:
        """The settings of then by ident."""
        return SettingIndex(self.then.settings, self.old)

    @cached_property
    def new_index(self) -> SettingIndex:
        """The settings of now by ident."""
        return SettingIndex(self.now.settings, self.new)

    @cached_property
    def present(self) -> Mapping[str, Setting]:
        """Ident of then → the setting that it means now."""
        return self.old_index.pairs(self.new_index)


def restore_settings(
    then: Side, now: Side, coming_collections: Iterable[int], only: Collection[str] | None = None
) -> SettingPlan:
    """Return what is added and changed back; settings that only ``now`` has stay.

    ``coming_collections`` are the TMDb ids of collections that titles added again will bring, ``only`` the
    keys ``TYPE/ID`` of the settings of ``then`` that count, None for all.
    """
    plan = SettingPlan()
    sides = _Sides(then, now, side_names(then), side_names(now))
    old = {
        ident: setting
        for ident, setting in sides.old_index
        if only is None or record_key_of(setting).key in only
    }
    moves = _delay_moves(sides, old)
    for ident, setting in old.items():
        if setting.type in WRITE_ORDER:
            _compare(plan, plan.settings, ident, setting, sides, moves.get(ident))
    plan.settings = in_order(plan.settings)
    coming = {f"{SettingType.COLLECTION.value}/{tmdb_id}" for tmdb_id in coming_collections}
    for ident, setting in old.items():
        if setting.type == SettingType.COLLECTION.value and (ident in sides.present or ident in coming):
            _compare(plan, plan.collections, ident, setting, sides)
    plan.notes += _renamed_profiles(then, now, old)
    definitions = any(row.type == SettingType.QUALITY_DEFINITION.value for row in old.values())
    if definitions and sides.new.sizes and not sides.old.sizes:
        plan.notes.append("The sizes of qualities are in the profiles of this version, and stay as they are.")
    if plan.to_type:
        what = "; ".join(plan.to_type)
        plan.notes.append(
            f"To be typed, or given by the file of [secrets], as the app tells them to nobody: {what}."
        )
    return plan


def _delay_moves(sides: _Sides, chosen: Mapping[str, Setting]) -> dict[str, str]:
    """Return which delay profiles go behind which other one, by the idents of then; to the front: empty.

    Those that are neither there nor chosen have no place.
    """
    there = {
        sides.new_index.ident(present): ident
        for ident in sides.old_index.delay_order
        if (present := sides.present.get(ident)) is not None
    }
    wanted = [ident for ident in sides.old_index.delay_order if ident in {*there.values(), *chosen}]
    return delay_moves(wanted, [there.get(ident, ident) for ident in sides.new_index.delay_order])


def _renamed_profiles(then: Side, now: Side, compared: dict[str, Setting]) -> list[str]:
    """Return a note on each profile of titles among ``compared`` that was renamed since."""
    notes: list[str] = []
    for profile in now.kind.app.profiles:
        ids = {row.id for row in compared.values() if row.type == profile.type.value}
        former, present = (side.profiles.get(profile.name, {}) for side in (then, now))
        names = ((name, present.get(number, name)) for number, name in former.items() if number in ids)
        notes += (
            f"The {profile.word} {name} is called {renamed} now. It is added again as {name}, and "
            f"{renamed} stays: no profile is renamed."
            for name, renamed in names
            if name not in present.values() and renamed not in former.values()
        )
    return notes


def _compare(
    plan: SettingPlan,
    entries: list[Entry],
    ident: str,
    setting: Setting,
    sides: _Sides,
    behind: str | None = None,
) -> None:
    """Add the entry that restores one setting, or that it is left out.

    ``behind`` is the delay profile it has to be put behind, empty for the front, None where it stays.
    """
    type_ = SettingType(setting.type)
    present = sides.present.get(ident)
    if present is not None and type_ is SettingType.RELEASE_PROFILE:
        ident = sides.new_index.ident(present)  # of two of one name only the terms tell which it is
    present_form = {} if present is None else setting_form(present, sides.new)
    wanted = laid_over(type_, setting_form(setting, sides.old), present_form, sizes=sides.new.sizes)
    wanted.pop("follows", None)
    follows = {} if behind is None else {"follows": ident_name(behind)}
    if present is not None:
        _change_back(plan, entries, _Restored(sides, ident, setting, present), wanted, present_form, follows)
    elif type_ not in SINGLE:
        _add_back(plan, entries, _Restored(sides, ident, setting), wanted, follows)


@dataclass(frozen=True)
class _Restored:
    """A setting of then that is compared."""

    sides: _Sides
    ident: str
    setting: Setting
    present: Setting | None = None

    @property
    def type(self) -> SettingType:
        """Its type."""
        return SettingType(self.setting.type)

    @property
    def title(self) -> str:
        """What it is called in a plan."""
        return setting_title(self.setting, self.ident)

    def entry(self, before: Fields, after: Fields, warnings: Sequence[str]) -> Entry:
        """Return the entry that brings it back."""
        then, now = self.sides.then, self.sides.now
        reason = f"{then.label} has it; {now.instance} does not have it any more."
        if self.present is not None:
            reason = f"It is not as in {then.label}: {place_names(flatten(after))}."
        op = Op.ADD if self.present is None else Op.UPDATE
        values: dict[str, Any] = {"now": before, "after": after, "warnings": tuple(warnings)}
        return setting_entry(now.instance, op, self.ident, self.title, reason, **values)

    def left_out(self, reason: str) -> LeftOut:
        """Return that it is not brought back, and why."""
        return LeftOut(Why.UNMATCHED, self.sides.now.instance, "", self.title, 0, reason)


def _add_back(
    plan: SettingPlan, entries: list[Entry], restored: _Restored, wanted: Fields, follows: Fields
) -> None:
    """Add the entry that makes a setting again, a provider switched off and without its secrets."""
    if reason := _impossible(restored.type, wanted):
        plan.left_out.append(restored.left_out(reason))
        return
    warnings = []
    if restored.type in SWITCHED:
        wanted = switched_off(wanted)
        warnings.append("It comes back switched off.")
    if secrets := masked_fields(wanted):
        plan.to_type.append(where_to_type(restored.type, restored.setting.name, secrets))
        warnings.append(f"Type by hand: {plan.to_type[-1]}.")
    entries.append(restored.entry({}, wanted | follows, warnings))


def _change_back(
    plan: SettingPlan,
    entries: list[Entry],
    restored: _Restored,
    wanted: Fields,
    present_form: Fields,
    follows: Fields,
) -> None:
    """Add the entry that changes a setting back where it differs."""
    present = restored.present
    if present is None or restored.setting.body.get("implementation") != present.body.get("implementation"):
        plan.left_out.append(restored.left_out("Another sort of provider has its name by now."))
        return
    if secrets := lacking_secrets(wanted, present_form):
        plan.to_type.append(where_to_type(restored.type, restored.setting.name, secrets))
        wanted = without_switches(wanted)
    before, after = form_differences(wanted, present_form)
    after, unknown = _without_unknown(after)
    before = {name: value for name, value in before.items() if name in after}
    if follows:
        before, after = {**before, "follows": present_form.get("follows", "")}, {**after, **follows}
    lost = f"It referred to {', '.join(unknown)}, whose name the backup does not know: that is left as it is."
    if after:
        qualities = cutoff_names(present.body.get("items") or (), before, after)
        entry = restored.entry(before, after, [lost] if unknown else [])
        entries.append(replace(entry, qualities=qualities))
    elif unknown:
        plan.left_out.append(restored.left_out(lost))


def _impossible(type_: SettingType, wanted: Fields) -> str:
    """Return why a setting that is gone cannot be made again, as a sentence; empty where it can."""
    if type_ is SettingType.QUALITY_DEFINITION:
        return "This version of the app has no such quality."
    if type_ not in PROVIDERS and is_masked(wanted):
        return "A part of it was kept back as a secret: set it up by hand."
    if unknown := unknown_references(wanted):
        return f"It refers to {', '.join(unknown)}, which nobody knows the name of: set it up by hand."
    return ""


def _without_unknown(after: Fields) -> tuple[Fields, list[str]]:
    """Return the parts of a change that can be written, and what the others refer to that nobody knows."""
    kept: Fields = {}
    unknown: list[str] = []
    for name, value in after.items():
        lacking = unknown_references({name: value})
        unknown += lacking
        if not lacking:
            kept[name] = value
    return kept, unknown
