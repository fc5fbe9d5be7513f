"""Exporting what a table shows: the dialog that asks for the name of a file, and writing it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input, Static

from arrtui.core.errors import StorageError
from arrtui.core.text import plural
from arrtui.db.library import EpisodeListRow
from arrtui.features.library import export
from arrtui.tui.kit.dialogs.base import Dialog, DialogPanel


class ExportDialog(Dialog[Path]):
    """Gives the path to write to: a file that is not there, or one that may be replaced."""

    DEFAULT_CSS = """
    ExportDialog > DialogPanel {
        & > Static {
            margin-bottom: 1;
        }
        & > #export-fault {
            color: $text-error;
            margin: 1 0 0 0;
        }
    }
    """

    def __init__(self, what: str, name: str) -> None:
        """Make the dialog.

        Args:
            what: What is exported, e.g. ``1,204 titles``.
            name: The file's name to begin with.
        """
        super().__init__()
        self._what = what
        self._name = name
        self._confirmed: Path | None = None

    def compose(self) -> ComposeResult:
        """The question, the name and what is wrong with it."""
        with DialogPanel() as panel:
            panel.border_title = "Export"
            yield Static(f"Write {self._what} as CSV (UTF-8) to a file in {Path.cwd()}:", markup=False)
            yield Input(self._name, compact=True, select_on_focus=False)
            yield Static("enter writes   esc leaves", id="export-fault", markup=False)

    def on_mount(self) -> None:
        """Let the name be changed at once."""
        self.query_one(Input).focus()

    @on(Input.Submitted)
    def _submit(self, event: Input.Submitted) -> None:
        """Give the path, unless it needs another look."""
        event.stop()
        path = Path(event.value.strip())
        try:
            path = path.expanduser()
            fault = self._fault(path)
        except (OSError, RuntimeError, ValueError) as error:
            fault = f"That is no name of a file: {getattr(error, 'strerror', None) or error}."
        if fault:
            self.query_one("#export-fault", Static).update(fault)
        else:
            self.dismiss(path)

    def _fault(self, path: Path) -> str:
        """Return what is in the way of writing, empty for nothing; a second enter replaces a file."""
        if not path.name:
            return "Type the name of a file."
        if path.is_dir():
            return f"{path} is a folder. Type the name of a file."
        if not path.parent.is_dir():
            return f"The folder {path.parent} does not exist."
        if path.exists() and self._confirmed != path:
            self._confirmed = path
            return f"{path} exists. Press enter again to replace it, or change the name."
        return ""


async def export_rows(path: Path, rows: Sequence[Any]) -> str:
    """Write titles or episodes to a file and return a sentence about it.

    Raises StorageError where the file cannot be written.
    """
    return await asyncio.to_thread(_export, path, rows)


def _export(path: Path, rows: Sequence[Any]) -> str:
    try:
        written = _write(path, rows)
    except OSError as error:
        raise StorageError(f"exporting to {path}", why=error.strerror or str(error)) from error
    return f"{plural(written, 'line')} written to {path.absolute()}"


def _write(path: Path, rows: Sequence[Any]) -> int:
    if rows and isinstance(rows[0], EpisodeListRow):
        return export.write_csv(path, export.EPISODE_COLUMNS, export.episode_lines(rows), replace=True)
    return export.write_csv(path, export.TITLE_COLUMNS, export.title_lines(rows), replace=True)
