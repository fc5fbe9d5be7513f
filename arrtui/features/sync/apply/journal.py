"""The journal of one apply: each step is stored before it is written and again afterwards."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from arrtui.core.errors import (
    ArrError,
    BadRequestError,
    ConflictError,
    NotFoundError,
    ServerFaultError,
    ValidationFailedError,
)
from arrtui.db.database import Database
from arrtui.db.journal import NewStep, Step, StepEnd
from arrtui.features.sync import store
from arrtui.features.sync.model import EntryOutcome, PlannedEntry
from arrtui.features.sync.store import EntryResult

REFUSALS = (BadRequestError, ConflictError, NotFoundError, ServerFaultError, ValidationFailedError)
"""What an app says to one request; everything else means that the instance cannot be used now."""
Result = dict[str, Any]
Send = Callable[[Sequence["EntryWrite"]], Awaitable[dict[int, Result]]]
"""Sends a batch; returns a result for the position of each entry that was written."""
Look = Callable[["EntryWrite"], Awaitable[Result | None]]
"""Looks whether an entry was written although the app failed; returns its result, None if it was not."""


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
        self.finished = 0
        """Entries that have an outcome."""
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
    def empty(self) -> bool:
        """Whether nothing was ever written."""
        return not self._steps

    def done(self, position: int, name: str) -> Step | None:
        """Return the finished step of an entry, or None."""
        return next((step for step in self._steps.get((position, name), ()) if step.state == "done"), None)

    def begun(self, position: int, name: str) -> Step | None:
        """Return a step of an entry of which nobody knows whether it was carried out, or None."""
        return next(iter(self.all_begun(position, name)), None)

    def all_begun(self, position: int, name: str) -> list[Step]:
        """Return all such steps; of the plan as a whole there may be several."""
        return [step for step in self._steps.get((position, name), ()) if step.state == "begun"]

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
        self.finished += len(outcomes)

    async def outcome(self, position: int, outcome: EntryOutcome, message: str = "") -> None:
        """Store the outcome of an entry for which nothing is written."""
        await self.database.write(store.set_outcomes, self.plan_id, [(position, outcome, message)])
        self.finished += 1

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

    async def write(self, batch: Sequence[EntryWrite], send: Send, look: Look | None = None) -> None:
        """Send a batch, journalled before and after; halve a refused batch until the refused entry is found.

        An app that fails may have written all the same: ``look`` finds that out for a single entry. Raises
        ArrError when the instance cannot be used; what was under way then is left open in the journal.
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
            if write.position not in results:
                message = "The app accepted the request but left this out."
                ends.append(StepEnd(step_id, "failed", {}, "the app accepted the request but left this out"))
                outcomes.append((write.position, EntryOutcome.FAILED, message))
                continue
            ends.append(StepEnd(step_id, "done", results[write.position]))
            if write.last:
                outcomes.append((write.position, EntryOutcome.DONE, ""))
        await self.end(ends, outcomes)

    async def write_part(
        self, planned: PlannedEntry, step: NewStep, request: Callable[[], Awaitable[object]]
    ) -> None:
        """Send one request of an entry that is not done with it, journalled before and after."""

        async def send(_batch: Sequence[EntryWrite]) -> dict[int, Result]:
            await request()
            return {planned.position: {}}

        await self.write([EntryWrite(planned, step, last=False)], send)

    async def _refused(
        self, batch: Sequence[EntryWrite], ids: Sequence[int], error: ArrError, send: Send, look: Look | None
    ) -> None:
        message = app_message(error)
        ends = [StepEnd(step_id, "failed", {}, message) for step_id in ids]
        if len(batch) > 1:
            await self.end(ends)
            middle = len(batch) // 2
            await self.write(batch[:middle], send, look)
            await self.write(batch[middle:], send, look)
            return
        (write,) = batch
        result = await look(write) if look and isinstance(error, ServerFaultError) else None
        if result is not None:
            ends = [StepEnd(ids[0], "done", result, message)]
            await self.end(ends, [(write.position, EntryOutcome.DONE, message)] if write.last else [])
            return
        self.refused.add(write.position)
        await self.end(ends, [(write.position, EntryOutcome.FAILED, message)])
