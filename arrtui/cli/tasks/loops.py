"""``--run loops [INSTANCE…] [--days N]``: what is downloaded again and again, and what that cost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.cli.tasks.loops_watch import print_watches
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import format_size, plural

if TYPE_CHECKING:
    from arrtui.features.loops.load import StoredChains

_HEADINGS = ("instance", "kind", "title", "grabs", "wasted", "bytes", "last", "because of")


@click.command("loops", cls=TaskCommand, needs_backup=True)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option(
    "--days", type=click.IntRange(min=1), metavar="N", help="Only what something happened to in N days."
)
@click.option(
    "--watch", is_flag=True, help="What became of downloads after each change of profiles or formats."
)
async def loops(task: Task, instances: tuple[str, ...], days: int | None, *, watch: bool) -> ExitStatus:
    """Print what is downloaded again and again, by the history as it was backed up last; asks no app."""
    from arrtui.features.loops.summary import count_chains

    task.require_instances()
    names = task.services.config.instance_names(instances)
    if watch:
        return await print_watches(task, names, days)
    counts: list[dict[str, Any]] = []
    codes, cells = dict.fromkeys(names, ""), list[tuple[str, ...]]()
    for name in names:
        try:
            stored = await task.services.loops.chains(name, days)
        except NoSuchSnapshotError as error:
            codes[name] = error.code
            task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
            continue
        cells += await _tell(task, stored)
        counts.append(count_chains(stored.report)._asdict())
    for line in table(_HEADINGS, cells, right=(3, 4, 5)):
        task.out.line(line)
    for count in counts:
        task.out.line(_sentence(count))
    status = status_of(codes.values())
    task.result(status is ExitStatus.OK, instances=counts)
    return status


async def _tell(task: Task, stored: StoredChains) -> list[tuple[str, ...]]:
    """Return the lines of the chains of an instance that are of a kind; with ``--json`` print them whole."""
    from arrtui.features.loops.summary import (
        CAUSE_WORDS,
        KIND_WORDS,
        chain_object,
        key_of_chain,
        title_of,
        worst_first,
    )
    from arrtui.features.loops.waste import waste_of

    report, cells = stored.report, list[tuple[str, ...]]()
    muted = await task.services.loops.muted()
    for chain in worst_first(report):
        waste = waste_of([chain])
        numbers = (f"{len(chain.attempts):,}", f"{waste.grabs:,}", format_size(waste.size))
        known = " (known)" if key_of_chain(report, chain) in muted else ""
        head = (report.instance, KIND_WORDS[chain.kind] + known, title_of(report, chain))
        causes = await task.services.loops.causes(stored, chain)
        words = dict.fromkeys(CAUSE_WORDS[cause.kind] for cause in causes)
        cells.append((*head, *numbers, chain.last.date[:10], ", ".join(words)))
        if task.as_json:
            steps = await task.services.loops.steps(stored, chain)
            task.out.event("chain", **chain_object(report, chain, steps, causes))
    return cells


def _sentence(count: dict[str, Any]) -> str:
    """Return what was counted of an instance."""
    words = {"loops": "loop", "see_saws": "see-saw", "false_upgrades": "false upgrade"}
    parts = [plural(count[name], word) for name, word in words.items() if count[name]]
    others = {"repack_churns": "repack churn", "refused": "refused", "drift": "drift"}
    parts += [f"{count[name]:,} {word}" for name, word in others.items() if count[name]]
    total = f"{count['instance']}: {plural(count['chains'], 'chain')}"
    wasted = f"{plural(count['wasted_grabs'], 'grab')}, {format_size(count['wasted_bytes'])} for nothing"
    return ", ".join([total, *parts, wasted])
