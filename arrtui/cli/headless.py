"""Run a task without the terminal app, until it is done or interrupted."""

from __future__ import annotations

import asyncio
import contextlib

from arrtui.cli.output import make_output
from arrtui.cli.request import Request, TaskCall
from arrtui.cli.status import ExitStatus
from arrtui.cli.streams import OutputError
from arrtui.cli.task import Task
from arrtui.core.config import Config
from arrtui.core.ending import ending_on_signals
from arrtui.core.memory import begin_collecting
from arrtui.runtime.services import Services


def run_task(call: TaskCall, config: Config, request: Request) -> ExitStatus:
    """Run a task and return the exit status. Raises ArrtuiError when nothing could be begun."""
    begin_collecting()
    services = Services(config, kind=call.services_kind, overrides=request.overrides)
    with make_output(as_json=request.as_json) as out:
        for warning in config.warnings if call.services_kind == "run" else ():  # a daemon logs them
            out.note(f"warning: {warning}")
        task = Task(call.name, services, out, request.as_json)
        try:
            return asyncio.run(_run(task, call, demo=request.demo))
        except (KeyboardInterrupt, asyncio.CancelledError):
            out.note("Interrupted. What was under way is in the queue and goes on with the next run.")
            with contextlib.suppress(OutputError, BrokenPipeError):  # perhaps with its terminal
                task.result(False, error="interrupted")
            return ExitStatus.INTERRUPTED
        finally:
            services.database.close()


async def _run(task: Task, call: TaskCall, *, demo: bool) -> ExitStatus:
    """Run a task so that SIGTERM and a lost terminal end it as cleanly as Ctrl+C does."""
    if call.services_kind == "daemon":
        return await call.run(task)
    current = asyncio.current_task()
    assert current is not None, "this runs in a task"
    with ending_on_signals(current.cancel):
        if demo and call.needs_backup:
            task.services.config.instance_names(call.instances)  # one that is mistyped is refused at once
            task.out.note("Backing up the simulated estate first.")
            await task.run_jobs(await task.services.backup.back_up())
        return await call.run(task)
