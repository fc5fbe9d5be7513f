"""A whole instance comes back on an app that was set up anew: other ids, nothing there."""

from __future__ import annotations

from typing import Any

import pytest

from arrtui.core.domain import SettingType
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.compare import compare
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.demo.app import settings
from arrtui.demo.app.providers import default_providers
from arrtui.demo.estate import SimulatedApp
from arrtui.features.sync.model import Side
from arrtui.features.sync.revert.restore import make_restore
from tests.features.sync.rig import Rig

APPS = pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])


async def furnish(rig: Rig, name: str) -> None:
    """Give an instance settings of every type that refer to each other."""
    store = rig.app(name).store
    for number in list(store.formats)[4:]:
        store.delete_format(number)
    folder, profile = store.root_folders[1]["path"], store.profiles[2]
    conditions = [
        {"name": "t", "implementation": "TagSpecification", "fields": [{"name": "value", "value": 1}]},
        {"name": "p", "implementation": "QualityProfileSpecification",
         "fields": [{"name": "value", "value": profile["id"]}]},
        {"name": "f", "implementation": "RootFolderSpecification",
         "fields": [{"name": "value", "value": folder}]},
    ]  # fmt: skip
    rows: dict[SettingType, list[dict[str, Any]]] = {
        SettingType.AUTO_TAG: [{"name": "rule", "tags": [4], "specifications": conditions}],
        SettingType.RELEASE_PROFILE: [
            {"name": "a", "ignored": ["cam"], "required": [], "indexerId": 2, "tags": [2]},
            {"name": "a", "ignored": [], "required": ["x"], "tags": []},
        ],
        SettingType.REMOTE_PATH_MAPPING: [{"host": "nas", "remotePath": "/dl", "localPath": folder}],
        SettingType.CUSTOM_FILTER: [
            {"type": "index", "label": "f", "filters": [{"key": "tags", "value": [2], "type": "contains"}]}
        ],
        SettingType.DELAY_PROFILE: [
            {"enableUsenet": True, "usenetDelay": 9, "tags": [tag]} for tag in (2, 3)
        ],
    }
    async with rig.client(name) as client:
        for type_, bodies in rows.items():
            for body in bodies:
                await client.post_setting(type_, body)
        await client.reorder_delay_profile(4, None)
    store.quality_definitions[5] |= {"title": "Mine", "minSize": 3.5, "maxSize": None}
    next(iter(store.providers["metadata"].values()))["enable"] = True
    profile["formatItems"][0]["score"] = 321


def set_up_anew(app: SimulatedApp) -> None:
    """Empty an instance as a fresh installation is, whose ids are others."""
    store, spec = app.store, app.store.spec
    profile = store.profiles[1] | {"id": 90, "name": "Fresh", "formatItems": []}
    tables = (store.formats, store.profiles, store.tags, store.root_folders, store.exclusions)
    more = (store.release_profiles, store.path_mappings, store.custom_filters, store.auto_tags)
    store.configs = settings.default_configs(spec, store.instance)
    with store.lock:
        for table in (*tables, *more, store.delay_profiles, *store.providers.values()):
            store.next_id(table)  # type: ignore[arg-type]
            table.clear()
        store.profiles[90] = profile
        store.delay_profiles[1] = settings.default_delay_profiles()[0]
        fresh = default_providers(spec, "")["metadata"]
        store.providers["metadata"] |= {
            number + 40: row | {"id": number + 40} for number, row in fresh.items()
        }
        for row in settings.default_quality_definitions(spec.kind, float(spec.greatest_size)):
            store.quality_definitions[row["id"]] = row
        store.touch()


def differences(then: Side, now: Side) -> dict[str, list[str]]:
    """Return what differs of the settings of then, by title; those that only now has are left out."""
    sides = [
        SettingsBook(SettingsSide(side.instance, number), side.settings)
        for number, side in enumerate((then, now), 1)
    ]
    rows = [row.difference for type_ in KIND_WORDS for row in compare(type_, *sides)]
    left_out = (SettingStanding.SAME, SettingStanding.ONLY_HERE)
    return {
        f"{row.type.value} {row.name}": [field.path for field in row.fields] or [row.standing.value]
        for row in rows
        if row.standing not in left_out
    }


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
