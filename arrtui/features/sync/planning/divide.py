"""Divide a plan of touched titles: what is written unasked, and what waits for review. Pure."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Set
from dataclasses import dataclass
from typing import Literal, NamedTuple

from arrtui.core.config.sync import SyncPair
from arrtui.core.text import plural
from arrtui.features.sync.model import Entry, Op, PlanDraft

TwinLevel = Literal["none", "additions", "updates"]
"""What is written of a plan of touched titles: nothing, what it adds, what it adds and updates."""
BURST_SECONDS = 60.0
"""The time within which what is written of a pair counts together."""
_OPS: Mapping[TwinLevel, Set[Op]] = {
    "none": frozenset(),
    "additions": frozenset({Op.ADD}),
    "updates": frozenset({Op.ADD, Op.UPDATE}),
}


class RecentWrites(NamedTuple):
    """What was written of a pair's touched titles within :data:`BURST_SECONDS`."""

    titles: int = 0
    additions: int = 0


@dataclass(frozen=True)
class Division:
    """A plan of touched titles in two parts."""

    unasked: list[Entry]
    """What is written at once."""
    waiting: list[Entry]
    """What waits for somebody: what removes, what is to be decided by itself, all of a burst."""
    burst: str = ""
    """Which limit all of it together would exceed, as a sentence; then nothing is written unasked."""


def divide(
    draft: PlanDraft,
    pair: SyncPair,
    touched: Collection[str] | None,
    level: TwinLevel,
    recent: RecentWrites,
) -> Division:
    """Divide a plan; of titles that are not among ``touched``, None for all, everything waits.

    Nothing that is removed is ever written unasked, nor what has albums removed.
    """
    unasked = [
        entry
        for entry in draft.entries
        if entry.op in _OPS[level] and (touched is None or entry.external_id in touched)
    ]
    burst = _burst(unasked, pair, recent)
    if burst:
        return Division([], draft.entries, burst)
    chosen = {entry.key for entry in unasked if not entry.by_hand and not entry.costs}
    return Division(
        [entry for entry in draft.entries if entry.key in chosen],
        [entry for entry in draft.entries if entry.key not in chosen],
    )


def _burst(entries: Collection[Entry], pair: SyncPair, recent: RecentWrites) -> str:
    titles = len({entry.external_id for entry in entries})
    additions = sum(entry.op is Op.ADD for entry in entries)
    if titles and titles + recent.titles > pair.burst:
        several = plural(titles + recent.titles, "title")
        return f"{several} would be written within a minute; the limit is {pair.burst:,} (burst)."
    most = pair.limits.additions
    if additions and most and additions + recent.additions > most:
        return (
            f"{plural(additions + recent.additions, 'title')} would be added within a minute; "
            f"the limit is {most:,} (limits.additions)."
        )
    return ""
