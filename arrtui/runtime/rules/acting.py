"""The job that does what a rule is for, through the use cases that people have too."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

import msgspec

from arrtui.core.errors import ArrtuiError
from arrtui.core.estate_event_words import sentence_of, title_of
from arrtui.core.estate_events import EstateEvent, EventSource, EventType
from arrtui.core.events import JobState
from arrtui.core.text import name_some
from arrtui.db import notify, rules
from arrtui.db.jobs import NewJob
from arrtui.db.library import episode_rows
from arrtui.runtime.engine.endings import failure_only
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.core.config.event_rules import EventRule
    from arrtui.features.sync.planning.divide import TwinLevel
    from arrtui.runtime.services import Services

KIND = "rule"
MAX_ATTEMPTS = 4


@dataclass(eq=False)
class RuleObstacleError(ArrtuiError):
    """What a rule is to do cannot be done now, but may be later."""

    code: ClassVar[str] = "rule-obstacle"
    passing: ClassVar[bool] = True


class Acted(NamedTuple):
    """What came of an action."""

    outcome: str
    """As a sentence without a full stop."""
    jobs: Sequence[int] = ()
    """The jobs that do it."""


RuleDoer = Callable[["Services", JobContext, "EventRule", EstateEvent], Awaitable[Acted]]


def rule_job(rule: str, event: EstateEvent) -> NewJob:
    """Return the job that does what a rule is for about an event; it still lacks the id of its deed."""
    return NewJob(
        kind=KIND,
        subject=f"{rule}: {title_of(event) or event.type.value} [{event.id}]",
        args={"rule": rule, "event": event.id},
        priority=4,
        max_attempts=MAX_ATTEMPTS,
    )


async def _act(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Do what a rule is for; what came of it, or why it cannot be done, is noted with its deed."""
    deed_id, is_last = int(job.args["deed"]), job.job.attempts >= job.job.max_attempts
    try:
        acted = await _attempt(services, job)
    except ArrtuiError as error:
        if is_last or not error.passing:
            await services.database.write(rules.note_outcome, deed_id, f"failed: {error}")
        raise
    result = {"outcome": acted.outcome, "jobs": list(acted.jobs)}
    await services.database.write(rules.note_outcome, deed_id, _describe(result))
    return result


async def _attempt(services: Services, job: JobContext) -> Acted:
    """Do it, unless something has changed since the event, or an alarm stands, which is only told of."""
    from arrtui.core.config.event_rules import OF_PAIRS

    rule = next((rule for rule in services.config.rules if rule.name == job.args["rule"]), None)
    events = await services.database.read(notify.events_by_id, [int(job.args["event"])])
    if rule is None or rule.is_dry:
        return Acted("left out: the rule is a dry run now" if rule else "left out: there is no such rule now")
    if not events:
        return Acted("left out: the event is not stored any more")
    (event,) = events
    sides = {event.instance}
    if rule.action in OF_PAIRS:
        pair = services.config.pair(rule.pair)
        sides |= {pair.source_instance, pair.target}
    alarms = [alarm.instance for alarm in await services.tripwire.alarms() if alarm.instance in sides]
    if alarms and rule.action != "notify":
        return Acted(f"left out: an alarm of {name_some(alarms)} stands")
    return await _ACTIONS[rule.action](services, job, rule, event)


# --- actions ---------------------------------------------------------------------------------------------


async def _plan(services: Services, job: JobContext, rule: EventRule, event: EstateEvent) -> Acted:
    """Plan the pair for the title; a rule that applies writes what that adds.

    Raises RuleObstacleError where something that may pass stands in the way.
    """
    from arrtui.runtime.sync.twins import describe_outcome

    level: TwinLevel = "additions" if rule.action == "apply" else "none"
    why = f"rule {rule.name}: {sentence_of(event)}"
    planning = await services.twins.queue_touched(rule.pair, [event.external_id], apply=level, why=why)
    for planned in await services.jobs.finish(job.job.id, [planning]):
        if planned.state is not JobState.COMPLETED:
            return Acted(f"failed: {planned.error or planned.state.word}", [planning])
        result = planned.result or {}
        if obstacle := result.get("obstacle"):
            raise RuleObstacleError(f"planning {rule.pair} for {title_of(event)}", why=str(obstacle))
        return Acted(describe_outcome(result), [planning])
    return Acted("failed: the job that planned it is gone")


async def _tag(services: Services, job: JobContext, rule: EventRule, event: EstateEvent) -> Acted:
    """Give the title a tag, as a plan that can be undone."""
    from arrtui.features.sync.actions import Action, ActionKind, ActionTarget

    target = ActionTarget(instance=event.instance, item_id=event.item_id, title=event.title)
    jobs = await services.sync.act(Action(kind=ActionKind.TAGS_ADD, targets=(target,), tags=(rule.tag,)))
    return Acted("queued" if jobs else "nothing to do: it has the tag, or is not there any more", jobs)


async def _search(services: Services, job: JobContext, rule: EventRule, event: EstateEvent) -> Acted:
    """Have the app search for the title, or for the season, episode or album that the event is about."""
    from arrtui.features.sync.actions import Action, ActionKind, ActionTarget

    target = ActionTarget(instance=event.instance, item_id=event.item_id, title=event.title)
    number = event.season, event.episode
    if event.album_id or None not in number:
        rows = await services.database.read(episode_rows, event.instance, event.item_id)
        meant = [
            row
            for row in rows
            if (row.episode_id == event.album_id if event.album_id else (row.season, row.number) == number)
        ]
        if not meant:
            return Acted("left out: what it is about is not stored any more")
        keys, ids = tuple(row.key for row in meant), tuple(row.episode_id for row in meant)
        target = msgspec.structs.replace(target, episodes=keys, episode_ids=ids)
    elif event.season is not None:
        target = msgspec.structs.replace(target, seasons=(event.season,))
    jobs = await services.sync.act(Action(kind=ActionKind.SEARCH, targets=(target,)))
    return Acted("queued" if jobs else "nothing to search for", jobs)


async def _trailer(services: Services, job: JobContext, rule: EventRule, event: EstateEvent) -> Acted:
    """Fetch a trailer, once the title's folder has been read: a new one is not known yet."""
    await services.jobs.finish(job.job.id, await services.trailers.refresh([event.instance]))
    return Acted("queued", [await services.fetching.fetch_titles([(event.instance, event.external_id)])])


async def _notify(services: Services, job: JobContext, rule: EventRule, event: EstateEvent) -> Acted:
    """Publish the event that channels tell, each in its own time."""
    words = sentence_of(msgspec.structs.replace(event, instance=""))
    notice = msgspec.structs.replace(
        event,
        id=0,
        type=EventType.RULE_NOTICE,
        at=services.clock(),
        key=f"{rule.name} {event.id}",
        reason=f"{words} (rule {rule.name})",
        own=False,
        source=EventSource.ARRTUI,
        facts={"rule": rule.name, "event": event.type.value, "channels": list(rule.channels)},
    )
    await services.events.publish([notice])
    return Acted("told")


_ACTIONS: Mapping[str, RuleDoer] = {
    "plan": _plan,
    "apply": _plan,
    "tag": _tag,
    "search": _search,
    "trailer": _trailer,
    "notify": _notify,
}


def _describe(result: Mapping[str, Any]) -> str:
    numbers = ", ".join(map(str, result.get("jobs", ())))
    return f"{result.get('outcome', '')}{f' (job {numbers})' if numbers else ''}"


RULE = JobKind(
    KIND,
    "Rule",
    _act,
    routine=True,
    waits=True,
    max_attempts=MAX_ATTEMPTS,
    events=failure_only,
    describe_result=_describe,
)
"""What a rule does: its job queues those of the use cases, which do it."""
