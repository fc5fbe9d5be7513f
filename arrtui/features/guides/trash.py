"""Read the files of a checkout of the TRaSH guides, in its own JSON layout. Pure.

What cannot be used is refused by itself with its reason; keys that are not known are told, not fatal.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.text import name_some, plural
from arrtui.features.guides.checked import (
    UnreadableError,
    flag,
    name,
    names,
    size,
    table,
    tables,
    unknown,
    whole,
)
from arrtui.features.guides.conditions import read_conditions
from arrtui.features.guides.model import (
    FormatGroup,
    GroupMember,
    GuideFile,
    GuideFormat,
    GuideLibrary,
    ProfileWish,
    QualityWish,
    Refused,
    SizeWish,
    Unmatched,
)

PARTS: Mapping[str, tuple[str, SettingType]] = {
    "custom_formats": ("cf", SettingType.CUSTOM_FORMAT),
    "custom_format_groups": ("cf-groups", SettingType.CUSTOM_FORMAT),
    "quality_profiles": ("quality-profiles", SettingType.QUALITY_PROFILE),
    "qualities": ("quality-size", SettingType.QUALITY_DEFINITION),
    "naming": ("naming", SettingType.NAMING),
}
"""What ``metadata.json`` calls each part → its folder in the usual layout, and what it describes."""
_FORMAT_KEYS = frozenset({"name", "includeCustomFormatWhenRenaming", "specifications", "id"})
_GROUP_KEYS = frozenset({"name", "default", "custom_formats", "quality_profiles"})
_PROFILE_KEYS = frozenset(
    (
        *("name", "group", "upgradeAllowed", "cutoff", "minFormatScore", "cutoffFormatScore"),
        *("minUpgradeFormatScore", "language", "items", "formatItems"),
    )
)
_SIZE_KEYS = frozenset({"type", "qualities"})
_OWN_PREFIX = "trash_"
"""What the keys begin with that are for the guides' own pages."""
_T = TypeVar("_T")


class LibraryReader:
    """Reads the files of one kind of app and notes what is left out of them."""

    def __init__(self, kind: Kind) -> None:
        self._kind = kind
        self._refused: list[Refused] = []
        self._unknown: Counter[tuple[SettingType, str]] = Counter()

    def read(self, files: Mapping[str, Sequence[GuideFile]], own: Iterable[GuideFile] = ()) -> GuideLibrary:
        """Return what the files of the parts in :data:`PARTS` say.

        A format of the owner's ``own`` files takes the place of the guide's with its trash id.
        """
        formats = {**self._formats(files.get("custom_formats", ())), **self._formats(own)}
        profiles = self._identified(files, "quality_profiles", self._profile)
        groups = self._identified(files, "custom_format_groups", self._group)
        sizes = self._identified(files, "qualities", self._sizes)
        namings = [document for _, document in self._documents(files.get("naming", ()), SettingType.NAMING)]
        return GuideLibrary(
            formats=formats,
            profiles=profiles,
            groups=groups,
            sizes=dict(sizes.values()),
            size_ids={trash_id: type for trash_id, (type, _) in sizes.items()},
            naming=_merged(namings),
            refused=tuple(self._refused),
            notes=tuple(self._notes()),
        )

    def _formats(self, files: Iterable[GuideFile]) -> dict[str, GuideFormat]:
        """Return the formats of files by trash id; of two with one the later is refused."""
        formats: dict[str, GuideFormat] = {}
        for file, document in self._documents(files, SettingType.CUSTOM_FORMAT):
            for raw in document if isinstance(document, list) else [document]:
                called = raw.get("name") if isinstance(raw, dict) else None
                shown = called if isinstance(called, str) and called.isprintable() else file.name
                try:
                    format = self._format(table(raw, "the format"))
                    if format.trash_id in formats:
                        raise UnreadableError("another format has its trash id")
                    formats[format.trash_id] = format
                except UnreadableError as error:
                    self._refused.append(Refused(SettingType.CUSTOM_FORMAT, shown, str(error)))
        return formats

    def _documents(self, files: Iterable[GuideFile], type: SettingType) -> Iterable[tuple[GuideFile, Any]]:
        """Yield the documents of files that are JSON."""
        for file in files:
            try:
                yield file, msgspec.json.decode(file.data)
            except (msgspec.DecodeError, RecursionError, UnicodeDecodeError):
                self._refused.append(Refused(type, file.name, "the file is no JSON"))

    def _identified(
        self,
        files: Mapping[str, Sequence[GuideFile]],
        part: str,
        read: Callable[[dict[str, Any]], _T],
    ) -> dict[str, _T]:
        """Return what the files of a part say by trash id; of two with one the later is refused."""
        type, read_parts = PARTS[part][1], dict[str, _T]()
        for file, document in self._documents(files.get(part, ()), type):
            called = file.name
            try:
                raw = table(document, "the file")
                called = name(raw, "name", default=file.name)
                trash_id = name(raw, "trash_id")
                if trash_id in read_parts:
                    raise UnreadableError("another file has its trash id")
                read_parts[trash_id] = read(raw)
            except UnreadableError as error:
                self._refused.append(Refused(type, called, str(error)))
        return read_parts

    def _format(self, raw: dict[str, Any]) -> GuideFormat:
        unknown_keys: set[str] = set()
        scores = table(raw.get("trash_scores"), "trash_scores")
        format = GuideFormat(
            trash_id=name(raw, "trash_id"),
            name=name(raw, "name"),
            scores={key: score for key in scores if (score := whole(scores, key)) is not None},
            renames=flag(raw, "includeCustomFormatWhenRenaming"),
            conditions=read_conditions(raw.get("specifications"), self._kind, unknown_keys),
        )
        self._note_unknown(SettingType.CUSTOM_FORMAT, raw, _FORMAT_KEYS, unknown_keys)
        return format

    def _group(self, raw: dict[str, Any]) -> FormatGroup:
        members = [
            GroupMember(name(row, "trash_id"), flag(row, "required"), flag(row, "default"))
            for row in tables(raw.get("custom_formats"), "custom_formats")
        ]
        included = table(table(raw.get("quality_profiles"), "quality_profiles").get("include"), "include")
        self._note_unknown(SettingType.CUSTOM_FORMAT, raw, _GROUP_KEYS)
        return FormatGroup(
            trash_id=name(raw, "trash_id"),
            name=name(raw, "name"),
            default=flag(raw, "default"),
            members=tuple(members),
            profiles=frozenset(map(str, included.values())),
        )

    def _profile(self, raw: dict[str, Any]) -> ProfileWish:
        qualities = tuple(
            QualityWish(name(row, "name"), flag(row, "allowed"), names(row.get("items"), "items"))
            for row in tables(raw.get("items"), "items")
        )
        if not any(quality.allowed for quality in qualities):
            raise UnreadableError("it allows no quality")
        formats = table(raw.get("formatItems"), "formatItems")
        self._note_unknown(SettingType.QUALITY_PROFILE, raw, _PROFILE_KEYS)
        return ProfileWish(
            name=name(raw, "name"),
            trash_id=name(raw, "trash_id"),
            score_set=name(raw, "trash_score_set", default=""),
            upgrade_allowed=flag(raw, "upgradeAllowed"),
            cutoff=name(raw, "cutoff"),
            min_format_score=whole(raw, "minFormatScore"),
            cutoff_format_score=whole(raw, "cutoffFormatScore"),
            min_upgrade_format_score=whole(raw, "minUpgradeFormatScore"),
            language=name(raw, "language", default="") or None,
            qualities=qualities,
            scores=dict.fromkeys(map(str, formats.values())),
            unmatched=Unmatched.RESET_KNOWN,
        )

    def _sizes(self, raw: dict[str, Any]) -> tuple[str, tuple[SizeWish, ...]]:
        wishes = [
            SizeWish(
                name(row, "quality"),
                *(
                    size(row.get(key), f"{key} of {row.get('quality')}")
                    for key in ("min", "preferred", "max")
                ),
            )
            for row in tables(raw.get("qualities"), "qualities")
        ]
        self._note_unknown(SettingType.QUALITY_DEFINITION, raw, _SIZE_KEYS)
        return name(raw, "type"), tuple(wishes)

    def _note_unknown(
        self, type: SettingType, raw: Mapping[str, Any], known: frozenset[str], more: Iterable[str] = ()
    ) -> None:
        own = {key for key in raw if key.startswith(_OWN_PREFIX)}
        self._unknown.update((type, key) for key in {*unknown(raw, known | own), *more})

    def _notes(self) -> Iterable[str]:
        """Yield what is said of keys that are not known, of each type in one sentence."""
        for type in dict.fromkeys(type for type, _ in sorted(self._unknown)):
            keys = [
                f"{key} (in {plural(number, 'file')})"
                for (other, key), number in sorted(self._unknown.items())
                if other is type
            ]
            words = type.value.replace("_", " ")
            yield f"keys of {words} files that are not known are left out: {name_some(keys)}"


def profile_formats(profile: ProfileWish, library: GuideLibrary) -> dict[str, int | None]:
    """Return the formats of a profile of the guides with those of the groups that are for it by default."""
    scores = dict(profile.scores)
    for group in library.groups.values():
        if group.default and profile.trash_id in group.profiles:
            chosen = (member.trash_id for member in group.members if member.required or member.default)
            scores |= {trash_id: None for trash_id in chosen if trash_id not in scores}
    return scores


def _merged(namings: Sequence[Any]) -> dict[str, Any]:
    """Return the choices of naming; what a later file has of a part stands beside that of earlier ones."""
    merged: dict[str, Any] = {}
    for naming in namings:
        for key, choices in (naming if isinstance(naming, dict) else {}).items():
            if isinstance(choices, dict):
                merged[key] = {**merged.get(key, {}), **choices}
    return merged
