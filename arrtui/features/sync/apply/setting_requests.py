"""Turn an entry on a setting into the one API request it takes, with the ids of right now. Pure.

A change is laid over what the app gave right before, so that keys nobody knows, inside lists too, and stars
in the place of secrets go back to it as they came: both apps take stars for "keep what is stored".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from arrtui.clients import convert
from arrtui.clients.decoding import UnusableError
from arrtui.core.domain import Setting, SettingType
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.fields.completion import laid_over, with_sizes
from arrtui.features.sync.fields.setting_forms import (
    PROVIDERS,
    SINGLE,
    SettingNames,
    find_setting,
    ident_name,
    ident_type,
    is_masked,
    setting_form,
    setting_ident,
    setting_names,
    wanted_form,
)
from arrtui.features.sync.fields.single_values import flatten, place_names, same_value, unflatten, value_at
from arrtui.features.sync.model import Entry, Fields, Op, PlannedEntry

REFERRED = {
    SettingType.QUALITY_PROFILE: (SettingType.CUSTOM_FORMAT,),
    SettingType.DELAY_PROFILE: (SettingType.TAG,),
    SettingType.COLLECTION: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.IMPORT_LIST: (SettingType.TAG, SettingType.QUALITY_PROFILE),
    SettingType.INDEXER: (SettingType.TAG, SettingType.DOWNLOAD_CLIENT),
    SettingType.DOWNLOAD_CLIENT: (SettingType.TAG,),
    SettingType.NOTIFICATION: (SettingType.TAG,),
}
"""Type → the types its settings refer to; :class:`RemoteSettings` must have them too."""


@dataclass(frozen=True)
class RemoteSettings:
    """The settings an instance has right now, as far as an entry needs them."""

    rows: Mapping[SettingType, Sequence[dict[str, Any]]]
    """As GET gave them."""
    sizes: bool = False
    """Its quality profiles have size limits."""
    template: Mapping[str, Any] = field(default_factory=dict)
    """What the app proposes for a new setting of the entry's type; empty where it proposes nothing."""


class SettingWrite(NamedTuple):
    """One request that writes a setting."""

    type: SettingType
    method: Literal["post", "put", "delete"]
    id: int
    """Of the setting changed or deleted; 0 for a new one."""
    body: dict[str, Any]


def setting_write(planned: PlannedEntry, current: RemoteSettings) -> SettingWrite | None:
    """Return the write that brings a setting to what the entry wants; None when it needs no change.

    Raises :class:`CannotWriteError` where the app has no way to write it, or something it refers to is
    missing.
    """
    entry, after = planned.entry, planned.after
    lookup = _SettingLookup.of(entry.ident, current)
    if entry.op is Op.REMOVE:
        if lookup.type in SINGLE or lookup.type in PROVIDERS or lookup.type is SettingType.COLLECTION:
            raise _cannot(lookup.type, "deleting", "", "it could not be brought back")
        if lookup.setting is None:
            return None
        if lookup.type is SettingType.DELAY_PROFILE and not lookup.raw.get("tags"):
            raise _cannot(lookup.type, "deleting", "", "the default one cannot be deleted")
        return SettingWrite(lookup.type, "delete", lookup.setting.id, {})
    wanted = lookup.completed(wanted_form(lookup.type, after))
    if lookup.setting is None:
        return _addition(entry, wanted, lookup)
    if not _differences(wanted, lookup):
        return None
    # what stars stand for stays as the app has it
    open_values = {place: value for place, value in flatten(wanted).items() if not is_masked(value)}
    body = _body_with(lookup.raw, unflatten(open_values), lookup)
    return SettingWrite(lookup.type, "put", int(lookup.raw.get("id") or convert.SINGLE_ID), body)


def setting_before(planned: PlannedEntry, current: RemoteSettings) -> Fields | None:
    """Return what the journal notes before an entry is written: the parts it writes, all of a removal.

    None where the setting is not there. Secrets are stars, whatever the app gave.
    """
    entry, after = planned.entry, planned.after
    lookup = _SettingLookup.of(entry.ident, current)
    if lookup.setting is None or entry.op is Op.REMOVE:
        return lookup.form if lookup.setting else None
    present = flatten(lookup.form)
    return unflatten({place: value_at(present, place) for place in flatten(wanted_form(lookup.type, after))})


def setting_conflict(planned: PlannedEntry, current: RemoteSettings) -> str:
    """Return which part of a setting is neither as it was planned from nor as wanted; empty when none is."""
    entry, after = planned.entry, planned.after
    lookup = _SettingLookup.of(entry.ident, current)
    if lookup.setting is None:
        return "it is not there any more" if entry.op is Op.UPDATE else ""
    wanted_fields = lookup.completed(wanted_form(lookup.type, after))
    wanted, present = flatten(wanted_fields), flatten(lookup.form)
    # a collection that was not there is the app's own, made as its first movie was added
    made_by_app = lookup.type is SettingType.COLLECTION
    if entry.op is Op.ADD and not made_by_app and _differences(wanted_fields, lookup):
        return "somebody else has added it meanwhile, with other settings"
    changed = [
        place
        for place, before in flatten(lookup.completed(entry.now)).items()
        if not same_value(place, before, value_at(present, place))
        and not (place in wanted and same_value(place, wanted[place], value_at(present, place)))
    ]
    return f"changed meanwhile: {place_names(changed)}" if changed else ""


def setting_lost(planned: PlannedEntry, current: RemoteSettings) -> tuple[str, bool]:
    """Return in words what of a written setting is not as its entry wrote it, and whether nothing of it is.

    The words are empty where all is as written.
    """
    lookup = _SettingLookup.of(planned.entry.ident, current)
    if planned.entry.op is Op.REMOVE:
        return ("it is there again", True) if lookup.setting else ("", False)
    if lookup.setting is None:
        return "it is not there", True
    wanted = lookup.completed(wanted_form(lookup.type, planned.after))
    places = _differences(wanted, lookup)
    return place_names(places), len(places) == len(flatten(wanted))


@dataclass(frozen=True)
class _SettingLookup:
    """The setting an ident means on the instance, with all it may refer to."""

    type: SettingType
    current: RemoteSettings
    names: SettingNames
    setting: Setting | None
    raw: dict[str, Any]
    form: Fields

    @classmethod
    def of(cls, ident: str, current: RemoteSettings) -> _SettingLookup:
        """Look the setting up by its name."""
        type_ = ident_type(ident)
        settings = [setting for each_type in current.rows for setting, _ in _settings(each_type, current)]
        names = setting_names(settings, sizes=current.sizes)
        by_ident = {
            setting_ident(setting, names): (setting, raw) for setting, raw in _settings(type_, current)
        }
        setting = find_setting(ident, {key: setting for key, (setting, _) in by_ident.items()})
        if setting is None and type_ in SINGLE:
            setting = next((setting for setting, _ in by_ident.values()), None)
        raw = next((raw for candidate, raw in by_ident.values() if candidate is setting), {})
        return cls(type_, current, names, setting, raw, setting_form(setting, names) if setting else {})

    def completed(self, form: Fields) -> Fields:
        """Return a form of the setting with what the instance has and it does not know."""
        profiles = [self.current.template, *self.current.rows.get(SettingType.QUALITY_PROFILE, ())]
        sizes = self.current.sizes
        templates = [with_sizes(raw.get("items") or (), known=sizes) for raw in profiles]
        return laid_over(self.type, form, self.form, templates, sizes=sizes)

    def ids(self, type_: SettingType) -> dict[str, int]:
        """Return the ids of settings by their names."""
        return {setting.name: setting.id for setting, _ in _settings(type_, self.current)}


def _settings(type_: SettingType, current: RemoteSettings) -> list[tuple[Setting, dict[str, Any]]]:
    """Return raw settings with the form a backup keeps of them; those without an id cannot be meant."""
    settings = []
    for raw in current.rows.get(type_, ()):
        try:
            settings.append((convert.setting(type_, raw), raw))
        except UnusableError:
            continue
    return settings


def _differences(wanted: Fields, lookup: _SettingLookup) -> list[tuple[str, ...]]:
    """Return the places at which the setting is not as wanted.

    Scores of unknown formats do not count, nor do stars: they mean whatever is stored.
    """
    present = flatten(lookup.form)
    formats = lookup.ids(SettingType.CUSTOM_FORMAT).keys() if "formats" in wanted else frozenset()
    return [
        place
        for place, value in flatten(wanted).items()
        if not (place[0] == "formats" and place[-1] not in formats)
        and not is_masked(value)
        and not same_value(place, value, value_at(present, place))
    ]


def _addition(entry: Entry, wanted: Fields, lookup: _SettingLookup) -> SettingWrite:
    """Return the write that makes a setting. Raises :class:`CannotWriteError` for one that cannot be made."""
    name = ident_name(entry.ident)
    match lookup.type:
        case SettingType.TAG:
            return SettingWrite(lookup.type, "post", 0, {"label": name.lower()})
        case SettingType.ROOT_FOLDER:
            return SettingWrite(lookup.type, "post", 0, {"path": name})
        case SettingType.COLLECTION:
            why = "it is not there; Radarr makes it when one of its movies is refreshed"
            raise _cannot(lookup.type, "changing", entry.title, why, "Apply again after that.")
    if lookup.type in PROVIDERS:
        why = "it is not there, and its secrets are given out to nobody"
        raise _cannot(lookup.type, "adding", name, why, "Set it up in the app.")
    if entry.op is not Op.ADD or lookup.type in SINGLE:
        raise _cannot(lookup.type, "changing", name, "it is not there any more", "Plan again.")
    if is_masked(wanted):
        raise _cannot(
            lookup.type, "adding", name, "a part of it was kept back as a secret", "Set it up in the app."
        )
    return SettingWrite(lookup.type, "post", 0, _body_with(lookup.current.template, wanted, lookup))


def _body_with(raw: Mapping[str, Any], wanted: Mapping[str, Any], lookup: _SettingLookup) -> dict[str, Any]:
    """Return the body to send: what the app gave with the wanted parts in it, in ids of now."""
    body = {**raw, **wanted.get("body", {})}
    if "fields" in wanted:
        # a provider's form: of its fields the app reads back names and values only
        values, rows = wanted["fields"], [dict(row) for row in raw.get("fields") or ()]
        present = {row.get("name") for row in rows}
        body["fields"] = [
            *({**row, "value": values[row["name"]]} if row.get("name") in values else row for row in rows),
            *({"name": name, "value": value} for name, value in values.items() if name not in present),
        ]
    if "tags" in wanted:
        tag_ids = {label: tag_id for tag_id, label in lookup.names.tags.items()}
        missing = [label for label in wanted["tags"] if label.lower() not in tag_ids]
        if missing:
            raise _cannot(lookup.type, "writing", "", f"there is no tag {missing[0]}", "Create it first.")
        body["tags"] = sorted({tag_ids[label.lower()] for label in wanted["tags"]})
    if "quality_profile" in wanted:
        name = wanted["quality_profile"]
        body["qualityProfileId"] = _setting_id(name, SettingType.QUALITY_PROFILE, lookup)
    if "download_client" in wanted:
        name = wanted["download_client"]
        body["downloadClientId"] = _setting_id(name, SettingType.DOWNLOAD_CLIENT, lookup) if name else 0
    if lookup.type is SettingType.QUALITY_PROFILE:
        formats = lookup.ids(SettingType.CUSTOM_FORMAT)
        body["formatItems"] = _format_rows(raw.get("formatItems") or (), wanted.get("formats", {}), formats)
    return body


def _format_rows(
    rows: Iterable[Mapping[str, Any]], scores: Mapping[str, int], formats: Mapping[str, int]
) -> list[dict[str, Any]]:
    """Return a row for every format of the app, which demands it (``QualityProfileController``).

    One not named in ``scores`` keeps the score it has.
    """
    present = {str(row.get("name")): dict(row) for row in rows if row.get("name") in formats}
    lacking = {name: {"name": name, "score": 0} for name in formats if name not in present}
    return [
        {**row, "format": formats[name], "score": scores.get(name, row.get("score", 0))}
        for name, row in (present | lacking).items()
    ]


def _setting_id(name: str, type_: SettingType, lookup: _SettingLookup) -> int:
    ids = lookup.ids(type_)
    if name not in ids:
        word = type_.value.replace("_", " ")
        raise _cannot(lookup.type, "writing", "", f"there is no {word} named {name}", "Create it first.")
    return ids[name]


def _cannot(type_: SettingType, doing: str, name: str, why: str, advice: str = "") -> CannotWriteError:
    what = f"{doing} the {type_.value.replace('_', ' ')} {name}".rstrip()
    return CannotWriteError(what, why=why, advice=advice)
