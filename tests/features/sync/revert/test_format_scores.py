"""Scores of a custom format that is deleted and made again come back by name, whoever adds one meanwhile."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import SettingType
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Op, PlanDraft
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.rig import Rig

NAME = "radarr.main"
MINE = {
    "name": "Mine",
    "specifications": [
        {
            "name": "x",
            "implementation": "ReleaseTitleSpecification",
            "fields": [{"name": "value", "value": "x"}],
        }
    ],
}


def scores(rig: Rig, name: str) -> dict[str, int]:
    """Return what a format scores, by profile."""
    return {
        profile["name"]: row["score"]
        for profile in rig.app(NAME).store.profiles.values()
        for row in profile["formatItems"]
        if row["name"] == name
    }


def scored_format(rig: Rig) -> dict[str, Any]:
    """Give a format two scores and return it; few formats make it quick."""
    store = rig.app(NAME).store
    for number in list(store.formats)[3:]:
        store.delete_format(number)
    row: dict[str, Any] = next(iter(store.formats.values()))
    for place, profile in enumerate(store.profiles.values()):
        rows = (item for item in profile["formatItems"] if item["format"] == row["id"])
        next(rows)["score"] = 50 * place
    return row


async def test_a_deleted_format_gets_its_scores_back_although_another_one_came(rig: Rig) -> None:
    row = scored_format(rig)
    before = scores(rig, row["name"])
    assert len({*before.values()} - {0}) > 1
    removal = setting_entry(NAME, Op.REMOVE, f"custom_format/{row['name']}", row["name"], "")
    plan = rig.save(PlanDraft(entries=[removal]))
    await rig.apply(plan, NAME)
    assert (rig.problems(plan), scores(rig, row["name"])) == ([], {})
    async with rig.client(NAME) as client:
        await client.post_setting(SettingType.CUSTOM_FORMAT, MINE)
    undone = await rig.undo(plan, NAME)
    await rig.apply(undone, NAME)
    assert (rig.problems(undone), scores(rig, row["name"])) == ([], before)
    assert len(scores(rig, "Mine")) == len(before)
    again = await rig.undo(undone, NAME)
    await rig.apply(again, NAME)
    assert (rig.problems(again), scores(rig, row["name"])) == ([], {})


async def test_a_restore_gives_scores_to_the_format_of_that_name(rig: Rig) -> None:
    row = scored_format(rig)
    before = scores(rig, row["name"])
    await rig.back_up(NAME)
    then = rig.side(NAME)
    async with rig.client(NAME) as client:
        await client.delete_setting(SettingType.CUSTOM_FORMAT, row["id"])
        await client.post_setting(SettingType.CUSTOM_FORMAT, MINE)
    await rig.back_up(NAME)
    plan = rig.save(make_restore(then, rig.side(NAME)))
    await rig.apply(plan, NAME)
    assert (rig.problems(plan), scores(rig, row["name"])) == ([], before)


async def test_an_undo_that_was_cut_off_between_format_and_scores_goes_on_and_is_one_addition(
    rig: Rig,
) -> None:
    row = scored_format(rig)
    before = scores(rig, row["name"])
    removal = setting_entry(NAME, Op.REMOVE, f"custom_format/{row['name']}", row["name"], "")
    plan = rig.save(PlanDraft(entries=[removal]))
    await rig.apply(plan, NAME)
    undone = await rig.undo(plan, NAME)

    def stop() -> None:
        if scores(rig, row["name"]):
            raise InterruptedError

    with pytest.raises(InterruptedError):
        await rig.apply(undone, NAME, check=stop)
    assert set(scores(rig, row["name"]).values()) == {0}
    await rig.apply(undone, NAME)
    assert (rig.problems(undone), scores(rig, row["name"])) == ([], before)
    again = await rig.undo(undone, NAME)
    assert [planned.entry.op for planned in rig.entries(again)] == [Op.REMOVE]
