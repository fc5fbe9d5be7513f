"""Plans: made, reviewed, decided, applied and undone, by the rules of the terminal app."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.features.sync.model import Decision, Plan, PlannedEntry
from arrtui.server.api.endpoint import Call, Endpoint, Label, Number, Paging, QueuedJobs, Result, page_of


class PlanParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The plan that is meant."""

    plan: Number


class EntryParameters(Paging, frozen=True, kw_only=True):
    """The entries of a plan that are wanted."""

    plan: Number


class PairRequest(msgspec.Struct, frozen=True, kw_only=True):
    """Which pair is planned."""

    pair: Label
    fresh: bool = False
    """Whether its instances are read again first."""


class DecisionRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What is decided on entries; one position by itself counts as decided by hand."""

    positions: Annotated[list[Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]], msgspec.Meta(min_length=1)]
    decision: Decision


class ApplyRequest(msgspec.Struct, frozen=True, kw_only=True):
    """How a plan is applied."""

    delete_files: bool = False
    """Whether removed titles lose their files too."""


class PlanInFull(msgspec.Struct, frozen=True, kw_only=True):
    """A plan as it stands."""

    plan: dict[str, Any]
    lock: str
    """Why it cannot be applied now, as a sentence; empty when it can."""
    entries: int
    stale: dict[str, str]
    """What has changed since it was made, by the position of the entry."""


class EntryInFull(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a plan."""

    position: int
    decision: str
    by_hand: bool
    outcome: str
    message: str
    instance: str
    op: str
    subject: str
    title: str
    year: int
    reason: str
    now: dict[str, Any]
    after: dict[str, Any]
    warnings: list[str]


def plan_record(plan: Plan) -> dict[str, Any]:
    """Return a plan without its entries as plain values."""
    record: dict[str, Any] = msgspec.to_builtins(plan)
    return record


async def _plan(call: Call) -> Result:
    opened = await call.services.sync.open(call.parameters.plan)
    stale = {str(position): why for position, why in opened.stale.items()}
    record = plan_record(opened.plan)
    return Result(PlanInFull(plan=record, lock=opened.lock, entries=len(opened.entries), stale=stale))


async def _entries(call: Call) -> Result:
    opened = await call.services.sync.open(call.parameters.plan)
    page, meta = page_of(opened.entries, call.parameters)
    return Result([_entry(planned) for planned in page], meta)


def _entry(planned: PlannedEntry) -> EntryInFull:
    entry = planned.entry
    return EntryInFull(
        position=planned.position,
        decision=planned.decision.value,
        by_hand=planned.by_hand,
        outcome=planned.outcome.value,
        message=planned.message,
        instance=entry.instance,
        op=entry.op.value,
        subject=entry.subject.value,
        title=entry.title,
        year=entry.year,
        reason=entry.reason,
        now=entry.now,
        after=planned.after,
        warnings=list(entry.warnings),
    )


async def _make(call: Call) -> Result:
    job = await call.services.sync.plan_pair(call.body.pair, fresh=call.body.fresh)
    return Result(QueuedJobs([job]))


async def _decide(call: Call) -> Result:
    plan, positions = call.parameters.plan, call.body.positions
    by_hand = len(positions) == 1
    await call.services.sync.decide(plan, positions, call.body.decision, by_hand=by_hand)
    return await _plan(call)


async def _discard(call: Call) -> Result:
    await call.services.sync.discard(call.parameters.plan)
    return await _plan(call)


async def _apply(call: Call) -> Result:
    jobs = await call.services.sync.apply(call.parameters.plan, delete_files=call.body.delete_files)
    return Result(QueuedJobs(jobs))


async def _undo(call: Call) -> Result:
    return Result(QueuedJobs([await call.services.sync.undo(call.parameters.plan)]))


ENDPOINTS = (
    Endpoint(
        "POST",
        "/plans",
        "Queue the making of a pair's plan.",
        _make,
        QueuedJobs,
        scope="decide",
        body=PairRequest,
        status=202,
    ),
    Endpoint("GET", "/plans/{plan}", "Show a plan.", _plan, PlanInFull, parameters=PlanParameters),
    Endpoint(
        "GET",
        "/plans/{plan}/entries",
        "List the entries of a plan.",
        _entries,
        list[EntryInFull],
        parameters=EntryParameters,
    ),
    Endpoint(
        "POST",
        "/plans/{plan}/decisions",
        "Decide on entries of a plan.",
        _decide,
        PlanInFull,
        scope="decide",
        parameters=PlanParameters,
        body=DecisionRequest,
    ),
    Endpoint(
        "POST",
        "/plans/{plan}/discard",
        "Put an open plan away.",
        _discard,
        PlanInFull,
        scope="decide",
        parameters=PlanParameters,
    ),
    Endpoint(
        "POST",
        "/plans/{plan}/apply",
        "Queue the writing of the approved entries.",
        _apply,
        QueuedJobs,
        scope="apply",
        parameters=PlanParameters,
        body=ApplyRequest,
        status=202,
    ),
    Endpoint(
        "POST",
        "/plans/{plan}/undo",
        "Queue the making of the plan that undoes one.",
        _undo,
        QueuedJobs,
        scope="decide",
        parameters=PlanParameters,
        status=202,
    ),
)

describe_structs(__name__)
