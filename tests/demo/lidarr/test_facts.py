"""How the simulated Lidarr behaves where no record shows it: monitoring, upgrades, the host, faults."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.lidarr.scanning import write_tags
from arrtui.demo.world.music import uuid_of
from tests.demo.lidarr.rig import Rig, album

Obj = dict[str, Any]


@pytest.fixture
def rig() -> Rig:
    return Rig()


def _monitored(rig: Rig) -> set[str]:
    return {title for title, row in rig.albums().items() if row["monitored"]}


def _studio(rig: Rig, monitor: str) -> None:
    rig.call("POST", "albumstudio", {"artist": [{"id": 1}], "monitoringOptions": {"monitor": monitor}})


@pytest.mark.parametrize(
    ("word", "wanted"),
    [
        ("all", {"Album 101", "Album 102", "Album 103"}),
        ("missing", {"Album 102", "Album 103"}),
        ("existing", {"Album 101"}),
        ("latest", {"Album 103"}),
        ("first", {"Album 101"}),
        ("future", set()),
        ("none", set()),
        ("unknown", {"Album 101", "Album 102", "Album 103"}),
    ],
)
def test_the_words_of_the_studio(rig: Rig, word: str, wanted: set[str]) -> None:
    rig.import_album()
    _studio(rig, word)
    assert _monitored(rig) == wanted
    assert rig.get("artist/1")["monitored"] is (word != "none")


def test_the_studio_without_options_sets_artists_alone_and_refuses_unknown_ones(rig: Rig) -> None:
    body = {"artist": [{"id": 1, "monitored": False}], "monitorNewItems": "new"}
    rig.call("POST", "albumstudio", body)
    artist = rig.get("artist/1")
    assert (artist["monitored"], artist["monitorNewItems"]) == (False, "new")
    assert len(_monitored(rig)) == 3
    rig.call("POST", "albumstudio", {"artist": [{"id": 99}]}, status=500)


def test_future_only_turns_off_what_is_out(rig: Rig) -> None:
    rig.artist_host.albums.append(album(104, date="2099-01-01"))
    rig.artist_host.albums.append(album(105, date="2098-01-01"))
    rig.command("RefreshArtist", artistIds=[1])
    coming = rig.albums()["Album 105"]["id"]
    rig.call("PUT", "album/monitor", {"albumIds": [coming], "monitored": False})
    _studio(rig, "future")
    assert _monitored(rig) == {"Album 104"}
    assert rig.get("artist/1")["nextAlbum"]["title"] == "Album 104"


@pytest.mark.parametrize(
    ("word", "older", "newer"), [("all", True, True), ("none", False, False), ("new", False, True)]
)
def test_what_a_refresh_adds_is_monitored_as_the_artist_says(
    rig: Rig, word: str, older: bool, newer: bool
) -> None:
    rig.call("PUT", "artist/editor", {"artistIds": [1], "monitorNewItems": word, "monitored": False})
    rig.artist_host.albums += [album(104, date="1990-01-01"), album(105, date="2020-01-01")]
    rig.command("RefreshArtist", artistIds=[1])
    rows = rig.albums()
    assert (rows["Album 104"]["monitored"], rows["Album 105"]["monitored"]) == (older, newer)


def test_an_album_posted_alone_stays_though_its_profile_excludes_it(rig: Rig) -> None:
    options = {"monitor": "unknown"}
    rig.call("POST", "importlistexclusion", {"foreignId": uuid_of("b", 301), "artistName": "x"})
    rig.host.artists[uuid_of("a", 3)] = known = rig.artist_host.__class__(uuid_of("a", 3), "Third", "third")
    known.albums = [album(301), album(302)]
    artist = rig.new_artist(3, metadataProfileId=2, addOptions=options)
    body = {"foreignAlbumId": uuid_of("b", 301), "monitored": True, "artist": artist}
    rig.call("POST", "album", body, status=201)
    rig.settle()
    rig.command("RefreshArtist", artistIds=[2])
    (row,) = rig.get("album?artistId=2")
    assert (row["title"], row["monitored"]) == ("Album 301", True)
    assert all(row["foreignId"] != uuid_of("b", 301) for row in rig.get("importlistexclusion"))


# ---- upgrades --------------------------------------------------------------------------------------


def test_while_a_track_lacks_its_file_nothing_is_compared(rig: Rig) -> None:
    rig.import_album(quality="FLAC 24bit")
    first = rig.get(f"trackfile?albumId={rig.albums()['Album 101']['id']}")[0]["id"]
    assert not rig.push(quality="MP3 320")["approved"]
    rig.call("DELETE", f"trackfile/{first}")
    assert rig.push(quality="MP3 320")["approved"]


def test_the_formats_of_the_first_file_count_and_a_score_must_be_greater(rig: Rig) -> None:
    profile = rig.store.profiles[1]
    profile |= {"upgradeAllowed": True, "cutoffFormatScore": 100}
    rig.import_album(quality="FLAC")
    assert not rig.push(quality="FLAC")["approved"]
    number = rig.albums()["Album 101"]["id"]
    files = rig.get(f"trackfile?albumId={number}")
    rig.call("PUT", "trackfile/editor", {"trackFileIds": [files[0]["id"]], "releaseGroup": "HARBOUR"})
    better = rig.push(quality="FLAC", tail="HARBOUR")
    assert better["rejections"] == ["Existing files on disk has a equal or higher Custom Format score: 35"]
    rig.call("PUT", "trackfile/editor", {"trackFileIds": [files[0]["id"]], "releaseGroup": "OTHER"})
    assert rig.push(quality="FLAC", tail="HARBOUR")["approved"]


def test_releases_of_nobody_and_of_no_album_are_refused(rig: Rig) -> None:
    sent = {"downloadUrl": "http://127.0.0.1:9/x", "publishDate": "2026-11-27T00:00:00Z", "size": 1}
    nobody = rig.call("POST", "release/push", sent | {"title": "Nobody Known - Album 1 (2001) [FLAC]-GRP"})
    assert nobody["rejections"] == ["Unknown Artist"]
    no_album = rig.push("Never Made")
    assert no_album["rejections"] == ["Unable to parse albums from release name"]
    assert not no_album["downloadAllowed"]


def test_an_interactive_search_lists_and_grabs(rig: Rig) -> None:
    number = rig.albums()["Album 101"]["id"]
    releases = rig.get(f"release?albumId={number}")
    assert len(releases) > 2
    rig.call("POST", "release", {"guid": releases[0]["guid"], "indexerId": 1})
    (download,) = rig.get("queue")["records"]
    assert (download["albumId"], download["title"]) == (number, releases[0]["title"])
    (row,) = rig.get("history?eventType=1")["records"]
    assert (row["albumId"], row["trackId"], row["downloadId"]) == (number, 0, download["downloadId"])
    rig.call("POST", "release", {"guid": "nothing"}, status=404)


# ---- the host ---------------------------------------------------------------------------------------


def test_without_the_host_additions_fail_and_a_refresh_completes(rig: Rig) -> None:
    rig.store.metadata_host_down = True
    for path in ("artist/lookup?term=x", f"artist/lookup?term=lidarr:{uuid_of('a', 2)}", "search?term=x"):
        rig.call("GET", path, status=503)
    rig.call("POST", "artist", rig.new_artist(2), status=503)
    before = rig.get("album")
    assert rig.command("RefreshArtist", artistIds=[1])["status"] == "completed"
    assert rig.get("album") == before


def test_a_slow_host_holds_its_answers_back(rig: Rig) -> None:
    rig.store.host.seconds = 0.05
    handler, _ = rig.app.router.find("GET", "/api/v1/artist/lookup")
    reply = handler(HandlerRequest(rig.app, {}, "", "term=x", {}, b""))
    assert reply.held_back == 0.05


def test_faults_strike_as_in_the_other_apps(rig: Rig) -> None:
    rig.app.faults.add("503", "/api/v1/album", times=1)
    rig.call("GET", "album", status=503)
    assert rig.get("album")


def test_a_merge_at_the_host_moves_an_artist_to_another_id_with_its_files(rig: Rig) -> None:
    rig.import_album()
    old, new = rig.artist_host.artist_id, uuid_of("a", 9)
    merged = rig.artist_host.__class__(new, "Silent Harbours", "silent harbours")
    merged.albums = [album(901), *rig.artist_host.albums[1:]]
    rig.host.artists[new] = merged
    del rig.host.artists[old]
    rig.host.merged = {old: new, uuid_of("b", 101): uuid_of("b", 901)}
    rig.command("RefreshArtist", artistIds=[1])
    (artist,) = rig.get("artist")
    assert (artist["id"], artist["foreignArtistId"], artist["statistics"]["trackFileCount"]) == (1, new, 3)
    assert uuid_of("b", 901) in {row["foreignAlbumId"] for row in rig.get("album")}
    assert len(rig.get("history/artist?artistId=1")) > 3


def test_a_scan_of_downloads_takes_those_of_its_folder(rig: Rig) -> None:
    rig.push()
    (download,) = rig.get("queue")["records"]
    rig.command("DownloadedAlbumsScan", path="/downloads/another")
    assert rig.get("queue")["totalRecords"] == 1
    rig.command("DownloadedAlbumsScan", path=download["outputPath"])
    assert rig.get("queue")["totalRecords"] == 0


# ---- real folders -----------------------------------------------------------------------------------


def test_tagged_files_in_real_folders_are_taken_up(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    folder = Path(rig.get("artist/1")["path"])
    for place in (1, 2, 3):
        write_tags(folder / "a" / f"{place}.flac", uuid_of("c", 1011), uuid_of("e", 10_100 + place))
    (folder / "a" / "noise.flac").write_bytes(b"\0" * 2048)
    rig.command("RescanFolders", folders=[str(folder)], addNewArtists=False)
    row = rig.albums()["Album 101"]
    assert row["statistics"]["trackFileCount"] == 3
    assert [Path(file["path"]).name for file in rig.get("trackfile?unmapped=true")] == ["noise.flac"]
    (folder / "a" / "2.flac").unlink()
    rig.command("RescanFolders", folders=[str(folder)], addNewArtists=False)
    assert rig.albums()["Album 101"]["statistics"]["trackFileCount"] == 2
    assert rig.get("history/since") == []


def test_downloads_renames_and_moves_are_real_where_folders_are(tmp_path: Path) -> None:
    rig = Rig(tmp_path)
    rig.import_album()
    number, folder = rig.albums()["Album 101"]["id"], Path(rig.get("artist/1")["path"])
    paths = [Path(file["path"]) for file in rig.get(f"trackfile?albumId={number}")]
    assert all(path.is_file() and path.parent == folder for path in paths)
    naming = rig.get("config/naming") | {"renameTracks": True}
    rig.call("PUT", "config/naming", naming)
    assert len(rig.get("rename?artistId=1")) == 3
    rig.command("RenameFiles", artistId=1, files=[file["id"] for file in rig.get("trackfile?artistId=1")])
    paths = [Path(file["path"]) for file in rig.get(f"trackfile?albumId={number}")]
    assert paths[0] == folder / "Album 101 (2001)" / "Silent Harbours - Album 101 - 01 - Song 1.flac"
    assert all(path.is_file() for path in paths)
    artist = rig.get("artist/1") | {"path": str(folder.with_name("Moved"))}
    rig.call("PUT", "artist/1?moveFiles=true", artist)
    rig.settle()
    assert all(Path(file["path"]).is_file() for file in rig.get(f"trackfile?albumId={number}"))
    rig.call("DELETE", "artist/1?deleteFiles=true")
    assert not folder.with_name("Moved").exists()


# ---- the demo's own ---------------------------------------------------------------------------------


def test_two_estates_of_a_seed_have_the_same_library_and_hold_together() -> None:
    size = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 12, 6, 9), ("jazz", 6, 6, 9)))
    first, second = (SimulatedEstate(size, today=1_795_824_000).apps for _ in range(2))
    for name in ("lidarr.main", "lidarr.jazz"):
        assert first[name].store.titles == second[name].store.titles
        assert first[name].store.files == second[name].store.files
    store: Any = first["lidarr.main"].store
    linked = {file_id: file for file_id, file in store.files.items() if file["trackIds"]}
    assert set(store.track_files.values()) == set(linked)
    assert all(store.monitored_release(row) for row in store.albums.values())
    paths = [store.path_of(file) for file in store.files.values()]
    assert len(paths) == len(set(paths))
    shared = {row["foreignArtistId"] for row in store.titles.values()}
    assert shared & {row["foreignArtistId"] for row in first["lidarr.jazz"].store.titles.values()}


def test_a_running_estate_lays_out_folders_and_takes_faults_over_http(tmp_path: Path) -> None:
    size = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 3, 4),))
    with SimulatedEstate(size, folder=tmp_path) as estate:
        estate.wait_for_files()
        app = estate.apps["lidarr.main"]
        with httpx.Client(base_url=app.url, headers={"X-Api-Key": app.api_key}) as client:
            albums = client.get("/api/v1/album").json()
            query = "&".join(f"albumId={row['id']}" for row in albums)
            files = client.get(f"/api/v1/trackfile?{query}").json()
            assert files
            assert all(Path(file["path"]).stat().st_size == file["size"] for file in files)
            roots = [row["path"] for row in client.get("/api/v1/rootfolder").json()]
            rescan = {"name": "RescanFolders", "folders": roots, "addNewArtists": False}
            client.post("/api/v1/command", json=rescan)
            app.store.settle()
            assert client.get(f"/api/v1/trackfile?{query}").json() == files
            client.post("/demo/faults", json={"hostDown": True, "add": {"what": "429", "path": "/artist$"}})
            assert client.get("/api/v1/artist").status_code == 429
            assert client.get("/api/v1/search?term=x").status_code == 503
            client.post("/demo/faults", json={"clear": True})
            assert len(client.get("/api/v1/artist").json()) == 4
            artist_picture, cover = (
                "/MediaCover/1/poster.jpg",
                f"/MediaCover/Albums/{albums[0]['id']}/cover.jpg",
            )
            for path in (artist_picture, cover):
                assert client.get(path).headers["content-type"] == "image/jpeg"
        assert '[lidarr.main]\nurl = "' in estate.config_toml()


def test_a_download_that_is_marked_as_failed_is_noted_blocked_and_searched_for_again(rig: Rig) -> None:
    number = rig.albums()["Album 102"]["id"]
    release = {"title": "Artist 1 - Album 102 (2001) [FLAC]-GRP", "downloadUrl": "http://127.0.0.1:9/x.nzb"}
    release |= {"protocol": "usenet", "publishDate": "2026-11-27T00:00:00Z", "size": 300_000_000}
    release["title"] = release["title"].replace("Artist 1", rig.get("artist/1")["artistName"])
    assert rig.call("POST", "release/push", release)["approved"]
    (entry,) = rig.get("queue")["records"]
    rig.call("DELETE", f"queue/{entry['id']}?removeFromClient=true&blocklist=true")
    rows = rig.get("history?eventType=4")["records"]
    assert [(row["albumId"], row["trackId"], row["eventType"]) for row in rows] == [
        (number, 0, "downloadFailed")
    ]
    assert rows[0]["data"]["message"] == "Manually marked as failed"
    assert [row["albumIds"] for row in rig.get("blocklist")["records"]] == [[number]]
    searches = [row for row in rig.get("command") if row["name"] == "AlbumSearch"]
    assert [row["body"]["albumIds"] for row in searches] == [[number]]
