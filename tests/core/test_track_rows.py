"""Rows of an album's tracks are told once, whichever way they are listed."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.domain import ReleaseEvent
from arrtui.core.track_rows import TRACK_EVENTS, track_groups, track_words

EVENTS = st.builds(
    ReleaseEvent,
    id=st.integers(1, 99),
    item_id=st.integers(1, 2),
    episode_id=st.integers(1, 2),
    event=st.sampled_from(("grabbed", "trackFileImported", "trackFileDeleted")),
    date=st.integers(0, 59).map(lambda minute: f"2026-11-28T02:{minute:02}:00Z"),
    source_title=st.sampled_from("abc"),
    download_id=st.sampled_from(("", "x")),
)


def by_itself(event: ReleaseEvent) -> ReleaseEvent:
    return event


@given(st.lists(EVENTS), st.booleans())
def test_no_row_is_lost_and_only_those_of_one_album_are_together(events, newest_first) -> None:
    rows = sorted(events, key=lambda event: event.date, reverse=newest_first)
    groups = track_groups(rows, by_itself)
    assert sorted(row.id for group in groups for row in group) == sorted(row.id for row in rows)
    for group in groups:
        assert len({(row.event, row.item_id, row.episode_id, row.download_id) for row in group}) == 1
        assert len(group) == 1 or group[0].event in TRACK_EVENTS
    assert [len(group) for group in track_groups(rows[::-1], by_itself)].count(1) == [
        len(group) for group in groups
    ].count(1)


def test_instances_stay_apart_and_a_track_told_twice_counts_once() -> None:
    rows = [
        ReleaseEvent(id=n, event="trackFileDeleted", date="2026-11-28T02:00:00Z", source_title=f"{n % 2}")
        for n in range(4)
    ]
    (group,) = track_groups(rows, by_itself)
    assert (track_words(group), track_words(group[:1])) == ("2 tracks", "")
    assert len(track_groups(rows, by_itself, lambda row: row.id % 2)) == 2


def test_the_end_of_an_import_is_told_only_where_its_tracks_are_not() -> None:
    track = ReleaseEvent(id=1, event="trackFileImported", date="2026-11-28T02:00:00Z", download_id="x")
    whole = ReleaseEvent(id=2, event="downloadImported", date="2026-11-28T02:00:00Z", download_id="x")
    for rows in ([track, whole], [whole, track]):
        assert track_groups(rows, by_itself) == [[track]]
        assert track_groups(rows, by_itself, lambda row: row.id) == [[row] for row in rows]
    assert track_groups([whole], by_itself) == [[whole]]
