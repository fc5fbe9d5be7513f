"""How much a plan may hold before each entry has to be decided by itself. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import msgspec

from arrtui.core.config.sync import SyncLimits
from arrtui.features.sync.model import Entry, Op, Side


def apply_limits(limits: SyncLimits, entries: Sequence[Entry], target: Side) -> tuple[list[Entry], str]:
    """Return the entries, those over a limit marked to be decided by hand, and which limit it is.

    The limit is a sentence, empty when none is exceeded. All entries of the kind that is too many
    are marked: nobody can tell which of them are the ones too many.
    """
    counts = Counter(entry.op for entry in entries)
    exceeded: dict[Op, str] = {}
    most = most_removals(limits, len(target.titles))
    if counts[Op.REMOVE] > most:
        exceeded[Op.REMOVE] = (
            f"It removes {counts[Op.REMOVE]:,} of {len(target.titles):,} titles of {target.instance}; "
            f"the limit is {most:,} (at most {limits.removals:,} and {limits.removals_percent} %)."
        )
    if limits.additions and counts[Op.ADD] > limits.additions:
        exceeded[Op.ADD] = f"It adds {counts[Op.ADD]:,} titles; the limit is {limits.additions:,}."
    marked = [
        msgspec.structs.replace(entry, by_hand=True) if entry.op in exceeded else entry for entry in entries
    ]
    return marked, " ".join(exceeded.values())


def most_removals(limits: SyncLimits, titles: int) -> int:
    """Return how many of ``titles`` may be removed: the stricter limit counts.

    The share is rounded down, yet one title may always go unless the share itself is 0.
    """
    share = max(1, titles * limits.removals_percent // 100) if limits.removals_percent else 0
    return min(limits.removals, share)
