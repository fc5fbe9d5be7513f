"""Both sides of a sync of settings, with the entries that bring single settings in line. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.config.settings_syncs import SettingsSync
from arrtui.core.domain import SINGLE, Setting, SettingType
from arrtui.core.setting_text import switches_of
from arrtui.core.settings.book import SettingsBook
from arrtui.core.text import name_some
from arrtui.core.versions import parsed
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
from arrtui.features.sync.fields.single_values import flatten, place_names
from arrtui.features.sync.model import Entry, Fields, LeftOut, Op, Side, Why
from arrtui.features.sync.setting_words import cutoff_names, where_to_type
from arrtui.features.sync.settings.in_use import TargetUse
from arrtui.features.sync.settings.wanted import WantedSettings, settings_side

Planned = Entry | LeftOut
"""What becomes of a setting."""
_ALWAYS_THERE = SINGLE | {SettingType.QUALITY_DEFINITION}
"""What no API adds or removes."""
_RESERVED = {(profile.type, profile.reserved) for profile in TITLE_PROFILES if profile.reserved}
"""Settings that the app keeps to itself: it takes no change of them and no deletion (LIDARR_API 2.4)."""
_ADDS_TITLES = ("enableAuto", "enableAutomaticAdd")
"""Switches of an import list (R, S): it adds titles by itself."""


@dataclass(frozen=True)
class SettingsSides:
    """The source as it is wanted on the target, and the target as it is."""

    sync: SettingsSync
    wanted: WantedSettings
    target: Side
    in_use: TargetUse

    @cached_property
    def books(self) -> tuple[SettingsBook, SettingsBook]:
        """Both sides as they are compared, as settings of the target's kind of app."""
        kind = self.target.kind.value
        source = settings_side(self.source, self.sync.source)
        return (
            SettingsBook(source, self.wanted.settings, kind=kind),
            SettingsBook(settings_side(self.target), self.target.settings, kind=kind),
        )

    @property
    def source(self) -> Side:
        """The side that is followed."""
        return self.wanted.side

    def add(self, row: Setting) -> Planned:
        """Return the entry that adds a setting to the target, or why none can."""
        type_, ident = SettingType(row.type), self._source_index.ident_in(self._index, row)
        form = laid_over(type_, setting_form(row, self._source_names), {}, sizes=self._names.sizes)
        form.pop("follows", None)
        if why := _cannot_add(type_, form, self.target):
            return self.left_out(row, Why.UNMATCHED, why)
        warnings = _list_warnings(type_, form["body"])
        if (
            type_ in SWITCHED
            and type_.value not in self.sync.enable
            and any(switches_of(form["body"]).values())
        ):
            form = switched_off(form)
            warnings = ["It arrives switched off."]
        if secrets := masked_fields(form):
            warnings.append(f"Its secrets are not known: {where_to_type(type_, row.name, secrets)}.")
        if ident in self._delay_moves:
            form["follows"] = ident_name(self._delay_moves[ident])
        reason = f"{self.source.label} has it; {self.target.instance} does not have it."
        return self._entry(Op.ADD, ident, row, reason, after=form, warnings=tuple(warnings))

    def update(self, row: Setting, present: Setting) -> Planned:
        """Return the entry that brings a setting of the target in line, or why none can."""
        if (SettingType(present.type), present.name) in _RESERVED:
            return self.left_out(present, Why.KEPT, "The app takes no change of it.")
        if row.body.get("implementation") != present.body.get("implementation"):
            why = f"It is of another sort on {self.target.instance}: rename or remove one of them."
            return self.left_out(present, Why.UNMATCHED, why)
        type_, ident = SettingType(row.type), self._index.ident(present)
        present_form = setting_form(present, self._names)
        form = laid_over(type_, setting_form(row, self._source_names), present_form, sizes=self._names.sizes)
        form.pop("follows", None)
        untyped = self._untyped(type_, row, form, present_form)
        if type_ in SWITCHED and (untyped or type_.value not in self.sync.enable):
            form = without_switches(form)
        if type_ in _ALWAYS_THERE and not self._same_version:
            body = {key: value for key, value in form["body"].items() if key in present_form["body"]}
            form = {**form, "body": body}
        before, after = form_differences(form, present_form)
        if ident in self._delay_moves:
            before["follows"] = present_form.get("follows", "")
            after["follows"] = ident_name(self._delay_moves[ident])
        if unknown := unknown_references(after):
            why = f"It refers to {name_some(unknown)} of {self.source.label}, whose name nobody knows."
            return self.left_out(present, Why.UNMATCHED, why)
        if not after:
            return self.left_out(present, Why.KEPT, untyped or self._why_nothing(type_))
        items = (side.body.get("items") or () for side in (row, present))
        qualities = {
            number: name for rows in items for number, name in cutoff_names(rows, before, after).items()
        }
        reason = f"It is not as in {self.source.label}: {place_names(flatten(after))}."
        body = {**(present_form.get("body") or {}), **(after.get("body") or {})}
        warnings = (*_list_warnings(type_, body), *filter(None, [untyped]))
        values: dict[str, Any] = {"now": before, "after": after, "warnings": warnings, "qualities": qualities}
        return self._entry(Op.UPDATE, ident, present, reason, **values)

    def remove(self, present: Setting) -> Planned:
        """Return the entry that removes what only the target has, or why it stays."""
        type_ = SettingType(present.type)
        is_default = type_ is SettingType.DELAY_PROFILE and not present.body.get("tags")
        is_default |= (type_, present.name) in _RESERVED
        if type_ in _ALWAYS_THERE or is_default:
            return self.left_out(present, Why.KEPT, "No API removes it.")
        if (present.type, present.name) in self.wanted.refused_names:
            return self.left_out(present, Why.KEPT, f"{self.source.label} has one that cannot be had here.")
        if not self.sync.delete_unmanaged:
            return self.left_out(
                present, Why.KEPT, f"Only {self.target.instance} has it; this sync removes nothing."
            )
        form = setting_form(present, self._names)
        form.pop("follows", None)
        if why := _cannot_remove(type_, form):
            return self.left_out(present, Why.UNMATCHED, why)
        warnings = []
        if uses := self.in_use.of(type_, present.name):
            warnings.append(f"In use by {uses}.")
        if self.wanted.may_have(present.type):
            warnings.append(f"Some of {self.source.label} cannot be used, and this may be of it.")
        reason = f"{self.target.instance} has it and {self.source.label} does not."
        values: dict[str, Any] = {"now": form, "warnings": tuple(warnings), "by_hand": bool(warnings)}
        return self._entry(Op.REMOVE, self._index.ident(present), present, reason, **values)

    def left_out(self, row: Setting, why: Why, reason: str) -> LeftOut:
        """Return that a setting is left alone."""
        index = self._index if id(row) in self._targets else self._source_index
        title = setting_title(row, index.ident(row))
        return LeftOut(why, self.target.instance, "", title, 0, reason)

    def _entry(self, op: Op, ident: str, row: Setting, reason: str, **values: Any) -> Entry:
        return setting_entry(self.target.instance, op, ident, setting_title(row, ident), reason, **values)

    def _untyped(self, type_: SettingType, row: Setting, form: Fields, present: Fields) -> str:
        """Return that a provider stays switched off until its secrets are typed; empty where it does not."""
        if type_.value not in self.sync.enable or not (secrets := lacking_secrets(form, present)):
            return ""
        switches, now = switches_of(form["body"]), present["body"]
        if not any(on and not now.get(name) for name, on in switches.items()):
            return ""
        return f"It is not switched on without its secrets: {where_to_type(type_, row.name, secrets)}."

    def _why_nothing(self, type_: SettingType) -> str:
        """Return why a setting that differs has nothing to be written."""
        if type_ is SettingType.DELAY_PROFILE:
            return "Its place follows from that of the others."
        if type_ in SWITCHED:
            return f"Only its switches or secrets differ, and this sync does not enable {type_.value}."
        if not self._same_version:
            return "It differs in what only one of the two versions has."
        return "It differs in what no API changes."

    @cached_property
    def _same_version(self) -> bool:
        """Whether both sides' apps have the same settings: what only a newer one has is no difference."""
        source, target = (parsed(side.version)[:1] for side in (self.source, self.target))
        return source == target or not source

    @cached_property
    def _targets(self) -> frozenset[int]:
        return frozenset(map(id, self.target.settings))

    @cached_property
    def _names(self) -> SettingNames:
        return side_names(self.target)

    @cached_property
    def _source_names(self) -> SettingNames:
        return side_names(self.source)

    @cached_property
    def _index(self) -> SettingIndex:
        return SettingIndex(self.target.settings, self._names)

    @cached_property
    def _source_index(self) -> SettingIndex:
        return SettingIndex(self.source.settings, self._source_names)

    @cached_property
    def _delay_moves(self) -> Mapping[str, str]:
        """Which delay profiles go behind which other one, empty for the front.

        One that the target lacks and the sync is not about has no place there.
        """
        present = self._index.delay_order
        wanted = [
            ident
            for ident in self._source_index.delay_order
            if ident in present or self.sync.is_about(ident_name(ident).replace(",", ", "))
        ]
        return delay_moves(wanted, present)


def _cannot_add(type_: SettingType, form: Fields, target: Side) -> str:
    """Return why a setting that a target lacks cannot be made there, as a sentence; empty where it can."""
    if type_ in _ALWAYS_THERE:
        return f"{target.instance} has no such quality, and no API adds one."
    if type_ not in PROVIDERS and is_masked(form):
        return "A part of it is a secret that nobody is given: set it up by hand."
    if unknown := unknown_references(form):
        return f"It refers to {name_some(unknown)}, whose name nobody knows."
    return ""


def _cannot_remove(type_: SettingType, form: Fields) -> str:
    """Return why a setting is not removed, as it could not be brought back; empty where it could."""
    if type_ in PROVIDERS and masked_fields(form):
        return "It could not be brought back, as the app gives its secrets out to nobody: delete it there."
    if unknown := unknown_references(form):
        return f"It could not be brought back, as it refers to {name_some(unknown)}: delete it in the app."
    return ""


def _list_warnings(type_: SettingType, body: Mapping[str, Any]) -> list[str]:
    """Return a warning on an import list that adds titles by itself."""
    adding = [key for key in _ADDS_TITLES if body.get(key) is True]
    if type_ is not SettingType.IMPORT_LIST or not adding:
        return []
    return [f"It adds titles by itself ({', '.join(adding)})."]
