"""Enrich an instance in a process of its own, to be killed: ``python -m … CONFIG [NAME]``."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

from arrtui.core.artwork import PhaseName
from arrtui.core.config import load_config
from arrtui.runtime.services import Services


async def main(file: Path, name: str = "radarr.main") -> int:
    """Return 0 when the job completed."""
    services = Services(load_config(file, env={}), env={})
    try:
        job_ids = await services.artwork.start(PhaseName.ENRICH, [name])
        (job,) = await services.engine.run_jobs(job_ids)
        return int(job.state != "completed")
    finally:
        services.stop()


if __name__ == "__main__":
    sys.exit(asyncio.run(main(Path(sys.argv[1]), *sys.argv[2:])))
