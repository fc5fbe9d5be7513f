"""Release events are stored once and stay."""

from __future__ import annotations

from arrtui.core.apps import Kind
from arrtui.core.domain import ReleaseEvent
from arrtui.db import history
from arrtui.db.database import Database
from tests.db.samples import store

GRABBED = ReleaseEvent(
    id=1,
    item_id=7,
    event="grabbed",
    date="2024-05-01T10:00:00Z",
    score=-150,
    source_title="The.Matrix.1999.\0",
    download_id="ABC" * 100,
    quality_id=7,
    quality="Bluray",
    languages=((1, "English"), (2, "Ü")),
    release_group="NTb",
    indexer="x",
    protocol="torrent",
    size=2**41,
    reason="R" * 1_000,
    data={"age": "3", "nothing": None},
)
IMPORTED = ReleaseEvent(id=2, item_id=7, event="imported", date="2024-05-01T11:00:00Z")
OTHER = ReleaseEvent(id=3, item_id=8, event="grabbed", date="2024-05-02T00:00:00Z")


def test_events_are_counted_once(database: Database) -> None:
    instance_id = store(database, "radarr.main")
    with database.writing():
        assert history.store_events(instance_id, [GRABBED, IMPORTED], {7: 603}) == 2
        assert history.store_events(instance_id, iter([IMPORTED, OTHER]), {7: 603}) == 1
        assert history.store_events(instance_id, [], {}) == 0
        assert history.count_events(instance_id) == 3
        anew = ReleaseEvent(id=1, item_id=9, date="2025-01-01T00:00:00Z")
        assert history.store_events(instance_id, [anew], {}) == 1


def test_events_of_a_title_over_instances(database: Database) -> None:
    main, second = store(database, "radarr.main"), store(database, "radarr.4k")
    series = store(database, "sonarr.main")
    with database.writing():
        history.store_events(main, [GRABBED, IMPORTED, OTHER], {7: 603})
        history.store_events(second, [GRABBED], {7: 603})
        history.store_events(series, [GRABBED], {7: 603})
    with database.reading():
        found = history.events_of_item(Kind.RADARR, "603")
        assert [(one.instance, one.event.id) for one in found] == [
            ("radarr.main", 2),
            ("radarr.main", 1),
            ("radarr.4k", 1),
        ]
        (only,) = history.events_of_item(Kind.RADARR, "603", ["radarr.4k"])
        assert only.event.source_title == "The.Matrix.1999.\ufffd"
        assert {name: getattr(only.event, name) for name in GRABBED.__struct_fields__} == {
            **{name: getattr(GRABBED, name) for name in GRABBED.__struct_fields__},
            "source_title": "The.Matrix.1999.\ufffd",
        }
        assert history.events_of_item(Kind.RADARR, "") == []
        assert history.events_of_item(Kind.RADARR, "603", []) == []
        assert len(history.events_of_item(Kind.RADARR, "603", limit=2)) == 2


def test_how_far_the_history_is_read(database: Database) -> None:
    instance_id = store(database, "radarr.main")
    with database.writing():
        assert history.reading_state(instance_id) == (False, "")
        history.store_events(instance_id, [OTHER, GRABBED], {})
        history.store_events(instance_id, [IMPORTED], {})
        assert history.reading_state(instance_id).until == OTHER.date
        history.mark_complete(instance_id)
        assert history.reading_state(instance_id) == (True, OTHER.date)


def test_a_provisional_event_goes_when_the_app_tells_the_same(database: Database) -> None:
    instance_id = store(database, "radarr.main")
    early = ReleaseEvent(
        id=-10, item_id=7, event="grabbed", date="2024-05-01T10:02:00Z", source_title="The.Matrix"
    )
    waits = ReleaseEvent(id=-11, item_id=7, event="manualInteractionRequired", date="2024-05-01T10:03:00Z")
    later = ReleaseEvent(id=-12, item_id=7, event="grabbed", date="2024-05-02T10:00:00Z")
    with database.writing():
        for event in (early, waits, later, early):
            history.store_provisional(instance_id, [event], "603")
        assert history.count_events(instance_id) == 0
        assert history.reading_state(instance_id).until == ""
        history.store_events(instance_id, [GRABBED, IMPORTED], {7: "603"})
        stored = history.events_of_item(Kind.RADARR, "603")
    assert [row.event.id for row in stored] == [-12, 2, -11, 1]


def test_a_grab_is_open_until_each_of_its_episodes_is_imported(database: Database) -> None:
    instance_id = store(database, "sonarr.main")
    pack = [
        ReleaseEvent(
            id=number, item_id=5, episode_id=number, event="grabbed", date=GRABBED.date, download_id="nzo"
        )
        for number in (1, 2)
    ]

    def imported(number: int) -> ReleaseEvent:
        return ReleaseEvent(
            id=10 + number, item_id=5, episode_id=number, event="downloadFolderImported",
            date=IMPORTED.date, download_id="nzo",
        )  # fmt: skip

    with database.writing():
        assert not history.has_open_grab(instance_id, "")
        history.store_events(instance_id, [*pack, imported(1)], {})
        assert history.has_open_grab(instance_id, "")
        assert not history.has_open_grab(instance_id, IMPORTED.date)
        history.store_events(instance_id, [imported(2)], {})
        assert not history.has_open_grab(instance_id, "")


def track_row(number: int, track: int, reason: str = "Upgrade", **more: str) -> ReleaseEvent:
    values = {"event": "trackFileDeleted", "date": "2024-05-01T10:00:00Z", "source_title": f"/m/{track}.mp3"}
    return ReleaseEvent(
        id=number, item_id=7, episode_id=31, reason=reason, data={"trackId": str(track)}, **(values | more)
    )


def test_the_second_row_of_a_deleted_track_is_dropped_also_on_another_page(database: Database) -> None:
    instance_id = store(database, "lidarr.main")
    with database.writing():
        first_page = [track_row(4, 202), track_row(5, 203), track_row(6, 202), track_row(7, 204)]
        assert history.store_events(instance_id, first_page, {}) == 3
        assert history.store_events(instance_id, [track_row(8, 204), track_row(9, 205)], {}) == 1
        assert history.store_events(instance_id, first_page, {}) == 0
        imported = [track_row(number, 206, "", event="trackFileImported") for number in (10, 11)]
        assert history.store_events(instance_id, imported, {}) == 2
        later = track_row(12, 202, date="2024-05-01T11:00:00Z")
        assert history.store_events(instance_id, [later], {}) == 1
    assert database.read_sync(history.count_events, instance_id) == 7
