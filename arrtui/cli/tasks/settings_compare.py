"""``--run settings compare A B``: how the settings of two instances or snapshots differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import SIDE
from arrtui.cli.output import table
from arrtui.cli.setting_sides import KIND_OPTION, SIDES, setting_side, types_between
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.domain import SettingType
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.core.settings.words import STANDING_WORDS

if TYPE_CHECKING:
    from arrtui.core.settings.model import SettingDifference

_Counts = Mapping[SettingType, Counter[SettingStanding]]


@click.command("compare", cls=TaskCommand, epilog=SIDES, needs_backup=True)
@click.argument("instance", type=SIDE, metavar="A")
@click.argument("other", type=SIDE, metavar="B")
@KIND_OPTION
@click.option("--accepted", is_flag=True, help="Print what is meant so too; otherwise it is counted.")
async def compare(
    task: Task, instance: str, other: str, *, kinds: tuple[str, ...], accepted: bool
) -> ExitStatus:
    """Print how the settings of B stand to those of A, as they were backed up; asks no app.

    What means the same is no difference, whatever ids and order it has. Differences are no failure.
    """
    left, right = await setting_side(task, instance), await setting_side(task, other)
    types = types_between(task, left, right, kinds)
    differences, notes = await task.services.settings.comparison(left, right, types)
    for note in notes:
        task.out.line(note)
    counts = {type: Counter(row.standing for row in differences if row.type is type) for type in types}
    quiet = {SettingStanding.SAME} | (set() if accepted else {SettingStanding.ACCEPTED})
    intended = await task.services.settings_plans.intended(left, right, differences)
    _print(task, right, counts, [row for row in differences if row.standing not in quiet], intended)
    shown = {
        type.value: {standing.value: count[standing] for standing in SettingStanding}
        for type, count in counts.items()
    }
    task.result(True, left=str(left), right=str(right), kinds=shown, notes=list(notes))
    return ExitStatus.OK


def _print(
    task: Task,
    right: SettingsSide,
    counts: _Counts,
    rows: Sequence[SettingDifference],
    intended: Mapping[tuple[SettingType, str], str],
) -> None:
    """Print the counts of each type, then each difference with its facts, those of the right side first.

    ``intended`` names the sync that leaves a difference on purpose.
    """
    headings = ("settings", *STANDING_WORDS.values())
    cells = (
        (KIND_WORDS[type], *(f"{count[standing]:,}" for standing in STANDING_WORDS))
        for type, count in counts.items()
    )
    for line in table(headings, cells, right=range(1, len(headings))):
        task.out.line(line)
    for row in rows:
        facts = [fact._asdict() for fact in row.fields]
        sync = intended.get((row.type, row.name))
        task.out.event("difference", **row._asdict() | {"fields": facts, "set_apart": sync})
        why = f": {row.why}" if row.why else f", set apart by [settings.{sync}]" if sync else ""
        on = f" on {right}" if row.standing is SettingStanding.MISSING else ""
        task.out.line(f"{KIND_WORDS[row.type]}, {row.name}: {STANDING_WORDS[row.standing]}{on}{why}")
        is_whole = row.left_id is None or row.right_id is None
        for fact in () if is_whole else row.fields:
            task.out.line(f"    {fact.path}: {fact.now} -> {fact.after}")
