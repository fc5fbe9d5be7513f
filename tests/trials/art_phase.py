"""``python -m tests.trials.art_phase CONFIG PHASE``: do a phase of artwork, or go on with it after a kill.

Prints ``started`` when the work begins and ``done`` when it is finished.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from arrtui.core.artwork import PhaseName
from arrtui.core.config import load_config
from arrtui.core.events import JobState
from arrtui.runtime.artwork.phases import PhaseArgs, kind_of
from arrtui.runtime.services import Services

UNPUBLISH = "unpublish"


async def work(services: Services, phase: str) -> int:
    """Queue a phase unless it is queued already, and wait until nothing is left to do; return its status."""
    args = PhaseArgs(takes_back=phase == UNPUBLISH)
    name = PhaseName.PUBLISH if phase == UNPUBLISH else PhaseName(phase)
    unfinished = [
        job.id
        for job in await services.jobs.list_jobs()
        if job.kind == kind_of(name) and not job.state.finished
    ]
    ids = unfinished or await services.artwork.start(name, ["radarr.main"], args)
    services.engine.start()
    sys.stdout.write("started\n")
    sys.stdout.flush()
    while any(not job.state.finished for job in await services.jobs.list_jobs() if job.id in ids):
        await asyncio.sleep(0.01)
    sys.stdout.write("done\n")
    sys.stdout.flush()
    failed = [
        job
        for job in await services.jobs.list_jobs()
        if job.id in ids and job.state is not JobState.COMPLETED
    ]
    for job in failed:
        sys.stderr.write(f"{job.error}\n")
    services.engine.stop()
    return len(failed)


def main() -> int:
    """Work on the configuration named on the command line."""
    services = Services(load_config(Path(sys.argv[1]), env={}), kind="tui", env={})
    try:
        return asyncio.run(work(services, sys.argv[2]))
    finally:
        services.stop()


if __name__ == "__main__":
    sys.exit(main())
