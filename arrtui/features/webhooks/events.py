"""What webhooks tell that nothing else does, as events of the estate. Pure.

That a title or file came, changed or went is an event of the reading that the webhook brings about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arrtui.core.estate_events import EstateEvent, EventSource, EventType
from arrtui.features.webhooks.payload import HookPayload, HookTopic

EVENT_TYPES: Mapping[HookTopic, EventType] = {
    HookTopic.GRAB: EventType.GRABBED,
    HookTopic.MANUAL_INTERACTION: EventType.MANUAL_INTERACTION,
    HookTopic.HEALTH: EventType.HEALTH_ISSUE,
    HookTopic.HEALTH_RESTORED: EventType.HEALTH_RESTORED,
    HookTopic.UPDATE: EventType.APP_UPDATED,
    HookTopic.UNKNOWN: EventType.WEBHOOK_UNKNOWN,
}


def estate_event(hook: HookPayload, instance: str, hook_id: int, at: float) -> EstateEvent | None:
    """Return the event of a webhook that came at a time (UTC seconds), None where it only points at titles.

    A download is told once, however often and by whomever; anything else once for each webhook.
    """
    event_type = EVENT_TYPES.get(hook.topic)
    if event_type is None:
        return None
    first = hook.episodes[0] if hook.episodes else None
    is_of_download = hook.topic in (HookTopic.GRAB, HookTopic.MANUAL_INTERACTION) and hook.download_id
    return EstateEvent(
        type=event_type,
        at=at,
        instance=instance,
        key=hook.download_id if is_of_download else f"webhook {hook_id}",
        item_id=hook.item_id,
        external_id=hook.external_id,
        title=hook.title,
        year=hook.year,
        season=first.season if first else None,
        episode=first.number if first and len(hook.episodes) == 1 else None,
        album_id=hook.albums[0].id if len(hook.albums) == 1 else 0,
        album=hook.albums[0].title if len(hook.albums) == 1 else "",
        release=hook.release,
        score=hook.score,
        reason="; ".join(hook.messages),
        source=EventSource.WEBHOOK,
        facts=_facts(hook),
    )


def _facts(hook: HookPayload) -> dict[str, Any]:
    """Return what else a webhook tells, by name; what it does not say is left out."""
    facts: dict[str, Any] = {
        "quality": hook.quality,
        "indexer": hook.indexer,
        "size": hook.size,
        "client": hook.client,
        "check": hook.check,
        "level": hook.level,
    }
    if hook.topic is HookTopic.UPDATE:
        facts["version"] = [hook.previous_version, hook.new_version]
    if hook.topic is HookTopic.UNKNOWN:
        facts["event_type"] = hook.event_type
    if len(hook.episodes) > 1:
        facts["episodes"] = [[episode.season, episode.number] for episode in hook.episodes]
    return {name: value for name, value in facts.items() if value}
