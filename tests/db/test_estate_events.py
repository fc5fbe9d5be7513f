"""Numbered events of the estate, and how far each consumer has read."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.db import estate_events
from arrtui.db.database import Database


@pytest.fixture
def run(database: Database) -> Callable[..., Any]:
    return database.write_sync


def event(key: str = "", at: float = 1.0, **values: Any) -> EstateEvent:
    return EstateEvent(type=EventType.FILE_ADDED, at=at, key=key, instance="radarr.main", **values)


def test_events_come_back_by_number_and_once_for_each_key(run):
    first = event("a", title="Alien", year=1979, facts={"quality": ["SD", "HD"]})
    ids = run(estate_events.insert, [first, event("b"), event("a"), event(), event()])
    again = run(estate_events.insert, [event("b"), event("c")])
    assert len(ids) == 4 and len(again) == 1 and again[0] > ids[-1]
    stored = run(estate_events.after, 0, 10)
    assert [one.id for one in stored] == [*ids, *again]
    assert (stored[0].title, stored[0].year, stored[0].facts) == ("Alien", 1979, {"quality": ["SD", "HD"]})
    assert [one.key for one in run(estate_events.after, ids[0], 1)] == ["b"]
    assert run(estate_events.after, 0, 10, [EventType.TRIPWIRE]) == []
    assert len(run(estate_events.after, 0, 10, [EventType.FILE_ADDED], ["radarr.main"])) == 5
    assert run(estate_events.after, 0, 10, (), ["sonarr.main"]) == []


def test_pruning_never_gives_a_number_twice(run):
    ids = run(estate_events.insert, [event(at=float(at)) for at in range(5)])
    assert [one.at for one in run(estate_events.since, 3.0)] == [3.0, 4.0]
    assert run(estate_events.prune, 99.0) == 4
    assert run(estate_events.latest_id) == ids[-1]
    assert run(estate_events.insert, [event()])[0] > ids[-1]


def test_a_new_consumer_begins_now_and_never_goes_back(run):
    run(estate_events.insert, [event(), event()])
    begun = run(estate_events.cursor, "rules")
    (new,) = run(estate_events.insert, [event()])
    assert run(estate_events.cursor, "rules") == begun < new
    run(estate_events.advance, "rules", new)
    run(estate_events.advance, "rules", begun)
    assert run(estate_events.cursor, "rules") == new
