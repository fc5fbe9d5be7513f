"""The standing work of webhooks: receive them, and make something of them."""

from __future__ import annotations

import asyncio
import contextlib
from pkgutil import resolve_name
from typing import TYPE_CHECKING

from arrtui.core.text import DAY
from arrtui.runtime.engine.periodic import Periodic
from arrtui.runtime.engine.standing import StandingWork

if TYPE_CHECKING:
    from arrtui.runtime.services import Services

LOOK_SECONDS = 300.0
"""Seconds between two looks at the queues of instances that have no live feed."""
_POLL_SECONDS = 1.0
"""Seconds between two looks for what another process received."""


async def _receive(services: Services) -> None:
    """Receive webhooks where that is configured."""
    if services.config.server.hooks.listen:
        await resolve_name("arrtui.server.hooks:serve_hooks")(services)  # the server lies above the runtime


async def _handle(services: Services) -> None:
    """Make something of webhooks as they come."""
    webhooks = services.webhooks
    forgetting, looking = Periodic(DAY), Periodic(LOOK_SECONDS)
    while True:
        if forgetting.due(services.clock()):
            await webhooks.forget_old()
        if looking.due(services.clock()):
            await webhooks.look_at_queues()
        webhooks.receiver.stored.clear()
        await webhooks.handle_waiting()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_POLL_SECONDS):
                await webhooks.receiver.stored.wait()
                await webhooks.receiver.calm()


RECEIVING = StandingWork("receiving webhooks", _receive, daemon_only=True)
HANDLING = StandingWork("handling webhooks", _handle)
