"""``--run settings accept|unaccept A B NAME…`` and ``accepted``: differences that are meant so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import click
import msgspec

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import INSTANCE, SIDE
from arrtui.cli.output import table
from arrtui.cli.setting_sides import KIND_OPTION, SIDES, named, setting_side, types_between
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.domain import SettingType
from arrtui.core.errors import NoSuchSnapshotError, UsageError
from arrtui.core.settings.identity import KIND_WORDS, identity_words
from arrtui.core.settings.model import SettingsSide, SettingStanding
from arrtui.core.text import plural

_EPILOG = f"{SIDES}\n\b\nNAME is as compare prints it; one with * in it fits several.\n"
_DIFFERING = (SettingStanding.DIFFERS, SettingStanding.MISSING, SettingStanding.ONLY_HERE)


@click.command("accept", cls=TaskCommand, epilog=_EPILOG, needs_backup=True)
@click.argument("instance", type=SIDE, metavar="A")
@click.argument("other", type=SIDE, metavar="B")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@KIND_OPTION
async def accept(
    task: Task, instance: str, other: str, names: tuple[str, ...], kinds: tuple[str, ...]
) -> ExitStatus:
    """Accept differences between two instances as meant so, until one of the two changes."""
    return await _change(task, (instance, other), names, kinds, accepting=True)


@click.command("unaccept", cls=TaskCommand, epilog=_EPILOG, needs_backup=True)
@click.argument("instance", type=SIDE, metavar="A")
@click.argument("other", type=SIDE, metavar="B")
@click.argument("names", nargs=-1, required=True, metavar="NAME…")
@KIND_OPTION
async def unaccept(
    task: Task, instance: str, other: str, names: tuple[str, ...], kinds: tuple[str, ...]
) -> ExitStatus:
    """Have differences that were accepted count again."""
    return await _change(task, (instance, other), names, kinds, accepting=False)


@click.command("accepted", cls=TaskCommand)
@click.argument("instances", nargs=-1, type=INSTANCE, metavar="[INSTANCE…]")
async def accepted(task: Task, instances: tuple[str, ...]) -> ExitStatus:
    """Print the differences that were accepted, and whether both sides are still so."""
    rows = sorted(await task.services.settings.accepted())
    if instances:
        rows = [row for row in rows if {row.first, row.second} & set(instances)]
    standing = await _standing(task, {(row.first, row.second) for row in rows})
    shown = []
    cells = []
    for row in rows:
        type = SettingType(row.type)
        name = identity_words(type, msgspec.json.decode(row.identity, type=tuple[str, ...]))
        state = standing[row.first, row.second].get((type, name), "changed since")
        shown.append({"first": row.first, "second": row.second, "type": type, "name": name, "state": state})
        cells.append((row.first, row.second, KIND_WORDS[type], name, state))
    for line in table(("instance", "and", "settings", "name", "state"), cells):
        task.out.line(line)
    task.result(True, accepted=shown)
    return ExitStatus.OK


async def _change(
    task: Task, sides: tuple[str, str], names: Sequence[str], kinds: Sequence[str], *, accepting: bool
) -> ExitStatus:
    left, right = [await setting_side(task, side) for side in sides]
    types = types_between(task, left, right, kinds)
    standings = _DIFFERING if accepting else (SettingStanding.ACCEPTED,)
    differences = [
        row
        for row in await task.services.settings.differences(left, right, types)
        if row.standing in standings
    ]
    what = f"accepting differences between {left} and {right}"
    chosen = named(what, names, [(row.name, row) for row in differences])
    settings = task.services.settings
    count = await (settings.accept if accepting else settings.unaccept)(left, right, chosen)
    await task.run_jobs(await task.services.settings_drift.look_again(left, right))
    word = "accepted" if accepting else "no more accepted"
    for row in chosen:
        task.out.line(f"{KIND_WORDS[row.type]}, {row.name}: {word}")
    task.out.line(f"{plural(count, 'difference')} {word}")
    task.result(
        True,
        left=str(left),
        right=str(right),
        count=count,
        settings=[{"type": row.type, "name": row.name} for row in chosen],
    )
    return ExitStatus.OK


async def _standing(
    task: Task, pairs: set[tuple[str, str]]
) -> Mapping[tuple[str, str], Mapping[tuple[SettingType, str], str]]:
    """Return what of the accepted differences of each pair of instances is still so, as stored."""
    standing: dict[tuple[str, str], dict[tuple[SettingType, str], str]] = {}
    for first, second in pairs:
        try:
            rows = await task.services.settings.differences(SettingsSide(first), SettingsSide(second))
        except (NoSuchSnapshotError, UsageError):  # a guide may be configured no more
            rows = []
        standing[first, second] = {(row.type, row.name): "still so" for row in rows if row.accepted}
    return standing
