"""Post the commands of a Library action one after another and wait for its refreshes."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import msgspec

from arrtui.core.errors import BadRequestError, ServerFaultError, ValidationFailedError
from arrtui.core.events import Job, JobState
from arrtui.runtime.engine.kinds import VANISHED

if TYPE_CHECKING:
    from arrtui.clients import ArrClient
    from arrtui.clients.answers import AppCommand
    from arrtui.features.sync.actions import CommandRequest
    from arrtui.runtime.engine.jobs import JobContext

WAIT_SECONDS = 600.0
"""How long the refreshes of one job are waited for; the app goes on with them all the same."""
_PAUSES = (0.1, 3.0)
"""Seconds between the first and between later looks at the commands."""


def act_park_reason(job: Job, _now: float) -> str:
    """Return why a job of commands must not go on unasked: its searches were posted, who knows which."""
    searches = any(not _only_reads(name) for name, *_ in job.args["commands"])
    return VANISHED if searches and job.state is JobState.RUNNING else ""


def _only_reads(command: str) -> bool:
    """Return whether a command only makes the app read again what it has."""
    return command.lower().startswith(("refresh", "rescan"))


async def run_commands(client: ArrClient, job: JobContext) -> dict[str, Any]:
    """Post the job's commands; return how many were taken, failed or left out, and why.

    An equal command that waits or runs is not queued again by the app (ARR_API 2.6), and one more refresh
    changes nothing, so that a job of refreshes that was interrupted posts its commands once more.
    """
    from arrtui.features.sync.actions import CommandRequest

    requests = msgspec.convert(job.args["commands"], list[CommandRequest])
    posted: list[AppCommand] = []
    refused: list[str] = []
    left_out: list[str] = []
    for index, request in enumerate(requests):
        job.check()
        await job.progress(index, len(requests), request.text)
        possible = await _possible(client, request)
        if not possible:
            why = f"{client.app.name} searches for monitored things only, and this is not monitored"
            left_out.append(f"{request.text}: {why}.")
        for command in possible:
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
        "skipped": len(left_out),
        "messages": [*refused, *failed, *left_out][:20],
        "refreshes": len(waited),
    }


async def _possible(client: ArrClient, request: CommandRequest) -> list[CommandRequest]:
    """Return what the app will carry out of a command: itself, or for a season its episodes one by one.

    A search for a whole title that is not monitored is left out; the app would refuse every release.
    """
    from arrtui.features.sync.actions import episode_searches, is_for_monitored, is_refused

    if not is_for_monitored(request, client.app):
        return [request]
    item_id, season = int(request.body[client.app.commands.search.argument]), request.body.get("seasonNumber")
    remote = await client.title(item_id)
    if remote is None or not is_refused(remote.item, season):
        return [request]
    if season is None:
        return []
    today = datetime.now(UTC).isoformat()
    return episode_searches(request, client.app, (await client.episodes(item_id)).records, today)


async def _wait_for(client: ArrClient, job: JobContext, commands: list[AppCommand]) -> list[str]:
    """Wait until commands are finished; return what the app said of those that failed.

    One request tells of all of them, and the app's live feed of what follows. A command that is not
    listed any more has ended long ago, or was cancelled: asked by its number it is called queued for
    good.
    """
    deadline, pause = time.monotonic() + WAIT_SECONDS, _PAUSES[0]
    left = {command.id for command in commands}
    failed: list[str] = []
    from arrtui.clients.command_watch import CommandWatch

    watch = CommandWatch(client)
    while left and time.monotonic() < deadline:
        listed = {command.id: command for command in await watch.commands()}
        for command_id in sorted(left):
            state = listed.get(command_id) or await client.command_state(command_id)
            if state is None or state.finished or command_id not in listed:
                left.remove(command_id)
                if state is not None and state.failed:
                    failed.append(f"{state.name}: {state.message or state.status}")
        if left:
            job.check()
            await job.progress(len(commands) - len(left), len(commands), "waiting for the app to refresh")
            await watch.pause(pause)
            pause = min(_PAUSES[1], pause * 1.5)
    return failed
