"""Read what can be read of an object with odd values: facts that are not its identity have their defaults.

The apps' answers differ between versions, and proxies and broken databases add to it. A title is no less
there because its ratings have another shape.
"""

from __future__ import annotations

import math
import re
from functools import cache
from types import UnionType
from typing import Annotated, Any, TypeVar, Union, get_args, get_origin

import msgspec

from arrtui.clients.wire import Wire

T = TypeVar("T")


class UnusableError(ValueError):
    """An element was decoded but lacks what a record cannot be without; its text is the reason."""


_fields = cache(msgspec.structs.fields)
"""The fields of a type: finding them out evaluates every annotation anew."""
_NAMES = ("title", "name", "label", "relativePath", "path", "sourceTitle", "movieTitle")
_UNREADABLE = object()
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def salvaged(value: Any, type_: type[T]) -> tuple[T, tuple[str, ...]]:
    """Return a plain value without nulls as ``type_``, and the names of its unreadable facts in words.

    Of a fact with readable parts these are kept; otherwise it has its default.

    :raises UnusableError: a fact that is its identity cannot be read.
    :raises msgspec.ValidationError: it is no object.
    """
    facts: tuple[str, ...] = ()
    try:
        return msgspec.convert(value, type_, strict=False), facts
    except msgspec.ValidationError:
        pass  # which of its facts are odd takes ten times as long to find out
    if isinstance(value, dict) and isinstance(type_, type) and issubclass(type_, Wire):
        members = _readable_members(value, type_)
        facts = tuple(in_words(name) for name, part in members.items() if part is not value[name])
        value = {name: part for name, part in members.items() if part is not _UNREADABLE}
    return msgspec.convert(value, type_, strict=False), facts


def in_words(name: str) -> str:
    """Return the name of a field as words: ``original language`` for ``originalLanguage``."""
    return _CAPITAL.sub(" ", name).lower()


def name_of(element: Any) -> str:
    """Return what a person calls an element, with its year; empty where it has no readable name."""
    if isinstance(element, Wire):
        element = msgspec.to_builtins(element)
    if not isinstance(element, dict):
        return ""
    name = next((element[key] for key in _NAMES if isinstance(element.get(key), str) and element[key]), "")
    year = element.get("year")
    return f"{name} ({year})" if name and isinstance(year, int) and year else name


def _readable_members(value: dict[str, Any], type_: type[Wire]) -> dict[str, Any]:
    """Return what can be read of each member that ``type_`` has, ``_UNREADABLE`` where nothing can."""
    fields = [field for field in _fields(type_) if field.encode_name in value]
    members = {field.encode_name: _readable(value[field.encode_name], field.type) for field in fields}
    for name in type_.identity:
        if members.get(name) is _UNREADABLE:
            raise UnusableError(f"its {in_words(name)} cannot be read")
    return members


def _readable(value: Any, type_: Any) -> Any:
    """Return ``value`` itself where it fits, the parts of it that do, or ``_UNREADABLE``."""
    try:
        msgspec.convert(value, type_, strict=False)
    except msgspec.ValidationError:
        return _parts(value, type_)
    return value


def _parts(value: Any, type_: Any) -> Any:
    origin, arguments = get_origin(type_), get_args(type_)
    if origin in (Union, UnionType):
        parts = (_parts(value, kind) for kind in arguments if kind is not type(None))
        return next((part for part in parts if part is not _UNREADABLE), _UNREADABLE)
    kind = arguments[0] if origin is Annotated else type_
    if kind is int and isinstance(value, float) and math.isfinite(value):
        return _readable(int(value), type_)
    if origin in (list, tuple) and isinstance(value, list):
        return [part for item in value if (part := _readable(item, arguments[0])) is not _UNREADABLE]
    if origin is dict and isinstance(value, dict):
        members = {key: _readable(item, arguments[1]) for key, item in value.items()}
        return {key: part for key, part in members.items() if part is not _UNREADABLE}
    if isinstance(value, dict) and isinstance(type_, type) and issubclass(type_, Wire):
        try:
            members = _readable_members(value, type_)
        except UnusableError:
            return _UNREADABLE
        return {name: part for name, part in members.items() if part is not _UNREADABLE}
    return _UNREADABLE
