"""What patterns find in names, kept on both databases."""

from __future__ import annotations

from arrtui.core.domain import Item, MediaFile, ReleaseEvent
from arrtui.db import history, pattern_matches
from arrtui.db.database import Database
from arrtui.db.pattern_matches import StoredBits
from tests.db.samples import store


def test_bits_are_stored_by_pattern_and_block_and_grow(database: Database) -> None:
    with database.writing():
        pattern_matches.add_names("radarr/titles", 0, ["a", "ü\0"])
        pattern_matches.add_names("sonarr/titles", 0, ["other"])
        pattern_matches.add_patterns("radarr/titles", ["x", "y"])
        pattern_matches.add_patterns("radarr/titles", ["x"])
        ids = pattern_matches.patterns("radarr/titles")
        pattern_matches.store_bits([StoredBits(ids["x"], 0, 2, 0b10, 0), StoredBits(ids["x"], 3, 1, 0, 1)])
        pattern_matches.store_bits([StoredBits(ids["x"], 0, 4096, 1 << 4095 | 0b10, 0b100)])
        assert pattern_matches.names("radarr/titles") == ["a", "ü\ufffd"]
        assert pattern_matches.searched("radarr/titles") == {(ids["x"], 0): 4096, (ids["x"], 3): 1}
        first = StoredBits(ids["x"], 0, 4096, 1 << 4095 | 0b10, 0b100)
        assert pattern_matches.bits("radarr/titles") == [first, StoredBits(ids["x"], 3, 1, 0, 1)]
        assert pattern_matches.bits("radarr/titles", 0) == [first]
        pattern_matches.forget_scope("radarr/titles")
        assert pattern_matches.names("radarr/titles") == pattern_matches.bits("radarr/titles") == []
        assert pattern_matches.names("sonarr/titles") == ["other"]


def test_doubts_are_of_one_stored_state(database: Database) -> None:
    instance_id = store(database, "radarr.main", Item(id=1), MediaFile(id=2, item_id=1))
    with database.writing():
        assert pattern_matches.stored_files("radarr") == 1
        assert pattern_matches.doubts(instance_id, "d") is None
        pattern_matches.store_doubts(instance_id, "d", {2: "why"})
        assert pattern_matches.doubts(instance_id, "d") == {2: "why"}
        assert pattern_matches.doubts(instance_id, "later") is None
        pattern_matches.store_doubts(instance_id, "later", {})
        assert pattern_matches.doubts(instance_id, "later") == {}


def test_the_last_import_of_a_file_tells_where_it_came_from(database: Database) -> None:
    instance_id = store(database, "sonarr.tv", Item(id=1))
    rows = [("downloadFolderImported", "old"), ("downloadFolderImported", "new"), ("grabbed", "none")]
    events = [
        ReleaseEvent(
            id=number,
            item_id=1,
            event=event,
            date=f"2026-01-0{number}T00:00:00Z",
            data={"fileId": "7", "droppedPath": f"/downloads/{name}.mkv"},
        )
        for number, (event, name) in enumerate(rows, 1)
    ]
    with database.writing():
        history.store_events(instance_id, events, {})
        assert history.imported_from(instance_id) == {7: "/downloads/new.mkv"}
