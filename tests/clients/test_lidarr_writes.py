"""Writes of Lidarr's client, by real HTTP to the simulated app, and what it must never send there."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from arrtui.clients import lidarr as lidarr_module
from arrtui.clients import make_client
from arrtui.clients.lidarr import LidarrClient
from arrtui.core import errors
from arrtui.core.domain import Episode, SettingType
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.demo.world.music import uuid_of
from tests.clients.support import http, instance

SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 4, 3),))
NEW = 4711
"""Number at the metadata host of an artist that is in no library."""
Obj = dict[str, Any]


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
    config = instance(app.url, app.kind, api_key=app.api_key)
    client = make_client(config, http(config))
    assert isinstance(client, LidarrClient)
    return client


def new_artist(lidarr: LidarrClient, app: SimulatedApp, number: int = NEW, **fields: Any) -> Obj:
    """Return the body that adds an artist with everything."""
    root = app.store.root_folders[1]["path"]
    body: Obj = {"foreignArtistId": uuid_of("a", number), "artistName": "x", "rootFolderPath": root}
    body |= {"qualityProfileId": 1, "metadataProfileId": 3, "monitored": True, "monitorNewItems": "all"}
    return body | {"tags": []} | lidarr.add_options(fields, search=False)


async def an_artist(lidarr: LidarrClient) -> int:
    """Return the first artist of the library that has several albums, by its id."""
    artists = (await lidarr.items()).records
    return next(listed.item.id for listed in artists if listed.total_episodes > 1)


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


# --- what is never sent -----------------------------------------------------------------------------------


async def refused(lidarr: LidarrClient, app: SimulatedApp, *request: Any, query: Any = None) -> str:
    """Try to send a request, which must be refused here; return why."""
    method, path, body = request
    with pytest.raises(errors.CannotWriteError, match="must not be asked that") as caught:
        await lidarr._send(method, path, "trying what is forbidden", body, query=query)
    assert app.attempts == []
    return str(caught.value)


async def test_releases_are_never_sent(lidarr: LidarrClient, app: SimulatedApp) -> None:
    releases = {"releases": [{"id": 1, "monitored": True}, {"id": 2, "monitored": True}]}
    assert "two monitored releases" in await refused(lidarr, app, "PUT", "/album/1", releases)
    await refused(lidarr, app, "PUT", "/artist/1", {"lastAlbum": releases})


async def test_the_albums_in_an_artist_do_not_go_back_with_it(
    lidarr: LidarrClient, app: SimulatedApp
) -> None:
    number = await an_artist(lidarr)
    remote = await lidarr.title(number)
    assert remote is not None
    album = app.store.albums[app.store.album_ids[number][0]]  # type: ignore[union-attr]
    raw = {**remote.raw, "lastAlbum": {"id": album["id"], "releases": [{"id": 1, "monitored": True}]}}
    await lidarr.put(raw)  # sent without
    app.store.settle()


async def test_an_album_is_never_put(lidarr: LidarrClient, app: SimulatedApp) -> None:
    await refused(lidarr, app, "PUT", "/album/1", {"id": 1, "foreignAlbumId": "x", "monitored": True})
    await refused(lidarr, app, "PUT", "/album", {"id": 1})


async def test_an_album_is_never_posted(lidarr: LidarrClient, app: SimulatedApp) -> None:
    assert "deletes exclusions" in await refused(lidarr, app, "POST", "/album", {"foreignAlbumId": "x"})


async def test_the_album_studio_is_never_used(lidarr: LidarrClient, app: SimulatedApp) -> None:
    await refused(lidarr, app, "POST", "/albumstudio", {"artist": [{"id": 1}]})


async def test_an_album_is_only_removed_with_exclusion(lidarr: LidarrClient, app: SimulatedApp) -> None:
    assert "comes back" in await refused(lidarr, app, "DELETE", "/album/1", None)
    await refused(lidarr, app, "DELETE", "/album/1", None, query={"addImportListExclusion": "false"})


@pytest.mark.parametrize(
    "body",
    [
        {"albumIds": [], "monitored": True},
        {"albumIds": [1, 1], "monitored": True},
        {"albumIds": [1]},
        {"albumIds": [1], "monitored": None},
    ],
)
async def test_albums_are_only_monitored_by_ids_once_each_and_a_flag(
    lidarr: LidarrClient, app: SimulatedApp, body: Obj
) -> None:
    await refused(lidarr, app, "PUT", "/album/monitor", body)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"folders": []},
        {"folders": ["/music/a"]},
        {"folders": ["/music/a"], "addNewArtists": True},
        {"addNewArtists": False},
        {"folders": ["/music/a"], "addNewArtists": False, "filter": "none"},
    ],
)
async def test_a_scan_never_adds_artists_nor_imports_all_anew(
    lidarr: LidarrClient, app: SimulatedApp, body: Obj
) -> None:
    with pytest.raises(errors.CannotWriteError):
        await lidarr.command("RescanFolders", body)
    assert app.attempts == []
    artists = len(app.store.titles)
    await lidarr.command("RescanFolders", {"folders": ["/music/a"], "addNewArtists": False})
    app.store.settle()
    assert len(app.store.titles) == artists


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("RefreshAlbum", {"albumIds": [1, 2]}),
        ("ArtistSearch", {"artistIds": [1]}),
        ("RetagFiles", {"artistId": 1, "files": [1]}),
        ("RetagArtist", {"artistIds": [1]}),
    ],
)
async def test_commands_that_do_nothing_or_write_into_files_are_never_started(
    lidarr: LidarrClient, app: SimulatedApp, name: str, body: Obj
) -> None:
    with pytest.raises(errors.CannotWriteError):
        await lidarr.command(name, body)
    assert app.attempts == []


async def test_an_artist_is_only_put_whole(lidarr: LidarrClient, app: SimulatedApp) -> None:
    why = await refused(lidarr, app, "PUT", "/artist/1", {"id": 1, "path": "/x", "tags": []})
    assert "monitorNewItems, monitored, qualityProfileId" in why


async def test_a_folder_is_only_changed_together_with_its_files(
    lidarr: LidarrClient, app: SimulatedApp
) -> None:
    number = await an_artist(lidarr)
    remote = await lidarr.title(number)
    assert remote is not None
    body = {name: remote.raw[name] for name in remote.raw if name not in lidarr.app.resource.unsent}
    app.reset_requests()
    await refused(lidarr, app, "PUT", f"/artist/{number}", body | {"path": "/elsewhere"})
    await refused(
        lidarr, app, "PUT", "/artist/editor", {"artistIds": [number], "rootFolderPath": "/elsewhere"}
    )
    other = app.store.root_folders[2]["path"]
    await lidarr.edit([number], {"rootFolderPath": other})  # the client says it by itself
    moves = [row["body"] for row in app.store.commands.listed() if row["name"] == "BulkMoveArtist"]
    assert [move["moveFiles"] for move in moves] == [True]
    app.store.settle()


@pytest.mark.parametrize(
    "body", [{}, {"artistIds": []}, {"artistIds": [1, 1]}, {"artistIds": [1], "tags": [1]}]
)
async def test_the_editor_gets_ids_once_each_and_how_to_apply_tags(
    lidarr: LidarrClient, app: SimulatedApp, body: Obj
) -> None:
    await refused(lidarr, app, "PUT", "/artist/editor", body)


async def test_lists_of_ids_that_are_empty_or_repeat_one_are_never_sent(
    lidarr: LidarrClient, app: SimulatedApp
) -> None:
    for method, path, name in (
        ("DELETE", "/artist/editor", "artistIds"),
        ("PUT", "/trackfile/editor", "trackFileIds"),
        ("DELETE", "/trackfile/bulk", "trackFileIds"),
    ):
        await refused(lidarr, app, method, path, {name: []})
        await refused(lidarr, app, method, path, {name: [3, 3]})


@pytest.mark.parametrize("word", ["all", "none", "future", None])
async def test_an_artist_is_only_added_with_an_option_that_leaves_it_as_it_is_sent(
    lidarr: LidarrClient, app: SimulatedApp, word: str | None
) -> None:
    body = new_artist(lidarr, app, NEW + 2)
    body["addOptions"] = {"monitor": word} if word else None
    await refused(lidarr, app, "POST", "/artist", body)
