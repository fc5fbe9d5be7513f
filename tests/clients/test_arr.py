from __future__ import annotations

import subprocess
import sys
from typing import Any

import httpx
import pytest

from arrtui.clients import RadarrClient, SonarrClient, make_client
from arrtui.core import versions
from arrtui.core.apps import Kind
from arrtui.core.domain import Health, SettingType
from arrtui.core.errors import (
    ArrError,
    NotJsonError,
    ServerFaultError,
    TruncatedError,
    UnreachableError,
    VersionTooOldError,
    WrongAppError,
    WrongKeyError,
    WrongUrlBaseError,
)
from tests.clients import bodies
from tests.clients.support import KEY, URL, App, assert_clean, client, instance


def radarr(app: App) -> RadarrClient:
    """Return a Radarr client over a scripted app."""
    found = client(app)
    assert isinstance(found, RadarrClient)
    return found


def sonarr(app: App) -> SonarrClient:
    """Return a Sonarr client over a scripted app."""
    found = client(app, instance(kind="sonarr"))
    assert isinstance(found, SonarrClient)
    return found


def test_importing_the_clients_loads_no_http_library() -> None:
    heavy = ("httpx", "httpcore", "anyio", "pydantic", "aiolimiter", "httpx_retries", "certifi")
    script = f"import arrtui.clients, sys; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_each_kind_has_its_client() -> None:
    assert isinstance(make_client(instance()), RadarrClient)
    assert isinstance(make_client(instance(kind="sonarr")), SonarrClient)
    assert make_client(instance()).requests == 0


def test_setting_types() -> None:
    of_music = {SettingType.METADATA_PROFILE, SettingType.METADATA_PROVIDER}
    both = set(SettingType) - {SettingType.ROOT_FOLDER} - of_music
    assert set(make_client(instance()).setting_types) == both
    assert set(make_client(instance(kind="sonarr")).setting_types) == both - {SettingType.COLLECTION}
    lidarr = set(make_client(instance(kind="lidarr")).setting_types)
    assert lidarr == (both | of_music) - {SettingType.COLLECTION}


# --- identity --------------------------------------------------------------------------------------------


async def test_status() -> None:
    app = App(system__status=bodies.STATUS)
    status = await radarr(app).status()
    assert app.targets == ["/api/v3/system/status"]
    assert (status.app_name, status.version, status.instance_name) == ("Radarr", "6.1.0.10293", "Radarr HD")
    assert (status.os, status.is_docker, status.database_type) == ("alpine", True, "sqLite")
    assert status.latency >= 0
    assert status.warnings == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("Sonarr", ["Sonarr answers where Radarr was configured", "[sonarr.…]"]),
        ("Prowlarr", ["Prowlarr answers where Radarr", "Correct url"]),
        ("", ["neither Radarr nor Sonarr"]),
    ],
)
async def test_another_app(name: str, words: list[str]) -> None:
    with pytest.raises(WrongAppError) as caught:
        await radarr(App(system__status={**bodies.STATUS, "appName": name})).status()
    assert_clean(caught.value)
    assert str(caught.value).startswith("radarr.main: reading its status: ")
    for word in words:
        assert word in str(caught.value)


OLD_LIDARRS = [("lidarr", "2.0.1.3768"), ("lidarr", "1.4.5.3639-develop"), ("lidarr", "2.0.1")]


@pytest.mark.parametrize(
    ("kind", "version"),
    [("radarr", "5.3.2.8504"), ("sonarr", "3.0.10.1567"), *OLD_LIDARRS],
)
async def test_a_version_that_is_too_old(kind: str, version: str) -> None:
    app = App(system__status={"appName": kind.capitalize(), "version": version})
    with pytest.raises(VersionTooOldError, match=version) as caught:
        await client(app, instance(kind=kind)).status()
    assert "Update it" in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "version", "warned"),
    [
        (Kind.RADARR, "5.3.3.8535", True),
        (Kind.RADARR, "5.10.3.9171", True),
        (Kind.RADARR, "5.10.4.9218", False),
        (Kind.RADARR, "6.0.0", False),
        (Kind.SONARR, "4.0.0.748", True),
        (Kind.SONARR, "4.0.9.2420", True),
        (Kind.SONARR, "4.0.9.2421", False),
        (Kind.SONARR, "5.0.0.0-develop", False),
        (Kind.SONARR, "develop", True),
        (Kind.LIDARR, "2.0.1.3769", True),
        (Kind.LIDARR, "2.0.1.3769-develop", True),
        (Kind.LIDARR, "2.5.3.4340", True),
        (Kind.LIDARR, "2.5.3.4341", False),
        (Kind.LIDARR, "2.14.5.10000-linux.arm64", False),
        (Kind.LIDARR, "develop", True),
        (Kind.LIDARR, "", True),
    ],
)
def test_version_floors(kind: Kind, version: str, warned: bool) -> None:
    assert not versions.is_refused(kind, version)
    assert bool(versions.version_warnings(kind, version)) == warned


async def test_status_that_is_no_json_object() -> None:
    app = App(system__status=[1])
    with pytest.raises(NotJsonError, match=r"radarr\.main: reading its status: the answer is not an object"):
        await radarr(app).status()


async def test_probe_asks_without_the_key_first() -> None:
    app = App(system__status=bodies.STATUS)
    status = await radarr(app).probe()
    assert app.targets == ["/ping", "/api/v3/system/status"]
    assert "x-api-key" not in app.asked[0].headers
    assert app.asked[1].headers["x-api-key"] == KEY
    assert status.warnings == ()


async def test_probe_learns_the_url_base() -> None:
    app = App(system__status=httpx.Response(401))
    app.bodies["/ping"] = httpx.Response(307, headers={"Location": "/movies/ping"})
    with pytest.raises(WrongUrlBaseError) as caught:
        await radarr(app).probe()
    assert caught.value.url_base == "/movies"
    assert f'url = "{URL}/movies"' in str(caught.value)


async def test_probe_goes_on_where_ping_is_not_for_us() -> None:
    for answer in (httpx.Response(404), httpx.Response(200, html="<html>"), httpx.Response(403)):
        app = App(system__status=bodies.STATUS)
        app.bodies["/ping"] = answer
        assert (await radarr(app).probe()).app_name == "Radarr"


async def test_probe_tells_a_broken_database() -> None:
    app = App(system__status=bodies.STATUS)
    app.bodies["/ping"] = httpx.Response(500, json={"status": "Error"})
    with pytest.raises(ServerFaultError):
        await radarr(app).probe()


async def test_probe_fails_at_once_when_nobody_answers() -> None:
    asked: list[str] = []

    def answer(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.path)
        raise httpx.ConnectError("refused") from ConnectionRefusedError()

    with pytest.raises(UnreachableError, match="nothing listens") as caught:
        await client(answer).probe()
    assert asked == ["/ping"]
    assert_clean(caught.value)


async def test_probe_with_a_wrong_key() -> None:
    with pytest.raises(WrongKeyError, match="testing the connection"):
        await radarr(App(system__status=httpx.Response(401))).probe()


async def test_probe_notes_a_base_that_a_proxy_hides() -> None:
    app = App(system__status={**bodies.STATUS, "urlBase": "/radarr"})
    assert "/radarr" in (await radarr(app).probe()).warnings[0]


async def test_health() -> None:
    message = {
        "id": 1,
        "source": "IndexerRssCheck",
        "type": "warning",
        "message": "No x?apikey=abc",
        "wikiUrl": "https://w",
    }
    assert await radarr(App(health=[message, {"type": "brandNew"}])).health() == [
        Health(
            type="warning", source="IndexerRssCheck", message="No x?apikey=********", wiki_url="https://w"
        ),
        Health(type="brandNew"),
    ]


# --- lists: one request each -----------------------------------------------------------------------------


async def test_movies() -> None:
    app = App(movie=[bodies.movie(1), {**bodies.movie(2), "tmdbId": []}, bodies.movie(3)])
    found = await radarr(app).items()
    assert app.targets == ["/api/v3/movie?excludeLocalCovers=true"]
    assert [listed.item.id for listed in found.records] == [1, 3]
    assert [skip.key for skip in found.skipped] == ["2"]


async def test_movie_files_in_one_request() -> None:
    app = App(moviefile=[bodies.movie_file(1)])
    radarr_ = radarr(app)
    ids = list(range(1_000_000, 1_000_000 + RadarrClient.files_per_request))
    assert len((await radarr_.files(ids)).records) == 1
    assert len(app.targets) == 1
    assert app.targets[0].count("movieId=") == RadarrClient.files_per_request
    assert len(app.targets[0]) < 8000  # Kestrel and nginx take 8 KiB
    with pytest.raises(ValueError, match="at most 250"):
        await radarr_.files([*ids, 1])
    assert (await radarr_.files([])).records == []
    assert radarr_.requests == 1


async def test_series_episodes_and_files() -> None:
    app = App(
        series=[bodies.series(1)],
        episode=[bodies.episode(1), bodies.episode(2)],
        episodefile=[bodies.movie_file(1, seriesId=1)],
    )
    sonarr_ = sonarr(app)
    assert len((await sonarr_.items()).records) == 1
    assert len((await sonarr_.episodes(7)).records) == 2
    assert len((await sonarr_.files([7])).records) == 1
    assert app.targets == [
        "/api/v3/series?includeSeasonImages=true",
        "/api/v3/episode?seriesId=7",
        "/api/v3/episodefile?seriesId=7",
    ]
    assert sonarr_.requests == 3


async def test_root_folders_in_one_request() -> None:
    app = App(
        rootfolder=[
            {"id": 1, "path": "/m", "freeSpace": 9, "unmappedFolders": [{"name": "x"}]},
            {"path": "/n"},
        ]
    )
    folders, kept = await radarr(app).root_folders()
    assert app.targets == ["/api/v3/rootfolder"]
    assert [(folder.path, folder.free_space, folder.unmapped) for folder in folders] == [("/m", 9, 1)]
    assert [setting.body for setting in kept.records] == [{"id": 1, "path": "/m"}]
    assert len(kept.skipped) == 1


@pytest.mark.parametrize("kind", ["radarr", "sonarr"])
async def test_every_setting_is_one_request(kind: str) -> None:
    made = client(None, instance(kind=kind))
    for type_, path in made.app.settings.items():
        if type_ is SettingType.EXCLUSION:
            continue
        single = path.startswith("/config/")
        app = App(
            **{path[1:].replace("/", "__"): {"id": 1} if single else [{"id": 1, "name": "x"}, {"id": None}]}
        )
        asked = client(app, instance(kind=kind))
        found = await asked.settings(type_)
        assert [setting.id for setting in found.records] == [1]
        assert [setting.type for setting in found.records] == [type_.value]
        assert len(found.skipped) == (0 if single else 1)
        assert app.targets == [f"/api/v3{path}"]
    assert "/config/host" not in made.app.settings.values()


def page_of(*ids: int | None, total: int | None = None) -> dict[str, object]:
    """Return a page of exclusions."""
    records = [{"id": number, "tmdbId": number, "title": f"Title {number}"} for number in ids]
    return {"totalRecords": len(ids) if total is None else total, "records": records}


@pytest.mark.parametrize(("kind", "path"), [("radarr", "exclusions"), ("sonarr", "importlistexclusion")])
async def test_exclusions_are_read_by_pages_in_the_order_of_ids(kind: str, path: str) -> None:
    app = App(**{f"{path}__paged": page_of(1, 2, None, total=2_001)})
    asked = client(app, instance(kind=kind))
    found = await asked.settings(SettingType.EXCLUSION)
    assert [setting.id for setting in found.records] == [1, 2] * 2
    assert len(found.skipped) == 2
    query = "pageSize=2000&sortKey=id&sortDirection=ascending"
    assert app.targets == [f"/api/v3/{path}/paged?page={page}&{query}" for page in (1, 2)]


@pytest.mark.parametrize(("kind", "path"), [("radarr", "exclusions"), ("sonarr", "importlistexclusion")])
async def test_exclusions_of_an_app_without_pages_of_them_are_read_all_the_same(kind: str, path: str) -> None:
    app = App(**{path: [{"id": 1, "title": "x"}]})
    assert [
        row["id"] for row in await client(app, instance(kind=kind)).raw_settings(SettingType.EXCLUSION)
    ] == [1]
    assert [target.partition("?")[0] for target in app.targets] == [
        f"/api/v3/{path}/paged",
        f"/api/v3/{path}",
    ]


async def test_history_pages_run_from_the_oldest_on() -> None:
    app = App(history={"page": 2, "totalRecords": 612, "records": [bodies.event(1), {"id": 2, "date": 5}]})
    page = await radarr(app).history_page(2, 250)
    assert app.targets == ["/api/v3/history?page=2&pageSize=250&sortKey=date&sortDirection=ascending"]
    assert page.total == 612
    assert [row.id for row in page.fetched.records] == [1]
    assert [skip.key for skip in page.fetched.skipped] == ["2"]


async def test_an_empty_history() -> None:
    page = await radarr(App(history={"totalRecords": 0})).history_page(1, 10)
    assert (page.total, page.fetched.records) == (0, [])


async def test_history_since() -> None:
    app = App(history__since=[bodies.event(1), bodies.event(2)])
    found = await radarr(app).history_since("2024-01-02T03:04:05Z")
    assert app.targets == ["/api/v3/history/since?date=2024-01-02T03%3A04%3A05Z"]
    assert [row.id for row in found.records] == [1, 2]
    assert "SECRET" not in str(found)


async def test_a_cut_answer_names_what_was_asked_of_whom() -> None:
    app = App(
        movie=httpx.Response(200, content=b'[{"id": 1}, {"i', headers={"Content-Type": "application/json"})
    )
    with pytest.raises(
        TruncatedError, match=r"radarr\.main: listing movies: the answer breaks off"
    ) as caught:
        await radarr(app).items()
    assert_clean(caught.value)
    assert caught.value.passing


@pytest.mark.parametrize(
    ("ask", "what"),
    [
        (lambda made: made.items(), "listing movies"),
        (lambda made: made.files([1]), "listing movie files"),
        (lambda made: made.health(), "reading its health"),
        (lambda made: made.root_folders(), "listing root folders"),
        (lambda made: made.settings(SettingType.DELAY_PROFILE), "reading delay profiles"),
        (lambda made: made.settings(SettingType.MEDIA_MANAGEMENT), "reading media management"),
        (lambda made: made.history_page(1, 10), "reading the history"),
    ],
)
async def test_every_error_says_what_failed(ask: Any, what: str) -> None:
    for answer in (httpx.Response(500, json={"message": KEY}), httpx.Response(200, json="text")):
        with pytest.raises(ArrError) as caught:
            await ask(client(lambda request, answer=answer: answer))
        assert str(caught.value).startswith(f"radarr.main: {what}: ")
        assert_clean(caught.value)


async def test_a_client_closes_with_its_block() -> None:
    async with radarr(App(health=[])) as made:
        await made.health()
    assert made.http._client is None
