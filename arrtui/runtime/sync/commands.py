"""Post the commands of a Library action one after another and wait for its refreshes."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.errors import BadRequestError, ServerFaultError, ValidationFailedError
from arrtui.core.events import Job, JobState
from arrtui.runtime.engine.kinds import VANISHED

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.clients.answers import AppCommand
    from arrtui.runtime.engine.jobs import JobContext

WAIT_SECONDS = 600.0
"""How long the refreshes of one job are waited for; the app goes on with them all the same."""
_PAUSES = (0.1, 3.0)
"""Seconds between the first and between later looks at a command."""


def act_park_reason(job: Job, _now: float) -> str:
    """Return why a job of commands must not go on unasked: its searches were posted, who knows which."""
    searches = any(not _only_reads(command["name"]) for command in job.args["commands"])
    return VANISHED if searches and job.state is JobState.RUNNING else ""


def _only_reads(command: str) -> bool:
    """Return whether a command only makes the app read again what it has."""
    return command.lower().startswith(("refresh", "rescan"))


async def run_commands(client: ArrClient, job: JobContext) -> dict[str, Any]:
    """Post the job's commands; return how many were taken and which of them failed.

    An equal command that waits or runs is not queued again by the app (ARR_API 2.6), and one more refresh
    changes nothing, so that a job of refreshes that was interrupted posts its commands once more.
    """
    from arrtui.features.sync.actions import CommandRequest

    requests = msgspec.convert(job.args["commands"], list[CommandRequest])
    posted: list[AppCommand] = []
    refused: list[str] = []
    for index, command in enumerate(requests):
        job.check()
        await job.progress(index, len(requests), command.text)
        try:
            posted.append(await client.command(command.name, command.body))
        except (BadRequestError, ServerFaultError, ValidationFailedError) as error:
            refused.append(f"{command.text}: {error.why or error}")
    waited = [command for command in posted if _only_reads(command.name)]
    failed = await _wait_for(client, job, waited)
    await job.progress(len(requests), len(requests), "done")
    return {
        "instance": client.config.name,
        "applied": len(posted) - len(failed),
        "failed": len(refused) + len(failed),
        "messages": [*refused, *failed][:20],
        "refreshes": len(waited),
    }


async def _wait_for(client: ArrClient, job: JobContext, commands: list[AppCommand]) -> list[str]:
    """Wait until commands are finished; return what the app said of those that failed."""
    deadline, pause = time.monotonic() + WAIT_SECONDS, _PAUSES[0]
    left = {command.id: command for command in commands}
    failed: list[str] = []
    while left and time.monotonic() < deadline:
        for command_id in list(left):
            state = await client.command_state(command_id)
            if state is None or state.finished:
                del left[command_id]
                if state is not None and state.failed:
                    failed.append(f"{state.name}: {state.message or state.status}")
        if left:
            job.check()
            await job.progress(len(commands) - len(left), len(commands), "waiting for the app to refresh")
            await asyncio.sleep(pause)
            pause = min(_PAUSES[1], pause * 1.5)
    return failed
