"""Queries of fetching trailers: what apps know of videos, and batches that are reviewed."""

from __future__ import annotations

from typing import NamedTuple

import msgspec

from arrtui.core.trailers import BatchEntry, TrailerBatch
from arrtui.db.reading import rows_of
from arrtui.db.trailer_models import TrailerBatchRow

_entries = msgspec.json.Decoder(tuple[BatchEntry, ...])


class VideoIds(NamedTuple):
    """What an app knows of a title that leads to its videos."""

    tmdb_id: int = 0
    """0 where it is not known."""
    trailer: str = ""
    """A YouTube id; empty where the app names none."""


class _ItemVideos(msgspec.Struct, gc=False):
    """What is read of a title's record."""

    tmdb_id: int = 0
    trailer: str = ""


# --- what apps know --------------------------------------------------------------------------------------


def video_ids(instance: str) -> dict[str, VideoIds]:
    """Return what the app knows of its titles' videos, by external id."""
    sql = (
        "SELECT t.external_id, t.doc FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ?"
    )
    decoder = msgspec.json.Decoder(_ItemVideos)
    items = ((external_id, decoder.decode(doc)) for external_id, doc in rows_of(sql, (instance,)))
    return {external_id: VideoIds(item.tmdb_id, item.trailer) for external_id, item in items}


# --- batches ---------------------------------------------------------------------------------------------


def make_batch(entries: tuple[BatchEntry, ...], now: float) -> TrailerBatch:
    """Store a batch to be reviewed, in the place of those that nobody approved."""
    TrailerBatchRow.delete().where(TrailerBatchRow.approved_at.is_null()).execute()
    doc = msgspec.json.encode(entries).decode()
    number = int(TrailerBatchRow.insert(made_at=now, entries_doc=doc).execute())
    return TrailerBatch(id=number, made_at=now, entries=entries)


def batch(batch_id: int) -> TrailerBatch | None:
    """Return a batch, None if it is not there, or no longer."""
    sql = "SELECT b.id, b.made_at, b.approved_at, b.entries_doc FROM trailer_batch AS b WHERE b.id = ?"
    rows = rows_of(sql, (batch_id,))
    return _batch(*rows[0]) if rows else None


def waiting_batch() -> TrailerBatch | None:
    """Return the batch that waits to be reviewed, None if there is none."""
    sql = (
        "SELECT b.id, b.made_at, b.approved_at, b.entries_doc FROM trailer_batch AS b "
        "WHERE b.approved_at IS NULL ORDER BY b.id DESC LIMIT 1"
    )
    rows = rows_of(sql, ())
    return _batch(*rows[0]) if rows else None


def is_batch_approved() -> bool:
    """Return whether the owner has ever approved a batch: then trailers may be downloaded unasked."""
    return bool(rows_of("SELECT 1 FROM trailer_batch WHERE approved_at IS NOT NULL LIMIT 1", ()))


def approve_batch(approved: TrailerBatch, now: float) -> None:
    """Store that a batch was approved, with what was taken out of it."""
    doc = msgspec.json.encode(approved.entries).decode()
    TrailerBatchRow.update(approved_at=now, entries_doc=doc).where(
        TrailerBatchRow.id == approved.id
    ).execute()


def _batch(number: int, made_at: float, approved_at: float | None, doc: str) -> TrailerBatch:
    return TrailerBatch(id=number, made_at=made_at, approved_at=approved_at, entries=_entries.decode(doc))
