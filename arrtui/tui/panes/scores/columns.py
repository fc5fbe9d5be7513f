"""Which columns of a table of scores tell rows apart, given the instances it shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import TypeVar

from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.table import Column

Row = TypeVar("Row")
Columns = tuple[Column[Row], ...]
ALBUM_LEAST = 12
"""Cells below which a column of albums does not shrink: the instance has room beside it in 80."""


def columns_of_instances(
    columns: Columns[Row], instances: Sequence[object], needless: Collection[str] = ()
) -> Columns[Row]:
    """Return columns without those named, and without that of the instance where there is one only."""
    hidden = {*needless, *(() if len(instances) > 1 else ("instance",))}
    return tuple(column for column in columns if column.key not in hidden)


def columns_for(columns: Columns[Row], analyses: Sequence[Analysis]) -> Columns[Row]:
    """Return columns without those that are the same for all rows of these instances.

    What holds the parts of titles is headed as all apps call them, and shares the room for titles of albums.
    """
    apps = {analysis.library.kind: analysis.library.kind.app for analysis in analyses}
    names = {app.child.singular.capitalize() for app in apps.values() if app.child}
    if not names:
        return columns_of_instances(columns, analyses, ("episode",))
    header = names.pop() if len(names) == 1 else "Part"
    width = 7 if all(app.numbers_children for app in apps.values() if app.child) else None
    own = (
        replace(column, title=header, width=width, min_width=ALBUM_LEAST)
        if column.key == "episode"
        else column
        for column in columns
    )
    return columns_of_instances(tuple(own), analyses)
