"""Settings in a form that means the same on any instance of a kind: names instead of ids, no secrets. Pure.

The form of a setting, its parts left out where it has none:

==================== ==================================================================================
``body``             the app's own keys, without ids and without what the app changes by itself
``fields``           name → value of a provider's form; masked ones are in it as stars
``tags``             labels
``quality_profile``  name of the profile it refers to
``download_client``  name of the download client it refers to, empty for any
``formats``          custom format → score, those with a score of 0 left out
==================== ==================================================================================

An entry's ``now`` and ``after`` have the same form, of a change only what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from arrtui.core.apps import Ability
from arrtui.core.domain import Setting, SettingType
from arrtui.core.text import MASK
from arrtui.core.versions import is_able
from arrtui.features.sync.fields.completion import with_sizes
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.model import Entry, EntrySubject, Fields, Op, Side, entry_key

PROVIDERS = frozenset(
    {SettingType.IMPORT_LIST, SettingType.INDEXER, SettingType.DOWNLOAD_CLIENT, SettingType.NOTIFICATION}
)
SINGLE = frozenset({SettingType.NAMING, SettingType.MEDIA_MANAGEMENT})
"""What an instance has exactly once."""
DEFAULT = "default"
"""The name of the delay profile without tags, which every instance has."""

_ONLY: Mapping[SettingType, frozenset[str]] = {
    SettingType.TAG: frozenset({"label"}),
    SettingType.ROOT_FOLDER: frozenset({"path"}),
    SettingType.CUSTOM_FORMAT: frozenset({"name", "includeCustomFormatWhenRenaming", "specifications"}),
    SettingType.COLLECTION: frozenset({"monitored", "rootFolderPath", "searchOnAdd", "minimumAvailability"}),
}
"""The keys of a body that can be written, where not all of them can."""
_ELSEWHERE = frozenset(
    {"id", "tags", "fields", "formatItems", "qualityProfileId", "downloadClientId", "implementationName"}
)
"""Keys that have a part of their own in the form, or none."""


@dataclass(frozen=True, slots=True)
class SettingNames:
    """What the ids in an instance's settings stand for, and what its version knows."""

    tags: Mapping[int, str] = field(default_factory=dict)
    profiles: Mapping[int, str] = field(default_factory=dict)
    clients: Mapping[int, str] = field(default_factory=dict)
    sizes: bool = False
    """Its quality profiles have size limits."""


def side_names(side: Side) -> SettingNames:
    """Return what the settings of a side mean."""
    return setting_names(side.settings, sizes=is_able(side.kind, Ability.SIZES_IN_PROFILES, side.version))


def setting_names(settings: Iterable[Setting], *, sizes: bool) -> SettingNames:
    """Return the names that an instance's settings give to ids; labels in small letters."""
    by_type: dict[str, dict[int, str]] = {}
    for setting in settings:
        by_type.setdefault(setting.type, {})[setting.id] = setting.name
    return SettingNames(
        {tag_id: label.lower() for tag_id, label in by_type.get(SettingType.TAG.value, {}).items()},
        by_type.get(SettingType.QUALITY_PROFILE.value, {}),
        by_type.get(SettingType.DOWNLOAD_CLIENT.value, {}),
        sizes,
    )


# --- what a setting is called ----------------------------------------------------------------------------


def ident_type(ident: str) -> SettingType:
    """Return the type of the setting an entry's ident names."""
    return SettingType(ident.partition("/")[0])


def ident_name(ident: str) -> str:
    """Return the name in an entry's ident."""
    return ident.partition("/")[2]


def setting_ident(setting: Setting, names: SettingNames) -> str:
    """Return what identifies a setting on every instance and at any time: ``TYPE/NAME``.

    A delay profile has no name: its labels are its name, as no two may share one. A collection is known by
    its TMDb id, since its title is translated.
    """
    type_, name = SettingType(setting.type), setting.name
    match type_:
        case SettingType.NAMING | SettingType.MEDIA_MANAGEMENT:
            name = type_.value.replace("_", " ")
        case SettingType.DELAY_PROFILE:
            name = ",".join(_labels(setting.body, names)) if setting.body.get("tags") else DEFAULT
        case SettingType.COLLECTION:
            name = str(setting.body.get("tmdbId", ""))
        case SettingType.ROOT_FOLDER:
            name = trim_path(name)
        case SettingType.TAG:
            name = name.lower()
    return f"{type_.value}/{name}"


def setting_title(setting: Setting, ident: str) -> str:
    """Return what a setting is called in a plan: ``quality profile HD``, ``naming``."""
    type_ = SettingType(setting.type)
    words = type_.value.replace("_", " ")
    if type_ in SINGLE:
        return words
    return f"{words} {setting.name if type_ is SettingType.COLLECTION else ident_name(ident)}".rstrip()


def setting_entry(instance: str, op: Op, ident: str, title: str, reason: str, **values: Any) -> Entry:
    """Return an entry about a setting; ``values`` are its other fields."""
    return Entry(
        key=entry_key(instance, EntrySubject.SETTING, ident),
        instance=instance,
        op=op,
        subject=EntrySubject.SETTING,
        ident=ident,
        title=title,
        reason=reason,
        **values,
    )


def find_setting(ident: str, settings: Mapping[str, Setting]) -> Setting | None:
    """Return the setting an ident means, out of settings by their idents.

    A delay profile whose labels changed is the one that shares one of them.
    """
    setting, labels = settings.get(ident), _delay_labels(ident)
    if setting is not None or not labels:
        return setting
    return next((other for key, other in settings.items() if labels & _delay_labels(key)), None)


def _delay_labels(ident: str) -> set[str]:
    """Return the labels of a delay profile; none for the default one and other settings."""
    if ident_type(ident) is not SettingType.DELAY_PROFILE or ident_name(ident) == DEFAULT:
        return set()
    return set(ident_name(ident).split(","))


# --- the form --------------------------------------------------------------------------------------------


def setting_form(setting: Setting, names: SettingNames) -> Fields:
    """Return a setting's form. Names that are not known are left out."""
    type_, body = SettingType(setting.type), setting.body
    form: Fields = {"body": _own_keys(type_, body)}
    if type_ is SettingType.QUALITY_PROFILE and body.get("items"):
        form["body"]["items"] = with_sizes(body["items"], known=names.sizes)
    if isinstance(body.get("fields"), list):
        form["fields"] = field_values(body["fields"])
    if isinstance(body.get("tags"), list):
        form["tags"] = _labels(body, names)
    if profile := names.profiles.get(body.get("qualityProfileId", 0)):
        form["quality_profile"] = profile
    if "downloadClientId" in body:
        client_id = body["downloadClientId"] or 0
        if client_id == 0 or client_id in names.clients:
            form["download_client"] = names.clients.get(client_id, "")
    if isinstance(body.get("formatItems"), list):
        form["formats"] = format_scores(body["formatItems"])
    return form


def wanted_form(type_: SettingType, after: Mapping[str, Any]) -> Fields:
    """Return the wanted parts of a setting as a form, also where ``body`` is a whole one of the app's.

    Ids in a body mean nothing on their own, so tags, profile and client count only by their names.
    """
    body = after.get("body") or {}
    form: Fields = {"body": _own_keys(type_, body)} if body else {}
    if isinstance(body.get("fields"), list):
        form["fields"] = field_values(body["fields"])
    if isinstance(body.get("formatItems"), list):
        form["formats"] = format_scores(body["formatItems"])
    return form | {name: value for name, value in after.items() if name != "body"}


def field_values(fields: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the values of a provider's form by their names."""
    return {row["name"]: row.get("value") for row in fields if "name" in row}


def format_scores(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the scores of a quality profile by the names of formats."""
    return {row["name"]: row["score"] for row in rows if row.get("name") and row.get("score")}


def _labels(body: Mapping[str, Any], names: SettingNames) -> list[str]:
    return sorted(names.tags[tag_id] for tag_id in body.get("tags") or () if tag_id in names.tags)


def _own_keys(type_: SettingType, body: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of a body that can be written as they are."""
    only = _ONLY.get(type_)
    if only is not None:
        return {key: _plain_value(type_, key, value) for key, value in body.items() if key in only}
    left_out = _ELSEWHERE | ({"order"} if type_ is SettingType.DELAY_PROFILE else set())
    return {key: value for key, value in body.items() if key not in left_out}


def _plain_value(type_: SettingType, key: str, value: Any) -> Any:
    if type_ is SettingType.CUSTOM_FORMAT and key == "specifications":
        return [
            {  # the parts that both apps read back (ARR_API 2.4)
                "name": specification.get("name", ""),
                "implementation": specification.get("implementation", ""),
                "negate": bool(specification.get("negate")),
                "required": bool(specification.get("required")),
                "fields": [
                    {"name": row["name"], "value": row.get("value")}
                    for row in specification.get("fields") or ()
                    if "name" in row
                ],
            }
            for specification in value or ()
        ]
    if key in ("path", "rootFolderPath"):
        return trim_path(str(value))
    return value.lower() if key == "label" else value


# --- secrets ---------------------------------------------------------------------------------------------


def is_masked(value: Any) -> bool:
    """Return whether there is a secret in a value, that is, stars in its place."""
    match value:
        case str():
            return MASK in value  # alone, or inside an address
        case dict():
            return any(map(is_masked, value.values()))
        case list():
            return any(map(is_masked, value))
    return False
