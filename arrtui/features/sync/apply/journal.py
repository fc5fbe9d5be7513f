"""The journal of one apply: each step is stored before it is written and again afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import msgspec

from arrtui.core.errors import (
    ArrError,
    BadRequestError,
    CannotWriteError,
    ConflictError,
    NotFoundError,
    ServerFaultError,
    ValidationFailedError,
)
from arrtui.db.database import Database
from arrtui.db.journal import WHOLE_PLAN, NewStep, Step, StepEnd
from arrtui.features.sync import store
from arrtui.features.sync.model import EntryOutcome, PlannedEntry
from arrtui.features.sync.store import EntryResult

REFUSALS = (BadRequestError, ConflictError, NotFoundError, ServerFaultError, ValidationFailedError)
"""What an app says to one request; everything else means that the instance cannot be used now."""
Result = dict[str, Any]
Send = Callable[[Sequence["EntryWrite"]], Awaitable[Mapping[int, Result | CannotWriteError]]]
"""Sends a batch; returns a result for the position of each entry that was written, an error for one that was
not sent."""
Look = Callable[[Sequence["EntryWrite"], ArrError], Awaitable[Mapping[int, "RefusalVerdict"]]]
"""Looks at the entries of a refused batch; returns a verdict for each that needs no more writing."""


class RefusalVerdict(NamedTuple):
    """What a look at the instance says of an entry whose request was refused."""

    result: Result | None = None
    """Of an entry that is written all the same."""
    outcome: EntryOutcome = EntryOutcome.DONE
    message: str = ""


_LEFT_OUT = CannotWriteError("writing it", "the app accepted the request but left this out")


@dataclass(frozen=True)
class EntryWrite:
    """One entry's part of a request."""

    planned: PlannedEntry
    step: NewStep
    payload: Any = None
    """What the sender needs of it."""
    last: bool = True
    """Whether the entry is done with this."""

    @property
    def position(self) -> int:
        """The entry's place in the plan."""
        return self.planned.position


def app_message(error: ArrError) -> str:
    """Return the app's own words of a refusal, or ours where it gave none."""
    return error.why or str(error)


class Journal:
    """The steps of one plan on one instance, across restarts."""

    def __init__(
        self,
        database: Database,
        plan_id: int,
        instance: str,
        clock: Callable[[], float],
        check: Callable[[], None],
    ) -> None:
        """``check`` is called before every write and raises when the apply is to stop."""
        self.database, self.plan_id, self.instance = database, plan_id, instance
        self._clock, self._check = clock, check
        self._steps: dict[tuple[int, str], list[Step]] = {}
        self._by_id: dict[int, Step] = {}
        self.settled: set[int] = set()
        """Positions of entries that have got an outcome in this attempt."""
        self.refused: set[int] = set()
        """Positions of entries of which the app refused a step in this attempt."""

    async def load(self) -> None:
        """Read the steps of earlier attempts."""
        self._steps.clear()
        for step in await self.database.read(store.steps, self.plan_id):
            if step.instance == self.instance:
                self._keep(step)

    def _keep(self, step: Step) -> None:
        """Replace what is known of a step; no other apply writes the steps of this instance."""
        steps = self._steps.setdefault((step.position, step.step), [])
        steps[:] = [other for other in steps if other.id != step.id] + [step]
        self._by_id[step.id] = step

    @property
    def finished(self) -> int:
        """How many entries have got an outcome in this attempt."""
        return len(self.settled)

    @property
    def empty(self) -> bool:
        """Whether nothing was ever written."""
        return not self._steps

    @property
    def open_positions(self) -> set[int]:
        """Positions of entries with steps of which nobody knows whether they were carried out."""
        return {
            step.position
            for step in self._by_id.values()
            if step.state in ("begun", "unconfirmed") and self.done(step.position, step.step) is None
        }

    def done(self, position: int, name: str) -> Step | None:
        """Return the finished step of an entry, of several the newest, or None."""
        finished = (step for step in self._steps.get((position, name), ()) if step.state == "done")
        return max(finished, key=lambda step: step.id, default=None)

    def begun(self, position: int, name: str) -> Step | None:
        """Return a step of an entry of which nobody knows whether it was carried out, or None."""
        return next(iter(self.all_begun(position, name)), None)

    def all_begun(self, position: int, name: str) -> list[Step]:
        """Return all such steps; of the plan as a whole there may be several."""
        return [step for step in self._steps.get((position, name), ()) if step.state == "begun"]

    def unconfirmed(self, position: int, name: str) -> list[Step]:
        """Return the steps of an entry that were left unconfirmed: the app may have taken them later."""
        return [step for step in self._steps.get((position, name), ()) if step.state == "unconfirmed"]

    def unread(self) -> dict[int, list[Step]]:
        """Return the finished steps that were not read back yet, by position, oldest first."""
        steps: dict[int, list[Step]] = {}
        for step in sorted(self._by_id.values(), key=lambda step: step.id):
            if step.state == "done" and step.read_back_at is None and step.position != WHOLE_PLAN:
                steps.setdefault(step.position, []).append(step)
        return steps

    async def mark_read_back(self, step_ids: Sequence[int]) -> None:
        """Store that the instance was seen to have what steps wrote."""
        now = self._clock()
        await self.database.write(store.mark_read_back, self.plan_id, step_ids, now)
        for step_id in step_ids:
            self._keep(msgspec.structs.replace(self._by_id[step_id], read_back_at=now))

    async def begin(self, steps: Sequence[NewStep]) -> list[int]:
        """Store steps that are about to be taken and return their ids."""
        now = self._clock()
        ids = await self.database.write(store.begin_steps, self.plan_id, steps, now)
        for step_id, new in zip(ids, steps, strict=True):
            values = {name: getattr(new, name) for name in NewStep.__struct_fields__}
            self._keep(Step(id=step_id, plan=self.plan_id, begun_at=now, **values))
        return ids

    async def end(self, ends: Sequence[StepEnd], outcomes: Sequence[EntryResult] = ()) -> None:
        """Store how steps ended, and with that the outcomes of entries."""
        await self.database.write(store.end_steps, self.plan_id, ends, outcomes, self._clock())
        for end in ends:
            step = self._by_id[end.id]
            self._keep(msgspec.structs.replace(step, state=end.state, result=end.result, message=end.message))
        self.settled.update(position for position, _, _ in outcomes)

    async def outcome(self, position: int, outcome: EntryOutcome, message: str = "") -> None:
        """Store the outcome of an entry for which nothing is written."""
        await self.database.write(store.set_outcomes, self.plan_id, [(position, outcome, message)])
        self.settled.add(position)

    async def nothing_to_write(self, position: int, step: str, message: str = "") -> None:
        """Store the outcome of an entry that is as wanted: done if an earlier attempt wrote it."""
        if self.done(position, step) is not None:
            await self.outcome(position, EntryOutcome.DONE)
        else:
            await self.outcome(position, EntryOutcome.SKIPPED, message)

    async def settle_begun(self, step: Step, *, carried_out: bool, result: Result | None = None) -> None:
        """End a step that an interruption left open, after a look at the instance."""
        state = "done" if carried_out else "failed"
        message = "" if carried_out else "interrupted before it was carried out"
        await self.end([StepEnd(step.id, state, result or {}, message)])

    async def leave_unconfirmed(self, step: Step) -> None:
        """End a step that was cut off and is not carried out yet, though the app may still be at it."""
        await self.end([StepEnd(step.id, "unconfirmed", {}, "cut off; it was not there afterwards")])

    async def write(self, batch: Sequence[EntryWrite], send: Send, look: Look | None = None) -> None:
        """Send a batch, journalled before and after; halve a refused batch until the refused entry is found.

        What was refused may be there all the same: ``look`` finds that out. Raises ArrError when the instance
        cannot be used; what was under way then is left open in the journal.
        """
        if not batch:
            return
        self._check()
        ids = await self.begin([write.step for write in batch])
        try:
            results = await send(batch)
        except REFUSALS as error:
            await self._refused(batch, ids, error, send, look)
            return
        ends: list[StepEnd] = []
        outcomes: list[EntryResult] = []
        for write, step_id in zip(batch, ids, strict=True):
            result = results.get(write.position, _LEFT_OUT)
            if isinstance(result, CannotWriteError):
                self.refused.add(write.position)
                ends.append(StepEnd(step_id, "failed", {}, str(result)))
                outcomes.append((write.position, EntryOutcome.FAILED, str(result)))
                continue
            ends.append(StepEnd(step_id, "done", result))
            if write.last:
                outcomes.append((write.position, EntryOutcome.DONE, str(result.get("remark", ""))))
        await self.end(ends, outcomes)

    async def write_part(
        self,
        planned: PlannedEntry,
        step: NewStep,
        request: Callable[[], Awaitable[object]],
        result: Result | None = None,
    ) -> None:
        """Send one request of an entry that is not done with it, journalled before and after.

        ``result`` is what the journal keeps of it.
        """

        async def send(_batch: Sequence[EntryWrite]) -> dict[int, Result]:
            await request()
            return {planned.position: result or {}}

        await self.write([EntryWrite(planned, step, last=False)], send)

    async def _refused(
        self, batch: Sequence[EntryWrite], ids: Sequence[int], error: ArrError, send: Send, look: Look | None
    ) -> None:
        """End the steps of a refused batch; send again, in two halves, what a look at it leaves open."""
        message = app_message(error)
        verdicts = await look(batch, error) if look else {}
        rest = [write for write in batch if write.position not in verdicts]
        ends, outcomes = list[StepEnd](), list[EntryResult]()
        for write, step_id in zip(batch, ids, strict=True):
            verdict = verdicts.get(write.position, RefusalVerdict(message=message))
            state = "failed" if verdict.result is None else "done"
            ends.append(StepEnd(step_id, state, verdict.result or {}, verdict.message))
            if write.position in verdicts and (verdict.result is None or write.last):
                outcomes.append((write.position, verdict.outcome, verdict.message))
        if len(batch) == len(rest) == 1:
            self.refused.add(rest[0].position)
            outcomes.append((rest[0].position, EntryOutcome.FAILED, message))
        await self.end(ends, outcomes)
        if len(batch) > 1:
            # without those that are there already the others may well be taken together
            middle = len(rest) // 2 if len(rest) == len(batch) else len(rest)
            await self.write(rest[:middle], send, look)
            await self.write(rest[middle:], send, look)
