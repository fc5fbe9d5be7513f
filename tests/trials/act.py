"""``python -m tests.trials.act CONFIG``: do an action of the Library, or go on with it after a kill."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from arrtui.core.config import load_config
from arrtui.features.sync.actions import Action, ActionKind, ActionTarget
from arrtui.runtime.services import Services


async def act(services: Services) -> int:
    """Unmonitor every movie, unless that is queued already; wait for the jobs."""
    unfinished = [job for job in await services.jobs.list_jobs() if not job.state.finished]
    if not unfinished:
        library = await services.library.titles()
        targets = tuple(
            ActionTarget(instance=copy.instance, item_id=copy.item_id, title=copy.title)
            for title in library.titles
            for copy in title.copies
            if copy.instance == "radarr.main"
        )
        ids = await services.sync.act(Action(kind=ActionKind.TAGS_ADD, targets=targets, tags=("trial",)))
    else:
        ids = [job.id for job in unfinished]
    services.engine.start()
    while any(not job.state.finished for job in await services.jobs.list_jobs() if job.id in ids):
        await asyncio.sleep(0.05)
    services.engine.stop()
    return 0


def main() -> int:
    """Act on the configuration named on the command line."""
    services = Services(load_config(Path(sys.argv[1]), env={}), kind="tui", env={})
    try:
        return asyncio.run(act(services))
    finally:
        services.database.close()


if __name__ == "__main__":
    sys.exit(main())
