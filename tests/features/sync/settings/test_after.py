"""The settings that an instance has once a plan is applied."""

from __future__ import annotations

from typing import Any

from arrtui.core.domain import Setting
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Decision, Fields, Op, PlannedEntry
from arrtui.features.sync.settings.after import settings_after

HDR = Setting(id=3, type="custom_format", name="HDR", body={"name": "HDR", "specifications": []})
ITEMS = [{"quality": {"id": 7, "name": "Bluray-1080p"}, "items": [], "allowed": True}]
PROFILE = Setting(
    id=1,
    type="quality_profile",
    name="HD",
    body={
        "name": "HD",
        "cutoff": 7,
        "items": ITEMS,
        "formatItems": [{"format": 3, "name": "HDR", "score": 5}],
    },
)
DELAY = Setting(id=2, type="delay_profile", body={"tags": [4], "usenetDelay": 0})
TAG = Setting(id=4, type="tag", name="kids", body={"label": "kids"})
SETTINGS = (HDR, PROFILE, DELAY, TAG)


def planned(op: Op, ident: str, decision: Decision = Decision.UNDECIDED, **after: Any) -> PlannedEntry:
    entry = setting_entry("radarr.main", op, ident, ident, "", after=after)
    return PlannedEntry(position=0, entry=entry, decision=decision)


def bodies(*entries: PlannedEntry) -> dict[tuple[str, int], Fields]:
    return {(setting.type, setting.id): setting.body for setting in settings_after(SETTINGS, entries)}


def test_names_become_ids_also_those_of_what_is_added_later() -> None:
    conditions = [{"name": "x", "implementation": "ReleaseTitleSpecification", "fields": []}]
    after = bodies(
        planned(Op.UPDATE, "quality_profile/HD", formats={"DV": 50, "Gone": 9}, body={"minFormatScore": 1}),
        planned(Op.ADD, "custom_format/DV", body={"name": "DV", "specifications": conditions}),
        planned(Op.ADD, "tag/anime"),
        planned(Op.UPDATE, "delay_profile/kids", tags=["kids", "Anime"], body={"usenetDelay": 60}),
    )
    assert after["custom_format", -1] == {"name": "DV", "specifications": conditions}
    profile = after["quality_profile", 1]
    assert (profile["minFormatScore"], profile["cutoff"], profile["items"]) == (1, 7, ITEMS)
    assert [(row["format"], row["score"]) for row in profile["formatItems"]] == [(3, 5), (-1, 50)]
    assert after["delay_profile", 2] == {"tags": [-2, 4], "usenetDelay": 60}


def test_what_is_removed_is_gone_from_profiles_and_what_is_rejected_stays() -> None:
    after = bodies(
        planned(Op.REMOVE, "custom_format/HDR"),
        planned(Op.REMOVE, "tag/kids", Decision.REJECTED),
        planned(Op.UPDATE, "quality_profile/HD", body={"cutoff": 7}),
    )
    assert ("custom_format", 3) not in after
    assert after["quality_profile", 1]["formatItems"] == []
    assert after["tag", 4] == TAG.body
