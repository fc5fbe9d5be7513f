"""Which pairs are followed, which of their titles were touched, and what stopped or wrote last."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any, NamedTuple

import msgspec

from arrtui.core.domain import decode
from arrtui.db.bulk import bulk_upsert
from arrtui.db.estate_events import latest_id
from arrtui.db.reading import rows_of
from arrtui.db.twin_models import TouchedTitleRow, TwinRow


class StoredTwin(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of a followed pair; see :class:`~arrtui.db.twin_models.TwinRow`."""

    pair: str
    live: bool
    seen_event: int
    more: int = 0
    paused_at: float | None = None
    reason: str = ""
    review: int | None = None
    obstacle: str = ""
    written_at: float | None = None
    written: int | None = None


def stored_twins() -> dict[str, StoredTwin]:
    """Return what is stored of each pair that was ever followed, by name."""
    query: Any = TwinRow.select()
    return {row["pair"]: msgspec.convert(row, StoredTwin, strict=False) for row in query.dicts()}


def note_followed(pairs: Collection[str]) -> dict[str, StoredTwin]:
    """Store which pairs are followed; return what is stored then.

    One that was not followed begins with what comes now. One that is followed no more stays paused if it was.
    """
    known = stored_twins()
    for name in pairs:
        if name not in known:
            TwinRow.insert(pair=name, seen_event=latest_id()).execute()
        elif not known[name].live:
            TouchedTitleRow.delete().where(TouchedTitleRow.pair == name).execute()
            _update(name, live=True, seen_event=latest_id(), more=0, obstacle="")
    TwinRow.update(live=False).where(TwinRow.pair.not_in(list(pairs))).execute()
    return stored_twins()


class TouchedNow(NamedTuple):
    """What of a pair was touched by events."""

    titles: Mapping[str, int]
    """External ids, each with the last event that touched it."""
    more: int = 0
    """The last event that touched titles that are not known by name; 0 for none."""

    @property
    def last_event(self) -> int:
        """The last event of all; 0 where nothing was touched."""
        return max([self.more, *self.titles.values()])


def note_touched(pair: str, touched: TouchedNow) -> None:
    """Store what events touched."""
    rows = ((pair, external_id, event_id) for external_id, event_id in touched.titles.items())
    bulk_upsert(TouchedTitleRow, rows, ("pair", "external_id", "event_id"), update=("event_id",))
    if touched.more:
        _update(pair, more=touched.more)


def touched_now(pair: str) -> TouchedNow:
    """Return what of a pair was touched and is not in line yet."""
    titles = dict(rows_of("SELECT external_id, event_id FROM touched_title WHERE pair = ?", (pair,)))
    stored = stored_twins().get(pair)
    return TouchedNow(titles, stored.more if stored else 0)


def touched_counts() -> dict[str, int]:
    """Return how many titles of each pair were touched and wait."""
    return dict(rows_of("SELECT pair, count(*) FROM touched_title GROUP BY pair"))


def settle(pair: str, last_event: int) -> None:
    """Note that what events up to one touched is in line."""
    in_line = (TouchedTitleRow.pair == pair) & (TouchedTitleRow.event_id <= last_event)
    TouchedTitleRow.delete().where(in_line).execute()
    TwinRow.update(more=0).where(TwinRow.pair == pair, TwinRow.more <= last_event).execute()
    _update(pair, obstacle="")


def note_written(pair: str, plan: int, now: float) -> None:
    """Note that a plan of touched titles of a pair was applied; nothing is kept of one not followed."""
    _update(pair, written=plan, written_at=now)


def note_obstacle(pair: str, obstacle: str) -> None:
    """Store why a try to bring titles of a pair in line wrote nothing."""
    _update(pair, obstacle=obstacle)


def pause(pair: str, reason: str, review: int | None, now: float) -> None:
    """Stop following a pair until somebody resumes it."""
    _update(pair, paused_at=now, reason=reason, review=review, obstacle="")


def resume(pair: str) -> None:
    """Go on following a pair."""
    _update(pair, paused_at=None, reason="", review=None)


def twin_writes(since: float) -> dict[tuple[str, str], set[str]]:
    """Return what following wrote since a time (UTC seconds): where each title came from.

    Titles are by instance and external id.
    """
    sql = (
        "SELECT j.instance, p.source, p.target, e.doc FROM journal AS j JOIN plan AS p ON p.id = j.plan_id "
        "JOIN plan_entry AS e ON e.plan_id = j.plan_id AND e.position = j.position "
        "WHERE p.kind = 'twin' AND j.state <> 'failed' AND coalesce(j.ended_at, j.begun_at) >= ?"
    )
    writes: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for instance, source, target, doc in rows_of(sql, (since,)):
        writes[instance, str(decode(doc).get("ident", ""))].add(source if instance == target else target)
    return dict(writes)


def _update(name: str, **values: Any) -> None:
    TwinRow.update(values).where(TwinRow.pair == name).execute()
