"""``--run loops --report FILE``: the chains in full, as CSV, JSON or a page."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.cli.task import Task
    from arrtui.cli.tasks.loop_chains import ChainsRead


async def write_report(task: Task, chains: ChainsRead, file: str) -> dict[str, list[str]]:
    """Write the chains that are of a kind to a file; return what the result line says of it.

    Nothing is written where nothing is stored: a page would say that nothing goes round.
    """
    from arrtui.features.loops.summary import worst_first

    if not chains.every:
        return {}
    chosen = [(stored, worst_first(stored.report)) for stored in chains.every]
    path = await asyncio.to_thread(Path(file).expanduser)
    await task.services.loops.report(path, chosen)
    task.out.note(f"written: {path}")
    return {"report": [str(path)]}
