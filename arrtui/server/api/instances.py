"""Instances: facts, backups and checks, snapshots and what differs between two of them."""

from __future__ import annotations

from typing import Any

import msgspec

from arrtui.core.structs import describe_structs
from arrtui.server.api.endpoint import Call, Endpoint, Label, Paging, QueuedJobs, Result, page_of
from arrtui.server.bodies import RefusedRequest


class InstanceParameters(msgspec.Struct, frozen=True, kw_only=True):
    """The instance that is meant."""

    instance: Label
    """``radarr.main``."""


class DiffParameters(Paging, frozen=True, kw_only=True):
    """The snapshots that are compared."""

    instance: Label
    older: Label = "latest~1"
    """A number, ``latest~1``, ``yesterday``, a date or a time."""
    newer: Label = "latest"


class BackupRequest(msgspec.Struct, frozen=True, kw_only=True):
    """How an instance is backed up."""

    full: bool = False
    """Whether everything is asked for again."""


class InstanceInFull(msgspec.Struct, frozen=True, kw_only=True):
    """What is stored of an instance."""

    instance: str
    kind: str
    state: str
    version: str
    error: str
    """Why it could not be asked last; empty where it could."""
    titles: int
    episodes: int
    files: int
    size: int
    """Bytes of all files."""
    health: list[dict[str, Any]]
    app: dict[str, Any]
    """What the app said of itself."""


class ChangeRecord(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that differs between two snapshots."""

    change: str
    """``added``, ``changed`` or ``removed``."""
    type: str
    """``item``, ``episode``, ``file`` or ``setting``."""
    key: str
    before: Any
    after: Any


def known_instance(call: Call) -> str:
    """Return the instance of a call. Raises RefusedRequest where there is none of that name."""
    name: str = call.parameters.instance
    if name not in call.services.config.instance_names():
        raise RefusedRequest(404, f"There is no instance named {name}.", "no-instance")
    return name


async def _facts(call: Call) -> Result:
    name = known_instance(call)
    facts = await call.services.estate.facts(name)
    (row,) = [row for row in await call.services.estate.rows() if row.name == name]
    return Result(
        InstanceInFull(
            instance=name,
            kind=str(row.kind),
            state=row.state,
            version=row.app_version,
            error=row.error,
            titles=row.items,
            episodes=row.episodes,
            files=row.files,
            size=row.size,
            health=[msgspec.to_builtins(health) for health in row.health],
            app=facts.app,
        )
    )


async def _back_up(call: Call) -> Result:
    return Result(QueuedJobs(await call.services.backup.back_up([known_instance(call)], full=call.body.full)))


async def _check(call: Call) -> Result:
    return Result(QueuedJobs(await call.services.estate.check([known_instance(call)])))


async def _diff(call: Call) -> Result:
    name, backup = known_instance(call), call.services.backup
    older = await backup.snapshot(name, call.parameters.older)
    newer = await backup.snapshot(name, call.parameters.newer)
    diff = await backup.changes(older, newer)
    page, meta = page_of(diff.changes, call.parameters)
    changes = [
        ChangeRecord(
            change=str(change.kind),
            type=str(change.type),
            key=change.key,
            before=change.before,
            after=change.after,
        )
        for change in page
    ]
    return Result(changes, {**meta, "older": older.id, "newer": newer.id})


ENDPOINTS = (
    Endpoint(
        "GET",
        "/instances/{instance}",
        "Show what is stored of an instance.",
        _facts,
        InstanceInFull,
        parameters=InstanceParameters,
    ),
    Endpoint(
        "POST",
        "/instances/{instance}/backup",
        "Queue a backup of an instance.",
        _back_up,
        QueuedJobs,
        scope="decide",
        parameters=InstanceParameters,
        body=BackupRequest,
        status=202,
    ),
    Endpoint(
        "POST",
        "/instances/{instance}/check",
        "Queue a check of an instance.",
        _check,
        QueuedJobs,
        scope="decide",
        parameters=InstanceParameters,
        status=202,
    ),
    Endpoint(
        "GET",
        "/instances/{instance}/diff",
        "List what differs between two snapshots of an instance.",
        _diff,
        list[ChangeRecord],
        parameters=DiffParameters,
    ),
)

describe_structs(__name__)
