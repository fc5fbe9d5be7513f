"""``--run settings compare A B``: how the settings of two instances or snapshots differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.errors import UsageError
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.core.settings.words import STANDING_WORDS

if TYPE_CHECKING:
    from arrtui.core.settings.model import SettingDifference

_EPILOG = """\
\b
A and B are instances, or snapshots of them: INSTANCE@SNAPSHOT, where
SNAPSHOT is a number (12), latest~1, yesterday, a date (2026-11-01) or a time.
"""
_Counts = Mapping[SettingType, Counter[SettingStanding]]


@click.command("compare", cls=TaskCommand, epilog=_EPILOG, needs_backup=True)
@click.argument("instance", type=INSTANCE, metavar="A")
@click.argument("other", type=INSTANCE, metavar="B")
@click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([type.value for type in KIND_WORDS]),
    help="Compare only these settings.",
)
@click.option("--accepted", is_flag=True, help="Print what is meant so too; otherwise it is counted.")
async def compare(
    task: Task, instance: str, other: str, *, kinds: tuple[str, ...], accepted: bool
) -> ExitStatus:
    """Print how the settings of B stand to those of A, as they were backed up; asks no app.

    What means the same is no difference, whatever ids and order it has. Differences are no failure.
    """
    left, right = await _side(task, instance), await _side(task, other)
    kinds_of_app = (app_of(side.instance).kind.value for side in (left, right))
    types = [type for type in task.services.settings.kinds(*kinds_of_app) if not kinds or type.value in kinds]
    if not types:
        raise UsageError("comparing settings", why="between kinds of app only formats and tags compare")
    differences = await task.services.settings.differences(left, right, types)
    counts = {type: Counter(row.standing for row in differences if row.type is type) for type in types}
    quiet = {SettingStanding.SAME} | (set() if accepted else {SettingStanding.ACCEPTED})
    _print(task, right, counts, [row for row in differences if row.standing not in quiet])
    shown = {
        type.value: {standing.value: count[standing] for standing in SettingStanding}
        for type, count in counts.items()
    }
    task.result(True, left=str(left), right=str(right), kinds=shown)
    return ExitStatus.OK


async def _side(task: Task, text: str) -> SettingsSide:
    """Return the side that a text names. Raises UsageError, NoSuchSnapshotError."""
    name, at, when = text.partition("@")
    known = await task.services.estate.known_instance(name)
    if not at:
        return SettingsSide(known)
    return SettingsSide(known, (await task.services.backup.snapshot(known, when)).id)


def _print(task: Task, right: SettingsSide, counts: _Counts, rows: Sequence[SettingDifference]) -> None:
    """Print the counts of each type, then each difference with its facts, those of the right side first."""
    headings = ("settings", *STANDING_WORDS.values())
    cells = (
        (KIND_WORDS[type], *(f"{count[standing]:,}" for standing in STANDING_WORDS))
        for type, count in counts.items()
    )
    for line in table(headings, cells, right=range(1, len(headings))):
        task.out.line(line)
    for row in rows:
        facts = [fact._asdict() for fact in row.fields]
        task.out.event("difference", **row._asdict() | {"fields": facts})
        why = f": {row.why}" if row.why else ""
        on = f" on {right}" if row.standing is SettingStanding.MISSING else ""
        task.out.line(f"{KIND_WORDS[row.type]}, {row.name}: {STANDING_WORDS[row.standing]}{on}{why}")
        is_whole = row.left_id is None or row.right_id is None
        for fact in () if is_whole else row.fields:
            task.out.line(f"    {fact.path}: {fact.now} -> {fact.after}")
