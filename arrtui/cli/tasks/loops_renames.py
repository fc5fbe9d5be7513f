"""``--run loops --renames``: what renames would do to scores, and the question for the names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.errors import NoSuchSnapshotError, UsageError
from arrtui.core.events import JobState
from arrtui.core.text import format_age, plural

if TYPE_CHECKING:
    from arrtui.features.loops.renames import RenameReport

_HEADINGS = ("instance", "title", "file", "score", "after", "formats", "verdict")


async def print_renames(
    task: Task, names: Sequence[str], *, fetch: bool, without: str, added: str
) -> ExitStatus:
    """Print whose formats change when files are renamed: as the apps said, or by a naming that is tried."""
    from arrtui.runtime.loops_renames import TokenChange

    if (without and added) or (fetch and (without or added)):
        raise UsageError("reading the command line", why="--fetch, --without and --with do not go together")
    change = TokenChange(without, added) if without or added else None
    codes, counts, cells = dict.fromkeys(names, ""), list[dict[str, Any]](), list[tuple[str, ...]]()
    if fetch:
        await _fetch(task, names, codes)
    notes, unfit = list[str](), list[UsageError]()
    for name in names:
        try:
            report = await task.services.loops.renames.report(name, change)
        except NoSuchSnapshotError as error:
            codes[name] = error.code
            task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
            continue
        except UsageError as error:
            unfit.append(error)
            task.out.note(f"{name}: {error}")
            continue
        cells += _tell(task, report, counts)
        notes += await _sentences(task, report)
    if unfit and not counts:
        raise unfit[0]
    for line in [*(table(_HEADINGS, cells, right=(3, 4)) if cells else ()), *notes]:
        task.out.line(line)
    status = status_of(codes.values())
    task.result(status is ExitStatus.OK, instances=counts)
    return status


async def _fetch(task: Task, names: Sequence[str], codes: dict[str, str]) -> None:
    """Ask the apps for the names that are not known, and note what failed."""
    for job in await task.run_jobs(await task.services.loops.renames.ask(names)):
        if job.state is not JobState.COMPLETED:
            codes[job.instance] = job.error_code or "cancelled"
            task.out.note(f"{job.instance}: {job.error or f'the question was {job.state.word}'}")


def _tell(task: Task, report: RenameReport, counts: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return the lines of the files whose formats change; with ``--json`` print all that is known."""
    from arrtui.features.loops.rename_words import (
        VERDICT_WORDS,
        count_renames,
        effect_object,
        formats_text,
        untold_object,
    )

    counts.append(count_renames(report))
    if task.as_json:
        for effect in report.effects:
            task.out.event("rename", **effect_object(report, effect))
        for untold in report.untold:
            task.out.event("cannot_tell", **untold_object(report, untold))
    return [
        (
            *(report.instance, effect.own.title, effect.own.name, f"{effect.before:,}", f"{effect.after:,}"),
            *(formats_text(effect), VERDICT_WORDS[effect.verdict]),
        )
        for effect in report.effects
    ]


async def _sentences(task: Task, report: RenameReport) -> list[str]:
    """Return what is to be said of an instance, and what to do where nothing is known."""
    from arrtui.features.loops.rename_words import reason_text, reasons, sentence_of

    now, name = task.services.clock(), report.instance
    lines = [f"{name}: {sentence_of(report, lambda at: format_age(now - at))}"]
    lines += [
        f"{name}: {plural(number, 'file')}: {reason_text(report, why)}." for why, number in reasons(report)
    ]
    if report.proposed:
        return [*lines, *(f"{name}: naming tried: {text}" for text in report.naming)]
    needed = await task.services.loops.renames.needed(name)
    if not needed.is_again:
        asks = f"asks for {plural(needed.titles, 'title')} with {plural(needed.requests, 'request')}"
        lines.append(f"{name}: arrtui --run loops --renames --fetch {name} {asks}.")
    return lines
