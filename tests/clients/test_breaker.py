from __future__ import annotations

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from arrtui.clients.breaker import FIRST_PAUSE, LONGEST_PAUSE, PROBING, THRESHOLD, Breaker
from tests.clients.conftest import Clock


def opened(clock: Clock) -> Breaker:
    """Return a breaker that has just opened."""
    breaker = Breaker(clock)
    for _ in range(THRESHOLD):
        breaker.fail(probe=breaker.begin())
    return breaker


def test_it_opens_after_the_fifth_failure_in_a_row(clock: Clock) -> None:
    breaker = Breaker(clock)
    for _ in range(THRESHOLD - 1):
        breaker.fail(probe=breaker.begin())
    breaker.succeed()
    for _ in range(THRESHOLD - 1):
        breaker.fail(probe=breaker.begin())
        assert breaker.wait() == 0
    breaker.fail(probe=breaker.begin())
    assert breaker.wait() == FIRST_PAUSE


def test_pauses_double_up_to_five_minutes(clock: Clock) -> None:
    breaker = opened(clock)
    pauses = []
    for _ in range(6):
        pauses.append(breaker.wait())
        clock.forward(breaker.wait())
        assert breaker.begin()
        breaker.fail(probe=True)
    assert pauses == [30, 60, 120, 240, LONGEST_PAUSE, LONGEST_PAUSE]


def test_a_success_closes_it_and_forgets_the_pauses(clock: Clock) -> None:
    breaker = opened(clock)
    clock.forward(30)
    breaker.begin()
    breaker.succeed()
    assert not breaker.is_open
    for _ in range(THRESHOLD):
        breaker.fail(probe=breaker.begin())
    assert breaker.wait() == FIRST_PAUSE


def test_one_probe_at_a_time(clock: Clock) -> None:
    breaker = opened(clock)
    clock.forward(30)
    assert breaker.wait() == 0
    assert breaker.begin()
    assert breaker.wait() == PROBING
    assert not breaker.begin()
    breaker.abandon(probe=False)
    assert breaker.wait() == PROBING
    breaker.abandon(probe=True)
    assert breaker.wait() == 0


def test_stragglers_do_not_prolong_the_pause(clock: Clock) -> None:
    breaker = opened(clock)
    clock.forward(10)
    breaker.fail(probe=False)
    assert breaker.wait() == 20


class Machine(RuleBasedStateMachine):
    """Requests start and end in any order; what is allowed is derived from the rules in words."""

    def __init__(self) -> None:
        super().__init__()
        self.clock = Clock()
        self.breaker = Breaker(self.clock)
        self.under_way: list[bool] = []

    @rule(seconds=st.floats(0, 400))
    def time_passes(self, seconds: float) -> None:
        self.clock.forward(seconds)

    @precondition(lambda self: self.breaker.wait() == 0)
    @rule()
    def start(self) -> None:
        was_open = self.breaker.is_open
        probe = self.breaker.begin()
        assert probe == was_open
        self.under_way.append(probe)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), how=st.sampled_from(["succeed", "fail", "abandon"]))
    def end(self, data: st.DataObject, how: str) -> None:
        probe = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        if how == "succeed":
            self.breaker.succeed()
            self.under_way = [False] * len(self.under_way)
            assert self.breaker.wait() == 0
        elif how == "fail":
            self.breaker.fail(probe=probe)
            assert not probe or self.breaker.wait() >= FIRST_PAUSE * 2
        else:
            self.breaker.abandon(probe=probe)

    @invariant()
    def at_most_one_probe(self) -> None:
        assert self.under_way.count(True) <= 1
        assert (True in self.under_way) <= (self.breaker.wait() > 0)

    @invariant()
    def never_held_back_for_longer_than_agreed(self) -> None:
        assert 0 <= self.breaker.wait() <= LONGEST_PAUSE


TestMachine = Machine.TestCase
TestMachine.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
