"""A snapshot of Sonarr 4 on Sonarr 5, which has the size limits of qualities in its profiles."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from arrtui.core.domain import SettingType
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.features.sync.actions.profile_edits import ProfileEdit, plan_profiles
from arrtui.features.sync.model import EntrySubject, Op, PlanDraft
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.rig import Rig

OLD, NEW = "sonarr.main", "sonarr.new"
LIMITS = ("minSize", "preferredSize", "maxSize")
Profile = dict[str, Any]


@pytest.fixture
def upgraded(tmp_path: Path) -> Iterator[Rig]:
    """Return a Sonarr 4 and a Sonarr 5 with the same profiles."""
    database = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")
    size = EstateSize(radarr=(), sonarr=(("main", 3, 30), ("new", 3, 30)))
    with SimulatedEstate(size, sonarr_5=("new",)) as estate:
        yield Rig(estate, database)
    database.close()


async def profiles(rig: Rig, name: str) -> dict[str, Profile]:
    """Return the profiles of an instance by their names."""
    async with rig.client(name) as client:
        return {raw["name"]: raw for raw in await client.raw_settings(SettingType.QUALITY_PROFILE)}


def limits(profile: Profile) -> dict[str, list[Any]]:
    """Return the limits of a profile by the names of its qualities."""
    rows = [row for item in profile["items"] for row in item["items"] or [item]]
    return {row["quality"]["name"]: [row.get(key) for key in LIMITS] for row in rows}


async def change_old_profiles(rig: Rig) -> str:
    """Add a profile to the Sonarr 4 and change another; return the name of the changed one."""
    async with rig.client(OLD) as client:
        first = (await client.raw_settings(SettingType.QUALITY_PROFILE))[0]
        added = {key: value for key, value in first.items() if key != "id"} | {"name": "Only then"}
        await client.post_setting(SettingType.QUALITY_PROFILE, added)
        refused = next(item for item in first["items"] if not item["allowed"])
        items = [item | {"allowed": True} if item is refused else item for item in first["items"]]
        changed = first | {"items": items, "minFormatScore": 0, "cutoffFormatScore": 77}
        await client.put_setting(SettingType.QUALITY_PROFILE, first["id"], changed)
    return str(first["name"])


async def plan_restore(rig: Rig, source: str = OLD, target: str = NEW) -> PlanDraft:
    """Return what brings the profiles of one Sonarr onto the other."""
    await rig.back_up(source, target)
    draft = make_restore(rig.side(source), rig.side(target))
    kept = [entry for entry in draft.entries if entry.ident.startswith("quality_profile/")]
    return replace(draft, entries=kept)


async def test_limits_of_sonarr_5_outlive_a_restore_of_sonarr_4_and_its_undo(upgraded: Rig) -> None:
    rig, name = upgraded, await change_old_profiles(upgraded)
    before = await profiles(rig, NEW)
    assert all(None not in row for row in limits(before[name]).values())
    draft = await plan_restore(rig)
    assert [entry.op for entry in draft.entries].count(Op.ADD) == 1
    plan = rig.save(draft)
    await rig.apply(plan, NEW)
    assert rig.problems(plan) == []
    restored = await profiles(rig, NEW)
    assert restored[name]["cutoffFormatScore"] == 77
    assert restored[name]["items"] != before[name]["items"]
    assert {profile: limits(raw) for profile, raw in restored.items()} == {
        **{profile: limits(raw) for profile, raw in before.items()},
        "Only then": limits(before[name]),
    }
    assert (await plan_restore(rig)).entries == []
    undo = await rig.undo(plan, NEW)
    await rig.apply(undo, NEW)
    assert rig.problems(undo) == []
    assert await profiles(rig, NEW) == before


async def test_an_equal_profile_of_sonarr_4_needs_no_write(upgraded: Rig) -> None:
    assert (await plan_restore(upgraded)).entries == []


async def test_a_tried_change_of_a_profile_leaves_its_limits(upgraded: Rig) -> None:
    rig = upgraded
    await rig.back_up(NEW)
    before = await profiles(rig, NEW)
    name = next(iter(before))
    edit = ProfileEdit(profile=name, body={"cutoffFormatScore": 123})
    plan = rig.save(plan_profiles(rig.side(NEW), [edit], "what-if"))
    assert [one.entry.subject for one in rig.entries(plan)] == [EntrySubject.SETTING]
    await rig.apply(plan, NEW)
    assert rig.problems(plan) == []
    assert await profiles(rig, NEW) == before | {name: before[name] | {"cutoffFormatScore": 123}}


def erase_limits(profile: Profile) -> None:
    """Leave a simulated profile without any limit, as a body of Sonarr 4 does."""
    for row in (row for item in profile["items"] for row in item["items"] or [item]):
        for key in LIMITS:
            row.pop(key, None)


async def test_a_profile_added_where_no_other_has_limits_gets_those_the_app_proposes(upgraded: Rig) -> None:
    rig = upgraded
    await change_old_profiles(rig)
    for profile in rig.app(NEW).store.profiles.values():
        erase_limits(profile)
    plan = rig.save(await plan_restore(rig))
    await rig.apply(plan, NEW)
    assert rig.problems(plan) == []
    async with rig.client(NEW) as client:
        proposed = limits(await client.profile_template())
    assert None not in {value for row in proposed.values() for value in row}
    assert limits((await profiles(rig, NEW))["Only then"]) == proposed
    assert (await plan_restore(rig)).entries == []


async def test_an_unlimited_profile_of_sonarr_5_is_restored_as_one(upgraded: Rig) -> None:
    rig = upgraded
    store = rig.app(NEW).store
    name = next(iter(await profiles(rig, NEW)))
    profile = next(raw for raw in store.profiles.values() if raw["name"] == name)
    limited = deepcopy(profile["items"])
    erase_limits(profile)
    await rig.back_up(NEW)
    then = rig.side(NEW)
    profile["items"] = limited
    await rig.back_up(NEW)
    draft = make_restore(then, rig.side(NEW))
    assert [entry.ident for entry in draft.entries] == [f"quality_profile/{name}"]
    plan = rig.save(draft)
    await rig.apply(plan, NEW)
    assert rig.problems(plan) == []
    assert {value for row in limits((await profiles(rig, NEW))[name]).values() for value in row} == {None}
    undo = await rig.undo(plan, NEW)
    await rig.apply(undo, NEW)
    assert rig.problems(undo) == []
    assert (await profiles(rig, NEW))[name]["items"] == limited


async def test_limits_of_sonarr_5_are_no_difference_to_sonarr_4(upgraded: Rig) -> None:
    assert (await plan_restore(upgraded, NEW, OLD)).entries == []
