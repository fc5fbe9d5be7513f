"""The standing work of the live feeds: one connection and one reader for each instance."""

from __future__ import annotations

import asyncio
from importlib import import_module
from typing import TYPE_CHECKING

from arrtui.runtime.engine.standing import StandingWork
from arrtui.runtime.live.listening import listen
from arrtui.runtime.live.reading import read_marked

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


async def _run(services: Services) -> None:
    """Listen to every instance with ``live = true``, and act on the marks of all."""
    await asyncio.to_thread(import_module, "arrtui.clients.signalr")  # a tenth of a second, beside the loop
    async with asyncio.TaskGroup() as tasks:
        for instance in services.config.instances:
            tasks.create_task(read_marked(services, instance.name), name=f"marks of {instance.name}")
            if instance.live:
                tasks.create_task(listen(services, instance), name=f"live feed of {instance.name}")


LIVE = StandingWork("the live feeds", _run)
