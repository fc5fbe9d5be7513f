"""What bites a client of Lidarr: each trap of the real app is one of the simulated app too."""

from __future__ import annotations

import time
from typing import Any

import pytest

from arrtui.demo.lidarr.importing import import_album
from arrtui.demo.world.music import uuid_of
from tests.demo.lidarr.rig import Rig, album, edition

Obj = dict[str, Any]


@pytest.fixture
def rig() -> Rig:
    return Rig()


_FIRST = {"version": 1, "real": 0, "isRepack": False}


def _with_files(rig: Rig) -> Obj:
    """Return the album 101 once it has its files."""
    rig.import_album()
    return dict(rig.albums()["Album 101"])


def test_two_monitored_releases_break_the_library_until_one_is_left(rig: Rig) -> None:
    row = rig.albums()["Album 101"]
    for release in row["releases"]:
        release["monitored"] = True
    broken = rig.call("PUT", f"album/{row['id']}", row, status=500)
    assert broken["message"] == "Sequence contains more than one element"
    for path in ("album", "artist", f"album/{row['id']}", "wanted/missing"):
        rig.call("GET", path, status=500)
    row["releases"][1]["monitored"] = False
    rig.call("PUT", f"album/{row['id']}", row, status=202)
    assert len(rig.get("album")) == len(rig.get("album?artistId=1")) == 3


def test_without_a_monitored_release_an_album_has_no_media(rig: Rig) -> None:
    row = rig.albums()["Album 101"]
    for release in row["releases"]:
        release["monitored"] = False
    answer = rig.call("PUT", f"album/{row['id']}", row, status=202)
    assert (answer["media"], answer["duration"]) == ([], 0)


def test_another_monitored_release_cuts_the_files_loose(rig: Rig) -> None:
    row = _with_files(rig)
    before = rig.get(f"trackfile?albumId={row['id']}")
    row["anyReleaseOk"] = False
    for release in row["releases"]:
        release["monitored"] = not release["monitored"]
    rig.call("PUT", f"album/{row['id']}", row)
    rig.settle()
    now = rig.get(f"album/{row['id']}")["statistics"]
    assert now["trackFileCount"] == 0
    assert now["sizeOnDisk"] > 0
    assert rig.get(f"trackfile?albumId={row['id']}") == rig.get("trackfile?artistId=1") == []
    row["anyReleaseOk"] = True
    rig.call("PUT", f"album/{row['id']}", row)
    rig.settle()
    again = rig.get(f"album/{row['id']}")
    assert [release["monitored"] for release in again["releases"]] == [True, False]  # the files' tags decide
    after = rig.get(f"trackfile?albumId={row['id']}")
    assert [file["path"] for file in after] == [file["path"] for file in before]
    assert not {file["id"] for file in after} & {file["id"] for file in before}


def test_a_put_of_an_album_takes_its_uuid_and_its_flags_from_the_body(rig: Rig) -> None:
    row = rig.albums()["Album 101"]
    rig.call("PUT", f"album/{row['id']}", {"id": row["id"], "monitored": True}, status=409)
    body = {"id": row["id"], "foreignAlbumId": row["foreignAlbumId"]}
    answer = rig.call("PUT", f"album/{row['id']}", body)
    assert (answer["monitored"], answer["anyReleaseOk"]) == (False, False)
    assert answer["releases"] == row["releases"]


def test_a_rescan_adds_artists_unless_it_is_told_not_to(rig: Rig) -> None:
    _with_files(rig)
    rig.call("DELETE", f"artist/{rig.artist['id']}?deleteFiles=false")
    rig.command("RescanFolders", folders=[rig.root], addNewArtists=False)
    assert rig.get("artist") == []
    rig.command("RescanFolders")
    (artist,) = rig.get("artist")
    root = rig.get("rootfolder")[0]
    assert artist["monitored"]
    assert artist["qualityProfileId"] == root["defaultQualityProfileId"]
    assert artist["statistics"]["trackFileCount"] == 3


def test_a_rescan_without_a_filter_gives_every_file_another_id(rig: Rig) -> None:
    row = _with_files(rig)
    before = {file["id"] for file in rig.get(f"trackfile?albumId={row['id']}")}
    folder = rig.get("artist/1")["path"]
    rig.command("RescanFolders", folders=[folder], filter="known", addNewArtists=False)
    assert {file["id"] for file in rig.get(f"trackfile?albumId={row['id']}")} == before
    rig.command("RescanFolders", folders=[folder], filter="none", addNewArtists=False)
    after = {file["id"] for file in rig.get(f"trackfile?albumId={row['id']}")}
    assert len(after) == 3
    assert not after & before


def test_a_narrower_metadata_profile_deletes_albums_without_files(rig: Rig) -> None:
    rig.import_album("Album 102")
    before = rig.albums()
    rig.call("PUT", "artist/editor", {"artistIds": [1], "metadataProfileId": 1})
    rig.settle()
    assert rig.albums().keys() == before.keys()  # the editor queues no refresh
    rig.command("RefreshArtist", artistIds=[1])
    assert rig.albums().keys() == {"Album 101", "Album 102"}  # what has files stays
    artist = rig.get("artist/1") | {"metadataProfileId": 3, "monitorNewItems": "none"}
    rig.call("PUT", "artist/1", artist)
    rig.settle()  # a PUT queues it
    back = rig.albums()["Album 103"]
    assert back["id"] != before["Album 103"]["id"]
    assert back["monitored"] is False


def test_one_second_type_that_the_profile_allows_keeps_an_album(rig: Rig) -> None:
    rig.artist_host.albums.append(album(104, secondary_types=("Live", "Remix")))
    rig.artist_host.albums.append(album(105, secondary_types=("Remix",)))
    standard = rig.get("metadataprofile")[0]
    for row in standard["secondaryAlbumTypes"]:
        row["allowed"] = row["albumType"]["name"] == "Live"
    mine = rig.call("POST", "metadataprofile", {**standard, "id": 0, "name": "Live"})
    rig.call("PUT", "artist/editor", {"artistIds": [1], "metadataProfileId": mine["id"]})
    rig.command("RefreshArtist", artistIds=[1])
    assert rig.albums().keys() == {"Album 104"}


def test_a_deleted_album_comes_back_unless_it_is_excluded(rig: Rig) -> None:
    before = rig.albums()
    rig.call("DELETE", f"album/{before['Album 101']['id']}")
    rig.call("DELETE", f"album/{before['Album 102']['id']}?addImportListExclusion=true")
    rig.command("RefreshArtist", artistIds=[1])
    after = rig.albums()
    assert after.keys() == {"Album 101", "Album 103"}
    assert after["Album 101"]["id"] != before["Album 101"]["id"]
    (row,) = rig.get("importlistexclusion")[2:]
    assert row["artistName"] == "Silent Harbours - Album 102"


def _score(rig: Rig, name: str, score: int) -> None:
    """Have the first profile want a format, up to a score of 100."""
    profile = rig.store.profiles[1]
    profile |= {"upgradeAllowed": True, "cutoffFormatScore": 100, "minFormatScore": -1000}
    for row in profile["formatItems"]:
        if row["name"] == name:
            row["score"] = score


def test_a_finished_grab_is_approved_again_as_its_files_lose_the_score(rig: Rig) -> None:
    _score(rig, "FLAC 24bit", 50)
    verdict = rig.import_album(quality="FLAC 24bit")
    assert verdict["customFormatScore"] == 50
    files = rig.get(f"trackfile?albumId={rig.albums()['Album 101']['id']}")
    assert [file["customFormatScore"] for file in files] == [0, 0, 0]
    assert all("sceneName" not in file for file in files)
    assert rig.push(quality="FLAC 24bit")["approved"]


def test_an_import_looks_at_quality_alone(rig: Rig) -> None:
    _score(rig, "Preferred groups", 35)
    rig.import_album(tail="HARBOUR")
    number = rig.albums()["Album 101"]["id"]
    before = rig.get(f"trackfile?albumId={number}")
    assert rig.push(tail="OTHER")["rejections"] == [
        "Existing files on disk has a equal or higher Custom Format score: 35"
    ]
    store = rig.store
    entry = {**_entry(rig), "releaseGroup": "OTHER", "quality": before[0]["quality"]}
    assert import_album(store, entry)
    after = rig.get(f"trackfile?albumId={number}")
    assert {file["customFormatScore"] for file in after} == {0}
    worse = {**_entry(rig), "quality": store.files[after[0]["id"]]["quality"] | _mp3()}
    assert not import_album(store, worse)
    older = {**_entry(rig), "quality": after[0]["quality"]}
    for file in after:
        row = rig.store.files[file["id"]]
        row["quality"] = row["quality"] | {"revision": _FIRST | {"version": 2}}
    assert not import_album(store, older | {"quality": older["quality"] | {"revision": _FIRST}})
    assert [file["id"] for file in rig.get(f"trackfile?albumId={number}")] == [file["id"] for file in after]


def _entry(rig: Rig) -> Obj:
    """Return a row of the queue for the album 101."""
    return {
        "id": 900,
        "artistId": 1,
        "albumId": rig.albums()["Album 101"]["id"],
        "title": "x",
        "size": 1,
        "downloadId": "d",
        "downloadClient": "sab",
        "outputPath": "/downloads/x",
        "trackedDownloadState": "downloading",
    }


def _mp3() -> Obj:
    return {"quality": {"id": 4, "name": "MP3-320"}}


def test_every_put_of_an_artist_queues_a_move(rig: Rig) -> None:
    rig.call("PUT", "artist/1", rig.get("artist/1"))
    moves = [row for row in rig.get("command") if row["name"] == "MoveArtist"]
    assert [row["body"]["moveFiles"] for row in moves] == [False]


def test_a_new_path_without_moving_rewrites_the_paths_of_files(rig: Rig) -> None:
    row = _with_files(rig)
    rig.call("PUT", "artist/1", rig.get("artist/1") | {"path": f"{rig.root}/elsewhere"})
    paths = [file["path"] for file in rig.get(f"trackfile?albumId={row['id']}")]
    assert all(path.startswith(f"{rig.root}/elsewhere/") for path in paths)
    rig.settle()
    rig.command("RescanFolders", folders=[f"{rig.root}/elsewhere"], addNewArtists=False)
    assert rig.get(f"trackfile?albumId={row['id']}") == []  # they were left behind


def test_a_path_with_its_files_keeps_them(rig: Rig) -> None:
    row = _with_files(rig)
    rig.call("PUT", "artist/1?moveFiles=true", rig.get("artist/1") | {"path": f"{rig.root}/elsewhere"})
    rig.settle()
    rig.command("RescanFolders", folders=[f"{rig.root}/elsewhere"], addNewArtists=False)
    assert len(rig.get(f"trackfile?albumId={row['id']}")) == 3


@pytest.mark.parametrize(
    "path",
    [
        "album?albumIds=1&albumIds=1",
        "album?albumIds=1&albumIds=999",
        "track?trackIds=1&trackIds=1",
        "track?trackIds=999999",
        "trackfile?trackFileIds=999",
    ],
)
def test_ids_that_are_missing_or_repeated_are_an_error(rig: Rig, path: str) -> None:
    assert "Expected query to return" in rig.call("GET", path, status=500)["message"]


def test_files_by_album_are_read_another_way(rig: Rig) -> None:
    number = _with_files(rig)["id"]
    rig.call("GET", "trackfile?albumId=999", status=404)
    once, twice = (rig.get(f"trackfile?{'&'.join([f'albumId={number}'] * times)}") for times in (1, 2))
    assert twice == once + once


def test_editors_refuse_lists_with_missing_ids_and_write_nothing(rig: Rig) -> None:
    rig.call("PUT", "artist/editor", {"artistIds": [1, 999], "monitored": False}, status=500)
    assert rig.get("artist/1")["monitored"]
    assert rig.call("PUT", "artist/editor", {"artistIds": [], "monitored": False}, status=202) == []


def test_monitoring_albums_writes_before_it_fails(rig: Rig) -> None:
    row = rig.albums()["Album 101"]
    rig.call("PUT", "album/monitor", {"albumIds": [row["id"], 999], "monitored": False}, status=500)
    assert rig.albums()["Album 101"]["monitored"] is False
    rig.call("PUT", "album/monitor", {"albumIds": [row["id"], row["id"]], "monitored": True}, status=500)
    assert rig.albums()["Album 101"]["monitored"] is True
    rig.call("PUT", "album/monitor", {"albumIds": [row["id"]]})
    assert rig.albums()["Album 101"]["monitored"] is False


def test_tags_keep_their_order_and_unknown_ones_are_taken(rig: Rig) -> None:
    for tags in ([1, 4], [2], [98]):
        rig.call("PUT", "artist/editor", {"artistIds": [1], "tags": tags})
    assert rig.get("artist/1")["tags"] == [1, 4, 2, 98]
    rig.call("PUT", "artist/editor", {"artistIds": [1], "tags": [4], "applyTags": "remove"})
    assert rig.get("artist/1")["tags"] == [1, 2, 98]


def test_a_sort_key_goes_into_the_query(rig: Rig) -> None:
    for path in ("history", "wanted/missing", "wanted/cutoff"):
        error = rig.call("GET", f"{path}?sortKey=nonsense", status=500)
        assert error["message"].endswith(".Nonsense")
    _with_files(rig)
    rows = [
        rig.get(f"history?sortKey=id&sortDirection=ascending&pageSize=2&page={page}")["records"]
        for page in (1, 2)
    ]
    ids = [row["id"] for page in rows for row in page]
    assert ids == sorted(ids)


def test_files_of_what_was_deleted_stay_as_files_of_nobody(rig: Rig) -> None:
    row = _with_files(rig)
    rig.call("DELETE", f"album/{row['id']}?deleteFiles=false")
    loose = rig.get("trackfile?unmapped=true")
    assert [(file["albumId"], file["artistId"]) for file in loose] == [(0, 0)] * 3
    assert not any("customFormats" in file for file in loose)


def test_downloads_land_in_the_artists_folder_and_renames_flatten(rig: Rig) -> None:
    row = _with_files(rig)
    folder = rig.get("artist/1")["path"]
    paths = [file["path"] for file in rig.get(f"trackfile?albumId={row['id']}")]
    assert [path.rsplit("/", 1)[0] for path in paths] == [folder] * 3
    for number in rig.store.album_files[row["id"]]:
        rig.store.files[number]["relativePath"] = f"Album 101 (2001)/{number} - Song.flac"
    rig.command("RenameArtist", artistIds=[1])
    paths = [file["path"] for file in rig.get(f"trackfile?albumId={row['id']}")]
    assert [path.rsplit("/", 1)[0] for path in paths] == [folder] * 3


def test_deletion_rows_of_an_upgrade_come_twice(rig: Rig) -> None:
    rig.import_album(quality="MP3 320")
    rig.store.profiles[1] |= {"upgradeAllowed": True}
    rig.import_album(quality="FLAC")
    rows = [row for row in rig.get("history/since") if row["eventType"] == "trackFileDeleted"]
    assert len(rows) == 6
    assert len({(row["trackId"], row["sourceTitle"]) for row in rows}) == 3


def test_files_gone_from_the_disk_leave_no_row(rig: Rig) -> None:
    row = _with_files(rig)
    before = len(rig.get("history/since"))
    artist = rig.store.artists[1]
    rig.store.relocated.add(1)  # as if the folder had been emptied by hand
    rig.command("RescanFolders", folders=[artist["path"]], addNewArtists=False)
    assert rig.get(f"trackfile?albumId={row['id']}") == []
    assert len(rig.get("history/since")) == before


def test_artists_without_tracks_have_no_statistics_in_lists(rig: Rig) -> None:
    rig.call("POST", "artist", rig.new_artist(2, metadataProfileId=2))
    listed = {row["id"]: "statistics" in row for row in rig.get("artist")}
    assert listed == {1: True, 2: False}
    assert "statistics" in rig.get("artist/2")


def test_a_root_folder_takes_another_path(rig: Rig) -> None:
    root = rig.get("rootfolder")[0]
    answer = rig.call("PUT", f"rootfolder/{root['id']}", root | {"path": "/another"}, status=202)
    assert answer["path"] == "/another"


def test_the_feed_names_no_created_and_no_deleted_album(rig: Rig) -> None:
    client = rig.listen()
    rig.call("POST", "artist", rig.new_artist(2))
    rig.settle()
    number = rig.albums()["Album 101"]["id"]
    rig.call("DELETE", f"album/{number}")
    assert {body["action"] for body in client.named("album")} == {"updated"}
    assert {body["action"] for body in client.named("artist")} == {"updated"}
    assert client.named("artist")[-1]["resource"]["id"] == 1


def test_edits_under_a_refresh_are_lost(rig: Rig) -> None:
    commands, number = rig.store.commands, rig.albums()["Album 101"]["id"]
    commands.held.add("RefreshArtist")
    rig.call("POST", "command", {"name": "RefreshArtist", "artistIds": [1]})
    commands.advance(time.time() + 120)  # it asks the host now
    rig.call("PUT", "artist/editor", {"artistIds": [1], "monitored": False, "tags": [5]})
    rig.call("PUT", "album/monitor", {"albumIds": [number], "monitored": False})
    commands.held.clear()
    rig.settle()
    artist = rig.get("artist/1")
    assert (artist["monitored"], artist["tags"]) == (True, [])
    assert rig.get(f"album/{number}")["monitored"] is False  # in the part of the artist it stays
    commands.held.add("RefreshAlbum")
    rig.call("POST", "command", {"name": "RefreshAlbum", "albumId": number})
    commands.advance(time.time() + 120)
    rig.call("PUT", "album/monitor", {"albumIds": [number], "monitored": True})
    commands.held.clear()
    rig.settle()
    assert rig.get(f"album/{number}")["monitored"] is False


def test_a_selection_of_albums_comes_with_the_artist(rig: Rig) -> None:
    wanted = uuid_of("b", 402)
    host = rig.host
    host.artists[uuid_of("a", 4)] = known = rig.artist_host.__class__(
        uuid_of("a", 4), "Other Pilots", "other"
    )
    known.albums = [album(401), album(402), album(403)]
    options = {"monitor": "unknown", "albumsToMonitor": [wanted]}
    rig.call("POST", "artist", rig.new_artist(4, addOptions=options))
    asked = host.asked
    rig.settle()
    assert host.asked - asked == 1 + 3  # the artist, and each of its albums
    rows = {row["foreignAlbumId"]: row["monitored"] for row in rig.get("album?artistId=2")}
    assert rows == {uuid_of("b", 401): False, wanted: True, uuid_of("b", 403): False}


def test_a_line_that_is_too_long_is_refused(rig: Rig) -> None:
    number = rig.albums()["Album 101"]["id"]
    assert rig.client.call("GET", "trackfile?" + "&".join([f"albumId={number}"] * 700)).status_code == 200
    assert rig.client.call("GET", "trackfile?" + "&".join([f"albumId={number}"] * 1_000)).status_code == 414


def test_a_release_the_host_adds_is_not_monitored(rig: Rig) -> None:
    rig.artist_host.albums[0].releases.append(edition(1013, 9))
    rig.command("RefreshArtist", artistIds=[1])
    releases = rig.albums()["Album 101"]["releases"]
    assert [row["monitored"] for row in releases] == [True, False, False]
