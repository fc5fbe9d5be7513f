"""An instance with the settings of the recorded chains, and a way to store rows as an app would send them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import msgspec

from arrtui.clients import convert, wire
from arrtui.core.domain import Episode, Item, Record, Setting
from arrtui.core.queued import QueuedDownload
from arrtui.core.text import parse_iso
from arrtui.db import history, snapshots
from arrtui.db.database import Database
from arrtui.db.queue_rows import store_queue
from arrtui.db.snapshots import SnapshotRow
from arrtui.features.loops.load import StoredChains, load_chains
from tests.db.samples import store

RECORDED = Path("/work/shared/recorded")
AFTER = 1_795_910_400.0
"""2026-11-29: everything recorded was before."""
SCORES = {62: 100, 63: 60, 64: -80, 65: 40, 66: 70, 67: 20}
"""Format id → what it counts."""
_QUALITIES = (
    (9, "HDTV-1080p", "tv", "television", 1080, "none"),
    (3, "WEBDL-1080p", "webdl", "web", 1080, "none"),
    (15, "WEBRip-1080p", "webrip", "webrip", 1080, "none"),
    (7, "Bluray-1080p", "bluray", "bluray", 1080, "none"),
    (30, "Remux-1080p", "bluray", "blurayRaw", 1080, "remux"),
    (19, "Bluray-2160p", "bluray", "bluray", 2160, "none"),
)
"""Id, name, source in Radarr and in Sonarr, resolution, modifier."""


def settings(kind: str) -> list[Setting]:
    """Return the formats, the profile and the quality definitions that the chains were recorded with."""
    german = {"value": 4}
    formats = [
        _format(64, "L CodecTag", "ReleaseTitle", {"value": "x264|h264|AVC"}),
        _format(62, "L AMZN", "ReleaseTitle", {"value": "AMZN"}),
        _format(63, "L Big", "Size", {"min": 3, "max": 1_000}),
        _format(67, "L Group", "ReleaseGroup", {"value": "GOODGRP"}),
        _format(65, "L German", "Language", german),
        _format(66, "L Hybrid", "ReleaseTitle", {"value": "HYBRID"}),
    ]
    web = {"id": 1000, "name": "WEB 1080p", "allowed": True, "items": [_place(3), _place(15)]}
    items = [_place(9), web, _place(7), _place(30), _place(19)]
    scores = [{"format": number, "score": score} for number, score in SCORES.items()]
    body = {"upgradeAllowed": True, "cutoff": 7, "cutoffFormatScore": 1_000, "minFormatScore": -500}
    profile = Setting(
        id=8, type="quality_profile", name="Live", body=body | {"items": items, "formatItems": scores}
    )
    definitions = [
        Setting(
            id=number,
            type="quality_definition",
            name=row[1],
            body={"quality": _quality(row, kind), "title": row[1]},
        )
        for number, row in enumerate(_QUALITIES, 1)
    ]
    return [*formats, profile, *definitions]


def _format(number: int, name: str, implementation: str, fields: Mapping[str, Any]) -> Setting:
    specification = {
        "name": name,
        "implementation": f"{implementation}Specification",
        "negate": False,
        "required": False,
        "fields": [{"name": key, "value": value} for key, value in fields.items()],
    }
    body = {"id": number, "name": name, "specifications": [specification]}
    return Setting(id=number, type="custom_format", name=name, body=body)


def _place(quality: int) -> dict[str, Any]:
    row = next(row for row in _QUALITIES if row[0] == quality)
    return {"quality": {"id": quality, "name": row[1]}, "allowed": True, "items": []}


def _quality(row: tuple[Any, ...], kind: str) -> dict[str, Any]:
    number, name, movie_source, series_source, resolution, modifier = row
    if kind == "sonarr":
        return {"id": number, "name": name, "source": series_source, "resolution": resolution}
    return {
        "id": number, "name": name, "source": movie_source, "resolution": resolution, "modifier": modifier
    }  # fmt: skip


def store_chains(
    database: Database,
    instance: str,
    rows: Iterable[Mapping[str, Any]],
    *,
    files: Sequence[Mapping[str, Any]] = (),
    queue: Sequence[QueuedDownload] = (),
    languages: Mapping[int, str] | None = None,
    titles: Mapping[int, tuple[str, int]] | None = None,
    more: Iterable[Setting] = (),
) -> StoredChains:
    """Store rows of ``/history``, files and a queue as an app answers them, and return the chains.

    ``titles`` are names and years by id; ``more`` are settings beside those of the recorded chains.
    """
    kind = instance.partition(".")[0]
    events = [convert.release_event(msgspec.convert(row, wire.History)) for row in rows]
    ids = sorted({event.item_id for event in events})
    names = {number: (f"Title {number}", 0) for number in ids} | dict(titles or {})
    items = [
        Item(
            id=number, external_id=str(500 + number), title=names[number][0], year=names[number][1],
            profile_id=8, original_language=(languages or {}).get(number, "English"),
        )
        for number in ids
    ]  # fmt: skip
    numbers = sorted({event.episode_id for event in events} - {0})
    episodes = [Episode(id=number, item_id=ids[0], season=1, number=number) for number in numbers]
    stored_files = [convert.media_file(msgspec.convert(file, wire.File)) for file in files]
    records: list[Record] = [*settings(kind), *more, *items, *episodes, *stored_files]
    instance_id = store(database, instance, *records)
    with database.writing():
        snapshots.insert_snapshot(instance_id, SnapshotRow(taken_at=AFTER, state="complete"))
        history.mark_complete(instance_id)
        history.store_events(instance_id, events, {item.id: item.external_id for item in items})
        store_queue(instance, queue)
    return chains_of(database, instance)


def chains_of(database: Database, instance: str) -> StoredChains:
    """Return the stored chains of an instance."""
    return database.read_sync(load_chains, instance, instance.partition(".")[0])


def recorded(folder: str, name: str) -> Any:
    """Return a recorded answer; an empty list for one that is not there."""
    path = RECORDED / folder / f"{name}.json"
    return json.loads(path.read_text()) if path.exists() else []


def recorded_files(folder: str, scenario: str) -> list[Any]:
    """Return the files of a scenario as they were last."""
    steps = recorded(folder, f"files-{scenario}")
    return steps[-1]["rows"] if steps else []


def recorded_queue(folder: str, scenario: str) -> list[QueuedDownload]:
    """Return every download that was seen in the queue of a scenario, as it stood last."""
    seen = {}
    for step in recorded(folder, f"queue-{scenario}"):
        for row in step["rows"]:
            resource = msgspec.convert(row, wire.QueueResource)
            messages = tuple(text for message in resource.status_messages for text in message.messages)
            at = parse_iso(resource.added) or 0.0
            seen[resource.download_id, resource.episode_id] = QueuedDownload(
                resource.download_id, resource.episode_id, resource.movie_id or resource.series_id,
                resource.title, resource.status, resource.tracked_download_status,
                resource.tracked_download_state, messages, int(resource.size), int(resource.sizeleft), at, at,
            )  # fmt: skip
    return list(seen.values())
