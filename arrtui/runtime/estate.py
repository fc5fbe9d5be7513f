"""The estate: the job that checks an instance, and what front ends ask of instances."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.events import InstanceChecked
from arrtui.db.jobs import NewJob
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


def check_job(name: str) -> NewJob:
    """Return the job that checks an instance."""
    return NewJob(kind=CHECK.name, subject=name, instance=name, priority=2)


async def _check(services: Services, job: JobContext) -> Mapping[str, Any]:
    """Ask the job's instance for its version and health."""
    from arrtui.features.estate.check import check

    name = job.job.instance
    client = services.clients.get(services.config.instance(name))
    try:
        result: dict[str, Any] = msgspec.to_builtins(await check(client, services.database, services.clock))
    finally:
        services.bus.publish(InstanceChecked(name))
    return result


def _describe_check(result: Mapping[str, Any]) -> str:
    return f"version {result['version']}" if result.get("version") else ""


CHECK = JobKind("check", "Check", _check, routine=True, max_attempts=1, describe_result=_describe_check)
