"""Services that listen to a simulated estate, with times short enough for tests."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from arrtui.core.config import load_config
from arrtui.core.live import FeedState
from arrtui.db.feed_states import feed_states
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.library.merge import Title
from arrtui.features.live import collector, inbox
from arrtui.runtime.live import listening
from arrtui.runtime.services import Services

SIZE = EstateSize(radarr=(("main", 30),), sonarr=(("main", 3, 24),))


@dataclass
class Listening:
    """An estate and the services that listen to it."""

    estate: SimulatedEstate
    services: Services

    @property
    def radarr(self) -> SimulatedApp:
        return self.estate.apps["radarr.main"]

    @property
    def sonarr(self) -> SimulatedApp:
        return self.estate.apps["sonarr.main"]

    def set_faults(self, **faults: object) -> None:
        """Set faults of the Radarr."""
        with http(self.radarr) as owner:
            owner.post(f"{self.radarr.url}/demo/faults", json=faults)

    async def until(self, condition: Callable[[], Awaitable[object]]) -> None:
        """Return once a condition holds; fails after a long time."""
        async with asyncio.timeout(30):
            while not await condition():
                await asyncio.sleep(0.02)

    async def state(self, name: str) -> FeedState | None:
        return (await self.services.database.read(feed_states)).get(name)

    async def status(self, name: str) -> str:
        state = await self.state(name)
        return state.status.value if state else ""

    async def titles(self, kind: str = "radarr") -> dict[str, Title]:
        """Return the stored titles of a kind by external id."""
        library = await self.services.library.titles()
        return {title.external_id: title for title in library.titles if title.kind == kind}

    async def backed_up(self) -> None:
        """Back everything up and return when that is stored and nothing is left to do."""
        await self.services.backup.back_up()
        await self.until(self.idle)

    async def idle(self) -> bool:
        """Return whether nothing is left to do now."""
        now = self.services.clock()
        return not any(
            job.state.active and job.run_after <= now for job in await self.services.jobs.list_jobs()
        )


def http(app: SimulatedApp) -> httpx.Client:
    """Return the owner of an app at another client of it."""
    return httpx.Client(base_url=f"{app.url}/api/v3", headers={"X-Api-Key": app.api_key}, timeout=30)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what is put off come soon."""
    monkeypatch.setattr(collector, "SETTLING", 0.1)
    monkeypatch.setattr(inbox, "SORTING", 0.02)
    monkeypatch.setattr(inbox, "GATHERING", 0.05)
    monkeypatch.setattr(listening, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(CommandQueue, "queued_for", 0.01)


@pytest.fixture
def listens(quick: None, tmp_path: Path) -> Iterator[Listening]:
    """Return services that have started to listen to two instances."""
    with SimulatedEstate(SIZE) as estate:
        path = tmp_path / "config.toml"
        path.write_text(estate.config_toml(database=tmp_path / "arrtui.db", live=True).partition("[sync")[0])
        path.chmod(0o600)
        services = Services(load_config(path, env={}), env={})
        services.start()
        try:
            yield Listening(estate, services)
        finally:
            services.stop()
