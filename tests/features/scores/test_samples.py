"""Samples of scores over real backups: what became of each movie and episode, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.config import load_config
from arrtui.db import scores
from arrtui.db.database import Database
from arrtui.db.reading import rows_of
from arrtui.db.scores import Day, Sample, ScoreEvent
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.backup import BackupOutcome, back_up
from arrtui.features.backup.retention import Retention
from arrtui.features.backup.store import BackupRules, StoredSnapshot
from arrtui.features.backup.thin import thin
from arrtui.features.scores.samples import (
    record_day,
    record_samples,
)
from arrtui.runtime.services import Services
from tests.demo.library_changes import set_score, upgrade_episodes, upgrade_movie
from tests.features.backup.conftest import config_of, no_progress

MOVIES = EstateSize(radarr=(("main", 12), ("4k", 6)), sonarr=())
SERIES = EstateSize(radarr=(), sonarr=(("main", 3, 60),))
TODAY = 20_370 * 86_400
"""2025-10-09: the simulated libraries are the same on every day the tests run."""
AT, DAY = 1_760_000_000.0, 86_400.0
HOSTILE = "[bold]<script>\x1b[31m\x00red\u202e{0}' OR 1=1 --"
BackUp = Callable[..., Awaitable[BackupOutcome]]


def sampling(stored: StoredSnapshot) -> None:
    record_samples(stored.instance_id, stored.at, stored.id)


@pytest.fixture
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(MOVIES, today=TODAY) as running:
        yield running


@pytest.fixture
def radarr(estate: SimulatedEstate) -> SimulatedApp:
    return estate.apps["radarr.main"]


@pytest.fixture
def sonarr() -> Iterator[SimulatedApp]:
    with SimulatedEstate(SERIES, today=TODAY) as running:
        yield running.apps["sonarr.main"]


@pytest.fixture
async def back_it_up(database: Database) -> AsyncIterator[BackUp]:
    """Return a function that backs an instance up and samples its scores."""

    async def run(app: SimulatedApp, *, now: float = AT, on_stored: Any = sampling) -> BackupOutcome:
        app.clock = lambda: now
        config = config_of(app)
        client = make_client(config, ArrHttp(config, backoff=0.0))
        rules = BackupRules(history=False, max_shrink_percent=50)
        try:
            return await back_up(
                client, database, rules, width=2, progress=no_progress, clock=lambda: now, on_stored=on_stored
            )
        finally:
            await client.aclose()

    yield run


def samples(database: Database, app: SimulatedApp) -> list[Sample]:
    """Return what was told of an instance after its first backup."""
    return [sample for sample in everything(database, app) if sample.event is not ScoreEvent.FIRST]


def everything(database: Database, app: SimulatedApp) -> list[Sample]:
    return database.read_sync(scores.stored_samples, app.name)


def changes(database: Database) -> list[tuple[Any, ...]]:
    return database.read_sync(rows_of, "SELECT * FROM score_sample ORDER BY id")


def movies(app: SimulatedApp) -> list[Any]:
    """Return the movies that have a file, the lowest score first."""
    stored = [movie for movie in app.store.movies.values() if app.store.file_of(movie)]
    return sorted(stored, key=lambda movie: score_of(app, movie))


def score_of(app: SimulatedApp, movie: Any) -> int:
    store = app.store
    return store.score_now(store.file_of(movie), movie["qualityProfileId"], store.original_language(movie))


def replace(app: SimulatedApp, movie: Any, wanted: Callable[[int], bool]) -> int:
    """Replace a movie's file until its score is as wanted, and return that."""
    for _ in range(200):
        upgrade_movie(app.store, movie["id"])
        if wanted(score := score_of(app, movie)):
            return score
    raise AssertionError("no such release in the simulator")


# --- movies ----------------------------------------------------------------------------------------------


async def test_the_first_backup_tells_each_file_once(
    radarr: SimulatedApp, sonarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    for app in (radarr, sonarr):
        outcome = await back_it_up(app)
        stored = everything(database, app)
        assert {(sample.event, sample.before, sample.at, sample.snapshot) for sample in stored} == {
            (ScoreEvent.FIRST, None, AT, outcome.snapshot)
        }
        assert {sample.file_id for sample in stored} == set(app.store.files)
        assert len({sample[:4] for sample in stored}) == len(stored)
    covered = [episode for episode in sonarr.store.episodes.values() if episode.get("episodeFileId")]
    assert len(everything(database, sonarr)) == len(covered)
    assert {sample.season for sample in everything(database, radarr)} == {-1}


async def test_an_upgrade_between_two_backups_is_one_sample(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    movie = movies(radarr)[0]
    low = score_of(radarr, movie)
    high = replace(radarr, movie, lambda score: score > low)
    outcome = await back_it_up(radarr, now=AT + DAY)
    file = radarr.store.file_of(movie)
    assert samples(database, radarr) == [
        Sample(
            "radarr.main", str(movie["tmdbId"]), -1, -1, AT + DAY, ScoreEvent.UPGRADED, high, low, file["id"],
            file["quality"]["quality"]["name"], movie["title"], outcome.snapshot,
        )
    ]  # fmt: skip


async def test_a_lower_or_an_equal_score_of_another_file_is_told_as_such(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    same, *_, best = movies(radarr)
    high = score_of(radarr, best)
    low = replace(radarr, best, lambda score: score < high)
    facts = {key: value for key, value in radarr.store.file_of(same).items() if key not in ("id", "movieId")}
    upgrade_movie(radarr.store, same["id"], **facts)
    await back_it_up(radarr)
    stored = {sample.external_id: sample[5:8] for sample in samples(database, radarr)}
    equal = score_of(radarr, same)
    assert stored == {
        str(best["tmdbId"]): (ScoreEvent.DOWNGRADED, low, high),
        str(same["tmdbId"]): (ScoreEvent.REPLACED, equal, equal),
    }


async def test_a_changed_profile_re_scores_its_files(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    before = {str(movie["tmdbId"]): score_of(radarr, movie) for movie in movies(radarr)}
    movie = movies(radarr)[-1]
    matched = radarr.store.matched(radarr.store.file_of(movie), radarr.store.original_language(movie))
    for number in matched:
        set_score(radarr.store, movie["qualityProfileId"], number, 4321)
    await back_it_up(radarr)
    after = {str(movie["tmdbId"]): score_of(radarr, movie) for movie in movies(radarr)}
    stored = samples(database, radarr)
    assert {sample.event for sample in stored} == {ScoreEvent.RESCORED}
    assert {sample.external_id: (sample.before, sample.score) for sample in stored} == {
        key: (before[key], after[key]) for key in before if before[key] != after[key]
    }
    assert str(movie["tmdbId"]) in {sample.external_id for sample in stored}


async def test_an_unchanged_backup_writes_nothing(
    radarr: SimulatedApp, sonarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    for app in (radarr, sonarr):
        await back_it_up(app)
    before = changes(database), database.read_sync(rows_of, "SELECT * FROM score_sampled")
    for app in (radarr, sonarr):
        radarr.store.add_tag("new")
        await back_it_up(app)
    assert (changes(database), database.read_sync(rows_of, "SELECT * FROM score_sampled")) == before


async def test_only_changed_titles_are_compared(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await back_it_up(radarr)
    asked_ids: list[list[int]] = []
    whole = scores.current_files
    monkeypatch.setattr(
        scores,
        "current_files",
        lambda client, titles, **more: asked_ids.append(list(titles)) or whole(client, titles, **more),
    )
    movie = movies(radarr)[0]
    upgrade_movie(radarr.store, movie["id"])
    await back_it_up(radarr)
    assert asked_ids == [[str(movie["tmdbId"])]]


async def test_equal_ids_on_two_instances_never_mix(
    estate: SimulatedEstate, radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    other = estate.apps["radarr.4k"]
    for app in (radarr, other):
        await back_it_up(app)
    kept = everything(database, other)
    shared = {sample.external_id for sample in everything(database, radarr)} & {
        sample.external_id for sample in kept
    }
    assert shared and {sample.file_id for sample in kept} & set(radarr.store.files)
    movie = next(movie for movie in movies(radarr) if str(movie["tmdbId"]) in shared)
    upgrade_movie(radarr.store, movie["id"])
    await back_it_up(radarr)
    await back_it_up(other)
    assert everything(database, other) == kept
    assert [sample.external_id for sample in samples(database, radarr)] == [str(movie["tmdbId"])]
    assert {
        sample.instance
        for sample in database.read_sync(scores.stored_samples, other.name, external_id=str(movie["tmdbId"]))
    } == {other.name}


async def test_a_removed_file_and_a_removed_title_are_removals_and_come_again_as_new(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    gone, emptied = movies(radarr)[:2]
    were = {str(movie["tmdbId"]): score_of(radarr, movie) for movie in (gone, emptied)}
    radarr.store.delete_title(gone["id"])
    radarr.store.delete_file(emptied["movieFileId"])
    await back_it_up(radarr)
    stored = samples(database, radarr)
    assert {sample.external_id: sample[5:9] for sample in stored} == {
        key: (ScoreEvent.REMOVED, None, score, 0) for key, score in were.items()
    }
    assert {sample.title for sample in stored} == {gone["title"], emptied["title"]}
    upgrade_movie(radarr.store, emptied["id"])
    await back_it_up(radarr)
    (new,) = samples(database, radarr)[2:]
    assert (new.event, new.external_id, new.before) == (ScoreEvent.NEW, str(emptied["tmdbId"]), None)
    assert new.score == score_of(radarr, emptied)


async def test_a_title_added_again_continues_its_series(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    old = movies(radarr)[0]
    low = score_of(radarr, old)
    radarr.store.delete_title(old["id"], delete_files=True)
    again = radarr.store.add_title(old["tmdbId"], qualityProfileId=old["qualityProfileId"])
    assert again["id"] != old["id"]
    high = replace(radarr, again, lambda score: score > low)
    await back_it_up(radarr)
    (sample,) = samples(database, radarr)
    assert sample[1:8] == (str(old["tmdbId"]), -1, -1, AT, ScoreEvent.UPGRADED, high, low)
    assert [
        sample.event
        for sample in database.read_sync(scores.stored_samples, radarr.name, external_id=str(old["tmdbId"]))
    ] == [
        ScoreEvent.FIRST,
        ScoreEvent.UPGRADED,
    ]


async def test_a_title_that_gets_another_external_id_is_another_title(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    movie = movies(radarr)[0]
    was, movie["tmdbId"] = movie["tmdbId"], 99_999_999
    await back_it_up(radarr)
    assert {(sample.external_id, sample.event) for sample in samples(database, radarr)} == {
        (str(was), ScoreEvent.REMOVED),
        ("99999999", ScoreEvent.NEW),
    }


async def test_titles_without_an_id_or_with_one_of_two_are_left_out(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    without, first, second, *rest = movies(radarr)
    without["tmdbId"] = 0
    kept, second["tmdbId"] = second["tmdbId"], first["tmdbId"]
    await back_it_up(radarr)
    assert {sample.external_id for sample in everything(database, radarr)} == {
        str(movie["tmdbId"]) for movie in rest
    }
    for movie in (without, first, second):
        upgrade_movie(radarr.store, movie["id"])
    await back_it_up(radarr)
    assert samples(database, radarr) == []
    second["tmdbId"] = kept
    await back_it_up(radarr)
    assert {(sample.external_id, sample.event) for sample in samples(database, radarr)} == {
        (str(first["tmdbId"]), ScoreEvent.NEW),
        (str(kept), ScoreEvent.NEW),
    }


async def test_hostile_titles_are_kept_as_text(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    movie = movies(radarr)[0]
    movie["title"] = HOSTILE
    await back_it_up(radarr)
    radarr.store.delete_title(movie["id"])
    await back_it_up(radarr)
    stored = database.read_sync(scores.stored_samples, radarr.name, external_id=str(movie["tmdbId"]))
    assert [(sample.event, sample.title) for sample in stored] == [
        (event, HOSTILE.replace("\0", "\ufffd")) for event in (ScoreEvent.FIRST, ScoreEvent.REMOVED)
    ]


async def test_a_file_after_an_empty_first_backup_is_new(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    for movie in movies(radarr):
        radarr.store.delete_file(movie["movieFileId"])
    await back_it_up(radarr)
    assert everything(database, radarr) == []
    movie = next(iter(radarr.store.movies.values()))
    upgrade_movie(radarr.store, movie["id"])
    await back_it_up(radarr)
    assert [(sample.event, sample.external_id) for sample in everything(database, radarr)] == [
        (ScoreEvent.NEW, str(movie["tmdbId"]))
    ]


async def test_what_a_backup_without_sampling_missed_is_told_by_the_next(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    movie = movies(radarr)[0]
    radarr.store.delete_file(movie["movieFileId"])
    await back_it_up(radarr, on_stored=lambda *_: None)
    assert samples(database, radarr) == []
    await back_it_up(radarr)
    assert [(sample.event, sample.external_id) for sample in samples(database, radarr)] == [
        (ScoreEvent.REMOVED, str(movie["tmdbId"]))
    ]


async def test_a_snapshot_and_its_samples_are_stored_together_or_not_at_all(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    def failing(stored: StoredSnapshot) -> None:
        sampling(stored)
        raise RuntimeError("the process ends here")

    with pytest.raises(RuntimeError):
        await back_it_up(radarr, on_stored=failing)
    assert changes(database) == database.read_sync(rows_of, "SELECT * FROM snapshot") == []
    await back_it_up(radarr)
    assert {sample.event for sample in everything(database, radarr)} == {ScoreEvent.FIRST}


async def test_samples_stay_when_snapshots_are_thinned_and_go_with_the_instance(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    for step in range(4):
        await back_it_up(radarr, now=AT + step * DAY)
        radarr.store.delete_file(movies(radarr)[0]["movieFileId"])
    before = everything(database, radarr)
    rule = Retention(days=1, weeks=0, months=1)
    assert database.write_sync(thin, radarr.name, rule) > 0
    assert everything(database, radarr) == before
    await back_it_up(radarr, now=AT + 4 * DAY)
    assert [sample.event for sample in samples(database, radarr)] == [ScoreEvent.REMOVED] * 4
    assert (
        database.read_sync(scores.stored_samples, radarr.name, since=AT + 2 * DAY)
        == everything(database, radarr)[-3:]
    )
    database.write_sync(rows_of, "DELETE FROM instance")
    assert changes(database) == database.read_sync(rows_of, "SELECT * FROM score_sampled") == []


# --- episodes --------------------------------------------------------------------------------------------


async def test_an_upgrade_to_a_season_pack_is_one_sample_for_each_episode(
    sonarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(sonarr)
    store, before = sonarr.store, {sample[1:4]: sample for sample in everything(database, sonarr)}
    score_by_file = {sample.file_id: sample.score for sample in before.values()}
    series_id = max(
        store.series, key=lambda series: len({score_by_file[file] for file in store.file_ids[series]})
    )
    worst, *_, best = sorted(store.file_ids[series_id], key=lambda file: score_by_file[file])
    season, own = store.files[worst]["seasonNumber"], ("id", "seriesId", "seasonNumber")
    pack = {key: value for key, value in store.files[best].items() if key not in own}
    for file in [file for file in store.files.values() if file["seriesId"] == series_id]:
        if file["seasonNumber"] == season:
            upgrade_episodes(store, file["id"], **pack)
    await back_it_up(sonarr)
    stored = {sample[1:4]: sample for sample in samples(database, sonarr)}
    tvdb, high = str(store.series[series_id]["tvdbId"]), score_by_file[best]
    assert len(samples(database, sonarr)) == len(stored) > 2
    assert stored.keys() == {key for key in before if key[:2] == (tvdb, season)}
    for key, sample in stored.items():
        low = before[key].score
        assert sample[5:8] == (ScoreEvent.UPGRADED if low < high else ScoreEvent.REPLACED, high, low)
        assert sample.file_id != before[key].file_id
    assert any(sample.event is ScoreEvent.UPGRADED for sample in stored.values())


async def test_two_episodes_that_get_one_file_have_a_sample_each(
    sonarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(sonarr)
    store = sonarr.store
    pairs = [
        (earlier, later)
        for earlier in store.episodes.values()
        for later in store.episodes.values()
        if earlier["seriesId"] == later["seriesId"]
        and earlier["seasonNumber"] == later["seasonNumber"]
        and earlier["episodeNumber"] + 1 == later["episodeNumber"]
        and len({earlier.get("episodeFileId"), later.get("episodeFileId"), 0, None}) == 4
    ]
    earlier, later = pairs[0]
    series = store.series[earlier["seriesId"]]
    old = [store.detach(each["episodeFileId"]) for each in (earlier, later)]
    joined = store.attach(series, [earlier, later], dict(old[0]))
    await back_it_up(sonarr)
    stored = samples(database, sonarr)
    numbers = [earlier["episodeNumber"], later["episodeNumber"]]
    assert [(sample.season, sample.episode) for sample in stored] == [
        (earlier["seasonNumber"], number) for number in numbers
    ]
    assert {sample.file_id for sample in stored} == {joined["id"]}
    assert stored[0].event is ScoreEvent.REPLACED


async def test_episodes_that_share_a_number_are_left_out(
    sonarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    store = sonarr.store
    with_files = [episode for episode in store.episodes.values() if episode.get("episodeFileId")]
    first = with_files[0]
    second = next(
        episode
        for episode in with_files[1:]
        if (episode["seriesId"], episode["seasonNumber"]) == (first["seriesId"], first["seasonNumber"])
    )
    second["episodeNumber"] = first["episodeNumber"]
    await back_it_up(sonarr)
    tvdb = store.series[first["seriesId"]]["tvdbId"]
    stored = {sample[1:4] for sample in everything(database, sonarr)}
    assert len(stored) == len(with_files) - 2
    assert (tvdb, first["seasonNumber"], first["episodeNumber"]) not in stored


# --- by the app itself -----------------------------------------------------------------------------------


async def test_every_backup_the_app_takes_is_sampled(tmp_path: Path) -> None:
    size = EstateSize(radarr=(("main", 10),), sonarr=())
    with SimulatedEstate(size, today=TODAY) as estate:
        file = tmp_path / "config.toml"
        file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
        file.chmod(0o600)
        services = Services(load_config(file, env={}), kind="run", env={})
        try:
            for _ in range(2):
                jobs = await services.engine.run_jobs(await services.backup.back_up())
                assert {job.error for job in jobs} == {""}
                radarr = estate.apps["radarr.main"]
                stored = services.database.read_sync(scores.stored_samples, radarr.name)
                movie = movies(radarr)[0]
                radarr.store.delete_file(movie["movieFileId"])
        finally:
            services.database.close()
    assert Counter(sample.event for sample in stored) == {
        ScoreEvent.FIRST: len(movies(radarr)) + 2,
        ScoreEvent.REMOVED: 1,
    }


# --- days ------------------------------------------------------------------------------------------------


async def test_the_last_backup_of_a_day_wins(
    radarr: SimulatedApp, back_it_up: BackUp, database: Database
) -> None:
    await back_it_up(radarr)
    first = Day("2026-02-01", 10, -5, 71, 0.25, 0.125, 2**41)
    later = first._replace(median=7, health=80)
    other = Day("2026-01-31", 9, 0, 70, 0.5, 0.0, 0)
    for day in (first, other, later):
        database.write_sync(record_day, radarr.name, day)
    database.write_sync(record_day, "radarr.gone", first)
    assert database.read_sync(scores.stored_days, radarr.name) == [other, later]
    assert database.read_sync(scores.stored_days, radarr.name, "2026-02-01") == [later]
    assert database.read_sync(scores.stored_days, "radarr.gone") == []
