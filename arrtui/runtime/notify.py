"""Notifications: the standing work that decides what is told when, the job that sends it, and tests of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from arrtui.core.errors import ChannelFailedError, UsageError
from arrtui.core.estate_events import EstateEvent, EventType
from arrtui.core.events import Job, JobState
from arrtui.core.notifying import ChannelState, types_of
from arrtui.core.text import plural
from arrtui.db import jobs, notify
from arrtui.db.database import Database
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.endings import nothing
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.engine.queue import JobQueue
from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.estate_events import EstateEvents

if TYPE_CHECKING:
    from arrtui.core.config import Config
    from arrtui.core.config.notify import NotifyChannel
    from arrtui.features.notify.messages import Message
    from arrtui.runtime.services import Services


FIRST_PAUSE, LONGEST_PAUSE = 15.0, 3_300.0
"""Seconds between two attempts to send a message: it is tried for about a day."""


class ChannelView(NamedTuple):
    """A channel and how it stands."""

    channel: NotifyChannel
    state: ChannelState
    job: Job | None
    """The one that sends its last message; None before the first."""
    held: str
    """Why nothing is sent now, as a part of a sentence; empty where nothing stands in the way."""

    @property
    def waiting(self) -> int:
        """How many events it is still to be told of."""
        return len(self.state.waiting) + self.state.uncounted

    @property
    def error(self) -> str:
        """What went wrong with its last message; empty where that was taken as its templates have it."""
        if self.job is None:
            return ""
        fault = (self.job.result or {}).get("fault") or ""
        return self.job.error or (f"its template could not be used: {fault}" if fault else "")

    @property
    def state_word(self) -> str:
        """What people read."""
        if self.job is not None and self.job.state is not JobState.COMPLETED:
            is_first = self.job.state in (JobState.PENDING, JobState.RUNNING)
            return "sending" if is_first else self.job.state.word
        if self.held:
            return "held back"
        return "ready" if self.job is None else "sent"

    @property
    def service(self) -> str:
        """The kind of its service, the scheme of its address: all of it that is no secret."""
        return self.channel.url.get_secret_value().partition("://")[0] if self.channel.url else ""


class NextMessage(NamedTuple):
    """What a channel will be told next."""

    message: Message
    is_made_up: bool
    """Whether nothing waits, so that it tells of an event that did not happen."""


class NotifyServices:
    """Channels of notifications. Every method may raise ArrtuiError."""

    def __init__(
        self,
        config: Callable[[], Config],
        database: Database,
        queue: JobQueue,
        events: EstateEvents,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._config = config
        self._database = database
        self._queue = queue
        self._events = events
        self._clock = clock
        self._states: dict[str, ChannelState] = {}

    def channels(self, names: Sequence[str] = ()) -> list[NotifyChannel]:
        """Return the named channels, or all. Raises UsageError for a name that none has."""
        configured = {channel.name: channel for channel in self._config().notify}
        for name in names:
            if name not in configured:
                raise UsageError(
                    what="choosing the channel",
                    why=f"there is none named {name}",
                    advice=f"Configured: {', '.join(configured) or 'none yet'}.",
                )
        return [configured[name] for name in dict.fromkeys(names)] or list(configured.values())

    async def test(self, channel: NotifyChannel) -> None:
        """Send a message to a channel at once. Raises ArrtuiError when it was not taken."""
        from arrtui.features.notify.messages import Message

        text = "This is a test of arrtui's notifications. Nothing has happened."
        await self.send(channel, Message(f"Test of {channel.name}", text))

    def preview(self, channel: NotifyChannel, kind: EventType) -> Message:
        """Return what a channel would be told of a made-up event of a type."""
        from arrtui.features.notify.messages import compose
        from arrtui.features.notify.samples import sample_event

        instances = channel.instances or self._config().instance_names() or ("radarr.main",)
        return compose(channel, [sample_event(kind, instances[0], self._clock())])

    async def views(self) -> list[ChannelView]:
        """Return how the channels stand, in the order of the file."""
        from arrtui.features.notify.timing import held_back

        now = self._clock()
        states, newest = await self._database.read(
            lambda: (notify.stored_states(), jobs.newest_of_subjects(NOTIFY.name))
        )
        views = []
        for channel in self.channels():
            state = states.get(channel.name) or ChannelState(last_id=0)
            held = held_back(channel, state, now)
            views.append(ChannelView(channel, state, newest.get(channel.name), held))
        return views

    async def next_message(self, name: str) -> NextMessage:
        """Return what a channel will be told next; where nothing waits, of a made-up event.

        Raises UsageError for a name that no channel has.
        """
        from arrtui.features.notify.messages import compose

        (channel,) = self.channels([name])
        state = (await self._database.read(notify.stored_states)).get(name)
        events = await self._database.read(notify.events_by_id, state.waiting) if state else []
        if state is None or not events:
            kinds = types_of(channel.events)
            return NextMessage(self.preview(channel, next(kind for kind in EventType if kind in kinds)), True)
        return NextMessage(compose(channel, events, state.uncounted), False)

    async def send(self, channel: NotifyChannel, message: Message) -> None:
        """Send a message in a thread. Raises ArrtuiError when it was not taken, or not in time."""
        from arrtui.features.notify.sending import SEND_SECONDS, send

        assert channel.url is not None, "a channel that was read has an address"
        try:
            async with asyncio.timeout(SEND_SECONDS):
                await asyncio.to_thread(send, channel.name, channel.url.get_secret_value(), message)
        except TimeoutError:
            raise ChannelFailedError(
                what=f"sending through {channel.name}", why=f"no answer within {SEND_SECONDS:.0f} s"
            ) from None

    async def load(self) -> int:
        """Read what the channels wait for; return the event before the first they have not seen.

        Nothing is to be looked at where there is no channel.
        """
        names = [channel.name for channel in self._config().notify]
        self._states = await self._database.write(notify.keep_channels, names)
        return min((state.last_id for state in self._states.values()), default=0)

    async def look_at(self, events: Sequence[EstateEvent]) -> None:
        """Note new events for the channels they concern, and queue what is due now.

        A channel whose message is still being sent gets the next one after it.
        """
        from arrtui.features.notify.timing import absorb, take_due

        now = self._clock()
        channels = [channel for channel in self._config().notify if channel.name in self._states]
        states = {channel.name: absorb(channel, self._states[channel.name], events) for channel in channels}
        waiting = [channel for channel in channels if states[channel.name].waiting]
        unfinished = await self._database.read(jobs.unfinished, NOTIFY.name) if waiting else []
        sending, due = {job.subject for job in unfinished}, list[NewJob]()
        for channel in waiting:
            if channel.name in sending:
                continue
            states[channel.name], message = take_due(channel, states[channel.name], now)
            if message is not None:
                due.append(
                    NewJob(
                        kind=NOTIFY.name,
                        subject=channel.name,
                        args={"events": list(message.events), "uncounted": message.uncounted},
                        priority=4,
                        max_attempts=NOTIFY.max_attempts,
                    )
                )
        changed = {name: state for name, state in states.items() if state != self._states[name]}
        if changed or due:
            for job in await self._database.write(notify.store_and_queue, changed, due, now):
                self._queue.publish(job)
            self._states |= states

    async def tell(self, name: str, ids: Sequence[int], uncounted: int) -> dict[str, Any]:
        """Send the message about some events; return what came of it. Raises ArrtuiError."""
        from arrtui.features.notify.messages import compose

        (channel,) = self.channels([name])
        events = await self._database.read(notify.events_by_id, ids)
        if not events:
            return {"events": 0, "fault": "the events are not stored any more"}
        message = compose(channel, events, uncounted)
        await self.send(channel, message)
        return {"events": len(events) + uncounted, "fault": message.fault}


async def _tell_channels(services: Services) -> None:
    """Follow the events for the channels, until cancelled."""
    if not services.config.notify:
        return
    last = await services.notify.load()
    async for batch in services.events.stream(last):
        await services.notify.look_at(batch)


async def _send(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Send a message to the channel that is the job's subject."""
    args = job.args
    try:
        return await services.notify.tell(job.job.subject, args["events"], args["uncounted"])
    except ChannelFailedError as error:
        error.retry_after = min(LONGEST_PAUSE, FIRST_PAUSE * 2.0 ** (job.job.attempts - 1))
        raise


def _describe(result: Mapping[str, Any]) -> str:
    fault = f"; its template could not be used: {result['fault']}" if result.get("fault") else ""
    return f"told of {plural(int(result.get('events', 0)), 'event')}{fault}"


NOTIFY = JobKind("notify", "Notify", _send, max_attempts=30, events=nothing, describe_result=_describe)
"""A message that cannot be sent is an event for nobody: the channel that would tell of it has failed."""
TELLING = StandingWork("notifications", _tell_channels)
