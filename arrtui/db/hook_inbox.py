"""The inbox of webhooks: stored as they come, handled afterwards, kept for a while."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from hashlib import sha256
from typing import NamedTuple

from arrtui.db.bulk import bulk_update, bulk_upsert
from arrtui.db.hook_model import HookRow
from arrtui.db.reading import placeholders, rows_of

TWICE_SECONDS = 60.0
"""How long after a webhook an equal one is the same; later the same thing has happened again, such as
a failing health check."""


class HookOutcome(StrEnum):
    """What became of a webhook."""

    WAITING = ""
    DONE = "done"
    TWICE = "twice"
    """An equal one had come before."""
    UNKNOWN = "unknown"
    """It tells of an event that this version does not know."""
    UNREADABLE = "unreadable"


ODD = (HookOutcome.UNKNOWN, HookOutcome.UNREADABLE)
"""Outcomes of webhooks of which nothing could be made."""


class HookFacts(NamedTuple):
    """What came of the webhooks of an instance."""

    last_at: float
    """When the last came, UTC seconds."""
    odd: int
    """How many there are of which nothing could be made."""
    last_odd: str
    """The event of the last of them; empty where it has none."""


class NewHook(NamedTuple):
    """A webhook to be stored."""

    instance: str
    body: str
    received_at: float
    """UTC seconds."""


class StoredHook(NamedTuple):
    """A webhook as it is stored."""

    id: int
    instance: str
    received_at: float
    body: str
    outcome: HookOutcome
    event_type: str


class HookResult(NamedTuple):
    """What came of handling a webhook."""

    id: int
    outcome: HookOutcome
    event_type: str


def put(hooks: Iterable[NewHook]) -> None:
    """Store webhooks in the order in which they came."""
    columns = ("instance", "received_at", "digest", "body", "outcome", "event_type")
    rows = (
        (hook.instance, hook.received_at, sha256(hook.body.encode()).hexdigest(), hook.body, "", "")
        for hook in hooks
    )
    bulk_upsert(HookRow, rows, columns, update=None)


def waiting(limit: int) -> list[StoredHook]:
    """Return webhooks that were not handled yet, the oldest first."""
    return recent(limit, (HookOutcome.WAITING,), newest_first=False)


def recent(
    limit: int, outcomes: Sequence[HookOutcome] = tuple(HookOutcome), *, newest_first: bool = True
) -> list[StoredHook]:
    """Return webhooks with one of some outcomes."""
    order = "DESC" if newest_first else "ASC"
    sql = (
        "SELECT id, instance, received_at, body, outcome, event_type FROM hook_inbox "  # noqa: S608
        f"WHERE outcome IN ({placeholders(outcomes)}) ORDER BY id {order} LIMIT ?"
    )
    return [
        StoredHook(number, instance, received_at, body, HookOutcome(outcome), event_type)
        for number, instance, received_at, body, outcome, event_type in rows_of(
            sql, (*map(str, outcomes), limit)
        )
    ]


def came_before(hooks: Sequence[StoredHook]) -> set[int]:
    """Return the ids of those webhooks of which an equal one had come shortly before."""
    sql = (
        "SELECT DISTINCT h.id FROM hook_inbox AS h JOIN hook_inbox AS b ON b.instance = h.instance "  # noqa: S608
        "AND b.digest = h.digest AND b.id < h.id AND b.received_at > h.received_at - ? "
        f"AND b.received_at <= h.received_at WHERE h.id IN ({placeholders(hooks)})"
    )
    return {number for (number,) in rows_of(sql, (TWICE_SECONDS, *(hook.id for hook in hooks)))}


def settle(results: Iterable[HookResult], now: float) -> None:
    """Note what became of webhooks."""
    rows = ((str(outcome), event_type, now, number) for number, outcome, event_type in results)
    bulk_update(HookRow, rows, ("outcome", "event_type", "handled_at"), ("id",))


def prune(before: float) -> int:
    """Forget webhooks that were handled before a time; return how many."""
    handled = (HookRow.outcome != HookOutcome.WAITING.value) & (HookRow.handled_at < before)
    return int(HookRow.delete().where(handled).execute())


def last_received() -> dict[str, float]:
    """Return when the last webhook of each instance came, UTC seconds by name."""
    return dict(rows_of("SELECT instance, max(received_at) FROM hook_inbox GROUP BY instance"))


def hook_facts(instance: str) -> HookFacts | None:
    """Return what came of the webhooks of an instance; None where none has come."""
    last = rows_of(
        "SELECT received_at FROM hook_inbox WHERE instance = ? ORDER BY id DESC LIMIT 1", (instance,)
    )
    if not last:
        return None
    sql = (
        "SELECT event_type FROM hook_inbox "  # noqa: S608
        f"WHERE outcome IN ({placeholders(ODD)}) AND instance = ? ORDER BY id DESC"
    )
    odd = rows_of(sql, (*map(str, ODD), instance))
    return HookFacts(last[0][0], len(odd), odd[0][0] if odd else "")


def waiting_since() -> float | None:
    """Return since when the oldest webhook waits to be handled; None where none does."""
    ((oldest,),) = rows_of("SELECT min(received_at) FROM hook_inbox WHERE outcome = ''")
    return None if oldest is None else float(oldest)
