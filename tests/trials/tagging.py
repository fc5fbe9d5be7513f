"""``python -m tests.trials.tagging CONFIG KIND LOG``: a daemon or a terminal app's engine that adds tags.

Each job adds one tag, after a look whether an earlier start of it did, and notes its start and its end in a
log that all processes share.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path
from typing import Any

from arrtui.core.config import load_config
from arrtui.core.domain import SettingType
from arrtui.core.events import Access
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.services import Services

KIND = "tag-trial"


def tagging(log: Path) -> JobKind:
    """Return the kind of job that adds a tag."""

    def note(what: str, job: JobContext) -> None:
        line = f"{what} {job.job.id} {os.getpid()} {time.monotonic()}\n".encode()
        number = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        os.write(number, line)
        os.close(number)

    async def add_tag(services: Services, job: JobContext) -> dict[str, Any]:
        note("start", job)
        try:
            client = services.clients.get(services.config.instance(job.job.instance))
            known = {tag.body["label"] for tag in (await client.settings(SettingType.TAG)).records}
            job.check()
            if job.args["label"] not in known:
                await client.create_tag(job.args["label"])
            return {}
        finally:
            note("end", job)

    return JobKind(KIND, "Tag", add_tag, access=Access.WRITE)


def main() -> None:
    """Work until SIGTERM."""
    config, kind, log = sys.argv[1:]
    services = Services(load_config(Path(config), env={}), kind=kind, env={})
    services.kinds.add(tagging(Path(log)).bound(services, 4))
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    services.start()
    signal.sigwait({signal.SIGTERM})
    services.stop()


if __name__ == "__main__":
    main()
