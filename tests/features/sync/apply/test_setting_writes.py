"""Settings written to real simulated apps: nothing doubled, nothing broken, right at the end."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from arrtui.clients import ArrClient
from arrtui.core.domain import SettingType
from arrtui.core.errors import ArrError
from arrtui.demo.app.store import Store
from arrtui.features.sync.apply.setting_lists import BrokenListError
from arrtui.features.sync.fields.setting_forms import setting_entry
from arrtui.features.sync.model import Entry, EntryOutcome, Op, PlanDraft, PlanKind
from tests.features.sync.rig import Rig

MAIN = "radarr.main"
DONE, FAILED, NONE = EntryOutcome.DONE, EntryOutcome.FAILED, EntryOutcome.NONE


def format_entry(name: str, pattern: str = "x") -> Entry:
    """Return an entry that adds a format."""
    fields = [{"name": "value", "value": pattern}]
    condition = {"name": "c", "implementation": "ReleaseTitleSpecification", "fields": fields}
    body = {"name": name, "specifications": [condition | {"negate": False, "required": False}]}
    return entry(Op.ADD, f"custom_format/{name}", after={"body": body})


def entry(op: Op, ident: str, **values: Any) -> Entry:
    """Return an entry on a setting of the main Radarr."""
    return setting_entry(MAIN, op, ident, ident, "", **values)


def plan(rig: Rig, *entries: Entry) -> int:
    """Store a plan of entries, all approved."""
    return rig.save(PlanDraft(entries=list(entries)), kind=PlanKind.ACTION)


def named(store: Store, name: str) -> list[dict[str, Any]]:
    """Return the formats of a name."""
    return [row for row in store.formats.values() if row["name"] == name]


async def test_a_format_that_was_made_although_the_app_answered_500_is_made_once(rig: Rig) -> None:
    app = rig.app(MAIN)
    app.store.racing_reads = 1
    plan_id = plan(rig, format_entry("One"), format_entry("Two"))
    assert await rig.apply(plan_id, MAIN) == {"done": 2}
    assert [len(named(app.store, name)) for name in ("One", "Two")] == [1, 1]
    assert app.requests.count(("POST", "/api/v3/customformat")) == 2
    assert "all the same" in rig.entries(plan_id)[0].message


async def test_settings_take_a_write_each_and_few_reads_of_lists_there_and_back(rig: Rig) -> None:
    """Profiles are read with the formats before each of them: another client may add a format meanwhile."""
    app = rig.app(MAIN)
    names = [row["name"] for row in list(app.store.profiles.values())[:3]]
    formats = [format_entry(f"Format {number}") for number in range(30)]
    scores = {"formats": {f"Format {number}": number + 1 for number in range(30)}}
    profiles = [entry(Op.UPDATE, f"quality_profile/{name}", after=scores) for name in names]
    plan_id = plan(rig, *formats, *profiles)
    await rig.back_up(MAIN)
    for method in ("POST", "DELETE"):
        applied = plan_id if method == "POST" else await rig.undo(plan_id, MAIN)
        app.reset_requests()
        assert await rig.apply(applied, MAIN) == {"done": 33}
        kinds = ((one, path.removeprefix("/api/v3/").partition("/")[0]) for one, path in app.requests)
        requests = Counter(kinds)
        assert (requests[method, "customformat"], requests["PUT", "qualityprofile"]) == (30, 3)
        assert (requests["GET", "customformat"], requests["GET", "qualityprofile"]) <= (7, 9)
    assert sum(requests.values()) < 80, "a backup of what changed among them"


async def test_a_format_of_somebody_else_is_not_taken_for_the_one_that_was_sent(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    app, post = rig.app(MAIN).store, ArrClient.post_setting

    async def post_after_another(client: ArrClient, *args: Any) -> dict[str, Any]:
        app.save_format({"name": "One", "specifications": []})
        return await post(client, *args)

    monkeypatch.setattr(ArrClient, "post_setting", post_after_another)
    plan_id = plan(rig, format_entry("One"))
    assert await rig.apply(plan_id, MAIN) == {"failed": 1}
    assert len(named(app, "One")) == 1


@pytest.mark.parametrize("carried_out", [True, False])
async def test_a_format_whose_answer_never_came_is_looked_up_before_it_is_sent_again(
    rig: Rig, carried_out: bool
) -> None:
    app = rig.app(MAIN)
    plan_id = plan(rig, format_entry("One"), format_entry("Two"))
    await rig.back_up(MAIN)
    app.faults.crash_after_writes(1, executed=carried_out)
    with pytest.raises(ArrError):
        await rig.apply(plan_id, MAIN)
    app.faults.clear()
    assert await rig.apply(plan_id, MAIN) in ({"done": 1}, {"done": 2})
    assert rig.outcomes(plan_id) == [DONE, DONE]
    assert [len(named(app.store, name)) for name in ("One", "Two")] == [1, 1]


async def test_a_profile_that_gained_a_format_before_it_was_written_carries_it(
    rig: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = rig.app(MAIN).store
    profile = next(iter(app.profiles.values()))
    first = profile["formatItems"][0]["name"]
    put = ArrClient.put_setting
    sent: list[int] = []

    async def put_after_another(client: ArrClient, *args: Any, **options: Any) -> dict[str, Any]:
        if not sent:
            app.save_format({"name": "Theirs", "specifications": []})
        sent.append(1)
        return await put(client, *args, **options)

    monkeypatch.setattr(ArrClient, "put_setting", put_after_another)
    plan_id = plan(
        rig, entry(Op.UPDATE, f"quality_profile/{profile['name']}", after={"formats": {first: 77}})
    )
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    scores = {row["name"]: row["score"] for row in app.profiles[profile["id"]]["formatItems"]}
    assert (scores[first], scores["Theirs"], len(sent)) == (77, 0, 2)


async def test_a_profile_tells_of_scores_whose_format_is_not_there(rig: Rig) -> None:
    profile = next(iter(rig.app(MAIN).store.profiles.values()))
    after = {"formats": {profile["formatItems"][0]["name"]: 77, "Rejected": 5, "Of nothing": 0}}
    plan_id = plan(rig, entry(Op.UPDATE, f"quality_profile/{profile['name']}", after=after))
    assert await rig.apply(plan_id, MAIN) == {"done": 1}
    (planned,) = rig.entries(plan_id)
    assert "Rejected" in planned.message and "Of nothing" not in planned.message


async def test_a_profile_of_a_language_or_quality_that_the_app_lost_is_not_sent(rig: Rig) -> None:
    app = rig.app(MAIN)
    raw = dict(next(iter(app.store.profiles.values())))
    unknown = {"id": 9999, "name": "Klingon"}
    item = {"quality": {"id": 250, "name": "Holo"}, "items": [], "allowed": False}
    plan_id = plan(
        rig,
        entry(Op.ADD, "quality_profile/L", after={"body": raw | {"name": "L", "language": unknown}}),
        entry(
            Op.ADD, "quality_profile/Q", after={"body": raw | {"name": "Q", "items": [*raw["items"], item]}}
        ),
        entry(Op.ADD, "quality_profile/Good", after={"body": raw | {"name": "Good"}}),
    )
    assert await rig.apply(plan_id, MAIN) == {"failed": 2, "done": 1}
    assert app.requests.count(("POST", "/api/v3/qualityprofile")) == 1
    words = rig.problems(plan_id)
    assert "no language 9999" in words[0] and MAIN in words[0] and "no quality Holo" in words[1]


async def test_of_two_formats_of_one_name_none_is_written(rig: Rig) -> None:
    app = rig.app(MAIN).store
    for _ in range(2):
        app.save_format({"name": "Twice", "specifications": []})
    plan_id = plan(rig, format_entry("Twice"))
    assert await rig.apply(plan_id, MAIN) == {"failed": 1}
    assert "there are 2 of this name" in rig.problems(plan_id)[0]


async def test_a_list_that_answers_500_stops_the_plan(rig: Rig) -> None:
    app = rig.app(MAIN)
    indexer = app.store.providers["indexer"]
    name = indexer[1]["name"]
    await rig.back_up(MAIN)
    plan_id = plan(
        rig,
        entry(Op.UPDATE, f"indexer/{name}", after={"body": {"priority": 7}}),
        entry(Op.ADD, "tag/after", after={"body": {"label": "after"}}),
    )
    put = ArrClient.put_setting

    async def put_and_break(client: ArrClient, *args: Any, **options: Any) -> dict[str, Any]:
        answer = await put(client, *args, **options)
        indexer[9] = dict(indexer[1]) | {"id": 9, "name": "broken", "implementation": "Nope"}
        return answer

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ArrClient, "put_setting", put_and_break)
        with pytest.raises(BrokenListError) as raised:
            await rig.apply(plan_id, MAIN)
    assert raised.value.type == SettingType.INDEXER.value
    assert "settings repair radarr.main" in str(raised.value)
    assert rig.outcomes(plan_id) == [NONE, NONE]
    del indexer[9]
    assert await rig.apply(plan_id, MAIN) == {"done": 2}
