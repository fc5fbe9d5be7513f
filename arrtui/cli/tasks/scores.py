"""``--run scores [INSTANCE…] [--fresh]``: how well every library does, and reports of it."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from arrtui.cli.command import DependentOption, TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.events import JobState
from arrtui.core.text import format_age, format_minute
from arrtui.core.verdicts import Verdict, shown_verdicts
from arrtui.features.scores.summary import ScoreSummary, summarize

_COUNTS = {
    "below_minimum": "below minimum",
    "only_by_hand": "only by hand",
    "candidates": "to upgrade",
    "beyond_reach": "beyond reach",
}
"""Counts beside the verdicts, each with its heading."""


@click.command("scores", cls=TaskCommand, needs_backup=True)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option("--fresh", is_flag=True, help="Back up first.")
@click.option("--report", type=click.Choice(("csv", "json", "html")), help="Write a report in full.")
@click.option(
    "--out", cls=DependentOption, requires="report", metavar="DIR", help="Where to (default: here)."
)
async def scores(
    task: Task, instances: tuple[str, ...], fresh: bool, report: str | None, out: str | None
) -> ExitStatus:
    """Print how well each library does by its custom formats, as it was backed up last."""
    task.require_instances()
    names = task.services.config.instance_names(instances)
    error_codes = await _back_up(task, names) if fresh else dict.fromkeys(names, "")
    analyses = await task.services.scores.analyses(names)
    if not analyses:
        task.out.note("Nothing is stored yet. Run: arrtui --run backup")
        task.result(False, instances=[])
        return ExitStatus.NOTHING
    summaries = [summarize(analysis) for analysis in analyses]
    now = time.time()
    verdicts = shown_verdicts(
        {own for summary in summaries for own, count in summary.verdicts.items() if count}
    )
    words = (verdict.facts.word for verdict in verdicts)
    headings = ("instance", "files", "health", "grade", *words, *_COUNTS.values(), "stored", "age")
    cells = [_cells(summary, verdicts, now) for summary in summaries]
    for line in table(headings, cells, right=(1, 2, *range(4, len(headings) - 2))):
        task.out.line(line)
    stored = {summary.instance for summary in summaries}
    for name in names:
        if name not in stored:
            error_codes[name] = error_codes[name] or NoSuchSnapshotError.code
            task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
    result: dict[str, Any] = {"instances": [_json_row(summary) for summary in summaries]}
    if report:
        folder = await asyncio.to_thread(Path(out or ".").expanduser)
        files = await task.services.scores.report(instances, report, folder)
        for path in files:
            task.out.note(f"written: {path}")
        result["report"] = [str(path) for path in files]
    status = status_of(error_codes.values())
    task.result(status is ExitStatus.OK, **result)
    return status


async def _back_up(task: Task, names: list[str]) -> dict[str, str]:
    """Back instances up; return the error code of each, empty where it succeeded."""
    error_codes = dict.fromkeys(names, "")
    for job in await task.run_jobs(await task.services.backup.back_up(names)):
        if job.state is not JobState.COMPLETED:
            error_codes[job.instance] = job.error_code or job.state.value
            task.out.note(f"error: {job.error} What is stored of {job.instance} is shown as it was.")
    return error_codes


def _json_row(summary: ScoreSummary) -> dict[str, Any]:
    """Return an instance of the result line."""
    return {
        "instance": summary.instance,
        "files": summary.files,
        "health": summary.points,
        "grade": summary.grade,
        **{verdict.column: count for verdict, count in summary.verdicts.items()},
        **{name: getattr(summary, name) for name in _COUNTS},
        "disagreements": summary.disagreements,
        "unexplained": summary.unexplained,
        "taken_at": summary.taken_at,
    }


def _cells(summary: ScoreSummary, verdicts: Sequence[Verdict], now: float) -> tuple[str, ...]:
    """Return an instance's line of the table, with the counts of these verdicts."""
    numbers = [summary.verdicts[verdict] for verdict in verdicts]
    counts = [f"{number:,}" for number in (*numbers, *(getattr(summary, name) for name in _COUNTS))]
    head = (summary.instance, f"{summary.files:,}", str(summary.points), summary.grade)
    age = format_age(now - summary.taken_at)
    return (*head, *counts, format_minute(summary.taken_at), age)
