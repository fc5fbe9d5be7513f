"""The downloads of a new library: one of each state that an app's queue often shows."""

from __future__ import annotations

from typing import Any

from arrtui.demo.http.clock import iso
from arrtui.demo.http.wire import Obj

DRAWN = 4
"""Downloads of a new library."""
DELAYED = "delay"
"""Status of a release that a delay profile holds back; the download client has not got it yet."""

_CLIENT = {"downloadClient": "sab", "downloadClientHasPostImportCategory": False}
_TRACKED = {"trackedDownloadStatus": "ok", "trackedDownloadState": "downloading"}


def queue_entry(number: int, title: str, file: Obj, today: int, **ids: Any) -> Obj:
    """Return a download as the store keeps it; `ids` say of what, `number` chooses its state.

    In turns it is on its way, refused by the import, paused, and held back by a delay profile, with the
    members that an app's queue has in each state (`QueueResourceMapper`, `PendingReleaseService`).
    """
    entry = {
        "id": number,
        "languages": file["languages"],
        "quality": file["quality"],
        "size": float(file["size"]),
        "title": title,
        "added": iso(today - number * 600),
        "statusMessages": [],
        "protocol": "usenet",
        "indexer": "NZB Harbour",
        **ids,
    }
    return entry | (_running, _refused, _paused, _delayed)[(number - 1) % DRAWN](entry)


def grabbed_entry(entry: Obj) -> Obj:
    """Return a release that was held back, once it is at the download client."""
    return entry | _running(entry)


def _at_client(entry: Obj) -> Obj:
    """Return the members of a download that the client has."""
    download = {"downloadId": f"SABnzbd_nzo_{entry['id']:08}", "outputPath": f"/downloads/{entry['title']}"}
    return {**download, **_CLIENT, **_TRACKED}


def _running(entry: Obj) -> Obj:
    left = {"sizeleft": entry["size"] / 3, "timeleft": "00:21:09"}
    return {"status": "downloading", **left, **_at_client(entry)}


def _refused(entry: Obj) -> Obj:
    download = _at_client(entry)
    sentence = f"No files found are eligible for import in {download['outputPath']}"
    return {
        "status": "completed",
        "sizeleft": 0.0,
        "timeleft": "00:00:00",
        "errorMessage": "",
        **download,
        "trackedDownloadStatus": "warning",
        "trackedDownloadState": "importPending",
        "statusMessages": [{"title": entry["title"], "messages": [sentence]}],
    }


def _paused(entry: Obj) -> Obj:
    return {"status": "paused", "sizeleft": entry["size"] / 2, **_at_client(entry)}


def _delayed(entry: Obj) -> Obj:
    return {"status": DELAYED, "sizeleft": entry["size"], "timeleft": "01:30:00"}
