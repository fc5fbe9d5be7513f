"""Pages of a history are asked for while the library is stored, and no longer once nobody takes them."""

import asyncio
import time
from collections.abc import Iterator

import pytest

from arrtui.clients import make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.errors import TimedOutError
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup.backup import back_up
from arrtui.features.backup.pages_ahead import MOST_AHEAD, asking_ahead
from arrtui.features.backup.store import BackupRules
from tests.features.backup.conftest import config_of, no_progress


@pytest.fixture(scope="module")
def radarr() -> Iterator[SimulatedApp]:
    """Return a Radarr of a few movies."""
    with SimulatedEstate(EstateSize(radarr=(("main", 12),), sonarr=())) as estate:
        yield estate.apps["radarr.main"]


class Pages:
    """Answers of pages of a history of so many rows, counted; a page may take too long once."""

    def __init__(self, total, slow=()):
        self.total, self.slow, self.asked = total, set(slow), []

    async def history_page(self, number, size):
        self.asked.append((number, size))
        await asyncio.sleep(0)
        if len(self.asked) in self.slow:
            raise TimedOutError("too slow", "radarr.main")
        return Page(self.total)


class Page:
    """A page of which only the total counts."""

    def __init__(self, total):
        self.total = total


def asked_for_history(app):
    """Return how many pages of its history an app was asked for."""
    return sum(path.endswith("/history") for _, path in app.requests)


async def backed_up(app, database, on_stored):
    """Back an instance up, with something that is stored along with its library."""
    config = config_of(app)
    client = make_client(config, ArrHttp(config, backoff=0.0))
    try:
        rules = BackupRules()
        return await back_up(client, database, rules, width=2, progress=no_progress, on_stored=on_stored)
    finally:
        await client.aclose()


async def test_the_app_makes_pages_while_the_library_is_stored(radarr, database):
    seen, before = [], asked_for_history(radarr)

    def wait(stored):
        end = time.monotonic() + 10
        while asked_for_history(radarr) == before and time.monotonic() < end:
            time.sleep(0.01)
        seen.append(asked_for_history(radarr) - before)

    outcome = await backed_up(radarr, database, wait)
    assert seen[0] > 0
    assert outcome.ok
    assert outcome.new_history == len(radarr.store.history.rows)


async def test_a_library_that_cannot_be_stored_ends_the_asking(radarr, database):
    def fail(stored):
        raise RuntimeError("nothing can be stored")

    with pytest.raises(RuntimeError):
        await backed_up(radarr, database, fail)
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_only_so_many_pages_wait_to_be_taken():
    pages = Pages(total=100_000)
    async with asking_ahead(pages, wanted=True) as ahead:
        await asyncio.sleep(0.05)
        assert len(pages.asked) == MOST_AHEAD
        taken = [walked.request async for walked in ahead]
    assert taken == pages.asked
    assert [(number, size) for number, size in taken[1:]] == [(number, 5_000) for number in range(1, 21)]


async def test_a_page_that_takes_too_long_is_asked_for_in_halves():
    pages = Pages(total=10_000, slow=(3,))
    async with asking_ahead(pages, wanted=True) as ahead:
        taken = [walked.request async for walked in ahead]
    assert sum(size for _, size in taken[1:]) >= 10_000
    assert pages.asked[2] not in taken


async def test_a_history_that_never_comes_is_told_once_all_pages_were_taken():
    pages = Pages(total=10_000, slow=range(2, 99))
    async with asking_ahead(pages, wanted=True) as ahead:
        with pytest.raises(TimedOutError):
            [walked async for walked in ahead]
