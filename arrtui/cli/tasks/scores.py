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
from arrtui.features.scores.model import Analysis, Verdict

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
    for line in table(_HEADINGS, map(_cells, analyses), right=(1, 2, 4, 5, 6, 7, 8, 9, 10)):
        task.out.line(line)
    result: dict[str, Any] = {"instances": [_json_row(analysis) for analysis in analyses]}
    if report:
        folder = await asyncio.to_thread(Path(out or ".").expanduser)
        files = await task.services.scores.report(instances, report, folder)
        for path in files:
            task.out.note(f"written: {path}")
        result["report"] = [str(path) for path in files]
    status = status_of(error_codes)
    task.result(status is ExitStatus.OK, **result)
    return status


def _counts(analysis: Analysis) -> dict[str, int]:
    verdicts = [judged.verdict for judged in analysis.judged]
    return {
        "done": verdicts.count(Verdict.DONE),
        "quality_upgrade": verdicts.count(Verdict.QUALITY),
        "format_upgrade": verdicts.count(Verdict.FORMAT),
        "no_upgrades": verdicts.count(Verdict.NO_UPGRADES),
        "below_minimum": sum(judged.below_minimum for judged in analysis.judged),
        "only_by_hand": sum(judged.only_by_hand for judged in analysis.judged),
        "candidates": len(analysis.candidates),
    }


def _json_row(analysis: Analysis) -> dict[str, Any]:
    """Return an instance of the result line."""
    return {
        "instance": analysis.instance,
        "files": len(analysis.judged),
        "health": analysis.health.points,
        "grade": analysis.health.grade,
        **_counts(analysis),
        "disagreements": analysis.disagreements,
        "unexplained": analysis.unexplained,
        "taken_at": analysis.library.taken_at,
    }


def _cells(analysis: Analysis) -> tuple[str, ...]:
    counts = [f"{number:,}" for number in _counts(analysis).values()]
    health = analysis.health
    head = (analysis.instance, f"{len(analysis.judged):,}", str(health.points), health.grade)
    return (*head, *counts, format_minute(analysis.library.taken_at))
