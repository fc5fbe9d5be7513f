"""Find out what was grabbed: the live feed tells that a release was, but neither its name nor its score."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import msgspec

from arrtui.clients import ArrClient
from arrtui.core.domain import EntityType, Episode, Item, ReleaseEvent
from arrtui.core.estate_events import EstateEvent, EventSource, EventType
from arrtui.core.text import format_iso, parse_iso
from arrtui.db import estate, estate_events, history, records
from arrtui.db.database import Database

RECENT = 600.0
"""Seconds back from now, by the app's clock, that a grab may be of which a message has just come."""
ONE_BY_ONE = 10
"""Titles whose grabs are asked for one by one; those of more are read from the end of the history."""


class Grabs(NamedTuple):
    """What was grabbed, with the titles it was grabbed for as they are stored."""

    rows: list[ReleaseEvent]
    items: Mapping[int, Item]
    episodes: Mapping[int, Episode]


async def read_grabs(
    client: ArrClient, database: Database, item_ids: frozenset[int], now: float
) -> list[int]:
    """Ask for the releases just grabbed for titles and store them; return the ids of the events of them.

    Raises the client's ArrError.
    """
    rows: list[ReleaseEvent] = []
    if len(item_ids) > ONE_BY_ONE:
        rows = (await client.history_since(format_iso(now - RECENT))).records
    else:
        for item_id in sorted(item_ids):
            rows += (await client.grabs(item_id)).records
    since = (client.http.sender.date or now) - RECENT
    grabbed = [row for row in rows if row.event == "grabbed" and row.item_id in item_ids]
    recent = [row for row in grabbed if (parse_iso(row.date) or 0.0) >= since]
    return await database.write(_store, client.config.name, recent, now)


def _store(instance: str, rows: list[ReleaseEvent], now: float) -> list[int]:
    """Store grabs and the events of them; return the ids of the events that are new."""
    instance_id = estate.ensure_instance(instance)
    facts = records.title_facts(instance_id, sorted({row.item_id for row in rows}))
    keys = {str(row.episode_id) for row in rows if row.episode_id}
    episodes = records.docs_by_key(instance_id, EntityType.EPISODE, keys)
    grabs = Grabs(
        rows,
        {item_id: msgspec.json.decode(stored.doc, type=Item) for item_id, stored in facts.items()},
        {int(key): msgspec.json.decode(doc, type=Episode) for key, doc in episodes.items()},
    )
    external_ids = {item_id: item.external_id for item_id, item in grabs.items.items()}
    history.store_ahead(instance_id, rows, external_ids)
    return estate_events.insert(grab_events(instance, grabs, now))


def grab_events(instance: str, grabs: Grabs, now: float) -> Iterable[EstateEvent]:
    """Yield one event for each release, however many episodes it is of. Pure."""
    releases: dict[str, list[ReleaseEvent]] = {}
    for row in grabs.rows:
        releases.setdefault(row.download_id or f"history {row.id}", []).append(row)
    for key, rows in releases.items():
        row = rows[0]
        item = grabs.items.get(row.item_id, Item(id=row.item_id))
        episode = grabs.episodes.get(row.episode_id)
        is_album = episode is not None and bool(episode.external_id)
        yield EstateEvent(
            type=EventType.GRABBED,
            at=now,
            instance=instance,
            key=key,
            item_id=row.item_id,
            external_id=item.external_id,
            title=item.title,
            year=item.year,
            season=episode.season if episode and not is_album else None,
            episode=episode.number if episode and not is_album and len(rows) == 1 else None,
            album_id=row.episode_id if is_album else 0,
            album=episode.title if episode and is_album else "",
            release=row.source_title,
            score=row.score,
            source=EventSource.LIVE,
        )
