"""Whether a plan that exceeds a limit of its pair may be applied yet. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.features.sync.model import Decision, Op, PlannedEntry

_WORDS = {Op.ADD: "additions", Op.UPDATE: "updates", Op.REMOVE: "removals"}


def lock_of(locked: str, entries: Sequence[PlannedEntry]) -> str:
    """Return why apply is locked now, as sentences; empty when it is not.

    ``locked`` is the limit that was exceeded (:attr:`Draft.locked <.model.Draft.locked>`). It holds as long
    as any entry it concerns is undecided, or was approved together with others. What was rejected needs no
    second look, however it was rejected.
    """
    if not locked:
        return ""
    waiting = [one.entry.op for one in entries if one.entry.by_hand and _waits(one)]
    if not waiting:
        return ""
    counts = [f"{waiting.count(op):,} {word}" for op, word in _WORDS.items() if op in waiting]
    return f"{locked} Approve or reject each by itself: {' and '.join(counts)} left."


def _waits(one: PlannedEntry) -> bool:
    if one.decision is Decision.REJECTED:
        return False
    return one.decision is Decision.UNDECIDED or not one.by_hand
