"""``--run loops --by FACT``: grabs and bytes that brought nothing, summed up by a fact of the grabs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.tasks.loop_chains import count_sentence
from arrtui.core.text import format_size

if TYPE_CHECKING:
    from arrtui.cli.task import Task
    from arrtui.cli.tasks.loop_chains import ChainsRead

_RIGHT = (2, 3, 4)


async def print_waste(task: Task, chains: ChainsRead, by: str) -> ExitStatus:
    """Print what was wasted by a fact of the grabs, the most bytes first."""
    from arrtui.features.loops.waste import NAMELESS, WasteBy, waste_by, waste_object

    key, loops = WasteBy(by), task.services.loops
    faults: dict[int, tuple[str, ...]] = {}
    for stored in chains.every if key is WasteBy.FORMAT else ():
        faults |= await loops.formats_at_fault(stored)
    rows = waste_by([stored.report for stored in chains.every], key, faults)
    cells = [
        (
            *(row.name or NAMELESS[key], ", ".join(row.instances), f"{len(row.chains):,}"),
            *(f"{row.waste.grabs:,}", format_size(row.waste.size)),
        )
        for row in rows
    ]
    if cells:
        for line in table((by, "instances", "chains", "grabs in vain", "bytes"), cells, right=_RIGHT):
            task.out.line(line)
    elif chains.every:
        task.out.note("Nothing was grabbed in vain, as far as the stored history tells.")
    for count in chains.counts:
        task.out.line(count_sentence(count))
    wasted = list(map(waste_object, rows))
    task.result(chains.status is ExitStatus.OK, instances=chains.counts, by=by, waste=wasted)
    return chains.status
