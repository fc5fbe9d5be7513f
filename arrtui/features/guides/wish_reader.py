"""Read the instance of a configuration of recyclarr or configarr as wishes: what both do alike. Pure.

Addresses, keys, passwords and what stands in their place are never looked at. What differs between the two
programs is in their own modules, which fill in the parts.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any, ClassVar, TypeVar

import msgspec

from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.text import name_some
from arrtui.features.guides.checked import UnreadableError, name, plain_name, rows, table, tables, unknown
from arrtui.features.guides.model import GuideLibrary, MappingWish, ProfileWish, Refused, SizeWish, Wishes
from arrtui.features.guides.wish_parts import (
    PROFILE_KEYS,
    Raw,
    Scores,
    merged,
    merged_profiles,
    naming_keys,
    profile_wish,
    size_wishes,
    with_scores,
)

_T = TypeVar("_T")
_SECRETS = frozenset({"base_url", "api_key"})
"""Keys that are taken out before anything else is read."""

SHARED_KEYS = frozenset(
    (
        *("custom_formats", "custom_format_groups", "quality_profiles", "quality_definition"),
        *("media_naming", "media_management", "include"),
    )
)
"""Keys of an instance that every one of these programs has."""


class WishReader(ABC):
    """Reads one instance of a configuration."""

    known: ClassVar[frozenset[str]]
    """Keys of an instance that the program has."""
    not_followed: ClassVar[frozenset[str]]
    """Those of them that say how it works, not what settings should be."""
    new_language: ClassVar[str]
    """The language of a new profile that names none."""

    def __init__(self, kind: Kind, library: GuideLibrary) -> None:
        self._kind = kind
        self._library = library
        self._refused: list[Refused] = []
        self._notes: list[str] = []
        self._formats: dict[str, None] = {}

    def read(self, instance: Raw, includes: Sequence[Raw]) -> Wishes:
        """Return what an instance wants; of what two say the later include counts, the instance most."""
        layers = [
            {key: value for key, value in layer.items() if key not in _SECRETS}
            for layer in (*includes, instance)
        ]
        for layer in layers:
            self._tell_unknown(layer)
        raw_profiles = merged_profiles(
            [*self.parts(layer, "quality_profiles", SettingType.QUALITY_PROFILE)] for layer in layers
        )
        profiles = [wish for raw in raw_profiles if (wish := self._profile(raw)) is not None]
        scores = self.scores(layers, profiles)
        self._add_formats(scores)
        profiles = [self.with_guide_formats(profile, layers) for profile in profiles]
        self._add_formats({profile.name: profile.scores for profile in profiles})
        for trash_id in self._formats.keys() - self._library.formats.keys():
            self.refuse(SettingType.CUSTOM_FORMAT, trash_id, "the guide has no format of this trash id")
        return Wishes(
            formats=tuple(trash_id for trash_id in self._formats if trash_id in self._library.formats),
            profiles=tuple(self.finished(with_scores(profiles, scores), layers)),
            sizes=self._checked(SettingType.QUALITY_DEFINITION, lambda: self._sizes(layers)) or (),
            keys=self._keys(layers),
            folders=tuple(path for layer in layers for path in self._folders(layer)),
            mappings=tuple(mapping for layer in layers for mapping in self._mappings(layer)),
            delays=tuple(self.delays(layers)),
            refused=tuple(self._refused),
            notes=tuple(self._notes),
        )

    # --- what the programs do each in their own way

    @abstractmethod
    def scores(self, layers: Sequence[Raw], profiles: Sequence[ProfileWish]) -> Scores:
        """Return the scores that the configuration gives."""

    @abstractmethod
    def with_guide_formats(self, profile: ProfileWish, layers: Sequence[Raw]) -> ProfileWish:
        """Return a profile with the formats that the guides give it."""

    @abstractmethod
    def preferred(self, wish: SizeWish, ratio: float) -> float | None:
        """Return the preferred size that a ratio from 0 to 1 means."""

    def finished(self, profiles: list[ProfileWish], layers: Sequence[Raw]) -> list[ProfileWish]:
        """Return the profiles after all is known of them."""
        return profiles

    def delays(self, layers: Sequence[Raw]) -> Iterable[dict[str, Any]]:
        """Return the delay profiles."""
        return ()

    # --- parts

    def refuse(self, type: SettingType | None, called: str, why: str) -> None:
        """Note something that is left out."""
        self._refused.append(Refused(type, called, why))

    def want(self, trash_ids: Iterable[str]) -> None:
        """Note formats that are wanted, also where no profile has them."""
        self._formats |= dict.fromkeys(trash_ids)

    def _add_formats(self, scores: Scores) -> None:
        for chosen in scores.values():
            self.want(chosen)

    def _checked(self, type: SettingType, read: Callable[[], _T]) -> _T | None:
        """Return what is read; None, after noting it, where that cannot be used."""
        try:
            return read()
        except UnreadableError as error:
            self.refuse(type, type.value.replace("_", " "), str(error))
            return None

    def parts(self, layer: Raw, key: str, type: SettingType) -> Iterable[Raw]:
        """Yield the tables of a list; a list that cannot be used is noted."""
        return self._checked(type, lambda: [*tables(layer.get(key), key)]) or ()

    def custom_formats(self, layer: Raw) -> Iterable[tuple[list[str], list[Raw], int | None]]:
        """Yield the trash ids of each part of ``custom_formats``, its profiles, and their score."""
        for raw in self.parts(layer, "custom_formats", SettingType.CUSTOM_FORMAT):
            try:
                ids = [plain_name(row, "trash id") for row in rows(raw.get("trash_ids"), "trash_ids")]
                assigned = raw.get("assign_scores_to") or raw.get("quality_profiles")
                profiles = [*tables(assigned, "assign_scores_to")]
                self.want(ids)
                yield ids, profiles, raw.get("score") if isinstance(raw.get("score"), int) else None
            except UnreadableError as error:
                self.refuse(SettingType.CUSTOM_FORMAT, "custom_formats", str(error))

    def _profile(self, raw: Raw) -> ProfileWish | None:
        called = raw.get("name") or raw.get("trash_id")
        if more := unknown(raw, PROFILE_KEYS):
            self._notes.append(f"quality_profiles: {name_some(more)} is not known and left out")
        try:
            return profile_wish(raw, self._library, self.new_language)
        except UnreadableError as error:
            shown = called if isinstance(called, str) and called.isprintable() else "quality_profiles"
            self.refuse(SettingType.QUALITY_PROFILE, shown, str(error))
            return None

    def _sizes(self, layers: Sequence[Raw]) -> tuple[SizeWish, ...]:
        definition: Raw = {}
        for layer in layers:
            later = table(layer.get("quality_definition"), "quality_definition")
            qualities = [
                *rows(definition.get("qualities"), "qualities"),
                *rows(later.get("qualities"), "qualities"),
            ]
            definition = {**merged(definition, later), "qualities": qualities}
        return size_wishes(definition, self._library, self.preferred)

    def _keys(self, layers: Sequence[Raw]) -> dict[SettingType, Raw]:
        """Return the keys of naming and media management, those of the app's own names last."""
        naming: Raw = {}
        management: Raw = {}
        for layer in layers:
            raw = layer.get("media_naming")
            chosen = self._checked(SettingType.NAMING, partial(table, raw, "media_naming")) or {}
            naming |= naming_keys(chosen, self._library, self._kind, self._refused)
            naming |= self._plain_keys(layer, "media_naming_api", SettingType.NAMING)
            management |= self.management(
                self._plain_keys(layer, "media_management", SettingType.MEDIA_MANAGEMENT)
            )
        keys = {SettingType.NAMING: naming, SettingType.MEDIA_MANAGEMENT: management}
        return {type: values for type, values in keys.items() if values}

    def management(self, raw: Raw) -> Raw:
        """Return the keys of media management as the app calls them."""
        return raw

    def _plain_keys(self, layer: Raw, key: str, type: SettingType) -> Raw:
        """Return a table of keys with plain values; others are not taken."""
        values = self._checked(type, lambda: table(layer.get(key), key)) or {}
        return {name: value for name, value in values.items() if isinstance(value, str | int | float | bool)}

    def _folders(self, layer: Raw) -> Iterable[str]:
        for path in (
            self._checked(SettingType.ROOT_FOLDER, lambda: rows(layer.get("root_folders"), "root_folders"))
            or ()
        ):
            if isinstance(path, str) and path.strip() and path.isprintable():
                yield path
            else:
                self.refuse(SettingType.ROOT_FOLDER, "root_folders", "it is no path")

    def _mappings(self, layer: Raw) -> Iterable[MappingWish]:
        clients = layer.get("download_clients")
        raw = clients.get("remote_paths") if isinstance(clients, dict) else None
        try:
            for row in tables(raw, "remote_paths"):
                yield MappingWish(name(row, "host"), name(row, "remote_path"), name(row, "local_path"))
        except UnreadableError as error:
            self.refuse(SettingType.REMOTE_PATH_MAPPING, "remote_paths", str(error))

    def _tell_unknown(self, layer: Raw) -> None:
        """Note keys of an instance that are not known, and those that are not followed."""
        if more := unknown(layer, self.known):
            self._notes.append(f"{name_some(more)} is not known and left out")
        if ignored := sorted(layer.keys() & self.not_followed):
            self._notes.append(f"{name_some(ignored)} is not followed: the sync of arrtui says what is done")
        clients = layer.get("download_clients")
        if isinstance(clients, dict) and clients.get("data"):
            self.refuse(SettingType.DOWNLOAD_CLIENT, "download_clients", "its passwords are not read")


def group_formats(library: GuideLibrary, trash_id: str) -> tuple[set[str], set[str], set[str]]:
    """Return the formats of a group: those required, those chosen by default, and all.

    Raises UnreadableError where the guides have no such group.
    """
    group = library.groups.get(trash_id)
    if group is None:
        raise UnreadableError("the guide has no group of this trash id")
    required = {member.trash_id for member in group.members if member.required}
    default = {member.trash_id for member in group.members if member.default}
    return required, default, {member.trash_id for member in group.members}


def with_formats(profile: ProfileWish, trash_ids: Iterable[str]) -> ProfileWish:
    """Return a profile with more formats, each with the score of its set."""
    scores = {**dict.fromkeys(trash_ids), **profile.scores}
    return msgspec.structs.replace(profile, scores=scores)
