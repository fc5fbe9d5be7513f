"""What became of scores, as data: told once, told completely, told of nothing else."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.db.scores import CurrentFile, Key, SampledState, ScoreEvent
from arrtui.features.scores.sampling import event_of, score_changes

KEYS = st.tuples(st.integers(1, 3), st.integers(-1, 1), st.integers(-1, 2))
SCORES = st.none() | st.integers(-2, 2)
STATES = st.dictionaries(KEYS, st.builds(SampledState, st.integers(0, 3), SCORES, st.just("Title")))
FILES = st.dictionaries(KEYS, st.tuples(st.none() | st.integers(1, 3), SCORES))


def current_file(
    key: Key, file_id: int | None, score: int | None, *, owner: int = 1, named: int = 0
) -> CurrentFile:
    return CurrentFile(*key, owner, named or file_id or 0, file_id, score, "DVD", 1, "Title")


@given(STATES, FILES, st.booleans())
def test_samples_lead_from_one_state_to_the_next(
    states: dict[Key, SampledState], files: dict[Key, tuple[int | None, int | None]], first: bool
) -> None:
    now = [current_file(key, *file) for key, file in files.items()]
    changes = list(score_changes(states, now, first=first))
    assert len({change.key for change in changes}) == len(changes)
    after = dict(states)
    for change in changes:
        after[change.key] = (
            SampledState(change.now.file_id or 0, change.now.score, "") if change.now else _NONE
        )
        assert (change.before is None) is (change.event in (ScoreEvent.FIRST, ScoreEvent.NEW))
        assert (change.now is None) is (change.event is ScoreEvent.REMOVED)
    expected = {key: (file_id, score or 0) for key, (file_id, score) in files.items() if file_id}
    assert {
        key: (state.file_id, state.score or 0) for key, state in after.items() if state.file_id
    } == expected
    assert not list(score_changes(after, now, first=False))


_NONE = SampledState(0, None, "")


@pytest.mark.parametrize(
    ("before", "now", "event"),
    [
        (None, None, None),
        (None, (1, 5), ScoreEvent.NEW),
        ((1, 5), None, ScoreEvent.REMOVED),
        ((1, 5), (1, 5), None),
        ((1, 5), (2, 5), ScoreEvent.REPLACED),
        ((1, 5), (2, 6), ScoreEvent.UPGRADED),
        ((1, 5), (2, 4), ScoreEvent.DOWNGRADED),
        ((2, -35_000), (1, -34_999), ScoreEvent.UPGRADED),
        ((1, 5), (1, 4), ScoreEvent.RESCORED),
        ((1, 5), (1, 6), ScoreEvent.RESCORED),
        ((1, None), (1, 0), None),
        ((1, None), (2, None), ScoreEvent.REPLACED),
        ((1, None), (2, -1), ScoreEvent.DOWNGRADED),
        ((1, 3), (1, None), ScoreEvent.RESCORED),
    ],
)
def test_each_event(
    before: tuple[int, int | None] | None, now: tuple[int, int | None] | None, event: ScoreEvent | None
) -> None:
    was = None if before is None else SampledState(*before, "Title")
    is_now = None if now is None else current_file((1, -1, -1), *now)
    assert event_of(was, is_now, first=False) is event
    assert event_of(was, is_now, first=True) is (ScoreEvent.FIRST if event is ScoreEvent.NEW else event)


def test_a_file_that_could_not_be_read_is_not_taken_as_removed() -> None:
    key, state = (1, 1, 1), SampledState(7, 5, "Title")
    assert not list(score_changes({key: state}, [current_file(key, None, None, named=8)], first=False))
    (change,) = score_changes({key: state}, [current_file(key, None, None)], first=False)
    assert change.event is ScoreEvent.REMOVED


def test_of_several_files_of_a_movie_the_newest_counts() -> None:
    key = (1, -1, -1)
    (change,) = score_changes(
        {key: SampledState(7, 5, "T")}, [current_file(key, 7, 5), current_file(key, 9, 8)], first=False
    )
    assert (change.event, change.now and change.now.file_id) == (ScoreEvent.UPGRADED, 9)


def test_two_episodes_of_one_number_tell_nothing() -> None:
    key = (1, 1, 1)
    both = [current_file(key, 7, 5, owner=1), current_file(key, 9, 8, owner=2)]
    assert not list(score_changes({key: SampledState(7, 5, "T")}, both, first=False))
    assert not list(score_changes({}, both, first=True))
