"""What identifies a setting of each type on any instance: names, labels and paths, never ids. Pure.

Names count with case and blanks, as in the apps: "HD-1080p" and "HD-1080p " are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.book import SettingsBook, quality_name

Identity = tuple[str, ...]

KIND_WORDS: Mapping[SettingType, str] = {
    SettingType.CUSTOM_FORMAT: "custom formats",
    SettingType.QUALITY_PROFILE: "quality profiles",
    SettingType.QUALITY_DEFINITION: "quality definitions",
    SettingType.NAMING: "naming",
    SettingType.MEDIA_MANAGEMENT: "media management",
    SettingType.DELAY_PROFILE: "delay profiles",
    SettingType.RELEASE_PROFILE: "release profiles",
    SettingType.TAG: "tags",
    SettingType.ROOT_FOLDER: "root folders",
    SettingType.REMOTE_PATH_MAPPING: "remote path mappings",
    SettingType.IMPORT_LIST: "import lists",
    SettingType.INDEXER: "indexers",
    SettingType.DOWNLOAD_CLIENT: "download clients",
    SettingType.NOTIFICATION: "notifications",
    SettingType.METADATA_CONSUMER: "metadata consumers",
    SettingType.AUTO_TAG: "auto tags",
    SettingType.CUSTOM_FILTER: "custom filters",
}
"""The types that are compared, in the order of screens and tables, and what people call them."""
SHARED = (SettingType.CUSTOM_FORMAT, SettingType.TAG)
"""What compares between kinds of app."""
FOR_ALL = "for all titles"
"""What a delay profile without tags is called."""


class MatchedSettings(NamedTuple):
    """The settings of both sides that one identity fits; one each, unless it is ambiguous."""

    identity: Identity
    left: tuple[Setting, ...]
    right: tuple[Setting, ...]


def compared_types(left: str, right: str) -> tuple[SettingType, ...]:
    """Return the types that compare between two kinds of app."""
    return tuple(KIND_WORDS) if Kind(left) is Kind(right) else SHARED


def plain_path(path: object) -> str:
    """Return a path without the separator at its end, which the apps add or leave out."""
    text = str(path or "")
    return text.rstrip("/\\") or text


def match(type: SettingType, left: SettingsBook, right: SettingsBook) -> list[MatchedSettings]:
    """Return what each identity of a type fits on both sides, by identity."""
    identify = _IDENTIFY.get(type, _by_name)
    sides = [[(identify(row, book), row) for row in book.of(type)] for book in (left, right)]
    if type is SettingType.RELEASE_PROFILE:
        sides = _with_terms_where_needed(sides, (left, right))
    groups: dict[Identity, tuple[list[Setting], list[Setting]]] = {}
    for place, rows in enumerate(sides):
        for identity, row in rows:
            groups.setdefault(identity, ([], []))[place].append(row)
    return [MatchedSettings(identity, *map(tuple, groups[identity])) for identity in sorted(groups)]


def identity_words(type: SettingType, identity: Identity) -> str:
    """Return an identity in words; different ones of a type read differently, but for blanks."""
    match type:
        case SettingType.NAMING | SettingType.MEDIA_MANAGEMENT:
            return KIND_WORDS[type]
        case SettingType.DELAY_PROFILE:
            return ", ".join(identity) or FOR_ALL
        case SettingType.REMOTE_PATH_MAPPING:
            return f"{identity[0]} {identity[1]}"
        case SettingType.CUSTOM_FILTER:
            return f"{identity[1]} ({identity[0]})"
        case SettingType.RELEASE_PROFILE:
            return identity[0] if len(identity) == 1 else f"{identity[0] or 'unnamed'} ({identity[1]})"
    return identity[0]


def _by_name(row: Setting, _: SettingsBook) -> Identity:
    return (str(row.body.get("name") or row.name),)


def _with_terms_where_needed(
    sides: list[list[tuple[Identity, Setting]]], books: tuple[SettingsBook, SettingsBook]
) -> list[list[tuple[Identity, Setting]]]:
    """Return release profiles with their terms and tags in the identity where the name does not do."""
    counts = [Counter(identity for identity, _ in rows) for rows in sides]
    ambiguous = {identity for count in counts for identity, number in count.items() if number > 1} | {("",)}
    return [
        [(_with_terms(row, book) if identity in ambiguous else identity, row) for identity, row in rows]
        for rows, book in zip(sides, books, strict=True)
    ]


def _with_terms(row: Setting, book: SettingsBook) -> Identity:
    body = row.body
    terms = ((key, body.get(key)) for key in ("required", "ignored"))
    parts = {key: sorted(map(str, value)) for key, value in terms if isinstance(value, list)}
    parts["tags"] = list(book.references("tags", body.get("tags") or []))
    words = (f"{key} {', '.join(names)}" for key, names in parts.items() if names)
    return (str(body.get("name") or ""), "; ".join(words))


_IDENTIFY: Mapping[SettingType, Callable[[Setting, SettingsBook], Identity]] = {
    SettingType.NAMING: lambda row, book: ("",),
    SettingType.MEDIA_MANAGEMENT: lambda row, book: ("",),
    SettingType.TAG: lambda row, book: (str(row.body.get("label") or row.name),),
    SettingType.ROOT_FOLDER: lambda row, book: (plain_path(row.body.get("path") or row.name),),
    SettingType.REMOTE_PATH_MAPPING: lambda row, book: (
        str(row.body.get("host") or ""),
        plain_path(row.body.get("remotePath")),
    ),
    SettingType.QUALITY_DEFINITION: lambda row, book: (quality_name(row.body) or row.name,),
    SettingType.DELAY_PROFILE: lambda row, book: book.references("tags", row.body.get("tags") or []),
    SettingType.CUSTOM_FILTER: lambda row, book: (
        str(row.body.get("type") or ""),
        str(row.body.get("label") or row.name),
    ),
}
