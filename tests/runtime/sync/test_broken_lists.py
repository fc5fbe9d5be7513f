"""A list of settings that an app cannot read stops a plan, and its repair is offered as a plan of its own."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.clients import ArrClient
from arrtui.core.events import Access, JobState
from arrtui.features.sync import store
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Decision, Entry, EntryOutcome, Op, PlanDraft, PlanKind
from tests.runtime.sync.test_use_cases import Bench
from tests.runtime.sync.test_use_cases import bench as bench

MAIN = "radarr.main"


def save(bench: Bench, entry: Entry) -> int:
    """Store a plan of one entry, approved."""
    draft = PlanDraft(entries=[entry], kind=PlanKind.SETTINGS, target=MAIN, decision=Decision.APPROVED)
    return bench.services.database.write_sync(store.save, draft, 1.0)


@pytest.mark.parametrize("before", [True, False])
async def test_the_plan_stops_and_its_repair_is_stored_and_works(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, before: bool
) -> None:
    await bench.done(*await bench.services.backup.back_up([MAIN]))
    rows = bench.estate.apps[MAIN].store.providers["indexer"]
    bad = rows[1] | {"id": 9, "name": "bad", "implementation": "Nope"}
    put = ArrClient.put_setting

    async def put_and_break(client: ArrClient, *args: Any, **options: Any) -> dict[str, Any]:
        answer = await put(client, *args, **options)
        rows[9] = bad
        return answer

    if before:
        rows[9] = bad
    else:
        monkeypatch.setattr(ArrClient, "put_setting", put_and_break)
    ident = f"indexer/{rows[1]['name']}"
    entry = setting_entry(MAIN, Op.UPDATE, ident, ident, "", after={"body": {"priority": 7}})
    plan_id = save(bench, entry)
    (job,) = await bench.done(*await bench.sync.apply(plan_id))
    monkeypatch.undo()
    repair = (await bench.sync.recent(1))[0]
    assert (job.state, job.error_code) == (JobState.FAILED, "broken-list")
    assert f"Plan {repair.id} would repair it" in job.error
    opened = await bench.sync.open(repair.id)
    assert [planned.entry.item_id for planned in opened.entries] == [9]
    await bench.sync.decide(repair.id, [0], Decision.APPROVED, by_hand=True)
    await bench.applied(repair.id)
    assert 9 not in rows
    (result,) = await bench.applied(plan_id)
    assert (result["applied"], rows[1]["priority"]) == (1, 7)
    assert [planned.outcome for planned in (await bench.sync.open(plan_id)).entries] == [EntryOutcome.DONE]


async def test_nothing_else_asks_an_instance_while_its_formats_are_written(bench: Bench) -> None:
    await bench.done(*await bench.services.backup.back_up([MAIN]))
    name = next(iter(bench.estate.apps[MAIN].store.formats.values()))["name"]
    idents = {"custom_format": f"custom_format/{name}", "tag": "tag/none"}
    access = {}
    for kind, ident in idents.items():
        plan_id = save(bench, setting_entry(MAIN, Op.REMOVE, ident, ident, ""))
        (job,) = await bench.done(*await bench.sync.apply(plan_id))
        access[kind] = job.access
    assert access == {"custom_format": Access.ALONE, "tag": Access.WRITE}
