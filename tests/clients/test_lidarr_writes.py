"""Writes of Lidarr's client, by real HTTP to the simulated app."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from arrtui.clients import lidarr as lidarr_module
from arrtui.clients.lidarr import LidarrClient
from arrtui.core import errors
from arrtui.core.domain import Episode, SettingType
from arrtui.demo.estate import SimulatedApp, SimulatedEstate
from arrtui.demo.world.music import uuid_of
from tests.clients.lidarr_rig import NEW, SIZE, an_artist, client_of, new_artist


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as estate:
        yield estate


@pytest.fixture
def app(running: SimulatedEstate) -> SimulatedApp:
    simulated = running.apps["lidarr.main"]
    simulated.reset_requests()
    return simulated


@pytest.fixture
async def lidarr(app: SimulatedApp) -> LidarrClient:
    return client_of(app)


async def albums_of(lidarr: LidarrClient, artist_id: int) -> list[Episode]:
    return (await lidarr.episodes(artist_id)).records


# --- what is written --------------------------------------------------------------------------------------


async def test_an_artist_is_found_by_its_uuid_alone(lidarr: LidarrClient, app: SimulatedApp) -> None:
    (listed, *_) = (await lidarr.items()).records
    app.reset_requests()
    remote = await lidarr.find(listed.item.external_id)
    assert remote is not None
    assert remote.item == listed.item
    assert await lidarr.find(uuid_of("a", NEW + 1)) is None
    assert len(app.requests) == 2
    for odd in ("", "12", "not-a-uuid", "Silent Harbours"):
        assert await lidarr.find(odd) is None
    assert len(app.requests) == 2  # what is no UUID is not asked for


async def test_a_test_that_is_answered_as_text_went_well(lidarr: LidarrClient) -> None:
    (indexer, *_) = await lidarr.raw_settings(SettingType.INDEXER)
    await lidarr.test_setting(SettingType.INDEXER, indexer)  # recorded: notif.test


async def test_an_added_artist_has_exactly_the_albums_that_were_chosen(
    lidarr: LidarrClient, app: SimulatedApp
) -> None:
    listed = app.store.host.artist(uuid_of("a", NEW)).albums  # type: ignore[union-attr]
    chosen = listed[0].album_id
    selection = {album.album_id: album.album_id == chosen for album in listed}
    added = await lidarr.add(new_artist(lidarr, app, episodes=selection))
    app.store.settle()
    assert {album.key for album in await albums_of(lidarr, added.item.id) if album.monitored} == {chosen}
    with pytest.raises(errors.ValidationFailedError, match="already been added"):
        await lidarr.add(new_artist(lidarr, app))
    await lidarr.remove([added.item.id], delete_files=False, exclude=True)
    rows = await lidarr.raw_settings(SettingType.EXCLUSION)
    (excluded,) = [row for row in rows if row["foreignId"] == uuid_of("a", NEW)]
    await lidarr.delete_setting(SettingType.EXCLUSION, excluded["id"])
    await lidarr.add_exclusion(uuid_of("a", NEW), "x", 0)
    rows = await lidarr.raw_settings(SettingType.EXCLUSION)
    assert uuid_of("a", NEW) in {row["foreignId"] for row in rows}


async def test_artists_are_changed_by_the_editor_and_whole(lidarr: LidarrClient, app: SimulatedApp) -> None:
    number = await an_artist(lidarr)
    await lidarr.edit([number, number], {"metadataProfileId": 3, "monitorNewItems": "new"})
    remote = await lidarr.title(number)
    assert remote is not None
    assert (remote.item.metadata_profile_id, remote.item.monitor_new_items) == (3, "new")
    changed = await lidarr.put({**remote.raw, "monitorNewItems": "none"})
    before = remote.item
    assert changed.item.monitor_new_items == "none"
    assert (changed.item.tags, changed.item.path, changed.item.monitored) == (
        before.tags,
        before.path,
        before.monitored,
    )
    app.store.settle()


async def test_albums_are_monitored_in_batches_each_id_once(
    lidarr: LidarrClient, app: SimulatedApp, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lidarr_module, "ALBUMS_PER_REQUEST", 2)
    ids = [album.id for album in (await lidarr.library()).children.records][:5]  # type: ignore[union-attr]
    app.reset_requests()
    await lidarr.set_episodes([*ids, *ids], monitored=False)
    assert app.writes() == [("PUT", "/api/v1/album/monitor")] * 3
    assert not any(album.monitored for album in (await lidarr.episodes_by_id(ids)).records)
    await lidarr.set_episodes(ids, monitored=True)


async def test_an_album_that_is_gone_is_a_fault_after_the_others_were_set(lidarr: LidarrClient) -> None:
    number = await an_artist(lidarr)
    first, *_ = await albums_of(lidarr, number)
    with pytest.raises(errors.ServerFaultError):
        await lidarr.set_episodes([first.id, 99_999], monitored=not first.monitored)
    again, *_ = await albums_of(lidarr, number)
    assert again.monitored is not first.monitored


async def test_facts_of_files_go_by_the_editor_one_request_for_equal_ones(
    lidarr: LidarrClient, app: SimulatedApp
) -> None:
    artists = (await lidarr.items()).records
    number = next(listed.item.id for listed in artists if listed.files > 2)
    files = (await lidarr.files([number])).records[:3]
    app.reset_requests()
    groups = ["ONE", "TWO", "ONE"]
    rows = [{"id": file.id, "releaseGroup": group} for file, group in zip(files, groups, strict=True)]
    await lidarr.edit_files(rows)
    assert app.writes() == [("PUT", "/api/v1/trackfile/editor")] * 2
    again = (await lidarr.files_by_id([file.id for file in files])).records
    assert [file.release_group for file in again] == groups
