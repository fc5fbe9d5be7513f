"""Plan changes of quality profiles, to be reviewed, journalled and undone like any other write. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from arrtui.core.domain import SettingType
from arrtui.core.errors import CannotWriteError
from arrtui.features.sync.fields.setting_forms import format_scores, setting_entry
from arrtui.features.sync.model import Op, PlanDraft, Side
from arrtui.features.sync.setting_words import cutoff_names


class ProfileEdit(msgspec.Struct, frozen=True, kw_only=True):
    """Changes of one quality profile of an instance."""

    profile: str
    """Its name."""
    scores: Mapping[str, int] = {}
    """Custom format → score."""
    body: Mapping[str, Any] = {}
    """The app's own keys: ``minFormatScore``, ``cutoffFormatScore``, ``cutoff``, ``upgradeAllowed``."""


def plan_profiles(side: Side, edits: Sequence[ProfileEdit], reason: str) -> PlanDraft:
    """Return an update for each profile that differs. Raises CannotWriteError for one that is not there."""
    by_name = {
        setting.name: setting
        for setting in side.settings
        if setting.type == SettingType.QUALITY_PROFILE.value
    }
    entries = []
    for edit in edits:
        setting = by_name.get(edit.profile)
        if setting is None:
            raise CannotWriteError(
                "changing the quality profile",
                why=f"there is none named {edit.profile}",
                advice="Back up the instance, then look again.",
                instance=side.instance,
            )
        now, after = dict[str, Any](), dict[str, Any]()
        scores = format_scores(setting.body.get("formatItems") or [])
        if changed := {name: score for name, score in edit.scores.items() if scores.get(name, 0) != score}:
            now["formats"], after["formats"] = {name: scores.get(name, 0) for name in changed}, changed
        if keys := {name: value for name, value in edit.body.items() if setting.body.get(name) != value}:
            now["body"], after["body"] = {name: setting.body.get(name) for name in keys}, keys
        if after:
            ident = f"{SettingType.QUALITY_PROFILE.value}/{edit.profile}"
            title = f"quality profile {edit.profile}"
            values: dict[str, Any] = {"now": now, "after": after}
            values["qualities"] = cutoff_names(setting.body.get("items") or (), now, after)
            entries.append(
                setting_entry(side.instance, Op.UPDATE, ident, title, reason, item_id=setting.id, **values)
            )
    return PlanDraft(entries=entries)
