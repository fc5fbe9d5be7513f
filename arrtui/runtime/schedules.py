"""Schedules: what queues the jobs of the configured times, in the process that holds the duty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.runtime.engine.standing import StandingWork

if TYPE_CHECKING:
    from arrtui.runtime.services import Services


async def _follow(services: Services) -> None:
    if services.config.backup.schedule:
        await services.ticker().run()


SCHEDULES = StandingWork("schedules", _follow)
