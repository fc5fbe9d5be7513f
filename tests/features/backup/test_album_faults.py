"""Every fault of a Lidarr's lists: what the user is told is a sentence, and what was stored stays."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

import pytest

from arrtui.core.errors import ArrtuiError, ImplausibleAnswerError
from arrtui.db.database import Database
from arrtui.demo.estate import EstateSize, SimulatedEstate
from tests.features.backup.conftest import Standing, backing_up
from tests.features.backup.test_backup import complete, stored

NAME, OTHER = "lidarr.main", "lidarr.second"
SIZE = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 10, 4, 2), ("second", 6, 4, 2)))
PLAIN = {
    "500": "server-fault",
    "starting": "starting",
    "401": "wrong-key",
    "reset": "truncated",
    "truncate": "truncated",
    "html": "not-json",
    "drop": "unreachable",
}
"""Fault → the code of what is told."""
LISTS = ("/artist$", "/album$")


@pytest.fixture(scope="module")
def estate() -> Iterator[SimulatedEstate]:
    with SimulatedEstate(SIZE) as running:
        yield running


@pytest.fixture(scope="module")
def url(estate: SimulatedEstate, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the url of a database with a backup of both Lidarrs."""
    url = f"sqlite:///{tmp_path_factory.mktemp('albums')}/arrtui.db"
    database = Database.open(url)
    for name in (NAME, OTHER):
        asyncio.run(backing_up(database)(estate.apps[name]))
    database.close()
    return url


@pytest.fixture
def standing(estate: SimulatedEstate, url: str) -> Iterator[Standing]:
    database = Database.open(url)
    yield Standing(estate.apps, database, backing_up(database))
    database.close()
    estate.apps[NAME].faults.clear()


async def refused(standing: Standing, fault: str, path: str, name: str = NAME, **options: object) -> str:
    """Back a Lidarr up with a fault; return the code of what is told, once nothing has changed."""
    app, database = standing.apps[NAME], standing.database
    before, taken = stored(database, name), len(complete(database, name))
    if fault:
        app.faults.add(fault, path)
    with pytest.raises(ArrtuiError) as caught:
        await standing.back_up(app, name=name, **options)
    assert str(caught.value).startswith(f"{name}: ")
    assert app.api_key not in f"{caught.value} {caught.value.detail}"
    assert (stored(database, name), len(complete(database, name))) == (before, taken)
    return caught.value.code


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("fault", PLAIN)
async def test_a_bad_list_changes_nothing(standing: Standing, path: str, fault: str) -> None:
    assert await refused(standing, fault, path) == PLAIN[fault]


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("fault", ["empty_list", "partial_list"])
async def test_a_list_that_lost_much_is_not_believed(standing: Standing, path: str, fault: str) -> None:
    assert await refused(standing, fault, path) in ("implausible", "partial")


@pytest.mark.parametrize("fault", ["500", "truncate", "empty_list", "html", "reset"])
async def test_bad_files_change_nothing(standing: Standing, fault: str) -> None:
    await refused(standing, fault, "/trackfile$", full=True)


async def test_another_lidarr_behind_the_name_of_one_is_not_believed(standing: Standing) -> None:
    with pytest.raises(ImplausibleAnswerError, match=f"these are the titles of {NAME}"):
        await standing.back_up(standing.apps[NAME], name=OTHER)
    assert await refused(standing, "", "", name=OTHER) == "implausible"


async def test_an_answer_that_comes_late_is_waited_for(standing: Standing) -> None:
    app = standing.apps[NAME]
    app.faults.latency = 0.05
    assert (await standing.back_up(app)).changed == 0


async def test_an_empty_lidarr_is_stored_as_such(tmp_path) -> None:
    database = Database.open(f"sqlite:///{tmp_path / 'arrtui.db'}")
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 1, 1, 1),))) as estate:
        app = estate.apps[NAME]
        for number in list(app.store.titles):
            app.store.delete_title(number, delete_files=True)
        for _ in range(2):
            outcome = await backing_up(database)(app)
            assert (outcome.ok, outcome.items, outcome.episodes, outcome.files) == (True, 0, 0, 0)
    database.close()
