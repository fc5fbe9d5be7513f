"""A small estate over real HTTP, and a way to back its instances up."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.apps import Kind
from arrtui.core.config import InstanceConfig
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.backup import BackupOutcome, back_up
from arrtui.features.backup.store import BackupRules
from tests.db import servers

SIZE = EstateSize(radarr=(("main", 60), ("4k", 20)), sonarr=(("main", 8, 160), ("anime", 3, 40)))
BackUp = Callable[..., Awaitable[BackupOutcome]]


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


def backing_up(database: Database) -> BackUp:
    """Return a function that backs an instance up once, under its own name unless told otherwise."""

    async def run(
        app: SimulatedApp,
        *,
        now: float | None = None,
        theirs: float | None = None,
        name: str = "",
        kind: Kind | None = None,
        **rules: object,
    ) -> BackupOutcome:
        """Back up at ``now`` by our clock and at ``theirs`` by the app's; they are the same if not given."""
        theirs = now if theirs is None else theirs
        app.clock = time.time if theirs is None else lambda: theirs
        config = config_of(app)
        config = config.model_copy(update={"name": name or config.name, "kind": kind or config.kind})
        client = make_client(config, ArrHttp(config, backoff=0.0))
        try:
            return await back_up(
                client,
                database,
                BackupRules(**rules),
                width=2,
                progress=no_progress,
                **({} if now is None else {"clock": lambda: now}),
            )
        finally:
            await client.aclose()

    return run


async def no_progress(done: int, total: int, text: str) -> None:
    """Ignore progress."""


@pytest.fixture
def back_it_up(database: Database) -> BackUp:
    """Return a function that backs an instance up once, with a client of its own."""
    return backing_up(database)


@dataclass(frozen=True)
class Standing:
    """An estate and what is backed up of it, for tests that prove that nothing of it changes."""

    apps: dict[str, SimulatedApp]
    database: Database
    back_up: BackUp


@pytest.fixture(scope="module")
def standing_estate() -> Iterator[SimulatedEstate]:
    """Return a running estate that no test changes."""
    with SimulatedEstate(SIZE) as running:
        yield running


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Return the url of a database whose rows stay from test to test, once for each kind of database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path_factory.mktemp('standing') / 'arrtui.db'}"
        return
    with servers.database_on(request.getfixturevalue("postgres_url"), "standing") as url:
        yield url


@pytest.fixture
def standing(standing_estate: SimulatedEstate, standing_url: str) -> Iterator[Standing]:
    """Return the estate and the database that the tests of a module share; nothing is wrong with either."""
    opened = Database.open(standing_url)
    yield Standing(standing_estate.apps, opened, backing_up(opened))
    opened.close()
    for app in standing_estate.apps.values():
        app.faults.clear()
