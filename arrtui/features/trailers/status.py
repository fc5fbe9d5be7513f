"""The status of a title's trailer: it follows from the facts, and is stored nowhere. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import NamedTuple

from arrtui.core.trailers import MediaRoot, RootState
from arrtui.features.trailers.wanting import WANTED, TrailerFacts, WantGround, WantingRules, ground_of
from arrtui.media.walk import MISSING

UNREAD = "unread"
"""The fault of a title that came after the last reading."""
_HARMLESS = frozenset(("", UNREAD, MISSING))
"""Faults that are none: a title without a file has no folder yet."""


class TrailerState(StrEnum):
    """How it stands with a title's trailer."""

    DOWNLOADED = "downloaded"
    """One is there, whoever made it."""
    MONITORED = "monitored"
    """None is there, and one is wanted."""
    MISSING = "missing"
    """None is there, and none is wanted."""
    DOWNLOADING = "downloading"
    UNMAPPED = "unmapped"
    NOT_MOUNTED = "not_mounted"
    BACKING_OFF = "backing_off"
    """One is wanted, and the last attempt failed not long ago."""

    @property
    def word(self) -> str:
        """The state as it is written on screens."""
        return self.value.replace("_", " ")


class TrailerStatus(NamedTuple):
    """How it stands with a title's trailer, and on what ground."""

    state: TrailerState
    ground: WantGround
    fault: str = ""
    """Why the title's folder could not be read; empty if it could."""
    waits: bool = False
    """Whether the last attempt failed not long ago."""
    doing: str = ""
    """What is done for one that is being fetched; empty while it waits for its turn."""

    @property
    def is_wanted(self) -> bool:
        """Whether a trailer is to be fetched now."""
        wanted = self.ground in WANTED and not self.fault and not self.waits
        return wanted and self.state in (TrailerState.MONITORED, TrailerState.DOWNLOADED)


_NOT_READY: Mapping[RootState, TrailerState] = {
    RootState.UNMAPPED: TrailerState.UNMAPPED,
    RootState.NOT_MOUNTED: TrailerState.NOT_MOUNTED,
}


def status_of(
    facts: TrailerFacts,
    root: MediaRoot | None,
    rules: WantingRules,
    downloading: Mapping[str, str],
    now: float,
) -> TrailerStatus:
    """Return how it stands with a title's trailer.

    ``root`` is None before the first reading; ``downloading`` says by external id what is done for titles
    whose trailer is being fetched or is to be; ``now`` is the time in UTC seconds.
    """
    ground = ground_of(facts, rules)
    if root is None:
        return TrailerStatus(TrailerState.UNMAPPED, ground)
    if root.state is not RootState.READY:
        return TrailerStatus(_NOT_READY[root.state], ground)
    doing = downloading.get(facts.title.external_id)
    if doing is not None:
        return TrailerStatus(TrailerState.DOWNLOADING, ground, doing=doing)
    waits = facts.attempt is not None and (facts.attempt.retry_after or 0.0) > now
    if facts.own_trailers:
        return TrailerStatus(TrailerState.DOWNLOADED, ground, waits=waits)
    fault = UNREAD if facts.folder is None else facts.folder.error
    if fault:
        return TrailerStatus(TrailerState.MISSING, ground, fault)
    if ground not in WANTED:
        return TrailerStatus(TrailerState.MISSING, ground)
    return TrailerStatus(TrailerState.BACKING_OFF if waits else TrailerState.MONITORED, ground, waits=waits)


class TrailerCounts(NamedTuple):
    """The titles of an instance by the status of their trailer; each is counted once."""

    items: int = 0
    downloaded: int = 0
    monitored: int = 0
    """Those that are being fetched are among them."""
    missing: int = 0
    unmapped: int = 0
    not_mounted: int = 0
    failed: int = 0
    """Those whose last attempt failed not long ago, and those whose folder cannot be read."""


_COUNTED: Mapping[TrailerState, str] = {
    TrailerState.DOWNLOADING: "monitored",
    TrailerState.BACKING_OFF: "failed",
}


def count_statuses(statuses: Iterable[TrailerStatus]) -> TrailerCounts:
    """Return how many titles have each status."""
    counts = Counter(
        _COUNTED.get(status.state, status.state.value) if status.fault in _HARMLESS else "failed"
        for status in statuses
    )
    return TrailerCounts(items=counts.total(), **counts)
