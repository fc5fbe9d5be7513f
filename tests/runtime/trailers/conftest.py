"""A movie of a simulated Radarr with its folder on disk, and services that know both."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest

from arrtui.core.config import load_config
from arrtui.core.trailers import TrailerDownload
from arrtui.db import trailers
from arrtui.demo.app.commands import CommandQueue
from arrtui.runtime.services import Services
from tests.demo.files.neighbours import VIDEOS, Title, title_with_video

NAME = "radarr.main"


class Home:
    """A movie's folder, the app that keeps it and arrtui."""

    def __init__(self, title: Title, services: Services) -> None:
        self.title, self.services = title, services
        self.folder = title.folder

    async def work(self, job_ids: list[int]) -> None:
        """Wait until some jobs are finished, and all that they queued."""
        while any(not job.state.finished for job in await self.services.jobs.list_jobs()):
            await asyncio.sleep(0.02)
        failed = [job.error for job in await self.services.jobs.list_jobs() if job.error]
        assert job_ids and failed == []

    async def back_up(self) -> None:
        """Read the app, then the folder."""
        await self.work(await self.services.backup.back_up([NAME]))

    async def download(self, name: str = "") -> TrailerDownload:
        """Put a trailer of arrtui's own beside the movie."""
        film = VIDEOS["radarr"]
        path = self.folder / (name or f"{Path(film).stem}-trailer.mp4")
        path.write_bytes(b"trailer")
        download = TrailerDownload(
            external_id=str(self.title.external_id),
            source="app",
            address="https://example.org/watch?v=1",
            relative_path=path.name,
            size=7,
            mtime_ns=path.stat().st_mtime_ns,
            made_at=1.0,
            film=film,
        )
        await self.services.database.write(trailers.record_download, NAME, download)
        return (await self.downloads())[0]

    async def downloads(self) -> list[TrailerDownload]:
        """Return what is stored of the movie's own trailers."""
        made = await self.services.database.read(trailers.downloads, NAME)
        return made[str(self.title.external_id)]

    def files(self) -> set[str]:
        """Return the files in the folder."""
        return self.title.present()


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Home]:
    """A movie with its film, backed up by nobody yet."""
    monkeypatch.setattr(CommandQueue, "queued_for", 0.005)
    monkeypatch.setattr(CommandQueue, "runs_for", 0.01)
    with title_with_video(tmp_path / "estate", "radarr") as title:
        app = title.app
        file = tmp_path / "config.toml"
        bin_folder = f'[recycle]\nfolder = "{tmp_path / "bin"}"\n'
        file.write_text(
            f'[{NAME}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\nlive = false\n{bin_folder}'
            f'[database]\nurl = "sqlite:///{tmp_path / "arrtui.db"}"\n'
        )
        file.chmod(0o600)
        services = Services(load_config(file, env={}), env={})
        services.start()
        yield Home(title, services)
        services.stop()
