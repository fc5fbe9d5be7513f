"""A capability that only tests register: it greets, as a job, as a task and on a pane."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.db.jobs import NewJob
from arrtui.runtime.capabilities import Capability, PaneEntry
from arrtui.runtime.engine.jobs import JobContext
from arrtui.runtime.engine.kinds import JobKind
from arrtui.runtime.services import Services


async def greet(services: Services, job: JobContext) -> Mapping[str, Any]:
    return {"text": f"Hello {job.args['name']}", "instances": len(services.config.instances)}


GREET = JobKind("greet", "Greeting", greet, max_attempts=3, describe_result=lambda result: result["text"])


def greeting(name: str) -> NewJob:
    return NewJob(kind="greet", subject=name, args={"name": name})


@click.command("greet", cls=TaskCommand)
@click.argument("name")
@click.option("--loud", is_flag=True, help="In capitals.")
async def greet_task(task: Task, name: str, loud: bool) -> ExitStatus:
    """Say hello to somebody."""
    job_id, _ = await task.services.jobs.enqueue(greeting(name))
    (job,) = await task.run_jobs([job_id])
    assert job.result is not None
    text = job.result["text"].upper() if loud else job.result["text"]
    task.out.line(text)
    task.result(True, text=text)
    return ExitStatus.OK


TOY = Capability(
    "toy",
    (GREET,),
    {"greet": "tests.runtime.toy:greet_task"},
    PaneEntry("toy", "0", "Toy", "tests.tui.toy_pane:ToyPane"),
)
