"""How a history is read until every row has come, and what is said when rows of it are missing."""

from collections.abc import Iterable
from itertools import pairwise
from random import Random

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from msgspec.structs import replace

from arrtui.clients import ArrClient, Fetched, HistoryPage
from arrtui.core.domain import ReleaseEvent
from arrtui.db import estate as estate_rows
from arrtui.db import history as events
from arrtui.features.backup import history_pages
from arrtui.features.backup.history import overlapped
from arrtui.features.backup.history_pages import (
    HistorySlice,
    PageWalk,
    ReadPage,
    Span,
    covering_page,
    next_size,
    short_spans,
    tied_spans,
)


def read_all(total: int, slow: set[int]) -> list[int]:
    """Walk a history of ``total`` rows, timing out at the requests in ``slow``; return the rows read."""
    walk, rows, number = PageWalk(), [], 0
    while not walk.done:
        number += 1
        request = walk.take()
        if number in slow and walk.retreat(request):
            continue
        start, end = request.span
        rows.extend(range(start, min(total, end)))
        walk.note(total)
    return rows


@example(total=50_000, slow={3, 4, 5, 6, 7})
@given(st.integers(0, 60_000), st.sets(st.integers(1, 12), max_size=5))
def test_every_row_is_read_however_slow_the_app_is(total, slow):
    assert set(read_all(total, slow)) == set(range(total))


@pytest.mark.parametrize(
    ("total", "size"), [(0, 1000), (900, 1000), (8_000, 3_000), (15_000, 5_000), (400_000, 5_000)]
)
def test_the_page_size_follows_the_length(total, size):
    assert next_size(total) == size


def test_pages_get_no_shorter_than_what_makes_sense():
    walk = PageWalk()
    halvings = 0
    while walk.retreat(walk.take()):
        halvings += 1
    assert (halvings, walk.size) == (3, 125)


def test_new_history_is_asked_for_with_an_overlap():
    assert overlapped("2026-03-01T00:30:00Z") == "2026-02-28T23:30:00Z"


# --- rows lost between pages -----------------------------------------------------------------------------


class PostgresHistory:
    """A history whose rows of one date come in another order on every page, however it is asked for."""

    def __init__(self, ties: Iterable[int], seed: int = 0) -> None:
        dates = [date for date, rows in enumerate(ties) for _ in range(rows)]
        self.rows = [ReleaseEvent(id=number, date=f"{date:06}") for number, date in enumerate(dates)]
        self.seed = seed
        self.asked: list[HistorySlice] = []

    def answer(self, request: HistorySlice) -> HistoryPage:
        """Return a page; about a third of the rows of a date that spans many pages are on none of them."""
        self.asked.append(request)
        shuffled = list(self.rows)
        Random(f"{self.seed} {request}").shuffle(shuffled)
        shuffled.sort(key=lambda event: event.date)
        return HistoryPage(len(self.rows), Fetched(shuffled[slice(*request.span)], []))


def walked(app: PostgresHistory) -> tuple[list[ReadPage], set[int]]:
    """Walk through a history; return what is known of its pages, and the ids that came."""
    walk, pages, ids = PageWalk(), [], set[int]()
    while not walk.done:
        request = walk.take()
        page = app.answer(request)
        pages = [*(pages if request.number > 1 else ()), ReadPage.of(request, page, walk.total or 0)]
        ids.update(event.id for event in page.fetched.records)
        walk.note(page.total)
    return pages, ids


@example([41] * 730, 1)
@example([30_000], 1)
@example([1, 1_998, 1, 4_000], 2)
@given(st.lists(st.integers(1, 3_000), min_size=1, max_size=12), st.integers(0, 9))
def test_every_row_of_a_tie_comes_with_the_page_that_covers_it(ties, seed):
    app = PostgresHistory(ties, seed)
    pages, ids = walked(app)
    spans = tied_spans(pages)
    for span in spans:
        ids.update(event.id for event in app.answer(covering_page(span)).fetched.records)
    assert ids == set(range(len(app.rows)))
    assert all(before.end <= after.start for before, after in pairwise(spans))


def test_pages_asked_for_again_hold_few_rows_more_than_the_ties():
    """30,000 rows, 41 of each second: no second walk of 30,000."""
    app = PostgresHistory([41] * 730)
    pages, ids = walked(app)
    assert len(ids) < len(app.rows)
    again = [covering_page(span) for span in tied_spans(pages)]
    assert len(again) < len(pages)
    assert sum(request.size for request in again) < len(app.rows) / 50


@given(st.integers(0, 60_000), st.integers(1, 8_000))
def test_a_covering_page_holds_the_whole_span(start, rows):
    page = covering_page(Span(start, start + rows)).span
    assert page.start <= start
    assert start + rows <= page.end


def test_no_row_is_doubted_where_dates_differ():
    pages, ids = walked(PostgresHistory([1] * 4_000))
    assert (tied_spans(pages), short_spans(pages), len(ids)) == ([], [], 4_000)


def test_rows_that_moved_over_a_seam_as_others_were_deleted_are_asked_for_again():
    app = PostgresHistory([1] * 3_000)
    first = ReadPage.of(HistorySlice(1, 1_000), app.answer(HistorySlice(1, 1_000)), 0)
    del app.rows[100:130]
    second = ReadPage.of(HistorySlice(2, 1_000), app.answer(HistorySlice(2, 1_000)), 3_000)
    (span,) = tied_spans([first, second])
    moved = {event.id for event in app.answer(covering_page(span)).fetched.records}
    assert set(range(1_000, 1_030)) <= moved


@pytest.fixture
def asked(monkeypatch) -> list[HistorySlice]:
    """Return the pages of history that clients ask for."""
    pages, ask = [], ArrClient.history_page

    async def note(client, page, size):
        pages.append(HistorySlice(page, size))
        return await ask(client, page, size)

    monkeypatch.setattr(ArrClient, "history_page", note)
    return pages


def is_complete(database, app):
    """Return whether the history of an instance counts as read completely."""
    number = database.read_sync(estate_rows.instance_ids)[app.name]
    return database.read_sync(events.reading_state, number).complete


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_no_row_of_equal_dates_is_lost_on_postgresql(estate, back_it_up, database, monkeypatch, name):
    monkeypatch.setattr(history_pages, "FIRST_PAGE", 20)
    app = estate.apps[name]
    app.store.storage.postgres = True
    rows = app.store.history.rows
    for row in rows[10:]:
        row.at = rows[10].at
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.history, outcome.warnings) == (True, len(rows), ())
    assert is_complete(database, app)


async def test_a_long_history_on_postgresql_is_read_once_and_its_ties_again(
    estate, back_it_up, database, monkeypatch, asked
):
    """A thirtieth of 30,000 rows on pages of a thirtieth: 7 of each date, 6 pages."""
    monkeypatch.setattr(history_pages, "FIRST_PAGE", 40)
    monkeypatch.setattr(history_pages, "LARGEST_PAGE", 170)
    app = estate.apps["radarr.main"]
    app.store.storage.postgres = True
    rows = app.store.history.rows
    first = rows[0]
    rows[:] = [replace(first, id=1 + number, at=first.at + number // 7) for number in range(1_000)]
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.history, outcome.warnings) == (True, len(rows), ())
    assert is_complete(database, app)
    sizes = [page.size for page in asked]
    assert sizes[:7] == [40, *[170] * 6]
    assert 0 < len(sizes[7:]) <= 5
    assert max(sizes[7:]) <= 14


async def test_a_history_of_one_date_is_asked_for_as_a_whole(
    estate, back_it_up, database, monkeypatch, asked
):
    monkeypatch.setattr(history_pages, "FIRST_PAGE", 10)
    monkeypatch.setattr(history_pages, "LARGEST_PAGE", 20)
    app = estate.apps["radarr.main"]
    app.store.storage.postgres = True
    rows = app.store.history.rows
    for row in rows:
        row.at = rows[0].at
    outcome = await back_it_up(app)
    assert (outcome.history, outcome.warnings) == (len(rows), ())
    assert asked[-1] == HistorySlice(1, len(rows))
    assert is_complete(database, app)


async def test_a_history_of_fewer_rows_than_its_total_is_not_complete(estate, back_it_up, database):
    app = estate.apps["radarr.main"]
    app.faults.add("partial_list", "/history$", share=0.9)
    outcome = await back_it_up(app)
    missing = len(app.store.history.rows) - outcome.history
    assert missing > 0
    assert outcome.warnings[-1].startswith(f"{missing} of {len(app.store.history.rows)} rows")
    assert not is_complete(database, app)
    app.faults.clear()
    healed = await back_it_up(app)
    assert (healed.new_history, healed.warnings) == (missing, ())
    assert is_complete(database, app)


async def test_rows_that_cannot_be_read_are_told_and_asked_for_again_by_a_full_backup(
    estate, back_it_up, database, asked
):
    app = estate.apps["sonarr.main"]
    app.faults.add("malformed_item", "/history$")
    outcome = await back_it_up(app)
    assert outcome.history == len(app.store.history.rows) - 1
    warning = outcome.warnings[-1]
    assert warning.startswith("1 row of the release history could not be read: ")
    unread = app.store.history.rows[len(app.store.history.rows) // 2]
    assert unread.source_title in warning
    assert is_complete(database, app)
    asked.clear()
    assert (await back_it_up(app)).warnings == ()
    assert asked == []
    app.faults.clear()
    assert (await back_it_up(app, full=True)).new_history == 1


async def test_an_unreadable_row_among_new_ones_makes_no_backup_read_the_whole_history(
    estate, back_it_up, database, asked
):
    app = estate.apps["sonarr.main"]
    await back_it_up(app)
    app.faults.add("malformed_item", "/history/since")
    later = await back_it_up(app)
    assert any("could not be read" in warning for warning in later.warnings)
    assert is_complete(database, app)
    app.faults.clear()
    asked.clear()
    assert (await back_it_up(app)).ok
    assert asked == []


async def test_a_history_that_stays_short_is_asked_for_once_more_and_no_oftener(estate, back_it_up, asked):
    app = estate.apps["radarr.main"]
    app.faults.add("partial_list", "/history$", share=0.9)
    await back_it_up(app)
    assert len(asked) == 2
