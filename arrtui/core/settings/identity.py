"""What identifies a setting of each type on any instance: names, labels and paths, never ids. Pure.

Names count with case and blanks, as in the apps: "HD-1080p" and "HD-1080p " are two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple, Protocol

from arrtui.core.apps import TITLE_PROFILES, Kind
from arrtui.core.domain import Setting, SettingType
from arrtui.core.settings.rows import quality_name

if TYPE_CHECKING:
    from arrtui.core.settings.book import SettingsBook

Identity = tuple[str, ...]

KIND_WORDS: Mapping[SettingType, str] = {
    SettingType.CUSTOM_FORMAT: "custom formats",
    **{profile.type: f"{profile.word}s" for profile in TITLE_PROFILES},
    SettingType.QUALITY_DEFINITION: "quality definitions",
    SettingType.NAMING: "naming",
    SettingType.MEDIA_MANAGEMENT: "media management",
    SettingType.METADATA_PROVIDER: "metadata provider",
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


class ReferenceNames(Protocol):
    """What the ids in the settings of an instance stand for."""

    def references(self, key: str, value: Any) -> tuple[str, ...]:
        """Return the names for the ids that a key has, sorted."""


class MatchedSettings(NamedTuple):
    """The settings of both sides that one identity fits; one each, unless it is ambiguous."""

    identity: Identity
    left: tuple[Setting, ...]
    right: tuple[Setting, ...]


def compared_types(left: str, right: str) -> tuple[SettingType, ...]:
    """Return the types that compare between two kinds of app."""
    return types_of(left) if Kind(left) is Kind(right) else SHARED


def types_of(kind: str) -> tuple[SettingType, ...]:
    """Return the types that are compared of an app, in the order of screens."""
    settings = Kind(kind).app.settings
    return tuple(type for type in KIND_WORDS if type in settings or type is SettingType.ROOT_FOLDER)


def plain_path(path: object) -> str:
    """Return a path without the separators at its end, which the apps add or leave out.

    ``/`` and ``D:\\`` keep theirs: ``D:`` alone is the current folder of the drive, and the apps refuse it.
    """
    text = str(path or "")
    trimmed = text.rstrip("/\\")
    is_drive = len(trimmed) == 2 and trimmed[1] == ":"
    return text[:3] if is_drive else trimmed or text


def identify(row: Setting, names: ReferenceNames) -> Identity:
    """Return what identifies a setting where no other has the same; ``names`` are of its instance."""
    return _IDENTIFY.get(row.type, _by_name)(row, names)


def identify_by_terms(row: Setting, names: ReferenceNames) -> Identity:
    """Return what identifies a release profile that has no name, or one that others have too."""
    terms = ((key, terms_of(row.body.get(key))) for key in ("required", "ignored"))
    parts = {key: sorted(map(str, value)) for key, value in terms}
    parts["tags"] = list(names.references("tags", row.body.get("tags") or []))
    words = (f"{key} {', '.join(values)}" for key, values in parts.items() if values)
    return (str(row.body.get("name") or ""), "; ".join(words))


def terms_of(value: object) -> list[Any]:
    """Return the terms of a release profile, which older versions answer as text with commas."""
    if isinstance(value, str):
        return [term for term in value.split(",") if term]
    return value if isinstance(value, list) else []


def match(type: SettingType, left: SettingsBook, right: SettingsBook) -> list[MatchedSettings]:
    """Return what each identity of a type fits on both sides, by identity."""
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
        case SettingType.NAMING | SettingType.MEDIA_MANAGEMENT | SettingType.METADATA_PROVIDER:
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


def _by_name(row: Setting, _: ReferenceNames) -> Identity:
    return (str(row.body.get("name") or row.name),)


def _with_terms_where_needed(
    sides: list[list[tuple[Identity, Setting]]], books: tuple[SettingsBook, SettingsBook]
) -> list[list[tuple[Identity, Setting]]]:
    """Return release profiles with their terms and tags in the identity where the name does not do."""
    counts = [Counter(identity for identity, _ in rows) for rows in sides]
    ambiguous = {identity for count in counts for identity, number in count.items() if number > 1} | {("",)}
    return [
        [(identify_by_terms(row, book) if identity in ambiguous else identity, row) for identity, row in rows]
        for rows, book in zip(sides, books, strict=True)
    ]


_IDENTIFY: Mapping[str, Callable[[Setting, ReferenceNames], Identity]] = {
    SettingType.NAMING: lambda row, _: ("",),
    SettingType.MEDIA_MANAGEMENT: lambda row, _: ("",),
    SettingType.METADATA_PROVIDER: lambda row, _: ("",),
    SettingType.TAG: lambda row, _: (str(row.body.get("label") or row.name).lower(),),
    SettingType.ROOT_FOLDER: lambda row, _: (plain_path(row.body.get("path") or row.name),),
    SettingType.REMOTE_PATH_MAPPING: lambda row, _: (
        str(row.body.get("host") or ""),
        plain_path(row.body.get("remotePath")),
    ),
    SettingType.QUALITY_DEFINITION: lambda row, _: (quality_name(row.body) or row.name,),
    SettingType.DELAY_PROFILE: lambda row, names: names.references("tags", row.body.get("tags") or []),
    SettingType.CUSTOM_FILTER: lambda row, _: (
        str(row.body.get("type") or ""),
        str(row.body.get("label") or row.name),
    ),
}
