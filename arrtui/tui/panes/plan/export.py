"""Exporting the entries of a plan: a table for spreadsheets, or one JSON object per line for programs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec
from textual.app import ComposeResult
from textual.widgets import Input, Static

from arrtui.core.errors import StorageError
from arrtui.core.text import plural
from arrtui.features.library.export import Value, write_csv
from arrtui.features.sync.model import PlannedEntry
from arrtui.features.sync.wording import effect_text
from arrtui.tui.kit.dialogs.base import DialogPanel
from arrtui.tui.panes.library.export import ExportDialog

COLUMNS = (
    *("decision", "op", "instance", "subject", "external_id", "title", "year", "effect", "reason"),
    *("search", "files", "size", "warnings", "outcome", "message"),
)
JSON_ENDS = (".jsonl", ".ndjson", ".json")
"""Ends of names that ask for JSON lines."""


class EntryExportDialog(ExportDialog):
    """Gives the path to write to; its end says in which form."""

    DEFAULT_CSS = """
    EntryExportDialog > DialogPanel {
        & > Static {
            margin-bottom: 1;
        }
        & > #export-fault {
            color: $text-error;
            margin: 1 0 0 0;
        }
    }
    """

    def compose(self) -> ComposeResult:
        """The question, the name and what is wrong with it."""
        with DialogPanel() as panel:
            panel.border_title = "Export"
            yield Static(
                f"Write {self._what} to a file in {Path.cwd()}, as CSV (UTF-8), or as JSON lines "
                "when its name ends with .jsonl:",
                markup=False,
            )
            yield Input(self._name, compact=True, select_on_focus=False)
            yield Static("enter writes   esc leaves", id="export-fault", markup=False)


async def export_entries(path: Path, entries: Sequence[PlannedEntry]) -> str:
    """Write entries to a file and return a sentence about it.

    Raises StorageError where the file cannot be written.
    """
    return await asyncio.to_thread(_export, path, entries)


def _export(path: Path, entries: Sequence[PlannedEntry]) -> str:
    try:
        if path.suffix.lower() in JSON_ENDS:
            written = _write_json(path, entries)
        else:
            written = write_csv(path, COLUMNS, entry_lines(entries), replace=True)
    except OSError as error:
        raise StorageError(f"exporting to {path}", why=error.strerror or str(error)) from error
    return f"{plural(written, 'line')} written to {path.absolute()}"


def _write_json(path: Path, entries: Sequence[PlannedEntry]) -> int:
    encoder = msgspec.json.Encoder()
    with path.open("wb") as file:
        for planned in entries:
            file.write(encoder.encode(planned) + b"\n")
    return len(entries)


def entry_lines(entries: Iterable[PlannedEntry]) -> Iterable[tuple[Value, ...]]:
    """Yield a line for each entry, as :data:`COLUMNS` name them."""
    for planned in entries:
        entry = planned.entry
        yield (
            *(planned.decision.value, entry.op.value, entry.instance, entry.subject.value, entry.ident),
            *(entry.title, entry.year or None, effect_text(planned), entry.reason),
            *("yes" if entry.search else "no", entry.files, entry.size, "; ".join(entry.warnings)),
            *(planned.outcome.value, planned.message),
        )
