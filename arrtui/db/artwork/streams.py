"""Queries on what streams are in videos: what apps know, and what ffprobe found. Run in database threads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.trailers import VideoFile
from arrtui.db.artwork_models import StreamFactsRow
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.docs import doc_of
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import rows_of, rows_with
from arrtui.db.text import name_from_stored, stored_name

StreamFacts = dict[str, Any]
"""The fields of an app's ``mediaInfo``."""
_COLUMNS = ("instance", "external_id", "relative_path", "size", "mtime_ns", "facts_doc")
_MEDIA = '%"media":{%'
"""In a file's record with ``mediaInfo`` alone: in a text of JSON, quotes have a backslash before them."""


class ProbedFile(NamedTuple):
    """A video that ffprobe looked into."""

    external_id: str
    file: VideoFile
    facts: StreamFacts
    """Empty where ffprobe could not read it."""


class _MediaRecord(msgspec.Struct, gc=False):
    """What is read of a file's record."""

    relative_path: str = ""
    media: dict[str, Any] = {}


def stream_facts(
    instance: str, external_ids: Sequence[str] | None = None
) -> dict[str, dict[str, StreamFacts]]:
    """Return what is known of the streams in videos of some titles or all, by external id and relative path.

    What the app says counts; what ffprobe found is there for the other videos.
    """
    facts = facts_of_probed(instance, external_ids)
    decoder = msgspec.json.Decoder(_MediaRecord)
    sql = (
        "SELECT t.external_id, f.doc FROM file AS f JOIN instance AS i ON i.id = f.instance_id "
        "JOIN item AS t ON t.instance_id = f.instance_id AND t.item_id = f.item_id "
        "WHERE i.name = ? AND f.doc LIKE ?"
    )
    for external_id, doc in rows_with(sql, (instance, _MEDIA), "t.external_id", external_ids):
        record = decoder.decode(doc)
        facts.setdefault(external_id, {})[record.relative_path.replace("\\", "/")] = record.media
    return facts


def facts_of_probed(
    instance: str, external_ids: Sequence[str] | None = None
) -> dict[str, dict[str, StreamFacts]]:
    """Return what ffprobe found in videos of some titles or all, by external id and relative path."""
    facts: defaultdict[str, dict[str, StreamFacts]] = defaultdict(dict)
    for row in probed(instance, external_ids):
        if row.facts:
            facts[row.external_id][row.file.relative_path] = row.facts
    return dict(facts)


def lacks_facts(instance: str) -> bool:
    """Return whether there is a file of which the app has no facts."""
    sql = (
        "SELECT 1 FROM file AS f JOIN instance AS i ON i.id = f.instance_id "
        "WHERE i.name = ? AND f.doc NOT LIKE ? LIMIT 1"
    )
    return bool(rows_of(sql, (instance, _MEDIA)))


def probed(instance: str, external_ids: Sequence[str] | None = None) -> list[ProbedFile]:
    """Return the videos of some titles or all that ffprobe looked into."""
    sql = (
        "SELECT s.external_id, s.relative_path, s.size, s.mtime_ns, s.facts_doc FROM stream_facts AS s "
        "JOIN instance AS i ON i.id = s.instance_id WHERE i.name = ?"
    )
    rows = rows_with(sql, (instance,), "s.external_id", external_ids)
    return [
        ProbedFile(external_id, VideoFile(name_from_stored(path), size, mtime_ns), msgspec.json.decode(doc))
        for external_id, path, size, mtime_ns, doc in rows
    ]


def store_probed(instance: str, files: Iterable[ProbedFile]) -> int:
    """Store what ffprobe found, instead of what it found in the same path before.

    Call it inside ``Database.writing()``.
    """
    instance_id = ensure_instance(instance)
    rows = (
        (
            *(instance_id, row.external_id, stored_name(row.file.relative_path)),
            *(row.file.size, row.file.mtime_ns, doc_of(row.facts)),
        )
        for row in files
    )
    return bulk_upsert(StreamFactsRow, rows, _COLUMNS, update=_COLUMNS[3:])


def forget_probed(instance: str, kept: Collection[tuple[str, str]]) -> int:
    """Remove what was found in videos that are there no longer; ``kept``: external id and relative path."""
    instance_id = ensure_instance(instance)
    gone = [
        (instance_id, row.external_id, stored_name(row.file.relative_path))
        for row in probed(instance)
        if (row.external_id, row.file.relative_path) not in kept
    ]
    return delete_rows(StreamFactsRow, _COLUMNS[:3], gone)
