"""``--run loops --watch``: what became of downloads after each change of profiles or formats."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus, status_of
from arrtui.cli.task import Task
from arrtui.core.errors import NoSuchSnapshotError
from arrtui.core.text import format_day, format_minute, format_size, plural

if TYPE_CHECKING:
    from arrtui.features.loops.watch import Watch
    from arrtui.features.loops.watch_load import StoredWatches

_HEADINGS = (
    *("instance", "changed", "what", "in", "grabs", "upgrades", "downgrades", "in vain", "bytes", "verdict"),
)


async def print_watches(task: Task, names: Sequence[str], days: int | None) -> ExitStatus:
    """Print each change that was seen within some days, the newest first, with what happened after it.

    Counts stand behind what the thirty days before let expect for as long a time.
    """
    from arrtui.features.loops.watch_words import count_watches, watch_object

    codes, stored = dict.fromkeys(names, ""), list["StoredWatches"]()
    for name in names:
        try:
            stored.append(await task.services.loops.after_changes.watches(name, days))
        except NoSuchSnapshotError as error:
            codes[name] = error.code
            task.out.note(f"Nothing is stored of {name}. Run: arrtui --run backup {name}")
    for known in stored:
        for watch in known.watches if task.as_json else ():
            task.out.event("change", **watch_object(known.report, watch))
    _print_table(task, stored, days)
    status = status_of(codes.values())
    counts = [count_watches(known.instance, known.watches)._asdict() for known in stored]
    task.result(status is ExitStatus.OK, instances=counts)
    return status


def _print_table(task: Task, stored: Sequence[StoredWatches], days: int | None) -> None:
    """Print the changes of all instances, then what is to be said of them."""
    from arrtui.features.loops.watch_words import RULE, explanation, made_text, step_text

    cells = [_cells(known.instance, watch) for known in stored for watch in known.watches]
    for line in table(_HEADINGS, cells, right=(4, 5, 6, 7, 8)) if cells else ():
        task.out.line(line)
    for known in stored:
        if not known.watches:
            within = f"in {days:,} days" if days else f"since its first backup of {format_day(known.since)}"
            task.out.line(f"{known.instance}: no profile and no format was changed {within}.")
        for watch in known.watches:
            count = len(watch.overlapping)
            others = f" Overlaps with {plural(count, 'other change')} of these profiles." if count else ""
            about = f"{step_text(watch.step)}: {explanation(watch)} {made_text(watch.step)}{others}"
            task.out.line(f"{known.instance}, {about}")
    if cells:
        task.out.line(RULE)


def _cells(instance: str, watch: Watch) -> tuple[str, ...]:
    """Return the cells of a change; of each count what was to be expected, and what came."""
    from arrtui.features.loops.watch_words import rate, step_text, verdict_text

    before, after, step = watch.sum_before, watch.sum_after, watch.step
    fields = ("grabs", "upgrades", "downgrades", "in_vain")
    counts = (
        f"{rate(watch.expected(getattr(before, field)))} -> {getattr(after, field):,}" for field in fields
    )
    sizes = f"{format_size(round(watch.expected(before.size)))} -> {format_size(after.size)}"
    profiles = ", ".join(step.profiles.values())
    head = (instance, format_minute(step.latest), step_text(step), profiles)
    return (*head, *counts, sizes, verdict_text(watch))
