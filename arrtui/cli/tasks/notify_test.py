"""``--run notify-test``: send a test through each channel of notifications, or show what it would be told."""

from __future__ import annotations

from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import ArrtuiError
from arrtui.core.estate_events import EventType


@click.command("notify-test", cls=TaskCommand)
@click.argument("channels", nargs=-1, metavar="[NAME…]")
@click.option(
    "--preview",
    type=click.Choice([kind.value for kind in EventType]),
    metavar="EVENT",
    help="Send nothing: print what the channels would be told of such an event.",
)
async def notify_test(task: Task, channels: tuple[str, ...], preview: str | None) -> ExitStatus:
    """Send a test message through each channel of [[notify]], and print what came of it."""
    chosen = task.services.notify.channels(channels)
    if not chosen:
        task.out.note("No channel is configured. Add one to the configuration: [[notify]] with name and url.")
        task.result(False, channels=[])
        return ExitStatus.NOTHING
    outcomes: list[dict[str, Any]] = []
    for channel in chosen:
        if preview:
            message = task.services.notify.preview(channel, EventType(preview))
            task.out.line(f"{channel.name}: {message.title}")
            for line in message.body.splitlines():
                task.out.line(f"    {line}")
            if message.fault:
                task.out.note(f"error: {channel.name}: its template could not be used: {message.fault}")
            outcomes.append({"channel": channel.name, "ok": not message.fault, **message._asdict()})
            continue
        error = ""
        try:
            await task.services.notify.test(channel)
            task.out.line(f"{channel.name}: sent")
        except ArrtuiError as failure:
            error = str(failure)
            task.out.note(f"error: {error}")
        outcomes.append({"channel": channel.name, "ok": not error, "error": error})
    all_well = all(outcome["ok"] for outcome in outcomes)
    task.result(all_well, channels=outcomes)
    return ExitStatus.OK if all_well else ExitStatus.PARTLY
