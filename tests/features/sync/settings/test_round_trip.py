"""Settings are brought from one simulated instance to another, and taken back."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.config.settings_syncs import SettingsSync
from arrtui.core.domain import SettingType
from arrtui.features.sync.fields.provider_forms import SWITCHED
from arrtui.features.sync.model import Op, PlanDraft, PlanKind, Side
from arrtui.features.sync.settings.in_use import target_use
from arrtui.features.sync.settings.make import make_settings_plan
from tests.features.sync.furnished import differences, furnish
from tests.features.sync.rig import Rig

APPS = pytest.mark.parametrize(
    ("source", "target"), [("radarr.main", "radarr.4k"), ("sonarr.main", "sonarr.anime")]
)


def sync_of(source: str, target: str, **options: Any) -> SettingsSync:
    return SettingsSync.model_validate({"name": "s", "source": source, "targets": [target], **options})


async def plan(rig: Rig, sync: SettingsSync) -> PlanDraft:
    """Store what both sides have now and plan the sync."""
    (name,) = sync.targets
    await rig.back_up(sync.source, name)
    target = rig.side(name)
    return make_settings_plan(sync, rig.side(sync.source), target, target_use(target))


async def apply(rig: Rig, draft: PlanDraft, target: str) -> int:
    """Apply all of a draft; every entry must be written."""
    number = rig.save(draft, kind=PlanKind.SETTINGS, target=target)
    await rig.apply(number, target)
    assert rig.problems(number) == [], rig.problems(number)
    return number


async def undo(rig: Rig, number: int, target: str) -> Side:
    """Undo a plan; return the target after that."""
    undone = await rig.undo(number, target)
    await rig.apply(undone, target)
    assert rig.problems(undone) == []
    await rig.back_up(target)
    return rig.side(target)


def few_formats(rig: Rig, *names: str) -> None:
    """Leave instances a few formats, so that little is written."""
    for name in names:
        store = rig.app(name).store
        for number in list(store.formats)[4:]:
            store.delete_format(number)


@APPS
async def test_all_settings_go_there_and_come_back(rig: Rig, source: str, target: str) -> None:
    await furnish(rig, source)
    few_formats(rig, source, target)
    store = rig.app(target).store
    store.delete_format(next(iter(store.formats)))  # it is scored in profiles that both have
    async with rig.client(target) as client:
        store.delay_profiles = {1: store.delay_profiles[1]}
        for number in (3, 1, 2):  # the first and the last are the source's, the other way round
            body = {"enableUsenet": True, "usenetDelay": 9, "tags": [number]}
            await client.post_setting(SettingType.DELAY_PROFILE, body)
    await rig.back_up(target)
    before = rig.side(target)
    sync = sync_of(source, target)
    draft = await plan(rig, sync)
    number = await apply(rig, draft, target)
    await rig.back_up(target)
    after = rig.side(target)
    off = differences(rig.side(source), after)
    assert {words.partition(" ")[0] for words in off} <= {type.value for type in SWITCHED}, off
    assert (await plan(rig, sync)).entries == []
    again = await undo(rig, number, target)
    assert (differences(before, again), differences(again, before)) == ({}, {})


@APPS
async def test_what_only_the_target_has_is_removed_last_and_comes_back_with_its_scores(
    rig: Rig, source: str, target: str
) -> None:
    own = rig.app(target).store
    few_formats(rig, source, target)
    async with rig.client(target) as client:
        await client.post_setting(SettingType.TAG, {"label": "only-here"})
        specifications = next(iter(own.formats.values()))["specifications"]
        await client.post_setting(
            SettingType.CUSTOM_FORMAT, {"name": "only here", "specifications": specifications}
        )
    profile = next(iter(own.profiles.values()))
    for row in profile["formatItems"]:
        row["score"] = 4321 if row["name"] == "only here" else row["score"]
    sync = sync_of(source, target, delete_unmanaged=True, names=["only*"])
    draft = await plan(rig, sync)
    removed = [entry for entry in draft.entries if entry.op is Op.REMOVE]
    assert draft.entries[-len(removed) :] == removed
    assert {entry.ident for entry in removed} >= {"custom_format/only here", "tag/only-here"}
    await rig.back_up(target)
    before = rig.side(target)
    number = await apply(rig, draft, target)
    assert (await plan(rig, sync)).entries == []
    again = await undo(rig, number, target)
    assert (differences(before, again), differences(again, before)) == ({}, {})
    kept = next(row for row in own.profiles.values() if row["name"] == profile["name"])
    assert {row["name"]: row["score"] for row in kept["formatItems"]}["only here"] == 4321
