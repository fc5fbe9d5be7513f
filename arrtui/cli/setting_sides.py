"""What the tasks about settings have in common: sides by name, kinds of setting, names by pattern."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, TypeVar

import click

from arrtui.core.accepted_settings import GUIDE_PREFIX
from arrtui.core.apps import app_of
from arrtui.core.errors import UsageError
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingsSide
from arrtui.runtime.guides import guide_name

if TYPE_CHECKING:
    from arrtui.cli.task import Task
    from arrtui.core.domain import SettingType

SIDES = """\
\b
A and B are instances, or snapshots of them: INSTANCE@SNAPSHOT, where
SNAPSHOT is a number (12), latest~1, yesterday, a date (2026-11-01) or a time.
One of them may be a guide, guide:NAME.
"""
KIND_OPTION = click.option(
    "--kind",
    "kinds",
    multiple=True,
    type=click.Choice([type.value for type in KIND_WORDS]),
    help="Only these settings.",
)
_T = TypeVar("_T")


async def setting_side(task: Task, text: str) -> SettingsSide:
    """Return the side that a text names. Raises UsageError, NoSuchSnapshotError."""
    if guide := guide_name(text):
        return SettingsSide(GUIDE_PREFIX + task.services.config.guide(guide).name)
    name, at, when = text.partition("@")
    known = await task.services.estate.known_instance(name)
    if not at:
        return SettingsSide(known)
    return SettingsSide(known, (await task.services.backup.snapshot(known, when)).id)


def types_between(
    task: Task, left: SettingsSide, right: SettingsSide, kinds: Sequence[str]
) -> list[SettingType]:
    """Return the types that compare between two sides, of those chosen. Raises UsageError for none."""
    instances = [side.instance for side in (left, right) if not guide_name(side.instance)]
    if not instances:
        raise UsageError("comparing settings", why="a guide compares with an instance, not with a guide")
    apps = (app_of(name).kind.value for name in instances)
    types = [type for type in task.services.settings.kinds(*apps) if not kinds or type.value in kinds]
    if not types:
        raise UsageError("comparing settings", why="between kinds of app only formats and tags compare")
    return types


def named(what: str, patterns: Sequence[str], rows: Iterable[tuple[str, _T]]) -> list[_T]:
    """Return what has one of the names, or fits one with ``*`` in it; names count with case and blanks.

    Raises UsageError for a pattern that nothing fits, with names that look like it.
    """
    pairs, chosen = list(rows), list[_T]()
    for pattern in patterns:
        glob = pattern.replace("[", "[[]") if "*" in pattern else ""
        fitting = [row for name, row in pairs if name == pattern or (glob and fnmatchcase(name, glob))]
        if not fitting:
            near = get_close_matches(pattern, [name for name, _ in pairs], n=3)
            advice = f"Did you mean {' or '.join(near)}?" if near else ""
            raise UsageError(what, why=f"there is none named {pattern!r}", advice=advice)
        chosen += [row for row in fitting if row not in chosen]
    return chosen
