"""Which columns of a table of scores tell rows apart, given the instances it shows."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import TypeVar

from arrtui.features.scores.model import Analysis
from arrtui.tui.kit.table import Column

Row = TypeVar("Row")
Columns = tuple[Column[Row], ...]


def columns_of_instances(
    columns: Columns[Row], instances: Sequence[object], needless: Collection[str] = ()
) -> Columns[Row]:
    """Return columns without those named, and without that of the instance where there is one only."""
    hidden = {*needless, *(() if len(instances) > 1 else ("instance",))}
    return tuple(column for column in columns if column.key not in hidden)


def columns_for(columns: Columns[Row], analyses: Sequence[Analysis]) -> Columns[Row]:
    """Return columns without those that are the same for all rows of these instances."""
    has_episodes = any(analysis.library.kind.app.has_children for analysis in analyses)
    return columns_of_instances(columns, analyses, () if has_episodes else ("episode",))
