"""What rules did about events, or would have done. Times are UTC seconds since the epoch."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import msgspec

from arrtui.core.events import Job
from arrtui.core.rule_deeds import RuleBudget, RuleDeed, RuleVerdict, budget_of, spend
from arrtui.core.text import HOUR
from arrtui.db import jobs
from arrtui.db.job_rows import lock_jobs
from arrtui.db.jobs import NewJob
from arrtui.db.reading import placeholders, rows_of
from arrtui.db.rule_model import RuleDeedRow

_COLUMNS = "id, rule, event_id, at, verdict, doing, instance, outcome, job_id"


class RuleMatch(NamedTuple):
    """An event that a rule is for."""

    rule: str
    limit: int
    """How often the rule may act within an hour."""
    is_dry: bool
    event_id: int
    instance: str
    doing: str
    """What the rule does about it, as an infinitive."""
    job: NewJob
    """What does it, without the id of its deed."""


class StoredMatches(NamedTuple):
    """What was stored of matches."""

    deeds: list[RuleDeed]
    jobs: list[Job]
    """Those that were queued."""


def store_matches(matches: Sequence[RuleMatch], now: float) -> StoredMatches:
    """Store what rules do about events and queue the jobs that do it; what is stored already is left out.

    Each rule acts as often within an hour as its limit allows.
    """
    lock_jobs()
    budgets = _budgets({match.rule for match in matches}, now)
    stored = StoredMatches([], [])
    for match in matches:
        known = (RuleDeedRow.rule == match.rule) & (RuleDeedRow.event_id == match.event_id)
        if RuleDeedRow.select().where(known).exists():
            continue
        budget = budgets.get(match.rule, RuleBudget())
        budgets[match.rule], verdict = spend(budget, match.limit, now, is_dry=match.is_dry)
        if verdict is None:
            continue
        deed = RuleDeed(
            rule=match.rule,
            event_id=match.event_id,
            at=now,
            verdict=verdict,
            doing=match.doing,
            instance=match.instance,
        )
        deed, job = _store(deed, match.job, now)
        stored.deeds.append(deed)
        stored.jobs.extend([job] if job else [])
    return stored


def _store(deed: RuleDeed, new: NewJob, now: float) -> tuple[RuleDeed, Job | None]:
    """Store a deed and queue its job, if it is one that acts."""
    values = {name: value for name, value in msgspec.structs.asdict(deed).items() if name != "id"}
    deed = msgspec.structs.replace(deed, id=int(RuleDeedRow.insert(values).execute()))
    if deed.verdict is not RuleVerdict.ACTS:
        return deed, None
    args = {**new.args, "deed": deed.id}
    job, _ = jobs.enqueue(msgspec.structs.replace(new, args=args), now)
    RuleDeedRow.update(job_id=job.id).where(RuleDeedRow.id == deed.id).execute()
    return msgspec.structs.replace(deed, job_id=job.id), job


def note_outcome(deed_id: int, outcome: str) -> None:
    """Store what came of a deed, as a sentence."""
    RuleDeedRow.update(outcome=outcome).where(RuleDeedRow.id == deed_id).execute()


def deed(deed_id: int) -> RuleDeed | None:
    """Return a deed, None where there is none of that id."""
    sql = f"SELECT {_COLUMNS} FROM rule_deed WHERE id = ?"  # noqa: S608
    return next(iter(_deeds(rows_of(sql, (deed_id,)))), None)


def last_deeds(rule: str, limit: int) -> list[RuleDeed]:
    """Return the last deeds of a rule, newest first."""
    sql = f"SELECT {_COLUMNS} FROM rule_deed WHERE rule = ? ORDER BY id DESC LIMIT {int(limit)}"  # noqa: S608
    return _deeds(rows_of(sql, (rule,)))


def last_of_each(now: float) -> tuple[dict[str, RuleDeed], dict[str, int]]:
    """Return the last deed of each rule that did or would have done something, and how often within an hour.

    Both are by rule.
    """
    acting = (RuleVerdict.ACTS.value, RuleVerdict.WOULD.value)
    last = (
        f"SELECT {_COLUMNS} FROM rule_deed WHERE id IN "  # noqa: S608
        "(SELECT max(id) FROM rule_deed WHERE verdict IN (?, ?) GROUP BY rule)"
    )
    recent = "SELECT rule FROM rule_deed WHERE verdict IN (?, ?) AND at > ? AND at <= ?"
    used = Counter(rule for (rule,) in rows_of(recent, (*acting, now - HOUR, now)))
    return {deed.rule: deed for deed in _deeds(rows_of(last, acting))}, dict(used)


def prune(before: float) -> int:
    """Delete the deeds from before a time and return how many."""
    return int(RuleDeedRow.delete().where(RuleDeedRow.at < before).execute())


def _budgets(rules: Collection[str], now: float) -> dict[str, RuleBudget]:
    """Return what rules have done within the last hour."""
    named = list(rules)
    sql = (
        f"SELECT {_COLUMNS} FROM rule_deed "  # noqa: S608
        f"WHERE rule IN ({placeholders(named)}) AND at > ? ORDER BY id"
    )
    by_rule: defaultdict[str, list[RuleDeed]] = defaultdict(list)
    for deed in _deeds(rows_of(sql, (*named, now - HOUR))) if named else ():
        by_rule[deed.rule].append(deed)
    return {rule: budget_of(deeds) for rule, deeds in by_rule.items()}


def _deeds(rows: Iterable[tuple[Any, ...]]) -> list[RuleDeed]:
    return [msgspec.convert(dict(zip(_NAMES, row, strict=True)), RuleDeed) for row in rows]


_NAMES = tuple(_COLUMNS.split(", "))
