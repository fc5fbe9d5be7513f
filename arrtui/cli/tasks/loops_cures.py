"""``--run loops --cures``: changes of settings that would have stopped loops, and what they cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.core.text import format_size

if TYPE_CHECKING:
    from arrtui.cli.task import Task
    from arrtui.cli.tasks.loop_chains import ChainsRead
    from arrtui.features.loops.cures.find import CureList
    from arrtui.features.loops.load import StoredChains

_HEADINGS = (
    *(
        "instance",
        "profile",
        "cure",
        "stops",
        "goes on",
        "spares",
        "bytes",
        "refuses too",
        "files judged anew",
    ),
)


async def print_cures(task: Task, chains: ChainsRead) -> ExitStatus:
    """Print the cures of the instances, the best first; each in full below, as it is done in the app."""
    from arrtui.features.loops.cures.recipes import cure_object

    known = [(stored, await task.services.loops.cures.of(stored)) for stored in chains.every]
    for stored, listed in known if task.as_json else ():
        for cure in listed.cures:
            task.out.event("cure", **cure_object(cure, stored.report))
    _print(task, known)
    counts = [
        {
            "instance": listed.instance,
            "cures": len(listed.cures),
            "grabs_in_vain": listed.grabs,
            "cured_grabs": listed.cured,
            "cannot_tell_grabs": sum(listed.untold.values()),
        }
        for _, listed in known
    ]
    task.result(chains.status is ExitStatus.OK, instances=counts)
    return chains.status


def _print(task: Task, known: list[tuple[StoredChains, CureList]]) -> None:
    """Print the table, and each cure as a recipe."""
    from arrtui.features.loops.cures.recipes import left_over, recipe, summary

    cells = [
        (
            *(cure.instance, cure.profile, summary(cure)),
            *(f"{len(cure.past.stopped):,}", f"{len(cure.past.going_on):,}"),
            *(f"{cure.past.spared.grabs:,}", format_size(cure.past.spared.size)),
            *(f"{len(cure.past.refused):,}", f"{cure.files.changed:,}"),
        )
        for _, listed in known
        for cure in listed.cures
    ]
    for line in table(_HEADINGS, cells, right=(3, 4, 5, 6, 7, 8)) if cells else ():
        task.out.line(line)
    for stored, listed in known:
        if not listed.cures:
            task.out.line(f"{listed.instance}: nothing goes round that another setting would have stopped.")
        for cure in listed.cures:
            task.out.line("")
            for line in recipe(cure, stored.report).splitlines():
                task.out.line(line)
        for line in left_over(listed):
            task.out.line(f"{listed.instance}: {line}")
