"""Providers over the stored library of an instance: answers outlive a run, and can be asked for anew."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.artwork import ArtCandidate, TitleIds
from arrtui.core.config import load_config
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.demo.providers.answering import KEY
from arrtui.demo.providers.tvdb import TOKEN
from arrtui.runtime.artwork.asking import opened_providers
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 6),), sonarr=(("main", 2, 40),))
LANGUAGES = ("en", "none")


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE, providers=True) as running:
        yield running


@pytest.fixture
def services(estate: SimulatedEstate, tmp_path: Path) -> Iterator[Services]:
    assert estate.providers
    file = tmp_path / "config.toml"
    file.write_text(estate.config_toml(database=tmp_path / "arrtui.db"))
    file.chmod(0o600)
    opened = Services(load_config(file, env={}), kind="run", env={})
    estate.providers.requests.clear()
    yield opened
    opened.stop()


async def ask(
    services: Services, instance: str, external_id: str, *, again: bool = False
) -> dict[str, list[ArtCandidate]]:
    """Return the candidates of every provider for a title."""
    title = TitleIds(services.config.instance(instance).kind, external_id, tmdb_id=int(external_id))
    if title.kind == "sonarr":
        title = title._replace(tmdb_id=0, tvdb_id=int(external_id))

    async with opened_providers(services, instance, asks_again=again) as providers:
        return {
            name: await provider.candidates(title, LANGUAGES) for name, provider in providers.by_name.items()
        }


async def test_answers_outlive_a_run_and_are_asked_for_anew_on_demand(
    services: Services, estate: SimulatedEstate
) -> None:
    assert estate.providers
    await services.engine.run_jobs(await services.backup.back_up(("radarr.main",)))
    store = estate.apps["radarr.main"].store
    external_id = next(str(row["tmdbId"]) for row in store.titles.values() if row["tmdbId"] % 5)
    first = await ask(services, "radarr.main", external_id)
    assert all(first[name] for name in ("app", "tmdb", "fanart"))
    asked = len(estate.providers.requests)
    assert await ask(services, "radarr.main", external_id) == first
    assert [path for _, path in estate.providers.requests[asked:] if "login" not in path] == []
    assert await ask(services, "radarr.main", external_id, again=True) == first
    assert len(estate.providers.requests) >= 2 * asked - 1


async def test_a_backup_keeps_where_images_of_series_and_seasons_come_from(
    services: Services, estate: SimulatedEstate
) -> None:
    await services.engine.run_jobs(await services.backup.back_up(("sonarr.main",)))
    store = estate.apps["sonarr.main"].store
    for row in store.titles.values():
        own = (await ask(services, "sonarr.main", str(row["tvdbId"])))["app"]
        seasons = {f"s{season['seasonNumber']:02}:poster" for season in row["seasons"]}
        assert seasons <= {candidate.slot for candidate in own}


async def test_no_key_comes_into_the_database(services: Services, estate: SimulatedEstate) -> None:
    await services.engine.run_jobs(await services.backup.back_up(("radarr.main",)))
    for row in estate.apps["radarr.main"].store.titles.values():
        await ask(services, "radarr.main", str(row["tmdbId"]))
    services.stop()
    folder = services.config.path.parent if services.config.path else Path()
    stored = b"".join(file.read_bytes() for file in folder.glob("arrtui.db*"))
    assert b"/movie/" in stored
    assert KEY.encode() not in stored and TOKEN.encode() not in stored
