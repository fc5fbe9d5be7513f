"""When what was marked is read: simulated seconds, no waiting."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from arrtui.core.activity import ActivityKind
from arrtui.core.domain import Item
from arrtui.features.backup.refresh import SINGLES
from arrtui.features.live.collector import LONGEST_PAUSE, MOST_IDS, SETTLING, Collector, DueReading
from arrtui.features.live.hints import hint_of
from arrtui.features.live.marks import FeedMarks


class Mark(NamedTuple):
    at: float
    marks: FeedMarks
    echoes: frozenset[int] = frozenset()


class Taken(NamedTuple):
    at: float
    reading: DueReading


def edit(at: float, *ids: int) -> Mark:
    return Mark(at, FeedMarks(titles=frozenset(ids)))


def echo(at: float, item_id: int) -> Mark:
    return Mark(at, FeedMarks(hints={item_id: hint_of(Item(id=item_id), 1, 0)}), frozenset({item_id}))


def deletion(at: float, *ids: int) -> Mark:
    return Mark(at, FeedMarks(deleted=frozenset(ids)))


def simulated(marks: Iterable[Mark]) -> list[Taken]:
    """Return the readings of a stream of marks, each taken when it is due."""
    collector, readings = Collector(), []

    def take_until(now: float) -> None:
        while (due := collector.due) is not None and due <= now:
            readings.append(Taken(due, collector.take(due)))

    for mark in sorted(marks, key=lambda mark: mark.at):
        take_until(mark.at)
        collector.add(mark.marks, mark.at, mark.echoes)
    take_until(float("inf"))
    return readings


def requests(reading: DueReading) -> int:
    """Return what a reading costs at most: the history, the list, and the files of a batch of titles.

    As ``tests/features/backup/test_refresh.py`` counts them over HTTP.
    """
    if reading.whole:
        return 2
    return 3 if reading.titles else 0


def test_what_comes_within_a_second_is_one_reading() -> None:
    (taken,) = simulated([edit(0, 1), edit(0.4, 2), edit(0.9, 1)])
    assert taken == Taken(1.0, DueReading(titles=frozenset({1, 2})))


def test_a_refresh_of_everything_costs_little_and_holds_up_nobody() -> None:
    """5,000 messages at eight a second, and an owner who deletes and edits meanwhile."""
    flood = [echo(number / 8, number) for number in range(1, 5_001)]
    readings = simulated([*flood, deletion(300, 17), edit(400.3, 4_999)])
    assert sum(requests(taken.reading) for taken in simulated(flood)) <= 40
    assert any(taken.at <= 302 for taken in readings if 17 in taken.reading.deleted)
    assert any(taken.at <= 402.3 for taken in readings if 4_999 in taken.reading.titles and taken.at > 400.3)
    assert any(taken.reading.whole for taken in readings)


def test_more_titles_than_a_request_takes_are_the_whole_list() -> None:
    (taken,) = simulated([edit(0, *range(MOST_IDS)), edit(0.5, 9_000)])
    assert taken.reading == DueReading(whole=True)


def test_deletions_are_never_lost_in_the_list() -> None:
    (taken,) = simulated([deletion(0, *range(1_000))])
    assert len(taken.reading.deleted) == 1_000 and not taken.reading.whole


def test_an_owner_who_edits_now_and_then_never_waits() -> None:
    edits = [edit(5.0 * number, number) for number in range(1, 50)]
    assert {round(taken.at % 5, 3) for taken in simulated(edits)} == {SETTLING}


def test_parts_are_read_once_for_many_messages() -> None:
    queue = [
        Mark(second / 10, FeedMarks(activity=frozenset({ActivityKind.DOWNLOAD}))) for second in range(600)
    ]
    readings = simulated(queue)
    assert {taken.reading.activity for taken in readings} == {frozenset({ActivityKind.DOWNLOAD})}
    assert len(readings) <= 7


def test_what_could_not_be_read_is_tried_again_ever_more_rarely() -> None:
    collector, now, tries = Collector(), 0.0, []
    collector.add(edit(0, 1).marks, now)
    for _ in range(12):
        assert collector.due is not None
        now = collector.due
        tries.append(now)
        collector.put_back(collector.take(now), now)
    gaps = [later - earlier for earlier, later in pairwise(tries)]
    assert gaps == sorted(gaps) and gaps[-1] == LONGEST_PAUSE


IDS = st.integers(1, 20)
TIMES = st.floats(0, 200, allow_nan=False).map(lambda at: round(at, 2))
MARKS = st.one_of(st.builds(edit, TIMES, IDS), st.builds(deletion, TIMES, IDS), st.builds(echo, TIMES, IDS))


@settings(max_examples=150, deadline=None)
@given(st.lists(MARKS, max_size=60))
def test_every_mark_is_read_after_it_came_and_soon(marks: list[Mark]) -> None:
    readings = simulated(marks)
    for mark in marks:
        ids = mark.marks.titles | mark.marks.hints.keys()
        later = [
            taken.at
            for taken in readings
            if taken.at >= mark.at
            and (ids <= taken.reading.titles if ids else mark.marks.deleted <= taken.reading.deleted)
        ]
        assert later and later[0] <= mark.at + LONGEST_PAUSE + SETTLING
    times = [taken.at for taken in readings]
    assert times == sorted(times)
    assert all(taken.reading != DueReading() for taken in readings)


def test_it_holds_few_ids_however_many_are_marked() -> None:
    collector = Collector()
    for number in range(10_000):
        collector.add(edit(0, number).marks, 0.0)
        collector.add(echo(0, number).marks, 0.0, frozenset({number}))
    assert all(len(ids) <= MOST_IDS for ids in collector._titles.values())
    assert collector.take(1.0) == DueReading(whole=True)


def test_a_refresh_of_all_albums_costs_little() -> None:
    """5,000 albums of 500 artists, a message for each, twenty a second: none says whether it tells news.

    As ``tests/runtime/live/test_music.py`` counts over HTTP: two requests for each of a few artists, two for
    the lists of all.
    """
    readings = simulated(edit(number / 20, number // 10) for number in range(5_000))
    asked = [2 * min(len(taken.reading.titles), SINGLES) + 3 for taken in readings]
    assert sum(asked) <= 120 and len(readings) <= 10
    assert frozenset(range(500)) == frozenset().union(*(taken.reading.titles for taken in readings)) or any(
        taken.reading.whole for taken in readings
    )
