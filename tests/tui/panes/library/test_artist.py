"""The screen of an artist: types of album, the albums of each, and the tracks of one."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.widgets import Input

from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.library.merge import TitleKey
from arrtui.runtime.releases import ReleaseServices
from arrtui.tui.panes.library.actions.rows import of_seasons
from arrtui.tui.panes.library.series import SeriesScreen
from arrtui.tui.panes.library.title_detail import TitleDetailView
from arrtui.tui.panes.scores.releases.screen import ReleasesScreen
from tests.features.backup.conftest import backing_up, config_of
from tests.features.backup.kinds_of_album_change import request
from tests.features.library.estate import NOW
from tests.tui.panes.library.harness import LibraryApp
from tests.tui.panes.library.test_pane import ready, until

NAME = "lidarr.main"


@pytest.fixture
def lidarr() -> Iterator[SimulatedApp]:
    """Return a running Lidarr."""
    size = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 6, 4, 5),))
    with SimulatedEstate(size) as estate:
        yield estate.apps[NAME]


@pytest.fixture
def music(lidarr: SimulatedApp, tmp_path: Path) -> Iterator[LibraryApp]:
    """Return the Library over what is backed up of it."""
    database = Database.open(f"sqlite:///{tmp_path}/arrtui.db")
    assert asyncio.run(backing_up(database)(lidarr)).ok
    app = LibraryApp(database, {NAME: "lidarr"})
    config = app.services.config.instance(NAME)
    app.services.config.instance = lambda _name: config_of(lidarr)
    app.services.config.instances = [SimpleNamespace(**vars(config))]
    yield app
    database.close()


def album_in_part(lidarr: SimulatedApp) -> dict[str, Any]:
    """Return an album of which some tracks have a file and others have none."""
    for album in request(lidarr, "GET", "album"):
        counts = album["statistics"]
        if 0 < counts["trackFileCount"] < counts["totalTrackCount"]:
            return dict(album)
    raise AssertionError("the estate has no such album")


def _stripped(text: str) -> str:
    return "\n".join(line.strip() for line in text.splitlines())


async def opened(music: LibraryApp, pilot: Pilot[None], lidarr: SimulatedApp, artist_id: int) -> SeriesScreen:
    await ready(music, pilot)
    artist = lidarr.store.titles[artist_id]
    music.pane.titles.move_to(TitleKey("lidarr", artist["foreignArtistId"]))
    await pilot.press("enter")
    screen = music.screen
    assert isinstance(screen, SeriesScreen)
    await until(lambda: screen.seasons.empty != "Reading ...", pilot)
    return screen


async def test_an_artist_opens_into_types_and_albums(music: LibraryApp, lidarr: SimulatedApp) -> None:
    artist_id = next(iter(lidarr.store.titles))
    own = request(lidarr, "GET", f"album?artistId={artist_id}")
    async with music.run_test(size=(120, 40)) as pilot:
        screen = await opened(music, pilot, lidarr, artist_id)
        assert next(line.name for line in screen.seasons.rows) == "All albums"
        assert screen.episodes.visible_count == len(own)
        dates = [line.air_date for line in screen.episodes.rows]
        types = [line.key.season for line in screen.episodes.rows]
        assert list(zip(types, dates, strict=True)) == sorted(zip(types, dates, strict=True))
        shown = {(line.known.title, line.known.files) for line in screen.episodes.rows}
        assert shown == {(album["title"], album["statistics"]["trackFileCount"]) for album in own}


async def test_an_album_opens_with_its_tracks(music: LibraryApp, lidarr: SimulatedApp) -> None:
    album = album_in_part(lidarr)
    async with music.run_test(size=(110, 60)) as pilot:
        screen = await opened(music, pilot, lidarr, int(str(album["artistId"])))
        lidarr.reset_requests()
        line = next(line for line in screen.episodes.rows if line.known.episode_id == album["id"])
        screen.action_other()
        screen.episodes.move_to(line.key)
        await pilot.press("enter")
        detail = music.screen.query_one(TitleDetailView)
        titles = [track["title"] for track in request(lidarr, "GET", f"track?albumId={album['id']}")]
        await until(lambda: all(title in detail.plain for title in titles), pilot)
        assert f"{line.known.files} of {line.known.tracks}" in detail.plain
        assert detail.plain.splitlines()[0].strip() == f"{line.known.series} - {line.known.title}"
        assert f"Released    {album['releaseDate'][:10]}\n" in _stripped(detail.plain)
        assert line.known.external_id in detail.plain
        assert [path for _, path in lidarr.requests].count("/api/v1/track") == 2  # one of them ours


async def test_an_app_that_is_off_leaves_the_album_on_screen(music: LibraryApp, lidarr: SimulatedApp) -> None:
    album = album_in_part(lidarr)
    async with music.run_test(size=(110, 60)) as pilot:
        screen = await opened(music, pilot, lidarr, int(str(album["artistId"])))
        line = next(line for line in screen.episodes.rows if line.known.episode_id == album["id"])
        off = config_of(lidarr).model_copy(update={"url": "http://127.0.0.1:9"})
        music.services.config.instance = lambda _name: off
        screen.action_other()
        screen.episodes.move_to(line.key)
        await pilot.press("enter")
        detail = music.screen.query_one(TitleDetailView)
        await until(lambda: NAME in detail.plain and "listing tracks" in detail.plain, pilot)
        assert str(album["title"]) in detail.plain


async def test_a_type_stands_for_its_albums(music: LibraryApp, lidarr: SimulatedApp) -> None:
    artist_id = next(iter(lidarr.store.titles))
    async with music.run_test(size=(110, 40)) as pilot:
        screen = await opened(music, pilot, lidarr, artist_id)
        first, *types = screen.seasons.rows
        detail = screen._series
        title = music.pane.titles.cursor_row
        assert detail is not None and title is not None
        assert of_seasons(title, detail, [first]).targets[0].is_whole
        chosen = of_seasons(title, detail, types)
        own = request(lidarr, "GET", f"album?artistId={artist_id}")
        assert {key for target in chosen.targets for key in target.episodes} == {
            album["foreignAlbumId"] for album in own
        }
        assert {number for target in chosen.targets for number in target.episode_ids} == {
            album["id"] for album in own
        }
        assert not any(target.seasons for target in chosen.targets)


async def test_albums_alone_are_exported_as_albums(music: LibraryApp) -> None:
    async with music.run_test(size=(110, 40)) as pilot:
        await ready(music, pilot)
        await pilot.press("v")
        await until(lambda: music.pane.episodes.visible_count, pilot)
        await pilot.press("x")
        await until(lambda: music.screen.query(Input), pilot)
        assert music.screen.query_one(Input).value == "arrtui-albums.csv"


async def test_releases_are_listed_of_one_album(music: LibraryApp, lidarr: SimulatedApp) -> None:
    album = album_in_part(lidarr)
    config: Any = music.services.config
    services: Any = music.services
    services.loops.releases = ReleaseServices(lambda: config, services.database, lambda: NOW)
    async with music.run_test(size=(110, 40)) as pilot:
        screen = await opened(music, pilot, lidarr, int(str(album["artistId"])))
        await pilot.press("M")
        assert music.screen is screen, "an artist as a whole is not searched for"
        line = next(line for line in screen.episodes.rows if line.known.episode_id == album["id"])
        screen.action_other()
        screen.episodes.move_to(line.key)
        lidarr.reset_requests()
        await pilot.press("M")
        await until(lambda: isinstance(music.screen, ReleasesScreen), pilot)
        releases = music.screen
        assert isinstance(releases, ReleasesScreen)
        await until(lambda: releases.table.visible_count > 0, pilot)
        assert ("GET", "/api/v1/release") in lidarr.requests
