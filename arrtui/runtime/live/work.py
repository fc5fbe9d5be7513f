"""The standing work of the live feeds: one connection and one reader for each instance."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import TYPE_CHECKING, Any

from arrtui.runtime.engine.standing import StandingWork

if TYPE_CHECKING:
    from arrtui.core.config import InstanceConfig
    from arrtui.runtime.services import Services

    InstanceWork = Callable[[Services, InstanceConfig], Coroutine[Any, Any, None]]


def _parts() -> tuple[InstanceWork, InstanceWork]:
    """Return what listens to an instance and what acts on its marks; the imports take a tenth of a second."""
    from arrtui.runtime.live.listening import listen
    from arrtui.runtime.live.reading import read_marked

    return listen, read_marked


async def _run(services: Services) -> None:
    """Listen to every instance with ``live = true``, and act on the marks of all."""
    listen, read_marked = await asyncio.to_thread(_parts)
    async with asyncio.TaskGroup() as tasks:
        for instance in services.config.instances:
            tasks.create_task(read_marked(services, instance), name=f"marks of {instance.name}")
            if instance.live:
                tasks.create_task(listen(services, instance), name=f"live feed of {instance.name}")


LIVE = StandingWork("the live feeds", _run)
