"""A client over a simulated Lidarr, for the tests of what is written there and what is never sent."""

from __future__ import annotations

from typing import Any

from arrtui.clients import make_client
from arrtui.clients.lidarr import LidarrClient
from arrtui.demo.estate import EstateSize, SimulatedApp
from arrtui.demo.world.music import uuid_of
from tests.clients.support import http, instance

SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 4, 4, 3),))
NEW = 4711
"""Number at the metadata host of an artist that is in no library."""
Obj = dict[str, Any]


def client_of(app: SimulatedApp) -> LidarrClient:
    """Return a client that does not wait between attempts."""
    config = instance(app.url, app.kind, api_key=app.api_key)
    client = make_client(config, http(config))
    assert isinstance(client, LidarrClient)
    return client


def new_artist(lidarr: LidarrClient, app: SimulatedApp, number: int = NEW, **fields: Any) -> Obj:
    """Return the body that adds an artist with everything."""
    root = app.store.root_folders[1]["path"]
    body: Obj = {"foreignArtistId": uuid_of("a", number), "artistName": "x", "rootFolderPath": root}
    body |= {"qualityProfileId": 1, "metadataProfileId": 3, "monitored": True, "monitorNewItems": "all"}
    return body | {"tags": []} | lidarr.add_options(fields, search=False)


async def an_artist(lidarr: LidarrClient) -> int:
    """Return the first artist of the library that has several albums, by its id."""
    artists = (await lidarr.items()).records
    return next(listed.item.id for listed in artists if listed.total_episodes > 1)
