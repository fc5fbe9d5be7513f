"""How much a plan may hold before each entry has to be decided by itself. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from arrtui.core.config.sync import SyncLimits
from arrtui.features.sync.model import Entry, Op, Side


def apply_limits(limits: SyncLimits, entries: Sequence[Entry], target: Side) -> tuple[list[Entry], str]:
    """Return the entries, those over a limit marked to be decided by hand, and which limit it is.

    The limit is told as a sentence, empty when none is exceeded. All entries of the kind that is too many
    are marked: nobody can tell which of them are the ones too many.
    """
    exceeded = {Op.REMOVE: _removals(limits, entries, target), Op.ADD: _additions(limits, entries)}
    over = {op for op, sentence in exceeded.items() if sentence}
    marked = [
        msgspec.structs.replace(entry, by_hand=True) if entry.op in over else entry for entry in entries
    ]
    return marked if over else list(entries), " ".join(filter(None, exceeded.values()))


def most_removals(limits: SyncLimits, titles: int) -> int:
    """Return how many of ``titles`` may be removed: the stricter limit counts.

    The share is rounded down, yet one title may always go unless the share itself is 0.
    """
    share = max(1, titles * limits.removals_percent // 100) if limits.removals_percent else 0
    return min(limits.removals, share)


def _removals(limits: SyncLimits, entries: Sequence[Entry], target: Side) -> str:
    count = _count(entries, Op.REMOVE)
    most = most_removals(limits, len(target.titles))
    if count <= most:
        return ""
    return (
        f"It removes {count:,} of {len(target.titles):,} titles of {target.instance}; the limit is {most:,} "
        f"(at most {limits.removals:,} and {limits.removals_percent} %)."
    )


def _additions(limits: SyncLimits, entries: Sequence[Entry]) -> str:
    count = _count(entries, Op.ADD)
    if not limits.additions or count <= limits.additions:
        return ""
    return f"It adds {count:,} titles; the limit is {limits.additions:,}."


def _count(entries: Sequence[Entry], op: Op) -> int:
    return sum(entry.op is op for entry in entries)
