"""The downloads in an app's queue: counted, and removed."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from arrtui.demo.app.history import Row
from arrtui.demo.http.clock import iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.queueing import DELAYED

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

FAILED_BY_HAND = "Manually marked as failed"
IGNORED_BY_HAND = "Manually ignored"
HELD_BLOCKED = "Pending release manually blocklisted"
"""What the app notes of what its owner did (`FailedDownloadService`, `IgnoredDownloadService`)."""

SearchCommand = Callable[[Obj, list[int]], Obj]
"""Returns the command that searches again for what a download was of, by the ids of its episodes."""


@dataclass(frozen=True)
class RemovalOptions:
    """What a request to remove downloads asks for (`QueueController.RemoveAction`)."""

    remove_from_client: bool
    blocklist: bool
    skip_redownload: bool
    change_category: bool


def queue_counts(queue: Mapping[int, Obj]) -> Obj:
    """Return how many downloads there are, and whether any is in trouble, as `/queue/status` has it."""
    levels = {entry.get("trackedDownloadStatus") for entry in queue.values()}
    flags = {"errors": "error" in levels, "warnings": "warning" in levels}
    unknown = {"unknownErrors": False, "unknownWarnings": False}
    return {"totalCount": len(queue), "count": len(queue), "unknownCount": 0, **flags, **unknown}


def remove_downloads(
    store: Store, numbers: Iterable[int], options: RemovalOptions, search_command: SearchCommand
) -> None:
    """Remove the downloads that rows of the queue belong to, with all rows of each.

    A blocked one counts as failed, of which the app searches another release unless it is told not to; one
    that is neither blocked nor removed from its client is ignored from then on.
    """
    for number in numbers:
        entry = store.queue.get(number)
        if entry is None:  # another row of a download that is gone already
            continue
        download_id = entry.get("downloadId")
        same = [row for row in store.queue.values() if download_id and row.get("downloadId") == download_id]
        rows = same or [entry]
        for row in rows:
            del store.queue[row["id"]]
        if entry.get("status") == DELAYED:
            if options.blocklist:
                _block(store, entry, rows, HELD_BLOCKED)
        elif options.blocklist:
            _fail(store, entry, rows, options, search_command)
        elif not options.remove_from_client and not options.change_category:
            _note(store, "downloadIgnored", entry, rows, IGNORED_BY_HAND)


def _fail(
    store: Store, entry: Obj, rows: list[Obj], options: RemovalOptions, search_command: SearchCommand
) -> None:
    """Note that a download failed; of one that the history has no grab of the app knows nothing to note."""
    grabs = (row for row in store.history.rows if row.event == "grabbed")
    if not any(row.download_id == entry["downloadId"] for row in grabs):
        return
    _note(store, "downloadFailed", entry, rows, FAILED_BY_HAND)
    _block(store, entry, rows, FAILED_BY_HAND)
    if not options.skip_redownload and store.configs["downloadclient"]["autoRedownloadFailed"]:
        store.commands.post(search_command(entry, _episodes(rows)), trigger="unspecified")


def _note(store: Store, event: str, entry: Obj, rows: list[Obj], message: str) -> None:
    title = store.titles[entry[store.spec.id_key]]
    release = entry | {"relativePath": f"{entry['title']}.mkv", "size": int(entry["size"])}
    for episode_id in _episodes(rows) or [0]:
        row = Row(
            title_id=title["id"],
            event=event,
            at=time.time(),
            release=release,
            source_title=entry["title"],
            download_id=entry["downloadId"],
            score=0,
            profile=title["qualityProfileId"],
            episode_id=episode_id,
            extra={"message": message},
            album_id=entry.get("albumId", 0),
        )
        store.history.add(row)


def _block(store: Store, entry: Obj, rows: list[Obj], message: str) -> None:
    number = store.next_id(store.releases.blocked)
    parts: Obj = {"episodeIds": _episodes(rows)} if _episodes(rows) else {}
    if "albumId" in entry:
        parts["albumIds"] = [entry["albumId"]]
    if "languages" in entry:
        parts["languages"] = entry["languages"]
    store.releases.blocked[number] = {
        store.spec.id_key: entry[store.spec.id_key],
        **parts,
        "sourceTitle": entry["title"],
        "quality": entry["quality"],
        "date": iso(time.time()),
        "protocol": entry["protocol"],
        "indexer": entry.get("indexer", ""),
        "message": message,
        "id": number,
    }


def _episodes(rows: Iterable[Obj]) -> list[int]:
    return [row["episodeId"] for row in rows if row.get("episodeId")]
