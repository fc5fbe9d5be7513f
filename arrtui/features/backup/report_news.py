"""Store what a snapshot means as events of the estate, in its transaction."""

from __future__ import annotations

import msgspec

from arrtui.core.apps import TITLE_PROFILES
from arrtui.core.domain import ChangeKind, EntityType
from arrtui.core.estate_events import EstateEvent, EventSource
from arrtui.db import estate_events, journal, news
from arrtui.features.backup.news import NewsContext, RootCount, TitleName, events_of
from arrtui.features.backup.store import StoredSnapshot

OWN_WRITES = 600.0
"""Seconds before a reading in which a journalled write still explains what it brings: some titles of an apply
are read at once, others only when more was heard of them."""

OWN_NARROWING = 2 * 86_400.0
"""Seconds for which another metadata profile explains that albums go: the app refreshes daily."""
_DROPPING = [profile.name for profile in TITLE_PROFILES if profile.drops_children]


def news_of(stored: StoredSnapshot) -> list[EstateEvent]:
    """Return the events of a snapshot that was just stored. Runs inside ``Database.writing()``."""
    if not stored.changes:
        return []
    item_ids = {change.item_id for change in stored.changes} - {0}
    episodes = [
        int(change.key)
        for change in stored.changes
        if (change.type, change.kind) == (EntityType.EPISODE, ChangeKind.CHANGED)
    ]
    albums = {(change.after or change.before or {}).get("album_id", 0) for change in stored.changes}
    # What root folders hold matters only where something went that may have been the last of one.
    lost = any(change.kind is ChangeKind.REMOVED for change in stored.changes)
    roots = news.root_counts(stored.instance_id) if lost else []
    names = news.title_names(stored.instance_id, item_ids)
    context = NewsContext(
        instance=stored.instance,
        snapshot=stored.id,
        at=stored.at,
        source=EventSource.LIVE if stored.live else EventSource.BACKUP,
        titles={item_id: TitleName(*name) for item_id, name in names.items()},
        episodes=news.episode_numbers(stored.instance_id, episodes),
        albums=news.album_titles(stored.instance_id, {*episodes, *albums} - {0}),
        roots={path: RootCount(*counts) for path, *counts in roots},
        own_steps=journal.steps_since(stored.instance, min(stored.since, stored.at - OWN_WRITES)),
        narrowed=journal.edited_since(stored.instance, stored.at - OWN_NARROWING, _DROPPING),
        upgraded=stored.upgraded,
    )
    return events_of(stored.changes, context)


def store_news(stored: StoredSnapshot) -> list[EstateEvent]:
    """Store the events of a snapshot and return them. Runs inside ``Database.writing()``."""
    news = news_of(stored)
    ids = estate_events.insert(news)
    return [msgspec.structs.replace(event, id=number) for event, number in zip(news, ids, strict=True)]
