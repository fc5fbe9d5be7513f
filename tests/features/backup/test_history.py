"""How the pages of a history are walked, and what is said when rows of it are missing."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arrtui.db import estate as estate_rows
from arrtui.db import history as events
from arrtui.features.backup import history
from arrtui.features.backup.history import LARGEST_PAGE, PageWalk, next_size, overlapped


def read_all(total: int, slow: set[int]) -> list[int]:
    """Walk a history of ``total`` rows, timing out at the requests in ``slow``; return the rows read."""
    walk, rows, request = PageWalk(), [], 0
    while not walk.done:
        request += 1
        if request in slow and walk.halve():
            continue
        start = (walk.page - 1) * walk.size
        rows.extend(range(start, min(total, start + walk.size)))
        walk.advance(total)
    return rows


@example(total=50_000, slow={3, 4, 5, 6, 7})
@given(st.integers(0, 60_000), st.sets(st.integers(1, 12), max_size=5))
def test_every_row_is_read_however_slow_the_app_is(total, slow):
    assert set(read_all(total, slow)) == set(range(total))


@pytest.mark.parametrize(("total", "size"), [(0, 1000), (900, 1000), (15_000, 3000), (400_000, 5_000)])
def test_the_page_size_follows_the_length(total, size):
    assert next_size(total) == size


def test_pages_get_no_shorter_than_what_makes_sense():
    walk = PageWalk()
    halvings = 0
    while walk.halve():
        halvings += 1
    assert (halvings, walk.size) == (3, 125)


def test_new_history_is_asked_for_with_an_overlap():
    assert overlapped("2026-03-01T00:30:00Z") == "2026-02-28T23:30:00Z"


@given(st.integers(1, 60_000), st.integers(1, 3))
def test_another_walk_has_one_page_or_other_pages(total, attempt):
    walk, rows = PageWalk.again(total, attempt), 0
    while not walk.done:
        rows += walk.size
        assert walk.size <= LARGEST_PAGE
        walk.advance(total)
    assert rows >= total
    assert walk.size > total or walk.size not in {next_size(total), PageWalk.again(total, attempt + 1).size}


def is_complete(database, app):
    """Return whether the history of an instance counts as read completely."""
    number = database.read_sync(estate_rows.instance_ids)[app.name]
    return database.read_sync(events.reading_state, number).complete


@pytest.mark.parametrize("name", ["radarr.main", "sonarr.main"])
async def test_no_row_of_equal_dates_is_lost_on_postgresql(estate, back_it_up, database, monkeypatch, name):
    monkeypatch.setattr(history, "FIRST_PAGE", 20)
    app = estate.apps[name]
    app.store.storage.postgres = True
    rows = app.store.history.rows
    for row in rows[10:]:
        row.at = rows[10].at
    outcome = await back_it_up(app)
    assert (outcome.ok, outcome.history, outcome.warnings) == (True, len(rows), ())
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


async def test_rows_that_cannot_be_read_are_told(estate, back_it_up, database):
    app = estate.apps["sonarr.main"]
    app.faults.add("malformed_item", "/history$")
    outcome = await back_it_up(app)
    assert outcome.history == len(app.store.history.rows) - 1
    assert outcome.warnings[-1].startswith("1 row of the release history could not be read")
    assert not is_complete(database, app)
    app.faults.clear()
    assert (await back_it_up(app)).new_history == 1
    app.faults.add("malformed_item", "/history/since")
    later = await back_it_up(app)
    assert any("could not be read" in warning for warning in later.warnings)
    assert not is_complete(database, app)
