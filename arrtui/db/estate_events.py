"""What happened in the estate: events by their number, and how far each consumer has read.

Transactions that insert events follow each other: on SQLite because they begin ``IMMEDIATE``, on PostgreSQL
because each takes one advisory lock first. Hence events become visible in the order of their ids, and a
reader of ``id > last`` misses none.
"""
# ruff: noqa: S608  # the SQL is put together from constants of this module

from __future__ import annotations

from collections.abc import Collection, Iterable
from uuid import uuid4

import msgspec
from peewee import PostgresqlDatabase

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.db.bulk import bulk_upsert, database_of
from arrtui.db.estate_event_models import EstateEventRow, EventCursorRow
from arrtui.db.reading import placeholders, rows_of

_LOCK_KEY = 0x65766E74
"""Advisory lock of PostgreSQL that serialises transactions that insert events: ``evnt``."""
_COLUMNS = ("at", "instance", "type", "key", "item_id", "doc")
_decoder = msgspec.json.Decoder(EstateEvent)
_encoder = msgspec.json.Encoder()


def insert(events: Iterable[EstateEvent]) -> list[int]:
    """Store events and return the ids of those that are new, in the order they were given.

    One whose instance, type and key are stored already is left out.
    """
    database = database_of(EstateEventRow)
    if isinstance(database, PostgresqlDatabase):
        database.rows("SELECT pg_advisory_xact_lock(?)", (_LOCK_KEY,))
    before = latest_id()
    rows = (
        (
            *(event.at, event.instance, event.type.value, event.key or uuid4().hex, event.item_id),
            _encoder.encode(msgspec.structs.replace(event, id=0)).decode(),
        )
        for event in events
    )
    bulk_upsert(EstateEventRow, rows, _COLUMNS, update=None)
    sql = "SELECT id FROM estate_event WHERE id > ? ORDER BY id"
    return [event_id for (event_id,) in rows_of(sql, (before,))]


def after(
    event_id: int,
    limit: int,
    types: Collection[EventType] = (),
    instances: Collection[str] = (),
) -> list[EstateEvent]:
    """Return at most ``limit`` events with a higher id, oldest first; of some types and instances, or all."""
    where, parameters = "id > ?", [event_id, *(type.value for type in types), *instances]
    if types:
        where += f" AND type IN ({placeholders(list(types))})"
    if instances:
        where += f" AND instance IN ({placeholders(list(instances))})"
    sql = f"SELECT id, doc FROM estate_event WHERE {where} ORDER BY id LIMIT {int(limit)}"
    return decoded(rows_of(sql, parameters))


def decoded(rows: Iterable[tuple[int, str]]) -> list[EstateEvent]:
    """Return rows of id and document as events."""
    return [msgspec.structs.replace(_decoder.decode(doc), id=number) for number, doc in rows]


def since(at: float, types: Collection[EventType] = (), instances: Collection[str] = ()) -> list[EstateEvent]:
    """Return the events from a time on (UTC seconds), oldest first; of some types and instances, or all."""
    first = rows_of("SELECT min(id) FROM estate_event WHERE at >= ?", (at,))[0][0]
    if first is None:
        return []
    events = after(first - 1, -1 + 2**31, types, instances)
    return [event for event in events if event.at >= at]


def latest_of(instance: str, type: EventType) -> EstateEvent | None:
    """Return the last event of a type on an instance, None where it has none."""
    sql = "SELECT id, doc FROM estate_event WHERE type = ? AND instance = ? ORDER BY id DESC LIMIT 1"
    return next(iter(decoded(rows_of(sql, (type.value, instance)))), None)


def latest_id() -> int:
    """Return the id of the last event, 0 before the first."""
    return int(rows_of("SELECT coalesce(max(id), 0) FROM estate_event")[0][0])


def prune(before: float) -> int:
    """Delete the events from before a time (UTC seconds) and return how many; the last one always stays.

    It keeps its id from being given again, which consumers would take for handled.
    """
    expired = (EstateEventRow.at < before) & (EstateEventRow.id < latest_id())
    return int(EstateEventRow.delete().where(expired).execute())


# --- consumers -------------------------------------------------------------------------------------------


def known_cursor(consumer: str) -> int | None:
    """Return the last event a consumer has handled, None for one that is not known."""
    rows = rows_of("SELECT event_id FROM event_cursor WHERE consumer = ?", (consumer,))
    return int(rows[0][0]) if rows else None


def cursor(consumer: str) -> int:
    """Return the last event a consumer has handled; one that was not known begins after the latest."""
    known = known_cursor(consumer)
    if known is not None:
        return known
    EventCursorRow.insert(consumer=consumer, event_id=latest_id()).on_conflict_ignore().execute()
    return cursor(consumer)


def advance(consumer: str, event_id: int) -> None:
    """Note that a known consumer has handled the events up to one; an earlier one changes nothing."""
    earlier = (EventCursorRow.consumer == consumer) & (EventCursorRow.event_id < event_id)
    EventCursorRow.update(event_id=event_id).where(earlier).execute()


def forget_cursor(consumer: str) -> None:
    """Forget how far a consumer has read, so that it begins anew with what comes then."""
    EventCursorRow.delete().where(EventCursorRow.consumer == consumer).execute()
