"""Deciding the entries of a plan by keys: what shows at once, and what is stored."""

from __future__ import annotations

import asyncio

from arrtui.features.sync.model import Decision, PlanState
from arrtui.tui.panes.plan.book import Rows
from arrtui.tui.panes.plan.writer import Batch, DecisionWriter
from tests.tui.panes.sync import plans
from tests.tui.panes.sync.fakes import DISK_FULL, FakeServices
from tests.tui.panes.sync.harness import sync_opened, told

APPROVED, REJECTED, UNDECIDED = Decision.APPROVED, Decision.REJECTED, Decision.UNDECIDED


async def test_space_approves_then_rejects_then_approves_again(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        assert fake.sync.named("open") == [(7,)]
        await screen.press("space")
        assert screen.table.cursor_key == screen.row("Alien").key
        await screen.press("k", "space", "k", "space", "space")
        assert screen.decisions()[:3] == ["a", "a", "u"]
        await screen.stored(APPROVED, 3)
        calls = fake.sync.named("decide")
        assert [(one, decision) for _plan, some, decision, _ in calls for one in some] == [
            *((0, APPROVED), (0, REJECTED), (0, APPROVED), (1, APPROVED)),
        ]
        assert all(by_hand for *_, by_hand in calls)
        stored = fake.sync.plans[7].entries
        assert [one.decision for one in stored[:3]] == [APPROVED, APPROVED, UNDECIDED]


async def test_all_that_show_are_approved_or_rejected(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("slash", *"a-hd", "enter")
        assert len(screen.rows) == 7
        await screen.press("a")
        assert screen.decisions() == ["a"] * 7
        await screen.press("escape", "f", "minus", "X", "f", "minus")
        assert screen.decisions() == ["a"] * 6 + ["u", "a", "u", "r", "r"]
        await screen.stored(REJECTED, 2)
        assert fake.sync.named("decide") == [
            (7, [0, 1, 2, 3, 4, 5, 7], APPROVED, False), (7, [9, 10], REJECTED, False),
        ]  # fmt: skip


async def test_u_takes_back_the_marked_or_the_current(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("a", "G", "u")
        assert screen.decisions() == ["a"] * 10 + ["u"]
        await screen.press("g", "m", "m", "G", "u")
        assert screen.decisions() == ["u", "u"] + ["a"] * 8 + ["u"]
        await screen.stored(UNDECIDED, 3)
        assert fake.sync.named("decide")[-1] == (7, [0, 1], UNDECIDED, False)


async def test_signs_show_only_their_kind_and_again_all(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        for key, number, word in (
            ("plus", 6, "additions"),
            ("tilde", 3, "updates"),
            ("minus", 2, "removals"),
        ):
            await screen.press("f", key)
            assert len(screen.rows) == number
            assert f"only {word}" in screen.seen
        await screen.press("f", "minus")
        assert len(screen.rows) == 11
        assert "only" not in screen.lines[1]


async def test_over_a_limit_each_entry_is_decided_by_itself() -> None:
    services = FakeServices(plans.locked())
    async with sync_opened(services, plan=7) as screen:
        assert "Locked: It would remove 2 of 31" in screen.seen
        await screen.press("A")
        await screen.until(lambda: told(screen)("It would remove 2 of 31"))
        await screen.press("a")
        assert screen.decisions() == ["a"] * 9 + ["u", "u"]
        assert told(screen)("2 entries over a limit must be decided one by one")
        await screen.go_to("Star Wars")
        await screen.until(lambda: "▲ It counts only" in screen.seen)
        await screen.press("space")
        assert "1 removals left" in screen.seen
        await screen.press("space")
        assert "Locked" not in screen.seen
        await screen.press("A")
        await screen.until(lambda: screen.dialog == "ApplyDialog")
        decided = services.sync.named("decide")
        assert decided[0] == (7, list(range(9)), APPROVED, False)
        assert {position for call in decided[1:] for position in call[1]} == {9, 10}
        assert all(by_hand for *_, by_hand in decided[1:])


async def test_rejecting_all_opens_the_lock_as_well() -> None:
    async with sync_opened(FakeServices(plans.locked()), plan=7) as screen:
        await screen.press("X")
        assert screen.decisions() == ["r"] * 11
        assert "Locked" not in screen.seen


async def test_a_decision_that_cannot_be_stored_is_taken_back(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        await screen.press("space")
        await screen.stored(APPROVED, 1)
        fake.sync.fault = DISK_FULL
        await screen.press("a")
        await screen.until(lambda: told(screen)("the disk is full"))
        assert screen.decisions() == ["a"] + ["u"] * 10
        assert "1 approved" in screen.seen


async def test_decisions_are_stored_although_the_app_is_left(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        store, gate = fake.sync.decide, asyncio.Event()

        async def slow(*args: object, **more: object) -> None:
            await gate.wait()
            await store(*args, **more)  # type: ignore[arg-type]

        fake.sync.decide = slow  # type: ignore[method-assign]
        await screen.press("space", "j", "X")
        asyncio.get_running_loop().call_later(0.1, gate.set)
        await screen.press("q")
    stored = fake.sync.plans[7].entries
    assert [one.decision for one in stored] == [REJECTED] * 11


async def test_what_is_applied_or_undone_cannot_be_decided() -> None:
    services = FakeServices(plans.failed())
    async with sync_opened(services, plan=7) as screen:
        await screen.press("space")
        assert told(screen)("applied already")
        await screen.press("X")
        assert screen.decisions() == ["a", "r", "a", "a", "a", "r", "a", "r", "r", "r", "r"]
        await screen.stored(REJECTED, 5)
        services.sync.change_plan(7, state=PlanState.UNDONE)
        await screen.press("r")
        await screen.until(lambda: "This plan was undone" in screen.seen)
        await screen.press("j", "space")
        await screen.until(lambda: told(screen)("The plan was undone"))
        assert len(services.sync.named("decide")) == 1


async def test_a_superseded_plan_says_so_and_takes_no_decision() -> None:
    services = FakeServices(plans.failed())
    async with sync_opened(services, plan=7) as screen:
        services.sync.change_plan(7, state=PlanState.SUPERSEDED)
        await screen.press("r")
        await screen.until(lambda: "A later plan took its place" in screen.seen)
        await screen.press("j", "space")
        await screen.until(lambda: told(screen)("D makes a new one"))
        assert services.sync.named("decide") == []


async def test_a_read_never_shows_what_was_before_a_decision(fake: FakeServices) -> None:
    async with sync_opened(fake, plan=7) as screen:
        fake.sync.held = asyncio.Event()
        await screen.press("r", "space")
        await screen.stored(APPROVED, 1)
        fake.sync.held.set()
        await screen.until(lambda: fake.sync.opens >= 3)
        assert screen.decisions()[:2] == ["a", "u"]


# --- the writer by itself --------------------------------------------------------------------------------


def batch(position: int, decision: Decision = APPROVED, before: Rows | None = None) -> Batch:
    return Batch(7, (position,), decision, True, {str(position): None} if before is None else before)  # type: ignore[dict-item]


async def test_waiting_batches_of_one_kind_are_stored_together() -> None:
    gate, stored = asyncio.Event(), []

    async def store(one: Batch) -> None:
        await gate.wait()
        stored.append((one.positions, one.decision))

    writer = DecisionWriter(store, lambda *_: None)
    for one in (batch(0), batch(1), batch(2), batch(3, REJECTED), batch(4), batch(4)):
        writer.add(one)
        await asyncio.sleep(0)
    gate.set()
    await writer.settled()
    assert stored == [
        ((0,), APPROVED),
        ((1, 2), APPROVED),
        ((3,), REJECTED),
        ((4,), APPROVED),
        ((4,), APPROVED),
    ]


async def test_nothing_after_a_fault_is_stored_and_all_of_it_is_told() -> None:
    gate, lost = asyncio.Event(), []

    async def store(one: Batch) -> None:
        await gate.wait()
        raise DISK_FULL

    writer = DecisionWriter(store, lambda _error, batches: lost.extend(one.positions for one in batches))
    writer.add(batch(0))
    await asyncio.sleep(0)
    writer.add(batch(1))
    writer.add(batch(2, REJECTED))
    gate.set()
    await writer.settled()
    assert lost == [(2,), (1,), (0,)]
    assert writer.generation == 4
