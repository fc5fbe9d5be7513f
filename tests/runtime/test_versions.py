"""Versions of a Lidarr that are refused or warned of: what check, backup and the screen tell."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.errors import VersionTooOldError
from arrtui.db import estate
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.estate.check import check
from tests.features.backup.conftest import backing_up, config_of

NAME = "lidarr.main"
OLD, WARNED, FINE = "2.0.1.3768", "2.5.3.4340", "2.14.5.10000-develop"


@pytest.fixture
def lidarr() -> Iterator[SimulatedApp]:
    """Return a small Lidarr."""
    with SimulatedEstate(EstateSize(radarr=(), sonarr=(), lidarr=(("main", 3, 2, 2),))) as estate:
        yield estate.apps[NAME]


async def checked(lidarr: SimulatedApp, database):
    """Check it as the terminal app and ``--run check`` do."""
    config = config_of(lidarr)
    async with make_client(config, ArrHttp(config, backoff=0)) as client:
        return await check(client, database)


async def test_one_that_is_too_old_is_refused_by_check_and_backup_with_what_to_do(lidarr, database):
    lidarr.version = OLD
    for ask in (lambda: checked(lidarr, database), lambda: backing_up(database)(lidarr)):
        with pytest.raises(VersionTooOldError) as caught:
            await ask()
        sentence = str(caught.value)
        assert "Lidarr 2.0.1.3768 is older than 2.0.1.3769" in sentence
        assert "2.5.3.4341 or later" in sentence
    (row,) = database.read_sync(estate.estate_rows, [NAME])
    assert (row.state, OLD in row.error, row.items) == ("down", True, 0)


@pytest.mark.parametrize(("version", "warned"), [(WARNED, True), (FINE, False), ("develop", True)])
async def test_one_that_is_warned_of_is_checked_and_backed_up_all_the_same(lidarr, database, version, warned):
    lidarr.version = version
    outcome = await checked(lidarr, database)
    assert (outcome.ok, outcome.version, bool(outcome.warnings)) == (True, version, warned)
    first = await backing_up(database)(lidarr)
    again = await backing_up(database)(lidarr)
    for backup in (first, again):
        assert (backup.ok, backup.items, bool(backup.warnings)) == (True, 3, warned)
    assert first.warnings == again.warnings == outcome.warnings


async def test_one_that_becomes_too_old_after_a_backup_is_refused_and_what_is_stored_stays(lidarr, database):
    await backing_up(database)(lidarr)
    lidarr.version = OLD
    with pytest.raises(VersionTooOldError):
        await backing_up(database)(lidarr)
    (row,) = database.read_sync(estate.estate_rows, [NAME])
    assert row.items == 3
