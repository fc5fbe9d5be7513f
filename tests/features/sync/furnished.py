"""Simulated instances with settings of every type, and what differs between two sides."""

from __future__ import annotations

from typing import Any

from arrtui.core.domain import SettingType
from arrtui.core.settings.book import SettingsBook
from arrtui.core.settings.compare import compare
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.demo.app import settings
from arrtui.demo.app.providers import default_providers
from arrtui.demo.estate import SimulatedApp
from arrtui.features.sync.model import Side
from tests.features.sync.rig import Rig


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
    no_scores = {"minFormatScore": 0, "cutoffFormatScore": 0, "minUpgradeFormatScore": 1, "formatItems": []}
    profile = store.profiles[1] | {"id": 90, "name": "Fresh"} | no_scores
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
