"""Enriching over real HTTP: simulated apps and providers, what goes wrong with them, kill -9 in between."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.artwork import PhaseName
from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.db.artwork import assets, candidates, metadata, slots
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.http.site import Site
from arrtui.demo.providers.answering import KEY
from arrtui.demo.world.catalogue import collection_title
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.backup import backup_job
from arrtui.runtime.services import Services
from tests.environment import ENV
from tests.runtime.artwork.enrich_checks import broken

RADARR, SONARR = "radarr.main", "sonarr.main"
SIZE = EstateSize(radarr=(("main", 8), ("4k", 4)), sonarr=(("main", 2, 24),))


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, providers=True) as running:
        yield running


@pytest.fixture
def site(estate: SimulatedEstate) -> Iterator[Site]:
    """Return the providers, without faults and requests."""
    assert estate.providers is not None
    estate.providers.requests.clear()
    yield estate.providers
    estate.providers.faults.clear()


@pytest.fixture
def config_file(estate: SimulatedEstate, tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    options = f'[artwork]\ncache = "{tmp_path}/cache"\nkinds = ["poster", "fanart", "clearlogo", "thumb"]\n'
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db") + options)
    file.chmod(0o600)
    return file


@pytest.fixture
async def services(config_file: Path) -> Any:
    """Return services over instances that were backed up."""
    opened = Services(load_config(config_file, env={}), env={})
    job_ids = [(await opened.jobs.enqueue(backup_job(name)))[0] for name in (RADARR, "radarr.4k", SONARR)]
    await opened.engine.run_jobs(job_ids)
    yield opened
    opened.stop()


async def enriched(services: Services, name: str = RADARR, **args: Any) -> dict[str, Any]:
    """Run the job; return what came of it."""
    job_ids = await services.artwork.start(PhaseName.ENRICH, [name], PhaseArgs(**args))
    (job,) = await services.engine.run_jobs(job_ids)
    assert job.state is JobState.COMPLETED, (job.error, job.error_detail)
    assert job.result is not None
    return job.result


def tables(services: Services, name: str = RADARR) -> list[Any]:
    """Return everything that enriching stored, without times."""
    read = services.database.read_sync
    return [read(slots.choices, name), read(assets.assets), read(metadata.fields_of, name)]


async def test_films_get_images_and_values_from_their_providers(services: Services, site: Site) -> None:
    result = await enriched(services)
    assert (result["titles"], result["failed"], result["messages"]) == (8, 0, [])
    assert result["fetched"] > 0 and result["found"] >= result["fetched"]
    known = services.database.read_sync(metadata.fields_of, RADARR)
    sources = Counter(field.source for fields in known.values() for field in fields)
    assert sources["tmdb"] > 0 and sources["app"] > 0
    assert broken(services.database, services_cache(services)) == []
    assert KEY.encode() not in (services.config.path or Path()).with_name("arrtui.db").read_bytes()


def services_cache(services: Services) -> ArtCache:
    return ArtCache(services.config.artwork.cache_place, services.config.artwork.cache_bytes)


@pytest.fixture
def collection(estate: SimulatedEstate) -> Iterator[Any]:
    """Put two movies into a collection that TMDB knows; return their ids."""
    store = estate.apps[RADARR].store
    ids = [movie["tmdbId"] for movie in store.movies.values()][:2]
    for tmdb_id in ids:
        store.metadata(tmdb_id)["collection"] = {"title": collection_title(950_003), "tmdbId": 950_003}
    yield {str(tmdb_id) for tmdb_id in ids}
    for tmdb_id in ids:
        del store.metadata(tmdb_id)["collection"]


async def test_films_of_a_set_share_its_pictures(
    config_file: Path, tmp_path: Path, site: Site, collection: set[str]
) -> None:
    folder = tmp_path / "sets"
    folder.mkdir()
    with config_file.open("a") as file:
        file.write(f'sets_folder = "{folder}"\n')
    opened = Services(load_config(config_file, env={}), env={})
    try:
        await opened.engine.run_jobs([(await opened.jobs.enqueue(backup_job(RADARR)))[0]])
        assert (await enriched(opened))["failed"] == 0
        assert [path for _, path in site.requests if "/collection/" in path] == ["/tmdb/collection/950003"]
        chosen = opened.database.read_sync(slots.choices, RADARR)
        of_set = {
            film: {slot: choice.sha256 for slot, choice in rows.items() if slot.startswith("set:")}
            for film, rows in chosen.items()
        }
        first, second = (of_set[film] for film in sorted(collection))
        assert first == second and first.keys() == {"set:poster", "set:fanart", "set:clearlogo"}
        assert not any(slots_of for film, slots_of in of_set.items() if film not in collection)
        site.requests.clear()
        assert (await enriched(opened))["fetched"] == 0 and site.requests == []
    finally:
        opened.stop()


async def test_a_second_run_asks_nobody_and_changes_nothing(services: Services, site: Site) -> None:
    await enriched(services)
    before = tables(services)
    site.requests.clear()
    result = await enriched(services)
    assert (result["fetched"], result["failed"]) == (0, 0)
    assert site.requests == [] and tables(services) == before
    (title, *_) = before[0]
    await enriched(services, external_ids=(title,))
    assert site.requests == [] and tables(services) == before


async def test_asking_again_asks_everybody_and_still_changes_nothing(services: Services, site: Site) -> None:
    await enriched(services)
    before = tables(services)
    site.requests.clear()
    result = await enriched(services, asks_again=True)
    assert site.requests and not [path for _, path in site.requests if "/art/" in path]
    assert (result["fetched"], tables(services)) == (0, before)


async def test_a_series_gets_seasons_and_stills(services: Services, site: Site) -> None:
    result = await enriched(services, SONARR)
    assert result["failed"] == 0
    filled = {
        slot.rpartition(":")[2] if slot.startswith("s") else slot
        for chosen in services.database.read_sync(slots.choices, SONARR).values()
        for slot in chosen
    }
    assert {"poster", "thumb"} <= filled
    parts = services.database.read_sync(metadata.fields_of, SONARR)
    assert any(part.startswith("s01e") for _, part in parts)


async def test_a_second_instance_shares_the_images_of_the_same_films(services: Services, site: Site) -> None:
    await enriched(services)
    images = {path for _, path in site.requests if "/art/" in path}
    site.requests.clear()
    await enriched(services, "radarr.4k")
    shared = services.database.read_sync(slots.choices, "radarr.4k").keys() & (
        services.database.read_sync(slots.choices, RADARR).keys()
    )
    assert shared, "the smaller library has some of the same films"
    assert not images & {path for _, path in site.requests if "/art/" in path}


@pytest.mark.parametrize("what", ["500", "429", "html", "truncate", "reset", "401"])
async def test_a_provider_that_fails_costs_no_title_what_the_others_have(
    services: Services, site: Site, what: str
) -> None:
    site.faults.add(what, path="/tmdb/")
    result = await enriched(services)
    assert (result["titles"], result["failed"]) == (8, 8)
    assert any("TMDB" in message for message in result["messages"])
    assert len(result["messages"]) <= 20 and len(set(result["messages"])) == len(result["messages"])
    assert KEY not in str(result)
    assert len(services.database.read_sync(metadata.fields_of, RADARR)) == 8
    site.faults.clear()
    asked = await enriched(services)
    assert asked["failed"] in (0, 8), "a breaker may still be open"


@pytest.mark.parametrize("what", ["html", "truncate", "svg", "huge"])
async def test_images_that_are_none_are_told_and_leave_nothing(
    services: Services, site: Site, what: str
) -> None:
    site.faults.add(what, path="/art/", method="GET")
    result = await enriched(services, limit=2)
    assert result["messages"]
    cache = services_cache(services)
    assert broken(services.database, cache) == []
    providers = {
        choice.provider
        for chosen in services.database.read_sync(slots.choices, RADARR).values()
        for choice in chosen.values()
    }
    assert providers <= {"app"}, "only the app's own images are whole"


async def test_the_type_of_an_image_is_that_of_its_content(services: Services, site: Site) -> None:
    site.faults.add("other_type", path="/art/", method="GET")
    assert (await enriched(services, limit=2))["fetched"] > 0
    assert {asset.extension for asset in services.database.read_sync(assets.assets).values()} <= {
        ".jpg",
        ".png",
    }


async def test_a_provider_without_a_key_is_off_and_says_so(services: Services, site: Site) -> None:
    config = services.config
    without = config.providers.model_copy(update={"tvdb_key": None})
    services.config = replace(config, providers=without)
    result = await enriched(services)
    assert any("tvdb_key" in message for message in result["messages"])
    assert not [path for _, path in site.requests if path.startswith("/tvdb/")]


async def test_without_any_key_episodes_have_what_the_app_says_and_shows(
    services: Services, site: Site, estate: SimulatedEstate
) -> None:
    config, app = services.config, estate.apps[SONARR]
    keyless = {"tmdb_key": None, "tvdb_key": None, "fanart_key": None}
    services.config = replace(config, providers=config.providers.model_copy(update=keyless))
    app.reset_requests()
    result = await enriched(services, SONARR)
    asked = [path for _, path in app.attempts if path.endswith("/episode")]
    assert (result["failed"], len(asked)) == (0, 2), "a request for each series"
    known = services.database.read_sync(metadata.fields_of, SONARR)
    episodes = [{field.name: field.source for field in fields} for (_, part), fields in known.items() if part]
    assert {"app"} == {source for fields in episodes for source in fields.values()}
    assert any({"title", "plot", "aired", "runtime"} <= fields.keys() for fields in episodes)
    chosen = services.database.read_sync(slots.choices, SONARR).values()
    stills = [slot for choices in chosen for slot in choices if slot.endswith(":thumb")]
    assert len(stills) == len(episodes)


async def test_providers_that_are_not_named_are_not_asked(services: Services, site: Site) -> None:
    config = services.config
    services.config = replace(
        config, artwork=config.artwork.model_copy(update={"providers": ("tvdb", "app")})
    )
    result = await enriched(services)
    assert (result["failed"], result["messages"]) == (0, [])
    hosts = {path.split("/")[1] for _, path in site.requests}
    assert "tvdb" in hosts and not hosts & {"tmdb", "fanart"}


async def test_a_run_that_is_killed_goes_on_and_leaves_nothing_half(
    services: Services, site: Site, config_file: Path
) -> None:
    database, cache = services.database, services_cache(services)
    for number in range(3):  # a job is given up after the fourth process that vanished
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.runtime.artwork.enrich_process", str(config_file)], env=ENV
        )
        wanted = len(list(cache.files())) + 1 + 2 * number
        while process.poll() is None and len(list(cache.files())) < wanted:
            await asyncio.sleep(0.005)
        process.kill()
        process.wait()
        assert broken(database, cache) == []
        locked = [(title, "poster") for title in list(database.read_sync(slots.choices, RADARR))[:1]]
        database.write_sync(slots.lock, RADARR, locked, 1.0)
    locks = database.read_sync(slots.locks, RADARR)
    assert (await enriched(services))["failed"] == 0
    assert broken(database, cache) == []
    assert database.read_sync(slots.locks, RADARR) == locks
    chosen = database.read_sync(slots.choices, RADARR)
    referenced = {choice.sha256 for rows in chosen.values() for choice in rows.values()}
    assert {file.sha256 for file in cache.files()} == database.read_sync(assets.assets).keys() >= referenced
    assert list((cache.folder / ".growing").glob("*")) == []
    assert len(database.read_sync(candidates.states, RADARR)) == 8
