"""Read an instance of a configarr configuration as wishes. Pure.

Rules are those of configarr 1.30: ``mergeConfigsAndTemplates``, ``mapQualityProfiles``,
``transformTrashQPCFGroups``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

import msgspec

from arrtui.core.domain import SettingType
from arrtui.features.guides.checked import UnreadableError, flag, name, plain_name, rows, tables, whole
from arrtui.features.guides.model import ProfileWish, SizeWish
from arrtui.features.guides.wish_parts import Raw, Scores
from arrtui.features.guides.wish_reader import SHARED_KEYS, WishReader, group_formats, with_formats

_DELAY_KEYS = frozenset(
    (
        *("enableUsenet", "enableTorrent", "preferredProtocol", "usenetDelay", "torrentDelay"),
        *("bypassIfHighestQuality", "bypassIfAboveCustomFormatScore", "minimumCustomFormatScore"),
    )
)
_LAST_PLACE = 2147483647
"""Of the delay profile for all titles (ARR_API 2.9)."""
_GUIDE_INCLUDES = "guide_includes"
"""Where an include of a profile of the guides is put for the reader, see :func:`guide_layer`."""


def guide_layer(raw: Raw, trash_id: str, instance: Raw) -> Raw:
    """Return an include of a profile of the guides as a layer of its own, with the formats it asks for."""
    usual = instance.get("trash_cfgroup_config")
    options = dict(usual) if isinstance(usual, dict) else {}
    for key in ("include_optional", "include_unrequired", "include_cfs", "exclude_cfs"):
        if raw.get(f"trash_cfgroup_{key}") is not None:
            options[key] = raw[f"trash_cfgroup_{key}"]
    return {"quality_profiles": [{"trash_id": trash_id}], _GUIDE_INCLUDES: {trash_id: options}}


class ConfigarrReader(WishReader):
    """Reads one instance of a configarr configuration."""

    known: ClassVar[frozenset[str]] = frozenset(
        (
            *SHARED_KEYS,
            *("media_naming_api", "root_folders", "delay_profiles", "download_clients"),
            *("enabled", "delete_unmanaged_custom_formats", "delete_unmanaged_quality_profiles", "ui_config"),
            *(
                "renameQualityProfiles",
                "cloneQualityProfiles",
                "trash_cfgroup_config",
                "customFormatDefinitions",
            ),
            _GUIDE_INCLUDES,
        )
    )
    not_followed: ClassVar[frozenset[str]] = frozenset(
        {"enabled", "delete_unmanaged_custom_formats", "delete_unmanaged_quality_profiles", "ui_config"}
    )
    new_language: ClassVar[str] = "Any"

    def scores(self, layers: Sequence[Raw], profiles: Sequence[ProfileWish]) -> Scores:
        """Return the scores; of one format in one profile the last that is given counts."""
        scores: Scores = {}
        for layer in layers:
            for ids, assigned, usual in (*self._groups(layer), *self.custom_formats(layer)):
                for raw in assigned:
                    self._assign(scores, ids, raw, usual)
        return scores

    def with_guide_formats(self, profile: ProfileWish, layers: Sequence[Raw]) -> ProfileWish:
        """Return a profile with the formats of its default groups, as its include chooses."""
        chosen = (layer.get(_GUIDE_INCLUDES, {}).get(profile.trash_id) for layer in layers)
        options = next((row for row in chosen if row is not None), None)
        if options is None:
            return profile
        try:
            for group in self._library.groups.values():
                if group.default and profile.trash_id in group.profiles:
                    profile = with_formats(profile, sorted(self._chosen(group.trash_id, options)))
        except UnreadableError as error:
            self.refuse(SettingType.CUSTOM_FORMAT, f"groups of {profile.name}", str(error))
        return profile

    def preferred(self, wish: SizeWish, ratio: float) -> float | None:
        """Return the size between the smallest and the guide's, or the guide's and the largest."""
        if wish.smallest is None or wish.preferred is None or wish.largest is None:
            return wish.preferred
        if ratio <= 0.5:
            return round(wish.smallest + (wish.preferred - wish.smallest) * ratio * 2, 1)
        return round(wish.preferred + (wish.largest - wish.preferred) * (ratio - 0.5) * 2, 1)

    def finished(self, profiles: list[ProfileWish], layers: Sequence[Raw]) -> list[ProfileWish]:
        """Return the profiles, renamed and cloned as the instance asks for."""
        for source, target in self._pairs(layers[-1], "renameQualityProfiles"):
            profiles = [
                msgspec.structs.replace(profile, name=target) if profile.name == source else profile
                for profile in profiles
            ]
        for source, target in self._pairs(layers[-1], "cloneQualityProfiles"):
            profiles += [msgspec.structs.replace(row, name=target) for row in profiles if row.name == source]
        return profiles

    def delays(self, layers: Sequence[Raw]) -> Iterable[dict[str, Any]]:
        """Yield the delay profiles of the last layer that has any."""
        chosen = (layer["delay_profiles"] for layer in reversed(layers) if layer.get("delay_profiles"))
        raw: Any = next(chosen, {})
        if not isinstance(raw, dict):
            self.refuse(SettingType.DELAY_PROFILE, "delay_profiles", "it is no table")
            return
        if isinstance(usual := raw.get("default"), dict):
            yield {**_delay(usual), "order": _LAST_PLACE, "tags": []}
        for place, row in enumerate(self.parts(raw, "additional", SettingType.DELAY_PROFILE), 1):
            if isinstance(tags := row.get("tags"), list) and tags:
                given = row.get("order")
                order = given if isinstance(given, int) else place
                yield {**_delay(row), "order": order, "tags": [str(label).lower() for label in tags]}
            else:
                self.refuse(SettingType.DELAY_PROFILE, f"delay profile {place}", "it has no tags")

    def _assign(self, scores: Scores, ids: Iterable[str], raw: Raw, usual: int | None) -> None:
        """Add the scores of formats in a profile; one that names none leaves what was given before."""
        try:
            called, given = name(raw, "name"), whole(raw, "score")
            is_usual = flag(raw, "use_default_score")
        except UnreadableError as error:
            self.refuse(SettingType.CUSTOM_FORMAT, "assign_scores_to", str(error))
            return
        score = usual if given is None else given
        chosen = scores.setdefault(called, {})
        for trash_id in ids:
            if is_usual or score is not None or trash_id not in chosen:
                chosen[trash_id] = None if is_usual else score

    def _groups(self, layer: Raw) -> Iterable[tuple[list[str], list[Raw], int | None]]:
        """Yield the formats of the groups that a layer asks for, with the profiles that they are for."""
        for raw in self.parts(layer, "custom_format_groups", SettingType.CUSTOM_FORMAT):
            assigned = [*self.parts(raw, "assign_scores_to", SettingType.CUSTOM_FORMAT)]
            for row in self.parts(raw, "trash_guide", SettingType.CUSTOM_FORMAT):
                options = {
                    "include_unrequired": row.get("include_unrequired"),
                    "include_cfs": row.get("include"),
                    "exclude_cfs": row.get("exclude"),
                }
                group = str(row.get("id"))
                try:
                    chosen = sorted(self._chosen(group, options))
                except UnreadableError as error:
                    self.refuse(SettingType.CUSTOM_FORMAT, f"group {group}", str(error))
                    continue
                self.want(chosen)
                yield chosen, assigned, None

    def _chosen(self, group: str, options: Raw) -> set[str]:
        """Return the formats of a group that options choose; what they exclude counts most."""
        required, default, every = group_formats(self._library, group)
        chosen = required | (set() if options.get("include_optional") is False else default)
        if options.get("include_unrequired") is True:
            chosen = set(every)
        added, left = (
            {plain_name(row.get("id"), "id") for row in rows(options.get(key), key) if isinstance(row, dict)}
            for key in ("include_cfs", "exclude_cfs")
        )
        return (chosen | (added & every)) - left

    def _pairs(self, layer: Raw, key: str) -> Iterable[tuple[str, str]]:
        """Yield the names of a list of renames or clones."""
        try:
            yield from [(name(row, "from"), name(row, "to")) for row in tables(layer.get(key), key)]
        except UnreadableError as error:
            self.refuse(SettingType.QUALITY_PROFILE, key, str(error))


def _delay(row: Raw) -> Raw:
    """Return the keys of a delay profile that are plain values."""
    return {
        key: value
        for key, value in row.items()
        if key in _DELAY_KEYS and isinstance(value, str | int | float | bool)
    }
