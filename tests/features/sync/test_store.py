"""Plans as they are stored: what comes back, what is refused, what can be undone and what is forgotten."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import pytest
from msgspec.structs import replace

from arrtui.core.errors import DecisionRefusedError, NoSuchPlanError
from arrtui.db.database import Database
from arrtui.db.journal import WHOLE_PLAN, NewStep, StepEnd
from arrtui.features.sync import store
from arrtui.features.sync.changes import ChangeSubject
from arrtui.features.sync.model import (
    Counts,
    Decision,
    Entry,
    EntryOutcome,
    EntrySubject,
    LeftOut,
    Op,
    Plan,
    PlanDraft,
    PlanKind,
    PlanState,
    Why,
    entry_key,
)

T = TypeVar("T")
DAY = 86_400.0
NOW = 1_000 * DAY


def entry(ident: int, op: Op = Op.UPDATE, **values: Any) -> Entry:
    """Return an entry about a movie."""
    given: dict[str, Any] = {
        "key": entry_key("radarr.4k", EntrySubject.ITEM, ident),
        "instance": "radarr.4k",
        "op": op,
        "ident": str(ident),
        "title": f"Movie {ident}",
        "year": 1999,
        "reason": "It differs.",
        "now": {} if op is Op.ADD else {"monitored": True},
        "after": {} if op is Op.REMOVE else {"monitored": False, "tags": ["kids"]},
    }
    return Entry(**given | values)


FULL = entry(
    603,
    Op.REMOVE,
    item_id=7,
    now={
        "seasons": {"1": True},
        "episodes": {"1x2": False},
        "files": {"a.mkv": {"quality": "HD"}},
        "path": None,
    },
    search=True,
    move_files=True,
    exclude=True,
    warnings=("It is on the exclusion list.", "No space."),
    files=3,
    size=2**41,
    source_mark=2**63,
    target_mark=-5,
    by_hand=True,
)
DRAFT = PlanDraft(
    entries=[entry(1, Op.ADD), entry(2), FULL, entry(4, Op.REMOVE)],
    left_out=[
        LeftOut(Why.SAME, "radarr.4k", "5", "Same", 2001, "Nothing differs."),
        LeftOut(Why.FILTERED, "radarr.main", "", "Filtered", 2002, "Its tag kids is left out."),
    ],
    notes=("Two titles share an id.",),
    locked="2 removals, 1 allowed",
)
ADD, UPDATE, REMOVAL = 0, 1, 2


class Store:
    """The functions of the store, each in a transaction of its own."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def write(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.database.write_sync(work, *args, **kwargs)

    def read(self, work: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        return self.database.read_sync(work, *args, **kwargs)

    def save(self, draft: PlanDraft = DRAFT, **values: Any) -> int:
        now = values.pop("now", NOW)
        return self.write(store.save, replace(draft, **values), now)

    def plan(self, plan_id: int) -> Plan:
        return self.read(store.plan, plan_id)

    def decide(self, plan_id: int, positions: Any, decision: Decision, **values: Any) -> None:
        self.write(store.decide, plan_id, positions, decision, **values)

    def decisions(self, plan_id: int) -> list[tuple[str, bool]]:
        return [(one.decision.value, one.by_hand) for one in self.read(store.entries, plan_id)]

    def state(self, plan_id: int, state: PlanState, now: float = NOW) -> None:
        self.write(store.set_state, plan_id, state, now)

    def outcome(self, plan_id: int, position: int, outcome: EntryOutcome, message: str = "") -> None:
        self.write(store.set_outcomes, plan_id, [(position, outcome, message)])

    def step(self, plan_id: int, position: int, state: str) -> None:
        (step,) = self.write(store.begin_steps, plan_id, [NewStep(position, "edit", "radarr.4k")], NOW)
        if state != "begun":
            self.write(store.end_steps, plan_id, [StepEnd(step, state)], [], NOW)

    def applied(self, plan_id: int, now: float, outcome: EntryOutcome = EntryOutcome.DONE) -> int:
        """Put a plan as it is after an apply."""
        self.outcome(plan_id, ADD, outcome)
        self.state(plan_id, PlanState.APPLIED, now)
        return plan_id

    def undoable(self, pair: str = "") -> int | None:
        found = self.read(store.changes).changes_of(ChangeSubject(pair=pair))
        return found[0].id if found else None

    def redoable(self, pair: str = "") -> int | None:
        found = self.read(store.changes).undos_of(ChangeSubject(pair=pair))
        return found[0].id if found else None


@pytest.fixture
def stored(database: Database) -> Store:
    """Return the store over an empty database."""
    return Store(database)


# --- what comes back -------------------------------------------------------------------------------------


def test_a_plan_comes_back_as_it_was_saved(stored: Store) -> None:
    plan_id = stored.save(
        pair="movies-4k",
        source="radarr.main@2026-11-01",
        target="radarr.4k",
        mode="mirror",
        snapshots={"radarr.main": 3, "radarr.4k": 9},
    )
    assert stored.plan(plan_id) == Plan(
        id=plan_id,
        kind=PlanKind.SYNC,
        pair="movies-4k",
        source="radarr.main@2026-11-01",
        target="radarr.4k",
        mode="mirror",
        created_at=NOW,
        snapshots={"radarr.main": 3, "radarr.4k": 9},
        counts=Counts(add=1, update=1, remove=2, same=1, filtered=1, warnings=1),
        locked="2 removals, 1 allowed",
        notes=("Two titles share an id.",),
    )
    planned = stored.read(store.entries, plan_id)
    assert [one.entry for one in planned] == DRAFT.entries
    assert [one.position for one in planned] == [0, 1, 2, 3]
    assert {(one.decision, one.by_hand, one.outcome) for one in planned} == {
        (Decision.UNDECIDED, False, EntryOutcome.NONE)
    }
    assert stored.read(store.left_out, plan_id) == DRAFT.left_out


def test_an_entry_that_names_the_ids_of_a_cutoff_comes_back(stored: Store) -> None:
    moved = entry(1, subject=EntrySubject.SETTING, qualities={7: "Bluray-1080p", 1000: "WEB"})
    plan_id = stored.write(store.save, PlanDraft(entries=[moved]), NOW)
    assert [planned.entry for planned in stored.read(store.entries, plan_id)] == [moved]


def test_a_plan_without_anything_in_it(stored: Store) -> None:
    plan_id = stored.save(PlanDraft(), decision=Decision.APPROVED)
    assert stored.plan(plan_id).counts == Counts()
    assert stored.read(store.entries, plan_id) == []
    assert stored.read(store.left_out, plan_id) == []
    assert stored.read(store.steps, plan_id) == []
    stored.decide(plan_id, [], Decision.APPROVED)


@pytest.mark.parametrize(
    "title", ["NUL \0 within", "lone \ud800 surrogate", "both \0\udfff", r"told as \u0000"]
)
def test_titles_no_database_takes_are_stored(stored: Store, title: str) -> None:
    told = title.translate({0: "\ufffd", 0xD800: "\ufffd", 0xDFFF: "\ufffd"})
    hostile = entry(1, key=f"radarr.4k/item/{title}", title=title, now={"path": title, "tags": [title]})
    draft = PlanDraft(
        entries=[hostile],
        left_out=[LeftOut(Why.SAME, "radarr.4k", "2", title, 0, title)],
        notes=(title,),
        locked=title,
    )
    plan_id = stored.save(draft, pair=title, source=title)
    steps = [NewStep(0, "edit", "radarr.4k", {title: title}, {"tags": [title]})]
    ids = stored.write(store.begin_steps, plan_id, steps, NOW)
    ends = [StepEnd(ids[0], "done", {"path": title}, title)]
    stored.write(store.end_steps, plan_id, ends, [(0, EntryOutcome.FAILED, title)], NOW)
    plan = stored.plan(plan_id)
    assert (plan.pair, plan.source, plan.locked, plan.notes) == (told, told, told, (told,))
    (planned,) = stored.read(store.entries, plan_id)
    assert (planned.entry.title, planned.entry.now) == (told, {"path": told, "tags": [told]})
    assert planned.message == told
    assert stored.read(store.left_out, plan_id)[0].reason == told
    (step,) = stored.read(store.steps, plan_id)
    assert (step.before, step.wanted, step.result) == ({told: told}, {"tags": [told]}, {"path": told})
    assert step.message == told
    assert stored.undoable(told) is None
    stored.state(plan_id, PlanState.APPLIED)
    assert stored.undoable(told) == plan_id


def test_ten_thousand_entries(stored: Store) -> None:
    draft = PlanDraft(
        entries=[entry(number) for number in range(10_000)],
        left_out=[LeftOut(Why.KEPT, "radarr.4k", str(number), "Kept", 0, "") for number in range(60_000)],
    )
    plan_id = stored.save(draft)
    stored.decide(plan_id, range(9_999), Decision.APPROVED)
    planned = stored.read(store.entries, plan_id)
    assert [one.entry for one in planned] == draft.entries
    assert [one.decision for one in planned[9_998:]] == [Decision.APPROVED, Decision.UNDECIDED]
    assert [one.decision for one in planned].count(Decision.APPROVED) == 9_999
    assert len(stored.read(store.left_out, plan_id)) == 60_000
    stored.write(store.set_outcomes, plan_id, [(one.position, EntryOutcome.DONE, "") for one in planned])
    assert stored.plan(plan_id).outcomes == {"done": 10_000}


@pytest.mark.parametrize(
    "work",
    [
        lambda: store.plan(7),
        lambda: store.entries(7),
        lambda: store.left_out(7),
        lambda: store.steps(7),
        lambda: store.decide(7, [0], Decision.APPROVED),
        lambda: store.edit(7, 0, {}),
        lambda: store.set_state(7, PlanState.APPLYING, NOW),
        lambda: store.set_outcomes(7, [(0, EntryOutcome.DONE, "")]),
        lambda: store.begin_steps(7, [NewStep(0, "add", "radarr.4k")], NOW),
        lambda: store.end_steps(7, [StepEnd(1, "done")], [], NOW),
        lambda: store.save(replace(DRAFT, kind=PlanKind.UNDO, undoes=7), NOW),
    ],
)
def test_a_plan_that_is_not_there(stored: Store, work: Callable[[], Any]) -> None:
    with pytest.raises(NoSuchPlanError, match="plan 7: there is no such plan") as caught:
        stored.write(work)
    assert "Sync pane" in str(caught.value)


# --- lists -----------------------------------------------------------------------------------------------


def test_plans_are_listed_newest_first(stored: Store) -> None:
    first, second, third = stored.save(pair="a"), stored.save(kind=PlanKind.ACTION), stored.save(pair="a")
    stored.outcome(first, 0, EntryOutcome.FAILED)
    found = stored.read(store.plans)
    assert [one.id for one in found] == [third, second, first]
    assert [one.outcomes for one in found] == [{}, {}, {"failed": 1}]
    assert [one.id for one in stored.read(store.plans, limit=2)] == [third, second]
    assert [one.id for one in stored.read(store.plans, pair="a")] == [third, first]
    assert stored.read(store.plans, pair="b") == []


def test_the_last_plan_of_a_pair_is_one_of_its_own(stored: Store) -> None:
    old, new, other = stored.save(pair="a"), stored.save(pair="a"), stored.save(pair="b")
    stored.save(kind=PlanKind.COPY)
    undo = stored.save(kind=PlanKind.UNDO, undoes=old)
    assert stored.plan(undo).pair == "a"
    assert {name: one.id for name, one in stored.read(store.last_of_pairs).items()} == {"a": new, "b": other}


def test_outcomes_are_counted(stored: Store) -> None:
    plan_id, untouched = stored.save(), stored.save()
    assert stored.plan(plan_id).outcomes == {}
    became = [
        (0, EntryOutcome.DONE, ""),
        (1, EntryOutcome.CONFLICTED, "Changed meanwhile."),
        (2, EntryOutcome.DONE, ""),
    ]
    stored.write(store.set_outcomes, plan_id, became)
    assert stored.plan(plan_id).outcomes == {"done": 2, "conflicted": 1}
    assert stored.read(store.entries, plan_id)[1].message == "Changed meanwhile."
    assert stored.plan(untouched).outcomes == {}


# --- decisions and edits ---------------------------------------------------------------------------------


def test_decisions_of_several_and_of_one(stored: Store) -> None:
    plan_id, other = stored.save(), stored.save()
    stored.decide(plan_id, (one for one in (0, 1, 1)), Decision.APPROVED)
    stored.decide(plan_id, [2], Decision.REJECTED, by_hand=True)
    assert stored.decisions(plan_id) == [
        ("approved", False),
        ("approved", False),
        ("rejected", True),
        ("undecided", False),
    ]
    assert stored.decisions(other) == [("undecided", False)] * 4


def test_what_was_approved_by_hand_stays_so_until_it_is_decided_otherwise(stored: Store) -> None:
    plan_id = stored.save()
    stored.decide(plan_id, [REMOVAL], Decision.APPROVED, by_hand=True)
    stored.decide(plan_id, range(4), Decision.APPROVED)
    assert stored.decisions(plan_id)[1:3] == [("approved", False), ("approved", True)]
    stored.decide(plan_id, range(4), Decision.UNDECIDED)
    stored.decide(plan_id, range(4), Decision.APPROVED)
    assert stored.decisions(plan_id)[REMOVAL] == ("approved", False)


def test_an_unknown_entry_leaves_all_undecided(stored: Store) -> None:
    plan_id = stored.save()
    with pytest.raises(NoSuchPlanError, match="no such entry"):
        stored.decide(plan_id, [0, 4], Decision.APPROVED)
    with pytest.raises(NoSuchPlanError, match="no such entry"):
        stored.write(store.edit, plan_id, 4, {"monitored": True})
    assert stored.decisions(plan_id) == [("undecided", False)] * 4


def test_what_is_decided_by_hand_is_undecided_in_a_plan_that_is_approved_as_a_whole(stored: Store) -> None:
    plan_id = stored.save(decision=Decision.APPROVED)
    by_position = [("approved", False), ("approved", False), ("undecided", False), ("approved", False)]
    assert stored.decisions(plan_id) == by_position


def test_what_was_applied_is_not_decided_again(stored: Store) -> None:
    plan_id = stored.save(decision=Decision.APPROVED)
    stored.outcome(plan_id, ADD, EntryOutcome.DONE)
    stored.outcome(plan_id, UPDATE, EntryOutcome.FAILED)
    stored.state(plan_id, PlanState.APPLIED)
    with pytest.raises(DecisionRefusedError, match=f"plan {plan_id}: the entry was applied already"):
        stored.decide(plan_id, range(4), Decision.REJECTED)
    assert "rejected" not in {one for one, _ in stored.decisions(plan_id)}
    stored.decide(plan_id, [ADD, UPDATE], Decision.APPROVED)
    stored.decide(plan_id, [UPDATE], Decision.REJECTED)
    assert stored.decisions(plan_id)[UPDATE] == ("rejected", False)


def test_several_that_were_applied_are_counted(stored: Store) -> None:
    plan_id = stored.save(decision=Decision.APPROVED)
    stored.write(store.set_outcomes, plan_id, [(0, EntryOutcome.DONE, ""), (1, EntryOutcome.DONE, "")])
    with pytest.raises(DecisionRefusedError, match="2 entries were applied already"):
        stored.decide(plan_id, range(4), Decision.UNDECIDED)


def test_while_a_plan_is_applied_what_was_confirmed_stands(stored: Store) -> None:
    plan_id = stored.save()
    stored.decide(plan_id, [ADD], Decision.APPROVED)
    stored.state(plan_id, PlanState.APPLYING)
    for position, decision in ((ADD, Decision.REJECTED), (UPDATE, Decision.APPROVED)):
        with pytest.raises(DecisionRefusedError, match="is being applied"):
            stored.decide(plan_id, [position], decision)
    with pytest.raises(DecisionRefusedError, match="is being applied"):
        stored.write(store.edit, plan_id, ADD, {"tags": []})
    stored.decide(plan_id, [ADD], Decision.APPROVED)
    stored.decide(plan_id, [UPDATE], Decision.REJECTED)
    assert stored.decisions(plan_id)[:2] == [("approved", False), ("rejected", False)]
    stored.state(plan_id, PlanState.APPLIED)
    stored.decide(plan_id, [UPDATE], Decision.APPROVED)
    assert stored.decisions(plan_id)[UPDATE] == ("approved", False)


def test_an_undone_plan_is_over(stored: Store) -> None:
    plan_id = stored.save()
    stored.state(plan_id, PlanState.UNDONE)
    for work in (
        lambda: store.decide(plan_id, [ADD], Decision.APPROVED),
        lambda: store.edit(plan_id, ADD, {"tags": []}),
    ):
        with pytest.raises(DecisionRefusedError, match="was undone"):
            stored.write(work)


def test_edits_replace_each_other(stored: Store) -> None:
    plan_id = stored.save()
    stored.write(store.edit, plan_id, ADD, {"quality_profile": "Ultra-HD", "tags": []})
    stored.write(store.edit, plan_id, ADD, {"root_folder": "/movies4k", "monitored": True})
    planned = stored.read(store.entries, plan_id)[ADD]
    assert planned.edits == {"root_folder": "/movies4k", "monitored": True}
    assert planned.after == {"root_folder": "/movies4k", "monitored": True, "tags": ["kids"]}
    assert planned.entry == DRAFT.entries[ADD]
    stored.write(store.edit, plan_id, ADD, {})
    assert stored.read(store.entries, plan_id)[ADD].after == DRAFT.entries[ADD].after


def test_an_edited_entry_counts_as_not_applied(stored: Store) -> None:
    plan_id = stored.save(decision=Decision.APPROVED)
    stored.outcome(plan_id, UPDATE, EntryOutcome.CONFLICTED, "Somebody changed it.")
    stored.step(plan_id, UPDATE, "failed")
    stored.write(store.edit, plan_id, UPDATE, {"tags": []})
    planned = stored.read(store.entries, plan_id)[UPDATE]
    assert (planned.outcome, planned.message, planned.edits) == (EntryOutcome.NONE, "", {"tags": []})


def test_what_cannot_be_edited(stored: Store) -> None:
    plan_id = stored.save()
    stored.decide(plan_id, [UPDATE], Decision.REJECTED)
    with pytest.raises(DecisionRefusedError, match="rejected"):
        stored.write(store.edit, plan_id, UPDATE, {"tags": []})
    with pytest.raises(DecisionRefusedError, match="a removal has nothing to edit"):
        stored.write(store.edit, plan_id, REMOVAL, {"tags": []})


@pytest.mark.parametrize("state", ["done", "begun"])
def test_what_was_written_in_part_is_not_edited(stored: Store, state: str) -> None:
    plan_id = stored.save(decision=Decision.APPROVED)
    stored.outcome(plan_id, ADD, EntryOutcome.FAILED, "It has no episodes yet.")
    stored.step(plan_id, ADD, state)
    with pytest.raises(DecisionRefusedError, match="applied already, at least in part"):
        stored.write(store.edit, plan_id, ADD, {"tags": []})
    stored.write(store.edit, plan_id, UPDATE, {"tags": []})


# --- the journal -----------------------------------------------------------------------------------------


def test_the_journal_tells_what_was_begun_and_what_came_of_it(stored: Store) -> None:
    plan_id, other = stored.save(), stored.save()
    before = {"monitored": True, "seasons": {"1": True}}
    begun = [
        NewStep(WHOLE_PLAN, "tag", "radarr.4k", None, {"label": "kids"}),
        NewStep(0, "add", "radarr.4k", None, {"tmdbId": 1}),
        NewStep(1, "edit", "radarr.4k", before, {"monitored": False}),
    ]
    ids = stored.write(store.begin_steps, plan_id, begun, 5.0)
    others = stored.write(store.begin_steps, other, begun[:1], 6.0)
    more = stored.write(store.begin_steps, plan_id, begun[1:2], 7.0)
    assert len({*ids, *others, *more}) == 5
    ends = [StepEnd(ids[2], "failed", {}, "Path is in use."), StepEnd(ids[1], "done", {"id": 12}, "")]
    became = [(0, EntryOutcome.DONE, ""), (1, EntryOutcome.FAILED, "Path is in use.")]
    stored.write(store.end_steps, plan_id, ends, became, 9.0)
    steps = stored.read(store.steps, plan_id)
    assert [one.id for one in steps] == [*ids, *more]
    assert [(one.position, one.step, one.state) for one in steps] == [
        (-1, "tag", "begun"),
        (0, "add", "done"),
        (1, "edit", "failed"),
        (0, "add", "begun"),
    ]
    assert [(one.before, one.wanted, one.result) for one in steps[:3]] == [
        (None, {"label": "kids"}, {}),
        (None, {"tmdbId": 1}, {"id": 12}),
        (before, {"monitored": False}, {}),
    ]
    assert [(one.begun_at, one.ended_at) for one in steps] == [(5, None), (5, 9), (5, 9), (7, None)]
    assert {one.instance for one in steps} == {"radarr.4k"} and {one.plan for one in steps} == {plan_id}
    assert steps[2].message == stored.read(store.entries, plan_id)[1].message == "Path is in use."
    assert [one.state for one in stored.read(store.steps, other)] == ["begun"]


def test_no_steps_are_no_steps(stored: Store) -> None:
    plan_id = stored.save()
    assert stored.write(store.begin_steps, plan_id, [], NOW) == []
    stored.write(store.end_steps, plan_id, [], [(0, EntryOutcome.SKIPPED, "")], NOW)
    assert stored.plan(plan_id).outcomes == {"skipped": 1}


def test_what_became_of_entries_is_stored_with_their_steps_or_not_at_all(stored: Store) -> None:
    plan_id = stored.save()
    ids = stored.write(store.begin_steps, plan_id, [NewStep(0, "add", "radarr.4k")], NOW)

    def interrupted() -> None:
        store.end_steps(plan_id, [StepEnd(ids[0], "done")], [(0, EntryOutcome.DONE, "")], NOW)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stored.write(interrupted)
    assert stored.read(store.steps, plan_id)[0].state == "begun"
    assert stored.plan(plan_id).outcomes == {}


# --- states and undo -------------------------------------------------------------------------------------


def test_an_apply_that_ended_is_noted_with_its_time(stored: Store) -> None:
    plan_id = stored.save()
    stored.state(plan_id, PlanState.APPLYING, NOW + 1)
    assert (stored.plan(plan_id).state, stored.plan(plan_id).applied_at) == (PlanState.APPLYING, None)
    stored.state(plan_id, PlanState.APPLIED, NOW + 2)
    assert (stored.plan(plan_id).state, stored.plan(plan_id).applied_at) == (PlanState.APPLIED, NOW + 2)


def test_undo_redo_and_undo_again(stored: Store) -> None:
    assert stored.undoable() is None
    plan_id = stored.save(pair="a")
    assert stored.undoable() is None
    last = stored.applied(plan_id, NOW + 1)
    for turn in range(4):
        standing, other = [stored.undoable, stored.redoable][:: 1 if turn % 2 == 0 else -1]
        assert standing() == standing("a") == last
        assert other() is None
        undo = stored.save(kind=PlanKind.UNDO, undoes=last)
        assert stored.plan(undo).undoes == last
        assert standing("a") == last
        stored.applied(undo, NOW + 2 + turn)
        assert stored.plan(last).state is PlanState.UNDONE
        last = undo


def test_the_plan_applied_last_is_undone_first(stored: Store) -> None:
    first, second, other = stored.save(pair="a"), stored.save(pair="a"), stored.save(pair="b")
    stored.applied(second, NOW + 1)
    stored.applied(other, NOW + 2)
    stored.applied(first, NOW + 3)
    assert (stored.undoable(), stored.undoable("a"), stored.undoable("b")) == (first, first, other)
    assert stored.undoable("c") is None
    stored.state(first, PlanState.UNDONE)
    assert (stored.undoable(), stored.undoable("a")) == (other, second)
    stored.state(other, PlanState.APPLYING)
    assert stored.undoable() == second


def test_an_apply_that_wrote_nothing_is_not_undone(stored: Store) -> None:
    plan_id = stored.applied(stored.save(), NOW, EntryOutcome.FAILED)
    stored.step(plan_id, WHOLE_PLAN, "done")
    stored.step(plan_id, ADD, "failed")
    assert stored.undoable() is None
    stored.step(plan_id, ADD, "done")
    assert stored.undoable() == plan_id


@pytest.mark.parametrize(
    ("outcome", "state"),
    [
        (EntryOutcome.DONE, PlanState.UNDONE),
        (EntryOutcome.SKIPPED, PlanState.UNDONE),
        (EntryOutcome.FAILED, PlanState.APPLIED),
        (EntryOutcome.CONFLICTED, PlanState.APPLIED),
    ],
)
def test_an_undo_that_reached_nothing_undoes_nothing(
    stored: Store, outcome: EntryOutcome, state: PlanState
) -> None:
    plan_id = stored.applied(stored.save(), NOW)
    stored.applied(stored.save(kind=PlanKind.UNDO, undoes=plan_id), NOW + 1, outcome)
    assert stored.plan(plan_id).state is state


def test_a_superseded_plan_is_over_and_what_it_wrote_can_be_undone(stored: Store) -> None:
    plan_id = stored.save(pair="a")
    stored.state(plan_id, PlanState.APPLYING)
    assert not stored.read(store.has_written, plan_id)
    stored.step(plan_id, ADD, "done")
    stored.write(store.supersede, plan_id, NOW + 5)
    assert (stored.plan(plan_id).state, stored.plan(plan_id).applied_at) == (PlanState.SUPERSEDED, NOW + 5)
    assert stored.read(store.has_written, plan_id)
    assert stored.undoable("a") == plan_id
    with pytest.raises(DecisionRefusedError, match="later plan"):
        stored.decide(plan_id, [ADD], Decision.APPROVED)
    undo = stored.applied(stored.save(kind=PlanKind.UNDO, undoes=plan_id), NOW + 6)
    assert stored.plan(plan_id).state is PlanState.UNDONE
    assert (stored.undoable("a"), stored.redoable("a")) == (None, undo)


def test_what_an_empty_undo_was_made_for_is_not_undone_until_it_is_applied_again(stored: Store) -> None:
    first = stored.applied(stored.save(pair="a"), NOW)
    plan_id = stored.applied(stored.save(pair="a"), NOW + 1)
    stored.save(kind=PlanKind.UNDO, undoes=plan_id, entries=[], now=NOW + 2)
    assert stored.undoable("a") == first
    stored.applied(plan_id, NOW + 3)
    assert stored.undoable("a") == plan_id


def test_a_change_is_named_by_its_first_entry_that_was_done(stored: Store) -> None:
    plan_id = stored.save(target="radarr.4k")
    stored.outcome(plan_id, ADD, EntryOutcome.FAILED)
    stored.outcome(plan_id, ADD + 1, EntryOutcome.DONE)
    stored.state(plan_id, PlanState.APPLIED)
    assert stored.read(lambda: (found := store.changes()).text(found.changes[0])) == "Movie 2 on radarr.4k"


def test_a_discarded_plan_is_over_and_no_longer_the_last_of_its_pair(stored: Store) -> None:
    first, plan_id = stored.save(pair="a"), stored.save(pair="a")
    stored.write(store.discard, plan_id)
    assert stored.plan(plan_id).state is PlanState.DISCARDED
    assert stored.read(store.last_of_pairs)["a"].id == first
    with pytest.raises(DecisionRefusedError, match="discarded"):
        stored.decide(plan_id, [ADD], Decision.APPROVED)
    with pytest.raises(DecisionRefusedError, match="discarded"):
        stored.state(plan_id, PlanState.APPLYING)
    with pytest.raises(DecisionRefusedError, match="discarded"):
        stored.write(store.discard, plan_id)


@pytest.mark.parametrize("state", [PlanState.APPLYING, PlanState.APPLIED])
def test_only_an_open_plan_is_discarded(stored: Store, state: PlanState) -> None:
    plan_id = stored.save()
    stored.state(plan_id, state)
    with pytest.raises(DecisionRefusedError):
        stored.write(store.discard, plan_id)
    assert stored.plan(plan_id).state is state


def test_an_open_plan_that_has_written_something_is_not_discarded(stored: Store) -> None:
    plan_id = stored.save()
    stored.step(plan_id, ADD, "done")
    with pytest.raises(DecisionRefusedError, match="written"):
        stored.write(store.discard, plan_id)


def test_a_plan_is_newer_than_those_of_its_pair_and_those_it_goes_back_from(stored: Store) -> None:
    first, second, other = stored.save(pair="a"), stored.save(pair="a"), stored.save(pair="b")
    undo = stored.save(kind=PlanKind.UNDO, undoes=second)
    restores = [stored.save(kind=PlanKind.RESTORE, target=name) for name in ("x", "x", "y")]
    action = stored.save(kind=PlanKind.ACTION)
    undoes_action = [stored.save(kind=PlanKind.UNDO, undoes=action) for _ in range(2)]

    def newer(plan_id: int) -> int | None:
        plan = stored.read(store.newer_plan, plan_id)
        return plan.id if plan else None

    assert [newer(plan_id) for plan_id in (first, second, undo, other)] == [undo, undo, None, None]
    assert [newer(plan_id) for plan_id in restores] == [restores[1], None, None]
    assert [newer(plan_id) for plan_id in (action, *undoes_action)] == [
        *(undoes_action[1], undoes_action[1], None),
    ]
    assert stored.read(store.older_plans, undo) == {first, second}
    assert stored.read(store.older_plans, restores[1]) == {restores[0]}
    assert stored.read(store.older_plans, undoes_action[1]) == {action, undoes_action[0]}
    assert stored.read(store.older_plans, other) == set()


def test_a_plan_of_settings_is_newer_only_than_those_of_its_target(stored: Store) -> None:
    values = {"kind": PlanKind.SETTINGS, "mode": "settings", "pair": "hd"}
    first, other, second = (stored.save(target=name, **values) for name in ("x", "y", "x"))
    undo = stored.save(kind=PlanKind.UNDO, mode="settings", pair="hd", target="y", undoes=other)
    assert [stored.read(store.older_plans, number) for number in (first, other, second, undo)] == [
        *(set(), set(), {first}, {other})
    ]
    last = stored.read(store.last_of_settings)
    assert {key: plan.id for key, plan in last.items()} == {("hd", "x"): second, ("hd", "y"): other}


def test_an_apply_ends_as_open_where_it_wrote_nothing(stored: Store) -> None:
    plan_id = stored.save()
    stored.state(plan_id, PlanState.APPLYING)
    stored.write(store.end_apply, plan_id, NOW + 1)
    assert stored.plan(plan_id).state is PlanState.OPEN
    stored.step(plan_id, ADD, "begun")
    stored.write(store.end_apply, plan_id, NOW + 2)
    assert stored.plan(plan_id).state is PlanState.APPLIED


# --- forgetting ------------------------------------------------------------------------------------------


def test_old_plans_are_forgotten(stored: Store) -> None:
    year = store.KEEP_APPLIED
    never, kept_long = stored.save(now=NOW - 1), stored.save(now=NOW - year)
    stored.applied(kept_long, NOW - year)
    gone = stored.applied(stored.save(now=NOW - year - 9), NOW - year - 1)
    undone = stored.applied(stored.save(now=NOW - year - 9), NOW - year - 1)
    stored.state(undone, PlanState.UNDONE)
    running = stored.save(now=NOW - 1)
    stored.state(running, PlanState.APPLYING)
    recent = stored.save(now=NOW)
    newest = stored.save(now=NOW - 1)
    assert stored.write(store.prune, NOW) == 3
    kept = {one.id for one in stored.read(store.plans)}
    assert kept == {kept_long, running, recent, newest}
    assert not kept & {never, gone, undone}
    assert stored.write(store.prune, NOW) == 0


def test_a_journal_is_kept_though_no_apply_came_to_its_end(stored: Store) -> None:
    plan_id, _newest = stored.save(now=NOW - 1), stored.save()
    stored.step(plan_id, ADD, "begun")
    assert stored.write(store.prune, NOW) == 0
    assert stored.write(store.prune, NOW + store.KEEP_APPLIED) == 1


def test_a_plan_of_another_number_follows_a_forgotten_one(stored: Store) -> None:
    first, second = stored.save(now=0), stored.save(now=0)
    assert stored.write(store.prune, NOW) == 1
    assert stored.save() not in (first, second)


def test_nothing_to_forget(stored: Store) -> None:
    assert stored.write(store.prune, NOW) == 0


def test_an_undo_outlives_what_it_undid(stored: Store) -> None:
    plan_id = stored.applied(stored.save(pair="a", now=0), 1)
    undo = stored.applied(stored.save(kind=PlanKind.UNDO, undoes=plan_id), NOW)
    assert stored.write(store.prune, NOW) == 1
    assert (stored.plan(undo).undoes, stored.plan(undo).pair) == (None, "a")
    stored.state(undo, PlanState.APPLIED)


def test_whether_anything_is_left_alone_is_known_without_reading_it(stored: Store) -> None:
    title = LeftOut(Why.SAME, "radarr.4k", "949", "Heat", 1995, "")
    plans = [stored.write(store.save, PlanDraft(left_out=left_out), NOW) for left_out in ([], [title])]
    assert [stored.read(store.leaves_out, plan_id) for plan_id in plans] == [False, True]
