"""Ask an instance how it is, and note the answer."""

from __future__ import annotations

import time
from collections.abc import Callable

import msgspec

from arrtui.clients import ArrClient
from arrtui.core.domain import Health, encode
from arrtui.core.errors import ArrError
from arrtui.db import estate
from arrtui.db.database import Database


class CheckOutcome(msgspec.Struct, frozen=True, kw_only=True):
    """How an instance is; the ``instances`` entries of the ``--json`` result line of ``check``."""

    instance: str
    ok: bool
    version: str = ""
    latency: float | None = None
    """Seconds."""
    health: tuple[Health, ...] = ()
    warnings: tuple[str, ...] = ()
    error: str | None = None
    error_code: str = ""


async def check(
    client: ArrClient, database: Database, clock: Callable[[], float] = time.time
) -> CheckOutcome:
    """Ask for status, health and root folders (three requests) and note them.

    Raises the client's :class:`ArrError` after noting that the instance is down and why.
    """
    name = client.config.name
    try:
        status = await client.status()
        health = await client.health()
        roots, _ = await client.root_folders()
    except ArrError as error:
        await database.write(estate.record_check, name, state="down", error=str(error), at=clock())
        raise
    await database.write(
        estate.record_check,
        name,
        state="up",
        app_version=status.version,
        app_doc=encode(msgspec.to_builtins(status)),
        health=health,
        roots=roots,
        latency=status.latency,
        at=clock(),
    )
    return CheckOutcome(
        instance=name,
        ok=True,
        version=status.version,
        latency=round(status.latency, 4),
        health=tuple(health),
        warnings=status.warnings,
    )
