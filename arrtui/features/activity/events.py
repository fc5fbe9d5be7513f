"""What went wrong since the last reading, as events of the estate. Pure.

An app sends a webhook for a download that waits for its user, but not for one of which it refused a single
file (``importPending``), and none for a download that failed: only its queue and its history tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from arrtui.core.activity import ActivityKind
from arrtui.core.estate_events import EstateEvent, EventSource, EventType
from arrtui.db.activity import StoredActivity

_FAILED = "downloadFailed"
_BLOCKED = frozenset({"importPending", "importBlocked"})


def trouble_events(
    before: Sequence[StoredActivity], after: Iterable[StoredActivity], now: float
) -> Iterator[EstateEvent]:
    """Yield an event for each release that waits or failed since ``before``; none after a first reading.

    Of a release of several episodes there is one.
    """
    known = {(row.entry.kind, row.entry.key) for row in before if row.entry.problem}
    seen: set[tuple[EventType, str]] = set()
    for row in after if before else ():
        event = _event_of(row, now)
        if event is None or (row.entry.kind, row.entry.key) in known or (event.type, event.key) in seen:
            continue
        seen.add((event.type, event.key))
        yield event


def _event_of(row: StoredActivity, now: float) -> EstateEvent | None:
    """Return the event of a row that tells of trouble with a release."""
    entry = row.entry
    is_blocked = entry.kind is ActivityKind.DOWNLOAD and entry.problem and entry.state in _BLOCKED
    if not is_blocked and (entry.kind is not ActivityKind.RELEASE or entry.state != _FAILED):
        return None
    return EstateEvent(
        type=EventType.IMPORT_BLOCKED if is_blocked else EventType.DOWNLOAD_FAILED,
        at=now,
        instance=row.instance,
        key=f"{entry.what} {entry.at}",
        item_id=entry.item_id,
        external_id=row.external_id,
        title=row.title,
        year=row.year,
        season=row.season,
        episode=row.number,
        album_id=entry.episode_id if row.album else 0,
        album=row.album,
        release=entry.what,
        score=entry.score,
        reason=entry.note,
        source=EventSource.LIVE,
    )
