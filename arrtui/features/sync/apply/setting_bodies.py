"""Make the body of a request out of what the app gave and the wanted parts of a form, in ids of now. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.apply.setting_lookup import SettingLookup
from arrtui.features.sync.fields.setting_names import REFERENCES, renamed_condition, renamed_filter


def cannot_write(type_: SettingType, doing: str, name: str, why: str, advice: str = "") -> CannotWriteError:
    """Return the error of a setting that cannot be written; ``doing`` is ``adding``, ``changing`` …"""
    what = f"{doing} the {type_.value.replace('_', ' ')} {name}".rstrip()
    return CannotWriteError(what, why=why, advice=advice)


def body_with(raw: Mapping[str, Any], wanted: Mapping[str, Any], lookup: SettingLookup) -> dict[str, Any]:
    """Return the body to send: what the app gave with the wanted parts in it.

    Raises :class:`CannotWriteError` where something it refers to is not there.
    """
    body = {**raw, **wanted.get("body", {})}
    if "fields" in wanted:
        body["fields"] = _field_rows(raw.get("fields") or (), wanted["fields"])
    for key, reference in REFERENCES.items():
        if reference.part not in wanted:
            continue
        value = wanted[reference.part]
        if reference.is_list:
            body[key] = sorted({setting_id(label, reference.type, lookup) for label in value})
        else:
            body[key] = setting_id(value, reference.type, lookup) if value else 0
    if "specifications" in wanted.get("body", {}):
        body["specifications"] = [
            renamed_condition(row, lambda type_, name: setting_id(name, type_, lookup))
            for row in body["specifications"]
        ]
    if "filters" in wanted.get("body", {}):
        body["filters"] = [
            renamed_filter(row, lambda type_, name: setting_id(name, type_, lookup))
            for row in body["filters"] or ()
        ]
    if lookup.type is SettingType.QUALITY_PROFILE:
        formats = lookup.ids(SettingType.CUSTOM_FORMAT)
        body["formatItems"] = format_rows(raw.get("formatItems") or (), wanted.get("formats", {}), formats)
    return body


def _field_rows(rows: Iterable[Mapping[str, Any]], values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return a provider's form with values in it; of its fields the app reads back names and values only."""
    own = [dict(row) for row in rows]
    present = {row.get("name") for row in own}
    return [
        *({**row, "value": values[row["name"]]} if row.get("name") in values else row for row in own),
        *({"name": name, "value": value} for name, value in values.items() if name not in present),
    ]


def format_rows(
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


def setting_id(name: Any, type_: SettingType | None, lookup: SettingLookup) -> int:
    """Return the id that a setting has by now; ``type_`` None is a title, which nothing here has an id of.

    Raises :class:`CannotWriteError` where there is none of this name.
    """
    ids = {} if type_ is None else lookup.ids(type_)
    name = str(name).lower() if type_ is SettingType.TAG else str(name)
    if name not in ids:
        word = "title" if type_ is None else type_.value.replace("_", " ")
        named = "" if type_ in (None, SettingType.TAG) else "named "
        why = f"there is no {word} {named}{name}"
        raise cannot_write(lookup.type, "writing", "", why, "Create it first." if type_ else "")
    return ids[name]
