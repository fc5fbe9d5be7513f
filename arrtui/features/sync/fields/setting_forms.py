"""Settings in a form that means the same on any instance of a kind: names instead of ids, no secrets. Pure.

The form of a setting, its parts left out where it has none:

==================== ==================================================================================
``body``             the app's own keys, without ids and without what the app changes by itself; in the
                     conditions of auto tags and in custom filters names stand for ids
``fields``           name → value of a provider's form; masked ones are in it as stars
``tags``             labels
``excluded_tags``    labels of a release profile of Sonarr 5
``quality_profile``  name of the profile it refers to, of each of TITLE_PROFILES, and of a root folder
                     ``default_…`` and ``default_tags``, alike
``download_client``  name of the download client it refers to, empty for any
``indexer``          name of the indexer it refers to, empty for any
``formats``          custom format → score, those with a score of 0 left out
``scores``           of a custom format that is deleted and made again: quality profile → score
``follows``          of a delay profile: the labels of the one before it, empty for the first one
==================== ==================================================================================

An entry's ``now`` and ``after`` have the same form, of a change only what differs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from arrtui.core.domain import PROVIDERS as PROVIDERS
from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.conditions import as_number
from arrtui.core.settings.identity import terms_of
from arrtui.core.text import MASK
from arrtui.features.sync.fields.completion import SIZES, with_sizes
from arrtui.features.sync.fields.names import trim_path
from arrtui.features.sync.fields.setting_names import (
    CONDITIONS,
    FILTER_KEYS,
    FOLDER_CONDITION,
    REFERENCES,
    SettingNames,
    is_unknown,
    renamed_condition,
    renamed_filter,
)
from arrtui.features.sync.model import Entry, EntrySubject, Fields, Op, entry_key

_ONLY: Mapping[SettingType, frozenset[str]] = {
    SettingType.TAG: frozenset({"label"}),
    SettingType.ROOT_FOLDER: frozenset(
        {"path", "name", "defaultMonitorOption", "defaultNewItemMonitorOption"}
    ),
    SettingType.CUSTOM_FORMAT: frozenset({"name", "includeCustomFormatWhenRenaming", "specifications"}),
    SettingType.COLLECTION: frozenset({"monitored", "rootFolderPath", "searchOnAdd", "minimumAvailability"}),
    SettingType.QUALITY_DEFINITION: frozenset({"title", *SIZES}),
    SettingType.REMOTE_PATH_MAPPING: frozenset({"host", "remotePath", "localPath"}),
    SettingType.CUSTOM_FILTER: frozenset({"type", "label", "filters"}),
}
"""The keys of a body that can be written, where not all of them can."""
_ELSEWHERE = frozenset({"id", "fields", "formatItems", "implementationName", *REFERENCES})
"""Keys that have a part of their own in the form, or none."""
_PATHS = frozenset({"path", "rootFolderPath", "remotePath", "localPath"})


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


def setting_form(setting: Setting, names: SettingNames) -> Fields:
    """Return a setting's form; what nobody knows the name of is called ``#ID``."""
    type_, body = SettingType(setting.type), setting.body
    form: Fields = {"body": _own_keys(type_, body, names)}
    if type_ is SettingType.QUALITY_PROFILE and body.get("items"):
        form["body"]["items"] = with_sizes(body["items"], known=names.sizes)
    if type_ is SettingType.QUALITY_DEFINITION:
        sizes = {} if names.sizes else dict.fromkeys(SIZES)  # the app leaves out what is unlimited
        form["body"] = sizes | {
            key: value for key, value in form["body"].items() if key in sizes or key not in SIZES
        }
    if isinstance(body.get("fields"), list):
        form["fields"] = field_values(body["fields"])
    for key, reference in REFERENCES.items():
        value = body.get(key)
        if reference.is_list and isinstance(value, list):
            form[reference.part] = names.labels(value)
        elif value and not reference.is_list:
            form[reference.part] = names.name(reference.type, value)
        elif key in body and reference.any_is_empty:
            form[reference.part] = ""
    if isinstance(body.get("formatItems"), list):
        form["formats"] = format_scores(body["formatItems"])
    if setting.id in names.follows and type_ is SettingType.DELAY_PROFILE:
        form["follows"] = names.follows[setting.id]
    return form


def wanted_form(type_: SettingType, after: Mapping[str, Any]) -> Fields:
    """Return the wanted parts of a setting as a form, also where ``body`` is a whole one of the app's.

    Ids in a body mean nothing on their own, so what it refers to counts only by name.
    """
    body = after.get("body") or {}
    form: Fields = {"body": _own_keys(type_, body, SettingNames())} if body else {}
    if isinstance(body.get("fields"), list):
        form["fields"] = field_values(body["fields"])
    if isinstance(body.get("formatItems"), list):
        form["formats"] = format_scores(body["formatItems"])
    return form | {name: value for name, value in after.items() if name != "body"}


def field_values(fields: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    """Return the values of a provider's form by their names."""
    return {row["name"]: row.get("value") for row in fields if "name" in row}


def format_scores(rows: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    """Return the scores of a quality profile by the names of formats; those of a name twice are added.

    So do the apps (ARR_API 2.4).
    """
    scores: dict[str, int] = {}
    for row in rows:
        if row.get("name") and row.get("score"):
            scores[row["name"]] = scores.get(row["name"], 0) + row["score"]
    return {name: score for name, score in scores.items() if score}


def references_of(form: Fields) -> Iterator[tuple[SettingType, str]]:
    """Yield the type and name of each setting that a form refers to; titles in filters are not among them."""
    for reference in REFERENCES.values():
        value = form.get(reference.part)
        names = value if isinstance(value, list) else [value] if value else []
        yield from ((reference.type, name) for name in names)
    yield from ((SettingType.CUSTOM_FORMAT, name) for name in form.get("formats") or ())
    body = form.get("body") or {}
    for condition in body.get("specifications") or ():
        if type_ := CONDITIONS.get(str(condition.get("implementation"))):
            rows = condition.get("fields") or ()
            yield from ((type_, str(row["value"])) for row in rows if row.get("value") is not None)
    for row in body.get("filters") or ():
        if (type_ := FILTER_KEYS.get(str(row.get("key")))) and isinstance(row.get("value"), list):
            yield from ((type_, str(name)) for name in row["value"])


def unknown_references(form: Fields) -> list[str]:
    """Return what a form refers to and nobody knows the name of: ``tag #7``, ``title #12``."""
    unknown = [
        f"{type_.value.replace('_', ' ')} {name}"
        for type_, name in references_of(form)
        if type_ is not SettingType.CUSTOM_FORMAT and is_unknown(name)
    ]
    for row in (form.get("body") or {}).get("filters") or ():
        if row.get("key") in FILTER_KEYS and FILTER_KEYS[row["key"]] is None:
            unknown += [f"title {name}" for name in row.get("value") or () if is_unknown(name)]
    return list(dict.fromkeys(unknown))


def _own_keys(type_: SettingType, body: Mapping[str, Any], names: SettingNames) -> dict[str, Any]:
    """Return the keys of a body that can be written as they are."""
    only = _ONLY.get(type_)
    left_out = _ELSEWHERE | ({"order"} if type_ is SettingType.DELAY_PROFILE else set())
    kept = (key for key in body if (key not in left_out if only is None else key in only))
    return {key: _plain_value(type_, key, body[key], names) for key in kept}


def _plain_value(type_: SettingType, key: str, value: Any, names: SettingNames) -> Any:
    """Return the value of a key without what the apps add to it, names in the place of ids."""
    if key == "specifications":
        return [_plain_condition(specification, names) for specification in value or ()]
    if key == "filters" and isinstance(value, list):
        return [renamed_filter(row, lambda of, part: _named(of, part, names)) for row in value]
    if type_ is SettingType.RELEASE_PROFILE and key in ("required", "ignored"):
        return terms_of(value)
    if key in _PATHS:
        return trim_path(str(value))
    return value.lower() if key == "label" and type_ is SettingType.TAG else value


def _plain_condition(specification: Mapping[str, Any], names: SettingNames) -> dict[str, Any]:
    """Return the parts of a condition that both apps read back (ARR_API 2.4)."""
    implementation = specification.get("implementation", "")
    fields = [
        {"name": row["name"], "value": as_number(implementation, row.get("value"))}
        for row in specification.get("fields") or ()
        if "name" in row
    ]
    if implementation == FOLDER_CONDITION:
        fields = [row | {"value": trim_path(str(row["value"] or ""))} for row in fields]
    condition = {
        "name": specification.get("name", ""),
        "implementation": implementation,
        "negate": bool(specification.get("negate")),
        "required": bool(specification.get("required")),
        "fields": fields,
    }
    renamed: dict[str, Any] = renamed_condition(condition, lambda of, part: _named(of, part, names))
    return renamed


def _named(type_: SettingType | None, value: Any, names: SettingNames) -> Any:
    """Return the name for an id; what is a name already stays."""
    return names.name(type_, value) if isinstance(value, int) and not isinstance(value, bool) else value


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
