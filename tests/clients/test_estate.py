"""The clients against the simulated estate, over real HTTP."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from arrtui.clients import RadarrClient, SonarrClient, make_client
from arrtui.core import errors
from arrtui.core.domain import SettingType, encode
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from tests.clients.support import MAY_BE_NONE, http, instance

SIZE = EstateSize(radarr=(("main", 60),), sonarr=(("main", 6, 150), ("anime", 3, 80)))


@pytest.fixture(scope="module")
def running() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as estate:
        yield estate


@pytest.fixture
def estate(running: SimulatedEstate) -> Iterator[SimulatedEstate]:
    for app in running.apps.values():
        app.faults.clear()
        app.reset_requests()
    yield running
    for app in running.apps.values():
        app.faults.clear()


def connect(app: SimulatedApp, **options: Any) -> RadarrClient | SonarrClient:
    """Return a client of a simulated app that does not wait between attempts."""
    config = instance(app.url, app.kind, api_key=app.api_key, headers={}, **options)
    return make_client(config, http(config))


def radarr(estate: SimulatedEstate) -> RadarrClient:
    found = connect(estate.apps["radarr.main"])
    assert isinstance(found, RadarrClient)
    return found


def sonarr(estate: SimulatedEstate) -> SonarrClient:
    found = connect(estate.apps["sonarr.anime"])
    assert isinstance(found, SonarrClient)
    return found


async def test_every_app_is_what_it_is_configured_as(estate: SimulatedEstate) -> None:
    for app in estate.apps.values():
        async with connect(app) as client:
            status = await client.probe()
            assert (status.app_name, status.url_base, status.warnings) == (app.app_name, app.url_base, ())
            assert status.latency > 0
            assert client.requests == 2 == len(app.requests)


async def test_a_whole_radarr_is_read(estate: SimulatedEstate) -> None:
    async with radarr(estate) as client:
        listed = await client.items()
        files = await client.files([found.item.id for found in listed.records])
    assert len(listed.records) == 60
    assert listed.skipped == files.skipped == []
    assert len(files.records) == sum(found.files for found in listed.records) > 0
    assert sum(file.size for file in files.records) == sum(found.size for found in listed.records)
    assert all(file.score is not None for file in files.records)
    assert any(file.formats for file in files.records)
    assert client.requests == 2


async def test_a_whole_sonarr_is_read(estate: SimulatedEstate) -> None:
    async with sonarr(estate) as client:
        listed = await client.items()
        for found in listed.records:
            episodes = await client.episodes(found.item.id)
            files = await client.files([found.item.id])
            assert episodes.skipped == files.skipped == []
            assert len(episodes.records) == found.total_episodes
            assert len(files.records) == found.files
            assert {episode.file_id for episode in episodes.records} - {0} == {
                file.id for file in files.records
            }
    assert len(listed.records) == 3
    assert client.requests == 1 + 2 * 3


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_all_settings_are_read_and_no_secret_is_in_them(estate: SimulatedEstate, name: str) -> None:
    async with connect(estate.apps[name]) as client:
        for type_ in client.setting_types:
            found = await client.settings(type_)
            assert found.skipped == []
            assert found.records or type_ in MAY_BE_NONE
            assert all(setting.type == type_.value for setting in found.records)
            assert estate.apps[name].api_key not in encode(found.records)
        named = await client.settings(SettingType.QUALITY_PROFILE)
        assert all(setting.name for setting in named.records)
        folders, kept = await client.root_folders()
        assert [folder.path for folder in folders] == [setting.name for setting in kept.records]
        assert client.requests == len(client.setting_types) + 2


async def test_the_whole_history_is_read_page_by_page(estate: SimulatedEstate) -> None:
    async with radarr(estate) as client:
        first = await client.history_page(1, 50)
        rows = list(first.fetched.records)
        for page in range(2, -(-first.total // 50) + 1):
            rows += (await client.history_page(page, 50)).fetched.records
        since = await client.history_since(rows[-20].date)
    assert len({row.id for row in rows}) == first.total == len(rows)
    assert [row.date for row in rows] == sorted(row.date for row in rows)
    later = {row.id for row in rows if row.date > rows[-20].date}
    assert later == {row.id for row in since.records} and len(later) > 10
    assert any(row.score for row in rows)
    assert {"usenet", "torrent"} >= {row.protocol for row in rows if row.event == "grabbed"}
    assert not {"guid", "downloadUrl", "nzbInfoUrl"} & {key for row in rows for key in row.data}


async def test_fingerprints_stay_while_nothing_happens(estate: SimulatedEstate) -> None:
    for app in estate.apps.values():
        async with connect(app) as client:
            first, second = await client.items(), await client.items()
        assert [found.fingerprint for found in first.records] == [
            found.fingerprint for found in second.records
        ]
        assert len({found.fingerprint for found in first.records}) > 1


@pytest.mark.parametrize(
    ("fault", "error", "sent"),
    [
        ("500", errors.ServerFaultError, 1),
        ("401", errors.WrongKeyError, 1),
        ("html", errors.NotJsonError, 1),
        ("starting", errors.StartingUpError, 4),
        ("502", errors.GatewayError, 4),
        ("504", errors.GatewayError, 4),
        ("reset", errors.TruncatedError, 4),
        ("truncate", errors.TruncatedError, 1),
        ("drop", errors.UnreachableError, 4),
    ],
)
async def test_every_fault_is_one_sentence(
    estate: SimulatedEstate, fault: str, error: type[errors.ArrError], sent: int
) -> None:
    estate.apps["radarr.main"].faults.add(fault, "/movie$")
    async with radarr(estate) as client:
        with pytest.raises(error) as caught:
            await client.items()
        assert str(caught.value).startswith("radarr.main: listing movies: ")
        assert "\n" not in str(caught.value)
        assert client.requests == sent


@pytest.mark.parametrize("fault", ["starting", "502", "503", "504", "reset", "drop"])
async def test_a_fault_that_passes_goes_unnoticed(estate: SimulatedEstate, fault: str) -> None:
    estate.apps["radarr.main"].faults.add(fault, "/movie$", times=2)
    async with radarr(estate) as client:
        assert len((await client.items()).records) == 60
        assert client.requests == 3


async def test_rate_limits_are_waited_for(estate: SimulatedEstate, pauses: list[float]) -> None:
    estate.apps["radarr.main"].faults.add("429", "/movie$", times=1, retry_after=17)
    async with radarr(estate) as client:
        assert len((await client.items()).records) == 60
    assert pauses == [17]


async def test_one_malformed_movie_is_left_out_and_named(estate: SimulatedEstate) -> None:
    estate.apps["radarr.main"].faults.add("malformed_item", "/movie$", times=1)
    async with radarr(estate) as client:
        listed = await client.items()
    assert len(listed.records) + len(listed.skipped) == 60
    assert len(listed.skipped) >= 1


async def test_a_hanging_app_is_given_up(estate: SimulatedEstate) -> None:
    app = estate.apps["radarr.main"]
    app.faults.add("hang", "/health$")
    config = instance(app.url, api_key=app.api_key, headers={}).model_copy(update={"timeout": 0.2})
    async with make_client(config, http(config)) as client:
        with pytest.raises(errors.TimedOutError, match="reading its health: no answer within"):
            await client.health()


async def test_a_wrong_url_base_is_told_by_the_redirect(estate: SimulatedEstate) -> None:
    app = estate.apps["sonarr.anime"]
    config = instance(app.url.removesuffix(app.url_base), "sonarr", api_key=app.api_key)
    async with make_client(config, http(config)) as client:
        for ask in (client.probe, client.status):
            with pytest.raises(errors.WrongUrlBaseError) as caught:
                await ask()
            assert caught.value.url_base == app.url_base
            assert app.url in caught.value.advice


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_a_superfluous_url_base_meets_the_user_interface(estate: SimulatedEstate, name: str) -> None:
    app = estate.apps[name]
    config = instance(f"{app.url}/{app.kind}", app.kind, api_key=app.api_key)
    async with make_client(config, http(config)) as client:
        with pytest.raises((errors.NotJsonError, errors.WrongUrlBaseError)) as caught:
            await client.status()
        assert "URL base" in str(caught.value)


async def test_a_sonarr_where_a_radarr_was_configured(estate: SimulatedEstate) -> None:
    app = estate.apps["sonarr.main"]
    config = instance(app.url, "radarr", api_key=app.api_key)
    async with make_client(config, http(config)) as client:
        with pytest.raises(errors.WrongAppError, match="Sonarr answers where Radarr was configured"):
            await client.status()


async def test_a_wrong_key_is_refused_by_the_app(estate: SimulatedEstate) -> None:
    config = instance(estate.apps["radarr.main"].url)
    async with make_client(config, http(config)) as client:
        with pytest.raises(errors.WrongKeyError, match="the API key was refused"):
            await client.status()


async def test_writes_meet_the_apps_own_refusals(estate: SimulatedEstate) -> None:
    async with radarr(estate) as client:
        with pytest.raises(errors.ValidationFailedError) as invalid:
            await client.http.send(
                "POST", "/api/v3/movie", what="adding a movie", json={"title": "x", "tmdbId": 0}
            )
        assert all(name[:1].isupper() for name, _ in invalid.value.failures)
        with pytest.raises(errors.NotFoundError):
            await client.http.send("DELETE", "/api/v3/movie/999999", what="removing a movie")
        made = await client.http.send("POST", "/api/v3/tag", what="adding a tag", json={"label": "fresh"})
        assert made.status == 201
