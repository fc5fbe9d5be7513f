"""``--run trailers [INSTANCE…]``: read the folders of titles, count which have a trailer, and download."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.errors import UsageError
from arrtui.core.events import Job, JobState
from arrtui.core.text import shown_name
from arrtui.features.trailers.reports import FolderProblem, ProblemKind, text_of_all

_COUNTS = ("items", "downloaded", "monitored", "missing", "unmapped", "not_mounted", "failed")
_HEADINGS = ("instance", *(name.replace("_", " ") for name in _COUNTS), "seconds")


@click.command("trailers", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option("--download", is_flag=True, help="Download the trailers that are wanted, too.")
@click.option(
    "--limit", type=click.IntRange(min=1), metavar="N", help="Download at most so many, unreviewed."
)
async def trailers(task: Task, instances: tuple[str, ...], download: bool, limit: int | None) -> ExitStatus:
    """Read the folders of titles and count which have a trailer, of some instances or of all."""
    task.require_instances()
    if limit is not None and not download:
        raise UsageError("reading the command line", why="--limit belongs to --download")
    jobs = await task.run_jobs(await task.services.trailers.refresh(instances))
    outcomes = [_outcome(job) for job in jobs]
    if download:
        return await _download(task, outcomes, limit)
    return await _show(task, outcomes)


async def _download(task: Task, outcomes: list[dict[str, Any]], limit: int | None) -> ExitStatus:
    """Download what the instances want whose folders could be read; count anew and show it all."""
    names = [outcome["instance"] for outcome in outcomes if "error" not in outcome]
    job_id = await task.services.fetching.fetch(names, limit) if names else None
    report: dict[str, Any] = {}
    if job_id is None:
        task.out.note("No trailer is wanted now.")
    else:
        (job,) = await task.run_jobs([job_id])
        report = job.result or {"stopped": job.error or f"The download was {job.state.word}."}
    for outcome in outcomes:
        if (name := outcome["instance"]) in names:
            outcome |= (await task.services.trailers.counts(name))._asdict()
        outcome["fetched"] = report.get("downloaded", {}).get(name, 0)
        outcome["not_fetched"] = report.get("failed", {}).get(name, 0)
    for remark in report.get("remarks", ()):
        task.out.note(remark)
    stopped = report.get("stopped", "")
    if stopped:
        task.out.note(f"Stopped, with {report.get('waiting', 0):,} waiting: {stopped}")
    shown = await _show(task, outcomes, stopped=stopped)
    failed = any(outcome["not_fetched"] for outcome in outcomes)
    return ExitStatus.PARTLY if stopped or failed else shown


async def _show(task: Task, outcomes: list[dict[str, Any]], stopped: str = "") -> ExitStatus:
    """Print what is known of the instances, and give it as the result."""
    for line in table(_HEADINGS, map(_cells, outcomes), right=range(1, len(_HEADINGS))):
        task.out.line(line)
    for outcome in outcomes:
        for sentence in await _remarks(task, outcome):
            task.out.note(sentence)
    names = [outcome["instance"] for outcome in outcomes]
    _show_problems(task, await task.services.trailers.problems(names))
    failed = any("error" in outcome for outcome in outcomes)
    task.result(not (failed or stopped), instances=outcomes, **{"stopped": stopped} if stopped else {})
    return ExitStatus.PARTLY if failed else ExitStatus.OK


def _outcome(job: Job) -> dict[str, Any]:
    """Return what came of reading an instance's folders."""
    if job.state is JobState.COMPLETED and job.result is not None:
        return {"instance": job.instance, **{name: job.result[name] for name in (*_COUNTS, "seconds")}}
    error = job.error or f"the reading was {job.state.word}"
    return {"instance": job.instance, **dict.fromkeys(_COUNTS, 0), "seconds": 0.0, "error": error}


def _cells(outcome: dict[str, Any]) -> tuple[str, ...]:
    return (
        *(outcome["instance"], *(f"{outcome[name]:,}" for name in _COUNTS)),
        f"{outcome['seconds']:.1f}",
    )


async def _remarks(task: Task, outcome: dict[str, Any]) -> list[str]:
    """Return what its owner should know of an instance: errors, and root folders that are not ready."""
    name = outcome["instance"]
    if "error" in outcome:
        return [f"error: {outcome['error']}"]
    if not outcome["items"]:
        return [f"{name}: no title is stored yet. Run arrtui --run backup {name} first."]
    return [
        f"{name}: {root.path} is {root.state.value.replace('_', ' ')}: {root.reason}."
        for root in await task.services.trailers.doubted_roots(name)
    ]


def _show_problems(task: Task, problems: Sequence[FolderProblem]) -> None:
    """Print what is wrong in folders: all of it as objects, and of each kind an example as a remark."""
    by_kind: defaultdict[tuple[str, ProblemKind], list[FolderProblem]] = defaultdict(list)
    for problem in problems:
        task.out.event("problem", **{name: shown_name(text) for name, text in problem._asdict().items()})
        by_kind[problem.instance, problem.kind].append(problem)
    for (instance, _), alike in by_kind.items():
        title = f"{alike[0].title}: " if alike[0].title else ""
        task.out.note(f"{instance}: {title}{text_of_all(alike)}")
