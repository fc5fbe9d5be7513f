"""The backups of an instance, to choose one of."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from textual import on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from arrtui.core.text import format_age, format_minute
from arrtui.features.backup.folding import SnapshotRun, fold_equal
from arrtui.runtime.backup import SnapshotRow
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel
from arrtui.tui.kit.table import REQUIRED, Column, EstateTable


class SnapshotsDialog(Dialog[int]):
    """Lists backups, newest first, equal ones in one line; gives the number of the one that is chosen."""

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

    def __init__(
        self, question: str, hint: str, instance: str, rows: Sequence[SnapshotRow], now: float
    ) -> None:
        """Make the dialog.

        Args:
            question: What its border asks.
            hint: What comes of choosing.
            instance: Whose backups these are.
            rows: The complete ones.
            now: UTC seconds.
        """
        super().__init__()
        self._question = question
        self._hint = hint
        self._runs = fold_equal(rows)
        self._table: EstateTable[SnapshotRun] = EstateTable(snapshot_columns(now), id="snapshots")
        self._table.empty = f"Nothing of {instance} is backed up yet. Press b in the Estate to do so."

    def compose(self) -> ComposeResult:
        """The table and what comes of choosing."""
        with DialogPanel() as panel:
            panel.border_title = Content(self._question)
            yield self._table
            yield Static(self._hint, markup=False)

    def on_mount(self) -> None:
        """Show the backups."""
        self._table.set_rows(self._runs, lambda run: run.newest.id)
        self._table.focus()

    @on(EstateTable.Opened)
    def _choose(self, event: EstateTable.Opened) -> None:
        event.stop()
        self.dismiss(event.row.newest.id)


def snapshot_columns(now: float) -> list[Column[SnapshotRun]]:
    """Return the columns of runs of equal backups at a time in UTC seconds."""
    return [
        Column("id", "No.", lambda run: str(run.newest.id), width=6, priority=REQUIRED),
        Column("taken", "Taken", partial(_taken, now=now), width=28, priority=REQUIRED),
        Column("since", "The same since", _since, width=16),
        Column("items", "Titles", lambda run: f"{run.newest.items:,}", width=7, priority=REQUIRED),
        Column("files", "Files", lambda run: f"{run.newest.files:,}", width=8, priority=60),
        Column("changes", "+ ~ -", _changes, width=16, priority=REQUIRED),
    ]


def _taken(run: SnapshotRun, now: float) -> str:
    return f"{format_minute(run.newest.taken_at)}  {format_age(now - run.newest.taken_at)}"


def _since(run: SnapshotRun) -> str:
    return format_minute(run.oldest.taken_at) if run.repeats else ""


def _changes(run: SnapshotRun) -> str:
    row = run.oldest
    if row.baseline:
        return "first"
    counts = f"+{row.added:,} ~{row.changed:,} -{row.removed:,}"
    return f"{counts} live" if row.live else counts
