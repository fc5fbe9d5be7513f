"""What webhooks are told of files that arrive from a download."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.demo.files.neighbours import DOWNLOADS, VIDEOS, Title, title_with_video
from tests.demo.live.receiver import Obj, WebhookReceiver

LONG = 900_000_000
_ALL = {"eventType", "instanceName", "applicationUrl"}
_DOWNLOAD = {"isUpgrade", "customFormatInfo", "release"}
MEMBERS = {
    "radarr": _DOWNLOAD | {"movie", "remoteMovie", "movieFile"},
    "sonarr": _DOWNLOAD | {"series", "episodes", "episodeFile"},
}
COMPLETE = {"series", "episodes", "episodeFiles", "release", "fileCount", "sourcePath", "destinationPath"}


@pytest.fixture
def receiver() -> Iterator[WebhookReceiver]:
    with WebhookReceiver() as receiver:
        yield receiver


@pytest.fixture(params=["radarr", "sonarr"])
def title(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Title]:
    """A title with one video."""
    with title_with_video(tmp_path, request.param) as title:
        yield title


def subscribe(title: Title, receiver: WebhookReceiver, **switches: bool) -> None:
    """Make the only notification a webhook with every event on, but for some."""
    flags = {f"on{event}": True for event in title.spec.notification_events}
    row: Obj = {"id": 9, "name": "hook", "implementation": "Webhook", "configContract": "WebhookSettings"}
    fields = {"url": receiver.url, "method": 1}
    row["fields"] = [{"name": name, "value": value} for name, value in fields.items()]
    title.store.providers["notification"] = {9: row | {"tags": []} | flags | switches}


def told(title: Title, receiver: WebhookReceiver) -> list[Obj]:
    """Return what was told of an import, once a scan that comes later has told of a missing file.

    What commands bring about is told in its order.
    """
    for name in title.files():
        (title.folder / name).unlink()
    title.rescan()
    receiver.wait(lambda it: it.bodies and it.bodies[-1].get("deleteReason") == "missingFromDisk")
    return receiver.bodies[:-1]


def arrive(title: Title, **more: Any) -> None:
    """Let the app import a download that is better than what is there."""
    name = DOWNLOADS[title.kind]
    title.lay_out_files(f"dl/{name}", {f"{name}.mkv": LONG})
    title.command(name=title.spec.downloads_command, path=str(title.base / "dl" / name), **more)


def test_an_upgrade_tells_the_deletion_then_the_download(title: Title, receiver: WebhookReceiver) -> None:
    subscribe(title, receiver)
    arrive(title)
    deletion, download = told(title, receiver)
    name, member = DOWNLOADS[title.kind], title.spec.file
    assert (deletion["deleteReason"], download["eventType"]) == ("upgrade", "Download")
    assert download.keys() - _ALL == MEMBERS[title.kind] | {"deletedFiles"}
    assert (download["isUpgrade"], download["deletedFiles"]) == (True, [deletion[member]])
    assert download[member]["sourcePath"] == str(title.base / "dl" / name / f"{name}.mkv")
    row = next(
        row
        for row in title.api.get(f"history/{title.spec.noun}", **{title.spec.id_key: title.title_id})
        if row["eventType"] == "downloadFolderImported"
    )
    assert str(download["customFormatInfo"]["customFormatScore"]) == row["data"]["customFormatScore"]
    release = {"size": 0} if title.kind == "radarr" else {"releaseType": "singleEpisode"}
    assert download["release"] == release


def test_a_first_file_is_no_upgrade(title: Title, receiver: WebhookReceiver) -> None:
    title.api("DELETE", f"{title.spec.file.lower()}/{title.files()[VIDEOS[title.kind]]}")
    subscribe(title, receiver, onUpgrade=False)
    arrive(title)
    (download,) = told(title, receiver)
    assert (download["isUpgrade"], "deletedFiles" in download) == (False, False)
    assert download.keys() - _ALL == MEMBERS[title.kind]


def test_upgrades_are_told_to_who_wants_them(title: Title, receiver: WebhookReceiver) -> None:
    subscribe(
        title,
        receiver,
        **{"onUpgrade": False, f"on{title.spec.file[0].upper()}{title.spec.file[1:]}DeleteForUpgrade": False},
    )
    arrive(title)
    assert told(title, receiver) == []


def test_sonarr_tells_the_end_of_an_import_by_hand_too(title: Title, receiver: WebhookReceiver) -> None:
    subscribe(title, receiver)
    title.import_better()
    bodies = told(title, receiver)[1:]
    assert [body["eventType"] for body in bodies] == ["Download"] * (1 + (title.kind == "sonarr"))
    for body in bodies[1:]:
        assert body.keys() - _ALL == COMPLETE
        folder = title.base / "dl" / DOWNLOADS[title.kind]
        assert (body["fileCount"], body["sourcePath"]) == (1, str(folder))
        assert body["destinationPath"] == str(title.folder / "Season 1")
        assert body["episodeFiles"][0]["id"] == bodies[0]["episodeFile"]["id"]


def test_a_blocked_download_is_told_once_and_a_refused_one_never(
    title: Title, receiver: WebhookReceiver
) -> None:
    subscribe(title, receiver)
    messages = [{"title": "a.mkv", "messages": ["Sample"]}, {"title": "b.mkv", "messages": ["Sample"]}]
    entry: Obj = {"title": DOWNLOADS[title.kind], "size": 9.0, "indexer": "I", "downloadId": "nzo"}
    entry |= {title.spec.id_key: title.title_id, "statusMessages": messages, "languages": []}
    entry |= {"quality": title.store.files_of(title.title_id)[0]["quality"]}
    if title.kind == "sonarr":
        entry["episodeId"] = title.episodes("S01E01")[0]
    entry |= {"trackedDownloadStatus": "warning", "trackedDownloadState": "importBlocked"}
    title.store.queue[71] = entry | {"id": 71}
    title.store.queue[72] = entry | {"id": 72, "trackedDownloadState": "importPending"}
    for _ in range(2):
        title.command(name="RefreshMonitoredDownloads")
    (body,) = told(title, receiver)
    assert body["eventType"] == "ManualInteractionRequired"
    assert (body["downloadStatus"], body["downloadStatusMessages"]) == ("Warning", messages)
    assert body["customFormatInfo"]["customFormatScore"] == 0
    assert (body["downloadInfo"]["size"], body["release"]["size"]) == (9.0, 9.0)
    assert ("episodes" in body) == (title.kind == "sonarr")
