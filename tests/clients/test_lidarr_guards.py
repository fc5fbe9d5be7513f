"""What a Lidarr must never be sent, and its odd answers: each numbered line of LIDARR_API 0 and 8."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.clients import make_client
from arrtui.clients.lidarr import LidarrClient
from arrtui.clients.signalr import open_feed
from arrtui.core import errors
from arrtui.core.domain import SettingType
from arrtui.demo.estate import SimulatedApp, SimulatedEstate
from tests.clients.lidarr_rig import NEW, SIZE, Obj, an_artist, client_of, new_artist
from tests.clients.support import http, instance, json_answer

_SYNC = "features/sync/test_artists.py"
LINES: dict[str, tuple[str, ...]] = {
    "0.1": ("test_releases_are_never_sent", "test_the_albums_in_an_artist_do_not_go_back_with_it"),
    "0.2": ("test_releases_are_never_sent", "test_an_album_is_never_put"),
    "0.3": ("test_an_album_is_never_put",),
    "0.4": ("test_a_scan_never_adds_artists_nor_imports_all_anew",),
    "0.5": (f"{_SYNC} test_a_narrower_metadata_profile_says_what_the_next_refresh_drops",),
    "0.6": ("test_an_album_is_only_removed_with_exclusion",),
    "0.7": ("features/loops/test_albums.py test_a_release_grabbed_again_is_one_loop_of_its_album",),
    "0.8": ("core/test_album_upgrades.py test_quality_comes_first_then_the_first_files_score",),
    "0.9": (
        "test_an_artist_is_only_put_whole",
        "test_a_folder_is_only_changed_together_with_its_files",
    ),
    "0.10": (
        "test_lists_of_ids_that_are_empty_or_repeat_one_are_never_sent",
        "test_ids_are_asked_for_once_each",
    ),
    "0.11": (
        "test_albums_are_only_monitored_by_ids_once_each_and_a_flag",
        "clients/test_lidarr_writes.py test_an_album_that_is_gone_is_a_fault_after_the_others_were_set",
    ),
    "0.12": ("test_tags_in_another_order_are_no_change",),
    "0.13": ("test_history_is_sorted_by_what_lidarr_can_sort_by",),
    "0.14": ("test_files_of_nobody_are_files_of_no_artist",),
    "0.15": ("test_files_are_never_renamed",),
    "0.16": ("db/test_history.py test_the_second_row_of_a_deleted_track_is_dropped_also_on_another_page",),
    "0.17": ("test_an_artist_without_statistics_has_no_files",),
    "0.18": ("test_a_root_folder_keeps_its_path",),
    "0.19": (
        "test_a_deleted_album_is_heard_of_as_its_artist_alone",
        "runtime/live/test_music.py test_a_deleted_album_is_gone_by_the_update_of_its_artist",
    ),
    "8 releases": ("test_releases_are_never_sent",),
    "8 metadata profile": (f"{_SYNC} test_another_metadata_profile_says_first_which_albums_it_costs",),
    "8 removals": ("test_an_album_is_only_removed_with_exclusion",),
    "8 limits": (
        f"{_SYNC} test_a_plan_that_costs_too_many_albums_is_decided_one_by_one",
        "features/sync/planning/test_guards.py test_lost_albums_count_as_lost_titles_do",
    ),
}
"""Line of LIDARR_API → the tests that try it: names, of other modules after their path below ``tests``."""


@pytest.mark.parametrize("line", LINES)
def test_every_line_has_its_tests(line: str) -> None:
    for entry in LINES[line]:
        path, _, name = entry.rpartition(" ")
        module = Path(__file__) if not path else Path(__file__).parents[1] / path
        assert f"def {name}(" in module.read_text(), entry


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
    app.reset_requests()
    await lidarr.put(raw)
    app.store.settle()
    (sent,) = [write.body for write in app.written]
    assert sent == {name: remote.raw[name] for name in remote.raw if name not in lidarr.app.resource.unsent}


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


@pytest.mark.parametrize("name", ["RenameFiles", "RenameArtist"])
async def test_files_are_never_renamed(lidarr: LidarrClient, app: SimulatedApp, name: str) -> None:
    """As Lidarr names files by default, a rename lays them all into the folder of their artist."""
    number = await an_artist(lidarr)
    (naming,) = await lidarr.raw_settings(SettingType.NAMING)
    assert naming[lidarr.app.rename_switch] is False
    files = [file.id for file in (await lidarr.files([number])).records]
    app.reset_requests()
    body = {"artistIds": [number]} if name == "RenameArtist" else {"artistId": number, "files": files}
    with pytest.raises(errors.CannotWriteError, match="out of the folders of their albums"):
        await lidarr.command(name, body)
    assert app.attempts == []
    await lidarr.new_names([number])  # what it would do may be asked for


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


async def test_a_root_folder_keeps_its_path(lidarr: LidarrClient, app: SimulatedApp) -> None:
    number, row = next((number, dict(row)) for number, row in app.store.root_folders.items())
    path = f"/rootfolder/{number}"
    await refused(lidarr, app, "PUT", path, row)  # nobody has read which path it has
    (_, *_) = rows = await lidarr.raw_settings(SettingType.ROOT_FOLDER)
    row = next(raw for raw in rows if raw["id"] == number)
    app.reset_requests()
    assert "keeps its path" in await refused(lidarr, app, "PUT", path, row | {"path": "/elsewhere"})
    await refused(lidarr, app, "PUT", path, {name: row[name] for name in row.keys() - {"path"}})
    # the id in the body counts, not that of the route
    other = next(raw for raw in rows if raw["id"] != number)
    await refused(lidarr, app, "PUT", f"/rootfolder/{other['id']}", row | {"path": other["path"]})
    await lidarr.put_setting(SettingType.ROOT_FOLDER, number, row | {"name": "Renamed"})
    again = next(raw for raw in await lidarr.raw_settings(SettingType.ROOT_FOLDER) if raw["id"] == number)
    assert (again["path"], again["name"]) == (row["path"], "Renamed")


# --- odd answers ------------------------------------------------------------------------------------------


async def test_ids_are_asked_for_once_each(lidarr: LidarrClient) -> None:
    number = await an_artist(lidarr)
    ids = [album.id for album in (await lidarr.episodes(number)).records]
    assert [album.id for album in (await lidarr.episodes_by_id([*ids, *ids])).records] == ids
    once = (await lidarr.files_of(ids, [number])).records
    assert (await lidarr.files_of([*ids, *ids], [number])).records == once
    files = [file.id for file in once]
    assert [file.id for file in (await lidarr.files_by_id([*files, *files])).records] == files
    with pytest.raises(errors.ServerFaultError):
        await lidarr.episodes_by_id([*ids, 99_999])
    with pytest.raises(errors.NotFoundError):
        await lidarr.files_of([99_999], [number])


async def test_tags_in_another_order_are_no_change(lidarr: LidarrClient, app: SimulatedApp) -> None:
    number = await an_artist(lidarr)
    first, second = sorted(app.store.tags)[:2]
    seen = []
    for tags in ([first, second], [second, first]):
        await lidarr.edit([number], {"tags": tags, "applyTags": "replace"})
        listed = await lidarr.item(number)
        assert app.store.titles[number]["tags"] == tags
        seen.append((listed.records[0].item.tags, listed.records[0].fingerprint))
    assert seen[0] == seen[1]


async def test_history_is_sorted_by_what_lidarr_can_sort_by(lidarr: LidarrClient, app: SimulatedApp) -> None:
    page = await lidarr.history_page(1, 50)
    assert [event.id for event in page.fetched.records] == sorted(event.id for event in page.fetched.records)
    asked = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.params["sortKey"])
        return json_answer({"page": 1, "records": [], "totalRecords": 0})(request)

    config = instance(app.url, app.kind)
    await make_client(config, http(config, answer)).history_page(1, 10)
    assert asked == ["id"]


async def test_files_of_nobody_are_files_of_no_artist(lidarr: LidarrClient, app: SimulatedApp) -> None:
    artists = (await lidarr.items()).records
    number = next(listed.item.id for listed in artists if listed.files)
    kept = [file["id"] for file in app.store.files.values() if file["artistId"] == number]
    await lidarr.remove([number], delete_files=False, exclude=False)
    app.store.settle()
    assert all(app.store.files[file_id]["artistId"] == 0 for file_id in kept)
    rest = [listed.item.id for listed in (await lidarr.items()).records]
    found = [file.id for artist in rest for file in (await lidarr.files([artist])).records]
    assert set(found).isdisjoint(kept)


async def test_an_artist_without_statistics_has_no_files(app: SimulatedApp) -> None:
    row = {"id": 1, "foreignArtistId": "0a" * 4 + "-0000-4000-8000-000000000001", "artistName": "New"}
    answers = {"/api/v1/artist": [row], "/api/v1/album": []}
    config = instance(app.url, app.kind)
    client = make_client(config, http(config, lambda asked: json_answer(answers[asked.url.path])(asked)))
    (listed,) = (await client.items()).records
    assert (listed.files, listed.episodes, listed.size) == (0, 0, 0)


async def test_an_id_in_capitals_is_the_same_id(app: SimulatedApp) -> None:
    row = {"id": 1, "foreignArtistId": "0A" * 4 + "-0000-4000-8000-00000000000F", "artistName": "New"}
    config = instance(app.url, app.kind)
    remote = await make_client(config, http(config, json_answer([row]))).find(row["foreignArtistId"].lower())
    assert remote is not None and remote.item.external_id == row["foreignArtistId"].lower()


async def test_a_deleted_album_is_heard_of_as_its_artist_alone(
    lidarr: LidarrClient, app: SimulatedApp
) -> None:
    """No message says that an album is gone, nor that one or an artist was made: those are read again."""
    number = await an_artist(lidarr)
    gone = (await lidarr.episodes(number)).records[-1]
    heard: set[tuple[str, str]] = set()
    artists: set[int] = set()
    async with open_feed(lidarr.config) as messages, asyncio.timeout(20):
        await lidarr.remove_child(gone.id, delete_files=False)
        await lidarr.add(new_artist(lidarr, app, NEW + 5))
        await lidarr.create_tag("the-last-message")
        async for message in messages:
            heard.add((message.name, message.action))
            artists |= {message.id} if message.name == "artist" else set()
            if message.name == "tag":
                break
    assert not heard & {("album", "deleted"), ("album", "created"), ("artist", "created")}
    assert artists >= {number}
