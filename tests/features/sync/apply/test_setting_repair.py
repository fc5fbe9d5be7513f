"""A row that keeps an app from reading its list is found by its id, and repaired as it was said."""

from __future__ import annotations

from typing import Any

from arrtui.core.domain import SettingType
from arrtui.features.sync.apply.setting_repair import broken_types, find_bad_rows, repair_entries
from arrtui.features.sync.model import Entry, EntryOutcome, Op, PlanDraft, PlanKind
from tests.features.sync.apply.test_setting_writes import MAIN
from tests.features.sync.rig import Rig

KNOWN = {SettingType.INDEXER: [1, 2, 3], SettingType.QUALITY_PROFILE: [1, 2]}


def break_indexers(rig: Rig, number: int) -> dict[int, dict[str, Any]]:
    """Let an app have an indexer of a kind that it does not know."""
    rows: dict[int, dict[str, Any]] = rig.app(MAIN).store.providers["indexer"]
    rows[number] = rows[1] | {"id": number, "name": "broken", "implementation": "Nope"}
    return rows


async def offered(
    rig: Rig, type: SettingType, stored: dict[int, dict[str, Any]] | None = None
) -> list[Entry]:
    """Return what is offered for a list."""
    async with rig.client(MAIN) as client:
        bad = await find_bad_rows(client, type, KNOWN[type])
        return await repair_entries(client, type, bad, stored or {})


async def test_a_provider_of_an_unknown_kind_is_found_and_deleted(rig: Rig) -> None:
    rows = break_indexers(rig, 9)
    async with rig.client(MAIN) as client:
        assert await broken_types(client) == [SettingType.INDEXER]
    (repair,) = await offered(rig, SettingType.INDEXER)
    assert (repair.op, repair.item_id, repair.by_hand) == (Op.REMOVE, 9, True)
    assert "DELETE /api/v3/indexer/9" in repair.reason
    plan_id = rig.save(PlanDraft(entries=[repair]), kind=PlanKind.SETTINGS)
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    assert 9 not in rows and len(rows) == 3
    assert rig.snapshots == []


async def test_of_two_bad_rows_each_is_repaired(rig: Rig) -> None:
    break_indexers(rig, 9)
    rows = break_indexers(rig, 11)
    repairs = await offered(rig, SettingType.INDEXER)
    plan_id = rig.save(PlanDraft(entries=repairs), kind=PlanKind.SETTINGS)
    assert await rig.apply(plan_id, MAIN) == {"done": 2}
    assert rows.keys() == {1, 2, 3}


async def test_a_profile_of_an_unknown_language_gets_a_known_one_and_every_format(rig: Rig) -> None:
    app = rig.app(MAIN).store
    number = max(app.profiles) + 1
    app.profiles[number] = app.profiles[1] | {"id": number, "name": "bad", "language": {"id": 9999}}
    KNOWN[SettingType.QUALITY_PROFILE] = [key for key in app.profiles if key != number]
    (repair,) = await offered(rig, SettingType.QUALITY_PROFILE)
    assert (repair.op, repair.item_id) == (Op.UPDATE, number)
    assert f"PUT /api/v3/qualityprofile/{number}" in repair.reason
    app.save_format({"name": "Added meanwhile", "specifications": []})
    plan_id = rig.save(PlanDraft(entries=[repair]), kind=PlanKind.SETTINGS)
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    repaired = app.profiles[number]
    assert repaired["language"]["id"] != 9999
    assert {row["format"] for row in repaired["formatItems"]} == set(app.formats)


async def test_a_profile_that_was_backed_up_is_repaired_as_it_was(rig: Rig) -> None:
    app = rig.app(MAIN).store
    was = app.profiles[1]
    app.profiles[1] = was | {"language": {"id": 9999}}
    KNOWN[SettingType.QUALITY_PROFILE] = [*app.profiles]
    (repair,) = await offered(rig, SettingType.QUALITY_PROFILE, {1: was})
    assert repair.item_id == 1
    plan_id = rig.save(PlanDraft(entries=[repair]), kind=PlanKind.SETTINGS)
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    repaired = app.profiles[1]
    assert {key: repaired[key] for key in ("name", "items", "cutoff", "language")} == {
        key: was[key] for key in ("name", "items", "cutoff", "language")
    }
    scores = [{row["format"]: row["score"] for row in own["formatItems"]} for own in (repaired, was)]
    assert scores[0] == scores[1]


async def test_a_row_that_the_app_can_read_by_now_is_left_alone(rig: Rig) -> None:
    rows = break_indexers(rig, 9)
    repairs = await offered(rig, SettingType.INDEXER)
    rows[9] = rows[1] | {"id": 9, "name": "good"}
    plan_id = rig.save(PlanDraft(entries=repairs), kind=PlanKind.SETTINGS)
    assert await rig.apply(plan_id, MAIN) == {"skipped": 1}
    assert 9 in rows and rig.outcomes(plan_id) == [EntryOutcome.SKIPPED]


async def test_nothing_is_offered_for_ids_without_a_row_or_rows_that_can_be_read(rig: Rig) -> None:
    assert await offered(rig, SettingType.INDEXER) == []
