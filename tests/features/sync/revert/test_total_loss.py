"""A whole instance comes back on an app that was set up anew: other ids, nothing there."""

from __future__ import annotations

import pytest

from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.furnished import differences, furnish, set_up_anew
from tests.features.sync.rig import Rig

APPS = pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])


@APPS
async def test_a_fresh_app_gets_everything_back_by_name(rig: Rig, name: str) -> None:
    app = rig.app(name)
    await furnish(rig, name)
    await rig.back_up(name)
    then = rig.side(name, episodes=True, files=True)
    async with rig.client(name) as client:
        await client.remove([title.item.id for title in then.titles], delete_files=False, exclude=False)
    app.store.settle()
    set_up_anew(app)
    await rig.back_up(name)
    fresh = rig.side(name, episodes=True, files=True)
    draft = make_restore(then, fresh)
    plan = rig.save(draft)
    await rig.apply(plan, name)
    assert rig.problems(plan) == []
    await rig.back_up(name)
    restored = rig.side(name, episodes=True, files=True)
    off = differences(then, restored)
    providers = [row for row in then.settings if row.type in ("indexer", "download_client", "notification")]
    assert {word.split(" ")[0] for word in off} - {"import_list"} == {row.type for row in providers}
    allowed = ("enable", "on ", "api key", "username", "password", "user key")
    assert all(path.startswith(allowed) for paths in off.values() for path in paths), off
    assert all(any(row.name in note for note in draft.notes) for row in providers)
    assert {title.item.external_id for title in restored.titles} == {
        title.item.external_id for title in then.titles
    }
    left = {entry.ident.partition("/")[0] for entry in make_restore(then, restored).entries}
    assert left <= {"import_list"}, "without a secret it can be switched on"
    assert "********" not in str(app.store.providers)
    undone = await rig.undo(plan, name)
    await rig.apply(undone, name)
    assert rig.problems(undone) == []
    await rig.back_up(name)
    after = rig.side(name)
    assert (differences(fresh, after), differences(after, fresh), after.titles) == ({}, {}, ())
