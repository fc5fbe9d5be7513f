"""Estates for tests: a factory for small ones, and one that a module's tests share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest

from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate

SMALL = EstateSize(radarr=(("main", 40), ("4k", 15)), sonarr=(("main", 6, 120), ("anime", 3, 40)))

MakeEstate = Callable[..., SimulatedEstate]


@pytest.fixture(autouse=True)
def held_commands(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let commands wait for `settle`, however busy the machine is."""
    monkeypatch.setattr(CommandQueue, "queued_for", 60.0)


@pytest.fixture(scope="module")
def small_estate() -> Iterator[MakeEstate]:
    """A factory of running estates, small unless told otherwise; all of them stop with the module."""
    running: list[SimulatedEstate] = []

    def make(size: EstateSize = SMALL, **more: Any) -> SimulatedEstate:
        estate = SimulatedEstate(size, **more)
        estate.start()
        running.append(estate)
        return estate

    yield make
    for estate in running:
        estate.stop()


@pytest.fixture(scope="module")
def estate(small_estate: MakeEstate) -> SimulatedEstate:
    """One estate for a module; tests that change it restore what others look at."""
    return small_estate()


@pytest.fixture
def radarr(estate: SimulatedEstate) -> Iterator[SimulatedApp]:
    """The main Radarr, without faults and counted requests."""
    yield from _clean(estate.apps["radarr.main"])


@pytest.fixture
def sonarr(estate: SimulatedEstate) -> Iterator[SimulatedApp]:
    """The main Sonarr, without faults and counted requests."""
    yield from _clean(estate.apps["sonarr.main"])


def _clean(app: SimulatedApp) -> Iterator[SimulatedApp]:
    app.faults.clear()
    app.reset_requests()
    yield app
    app.faults.clear()


class Api:
    """A plain client of one instance."""

    def __init__(self, app: SimulatedApp) -> None:
        self.app = app
        self.http = httpx.Client(base_url=app.url, headers={"X-Api-Key": app.api_key}, timeout=10)

    def __call__(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Send a request to a path below the API."""
        return self.http.request(method, f"/api/v3/{path}", **more)

    def get(self, path: str, /, **query: Any) -> Any:
        """The JSON of a path that must answer 200."""
        response = self.http.get(f"/api/v3/{path}", params=query or None)
        assert response.status_code == 200, response.text
        return response.json()

    def settle(self) -> None:
        """Let every queued command finish."""
        self.app.store.settle()


@pytest.fixture
def api(radarr: SimulatedApp) -> Iterator[Api]:
    """A client of the main Radarr."""
    client = Api(radarr)
    yield client
    client.http.close()


@pytest.fixture
def tv(sonarr: SimulatedApp) -> Iterator[Api]:
    """A client of the main Sonarr."""
    client = Api(sonarr)
    yield client
    client.http.close()
