"""Settings that only a Lidarr has go from one to another and come back (LIDARR_API 2.4)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from arrtui.core.apps import app_of
from arrtui.core.config.settings_syncs import SettingsSync
from arrtui.core.domain import Setting, SettingType
from arrtui.features.sync.fields.metadata_profiles import allows
from arrtui.features.sync.model import Op, Why
from arrtui.features.sync.revert.restore import make_restore
from arrtui.features.sync.settings.in_use import target_use
from arrtui.features.sync.settings.make import make_settings_plan
from tests.features.sync.furnished import differences
from tests.features.sync.rig import Rig
from tests.features.sync.settings.test_round_trip import apply, few_formats, plan, sync_of, undo

SOURCE, TARGET = "lidarr.main", "lidarr.second"
T = SettingType
OWN = (
    "metadata_profile",
    "metadata_provider",
    "root_folder",
    "release_profile",
    "naming",
    "quality_definition",
)


def allow(kinds: list[dict[str, Any]], key: str, *names: str) -> list[dict[str, Any]]:
    """Return the kinds of album of a metadata profile with these allowed and no others."""
    return [row | {"allowed": row[key]["name"] in names} for row in kinds]


async def furnish(rig: Rig) -> None:
    """Give the source what the target has not, with other ids for what it refers to."""
    store = rig.app(SOURCE).store
    for name in (SOURCE, TARGET):
        rig.app(name).store.release_profiles.pop(2)  # two of the same terms cannot be told apart
    async with rig.client(SOURCE) as client:
        everything = (await client.raw_settings(T.METADATA_PROFILE))[-1]
        body = {
            "name": "Live at home",
            "primaryAlbumTypes": allow(everything["primaryAlbumTypes"], "albumType", "Album", "EP"),
            "secondaryAlbumTypes": allow(everything["secondaryAlbumTypes"], "albumType", "Studio", "Live"),
            "releaseStatuses": allow(everything["releaseStatuses"], "releaseStatus", "Official"),
        }
        made = await client.post_setting(T.METADATA_PROFILE, body)
        tag = await client.create_tag("only-main")
        ignored = {
            "enabled": True,
            "ignored": ["demo"],
            "required": ["flac"],
            "indexerId": 0,
            "tags": [tag.id],
        }
        await client.post_setting(T.RELEASE_PROFILE, ignored)
    folder = store.root_folders[1]
    folder |= {
        "name": "Music",
        "defaultMetadataProfileId": made["id"],
        "defaultMonitorOption": "none",
        "defaultNewItemMonitorOption": "none",
        "defaultTags": [tag.id],
    }
    store.quality_definitions[5] |= {"title": "Mine", "minSize": 3.5}
    store.configs["metadataprovider"] |= {"writeAudioTags": "sync", "embedCoverArt": False}
    store.configs["naming"] |= {"renameTracks": True, "colonReplacementFormat": 1}


async def test_settings_of_a_lidarr_go_there_and_come_back(music: Rig) -> None:
    await furnish(music)
    few_formats(music, SOURCE, TARGET)
    await music.back_up(TARGET)
    before = music.side(TARGET)
    sync = sync_of(SOURCE, TARGET, kinds=[*OWN, "tag", "custom_format", "quality_profile"])
    draft = await plan(music, sync)
    idents = {entry.ident.partition("/")[0] for entry in draft.entries}
    assert idents >= {*OWN, "tag"}, idents
    number = await apply(music, draft, TARGET)
    await music.back_up(TARGET)
    off = differences(music.side(SOURCE), music.side(TARGET))
    assert not {words.partition(" ")[0] for words in off} & {*OWN}, off
    assert (await plan(music, sync)).entries == []
    async with music.client(TARGET) as client:
        folders = await client.raw_settings(T.ROOT_FOLDER)
        profiles = {row["id"]: row["name"] for row in await client.raw_settings(T.METADATA_PROFILE)}
    assert "Live at home" in {profiles[row["defaultMetadataProfileId"]] for row in folders}
    again = await undo(music, number, TARGET)
    assert (differences(before, again), differences(again, before)) == ({}, {})


async def test_the_path_of_a_root_folder_is_never_sent_other_than_it_is(music: Rig) -> None:
    """A PUT with another path is taken, though the app means to refuse it (LIDARR_API 0.18)."""
    await furnish(music)
    paths = {row["id"]: row["path"] for row in music.app(TARGET).store.root_folders.values()}
    draft = await plan(music, sync_of(SOURCE, TARGET, kinds=["root_folder", "metadata_profile", "tag"]))
    await apply(music, draft, TARGET)
    stored = {row["id"]: row["path"] for row in music.app(TARGET).store.root_folders.values()}
    assert {number: stored[number] for number in paths} == paths


async def test_a_change_of_a_metadata_profile_says_what_it_costs_all_that_have_it(music: Rig) -> None:
    app = music.app(TARGET)
    for number in list(app.store.files):
        app.store.delete_file(number)
    await music.back_up(TARGET)
    then = music.side(TARGET, episodes=True)
    row = next(row for row in then.settings if (row.type, row.name) == (T.METADATA_PROFILE, "Standard"))
    lists = ("primaryAlbumTypes", "secondaryAlbumTypes", "releaseStatuses")
    wide = {name: [item | {"allowed": True} for item in row.body[name]] for name in lists}
    async with music.client(TARGET) as client:
        standard = [title.item.id for title in then.titles]
        await client.edit(standard, {"metadataProfileId": row.id})
        await client.put_setting(T.METADATA_PROFILE, row.id, {**row.body, **wide})
        await client.command("RefreshArtist", {"artistIds": standard})
    app.store.settle()
    await music.back_up(TARGET)
    now = music.side(TARGET, episodes=True)
    came = sum(len(flags) for flags in now.episodes.values()) - sum(
        sum(allows(row.body, album) for album in albums) for albums in now.albums.values()
    )
    assert came > 0
    (entry,) = [own for own in make_restore(then, now).entries if own.ident.startswith("metadata_profile/")]
    assert entry.costs == came
    assert any(f"deletes {came} album" in text for text in entry.warnings)


async def test_the_reserved_profile_is_neither_changed_nor_removed(music: Rig) -> None:
    for name in (SOURCE, TARGET):
        store = music.app(name).store
        none = next(row for row in store.metadata_profiles.values() if row["name"] == "None")
        if name == SOURCE:
            none["releaseStatuses"] = allow(none["releaseStatuses"], "releaseStatus", "Official")
    draft = await plan(music, sync_of(SOURCE, TARGET, kinds=["metadata_profile"], delete_unmanaged=True))
    assert not [entry for entry in draft.entries if "None" in entry.ident]
    assert [row.why for row in draft.left_out if "None" in row.title] == [Why.KEPT]


def format_of(number: int, name: str, implementation: str, value: Any) -> Setting:
    """Return a custom format of one condition."""
    spec = {"name": "c", "implementation": f"{implementation}Specification"}
    spec |= {"fields": [{"name": "value", "value": value}], "negate": False, "required": True}
    body = {"id": number, "name": name, "specifications": [spec]}
    return Setting(type=T.CUSTOM_FORMAT.value, id=number, name=name, body=body)


@pytest.mark.parametrize(
    ("source", "target", "rows", "words"),
    [
        (
            "radarr.main",
            TARGET,
            (format_of(1, "Group", "ReleaseGroup", "^GRP$"), format_of(2, "4K", "Resolution", 2160)),
            ("4K", "resolution", "Lidarr"),
        ),
        (
            TARGET,
            "radarr.main",
            (format_of(1, "Group", "ReleaseGroup", "^GRP$"), format_of(2, "Odd", "IndexerFlag", 1 << 20)),
            ("Odd", "flag", "Radarr"),
        ),
    ],
)
async def test_a_format_with_a_condition_that_the_other_app_lacks_is_refused_with_the_reason(
    music: Rig, source: str, target: str, rows: tuple[Setting, ...], words: tuple[str, ...]
) -> None:
    await music.back_up(TARGET)
    stored = music.side(TARGET)
    sides = {
        name: replace(stored, instance=name, kind=app_of(name).kind, settings=settings)
        for name, settings in ((source, rows), (target, ()))
    }
    sync = SettingsSync.model_validate(
        {"name": "s", "source": source, "targets": [target], "kinds": ["custom_format"]}
    )
    draft = make_settings_plan(sync, sides[source], sides[target], target_use(sides[target]))
    assert [(entry.op, entry.ident) for entry in draft.entries] == [(Op.ADD, "custom_format/Group")]
    (left,) = [own for own in draft.left_out if own.why is Why.UNMATCHED]
    assert [word for word in words if word not in f"{left.title} {left.reason}"] == []
