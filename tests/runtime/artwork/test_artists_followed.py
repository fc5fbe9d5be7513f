"""What Lidarr does to the folders of albums, and whether published pictures are there afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from arrtui.core.config import load_config
from arrtui.core.events import Job
from arrtui.db.reading import rows_of
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.live import collector
from arrtui.runtime.services import Services
from tests.runtime.artwork.bench import LIDARR, PublishBench
from tests.runtime.artwork.test_owner_files import picture
from tests.runtime.live.conftest import quick as quick

pytestmark = pytest.mark.usefixtures("hurry")


class MusicHome(PublishBench):
    """A simulated Lidarr with folders on disk, and arrtui that publishes there."""

    def __init__(self, folder: Path, services: Services, app: SimulatedApp) -> None:
        super().__init__(folder, services)
        self.app = app
        self.item_id = 0

    async def settle(self, job_ids: list[int]) -> None:
        """Wait until some jobs are finished, and all that they queued for now."""
        for job_id in job_ids:
            await self.finished(job_id)
        while any(self._is_due(job) for job in await self.services.jobs.list_jobs()):
            await asyncio.sleep(0.02)

    def _is_due(self, job: Job) -> bool:
        return not job.state.finished and job.run_after < self.services.clock() + 60

    def command(self, name: str, **body: Any) -> None:
        """Have the app do something, and wait until it is done."""
        headers = {"X-Api-Key": self.app.api_key}
        sent = httpx.post(f"{self.app.url}/api/v1/command", json={"name": name, **body}, headers=headers)
        assert sent.status_code == 201, sent.text
        self.app.store.settle()

    def configure(self, **naming: Any) -> None:
        """Change how the app names files."""
        self.app.store.configs["naming"] |= naming

    async def back_up(self) -> None:
        """Read the app, and follow."""
        await self.settle(await self.services.backup.back_up([LIDARR]))

    def pick(self) -> tuple[str, str, Path]:
        """Return an artist with an album in a folder, the slot of its cover and the artist's folder."""
        sql = (
            "SELECT t.external_id, t.path, t.item_id, e.season, e.number FROM item AS t "
            "JOIN episode AS e ON e.item_id = t.item_id WHERE e.files > 1 ORDER BY t.item_id, e.number"
        )
        external_id, path, self.item_id, season, number = self.services.database.read_sync(rows_of, sql)[0]
        return external_id, f"s{season:02}e{number:02}:thumb", Path(path)

    def pictures(self, folder: Path) -> dict[str, bytes]:
        """Return the pictures in a folder: path → content."""
        return {
            path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.jpg"))
        }


@pytest.fixture
def home(tmp_path: Path) -> Iterator[MusicHome]:
    """A Lidarr that is asked."""
    with music_home(tmp_path, live=False) as made:
        yield made


@contextmanager
def music_home(tmp_path: Path, *, live: bool) -> Iterator[MusicHome]:
    """Yield a Lidarr with folders and services that publish into these."""
    size = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 4, 3),))
    with SimulatedEstate(size, folder=tmp_path / "estate") as estate:
        app = estate.apps[LIDARR]
        file = tmp_path / "config.toml"
        file.write_text(
            f'[{LIDARR}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\n'
            f"live = {str(live).lower()}\nartwork = true\n"
            f'[recycle]\nfolder = "{tmp_path / "bin"}"\n[artwork]\ncache = "{tmp_path / "cache"}"\n'
            f'[database]\nurl = "sqlite:///{tmp_path / "arrtui.db"}"\n'
        )
        file.chmod(0o600)
        services = Services(load_config(file, env={}), env={})
        try:
            services.start()
            yield MusicHome(tmp_path, services, app)
        finally:
            services.stop()


async def test_pictures_are_where_albums_are_whatever_lidarr_does(home: MusicHome) -> None:
    await home.back_up()
    artist, slot, folder = home.pick()
    home.choose(LIDARR, artist, "poster", picture(1))
    home.choose(LIDARR, artist, slot, picture(2))
    await home.publish(LIDARR, artist)
    before = home.pictures(folder)
    assert sorted(before.values()) == sorted([picture(1), picture(2)])
    (cover,) = [path for path in before if "/" in path]
    album = cover.rpartition("/")[0]

    (folder / "folder.jpg").unlink()
    (folder / cover).write_bytes(picture(3))
    home.command("RetagArtist", artistIds=[home.item_id])
    await home.back_up()
    assert home.pictures(folder) == before | {cover: picture(3)}, "what somebody wrote over it stays"
    (folder / cover).unlink()
    await home.back_up()
    assert home.pictures(folder) == before

    home.configure(renameTracks=True, standardTrackFormat="{Album Title} [new]/{track:00} {Track Title}")
    home.command("RenameArtist", artistIds=[home.item_id])
    await home.back_up()
    (moved,) = [path for path in home.pictures(folder) if path.endswith(" [new]/folder.jpg")]
    assert home.pictures(folder) == {moved: picture(2), "folder.jpg": picture(1)}
    assert not (folder / album).exists()

    home.configure(renameTracks=False)
    home.command("RenameArtist", artistIds=[home.item_id])
    await home.back_up()
    assert home.pictures(folder) == {"folder.jpg": picture(1)}, "its files lie in the artist's folder"
    assert not (folder / moved).parent.exists(), [*folder.rglob("*")]


async def test_what_is_heard_of_an_artist_has_its_files_looked_at_though_nothing_of_it_changed(
    tmp_path: Path, quick: None
) -> None:
    with music_home(tmp_path, live=True) as home:
        await home.back_up()
        artist, _, folder = home.pick()
        home.choose(LIDARR, artist, "poster", picture(1))
        await home.publish(LIDARR, artist)
        (folder / "folder.jpg").unlink()
        while not (folder / "folder.jpg").exists():
            home.command("RefreshArtist", artistIds=[home.item_id])
            await asyncio.sleep(0.2)
        assert home.pictures(folder) == {"folder.jpg": picture(1)}


async def test_a_refresh_of_more_artists_than_are_read_one_by_one_has_all_files_looked_at(
    tmp_path: Path, quick: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collector, "MOST_IDS", 1)
    with music_home(tmp_path, live=True) as home:
        await home.back_up()
        artist, _, folder = home.pick()
        home.choose(LIDARR, artist, "poster", picture(1))
        await home.publish(LIDARR, artist)
        (folder / "folder.jpg").unlink()
        while not (folder / "folder.jpg").exists():
            home.command("RefreshArtist")
            await asyncio.sleep(0.2)
        assert home.pictures(folder) == {"folder.jpg": picture(1)}
