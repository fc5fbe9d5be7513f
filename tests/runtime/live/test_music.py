"""What a Lidarr tells: albums by their artist, hundreds of them in few readings (LIDARR_API 7)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.clients.feed_messages import read_message
from arrtui.core.apps import Kind
from arrtui.core.config import load_config
from arrtui.core.estate_event_words import title_of
from arrtui.core.estate_events import EventType
from arrtui.db.library import EpisodeListRow, episode_rows
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.refresh import SINGLES
from arrtui.features.live.marks import marks_of
from arrtui.runtime.services import Services
from tests.demo.replay.records import FOLDER
from tests.runtime.live.conftest import Listening

NAME = "lidarr.main"
RECORD = FOLDER / "lidarr/signalr.jsonl"


@pytest.fixture
def music(quick: None, tmp_path: Path) -> Iterator[Listening]:
    """Return services that have started to listen to a Lidarr of a few artists with many albums."""
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 8, 8, 1),))) as estate:
        path = tmp_path / "config.toml"
        path.write_text(estate.config_toml(database=tmp_path / "arrtui.db", live=True).partition("[sync")[0])
        path.chmod(0o600)
        services = Services(load_config(path, env={}), env={})
        services.start()
        try:
            yield Listening(estate, services)
        finally:
            services.stop()


def owner(app: SimulatedApp) -> httpx.Client:
    return httpx.Client(base_url=f"{app.url}/api/v1", headers={"X-Api-Key": app.api_key}, timeout=30)


def pushed(client: httpx.Client, album: dict[str, Any]) -> bool:
    """Return whether the app grabs a release of an album that is pushed to it."""
    title = f"{album['artist']['artistName']} - {album['title']} (2001) [FLAC]-GRP"
    body = {"title": title, "downloadUrl": "http://127.0.0.1:9/x.nzb", "protocol": "usenet"}
    body |= {"publishDate": "2026-11-27T00:00:00Z"}
    return bool(client.post("/release/push", json=body).json()["approved"])


async def albums(music: Listening, artist: int) -> list[EpisodeListRow]:
    return await music.services.database.read(episode_rows, NAME, artist)


async def test_a_deleted_album_is_gone_by_the_update_of_its_artist(music: Listening) -> None:
    app = music.estate.apps[NAME]
    await music.backed_up()
    album = next(iter(app.store.albums.values()))
    before = await albums(music, album["artistId"])
    with owner(app) as client:
        client.delete(f"/album/{album['id']}").raise_for_status()

    async def gone() -> bool:
        now = {row.episode_id for row in await albums(music, album["artistId"])}
        return now == {row.episode_id for row in before} - {album["id"]}

    await music.until(gone)


async def test_a_refresh_of_all_is_read_in_few_requests(music: Listening) -> None:
    """A message comes for each album: what is read follows from how many artists they name."""
    app = music.estate.apps[NAME]
    await music.backed_up()
    app.reset_requests()
    album = next(
        album for album in app.store.albums.values() if len(app.store.albums_of(album["artistId"])) > 1
    )
    with owner(app) as client:
        command = client.post("/command", json={"name": "RefreshArtist"}).raise_for_status().json()["id"]

        async def refreshed() -> bool:
            return bool(client.get(f"/command/{command}").json()["status"] == "completed")

        await music.until(refreshed)
        client.delete(f"/album/{album['id']}").raise_for_status()

    async def read() -> bool:
        return album["id"] not in {row.episode_id for row in await albums(music, album["artistId"])}

    await music.until(read)
    reads = [path for method, path in app.requests if method == "GET" and "/command" not in path]
    readings = reads.count("/api/v1/history/since")
    most = 3 + 2 * SINGLES  # a reading: history, lists, files; or each of a few artists with its albums
    assert 0 < readings < len(app.store.artists), "and here a second is a tenth of one"
    assert len(reads) <= readings * most


async def test_a_grab_of_an_album_is_told_with_its_title(music: Listening) -> None:
    app = music.estate.apps[NAME]
    await music.backed_up()
    with owner(app) as client:
        named = next(row for row in client.get("/album").json() if pushed(client, row))

    async def told() -> bool:
        return bool(await music.services.events.after(0, types=(EventType.GRABBED,)))

    await music.until(told)
    (event,) = await music.services.events.after(0, types=(EventType.GRABBED,))
    assert (event.album_id, event.season) == (named["id"], None)
    assert title_of(event) == f"{named['artist']['artistName']} - {named['title']}"


@pytest.mark.skipif(not RECORD.is_file(), reason="the recordings are not beside the project")
def test_recorded_messages_mark_their_artist() -> None:
    marked = set()
    for line in RECORD.read_text().splitlines():
        for argument in json.loads(line).get("arguments", ()):
            message = read_message(json.dumps(argument).encode())
            assert message is not None
            marks = marks_of(Kind.LIDARR.app, message)
            if message.name in ("artist", "album", "trackfile"):
                marked.add((message.name, message.action))
                assert marks.titles or marks.deleted or marks.files
    assert marked >= {("artist", "updated"), ("album", "updated"), ("trackfile", "updated")}
