"""Enriching artists and their albums over real HTTP: who is asked how often, what fills which slot."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from arrtui.core.artwork import ArtKind, PhaseName, slot_of
from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.db.artwork import assets, metadata, presence, slots
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.providers.site import ProvidersSite
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.backup import backup_job
from arrtui.runtime.services import Services
from tests.environment import ENV
from tests.runtime.artwork.enrich_checks import broken

LIDARR = "lidarr.main"
SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 4, 3),))


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, providers=True) as running:
        yield running


@pytest.fixture
def site(estate: SimulatedEstate) -> Iterator[ProvidersSite]:
    """Return the providers, without faults and requests."""
    assert estate.providers is not None
    estate.providers.requests.clear()
    yield estate.providers
    estate.providers.faults.clear()


@pytest.fixture
def config_file(estate: SimulatedEstate, tmp_path: Path) -> Path:
    file = tmp_path / "config.toml"
    text = estate.config_toml(database=tmp_path / "arrtui.db").replace(
        f"[{LIDARR}]\n", f"[{LIDARR}]\nartwork = true\n"
    )
    file.write_text(f'{text}[artwork]\ncache = "{tmp_path}/cache"\nnfo = "all"\n')
    file.chmod(0o600)
    return file


@pytest.fixture
async def services(config_file: Path) -> Any:
    """Return services over an instance that was backed up."""
    opened = Services(load_config(config_file, env={}), env={})
    await opened.engine.run_jobs([(await opened.jobs.enqueue(backup_job(LIDARR)))[0]])
    yield opened
    opened.stop()


async def enriched(services: Services, **args: Any) -> dict[str, Any]:
    """Run the job; return what came of it."""
    job_ids = await services.artwork.start(PhaseName.ENRICH, [LIDARR], PhaseArgs(**args))
    (job,) = await services.engine.run_jobs(job_ids)
    assert job.state is JobState.COMPLETED, (job.error, job.error_detail)
    assert job.result is not None
    return job.result


def asked(site: ProvidersSite) -> Counter[str]:
    """Return how often each provider was asked for anything but a picture."""
    hosts = (path.split("/")[1] for _, path in site.requests if "/download/" not in path)
    return Counter(host for host in hosts if host != "art")


async def test_artists_and_albums_with_files_get_what_their_layout_has(
    services: Services, site: ProvidersSite, estate: SimulatedEstate
) -> None:
    estate.apps[LIDARR].reset_requests()
    result = await enriched(services)
    assert (result["titles"], result["failed"], result["messages"]) == (3, 0, [])
    present = services.database.read_sync(presence.present_episodes, LIDARR)
    chosen = services.database.read_sync(slots.choices, LIDARR)
    for artist, choices in chosen.items():
        albums = {(slot.season, slot.episode) for slot in map(slot_of, choices) if slot.season is not None}
        assert albums <= present[artist]
        assert {"poster", "fanart"} <= choices.keys()
    covers = [slot for choices in chosen.values() for slot in choices if slot.endswith(":thumb")]
    assert len(covers) == sum(map(len, present.values())), "the app has those that nobody else has"
    known = services.database.read_sync(assets.assets)
    for choices in chosen.values():
        for slot, choice in choices.items():
            asset = known[choice.sha256]
            if slot_of(slot).kind in (ArtKind.POSTER, ArtKind.THUMB):
                assert asset.width == asset.height == 1000
    assert [path for _, path in estate.apps[LIDARR].attempts if path.endswith("/album")] == [
        "/api/v1/album"
    ] * 3
    albums_with_files = sum(map(len, present.values()))
    assert asked(site) == {"fanart": 3, "musicbrainz": 6, "coverart": albums_with_files}
    fields = services.database.read_sync(metadata.fields_of, LIDARR)
    parts = [{field.name for field in own} for (_, part), own in fields.items() if part]
    assert len(parts) == albums_with_files
    assert all({"title", "plot", "type", "genre", "label", "ratings", "uniqueid"} <= own for own in parts)
    site.requests.clear()
    assert (await enriched(services))["fetched"] == 0
    assert site.requests == []


async def test_a_run_that_is_killed_goes_on_without_asking_again(
    services: Services, site: ProvidersSite, config_file: Path
) -> None:
    artwork = services.config.artwork
    cache = ArtCache(artwork.cache_place, artwork.cache_bytes)
    command = [sys.executable, "-m", "tests.runtime.artwork.enrich_process", str(config_file), LIDARR]
    process = subprocess.Popen(command, env=ENV)
    while process.poll() is None and len(list(cache.files())) < 3:
        await asyncio.sleep(0.005)
    process.kill()
    process.wait()
    assert broken(services.database, cache, LIDARR) == []
    assert (await enriched(services))["failed"] == 0
    assert broken(services.database, cache, LIDARR) == []
    assert 6 <= asked(site)["musicbrainz"] < 12, "only what was under way is asked for again"
