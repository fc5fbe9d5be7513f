"""How live feeds stand is stored once for each instance, and told with the instances."""

from __future__ import annotations

from arrtui.core.live import FeedState, FeedStatus
from arrtui.db import estate, feed_states
from arrtui.db.database import Database

UP = FeedState(FeedStatus.UP, "", 100.0)
LOST = FeedState(FeedStatus.LOST, "nothing can be reached", 200.0)


def test_the_last_state_of_each_feed_is_known(database: Database) -> None:
    for name, state in (("radarr.main", UP), ("radarr.4k", UP), ("radarr.main", LOST)):
        database.write_sync(feed_states.note, name, state)
    assert database.read_sync(feed_states.feed_states) == {"radarr.main": LOST, "radarr.4k": UP}
    database.write_sync(feed_states.forget, "radarr.4k")
    rows = database.read_sync(estate.estate_rows, ["radarr.main", "radarr.4k"])
    assert [row.feed for row in rows] == [LOST, None]
