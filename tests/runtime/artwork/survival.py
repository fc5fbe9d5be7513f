"""A title of a simulated app with its folder on disk, and services that know both and publish beside it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from arrtui.core.artwork import Asset, AssetOrigin, PhaseName, Placement, SlotChoice
from arrtui.core.config import load_config
from arrtui.core.estate_events import EstateEvent
from arrtui.core.events import Job
from arrtui.db.artwork import assets, placements, slots, taken
from arrtui.media.art_cache import ArtCache
from arrtui.runtime.artwork.phases import PhaseArgs
from arrtui.runtime.services import Services
from tests.demo.files.neighbours import Title, title_with_video


class ArtHome:
    """A title's folder, the app that keeps it and arrtui."""

    def __init__(self, title: Title, services: Services) -> None:
        self.title, self.services, self.folder = title, services, title.folder
        self.name = f"{title.kind}.main"
        self.external_id = str(title.external_id)
        artwork = services.config.artwork
        self.cache = ArtCache(artwork.cache_place, artwork.cache_bytes)

    async def work(self, job_ids: list[int]) -> list[Job]:
        """Wait until some jobs are finished, and all that they queued for now; return all of them."""
        while True:
            jobs = await self.services.jobs.list_jobs()
            soon = self.services.clock() + 60
            if all(job.state.finished or job.run_after > soon for job in jobs):
                assert job_ids and [job.error for job in jobs if job.error] == []
                return jobs
            await asyncio.sleep(0.02)

    async def back_up(self) -> list[Job]:
        """Read the app, and follow."""
        return await self.work(await self.services.backup.back_up([self.name]))

    async def hear(self) -> list[Job]:
        """Ask the app what it does, as happens by itself when it tells of something."""
        return await self.work(await self.services.activity.refresh([self.name]))

    async def scan(self) -> None:
        """Read the folder."""
        await self.work(await self.services.artwork.start(PhaseName.SCAN, [self.name]))

    def choose(self, slot: str, content: bytes, extension: str = ".jpg") -> str:
        """Choose an image for a slot; return its hash."""
        sha256 = self.cache.add(content, extension)
        origin = AssetOrigin.PROVIDER
        asset = Asset(sha256=sha256, extension=extension, size=len(content), origin=origin, added_at=1.0)
        choice = SlotChoice(external_id=self.external_id, slot=slot, sha256=sha256, provider="tmdb")
        self.services.database.write_sync(assets.record, [asset])
        self.services.database.write_sync(slots.choose, self.name, [choice])
        return sha256

    async def publish(self, **images: bytes) -> None:
        """Choose images by slot and publish them."""
        for slot, content in images.items():
            self.choose(slot.replace("__", ":"), content)
        await self.work(await self.services.artwork.start(PhaseName.PUBLISH, [self.name], PhaseArgs()))

    def placements(self) -> dict[str, Placement]:
        """Return what is noted as published of the title, by path."""
        rows = self.services.database.read_sync(placements.placements, self.name)
        return {row.relative_path: row for row in rows.get(self.external_id, ())}

    def images(self) -> dict[str, bytes]:
        """Return the images in the folder: path → content."""
        return {
            path.relative_to(self.folder).as_posix(): path.read_bytes()
            for path in sorted(self.folder.rglob("*"))
            if path.is_file() and path.suffix in (".jpg", ".png", ".gif", ".metathumb")
        }

    def taken(self) -> list[str]:
        """Return the paths of what of the owner's is noted as taken."""
        rows = self.services.database.read_sync(taken.taken, self.name)
        return [row.relative_path for row in rows.get(self.external_id, ())]

    async def events(self, kind: str) -> list[EstateEvent]:
        """Return the events of a type."""
        return [event for event in await self.services.events.after(0) if event.type == kind]


@contextmanager
def art_home(folder: Path, kind: str, options: str = "") -> Iterator[ArtHome]:
    """Yield a title of an app of a kind; ``options``: lines of ``[artwork]``."""
    with title_with_video(folder / "estate", kind) as title:
        file = folder / "config.toml"
        file.write_text(
            f'[{kind}.main]\nurl = "{title.app.url}"\napi_key = "{title.app.api_key}"\nlive = false\n'
            f'[recycle]\nfolder = "{folder / "bin"}"\n'
            f'[artwork]\ncache = "{folder / "cache"}"\n{options}\n'
            f'[database]\nurl = "sqlite:///{folder / "arrtui.db"}"\n'
        )
        file.chmod(0o600)
        services = Services(load_config(file, env={}), env={})
        try:
            services.start()
            yield ArtHome(title, services)
        finally:
            services.stop()
