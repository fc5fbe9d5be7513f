"""A whole library removed and brought back through the clients is what it was, field by field."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from arrtui.clients import RadarrClient, SonarrClient, make_client
from arrtui.core.domain import MediaFile, SettingType
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from tests.clients.support import http, instance
from tests.demo.library_state import assert_same_library, library_state

SIZE = EstateSize(radarr=(("main", 40), ("4k", 12)), sonarr=(("main", 6, 140), ("anime", 3, 60)))
KEPT = ("title", "year", "path", "qualityProfileId", "monitored", "tags", "seasons", "seriesType")
OWN = ("tmdbId", "tvdbId", "minimumAvailability", "monitorNewItems", "seasonFolder")


def connect(app: SimulatedApp) -> RadarrClient | SonarrClient:
    config = instance(app.url, app.kind, api_key=app.api_key, headers={})
    return make_client(config, http(config))


def body_of(raw: dict[str, Any]) -> dict[str, Any]:
    """Return what adds a title again as it was."""
    options = {"monitor": "skip"} if "tvdbId" in raw else {"monitor": "movieOnly", "searchForMovie": False}
    return {**{key: raw[key] for key in (*KEPT, *OWN) if key in raw}, "addOptions": options}


def facts_of(file: MediaFile, number: int) -> dict[str, Any]:
    """Return what gives a file that was found again the facts of the one before."""
    version, real = file.revision
    revision = {"version": version, "real": real, "isRepack": file.is_repack}
    facts = {
        "quality": {"quality": {"id": file.quality_id, "name": file.quality}, "revision": revision},
        "languages": [{"id": id, "name": name} for id, name in file.languages],
        "releaseGroup": file.release_group,
        "edition": file.edition,
        "indexerFlags": file.indexer_flags,
        "sceneName": file.scene_name or None,
        "releaseType": file.release_type or None,
    }
    return {"id": number, **{key: value for key, value in facts.items() if value is not None}}


async def files_of(client: RadarrClient | SonarrClient, item_id: int) -> dict[str, MediaFile]:
    found = await client.files([item_id])
    return {file.relative_path: file for file in found.records}


async def collections_of(client: RadarrClient | SonarrClient) -> dict[int, dict[str, Any]]:
    """Return the collections by TMDb id; only Radarr has any."""
    if SettingType.COLLECTION not in client.setting_types:
        return {}
    return {row["tmdbId"]: row for row in await client.raw_settings(SettingType.COLLECTION)}


@pytest.mark.parametrize("name", ["radarr.main", "radarr.4k", "sonarr.main", "sonarr.anime"])
@pytest.mark.parametrize("real", [False, True], ids=["remembered", "real"])
async def test_a_library_comes_back(name: str, real: bool, tmp_path: Path) -> None:
    with SimulatedEstate(SIZE, folder=tmp_path if real else None) as estate:
        app = estate.apps[name]
        before = library_state(app)
        async with connect(app) as client:
            await take_away_and_bring_back(app, client)
        assert_same_library(before, library_state(app))


async def take_away_and_bring_back(app: SimulatedApp, client: RadarrClient | SonarrClient) -> None:
    listed = [found.item for found in (await client.items()).records]
    raws = {item.id: held.raw for item in listed if (held := await client.title(item.id))}
    files = {item.external_id: await files_of(client, item.id) for item in listed}
    collections = await collections_of(client)
    watched: dict[int, set[tuple[int, int]]] = {}
    if isinstance(client, SonarrClient):
        for item in listed:
            found = (await client.episodes(item.id)).records
            watched[item.external_id] = {(one.season, one.number) for one in found if one.monitored}
    await client.remove([item.id for item in listed], delete_files=False, exclude=False)
    assert (await client.items()).records == []
    added = await client.add_many([body_of(raw) for raw in raws.values()])
    app.store.settle()
    rows = []
    for held in added:
        now = await files_of(client, held.item.id)
        assert set(now) == set(files[held.item.external_id])
        rows += [facts_of(files[held.item.external_id][path], file.id) for path, file in now.items()]
        if isinstance(client, SonarrClient):
            episodes = (await client.episodes(held.item.id)).records
            for flag in (True, False):
                want = watched[held.item.external_id]
                ids = [one.id for one in episodes if ((one.season, one.number) in want) is flag]
                await client.set_episodes(ids, flag)
    await client.edit_files(rows)
    # the app makes collections itself, from the first movie of each
    for tmdb_id, made in (await collections_of(client)).items():
        body = {**collections[tmdb_id], "id": made["id"]}
        await client.put_setting(SettingType.COLLECTION, made["id"], body)
