"""How often a rule acts within an hour."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from arrtui.core.rule_deeds import RuleBudget, RuleVerdict, spend
from arrtui.core.text import HOUR

GAPS = st.lists(st.floats(0, 2 * HOUR), max_size=60)
ACTED = (RuleVerdict.ACTS, RuleVerdict.WOULD)


@given(gaps=GAPS, limit=st.integers(1, 5), is_dry=st.booleans())
def test_no_hour_has_more_than_the_limit_and_one_word_of_what_is_beyond_it(
    gaps: list[float], limit: int, is_dry: bool
) -> None:
    budget, now = RuleBudget(), 1_000_000.0
    verdicts: list[tuple[float, RuleVerdict | None]] = []
    for gap in gaps:
        now += gap
        budget, verdict = spend(budget, limit, now, is_dry=is_dry)
        verdicts.append((now, verdict))
    for end, verdict in verdicts:
        within = [each for at, each in verdicts if end - HOUR < at <= end]
        acted = sum(each in ACTED for each in within)
        assert acted <= limit
        assert within.count(RuleVerdict.LIMITED) <= 1
        if verdict is None:
            assert acted == limit and RuleVerdict.LIMITED in within
    assert {verdict for _, verdict in verdicts} <= {ACTED[is_dry], RuleVerdict.LIMITED, None}


def test_a_clock_that_was_set_back_holds_nothing_up() -> None:
    budget = RuleBudget((1_000_000.0,) * 3, limited_at=1_000_000.0)
    budget, verdict = spend(budget, 3, 900_000.0, is_dry=False)
    assert (verdict, budget.used(900_000.0)) == (RuleVerdict.ACTS, 1)
