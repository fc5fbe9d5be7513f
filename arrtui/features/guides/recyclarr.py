"""Read an instance of a recyclarr configuration as wishes. Pure.

Rules are those of recyclarr 7 and 8: ``ServiceConfigMerger``, ``ConfiguredCustomFormatProvider``,
``QualityProfilePlanComponent``, ``QualitySizeTransactionPhase``.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar

from arrtui.core.domain import SettingType
from arrtui.features.guides.checked import UnreadableError, flag, name, names, table, tables, whole
from arrtui.features.guides.model import ProfileWish, SizeWish
from arrtui.features.guides.wish_parts import Raw, Scores
from arrtui.features.guides.wish_reader import SHARED_KEYS, WishReader, group_formats, with_formats

_PROPERS = {
    "do_not_prefer": "doNotPrefer",
    "do_not_upgrade": "doNotUpgrade",
    "prefer_and_upgrade": "preferAndUpgrade",
}


class RecyclarrReader(WishReader):
    """Reads one instance of a recyclarr configuration."""

    known: ClassVar[frozenset[str]] = frozenset(
        (
            *SHARED_KEYS,
            *("delete_old_custom_formats", "replace_existing_custom_formats"),
        )
    )
    not_followed: ClassVar[frozenset[str]] = frozenset(
        {"delete_old_custom_formats", "replace_existing_custom_formats"}
    )
    new_language: ClassVar[str] = "Original"

    def scores(self, layers: Sequence[Raw], profiles: Sequence[ProfileWish]) -> Scores:
        """Return the scores; of two for a format in a profile those of the later layer, in one the first."""
        scores: Scores = {}
        for layer in layers:
            given: Scores = {}
            for ids, assigned, usual in self.custom_formats(layer):
                for raw in assigned:
                    self._assign(given, ids, raw, usual, profiles)
            for called, chosen in given.items():
                scores.setdefault(called, {}).update(chosen)
        for raw in self._added_groups(layers):
            self._add_group(raw, profiles, scores)
        return scores

    def with_guide_formats(self, profile: ProfileWish, layers: Sequence[Raw]) -> ProfileWish:
        """Return a profile with the formats of the groups that are for it by default and not skipped."""
        if not profile.trash_id:
            return profile
        left = {str(trash_id) for layer in layers for trash_id in self._groups(layer, "skip")}
        left |= {str(raw.get("trash_id")) for raw in self._added_groups(layers)}
        for group in self._library.groups.values():
            if group.default and profile.trash_id in group.profiles and group.trash_id not in left:
                required, default, _ = group_formats(self._library, group.trash_id)
                profile = with_formats(profile, sorted(required | default))
        return profile

    def preferred(self, wish: SizeWish, ratio: float) -> float | None:
        """Return the size between the smallest and the largest."""
        limit = self._kind.app.guides.largest_preferred
        smallest, largest = wish.smallest or 0.0, min(limit if wish.largest is None else wish.largest, limit)
        return round(smallest + (largest - smallest) * ratio, 1)

    def management(self, raw: Raw) -> Raw:
        """Return how propers and repacks are treated."""
        wanted = raw.get("propers_and_repacks")
        if wanted is None:
            return {}
        if wanted not in _PROPERS:
            self.refuse(
                SettingType.MEDIA_MANAGEMENT, "propers_and_repacks", "it is none of the app's choices"
            )
            return {}
        return {"downloadPropersAndRepacks": _PROPERS[wanted]}

    def _assign(
        self, scores: Scores, ids: Iterable[str], raw: Raw, usual: int | None, profiles: Sequence[ProfileWish]
    ) -> None:
        """Add the scores of formats in the profiles that a part names."""
        try:
            score = whole(raw, "score")
            called = self._named_profiles(raw, profiles)
        except UnreadableError as error:
            self.refuse(SettingType.CUSTOM_FORMAT, "assign_scores_to", str(error))
            return
        for profile in called:
            chosen = scores.setdefault(profile, {})
            for trash_id in ids:
                chosen.setdefault(trash_id, usual if score is None else score)

    def _named_profiles(self, raw: Raw, profiles: Sequence[ProfileWish]) -> list[str]:
        """Return the profiles that a part names, by name or by trash id."""
        trash_id = name(raw, "trash_id", default="")
        if not trash_id:
            return [name(raw, "name")]
        called = [profile.name for profile in profiles if profile.trash_id == trash_id]
        if not called:
            raise UnreadableError("no profile of the configuration has the trash id that it names")
        return called

    def _groups(self, layer: Raw, key: str) -> list[Any]:
        """Return what is skipped, or added, of the groups of formats."""
        groups = layer.get("custom_format_groups")
        value = groups.get(key) if isinstance(groups, dict) else None
        return value if isinstance(value, list) else []

    def _added_groups(self, layers: Sequence[Raw]) -> list[Raw]:
        """Return the groups that are asked for, the last of a trash id."""
        groups = (raw for layer in layers for raw in self._groups(layer, "add") if isinstance(raw, dict))
        return list({str(raw.get("trash_id")): raw for raw in groups}.values())

    def _add_group(self, raw: Raw, profiles: Sequence[ProfileWish], scores: Scores) -> None:
        """Add the formats of a group: required ones, and default and selected ones less the excluded."""
        trash_id = str(raw.get("trash_id"))
        try:
            required, default, every = group_formats(self._library, trash_id)
            selected = every if flag(raw, "select_all") else {*names(raw.get("select"), "select")} & every
            chosen = required | ((default | selected) - {*names(raw.get("exclude"), "exclude")})
            assigned = [*tables(raw.get("assign_scores_to"), "assign_scores_to")]
            included = self._library.groups[trash_id].profiles
            called = [
                profile for row in assigned for profile in self._named_profiles(table(row, ""), profiles)
            ]
            if not assigned:
                called = [profile.name for profile in profiles if profile.trash_id in included]
            if not called:
                raise UnreadableError("none of the profiles is one that it is for")
        except UnreadableError as error:
            self.refuse(SettingType.CUSTOM_FORMAT, f"group {trash_id}", str(error))
            return
        for profile in called:
            for format_id in sorted(chosen):
                scores.setdefault(profile, {}).setdefault(format_id, None)
