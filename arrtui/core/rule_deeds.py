"""What rules do about events: how many deeds an hour has room for, and a deed as it is stored. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.core.text import HOUR


class RuleVerdict(StrEnum):
    """What came of an event that a rule is for."""

    ACTS = "acts"
    WOULD = "would"
    """The rule would have acted, but is a dry run."""
    LIMITED = "limited"
    """The hour has no room any more; stored and told for the first such event of an hour only."""


class RuleDeed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a rule did about an event, or would have done. Times are UTC seconds since the epoch."""

    rule: str
    event_id: int
    at: float
    verdict: RuleVerdict
    doing: str
    """What it does, as an infinitive: ``search for Metropolis (1927)``."""
    instance: str = ""
    outcome: str = ""
    """What came of it, as a sentence; empty while its job waits, and for what was not done."""
    id: int = 0
    """0 before it is stored."""
    job_id: int | None = None
    """The job that does it."""

    @property
    def sentence(self) -> str:
        """What was done or would have been, as a sentence."""
        return f"{_BEGINNINGS[self.verdict]}{self.doing}"


_BEGINNINGS = {
    RuleVerdict.ACTS: "",
    RuleVerdict.WOULD: "would ",
    RuleVerdict.LIMITED: "over its limit: does not ",
}


class RuleBudget(msgspec.Struct, frozen=True):
    """What a rule has done within the last hour."""

    acted_at: tuple[float, ...] = ()
    """When it acted, or would have."""
    limited_at: float | None = None
    """When it was told last that the hour has no room any more."""

    def used(self, now: float) -> int:
        """Return how much of the hour before ``now`` is used; what seems to lie ahead does not count."""
        return sum(0 <= now - at < HOUR for at in self.acted_at)


def spend(
    budget: RuleBudget, limit: int, now: float, *, is_dry: bool
) -> tuple[RuleBudget, RuleVerdict | None]:
    """Return what a rule does about one more event at ``now``, and its budget then.

    None is that the hour has no room any more, and that this was told already within it.
    """
    if budget.used(now) < limit:
        recent = tuple(at for at in budget.acted_at if 0 <= now - at < HOUR)
        verdict = RuleVerdict.WOULD if is_dry else RuleVerdict.ACTS
        return RuleBudget((*recent, now), budget.limited_at), verdict
    is_told = budget.limited_at is not None and 0 <= now - budget.limited_at < HOUR
    if is_told:
        return budget, None
    return msgspec.structs.replace(budget, limited_at=now), RuleVerdict.LIMITED


def budget_of(deeds: Sequence[RuleDeed]) -> RuleBudget:
    """Return the budget of a rule after its last deeds."""
    limited = [deed.at for deed in deeds if deed.verdict is RuleVerdict.LIMITED]
    acted = tuple(deed.at for deed in deeds if deed.verdict is not RuleVerdict.LIMITED)
    return RuleBudget(acted, max(limited, default=None))


describe_structs(__name__)
