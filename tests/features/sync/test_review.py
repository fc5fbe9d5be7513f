"""A plan over a limit stays locked until each entry concerned was decided by itself."""

from __future__ import annotations

import pytest

from arrtui.features.sync.model import Decision, Entry, Op, PlannedEntry
from arrtui.features.sync.review import lock_reason

LIMIT = "It removes 3 of 40 titles of radarr.uhd; the limit is 2."


def planned(
    decision: Decision, *, by_hand: bool = False, limited: bool = True, op: Op = Op.REMOVE
) -> PlannedEntry:
    entry = Entry(key="radarr.uhd/item/1", instance="radarr.uhd", op=op, ident="1", by_hand=limited)
    return PlannedEntry(position=0, entry=entry, decision=decision, by_hand=by_hand)


def test_a_plan_within_its_limits_is_never_locked() -> None:
    assert lock_reason("", [planned(Decision.UNDECIDED)]) == ""


@pytest.mark.parametrize(
    ("one", "locked"),
    [
        (planned(Decision.UNDECIDED), True),
        (planned(Decision.UNDECIDED, by_hand=True), True),
        (planned(Decision.APPROVED), True),
        (planned(Decision.APPROVED, by_hand=True), False),
        (planned(Decision.REJECTED), False),
        (planned(Decision.REJECTED, by_hand=True), False),
        (planned(Decision.UNDECIDED, limited=False), False),
    ],
)
def test_which_decisions_open_the_lock(one: PlannedEntry, locked: bool) -> None:
    assert bool(lock_reason(LIMIT, [one])) is locked


def test_the_lock_tells_the_limit_and_how_many_are_left() -> None:
    waiting = [planned(Decision.UNDECIDED), planned(Decision.APPROVED), planned(Decision.APPROVED, op=Op.ADD)]
    done = [planned(Decision.APPROVED, by_hand=True), planned(Decision.UNDECIDED, limited=False)]
    assert lock_reason(LIMIT, [*waiting, *done]) == (
        f"{LIMIT} Approve or reject each by itself: 1 additions and 2 removals left."
    )
