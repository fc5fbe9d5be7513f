"""A small estate over real HTTP, and a way to back its instances up."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.config import InstanceConfig
from arrtui.core.domain import Kind
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.backup import Outcome, back_up
from arrtui.features.backup.store import Rules

SIZE = EstateSize(radarr=(("main", 60), ("4k", 20)), sonarr=(("main", 8, 160), ("anime", 3, 40)))
BackUp = Callable[..., Awaitable[Outcome]]


@pytest.fixture
def estate() -> Iterator[SimulatedEstate]:
    """Return a running estate of its own: tests change it."""
    with SimulatedEstate(SIZE) as running:
        yield running


def config_of(app: SimulatedApp, **options: object) -> InstanceConfig:
    """Return the configuration of a simulated instance."""
    return InstanceConfig(
        name=app.name,
        kind=Kind(app.kind),
        label=app.name.partition(".")[2],
        url=app.url,
        api_key=app.api_key,
        timeout=5,
        **options,
    )


@pytest.fixture
async def back_it_up(database: Database) -> AsyncIterator[BackUp]:
    """Return a function that backs an instance up once, with a client of its own."""

    async def run(app: SimulatedApp, *, now: float | None = None, **rules: object) -> Outcome:
        config = config_of(app)
        client = make_client(config, ArrHttp(config, backoff=0.0))
        try:
            return await back_up(
                client,
                database,
                Rules(**rules),
                width=2,
                progress=no_progress,
                **({} if now is None else {"clock": lambda: now}),
            )
        finally:
            await client.aclose()

    yield run


async def no_progress(done: int, total: int, text: str) -> None:
    """Ignore progress."""
