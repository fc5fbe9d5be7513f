"""What channels of notifications have been told, and what they wait for."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import msgspec

from arrtui.core.estate_events import EstateEvent
from arrtui.core.events import Job
from arrtui.core.notifying import ChannelState
from arrtui.db import estate_events, jobs
from arrtui.db.estate_event_models import NotifyChannelRow
from arrtui.db.jobs import NewJob
from arrtui.db.reading import placeholders, rows_of

_decoder = msgspec.json.Decoder(ChannelState)
_encoder = msgspec.json.Encoder()


def keep_channels(names: Collection[str]) -> dict[str, ChannelState]:
    """Return the states of the configured channels and forget all others; a new one begins now."""
    NotifyChannelRow.delete().where(NotifyChannelRow.name.not_in(list(names))).execute()
    stored = stored_states()
    latest = estate_events.latest_id()
    states = {name: stored.get(name) or ChannelState(last_id=latest) for name in names}
    store_states({name: state for name, state in states.items() if name not in stored})
    return states


def stored_states() -> dict[str, ChannelState]:
    """Return what channels have been told and wait for, by name."""
    return {name: _decoder.decode(doc) for name, doc in rows_of("SELECT name, doc FROM notify_channel")}


def store_states(states: Mapping[str, ChannelState]) -> None:
    """Store what channels have been told and wait for."""
    for name, state in states.items():
        doc = _encoder.encode(state).decode()
        row = NotifyChannelRow.insert(name=name, doc=doc)
        row.on_conflict(conflict_target=[NotifyChannelRow.name], update={NotifyChannelRow.doc: doc}).execute()


def store_and_queue(
    states: Mapping[str, ChannelState], messages: Collection[NewJob], now: float
) -> list[Job]:
    """Store states and queue the jobs that send what is due, as one; return the jobs."""
    store_states(states)
    return [jobs.enqueue(message, now)[0] for message in messages]


def events_by_id(ids: Collection[int]) -> list[EstateEvent]:
    """Return the events of some ids that are still stored, in their order."""
    if not ids:
        return []
    sql = f"SELECT id, doc FROM estate_event WHERE id IN ({placeholders(list(ids))}) ORDER BY id"  # noqa: S608
    return estate_events.decoded(rows_of(sql, tuple(ids)))
