"""What can be undone and taken back again, of a subject or of everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from arrtui.features.sync.changes import (
    ChangeHistory,
    ChangeSubject,
    profile_subject,
    title_subject,
    written_instances,
)
from arrtui.features.sync.model import Counts, Entry, EntrySubject, Op, Plan, PlanKind, PlanState


def plan(plan_id: int, at: float | None = None, **values: Any) -> Plan:
    """Return a plan that wrote one entry, applied at a time; by default in the order of the ids."""
    given: dict[str, Any] = {
        "kind": PlanKind.UNDO if values.get("undoes") else PlanKind.SYNC,
        "target": "radarr.4k",
        "state": PlanState.APPLIED,
        "applied_at": float(plan_id) if at is None else at,
        "outcomes": {"done": 1},
    }
    return Plan(id=plan_id, **given | values)


def ids(plans: list[Plan]) -> list[int]:
    """Return the ids of plans."""
    return [one.id for one in plans]


UNDONE = PlanState.UNDONE


def test_the_newest_change_of_a_subject_else_of_all() -> None:
    history = ChangeHistory(
        [
            plan(1, pair="a"),
            plan(2, pair="b", target="radarr.main"),
            plan(3, kind=PlanKind.ACTION, target="sonarr.tv"),
        ]
    )
    assert ids(history.changes) == [3, 2, 1]
    for subject, newest in (
        (ChangeSubject(), 3),
        (ChangeSubject(pair="a"), 1),
        (ChangeSubject(pair="none"), 3),
        (ChangeSubject(instances=frozenset({"radarr.main", "radarr.4k"})), 2),
        (ChangeSubject(plan=1), 1),
    ):
        found = history.newest_change(subject)
        assert found is not None
        assert found.id == newest
    assert history.changes_of(ChangeSubject(pair="none")) == []


def test_the_newest_change_of_a_title_or_profile_else_of_the_instances_around_it() -> None:
    title = title_subject([("radarr.4k", "603", 7), ("radarr.main", "", 8)], ["radarr.main"])
    profile = profile_subject("radarr.4k", "HD")
    assert title.entries == {"radarr.4k/item/603", "radarr.main/item/id8"}
    written = [plan(1), plan(2), plan(3, target="radarr.main"), plan(4)]
    keys = {1: {"radarr.4k/item/603"}, 2: {"radarr.4k/setting/quality_profile/HD"}, 3: {"x"}, 4: {"y"}}
    for known, subject, newest in (
        (keys, title, 1),
        (keys, profile, 2),
        ({}, title, 3),
        ({}, profile, 4),
        ({}, title_subject([("radarr.4k", "603", 7)]), 4),
    ):
        found = ChangeHistory(written, keys=known).newest_change(subject)
        assert found is not None
        assert found.id == newest


def test_it_is_the_time_of_applying_that_counts() -> None:
    assert ids(ChangeHistory([plan(1, 9.0), plan(2, 5.0)]).changes) == [1, 2]


@pytest.mark.parametrize("state", [PlanState.UNDONE, PlanState.APPLYING])
def test_what_is_undone_or_being_applied_does_not_stand(state: PlanState) -> None:
    history = ChangeHistory([plan(1, state=state)])
    assert (history.newest_change(), history.newest_undo()) == (None, None)


def test_one_of_which_nothing_is_left_to_undo_is_passed_over() -> None:
    assert ids(ChangeHistory([plan(1), plan(2)], spent={2}).changes) == [1]


def test_an_undo_is_taken_back_and_what_takes_it_back_is_a_change_again() -> None:
    first, undo = plan(1, state=UNDONE), plan(2, undoes=1)
    history = ChangeHistory([first, undo])
    assert (ids(history.changes), ids(history.undos)) == ([], [2])
    again = plan(3, undoes=2)
    history = ChangeHistory([first, plan(2, undoes=1, state=UNDONE), again])
    assert (ids(history.changes), ids(history.undos)) == ([3], [])


def test_an_undo_whose_plan_is_forgotten_is_one_still() -> None:
    history = ChangeHistory([plan(2, kind=PlanKind.UNDO, undoes=None)])
    assert (ids(history.changes), ids(history.undos)) == ([], [2])


@given(st.lists(st.sampled_from("csu"), max_size=30))
def test_undo_and_redo_are_stacks(keys: list[str]) -> None:
    """Changes (c), undos (s) and redos (u) as they are asked for leave what an editor would leave."""
    plans: dict[int, Plan] = {}
    done: list[int] = []
    undone: list[int] = []
    roots: dict[int, int] = {}
    for key in keys:
        history, number = ChangeHistory(plans.values()), len(plans) + 1
        target = history.newest_undo() if key == "u" else history.newest_change()
        if key == "c":
            plans[number], roots[number] = plan(number), number
            done.append(number)
        elif target is not None:
            plans[target.id] = plan(target.id, undoes=target.undoes, state=UNDONE)
            plans[number], roots[number] = plan(number, undoes=target.id), roots[target.id]
            giver, taker = (undone, done) if key == "u" else (done, undone)
            taker.append(giver.pop())
            assert taker[-1] == roots[number]
        else:
            assert not (undone if key == "u" else done)


def test_from_a_plan_its_own_writes_come_first_then_those_of_its_pair() -> None:
    first, second, undo = plan(1, pair="a"), plan(2, pair="a", state=UNDONE), plan(3, pair="a", undoes=2)
    history = ChangeHistory([first, second, undo, plan(4, pair="b")])
    opened = plan(9, pair="a", state=PlanState.OPEN)
    change, taken = history.change_from, history.undo_from
    assert [found and found.id for found in map(change, (first, second, undo, opened))] == [1, 1, 3, 1]
    assert [found and found.id for found in map(taken, (first, second, undo, opened))] == [3, 3, 3, 3]
    assert change(plan(10, state=PlanState.OPEN)) is None
    assert taken(plan(10, state=PlanState.OPEN)) is None


def test_a_union_writes_both_sides() -> None:
    both = plan(1, source="radarr.main", mode="union")
    assert written_instances(both) == {"radarr.main", "radarr.4k"}
    assert written_instances(plan(1, target="radarr.4k, sonarr.tv")) == {"radarr.4k", "sonarr.tv"}


def entry(subject: EntrySubject = EntrySubject.ITEM) -> Entry:
    """Return an entry about a movie, or something else of its name."""
    return Entry(key="k", instance="radarr.4k", op=Op.ADD, subject=subject, title="Heat")


@pytest.mark.parametrize(
    ("values", "first", "text"),
    [
        ({"outcomes": {"done": 3}, "counts": Counts(add=4)}, entry(), "3 movies to radarr.4k"),
        ({"outcomes": {"done": 3}, "counts": Counts(remove=3)}, entry(), "3 movies from radarr.4k"),
        ({"outcomes": {"done": 3}, "counts": Counts(add=1, update=2)}, entry(), "3 movies on radarr.4k"),
        ({"counts": Counts(update=1)}, entry(), "Heat on radarr.4k"),
        (
            {"outcomes": {"done": 2}, "counts": Counts(update=2)},
            entry(EntrySubject.SETTING),
            "2 settings on radarr.4k",
        ),
        (
            {"outcomes": {"done": 2}, "kind": PlanKind.RESTORE, "counts": Counts(add=2)},
            entry(),
            "2 changes to radarr.4k",
        ),
        (
            {"outcomes": {"done": 2}, "target": "radarr.4k, sonarr.tv", "counts": Counts(remove=2)},
            entry(),
            "2 titles from 2 instances",
        ),
        ({"outcomes": {"failed": 1}}, None, "part of plan 1"),
    ],
)
def test_a_change_in_words(values: dict[str, Any], first: Entry | None, text: str) -> None:
    one = plan(1, **values)
    assert ChangeHistory([one], {1: first} if first else {}).text(one) == text


def test_an_undo_is_called_by_what_it_undid() -> None:
    first, undo = plan(1, state=UNDONE, counts=Counts(add=1)), plan(2, undoes=1, counts=Counts(remove=1))
    assert ChangeHistory([first, undo], {1: entry(), 2: entry()}).text(undo) == "Heat to radarr.4k"
