"""What is made of stored webhooks: release history, events, and marks on the titles they are about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from arrtui.core.apps import Kind
from arrtui.db import estate, estate_events, history, hook_inbox
from arrtui.db.hook_inbox import HookOutcome, HookResult, StoredHook
from arrtui.features.webhooks.events import estate_event
from arrtui.features.webhooks.history import release_events
from arrtui.features.webhooks.payload import HookPayload, HookTopic, read_payload

_BY_THEMSELVES = (HookTopic.TEST, HookTopic.HEALTH, HookTopic.HEALTH_RESTORED, HookTopic.UPDATE)
"""Topics that concern no title."""
_BUSY = (HookTopic.GRAB, HookTopic.IMPORT, HookTopic.MANUAL_INTERACTION, HookTopic.FAILED, HookTopic.HEALTH)
"""Topics after which the instance is doing something else than before."""


class ReadHook(NamedTuple):
    """A stored webhook and what it tells."""

    stored: StoredHook
    payload: HookPayload | None
    """None where it cannot be read."""
    came_before: bool

    @property
    def news(self) -> HookPayload | None:
        """What is to be made something of; None where it cannot be read or came before."""
        return None if self.came_before else self.payload


class TouchedInstance(NamedTuple):
    """What webhooks say is different on an instance."""

    titles: frozenset[int]
    removed: frozenset[int]
    """Titles that were deleted."""
    list_differs: bool
    """Whether titles came."""
    is_busy: bool
    """Whether its queue, health or commands are to be looked at."""


def read_waiting(limit: int, kinds: Mapping[str, Kind]) -> list[ReadHook]:
    """Return webhooks that wait, the oldest first; those of instances that are gone cannot be read."""
    stored = hook_inbox.waiting(limit)
    twice = hook_inbox.came_before(stored)
    return [
        ReadHook(
            hook,
            read_payload(kinds[hook.instance], hook.body) if hook.instance in kinds else None,
            hook.id in twice,
        )
        for hook in stored
    ]


def touched(hooks: Sequence[ReadHook]) -> dict[str, TouchedInstance]:
    """Return what webhooks say is different, by instance."""
    by_instance: dict[str, list[HookPayload]] = {}
    for hook in hooks:
        if hook.news is not None:
            by_instance.setdefault(hook.stored.instance, []).append(hook.news)
    return {name: _touched(payloads) for name, payloads in by_instance.items()}


def _touched(payloads: Sequence[HookPayload]) -> TouchedInstance:
    about_titles = [hook for hook in payloads if hook.topic not in _BY_THEMSELVES and hook.item_id]
    removed = frozenset(hook.item_id for hook in about_titles if hook.topic is HookTopic.DELETED)
    return TouchedInstance(
        titles=frozenset(hook.item_id for hook in about_titles) - removed,
        removed=removed,
        list_differs=any(hook.topic is HookTopic.ADDED for hook in about_titles),
        is_busy=any(hook.topic in _BUSY for hook in payloads),
    )


def store_news(hooks: Sequence[ReadHook], now: float) -> list[int]:
    """Store what webhooks tell and that they were handled; return the ids of new events.

    Call it inside ``Database.writing()``: done again after a crash it stores nothing twice.
    """
    events = []
    for hook in hooks:
        stored, payload = hook.stored, hook.news
        if payload is None:
            continue
        if event := estate_event(payload, stored.instance, stored.id, stored.received_at):
            events.append(event)
        if rows := release_events(payload, stored.id, stored.received_at):
            instance_id = estate.ensure_instance(stored.instance)
            history.store_provisional(instance_id, rows, payload.external_id)
    hook_inbox.settle([_result(hook) for hook in hooks], now)
    return estate_events.insert(events)


def _result(hook: ReadHook) -> HookResult:
    if hook.payload is None:
        return HookResult(hook.stored.id, HookOutcome.UNREADABLE, "")
    outcome = HookOutcome.DONE
    if hook.came_before:
        outcome = HookOutcome.TWICE
    elif hook.payload.topic is HookTopic.UNKNOWN:
        outcome = HookOutcome.UNKNOWN
    return HookResult(hook.stored.id, outcome, hook.payload.event_type)
