"""The tables of scores: what a snapshot lets compare, how a state is found again, what goes together."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from arrtui.core.domain import Change, ChangeKind, EntityType, Episode, Item, MediaFile, Record
from arrtui.core.errors import StorageError
from arrtui.db import scores, snapshots
from arrtui.db.bulk import database_of
from arrtui.db.database import Database
from arrtui.db.models import Instance
from arrtui.db.reading import rows_of
from arrtui.db.scores import CurrentFile, Day, NewSample, SampledState, SamplingPoint
from arrtui.db.snapshots import SnapshotRow
from tests.db.samples import store

TABLES = ("score_sample", "score_sampled", "score_day", "score_ignore", "score_scenario")


def sample(external_id: int, **known: object) -> NewSample:
    plain = NewSample(str(external_id), -1, -1, 1.0, "new", 5, None, 9, "DVD", 2**41, "A title", 1)
    return plain._replace(**known)


def snapshot(database: Database, instance_id: int, *changes: Change, baseline: bool = False) -> int:
    new = SnapshotRow(taken_at=1.0, state="complete", baseline=baseline)
    with database.writing():
        number = snapshots.insert_snapshot(instance_id, new)
        snapshots.insert_changes(number, instance_id, changes)
    return number


def changed(type: EntityType, item_id: int, **before: object) -> Change:
    return Change(
        type=type, key=str(item_id), kind=ChangeKind.CHANGED, item_id=item_id, before=before, after={}
    )


def gone(number: int, external_id: str) -> Change:
    whole = {"id": number, "external_id": external_id}
    kind = ChangeKind.REMOVED
    return Change(type=EntityType.ITEM, key=str(number), kind=kind, item_id=number, before=whole)


def movies(*numbers: int) -> list[Record]:
    return [Item(id=number, external_id=str(600 + number), title=f"Movie {number}") for number in numbers]


def counted(database: Database) -> list[int]:
    with database.reading():
        return [rows_of(f"SELECT count(*) FROM {table}")[0][0] for table in TABLES]


def test_the_newest_sample_is_how_a_title_stands(database: Database) -> None:
    one, two = store(database, "radarr.main", *movies(1)), store(database, "radarr.4k", *movies(1))
    rows = [sample(601), sample(601, score=-7, file_id=0, title="Renamed"), sample(601, season=1, episode=2)]
    with database.writing():
        assert scores.insert_samples(one, iter(rows)) == 3
        scores.insert_samples(two, [sample(601, score=None), sample(602)])
    with database.reading():
        assert scores.sampled_states(one, ["601", "602"]) == {
            ("601", -1, -1): SampledState(0, -7, "Renamed"),
            ("601", 1, 2): SampledState(9, 5, "A title"),
        }
        assert scores.sampled_states(two, ["601"]) == {("601", -1, -1): SampledState(9, None, "A title")}
        assert scores.sampled_states(two, []) == {}
        assert scores.all_external_ids(one) == ["601"]
        assert scores.all_external_ids(two) == ["601", "602"]


def test_samples_come_back_in_order_and_of_their_instance(database: Database) -> None:
    one, two = store(database, "radarr.main", *movies(1)), store(database, "radarr.4k")
    with database.writing():
        scores.insert_samples(one, [sample(602, at=5.0), sample(601, at=3.0, title="a\0b")])
        scores.insert_samples(two, [sample(601)])
    with database.reading():
        found = scores.stored_samples("radarr.main")
        assert [(row.instance, row.external_id, row.at, row.title) for row in found] == [
            ("radarr.main", "602", 5.0, "A title"),
            ("radarr.main", "601", 3.0, "a\ufffdb"),
        ]
        assert scores.stored_samples("radarr.main", since=4.0) == found[:1]
        assert scores.stored_samples("radarr.main", external_id="601") == found[1:]
        assert scores.stored_samples("radarr.none") == []


def test_the_changes_of_snapshots_say_which_titles_to_compare(database: Database) -> None:
    instance = store(database, "radarr.main", *movies(1, 2, 3, 4))
    other = store(database, "radarr.4k", *movies(1, 2, 3, 4))
    first = snapshot(database, instance, changed(EntityType.ITEM, 4))
    snapshot(database, other, changed(EntityType.FILE, 3))
    snapshot(database, instance, changed(EntityType.FILE, 1), changed(EntityType.SETTING, 0))
    renumbered = changed(EntityType.ITEM, 2, external_id="77")
    last = snapshot(database, instance, renumbered, gone(9, "88"), gone(10, ""))
    later = snapshot(database, instance, changed(EntityType.EPISODE, 3))
    with database.reading():
        assert sorted(scores.changed_external_ids(instance, first, last)) == ["", "601", "602", "77", "88"]
        assert scores.changed_external_ids(instance, last, later) == ["603"]
        assert scores.changed_external_ids(instance, later, later) == []


def test_more_changed_titles_than_one_statement_names(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scores, "CHUNK", 3)
    numbers = range(1, 9)
    instance = store(database, "radarr.main", *movies(*numbers))
    number = snapshot(database, instance, *(changed(EntityType.FILE, one) for one in numbers))
    with database.reading():
        assert scores.changed_external_ids(instance, 0, number) == [str(600 + one) for one in numbers]


def test_titles_that_share_an_external_id_are_known(database: Database) -> None:
    shared = Item(id=9, external_id="601", title="Twin")
    instance = store(database, "radarr.main", *movies(1, 2), shared)
    store(database, "radarr.4k", *movies(2))
    with database.reading():
        assert scores.ambiguous_ids(instance, ["600", "601", "602"]) == {"601"}


def test_movies_and_episodes_come_with_their_files(database: Database) -> None:
    radarr = store(
        database, "radarr.main", *movies(1, 2), MediaFile(id=8, item_id=1, score=5, quality="DVD", size=2**41)
    )
    sonarr = store(
        database,
        "sonarr.main",
        Item(id=1, external_id="601", title="Show"),
        Episode(id=11, item_id=1, season=1, number=1, file_id=8),
        Episode(id=12, item_id=1, season=1, number=2, file_id=99),
        Episode(id=13, item_id=1, season=0, number=0),
        MediaFile(id=8, item_id=1, season=1, quality="SDTV"),
    )
    with database.reading():
        assert scores.current_files(radarr, ["601", "602"], movies=True) == [
            CurrentFile("601", -1, -1, 1, 0, 8, 5, "DVD", 2**41, "Movie 1"),
            CurrentFile("602", -1, -1, 2, 0, None, None, None, None, "Movie 2"),
        ]
        assert scores.current_files(sonarr, ["601"], movies=False) == [
            CurrentFile("601", 0, 0, 13, 0, None, None, None, None, "Show"),
            CurrentFile("601", 1, 1, 11, 8, 8, None, "SDTV", 0, "Show"),
            CurrentFile("601", 1, 2, 12, 99, None, None, None, None, "Show"),
        ]


def test_files_of_some_movies_are_not_looked_for_among_those_of_all(tmp_path: Path) -> None:
    steps = [
        steps_of_reading(Database.open(f"sqlite:///{tmp_path / str(count)}.db"), count, titles=50)
        for count in (100, 1_600)
    ]
    assert steps[1] < 3 * steps[0]


def steps_of_reading(database: Database, count: int, *, titles: int) -> int:
    """Return how many hundred instructions SQLite takes for some titles of a library of ``count`` movies."""
    with closing(database):
        files = (MediaFile(id=one, item_id=one, score=5, quality="DVD") for one in range(1, count + 1))
        instance = store(database, "radarr.main", *movies(*range(1, count + 1)), *files)
        steps = 0

        def note() -> None:
            nonlocal steps
            steps += 1

        with database.reading():
            database_of(Instance).connection().set_progress_handler(note, 100)
            wanted = [str(600 + one) for one in range(1, titles + 1)]
            assert len(scores.current_files(instance, wanted, movies=True)) == titles
    return steps


def test_where_sampling_stands(database: Database) -> None:
    radarr, sonarr = store(database, "radarr.main"), store(database, "sonarr.main")
    first = snapshot(database, radarr, baseline=True)
    second = snapshot(database, sonarr)
    with database.writing():
        assert scores.sampling_point(radarr, first) == SamplingPoint(True, True, None)
        scores.mark_sampled(radarr, first)
        scores.mark_sampled(radarr, 12)
        assert scores.sampling_point(radarr, first) == SamplingPoint(True, True, 12)
        assert scores.sampling_point(sonarr, second) == SamplingPoint(False, False, None)


def test_an_instance_takes_all_of_its_own_along(database: Database) -> None:
    for name in ("radarr.main", "radarr.4k"):
        instance = store(database, name)
        with database.writing():
            scores.insert_samples(instance, [sample(601)])
            scores.mark_sampled(instance, 1)
            scores.upsert_day(instance, Day("2026-02-01", 1, 2, 3, 0.5, 0.0, 2**41))
            scores.upsert_ignores([(instance, 601, -1, -1)], 9.0)
            scores.upsert_scenario("a", "{}")
    assert counted(database) == [2, 2, 2, 2, 1]
    database.write_sync(rows_of, "DELETE FROM instance WHERE name = 'radarr.main'")
    assert counted(database) == [1, 1, 1, 1, 1]


def test_nothing_is_kept_of_an_instance_that_is_not_there(database: Database) -> None:
    with pytest.raises(StorageError), database.writing():
        scores.insert_samples(99, [sample(601)])
    assert counted(database) == [0] * 5
