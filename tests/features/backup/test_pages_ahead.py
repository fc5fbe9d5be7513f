"""Pages of a history are asked for while the library is stored, two at a time, and in vain by nobody."""

import asyncio
import time
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.clients import Fetched, HistoryPage, make_client
from arrtui.clients.http import ArrHttp
from arrtui.core.domain import ReleaseEvent
from arrtui.core.errors import TimedOutError
from arrtui.demo.estate import EstateSize, SimulatedApp, SimulatedEstate
from arrtui.features.backup import history_pages
from arrtui.features.backup.backup import back_up
from arrtui.features.backup.history_pages import ReadPage, covering_page, tied_spans
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
        is_slow = len(self.asked) in self.slow
        await asyncio.sleep(0)
        if is_slow:
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
    async with asking_ahead(pages, wanted=True, width=2) as ahead:
        await asyncio.sleep(0.05)
        assert len(pages.asked) == MOST_AHEAD
        taken = [walked.request async for walked in ahead]
    assert taken == pages.asked
    assert [(number, size) for number, size in taken[1:]] == [(number, 5_000) for number in range(1, 21)]


async def test_a_page_that_takes_too_long_is_asked_for_in_halves():
    pages = Pages(total=10_000, slow=(3,))
    async with asking_ahead(pages, wanted=True, width=2) as ahead:
        taken = [walked.request async for walked in ahead]
    assert [(request.span.start, request.span.end) for request in taken[1:]] == [
        *((0, 4_000), (4_000, 6_000), (6_000, 8_000), (8_000, 10_000))
    ]
    assert pages.asked[2] not in taken


async def test_a_history_that_never_comes_is_told_once_all_pages_were_taken():
    pages = Pages(total=10_000, slow=range(2, 99))
    async with asking_ahead(pages, wanted=True, width=2) as ahead:
        with pytest.raises(TimedOutError):
            [walked async for walked in ahead]


async def test_no_more_pages_are_under_way_than_may_be():
    class Counted(Pages):
        under_way, most = 0, 0

        async def history_page(self, number, size):
            self.under_way += 1
            self.most = max(self.most, self.under_way)
            for _ in range(3):
                page = await super().history_page(number, size)
            self.under_way -= 1
            return page

    for width, most in ((1, 1), (2, 2), (9, 2)):
        pages = Counted(total=40_000)
        async with asking_ahead(pages, wanted=True, width=width) as ahead:
            assert len([walked async for walked in ahead]) == 9
        assert (pages.most, pages.under_way) == (most, 0)


class ChangingHistory:
    """A history of an app that deletes rows and adds others while its pages are made, some before others."""

    def __init__(self, total, changes, delays):
        self.rows = [ReleaseEvent(id=number, date=f"{number:05}") for number in range(total)]
        self.changes, self.delays, self.answers = dict(changes), delays, 0
        self.lasting = set(range(total))

    async def history_page(self, number, size):
        for _ in range(self.delays[(number - 1) % len(self.delays)]):
            await asyncio.sleep(0)
        place, count, added = self.changes.get(self.answers, (0, 0, 0))
        self.answers += 1
        self.lasting -= {row.id for row in self.rows[place : place + count]}
        del self.rows[place : place + count]
        self.rows += [ReleaseEvent(id=90_000 + self.answers, date="90000")] * added
        page = self.rows[(number - 1) * size : number * size]
        return HistoryPage(len(self.rows), Fetched(page, []))


async def read_while_it_changes(app):
    """Return the ids of a history's rows that came, those asked for again at its seams among them."""
    ids, read = set(), []
    async with asking_ahead(app, wanted=True, width=2) as ahead:
        async for request, page, total_before in ahead:
            read = [*(read if request.number > 1 else ()), ReadPage.of(request, page, total_before)]
            ids.update(event.id for event in page.fetched.records)
        assert ahead.total == len(app.rows)
    app.changes.clear()
    for span in tied_spans(read):
        page = await app.history_page(*covering_page(span))
        ids.update(event.id for event in page.fetched.records)
    return ids


@settings(max_examples=60)
@given(
    total=st.integers(30, 90),
    changes=st.dictionaries(
        st.integers(1, 8), st.tuples(st.integers(0, 50), st.integers(1, 7), st.just(0)), max_size=3
    ),
    delays=st.lists(st.integers(0, 4), min_size=1, max_size=5),
)
def test_no_row_is_lost_where_others_are_deleted_while_pages_are_made(total, changes, delays):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history_pages, "FIRST_PAGE", 4)
        patch.setattr(history_pages, "LARGEST_PAGE", 12)
        app = ChangingHistory(total, changes, delays)
        assert asyncio.run(read_while_it_changes(app)) >= app.lasting


async def test_rows_that_come_while_the_last_page_is_made_are_asked_for():
    app = ChangingHistory(8_500, {3: (0, 0, 600)}, [0])
    ids = await read_while_it_changes(app)
    assert ids >= app.lasting
    assert app.answers > 4
