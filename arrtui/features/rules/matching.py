"""Which events a rule is for, and what it does about them in words. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from arrtui.core.config.event_rules import EventRule
from arrtui.core.estate_event_words import title_of
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.filter.fields import FilterFields
from arrtui.core.filter.matching import RowFilter, make_filter
from arrtui.core.rule_deeds import RuleBudget, RuleVerdict, spend
from arrtui.core.text import plural
from arrtui.features.rules.fields import Touched


@dataclass(frozen=True)
class ReadyRule:
    """A rule with its filter ready to be asked."""

    rule: EventRule
    test: RowFilter[Touched]
    types: frozenset[EventType]

    def concerns(self, event: EstateEvent) -> bool:
        """Return whether an event is one that the rule may be for, whatever its filter says.

        What arrtui itself did brings about no further writes; only notifications are for events without a
        title.
        """
        rule = self.rule
        return (
            event.type in self.types
            and (not rule.instances or event.instance in rule.instances)
            and not (rule.writes and event.own)
            and (rule.action == "notify" or bool(event.item_id and event.external_id))
        )

    def meets(self, touched: Touched) -> bool:
        """Return whether the rule is for an event."""
        return self.concerns(touched.event) and self.test.meets(touched, touched.text)


def ready(rule: EventRule, fields: FilterFields[Touched], now: float) -> ReadyRule:
    """Return a rule with its filter; ages in it count from ``now``, UTC seconds. Raises FilterError."""
    return ReadyRule(rule, make_filter(rule.filter, fields, (), now), rule.types)


def doing(rule: EventRule, event: EstateEvent) -> str:
    """Return what a rule does about an event, as an infinitive."""
    title = title_of(event) or event.type.value.replace("_", " ")
    tells = f" through {', '.join(rule.channels)}" if rule.channels else ""
    words = {
        "plan": f"plan {rule.pair} for {title}",
        "apply": f"apply what {rule.pair} adds for {title}",
        "search": f"search for {title}",
        "tag": f"tag {title} with {rule.tag}",
        "trailer": f"fetch a trailer of {title}",
        "notify": f"tell of {title}{tells}",
    }[rule.action]
    return f"{words} on {event.instance}" if event.instance else words


# --- a dry run over what is stored -----------------------------------------------------------------------


class WouldAct(NamedTuple):
    """What a rule would have done about an event."""

    event: EstateEvent
    doing: str
    """As an infinitive."""

    def record(self) -> dict[str, Any]:
        """Return it as plain values, the time in UTC seconds."""
        event = self.event
        return {
            "event_id": event.id,
            "type": event.type.value,
            "at": event.at,
            "instance": event.instance,
            "title": title_of(event),
            "would": self.doing,
        }


@dataclass
class DryRun:
    """What a rule would have done about the events of some days."""

    rule: EventRule
    days: int
    events: int = 0
    """Events of its types and instances."""
    matched: int = 0
    """Those that it is for."""
    held_back: int = 0
    """Those of these that were beyond its limit."""
    acts: list[WouldAct] = field(default_factory=list)
    """The others, oldest first."""

    def record(self) -> dict[str, Any]:
        """Return its counts as plain values."""
        return {
            "rule": self.rule.name,
            "days": self.days,
            "events": self.events,
            "matched": self.matched,
            "would_act": len(self.acts),
            "held_back": self.held_back,
        }

    @property
    def sentence(self) -> str:
        """Return what came of it in a sentence without a full stop."""
        counts = (
            f"{plural(self.events, 'event')} in {plural(self.days, 'day')}, {self.matched:,} for the rule"
        )
        beyond = f", {self.held_back:,} beyond its limit" if self.held_back else ""
        return f"{counts}: it would have acted {plural(len(self.acts), 'time')}{beyond}"


def dry_run(ready_rule: ReadyRule, touched: Iterable[Touched], days: int) -> DryRun:
    """Return what a rule would have done about events, oldest first, within its limit of each hour.

    Titles are judged as they are now, since what they were is not stored with an event.
    """
    rule, budget = ready_rule.rule, RuleBudget()
    outcome = DryRun(rule, days)
    for each in touched:
        outcome.events += 1
        if not ready_rule.meets(each):
            continue
        outcome.matched += 1
        budget, verdict = spend(budget, rule.limit, each.event.at, is_dry=True)
        if verdict is RuleVerdict.WOULD:
            outcome.acts.append(WouldAct(each.event, doing(rule, each.event)))
        else:
            outcome.held_back += 1
    return outcome
