"""The backups of an instance, to choose the one it is to go back to."""

from __future__ import annotations

from collections.abc import Sequence

from textual import on
from textual.app import ComposeResult
from textual.widgets import Static

from arrtui.core.text import format_age, format_timestamp
from arrtui.runtime.backup import SnapshotRow
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable

HINT = "enter plans the restore   esc leaves   nothing is written before you have reviewed the plan"


class SnapshotsDialog(Dialog[int]):
    """Lists backups, newest first; gives the number of the one that is chosen."""

    DEFAULT_CSS = """
    SnapshotsDialog > DialogPanel {
        width: 92;
        height: 80%;
        & > Static {
            height: auto;
            color: $text-muted;
        }
    }
    """

    def __init__(self, instance: str, rows: Sequence[SnapshotRow], now: float) -> None:
        super().__init__()
        self._instance = instance
        self._rows = rows
        self._table: EstateTable[SnapshotRow] = EstateTable(_columns(now), id="snapshots")
        self._table.empty = f"Nothing of {instance} is backed up yet. Press b in the Estate to do so."

    def compose(self) -> ComposeResult:
        """The table and what comes of choosing."""
        with DialogPanel() as panel:
            panel.border_title = f"Restore {self._instance} to which backup?"
            yield self._table
            yield Static(HINT, markup=False)

    def on_mount(self) -> None:
        """Show the backups."""
        self._table.set_rows(self._rows, lambda row: row.id)
        self._table.focus()

    @on(EstateTable.Opened)
    def _choose(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.dismiss(event.row.id)


def _columns(now: float) -> list[Column[SnapshotRow]]:
    return [
        Column("id", "No.", lambda row: str(row.id), width=6, priority=REQUIRED),
        Column(
            "taken",
            "Taken",
            lambda row: f"{format_timestamp(row.taken_at)}  {format_age(now - row.taken_at)}",
            width=30,
            priority=REQUIRED,
        ),
        Column("items", "Titles", lambda row: f"{row.items:,}", width=9, priority=REQUIRED),
        Column("files", "Files", lambda row: f"{row.files:,}", width=9, priority=REQUIRED),
        Column("changes", "+ ~ -", _changes, width=20, priority=REQUIRED),
    ]


def _changes(row: SnapshotRow) -> str:
    return "first" if row.baseline else f"+{row.added:,} ~{row.changed:,} -{row.removed:,}"
