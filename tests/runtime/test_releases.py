"""A search lists and judges what the indexers have, one at a time; only what is chosen is grabbed."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.errors import ConflictError, RateLimitedError, UsageError
from arrtui.db.library import episode_rows
from arrtui.demo.app.providers import INDEXER_KEY
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.sync.model import EntryOutcome
from arrtui.runtime import releases
from arrtui.runtime.releases import ReleaseSubject
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 20),), sonarr=(("main", 3, 40),))


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, seed=5) as running:
        yield running


def services_of(estate: SimulatedEstate, folder: Path) -> Services:
    file = folder / "config.toml"
    file.write_text(estate.config_toml(database=folder / "arrtui.db"))
    file.chmod(0o600)
    return Services(load_config(file, env={}), kind="run", env={})


@pytest.fixture(scope="module")
def stored(estate: SimulatedEstate, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database with a backup of each instance."""
    folder = tmp_path_factory.mktemp("stored")

    async def back_up() -> None:
        services = services_of(estate, folder)
        await services.engine.run_jobs(await services.backup.back_up())
        await services.clients.aclose()
        services.database.close()

    asyncio.run(back_up())
    return folder / "arrtui.db"


@pytest.fixture
async def services(
    estate: SimulatedEstate, stored: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AsyncIterator[Services]:
    monkeypatch.setattr(releases, "PAUSE", 0.0)
    shutil.copy(stored, tmp_path / "arrtui.db")
    opened = services_of(estate, tmp_path)
    yield opened
    opened.database.close()
    for app in estate.apps.values():
        app.faults.clear()
        app.store.releases.indexers_down = False


def movie_of(app: SimulatedApp) -> ReleaseSubject:
    movie = next(movie for movie in app.store.titles.values() if app.store.files_of(movie["id"]))
    return ReleaseSubject(app.name, movie["id"], movie["title"])


async def test_our_verdict_is_that_of_the_app_and_nothing_is_grabbed(
    services: Services, estate: SimulatedEstate
) -> None:
    search = services.loops.releases.search
    movies = estate.apps["radarr.main"].store.titles.values()
    episodes = estate.apps["sonarr.main"].store.episodes.values()
    subjects = [ReleaseSubject("radarr.main", movie["id"], movie["title"]) for movie in movies]
    for row in list(episodes)[:20]:
        numbers = (row["seasonNumber"], row["episodeNumber"])
        subjects.append(ReleaseSubject("sonarr.main", row["seriesId"], "Series", *numbers))
    series = subjects[-1]
    subjects.append(series._replace(episode=None))
    rows = {app.name: len(app.store.history.rows) for app in estate.apps.values()}
    verdicts = set()
    for subject in subjects:
        progress: list[str] = []
        listed = await search(subject, progress.append)
        assert len(listed.releases) >= 3 and "indexers" in progress[-1]
        for judged in listed.releases:
            assert judged.disagreement == "", judged
            assert judged.takes or not judged.release.approved
            verdicts.add(judged.takes)
    assert verdicts == {True, False}
    assert rows == {app.name: len(app.store.history.rows) for app in estate.apps.values()}
    with pytest.raises(UsageError, match="it has no Series S99E01"):
        await search(series._replace(season=99, episode=1))


async def test_what_is_chosen_is_grabbed_and_noted_as_final(
    services: Services, estate: SimulatedEstate, tmp_path: Path
) -> None:
    app, service = estate.apps["radarr.main"], services.loops.releases
    listed = await service.search(movie_of(app))
    chosen = next((judged for judged in listed.releases if judged.release.rejections), listed.releases[0])
    plan_id = await service.grab(listed, chosen)
    row = app.store.history.rows[-1]
    assert (row.event, row.source_title) == ("grabbed", chosen.release.title)
    (planned,) = (await services.sync.open(plan_id)).entries
    assert planned.outcome is EntryOutcome.DONE
    assert planned.entry.after["rejections"] == list(chosen.release.rejections)
    assert (await services.sync.changes()).changes == []
    assert INDEXER_KEY not in repr(listed)
    assert not [
        file for file in tmp_path.glob("arrtui.db*") if chosen.release.guid.encode() in file.read_bytes()
    ]


async def test_what_is_meant_must_be_clear(services: Services, estate: SimulatedEstate) -> None:
    find, movie = services.loops.releases.find, movie_of(estate.apps["radarr.main"])
    series = next(iter(estate.apps["sonarr.main"].store.titles.values()))
    year = estate.apps["radarr.main"].store.titles[movie.item_id]["year"]
    named = await find("radarr.main", f"{movie.title.upper()} ({year})", None, None)
    assert named.item_id == movie.item_id
    assert (await find("sonarr.main", str(series["tvdbId"]), 1, 2)).words.endswith(" S01E02")
    for instance, text, season, why in (
        ("sonarr.main", series["title"], None, "Add --season N"),
        ("radarr.main", movie.title, 1, "Leave --season out"),
        ("radarr.main", "no such movie", None, "none is called 'no such movie'"),
        ("radarr.main", " ", None, "none is called"),
        ("radarr.main", "e", None, r"Name one: .* and \d+ more"),
    ):
        with pytest.raises(UsageError, match=why):
            await find(instance, text, season, None)


async def test_what_stands_in_the_way_of_a_search_or_a_grab_is_told(
    services: Services, estate: SimulatedEstate
) -> None:
    app, service = estate.apps["radarr.main"], services.loops.releases
    listed = await service.search(movie_of(app))
    app.store.releases.indexers_down = True
    with pytest.raises(ConflictError, match="Getting release from indexer failed"):
        await service.grab(listed, listed.releases[0])
    with pytest.raises(UsageError, match="a grab is tried only once"):
        await services.sync.apply(1)
    assert (await service.search(movie_of(app))).releases == []
    app.store.releases.listed.clear()
    with pytest.raises(UsageError, match=r"30 minutes only. Search again"):
        await service.grab(listed, listed.releases[0])
    fault = app.faults.add("429", "/release", retry_after=7, times=2)
    with pytest.raises(RateLimitedError):
        await service.search(movie_of(app))
    assert fault.times == 1, "a search is never repeated by itself"


async def test_searches_of_an_instance_wait_for_each_other_and_can_be_cancelled(
    services: Services, estate: SimulatedEstate
) -> None:
    app, service = estate.apps["radarr.main"], services.loops.releases
    fault = app.faults.add("hang", "/release", times=1)
    hung = asyncio.create_task(service.search(movie_of(app)))
    async with asyncio.timeout(20):
        while fault.times:
            await asyncio.sleep(0.01)
    app.reset_requests()
    progress: list[str] = []
    second = asyncio.create_task(service.search(movie_of(app), progress.append))
    async with asyncio.timeout(20):
        while not progress:
            await asyncio.sleep(0.01)
    assert progress == ["waiting for the search before"] and not app.requests
    hung.cancel()
    assert (await second).releases
    assert hung.cancelled()


async def test_of_a_grab_whose_answer_is_not_waited_for_nothing_is_claimed(
    services: Services, estate: SimulatedEstate
) -> None:
    app, service = estate.apps["radarr.main"], services.loops.releases
    listed = await service.search(movie_of(app))
    fault = app.faults.add("hang", "/release", method="POST", times=1)
    hung = asyncio.create_task(service.grab(listed, listed.releases[0]))
    async with asyncio.timeout(20):
        while fault.times:
            await asyncio.sleep(0.01)
    hung.cancel()
    await asyncio.wait([hung])
    (planned,) = (await services.sync.open(1)).entries
    assert hung.cancelled() and planned.outcome is EntryOutcome.FAILED
    assert "Whether it was grabbed is not known" in planned.message


async def test_releases_of_an_album_are_searched_by_it_and_judged_by_its_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(releases, "PAUSE", 0.0)
    size = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 3, 4),))
    with SimulatedEstate(size) as estate:
        services = services_of(estate, tmp_path)
        await services.engine.run_jobs(await services.backup.back_up())
        app = estate.apps["lidarr.main"]
        artist = next(number for number, row in app.store.artists.items() if app.store.files_of(number))
        told = 0
        for album in app.store.albums_of(artist):
            subject = ReleaseSubject("lidarr.main", artist, "Artist", album_id=album["id"], album="Title")
            listed = await services.loops.releases.search(subject)
            assert listed.subject.words == "Artist - Title"
            told += len(listed.releases)
            assert [own.disagreement for own in listed.releases if own.disagreement] == []
        assert told
        with pytest.raises(UsageError):
            await services.loops.releases.search(ReleaseSubject("lidarr.main", artist, "Artist"))
        rows = await services.database.read(episode_rows, "lidarr.main", artist)
        find, (row, *_) = services.loops.releases.find, rows
        name = row.series
        for text in (row.title.upper(), row.external_id):
            assert (await find("lidarr.main", name, None, None, text)).album_id == row.episode_id
        key = row.season, row.number
        by_key = await services.loops.releases.of_child("lidarr.main", artist, name, key)
        assert (by_key.album_id, by_key.words) == (row.episode_id, f"{name} - {row.title}")
        for season, text, why in (
            (None, None, "searched by album. Add --album"),
            (1, row.title, "artists have no seasons. Leave --season out"),
            (None, "no such album", "has no album"),
            (None, "", "has no album"),
        ):
            with pytest.raises(UsageError, match=why):
                await find("lidarr.main", name, season, None, text)
        await services.clients.aclose()
        services.database.close()
