"""Flatten fields into single values, which are compared and reverted one by one. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from arrtui.core.apps import Noun
from arrtui.core.setting_text import key_words
from arrtui.features.sync.fields import names
from arrtui.features.sync.fields.file_facts import same_fact
from arrtui.features.sync.model import Fields

Place = tuple[str, ...]
"""Where a value is: ``("monitored",)``, ``("seasons", "2")``, ``("files", PATH, "quality")``."""

_DEPTHS = {"seasons": 1, "episodes": 1, "files": 2, "body": 1, "fields": 1, "formats": 1, "scores": 1}
"""How deep the mappings of a field go; every other field is one value."""
_LOOSE = frozenset({("tags",), ("path",), ("root_folder",)})
"""Values that may be written differently and mean the same."""


def flatten(fields: Mapping[str, Any]) -> dict[Place, Any]:
    """Return the single values of fields by their places."""
    values: dict[Place, Any] = {}
    for name, value in fields.items():
        _flatten_into(values, (name,), value, _DEPTHS.get(name, 0))
    return values


def _flatten_into(values: dict[Place, Any], place: Place, value: Any, depth: int) -> None:
    if not depth or not isinstance(value, Mapping):
        values[place] = value
        return
    for key, inner in value.items():
        _flatten_into(values, (*place, key), inner, depth - 1)


def value_at(values: Mapping[Place, Any], place: Place) -> Any:
    """Return the value at a place; what is not there is None, but a score is 0."""
    return values.get(place, 0 if place[0] in ("formats", "scores") else None)


def unflatten(values: Mapping[Place, Any]) -> Fields:
    """Return the fields these single values are part of."""
    fields: Fields = {}
    for place, value in values.items():
        inner = fields
        for key in place[:-1]:
            inner = inner.setdefault(key, {})
        inner[place[-1]] = value
    return fields


def same_value(place: Place, value: Any, other: Any) -> bool:
    """Return whether two values mean the same at this place."""
    if place[0] == "files":
        return same_fact(place[-1], value, other)
    if place in _LOOSE and value is not None and other is not None:
        return names.same_field(place[0], value, other)
    return bool(value == other)


class Reversion(NamedTuple):
    """The fields that revert a change."""

    now: Fields
    """What is there of the fields to write."""
    after: Fields
    """What was there before the change."""
    changed: list[Place]
    """Values that are neither as before nor as they were written: somebody else's by now."""


def revert_values(
    before: Mapping[str, Any],
    written: Mapping[str, Any],
    present: Mapping[str, Any],
    *,
    partial: Iterable[str] = (),
) -> Reversion:
    """Return the fields that bring ``before`` back where ``present`` is still as ``written``.

    A value that was not written changed along with one that was (the folder with the root folder), so it
    is reverted too, except in the fields named ``partial``. What is not there any more cannot be written.
    """
    written_values, present_values, partial_fields = flatten(written), flatten(present), set(partial)
    revert: dict[Place, Any] = {}
    changed: list[Place] = []
    for place, old in flatten(before).items():
        if place not in present_values or (place not in written_values and place[0] in partial_fields):
            continue
        if same_value(place, old, present_values[place]):
            continue
        if place in written_values and not same_value(place, written_values[place], present_values[place]):
            changed.append(place)
        else:
            revert[place] = old
    return Reversion(
        unflatten({place: present_values[place] for place in revert}), unflatten(revert), changed
    )


EPISODE = Noun("episode", "episodes")


def place_names(
    places: Iterable[Place], unit: Noun = EPISODE, children: Mapping[str, str] = MappingProxyType({})
) -> str:
    """Return the names of these values, each once: ``quality profile, season 2, episode 1x3``.

    ``unit`` is what the app calls what a title consists of, ``children`` what those with an id are called.
    """
    return ", ".join(dict.fromkeys(_place_name(place, unit, children) for place in places))


def field_names(fields: Iterable[str], unit: Noun = EPISODE) -> str:
    """Return the names of whole fields: ``quality profile, root folder, seasons``."""
    return ", ".join(unit.plural if name == "episodes" else name.replace("_", " ") for name in fields)


def _place_name(place: Place, unit: Noun, children: Mapping[str, str]) -> str:
    match place:
        case ("seasons", number):
            return f"season {number}"
        case ("episodes", number):
            return f"{unit.singular} {children.get(number, number)}"
        case ("files", path, *_):
            return f"file {path}"
        case ("formats", name):
            return f"score of {name}"
        case ("scores", name):
            return f"score in {name}"
        case ("follows",):
            return "place in the order"
        case ("body" | "fields", name):
            return key_words(name)
    return place[0].replace("_", " ")
