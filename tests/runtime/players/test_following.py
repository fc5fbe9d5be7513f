"""News of titles, and backups, have players told."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.players.kodi import SimulatedKodi
from arrtui.features.backup.refresh import RefreshRequest
from arrtui.runtime.players import following
from arrtui.runtime.services import Services
from tests.demo.files.neighbours import VIDEOS, Title, title_with_video
from tests.features.players.home import PASSWORD

NAME = "radarr.main"


class Site:
    """A movie of a simulated Radarr, a Kodi that shows its folder, and arrtui."""

    def __init__(self, title: Title, kodi: SimulatedKodi, services: Services) -> None:
        self.title, self.kodi, self.services = title, kodi, services

    async def settle(self) -> None:
        """Wait until nothing is left to do, but for the later look for trailers."""
        while any(
            not job.state.finished and job.kind != "trailers" for job in await self.services.jobs.list_jobs()
        ):
            await asyncio.sleep(0.02)
        assert [job.error for job in await self.services.jobs.list_jobs() if job.error] == []

    def write_nfo(self, video: str) -> None:
        (self.title.folder / video).with_suffix(".nfo").write_text("<movie><title>Told</title></movie>")


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    monkeypatch.setattr(following, "SETTLE", 0.1)
    with title_with_video(tmp_path / "estate", "radarr") as title:
        kodi = SimulatedKodi([title.folder.parent])
        file = tmp_path / "config.toml"
        file.write_text(
            f'[{NAME}]\nurl = "{title.app.url}"\napi_key = "{title.app.api_key}"\nlive = false\n'
            f'[database]\nurl = "sqlite:///{tmp_path / "arrtui.db"}"\n'
            '[artwork]\nphases = ["players"]\n'
            f'[players.den]\nkind = "kodi"\nurl = "{kodi.url}"\nuser = "kodi"\npassword = "{PASSWORD}"\n'
        )
        file.chmod(0o600)
        services = Services(load_config(file, env={}), env={})
        services.start()
        yield Site(title, kodi, services)
        services.stop()
        kodi.close()


async def test_a_backup_tells_of_new_films_and_news_of_replaced_ones(site: Site) -> None:
    film = VIDEOS["radarr"]
    site.write_nfo(film)
    await site.services.backup.back_up([NAME])
    await site.settle()
    (video,) = site.kodi.library.videos.values()
    assert video.file.name == film
    video.fields["playcount"] = 2
    better = Path(await asyncio.to_thread(site.title.import_better)).name
    site.write_nfo(better)
    await site.services.backup.queue_refresh(NAME, RefreshRequest(titles=frozenset([site.title.title_id])))
    await site.settle()
    (video,) = site.kodi.library.videos.values()
    assert (video.file.name, video.fields["playcount"]) == (better, 2)
