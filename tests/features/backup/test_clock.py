"""A clock that is wrong: no backup is dated by it, and none is thinned by it."""

from __future__ import annotations

import asyncio
import shutil

import pytest

from arrtui.core.errors import ClockError
from arrtui.db.database import Database
from arrtui.features.backup.clock import check_skew, check_stored_time
from arrtui.features.backup.find import find_snapshot
from arrtui.features.backup.retention import Retention
from arrtui.features.backup.thin import thin
from tests.features.backup.conftest import backing_up
from tests.features.backup.test_backup import complete

DAY, YEAR = 86_400.0, 365 * 86_400.0
NOW = 20_000 * DAY
RULE = Retention(days=5, weeks=1, months=0)


@pytest.fixture(scope="module")
def twelve_nights(standing_estate, tmp_path_factory):
    """Return a database with a backup a night for twelve nights, thinned after each; the last at ``NOW``."""
    file = tmp_path_factory.mktemp("nights") / "arrtui.db"
    database = Database.open(f"sqlite:///{file}")
    app = standing_estate.apps["sonarr.anime"]
    for night in range(12):
        asyncio.run(backing_up(database)(app, now=NOW - (11 - night) * DAY, history=False))
        database.write_sync(thin, app.name, Retention())
    database.close()
    return file


@pytest.fixture
def database_url(twelve_nights, tmp_path):
    """Return the url of a copy. What is judged are times; how they are stored has no part in it."""
    return f"sqlite:///{shutil.copy(twelve_nights, tmp_path / 'arrtui.db')}"


@pytest.fixture
def twelve_days(standing_estate):
    """Return the instance with the backups of twelve nights."""
    return standing_estate.apps["sonarr.anime"]


@pytest.mark.parametrize("theirs", [None, NOW, NOW + 1.9 * DAY, NOW - 1.9 * DAY])
def test_hosts_may_differ_by_less_than_two_days(theirs):
    assert check_skew("radarr.main", theirs, NOW) is None


@pytest.mark.parametrize("theirs", [NOW + 2.1 * DAY, NOW - 2.1 * DAY, 0.0])
def test_hosts_that_are_days_apart_are_told(theirs):
    with pytest.raises(ClockError) as caught:
        check_skew("radarr.main", theirs, NOW)
    assert "--accept-clock" in str(caught.value)


def test_a_time_service_may_set_the_clock_back_a_little():
    assert check_stored_time("radarr.main", NOW, NOW - 60) is None
    with pytest.raises(ClockError):
        check_stored_time("radarr.main", NOW, NOW - DAY)


async def test_a_laptop_may_sleep_for_a_week(twelve_days, back_it_up, database):
    assert (await back_it_up(twelve_days, now=NOW + 7 * DAY)).ok
    assert len(complete(database, twelve_days.name)) == 13


async def test_a_backup_is_refused_while_its_clock_is_not_that_of_the_instance(
    twelve_days, back_it_up, database
):
    twelve_days.reset_requests()
    with pytest.raises(ClockError):
        await back_it_up(twelve_days, now=NOW + 10 * YEAR, theirs=NOW)
    assert [path for _, path in twelve_days.requests] == [
        "/api/v3/system/status",
        "/api/v3/tag/detail",
    ]
    assert complete(database, twelve_days.name)[0].taken_at == NOW
    assert (await back_it_up(twelve_days, now=NOW + 10 * YEAR, theirs=NOW, accept_clock=True)).ok


async def test_a_backup_is_refused_while_a_stored_one_is_later(twelve_days, back_it_up, database):
    with pytest.raises(ClockError):
        await back_it_up(twelve_days, now=NOW - DAY)
    assert complete(database, twelve_days.name)[0].taken_at == NOW
    accepted = await back_it_up(twelve_days, now=NOW - DAY, accept_clock=True)
    assert accepted.ok
    assert (await back_it_up(twelve_days, now=NOW - DAY / 2)).ok, "what was accepted once stays accepted"


async def test_one_backup_with_a_wrong_clock_thins_nothing(twelve_days, back_it_up, database):
    await back_it_up(twelve_days, now=NOW + 10 * YEAR)  # the host of both has the wrong clock
    database.write_sync(thin, twelve_days.name, Retention())
    assert len(complete(database, twelve_days.name)) == 13
    await back_it_up(twelve_days, now=NOW + DAY, accept_clock=True)
    database.write_sync(thin, twelve_days.name, Retention())
    assert len(complete(database, twelve_days.name)) == 14


async def test_latest_is_the_highest_number(twelve_days, back_it_up, database):
    await back_it_up(twelve_days, now=NOW + 10 * YEAR)
    outcome = await back_it_up(twelve_days, now=NOW + DAY, accept_clock=True)
    rows = complete(database, twelve_days.name)

    def named(when):
        return database.read_sync(find_snapshot, twelve_days.name, when, NOW + DAY).id

    assert named("latest") == outcome.snapshot == rows[0].id
    assert [named("latest~1"), named("latest~2")] == [rows[1].id, rows[2].id]
    assert named("today") == outcome.snapshot


async def test_what_was_due_when_the_one_before_was_taken_is_thinned(twelve_days, database):
    dropped = database.write_sync(thin, twelve_days.name, RULE)
    ages = [(NOW - DAY - row.taken_at) / DAY for row in complete(database, twelve_days.name)]
    assert dropped > 0
    assert [age for age in ages if age < 5] == [-1, 0, 1, 2, 3, 4]
