"""How the pages of a history are walked."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from arrtui.features.backup.history import PageWalk, next_size, overlapped


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
