"""What the simulated Lidarr tells: its live feed and its webhooks, in the shapes that were recorded."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.demo.lidarr.rig import Rig
from tests.demo.replay.compare import shape_differences
from tests.demo.replay.records import FOLDER

Obj = dict[str, Any]
RECORDS = FOLDER / "lidarr"
recorded = pytest.mark.skipif(not RECORDS.is_dir(), reason="no recordings beside the project")


@pytest.fixture
def rig() -> Rig:
    return Rig()


def _feed() -> dict[tuple[str, str], list[Obj]]:
    """Return the recorded resources by name and action."""
    messages: dict[tuple[str, str], list[Obj]] = {}
    for line in (RECORDS / "signalr.jsonl").read_text().splitlines():
        for message in json.loads(line).get("arguments", ()):
            body = message["body"]
            if "resource" in body:
                messages.setdefault((message["name"], body["action"]), []).append(body["resource"])
    return messages


def _live_a_life(rig: Rig) -> None:
    """Do all that the app tells of: an artist comes, an album arrives twice, files get names, all goes."""
    rig.call("POST", "artist", rig.new_artist(2))
    rig.settle()
    rig.import_album(quality="MP3 320")
    rig.store.profiles[1] |= {"upgradeAllowed": True}
    rig.import_album(quality="FLAC")
    for number, file in rig.store.files.items():
        file["relativePath"] = f"Album 101 (2001)/{number} - Song.flac"
    rig.command("RenameArtist", artistIds=[1])
    rig.command("RetagArtist", artistIds=[1])
    rig.call("DELETE", f"album/{rig.albums()['Album 102']['id']}")
    rig.call("PUT", "rootfolder/1", rig.get("rootfolder")[0])
    rig.call("DELETE", "artist/1?deleteFiles=true")


@recorded
def test_messages_have_the_recorded_shapes(rig: Rig) -> None:
    client = rig.listen()
    _live_a_life(rig)
    theirs, compared = _feed(), set()
    for message in client.messages:
        body = message["body"]
        key = (message["name"], body.get("action", ""))
        if key in theirs and "resource" in body and message["name"] != "command":
            compared.add(key)
            lines = shape_differences([body["resource"]], theirs[key])
            optional = ("addOptions", "nextAlbum", "lastAlbum", "grabbed", "trackFile", "secondaryTypes")
            assert [line for line in lines if not any(name in line for name in optional)] == [], key
    assert {("artist", "updated"), ("artist", "deleted"), ("album", "updated")} <= compared
    assert {("track", "updated"), ("trackfile", "updated"), ("trackfile", "deleted")} <= compared


def test_a_deleted_album_shows_as_an_update_of_its_artist(rig: Rig) -> None:
    client = rig.listen()
    rig.call("DELETE", f"album/{rig.albums()['Album 102']['id']}")
    (body,) = client.named("artist")
    assert (body["action"], body["resource"]["id"]) == ("updated", 1)
    assert client.named("album") == []


@recorded
@pytest.mark.parametrize("name", ["ArtistAdd", "Download", "Rename", "Retag", "Test"])
def test_webhooks_have_the_recorded_shapes(rig: Rig, name: str) -> None:
    rig.subscribe()
    hook = next(row for row in rig.get("notification") if row["name"] == "hook")
    rig.call("POST", "notification/test", hook)
    _live_a_life(rig)
    theirs = json.loads((RECORDS / f"webhook.{name}.json").read_text())["body"]
    calls = [call for call in rig.told() if call["eventType"] == name]
    assert calls, {call["eventType"] for call in rig.calls}
    lines = shape_differences(calls[0], theirs)
    assert [line for line in lines if "deletedFiles" not in line and "genres" not in line] == []


def test_an_artist_is_told_after_the_first_scan_and_each_album_that_goes_with_it(rig: Rig) -> None:
    rig.subscribe()
    rig.call("POST", "artist", rig.new_artist(2))
    assert [call["eventType"] for call in rig.told()] == []
    rig.settle()
    assert [call["eventType"] for call in rig.told()] == ["ArtistAdd"]
    rig.calls.clear()
    rig.call("DELETE", "artist/1?deleteFiles=true")
    events = [(call["eventType"], call["deletedFiles"]) for call in rig.told()]
    assert events == [("AlbumDelete", False)] * 3 + [("ArtistDelete", False)]


def test_scans_tell_nothing_and_an_upgrade_says_what_it_replaces(rig: Rig) -> None:
    rig.subscribe()
    rig.import_album(quality="MP3 320")
    rig.store.profiles[1] |= {"upgradeAllowed": True}
    rig.import_album(quality="FLAC")
    imports = [call for call in rig.told() if call["eventType"] == "Download"]
    assert [(call["isUpgrade"], len(call.get("deletedFiles", ()))) for call in imports] == [
        (False, 0),
        (True, 3),
    ]
    rig.calls.clear()
    rig.command("RescanFolders", folders=[rig.get("artist/1")["path"]], filter="none", addNewArtists=False)
    assert rig.told() == []


def test_a_refresh_that_drops_an_album_tells_of_it(rig: Rig) -> None:
    rig.subscribe()
    rig.artist_host.albums.pop()
    rig.command("RefreshArtist", artistIds=[1])
    assert [call["eventType"] for call in rig.told()] == ["AlbumDelete"]
