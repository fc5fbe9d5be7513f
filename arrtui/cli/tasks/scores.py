"""``--run scores [INSTANCE…]``: how well every library does, and reports of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import click

from arrtui.cli.command import DependentOption, TaskCommand
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.events import JobState
from arrtui.core.text import format_minute
from arrtui.features.scores.summary import ScoreSummary, summarize

_HEADINGS = (
    *("instance", "files", "health", "grade", "done", "quality", "format", "no upgrades"),
    *("below minimum", "only by hand", "candidates", "stored"),
)


@click.command("scores", cls=TaskCommand)
@click.argument("instances", nargs=-1, metavar="[INSTANCE…]")
@click.option("--report", type=click.Choice(("csv", "json", "html")), help="Write a report in full.")
@click.option(
    "--out", cls=DependentOption, requires="report", metavar="DIR", help="Where to (default: here)."
)
async def scores(task: Task, instances: tuple[str, ...], report: str | None, out: str | None) -> ExitStatus:
    """Back up, then print how well each library does by its custom formats."""
    task.require_instances()
    error_codes = []
    for job in await task.run_jobs(await task.services.backup.back_up(instances)):
        error_codes.append("" if job.state is JobState.COMPLETED else job.error_code or job.state.value)
        if error_codes[-1]:
            task.out.note(f"error: {job.error} What is stored of {job.instance} is shown as it was.")
    analyses = await task.services.scores.analyses(instances)
    if not analyses:
        task.out.note("Nothing is stored yet. Run: arrtui --run backup")
        task.result(False, instances=[])
        return ExitStatus.NOTHING
    summaries = [summarize(analysis) for analysis in analyses]
    for line in table(_HEADINGS, map(_cells, summaries), right=(1, 2, 4, 5, 6, 7, 8, 9, 10)):
        task.out.line(line)
    result: dict[str, Any] = {"instances": [_json_row(summary) for summary in summaries]}
    if report:
        folder = await asyncio.to_thread(Path(out or ".").expanduser)
        files = await task.services.scores.report(instances, report, folder)
        for path in files:
            task.out.note(f"written: {path}")
        result["report"] = [str(path) for path in files]
    status = status_of(error_codes)
    task.result(status is ExitStatus.OK, **result)
    return status


def _counts(summary: ScoreSummary) -> dict[str, int]:
    names = ("done", "quality_upgrade", "format_upgrade", "no_upgrades", "below_minimum", "only_by_hand")
    return {name: getattr(summary, name) for name in (*names, "candidates")}


def _json_row(summary: ScoreSummary) -> dict[str, Any]:
    """Return an instance of the result line."""
    return {
        "instance": summary.instance,
        "files": summary.files,
        "health": summary.points,
        "grade": summary.grade,
        **_counts(summary),
        "disagreements": summary.disagreements,
        "unexplained": summary.unexplained,
        "taken_at": summary.taken_at,
    }


def _cells(summary: ScoreSummary) -> tuple[str, ...]:
    counts = [f"{number:,}" for number in _counts(summary).values()]
    head = (summary.instance, f"{summary.files:,}", str(summary.points), summary.grade)
    return (*head, *counts, format_minute(summary.taken_at))
