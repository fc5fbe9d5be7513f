"""``--run settings guide NAME``: what is understood of a guide, what is refused, and what changed in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from arrtui.cli.command import TaskCommand
from arrtui.cli.completion import GUIDE
from arrtui.cli.output import table
from arrtui.cli.status import ExitStatus
from arrtui.cli.task import Task
from arrtui.core.apps import Kind
from arrtui.core.domain import SettingType
from arrtui.core.text import plural
from arrtui.runtime.guides import GuideReading, refusal

if TYPE_CHECKING:
    from arrtui.features.guides.model import Guide

_HEADINGS = ("app", "revision", "formats", "profiles", "sizes", "naming", "other", "left out")


@click.command("guide", cls=TaskCommand)
@click.argument("name", type=GUIDE, metavar="NAME")
@click.option("--app", type=click.Choice([*Kind]), help="Print what it says of this app.")
async def guide(task: Task, name: str, *, app: str | None) -> ExitStatus:
    """Print what is understood of a guide, what of it is left out and why, and what changed in it.

    Changes are told format by format, since the commit that the guide is pinned to, or else since it was used
    before. Nothing is fetched, and this is no use of it.
    """
    readings = await task.services.guides.report(name, Kind(app) if app else None)
    cells = [(*_row(reading.guide), f"{len(reading.guide.refused):,}") for reading in readings]
    for line in table(_HEADINGS, cells, right=range(2, len(_HEADINGS))):
        task.out.line(line)
    for reading in readings:
        _print(task, reading)
    apps = {reading.guide.kind.value: _facts(reading) for reading in readings}
    task.result(True, guide=name, apps=apps)
    return ExitStatus.OK


def _counts(guide: Guide) -> dict[str, int]:
    wishes = guide.wishes
    management = wishes.keys.get(SettingType.MEDIA_MANAGEMENT, ())
    return {
        "custom_format": len(wishes.formats),
        "quality_profile": len(wishes.profiles),
        "quality_definition": len(wishes.sizes),
        "naming": len(wishes.keys.get(SettingType.NAMING, ())),
        "other": sum(map(len, (management, wishes.folders, wishes.mappings, wishes.delays))),
    }


def _row(guide: Guide) -> tuple[str, ...]:
    counts = (f"{count:,}" for count in _counts(guide).values())
    return (guide.kind.app.name, str(guide.revision), *counts)


def _print(task: Task, reading: GuideReading) -> None:
    """Print what should be known of a guide for one app, a line each."""
    app = reading.guide.kind.app.name
    for note in filter(None, (reading.trouble, *reading.guide.notes)):
        task.out.line(f"{app}: {note}")
    for row in reading.guide.refused:
        task.out.event("refused", app=reading.guide.kind.value, **row._asdict())
        task.out.line(f"{app}: {refusal(row)}")
    if reading.since:
        task.out.line(f"{app}: since {reading.since} {plural(len(reading.changes), 'format')} changed")
    for change in reading.changes:
        task.out.event("format", app=reading.guide.kind.value, **change._asdict())
        task.out.line(f"    {change.fate.value}: {change}")


def _facts(reading: GuideReading) -> dict[str, Any]:
    """Return what the result says of a guide for one app."""
    guide = reading.guide
    return {
        "commit": guide.revision.commit,
        "digest": guide.revision.digest,
        "pinned": reading.is_pinned,
        "counts": _counts(guide),
        "refused": len(guide.refused),
        "changes": len(reading.changes),
        "since": reading.since,
        "notes": [*filter(None, (reading.trouble, *guide.notes))],
    }
