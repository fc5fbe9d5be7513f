"""``--run loops [INSTANCE…] [--days N]``: what is downloaded again and again, and what that cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from arrtui.cli.command import DependentOption, ModeOption, TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.cli.tasks.loop_chains import ChainsRead, count_sentence, read_chains
from arrtui.cli.tasks.loops_cures import print_cures
from arrtui.cli.tasks.loops_cutoffs import print_cutoffs
from arrtui.cli.tasks.loops_mute import mute_chains
from arrtui.cli.tasks.loops_renames import print_renames
from arrtui.cli.tasks.loops_report import write_report
from arrtui.cli.tasks.loops_stop import stop_chains
from arrtui.cli.tasks.loops_title import print_titles
from arrtui.cli.tasks.loops_waste import print_waste
from arrtui.cli.tasks.loops_watch import print_watches
from arrtui.core.text import format_size

if TYPE_CHECKING:
    from collections.abc import Container

    from arrtui.core.chain_key import ChainKey
    from arrtui.features.loops.load import StoredChains

_FACTS = ("title", "profile", "format", "indexer", "group")
_HEADINGS = ("instance", "kind", "title", "grabs", "wasted", "bytes", "last", "because of")


@click.command("loops", cls=TaskCommand, needs_backup=True)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
@click.option(
    "--days", type=click.IntRange(min=1), metavar="N", help="Only what something happened to in N days."
)
@click.option(
    "--title",
    cls=ModeOption,
    metavar="FILTER",
    help="Every chain of the titles that a filter of --run list titles keeps, station by station.",
)
@click.option("--by", cls=ModeOption, type=click.Choice(_FACTS), help="What was wasted, summed up by a fact.")
@click.option(
    "--watch",
    cls=ModeOption,
    is_flag=True,
    help="What became of downloads after each change of profiles or formats.",
)
@click.option(
    "--cutoffs",
    cls=ModeOption,
    without="days",
    is_flag=True,
    help="Which profiles never stop searching, by all that is stored.",
)
@click.option(
    "--renames",
    cls=ModeOption,
    without="days",
    is_flag=True,
    help="Whose formats and scores change when the apps rename files.",
)
@click.option(
    "--fetch", cls=DependentOption, requires="renames", is_flag=True, help="Ask for names not known yet."
)
@click.option(
    "--without", cls=DependentOption, requires="renames", metavar="TOKEN", help="Try the naming without it."
)
@click.option(
    "--with",
    "added",
    cls=DependentOption,
    requires="renames",
    metavar="TOKEN",
    help="Try the naming with it.",
)
@click.option(
    "--mute", cls=ModeOption, mode="mute", multiple=True, metavar="NAME", help="Leave a chain as it is."
)
@click.option(
    "--unmute", cls=ModeOption, mode="mute", multiple=True, metavar="NAME", help="Tell of a chain again."
)
@click.option(
    "--stop",
    cls=ModeOption,
    multiple=True,
    metavar="NAME",
    help="Show what of a chain is in the queue; with --apply remove it there and block its release.",
)
@click.option("--apply", cls=DependentOption, requires="stop", is_flag=True, help="Do what --stop shows.")
@click.option(
    "--keep-in-client",
    cls=DependentOption,
    requires="stop",
    is_flag=True,
    help="Leave the download in its client.",
)
@click.option(
    "--unmonitor", cls=DependentOption, requires="stop", is_flag=True, help="Unmonitor what it is of too."
)
@click.option(
    "--cures", cls=ModeOption, is_flag=True, help="Which settings would have stopped it, and what that costs."
)
@click.option(
    "--report",
    cls=ModeOption,
    metavar="FILE",
    help="Write the chains in full: FILE.csv, .json or .html.",
)
async def loops(
    task: Task,
    instances: tuple[str, ...],
    days: int | None,
    *,
    title: str | None,
    by: str | None,
    watch: bool,
    cutoffs: bool,
    renames: bool,
    fetch: bool,
    without: str | None,
    added: str | None,
    mute: tuple[str, ...],
    unmute: tuple[str, ...],
    stop: tuple[str, ...],
    apply: bool,
    keep_in_client: bool,
    unmonitor: bool,
    cures: bool,
    report: str | None,
) -> ExitStatus:
    """Print what is downloaded again and again, by the history as it was backed up last.

    Only --fetch and --stop ask an app.
    """
    task.require_instances()
    names = task.services.config.instance_names(instances)
    if title is not None:
        return await print_titles(task, names, days, title)
    if watch:
        return await print_watches(task, names, days)
    if cutoffs:
        return await print_cutoffs(task, names)
    if renames:
        return await print_renames(task, names, fetch=fetch, without=without or "", added=added or "")
    chains = await read_chains(task, names, days)
    if cures:
        return await print_cures(task, chains)
    if by:
        return await print_waste(task, chains, by)
    if mute or unmute:
        return await mute_chains(task, chains, mute, unmute)
    if stop:
        how = {"apply": apply, "keep_in_client": keep_in_client, "unmonitor": unmonitor}
        return await stop_chains(task, chains, stop, **how)
    return await _print_chains(task, chains, report)


async def _print_chains(task: Task, chains: ChainsRead, report: str | None) -> ExitStatus:
    """Print the chains that are of a kind, and write them in full where a file is named."""
    written = await write_report(task, chains, report) if report else {}
    muted = await task.services.loops.muted()
    cells = [line for stored in chains.every for line in await _tell(task, stored, muted)]
    for line in table(_HEADINGS, cells, right=(3, 4, 5)) if cells else ():
        task.out.line(line)
    for count in chains.counts:
        task.out.line(count_sentence(count))
    task.result(chains.status is ExitStatus.OK, instances=chains.counts, **written)
    return chains.status


async def _tell(task: Task, stored: StoredChains, muted: Container[ChainKey]) -> list[tuple[str, ...]]:
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
    for chain in worst_first(report):
        waste = waste_of([chain])
        numbers = (f"{len(chain.attempts):,}", f"{waste.grabs:,}", format_size(waste.size))
        is_known = key_of_chain(report, chain) in muted
        words_of_kind = KIND_WORDS[chain.kind] + (" (known)" if is_known else "")
        head = (report.instance, words_of_kind, title_of(report, chain))
        causes = await task.services.loops.causes(stored, chain)
        words = dict.fromkeys(CAUSE_WORDS[cause.kind] for cause in causes)
        cells.append((*head, *numbers, chain.last.date[:10], ", ".join(words)))
        if task.as_json:
            steps = await task.services.loops.steps(stored, chain)
            task.out.event("chain", **chain_object(report, chain, steps, causes, is_known=is_known))
    return cells
