"""Rules for front ends, and the standing work that decides what they do about events."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from arrtui.core.errors import UsageError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.rule_deeds import RuleDeed, RuleVerdict
from arrtui.core.text import DAY
from arrtui.db import rules
from arrtui.db.database import Database
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.estate_events import EstateEvents
from arrtui.runtime.rules.acting import rule_job

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.event_rules import EventRule
    from arrtui.core.filter.fields import FilterFields
    from arrtui.features.rules.matching import DryRun, ReadyRule
    from arrtui.runtime.services import Services

# The features are imported when they are first used: the app's first paint does not wait for them.

CONSUMER = "rules"
TOO_OLD = DAY
"""Seconds after which nothing is done about an event any more."""
DRY_RUN_DAYS = 30
LONGEST_DRY_RUN = 90
"""Days that events are kept for."""


def rule_fields(instances: Sequence[str]) -> FilterFields[Any]:
    """Return what the filters of rules can ask for, where these instances are configured."""
    from arrtui.features.library.fields import TITLE_FIELDS
    from arrtui.features.rules import fields

    return fields.rule_fields(TITLE_FIELDS, instances)


@dataclass(frozen=True)
class RuleView:
    """A rule at one moment."""

    rule: EventRule
    filter_words: str
    used: int
    """How often it acted, or would have, within the last hour."""
    last: RuleDeed | None
    """What it did last, or would have done."""

    @property
    def action_words(self) -> str:
        """What it does, as ``tag 4k``."""
        rule = self.rule
        names = {"tag": rule.tag, "notify": ", ".join(rule.channels)}.get(rule.action, rule.pair)
        return f"{rule.action} {names}".rstrip()

    @property
    def mode(self) -> str:
        """Whether it acts."""
        return "dry run" if self.rule.is_dry else "live"

    def record(self) -> dict[str, Any]:
        """Return it as plain values, times in UTC seconds."""
        rule, last = self.rule, self.last
        return {
            "name": rule.name,
            "event": list(rule.event),
            "instances": list(rule.instances),
            "filter": rule.filter,
            "filter_words": self.filter_words,
            "action": rule.action,
            "pair": rule.pair,
            "tag": rule.tag,
            "channels": list(rule.channels),
            "limit": rule.limit,
            "dry_run": rule.is_dry,
            "acted_this_hour": self.used,
            "last": last.at if last else None,
            "last_act": last.sentence if last else "",
            "outcome": last.outcome if last else "",
            "job": last.job_id if last else None,
        }


class RuleServices:
    """Lists and tries rules, and follows events for them. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        events: EstateEvents,
        clock: Callable[[], float],
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._events = events
        self._clock = clock

    # --- for front ends ------------------------------------------------------------------------------

    async def views(self) -> list[RuleView]:
        """Return the configured rules in the order of the file."""
        from arrtui.core.filter.wording import filter_words

        config = self._config()
        if not config.rules:
            return []
        fields = rule_fields(config.instance_names())
        last, used = await self._database.read(rules.last_of_each, self._clock())
        return [
            RuleView(rule, filter_words(rule.filter, fields), used.get(rule.name, 0), last.get(rule.name))
            for rule in config.rules
        ]

    async def deeds(self, name: str, limit: int = 100) -> list[RuleDeed]:
        """Return what a rule did last, or would have done, newest first. Raises UsageError."""
        return await self._database.read(rules.last_deeds, self.rule(name).name, limit)

    async def dry_run(self, name: str, days: int = DRY_RUN_DAYS) -> DryRun:
        """Return what a rule would have done about the events of the last days. Raises UsageError.

        Titles are judged as they are stored now, and each hour within the rule's limit.
        """
        from arrtui.features.rules.load import load_dry_run

        ready = self._ready([self.rule(name)])[0]
        since, instances = self._clock() - days * DAY, frozenset(self._config().instance_names())
        return await self._database.read(load_dry_run, ready, since, days, instances)

    def rule(self, name: str) -> EventRule:
        """Return the rule of that name. Raises UsageError with those there are."""
        every = {rule.name: rule for rule in self._config().rules}
        if name in every:
            return every[name]
        known = f"There are: {', '.join(every)}." if every else "Add one to the configuration: [[rule]]."
        raise UsageError("choosing the rule", why=f"there is none named {name}", advice=known)

    # --- for the process that holds the duty ---------------------------------------------------------

    async def follow(self) -> None:
        """Do what rules are for, until cancelled; return at once where there are none.

        Rules that are configured later begin with what comes then.
        """
        if not self._config().rules:
            await self._events.forget(CONSUMER)
            return
        async for batch in self._events.follow(CONSUMER):
            await self.look_at(batch)

    async def look_at(self, events: Sequence[EstateEvent]) -> list[RuleDeed]:
        """Store what rules do about new events and queue it; return what is new of that."""
        from arrtui.features.rules.matching import doing

        now, read_only = self._clock(), self._config().ui.read_only
        ready = self._ready(self._config().rules)
        recent = [event for event in events if event.at > now - TOO_OLD]
        touched = await self._touched(
            [event for event in recent if any(each.concerns(event) for each in ready)]
        )
        matches = [
            rules.RuleMatch(
                rule=each.rule.name,
                limit=each.rule.limit,
                is_dry=each.rule.is_dry or (each.rule.writes and read_only),
                event_id=title.event.id,
                instance=title.event.instance,
                doing=doing(each.rule, title.event),
                job=rule_job(each.rule.name, title.event),
            )
            for title in touched
            for each in ready
            if each.meets(title)
        ]
        if not matches:
            return []
        stored = await self._database.write(rules.store_matches, matches, now)
        for job in stored.jobs:
            self._queue.publish(job)
        dry = {match.rule for match in matches if match.is_dry}
        limited = [deed for deed in stored.deeds if deed.verdict is RuleVerdict.LIMITED]
        await self._events.publish([self._limit_event(deed) for deed in limited if deed.rule not in dry])
        return stored.deeds

    def _limit_event(self, deed: RuleDeed) -> EstateEvent:
        """Return the event that a rule has reached its limit."""
        limit = self.rule(deed.rule).limit
        return EstateEvent(
            type=EventType.RULE_LIMITED,
            at=deed.at,
            key=f"{deed.rule} {deed.event_id}",
            reason=f"{deed.rule} acts at most {limit:,} times an hour; it did not {deed.doing}.",
            facts={"rule": deed.rule, "limit": limit},
        )

    def _ready(self, chosen: Sequence[EventRule]) -> list[ReadyRule]:
        """Return rules with their filters, ages counted from now."""
        from arrtui.features.rules.matching import ready

        fields, now = rule_fields(self._config().instance_names()), self._clock()
        return [ready(rule, fields, now) for rule in chosen]

    async def _touched(self, events: Sequence[EstateEvent]) -> Sequence[Any]:
        """Return events with the titles they are about."""
        from arrtui.features.rules.load import load_touched

        if not events:
            return []
        return await self._database.read(load_touched, events, frozenset(self._config().instance_names()))


async def _follow(services: Services) -> None:
    await services.rules.follow()


RULES = StandingWork("rules", _follow)
