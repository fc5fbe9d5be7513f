"""Artwork of the demo: that of its owner, players that show it, and what befalls it once it is published."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.demo import mishaps
from arrtui.demo.estate import EstateSize, SimulatedEstate
from arrtui.media.images import inspect_image

SIZE = EstateSize(radarr=(("main", 8), ("4k", 2)), sonarr=(("main", 3, 20),))


@pytest.fixture
def estate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(mishaps, "_PAUSE", 0.02)
    monkeypatch.setattr(mishaps, "PATIENCE", 0.0)
    with SimulatedEstate(SIZE, folder=tmp_path / "media", players=True) as running:
        running.wait_for_files()
        yield running


def films_with_file(estate: SimulatedEstate) -> list[tuple[dict[str, Any], Path]]:
    """Return the films of the main instance that have a file, with its path."""
    store = estate.apps["radarr.main"].store
    return [
        (film, Path(film["path"], file["relativePath"]))
        for film in store.titles.values()
        for file in store.files_of(film["id"])
    ]


def test_the_owner_has_artwork_in_some_folders(estate: SimulatedEstate, tmp_path: Path) -> None:
    images = [path for path in tmp_path.rglob("*") if path.suffix in (".jpg", ".png")]
    assert {path.name.rpartition("-")[2] for path in images} >= {"poster.jpg", "fanart.jpg", "clearlogo.png"}
    for path in images:
        assert inspect_image(path.read_bytes(), most_bytes=10_000_000).width >= 500
    assert len({path.parent for path in images}) < len(films_with_file(estate))


def test_both_players_show_the_main_instances(estate: SimulatedEstate) -> None:
    players = tomllib.loads(estate.config_toml())["players"]
    room = estate.living_room
    assert room is not None and {table["kind"] for table in players.values()} == {"kodi", "jellyfin"}
    assert all(table["instances"] == ["radarr.main", "sonarr.main"] for table in players.values())
    table = players["jellyfin"]
    answer = httpx.get(
        f"{table['url']}/Items?includeItemTypes=Movie,Series",
        headers={"authorization": f'MediaBrowser Token="{table["api_key"]}"'},
    )
    paths = {item["Path"] for item in answer.json()["Items"]}
    assert {str(video) for _, video in films_with_file(estate)} <= paths
    kodi = players["living-room"]
    call = {"jsonrpc": "2.0", "id": 1, "method": "VideoLibrary.GetMovies", "params": {"properties": []}}
    with_nfo = {str(video) for _, video in films_with_file(estate) if video.with_suffix(".nfo").exists()}
    shown: set[str] = set()
    deadline = time.monotonic() + 30
    while shown != with_nfo and time.monotonic() < deadline:  # its scan takes a moment
        reply = httpx.post(f"{kodi['url']}/jsonrpc", json=call, auth=(kodi["user"], kodi["password"]))
        shown = {movie["file"] for movie in reply.json()["result"]["movies"]}
    assert with_nfo and shown == with_nfo


def test_an_upgrade_takes_published_artwork_and_somebody_deletes_a_poster(estate: SimulatedEstate) -> None:
    videos = [video for _, video in films_with_file(estate)]
    posters = {video: video.with_name(f"{video.stem}-poster.jpg") for video in videos}
    published = {video: path for video, path in posters.items() if not path.exists()}
    assert len(published) >= 2
    for path in published.values():
        path.write_bytes(b"published")
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and sum(not path.exists() for path in published.values()) < 2:
        time.sleep(0.02)
    gone = [video for video, path in published.items() if not path.exists()]
    upgraded = [video for video in gone if not video.exists()]
    assert (len(gone), len(upgraded)) == (2, 1)
    (new,) = {video for _, video in films_with_file(estate)} - set(videos)
    assert new.parent == upgraded[0].parent and new.stat().st_size > 1_000_000_000
