"""A quality profile of a guide as the body that an instance would answer. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import regex

from arrtui.core.apps import Kind
from arrtui.core.text import name_some
from arrtui.features.guides.checked import UnreadableError
from arrtui.features.guides.model import GuideLibrary, ProfileWish, Unmatched
from arrtui.features.guides.qualities import ProfileItems, wanted_items

_NEW_PROFILE = {
    "upgradeAllowed": False,
    "cutoff": 0,
    "items": [],
    "minFormatScore": 0,
    "cutoffFormatScore": 0,
    "minUpgradeFormatScore": 1,
    "formatItems": [],
}
"""What a new profile of an app has (``QualityProfileService.GetDefaultProfile``)."""


class ProfileMaker:
    """Makes the bodies of profiles for one instance, and notes what of them it lacks."""

    def __init__(
        self,
        kind: Kind,
        library: GuideLibrary,
        format_ids: Mapping[str, int],
        qualities: Mapping[str, Mapping[str, Any]],
    ) -> None:
        """``format_ids``: the ids that the guide's formats are given, by trash id."""
        self._kind = kind
        self._library = library
        self._format_ids = format_ids
        self._qualities = qualities
        self.notes: list[str] = []

    def body(self, wish: ProfileWish, present: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return a profile; ``present`` is the one of its name that the instance has.

        Raises UnreadableError for one that the app would refuse.
        """
        if present is None and not wish.described:
            raise UnreadableError("the instance lacks it, and the guide gives scores of it only")
        body = {**(present or _NEW_PROFILE), "name": wish.name}
        items = wanted_items(wish, body.get("items") or [], self._qualities)
        body["items"] = items.items
        if items.lacking:
            self.notes.append(
                f"{wish.name}: left out, as the instance has no such quality: {name_some(items.lacking)}"
            )
        given = {
            "upgradeAllowed": wish.upgrade_allowed,
            "minFormatScore": wish.min_format_score,
            "cutoffFormatScore": wish.cutoff_format_score,
            "minUpgradeFormatScore": wish.min_upgrade_format_score,
        }
        body |= {key: value for key, value in given.items() if value is not None}
        body["cutoff"] = _cutoff(wish, items, body.get("cutoff"))
        if self._kind.app.guides.profile_language:
            body["language"] = self._language(wish, present)
        body["formatItems"] = self._scores(wish, body.get("formatItems") or [])
        _check_minimum(body)
        return body

    def _language(self, wish: ProfileWish, present: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return the language of a profile by its name (ARR_API 2.4: an unknown id breaks the whole list)."""
        current = (present or {}).get("language")
        if wish.language is None and isinstance(current, dict):
            return current
        wanted = wish.language or wish.new_language
        for number, called in self._kind.app.vocabulary.languages.items():
            if called.casefold() == wanted.casefold():
                return {"id": number, "name": called}
        raise UnreadableError(f"{self._kind.app.name} has no language {wanted}")

    def _scores(self, wish: ProfileWish, present: list[Any]) -> list[dict[str, Any]]:
        """Return the scores of formats: those of the guide, and of others what stays."""
        rows = {str(row.get("name")): row for row in present if isinstance(row, dict) and row.get("score")}
        kept = {called: row for called, row in rows.items() if self._keeps(wish, called)}
        lacking = []
        for trash_id, given in wish.scores.items():
            format = self._library.formats.get(trash_id)
            if format is None or trash_id not in self._format_ids:
                lacking.append(trash_id if format is None else format.name)
                continue
            score = format.score(wish.score_set) if given is None else given
            if score is not None:
                row = {"format": self._format_ids[trash_id], "name": format.name, "score": score}
                kept[format.name] = row
        if lacking:
            self.notes.append(f"{wish.name}: left out, as the guide has no such format: {name_some(lacking)}")
        return list(kept.values())

    def _keeps(self, wish: ProfileWish, called: str) -> bool:
        """Return whether a format that the guide does not name in a profile keeps its score there."""
        if wish.unmatched is Unmatched.KEEP or called.casefold() in map(str.casefold, wish.kept):
            return True
        if wish.unmatched is Unmatched.RESET_KNOWN:
            return called not in {format.name for format in self._library.formats.values()}
        try:
            matches = (regex.search(row, called, regex.IGNORECASE, timeout=0.1) for row in wish.kept_patterns)
            return any(matches)
        except (regex.error, TimeoutError):
            return True  # kept rather than lost


def _cutoff(wish: ProfileWish, items: ProfileItems, current: Any) -> int:
    """Return the id of the cutoff, which must be an allowed place of the profile (ARR_API 2.4)."""
    if wish.cutoff is not None:
        number = items.ids.get(wish.cutoff.casefold())
        if number is None:
            raise UnreadableError(f"its cutoff {wish.cutoff} is no quality or group that it allows")
        return number
    if isinstance(current, int) and current in items.ids.values():
        return current
    allowed = [item for item in items.items if item.get("allowed")]
    best = allowed[-1].get("quality") or allowed[-1]
    return int(best.get("id") or 0)


def _check_minimum(body: Mapping[str, Any]) -> None:
    """Refuse a minimum that no release reaches (``QualityProfileController``)."""
    scores = [int(row["score"]) for row in body["formatItems"]]
    reachable = max(sum(score for score in scores if score > 0), max(scores, default=0))
    if body["minFormatScore"] > reachable:
        raise UnreadableError(f"no release can have its minimum of {body['minFormatScore']}")
