"""Turn an entry on a setting into the API requests it takes, with the ids of right now. Pure.

A change is laid over what the app gave right before, so that keys nobody knows, inside lists too, and stars
in the place of secrets go back to it as they came: both apps take stars for "keep what is stored".

Most entries take one request. A delay profile that is added is put in its place by a second one, and a custom
format made again gets its scores in each quality profile by one more.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from arrtui.clients import convert
from arrtui.core.domain import SINGLE, SettingType
from arrtui.features.sync.apply.setting_bodies import body_with, cannot_write, format_rows
from arrtui.features.sync.apply.setting_lookup import RemoteSettings, SettingLookup
from arrtui.features.sync.fields.setting_forms import (
    PROVIDERS,
    is_masked,
    unknown_references,
    wanted_form,
)
from arrtui.features.sync.fields.setting_index import ident_name
from arrtui.features.sync.fields.single_values import flatten, place_names, same_value, unflatten, value_at
from arrtui.features.sync.model import Entry, Fields, Op, PlannedEntry

_LATER = frozenset({"follows", "scores"})
"""Parts of a form with requests of their own, once the setting is there."""
_UNDELETABLE = SINGLE | {SettingType.COLLECTION, SettingType.QUALITY_DEFINITION}


class SettingWrite(NamedTuple):
    """One request that writes a setting."""

    type: SettingType
    """Not the entry's own for a profile that gets the score of a format."""
    method: Literal["post", "put", "delete", "reorder"]
    id: int
    """Of the setting changed, deleted or put elsewhere; 0 for a new one."""
    body: dict[str, Any]
    """What is sent; of a reorder ``after``: the id of the delay profile to go behind, None for the front."""
    last: bool = True
    """Whether the entry is done with it; else the settings are read again and asked about."""


def setting_write(planned: PlannedEntry, current: RemoteSettings) -> SettingWrite | None:
    """Return the next write that brings a setting to what the entry wants; None when it needs no change.

    Raises :class:`CannotWriteError` where the app has no way to write it, or something it refers to is
    missing.
    """
    entry, after = planned.entry, planned.after
    lookup = SettingLookup.of(entry.ident, current)
    if entry.op is Op.REMOVE:
        return _removal(entry, lookup)
    wanted = lookup.completed(wanted_form(lookup.type, after))
    if lookup.setting is None:
        return _addition(entry, wanted, lookup)
    places = lookup.differences(wanted)
    if any(place[0] not in _LATER for place in places):
        # what stars stand for stays as the app has it
        open_values = {
            place: value
            for place, value in flatten(wanted).items()
            if place[0] not in _LATER and not is_masked(value)
        }
        body = body_with(lookup.raw, unflatten(open_values), lookup)
        last = not any(place[0] in _LATER for place in places)
        return SettingWrite(
            lookup.type, "put", int(lookup.raw.get("id") or convert.SINGLE_ID), body, last=last
        )
    return next(_later_writes(entry, wanted, lookup), None)


def _removal(entry: Entry, lookup: SettingLookup) -> SettingWrite | None:
    """Return the write that deletes a setting; only what can be brought back, or what a plan had added."""
    name = "" if lookup.type in SINGLE else ident_name(entry.ident)
    if lookup.type in _UNDELETABLE:
        raise cannot_write(lookup.type, "deleting", "", "the app has no way to delete it")
    if lookup.setting is None:
        return None
    if lookup.type is SettingType.DELAY_PROFILE and not lookup.raw.get("tags"):
        raise cannot_write(lookup.type, "deleting", "", "the default one cannot be deleted")
    if not entry.undoes_addition:
        if lookup.type in PROVIDERS and is_masked(lookup.form.get("fields")):
            why = "it could not be brought back, as the app gives its secrets out to nobody"
            raise cannot_write(lookup.type, "deleting", name, why, "Delete it in the app.")
        if unknown := unknown_references(lookup.form):
            why = f"it could not be brought back, as it refers to {unknown[0]}, which nobody knows"
            raise cannot_write(lookup.type, "deleting", name, why, "Delete it in the app.")
    return SettingWrite(lookup.type, "delete", lookup.setting.id, {})


def _addition(entry: Entry, wanted: Fields, lookup: SettingLookup) -> SettingWrite:
    """Return the write that makes a setting. Raises :class:`CannotWriteError` for one that cannot be made."""
    name = ident_name(entry.ident)
    match lookup.type:
        case SettingType.TAG:
            return SettingWrite(lookup.type, "post", 0, {"label": name.lower()})
        case SettingType.ROOT_FOLDER:
            body = body_with({}, wanted, lookup)
            return SettingWrite(lookup.type, "post", 0, body | {"path": body.get("path") or name})
        case SettingType.COLLECTION:
            why = "it is not there; Radarr makes it when one of its movies is refreshed"
            title = entry.title.removeprefix("collection ")
            raise cannot_write(lookup.type, "changing", title, why, "Apply again after that.")
        case SettingType.QUALITY_DEFINITION:
            raise cannot_write(lookup.type, "changing", name, "this version of the app has no such quality")
    if entry.op is not Op.ADD or lookup.type in SINGLE:
        raise cannot_write(lookup.type, "changing", name, "it is not there any more", "Plan again.")
    last = not any(wanted.get(part) or part == "follows" for part in _LATER & wanted.keys())
    if lookup.type in PROVIDERS:
        return SettingWrite(lookup.type, "post", 0, _new_provider(name, wanted, lookup))
    if is_masked(wanted):
        why = "a part of it was kept back as a secret"
        raise cannot_write(lookup.type, "adding", name, why, "Set it up in the app.")
    template = next(iter(lookup.current.templates), {})
    return SettingWrite(lookup.type, "post", 0, body_with(template, wanted, lookup), last=last)


def _new_provider(name: str, wanted: Fields, lookup: SettingLookup) -> dict[str, Any]:
    """Return the body of a new provider: what the app proposes for its implementation, without secrets.

    Stars would be stored as the secret itself (ARR_API 2.4), and an implementation that the app does not know
    breaks the list of all providers of the kind.
    """
    implementation = (wanted.get("body") or {}).get("implementation")
    template = next(
        (row for row in lookup.current.templates if row.get("implementation") == implementation), None
    )
    if template is None:
        why = f"this version of the app knows no {implementation or 'such implementation'}"
        raise cannot_write(lookup.type, "adding", name, why)
    values = {place: value for place, value in flatten(wanted).items() if not is_masked(value)}
    return body_with(template, unflatten(values), lookup)


def _later_writes(entry: Entry, wanted: Fields, lookup: SettingLookup) -> Iterator[SettingWrite]:
    """Yield the writes that a setting takes once it is there and is as wanted otherwise."""
    places = lookup.differences(wanted)
    if ("follows",) in places and lookup.setting is not None:
        before = SettingLookup.of(f"{lookup.type.value}/{wanted['follows']}", lookup.current).setting
        if before is None and wanted["follows"]:
            why = f"there is no delay profile of {wanted['follows']} for it to follow"
            raise cannot_write(lookup.type, "ordering", ident_name(entry.ident), why, "Plan again.")
        behind = None if before is None else before.id
        yield SettingWrite(lookup.type, "reorder", lookup.setting.id, {"after": behind})
    scores = {place[1]: wanted["scores"][place[1]] for place in places if place[0] == "scores"}
    formats = lookup.ids(lookup.type) if scores else {}
    profiles = lookup.current.rows.get(SettingType.QUALITY_PROFILE, ())
    rows = [raw for raw in profiles if raw.get("name") in scores]
    for number, raw in enumerate(rows, 1):
        score = {ident_name(entry.ident): scores[raw["name"]]}
        body = {**raw, "formatItems": format_rows(raw.get("formatItems") or (), score, formats)}
        last = number == len(rows)
        yield SettingWrite(SettingType.QUALITY_PROFILE, "put", int(raw["id"]), body, last=last)


def setting_before(planned: PlannedEntry, current: RemoteSettings) -> Fields | None:
    """Return what the journal notes before an entry is written: the parts it writes, all of a removal.

    None where the setting is not there. Secrets are stars, whatever the app gave.
    """
    entry, after = planned.entry, planned.after
    lookup = SettingLookup.of(entry.ident, current)
    if lookup.setting is None or entry.op is Op.REMOVE:
        return lookup.form if lookup.setting else None
    present = flatten(lookup.form)
    return unflatten({place: value_at(present, place) for place in flatten(wanted_form(lookup.type, after))})


def setting_conflict(planned: PlannedEntry, current: RemoteSettings) -> str:
    """Return which part of a setting is neither as it was planned from nor as wanted; empty when none is."""
    entry, after = planned.entry, planned.after
    lookup = SettingLookup.of(entry.ident, current)
    if lookup.setting is None:
        return "it is not there any more" if entry.op is Op.UPDATE else ""
    wanted_fields = lookup.completed(wanted_form(lookup.type, after))
    wanted, present = flatten(wanted_fields), flatten(lookup.form)
    # a collection that was not there is the app's own, made as its first movie was added
    made_by_app = lookup.type is SettingType.COLLECTION
    differs = any(place[0] not in _LATER for place in lookup.differences(wanted_fields))
    if entry.op is Op.ADD and not made_by_app and differs:
        return "somebody else has added it meanwhile, with other settings"
    changed = [
        place
        for place, before in flatten(lookup.completed(entry.now)).items()
        if place[0] not in _LATER  # what others have to do with it may change while a plan is applied
        and not same_value(place, before, value_at(present, place))
        and not (place in wanted and same_value(place, wanted[place], value_at(present, place)))
    ]
    return f"changed meanwhile: {place_names(changed)}" if changed else ""


def setting_lost(planned: PlannedEntry, current: RemoteSettings) -> tuple[str, bool]:
    """Return in words what of a written setting is not as its entry wrote it, and whether nothing of it is.

    The words are empty where all is as written.
    """
    lookup = SettingLookup.of(planned.entry.ident, current)
    if planned.entry.op is Op.REMOVE:
        return ("it is there again", True) if lookup.setting else ("", False)
    if lookup.setting is None:
        return "it is not there", True
    wanted = lookup.completed(wanted_form(lookup.type, planned.after))
    places = lookup.differences(wanted)
    return place_names(places), len(places) == len(flatten(wanted))
