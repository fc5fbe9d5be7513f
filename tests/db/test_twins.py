"""What is stored of pairs that are followed, on either kind of database."""

from __future__ import annotations

from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.db import estate_events, plans, twins
from arrtui.db.database import Database


def test_what_was_touched_waits_until_it_is_in_line(database: Database) -> None:
    def follow() -> None:
        (event_id,) = estate_events.insert([EstateEvent(type=EventType.BACKUP_DONE, at=1.0)])
        known = twins.note_followed(["movies", "shows"])
        assert {twin.seen_event for twin in known.values()} == {event_id}, "it begins with what comes now"
        twins.note_touched("movies", twins.TouchedNow({"603": 5, "604": 6}))
        twins.note_touched("movies", twins.TouchedNow({"603": 8}, more=7))
        assert twins.touched_now("movies") == twins.TouchedNow({"603": 8, "604": 6}, 7)
        assert twins.touched_counts() == {"movies": 2}
        twins.settle("movies", 6)
        assert twins.touched_now("movies") == twins.TouchedNow({"603": 8}, 7), "touched again meanwhile"
        twins.settle("movies", 8)
        assert twins.touched_now("movies").last_event == 0
        assert twins.twin_writes(0.0) == {}
        assert plans.counts_since("twin", "movies", 0.0) == plans.open_of_pair("twin", "movies") == []

    database.write_sync(follow)


def test_a_paused_pair_stays_paused_though_it_is_not_followed_for_a_time(database: Database) -> None:
    def follow() -> None:
        twins.note_followed(["movies"])
        twins.note_touched("movies", twins.TouchedNow({"603": 5}))
        twins.note_written("movies", 4, 8.0)
        twins.pause("movies", "Too many.", 7, 9.0)
        assert not twins.note_followed([])["movies"].live
        estate_events.insert([EstateEvent(type=EventType.BACKUP_DONE, at=1.0)])
        stored = twins.note_followed(["movies"])["movies"]
        assert (stored.live, stored.paused_at, stored.reason, stored.review) == (True, 9.0, "Too many.", 7)
        assert stored.seen_event == estate_events.latest_id() and stored.written == 4
        assert twins.touched_counts() == {}, "what came before it was followed again is for a plan"
        twins.resume("movies")
        assert twins.stored_twins()["movies"].paused_at is None

    database.write_sync(follow)
