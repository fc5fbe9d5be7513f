"""Schedules: listed, paused, and run beside their times."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.runtime.schedules import ScheduleView
from arrtui.server.api.endpoint import Call, Endpoint, Label, QueuedJobs, Result
from arrtui.server.bodies import RefusedRequest


class ScheduleParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The schedule that is meant."""

    schedule: Label
    """The words of its key in the configuration: ``sync movies-4k``."""


async def _list(call: Call) -> Result:
    return Result([view.record() for view in await call.services.schedules.views()])


async def _pause(call: Call) -> Result:
    view = await _known(call)
    await call.services.schedules.pause([view.task.name])
    return Result((await _known(call)).record())


async def _resume(call: Call) -> Result:
    """Let runs begin again; where these write, that needs the scope of those that apply."""
    view = await _known(call)
    check_may_run(call, view)
    await call.services.schedules.pause([view.task.name], paused=False)
    return Result((await _known(call)).record())


async def _run(call: Call) -> Result:
    """Queue a run; one that writes needs the scope of those that apply."""
    view = await _known(call)
    check_may_run(call, view)
    return Result(QueuedJobs([await call.services.schedules.run_now(view.task.name)]))


def check_may_run(call: Call, view: ScheduleView) -> None:
    """Raise RefusedRequest where runs of a schedule write and the key may not."""
    if view.task.writes and "apply" not in call.scopes:
        raise RefusedRequest(403, "Runs of this schedule write; that needs the scope apply.", "scope")


async def _known(call: Call) -> ScheduleView:
    """Return the schedule of a call. Raises RefusedRequest where there is none of that name."""
    name = call.parameters.schedule
    view = await call.services.schedules.view(name)
    if view is not None:
        return view
    raise RefusedRequest(404, f"There is no schedule named {name}.", "no-schedule")


ENDPOINTS = (
    Endpoint("GET", "/schedules", "List what runs by itself, and when.", _list, list[dict[str, Any]]),
    Endpoint(
        "POST",
        "/schedules/{schedule}/pause",
        "Let a schedule begin no run.",
        _pause,
        dict[str, Any],
        scope="decide",
        parameters=ScheduleParameters,
    ),
    Endpoint(
        "POST",
        "/schedules/{schedule}/resume",
        "Let a schedule begin runs again.",
        _resume,
        dict[str, Any],
        scope="decide",
        parameters=ScheduleParameters,
    ),
    Endpoint(
        "POST",
        "/schedules/{schedule}/run",
        "Queue a run of a schedule beside its times.",
        _run,
        QueuedJobs,
        scope="decide",
        parameters=ScheduleParameters,
        status=202,
    ),
)

describe_structs(__name__)
