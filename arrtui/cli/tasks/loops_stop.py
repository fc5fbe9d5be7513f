"""``--run loops --stop NAME``: take what goes round out of the queue, its release blocked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from arrtui.cli.status import ExitStatus
from arrtui.core.events import JobState

if TYPE_CHECKING:
    from arrtui.cli.task import Task
    from arrtui.cli.tasks.loop_chains import ChainsRead
    from arrtui.core.events import Job

_OUTCOMES = ("applied", "failed", "skipped")


async def stop_chains(
    task: Task,
    chains: ChainsRead,
    names: Sequence[str],
    *,
    apply: bool,
    keep_in_client: bool,
    unmonitor: bool,
) -> ExitStatus:
    """Ask the apps what of some chains is in their queues, and with ``apply`` remove it.

    With ``unmonitor`` the apps grab nothing for them any more. All names are looked up before anything is
    written. Raises UsageError for a name that is none, ReadOnlyError.
    """
    from arrtui.features.loops.model import ChainKind
    from arrtui.features.loops.names import find_chain

    if apply:
        task.refuse_writing("stopping chains")
    stored_of = {stored.report.instance: stored for stored in chains.every}
    every = [(stored.report, chain) for stored in chains.every for chain in stored.report.chains]
    listed = [named for named in every if named[1].kind is not ChainKind.NONE]
    chosen = [(stored_of[report.instance], chain) for report, chain in (find_chain(listed, n) for n in names)]
    loops = task.services.loops
    grabs = await loops.stopping.queued(chosen)
    for grab in grabs:
        task.out.line(grab.words)
    if not grabs:
        task.out.note("Nothing of it is in a queue now.")
    jobs = list[int]()
    if apply and unmonitor:  # first, since it may be refused
        jobs += await loops.unmonitor(chosen)
    if apply and grabs:
        jobs += await loops.stopping.remove(grabs, remove_from_client=not keep_in_client)
    if not apply:
        task.out.note("Nothing was removed: this was a look. Add --apply to do it.")
    totals = await _carry_out(task, jobs)
    is_done = not totals["failed"] and chains.status is ExitStatus.OK
    downloads = [grab._asdict() for grab in grabs]
    task.result(is_done, downloads=downloads, **{name: totals[name] for name in _OUTCOMES})
    return ExitStatus.PARTLY if totals["failed"] else chains.status


async def _carry_out(task: Task, job_ids: Sequence[int]) -> Counter[str]:
    """Work on jobs; say what became of what was not written as asked, and count it."""
    totals: Counter[str] = Counter()
    finished: list[Job] = await task.run_jobs(job_ids) if job_ids else []
    for job in finished:
        result: dict[str, Any] = job.result or {}
        totals.update({name: int(result.get(name, 0)) for name in _OUTCOMES})
        if job.state is not JobState.COMPLETED:
            totals["failed"] += 1
            task.out.note(f"error: {job.error or job.state.word}")
        for planned in (await task.services.sync.open(int(job.args["plan"]))).entries:
            if planned.entry.instance == job.instance and planned.message:
                task.out.note(f"{planned.entry.title}: {planned.message}")
    return totals
