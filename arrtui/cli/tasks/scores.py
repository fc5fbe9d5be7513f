"""``--run scores [INSTANCE…]``: how well every library does, and reports of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from arrtui.cli.headless import Task
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.core.events import JobState
from arrtui.features.scores.model import Analysis, Verdict

_HEADINGS = (
    *("instance", "files", "health", "grade", "done", "quality", "format", "no upgrades"),
    *("below minimum", "only by hand", "candidates", "stored"),
)


async def run(task: Task) -> ExitStatus:
    """Refresh what is stored, analyse it, print a line for each instance and write the report asked for."""
    names = task.instances()
    codes = await _refresh(task, names)
    found = await task.services.scores.analyses(names)
    if found:
        rows = [_cells(one) for one in found]
        for line in table(_HEADINGS, rows, right=(1, 2, 4, 5, 6, 7, 8, 9, 10)):
            task.out.line(line)
    else:
        task.out.note("Nothing is stored yet. Run: arrtui --run backup")
    files = await _report(task, names) if found else []
    status = status_of(codes) if found else ExitStatus.NOTHING
    told: dict[str, Any] = {"instances": [_told(one) for one in found]}
    if files:
        told["report"] = [str(path) for path in files]
    task.out.result("scores", status is ExitStatus.OK, **told)
    return status


async def _refresh(task: Task, names: Any) -> list[str]:
    """Back up what is to be analysed; a failure is told, and what is stored is analysed all the same."""
    codes = []
    for job in await task.do(await task.services.backup.back_up(names)):
        codes.append("" if job.state is JobState.COMPLETED else job.error_code or job.state.value)
        if codes[-1]:
            task.out.note(f"error: {job.error} What is stored of {job.instance} is shown as it was.")
    return codes


async def _report(task: Task, names: Any) -> list[Path]:
    form = task.request.options.get("report")
    if not form:
        return []
    files = await task.services.scores.report(names, form, _folder(task))
    for path in files:
        task.out.note(f"written: {path}")
    return files


def _folder(task: Task) -> Path:
    return Path(task.request.options.get("out") or ".").expanduser()


def _counts(one: Analysis) -> dict[str, int]:
    verdicts = [judged.verdict for judged in one.judged]
    return {
        "done": verdicts.count(Verdict.DONE),
        "quality_upgrade": verdicts.count(Verdict.QUALITY),
        "format_upgrade": verdicts.count(Verdict.FORMAT),
        "no_upgrades": verdicts.count(Verdict.NO_UPGRADES),
        "below_minimum": sum(judged.below_minimum for judged in one.judged),
        "only_by_hand": sum(judged.only_by_hand for judged in one.judged),
        "candidates": len(one.candidates),
    }


def _told(one: Analysis) -> dict[str, Any]:
    """Return an instance of the result line."""
    return {
        "instance": one.instance,
        "files": len(one.judged),
        "health": one.health.points,
        "grade": one.health.grade,
        **_counts(one),
        "disagreements": one.disagreements,
        "unexplained": one.unexplained,
        "taken_at": one.library.taken_at,
    }


def _cells(one: Analysis) -> tuple[str, ...]:
    from datetime import UTC, datetime

    taken = datetime.fromtimestamp(one.library.taken_at, UTC).astimezone()
    counts = [f"{number:,}" for number in _counts(one).values()]
    head = (one.instance, f"{len(one.judged):,}", str(one.health.points), one.health.grade)
    return (*head, *counts, f"{taken:%Y-%m-%d %H:%M}")
