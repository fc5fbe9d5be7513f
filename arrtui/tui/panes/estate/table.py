"""The table of the Estate pane: instances, those marked for a moment of which something else is known."""

from __future__ import annotations

from collections.abc import Sequence

from arrtui.runtime.estate import EstateRow
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.estate.rows import InstanceView, columns


class InstancesTable(EstateTable[InstanceView]):
    """The instances in the order of the configuration."""

    def __init__(self) -> None:
        super().__init__(columns([]), viewed_as="instances", id="estate-table")

    def show(self, views: Sequence[InstanceView]) -> None:
        """Show all instances, and mark those of which something else is known than before."""
        before = {view.name: view.row for view in self.rows}
        self.set_rows(views, lambda view: view.name)
        self.flash(
            view.name for view in views if view.name in before and is_news(before[view.name], view.row)
        )


def is_news(before: EstateRow, now: EstateRow) -> bool:
    """Return whether something happened to an instance; that it was asked, or listened to, is none."""
    known = before.state != "unknown" and before.state != now.state
    feed = before.feed is not None and now.feed is not None and before.feed.is_up != now.feed.is_up
    stored = before.complete_at is not None and before.snapshot != now.snapshot
    said = before.checked_at is not None and before.health != now.health
    return known or feed or stored or said or (before.queue, before.alarm) != (now.queue, now.alarm)
