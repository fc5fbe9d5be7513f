"""``--run webhooks``: have the apps send their webhooks to arrtui, and show how that stands."""

from __future__ import annotations

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.events import Job, JobState
from arrtui.core.text import format_timestamp, plural
from arrtui.features.webhooks.registering import HookConnection
from arrtui.runtime.webhooks.use_cases import ODD

_HEADINGS = ("instance", "state", "events", "address", "last")
_MOST_ODD = 1_000


@click.command("webhooks", cls=TaskCommand)
@click.argument("action", type=click.Choice(("register", "status", "remove")), metavar="ACTION")
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
async def webhooks(task: Task, action: str, instances: tuple[str, ...]) -> ExitStatus:
    """Register arrtui with the apps, remove it, or show how their webhooks stand.

    ACTION is register, status or remove. Registering needs public_url under [server.hooks]; done again it
    changes nothing.
    """
    task.require_instances()
    connections = task.services.webhooks.connections
    queue = {"register": connections.register, "status": connections.look, "remove": connections.remove}
    jobs = await task.run_jobs(await queue[action](instances))
    last = await task.services.webhooks.last_received()
    done = {
        job.instance: msgspec.convert(job.result, HookConnection)
        for job in jobs
        if job.state is JobState.COMPLETED
    }
    for line in table(_HEADINGS, (_cells(connection, last) for connection in done.values()), right=(2,)):
        task.out.line(line)
    for connection in done.values():
        if connection.problem:
            task.out.note(f"{connection.instance}: {connection.problem}")
    failed = [job for job in jobs if job.instance not in done]
    for job in failed:
        task.out.note(f"error: {_error(job)}")
    odd = await _show_odd(task) if action == "status" else []
    rows = [msgspec.to_builtins(connection) for connection in done.values()]
    rows += [{"instance": job.instance, "error": _error(job)} for job in failed]
    task.result(not failed, instances=rows, odd=odd)
    return ExitStatus.PARTLY if failed else ExitStatus.OK


def _error(job: Job) -> str:
    return job.error or f"the job was {job.state.word}"


def _cells(connection: HookConnection, last: dict[str, float]) -> tuple[str, ...]:
    state = "registered" if connection.registered else "not registered"
    if connection.reachable is False:
        state = "registered, not reached"
    at = last.get(connection.instance)
    return (
        *(connection.instance, connection.change or state, str(connection.events), connection.url),
        "" if at is None else format_timestamp(at),
    )


async def _show_odd(task: Task) -> list[dict[str, str]]:
    """Tell of webhooks of which nothing could be made; return them."""
    odd = await task.services.webhooks.recent(_MOST_ODD, ODD)
    if odd:
        task.out.note(f"{plural(len(odd), 'webhook')} of which nothing could be made, the last ones:")
    for hook in odd[:5]:
        task.out.line(
            f"{hook.instance}: {hook.event_type or 'without an event'}, {format_timestamp(hook.received_at)}"
        )
    return [{"instance": hook.instance, "event": hook.event_type, "body": hook.body} for hook in odd]
