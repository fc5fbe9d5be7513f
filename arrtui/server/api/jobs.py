"""Jobs: shown, cancelled, queued again."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.core.events import Job
from arrtui.core.structs import describe_structs
from arrtui.runtime.schedules import SCHEDULE
from arrtui.server.api.endpoint import Call, Endpoint, Number, Result
from arrtui.server.api.schedules import check_may_run
from arrtui.server.bodies import RefusedRequest


class JobParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The job that is meant."""

    job: Number


async def _job(call: Call) -> Result:
    return Result(_record(await _known(call)))


async def _cancel(call: Call) -> Result:
    await _known(call)
    return Result(_record(await call.services.jobs.cancel(call.parameters.job)))


async def _retry(call: Call) -> Result:
    """Queue a job again; one that writes to an app needs the scope of those that apply."""
    job = await _known(call)
    if job.access.writes and "apply" not in call.scopes:
        raise RefusedRequest(403, "This job writes to an app; that needs the scope apply.", "scope")
    if job.kind == SCHEDULE.name and (view := await call.services.schedules.view(job.subject)):
        check_may_run(call, view)
    return Result(_record(await call.services.jobs.retry(job.id)))


async def _known(call: Call) -> Job:
    """Return the job of a call. Raises RefusedRequest where there is none."""
    job = await call.services.jobs.get(call.parameters.job)
    if job is None:
        raise RefusedRequest(404, f"There is no job {call.parameters.job}.", "no-job")
    return job


def _record(job: Job | None) -> dict[str, Any]:
    """Return a job as plain values, without who has it."""
    record: dict[str, Any] = msgspec.to_builtins(job)
    return {name: value for name, value in record.items() if not name.startswith("lease_")}


ENDPOINTS = (
    Endpoint("GET", "/jobs/{job}", "Show a job.", _job, dict[str, Any], parameters=JobParameters),
    Endpoint(
        "POST",
        "/jobs/{job}/cancel",
        "Cancel a job, or have it stop.",
        _cancel,
        dict[str, Any],
        scope="decide",
        parameters=JobParameters,
    ),
    Endpoint(
        "POST",
        "/jobs/{job}/retry",
        "Queue a job again.",
        _retry,
        dict[str, Any],
        scope="decide",
        parameters=JobParameters,
    ),
)

describe_structs(__name__)
