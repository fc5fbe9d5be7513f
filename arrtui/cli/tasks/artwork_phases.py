"""The actions of ``--run artwork``: each runs a phase for some instances and counts what came of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.apps import Feature
from arrtui.core.artwork import PhaseName, PublishEntry
from arrtui.core.events import Job, JobState
from arrtui.core.text import plural, shown_name
from arrtui.runtime.artwork.phases import PhaseArgs

COUNTS = ("titles", "found", "fetched", "published", "lost", "restored", "locked", "failed")
_HEADINGS = ("instance", "result", *COUNTS)
MOST_LINES = 100
"""Files of a look that are printed; an object for each with ``--json``."""
Row = dict[str, Any]
"""What came of an instance: its counts, sentences, and its error."""

_INSTANCES = click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
_LIMIT = click.option("--limit", type=click.IntRange(min=1), metavar="N", help="At most so many titles.")


def _apply(help_text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    return click.option("--apply", is_flag=True, help=help_text)


@click.command("scan", cls=TaskCommand, needs_backup=True)
@_INSTANCES
@_LIMIT
async def scan(task: Task, instances: tuple[str, ...], limit: int | None) -> ExitStatus:
    """Read the folders of titles: images, NFO and whatever else lies there. Nothing in them is changed."""
    return await _one_phase(task, PhaseName.SCAN, instances, PhaseArgs(limit=limit or 0))


@click.command("enrich", cls=TaskCommand, needs_backup=True)
@_INSTANCES
@_LIMIT
async def enrich(task: Task, instances: tuple[str, ...], limit: int | None) -> ExitStatus:
    """Ask providers for images and metadata, and fetch what is chosen into the cache."""
    return await _one_phase(task, PhaseName.ENRICH, instances, PhaseArgs(limit=limit or 0))


@click.command("publish", cls=TaskCommand, needs_backup=True)
@_INSTANCES
@_LIMIT
@_apply("Write the files; otherwise only say which.")
async def publish(task: Task, instances: tuple[str, ...], limit: int | None, apply: bool) -> ExitStatus:
    """Put chosen images and NFO into the folders of titles, where players read them."""
    if apply:
        task.refuse_writing("publishing artwork")
    args = PhaseArgs(limit=limit or 0, applies=apply, unattended=task.unattended)
    return await _one_phase(task, PhaseName.PUBLISH, instances, args)


@click.command("unpublish", cls=TaskCommand, needs_backup=True)
@_INSTANCES
@_LIMIT
@_apply("Remove the files; otherwise only say which.")
async def unpublish(task: Task, instances: tuple[str, ...], limit: int | None, apply: bool) -> ExitStatus:
    """Take back everything that was published, and give the files back that made room for it."""
    if apply:
        task.refuse_writing("taking published artwork back")
    args = PhaseArgs(limit=limit or 0, applies=apply, takes_back=True)
    return await _one_phase(task, PhaseName.PUBLISH, instances, args)


@click.command("verify", cls=TaskCommand, needs_backup=True)
@_INSTANCES
@_LIMIT
@_apply("Repair what can be repaired.")
async def verify(task: Task, instances: tuple[str, ...], limit: int | None, apply: bool) -> ExitStatus:
    """Compare the cache and the published files with what they should be; damage left is exit status 1."""
    if apply:
        task.refuse_writing("repairing artwork")
    return await _one_phase(task, PhaseName.VERIFY, instances, PhaseArgs(limit=limit or 0, applies=apply))


@click.command("all", cls=TaskCommand, needs_backup=True)
@_INSTANCES
@_LIMIT
@_apply("Publish and tell players; otherwise only say what would be published.")
async def every_phase(task: Task, instances: tuple[str, ...], limit: int | None, apply: bool) -> ExitStatus:
    """Scan, enrich and publish, one after the other; with --apply tell the players and the channels too."""
    task.require_instances()
    if apply:
        task.refuse_writing("publishing artwork")
    args = PhaseArgs(limit=limit or 0, applies=apply, unattended=task.unattended)
    phases = [PhaseName.SCAN, PhaseName.ENRICH, PhaseName.PUBLISH]
    if apply and task.services.config.players:
        phases.append(PhaseName.PLAYERS)
    if apply:
        phases.append(PhaseName.NOTIFY)
    rows: dict[str, Row] = {}
    going_on: Sequence[str] = task.services.config.names_with(Feature.ARTWORK, instances)
    for phase in phases:
        done = await _run(task, phase, going_on, args) if going_on else []
        for row in done:
            if phase is PhaseName.NOTIFY:
                row |= dict.fromkeys(COUNTS, 0)  # it counts again what was published
            rows[row["instance"]] = _together(rows.get(row["instance"]), row)
        going_on = [row["instance"] for row in done if "error" not in row]
    return await _show(task, list(rows.values()), writes_nothing=not apply)


async def _one_phase(task: Task, phase: PhaseName, instances: tuple[str, ...], args: PhaseArgs) -> ExitStatus:
    """Run a phase for some instances or all, and show what came of it."""
    task.require_instances()
    looks = phase is PhaseName.PUBLISH and not args.applies
    rows = await _run(task, phase, instances, args)
    left = not args.applies and any(row.get("damaged") for row in rows)
    return await _show(task, rows, writes_nothing=looks, damage_left=left)


async def _run(task: Task, phase: PhaseName, instances: Sequence[str], args: PhaseArgs) -> list[Row]:
    """Run a phase; return what came of each instance, of a repair that it queued too.

    One that was never backed up has an error that says so.
    """
    artwork, names = task.services.artwork, task.services.config.names_with(Feature.ARTWORK, instances)
    unknown = await artwork.never_backed_up(names)
    nothing: Row = {**dict.fromkeys(COUNTS, 0), "messages": []}
    rows = [
        {"instance": name, **nothing, "error": str(error), "error_code": error.code}
        for name, error in unknown.items()
    ]
    known = [name for name in names if name not in unknown]
    for job in await task.run_jobs(await artwork.start(phase, known, args) if known else []):
        row = _row(job)
        if repair := (job.result or {}).get("repair"):
            (repaired,) = await task.run_jobs([repair])
            row = _together(row, _row(repaired))
        rows.append(row)
    return rows


def _row(job: Job) -> Row:
    """Return what came of a job."""
    result = job.result or {}
    row: Row = {"instance": job.instance, **{name: int(result.get(name, 0)) for name in COUNTS}}
    row["messages"] = list(result.get("messages", ()))
    row |= {
        name: result[name]
        for name in ("plan", "entries", "removed", "problems", "damaged", "told", "players", "waiting")
        if result.get(name)
    }
    if job.state is not JobState.COMPLETED:
        row["error"] = job.error or f"the job was {job.state.word}"
        row["error_code"] = job.error_code or job.state.value
    return row


def _together(before: Row | None, row: Row) -> Row:
    """Return what came of one phase after another of an instance; titles are the same ones."""
    if before is None:
        return row
    counts = {name: before[name] + row[name] for name in COUNTS}
    counts["titles"] = max(before["titles"], row["titles"])
    messages = list(dict.fromkeys([*before["messages"], *row["messages"]]))
    return {**before, **row, **counts, "messages": messages}


async def _show(
    task: Task, rows: list[Row], *, writes_nothing: bool, damage_left: bool = False
) -> ExitStatus:
    """Print what came of the instances, and give it as the result."""
    for row in rows:
        await _show_plan(task, row)
    for line in table(_HEADINGS, map(_cells, rows), right=range(2, len(_HEADINGS))):
        task.out.line(line)
    for row in rows:
        for sentence in _sentences(row):
            task.out.note(f"{row['instance']}: {sentence}")
        if "error" in row:
            task.out.note(f"error: {row['error']}")
    waits = [row["instance"] for row in rows if "plan" in row and not writes_nothing]
    for name in waits:
        task.out.note(
            f"guard: {name}: nothing was published there before: look at the plan in Artwork first."
        )
    if writes_nothing and any(row.get("entries") for row in rows):
        task.out.note("Nothing was written. Do it with --apply.")
    status = _status(rows, waits)
    if damage_left and status is ExitStatus.OK:
        status = ExitStatus.PARTLY
    task.result(status is ExitStatus.OK, instances=rows)
    return status


def _sentences(row: Row) -> list[str]:
    """Return what the counts of an instance do not say."""
    sentences = [f"{plural(row['removed'], 'published file')} removed."] if row.get("removed") else []
    if row.get("told"):
        count = plural(row.get("players", 1), "player")
        sentences.append(f"{plural(row['told'], 'title')} told to {count}.")
    if row.get("waiting"):
        sentences.append(f"players are still to be told of {plural(row['waiting'], 'title')}.")
    return sentences + [shown_name(message) for message in row["messages"]]


def _cells(row: Row) -> tuple[str, ...]:
    result = "failed" if "error" in row else "ok"
    return (row["instance"], result, *(f"{row[name]:,}" for name in COUNTS))


def _status(rows: Iterable[Row], waits: Sequence[str]) -> ExitStatus:
    status = status_of(row.get("error_code", "") for row in rows)
    if status is ExitStatus.OK and waits:
        return ExitStatus.GUARDED
    failed = any(row["failed"] for row in rows)
    return ExitStatus.PARTLY if status is ExitStatus.OK and failed else status


async def _show_plan(task: Task, row: Row) -> None:
    """Print the files of a plan, all of them as objects, the first ones as lines."""
    if not (number := row.get("plan")):
        return
    plans = await task.services.artwork.publishing.plans([row["instance"]])
    entries = next((plan.entries for plan in plans if plan.id == number), ())
    titles = task.services.artwork.titles
    for entry in entries:
        readers = titles.readers(row["instance"], entry.slot, entry.relative_path)
        task.out.event("file", instance=row["instance"], **_words(entry), readers=readers)
    for entry in entries[:MOST_LINES]:
        words = _words(entry)
        task.out.line(
            f"{row['instance']}: {words['title']}: {entry.action} {words['path']}"
            + (f" ({words['reason']})" if words["reason"] else "")
        )
    if len(entries) > MOST_LINES:
        task.out.line(f"{row['instance']}: {plural(len(entries) - MOST_LINES, 'file')} more")


def _words(entry: PublishEntry) -> dict[str, str]:
    """Return a file of a plan as plain words."""
    return {
        "title": shown_name(entry.title),
        "external_id": entry.external_id,
        "action": entry.action.value,
        "path": shown_name(entry.relative_path),
        "slot": entry.slot,
        "reason": shown_name(entry.reason),
    }
