"""Exporting the entries of a plan: a table for spreadsheets, or one JSON object per line for programs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path

import msgspec
from textual.dom import DOMNode

from arrtui.core.destination import opened_destination
from arrtui.core.text import plural
from arrtui.features.library.export import Value, write_csv
from arrtui.features.sync.model import PlannedEntry
from arrtui.features.sync.wording import effect_text
from arrtui.tui.kit.dialogs.export import ask_and_export
from arrtui.tui.kit.host import host_of

COLUMNS = (
    *("decision", "op", "instance", "subject", "external_id", "title", "year", "effect", "reason"),
    *("search", "files", "size", "warnings", "outcome", "message"),
)
JSON_SUFFIXES = (".jsonl", ".ndjson", ".json")
"""Ends of names that ask for JSON lines."""


def export_entries(owner: DOMNode, plan_id: int, entries: Sequence[PlannedEntry]) -> None:
    """Ask for a file, and write entries of a plan to it."""
    question = (
        f"Write {plural(len(entries), 'entry', 'entries')} to a file in {Path.cwd()}, as CSV (UTF-8), "
        "or as JSON lines when its name ends with .jsonl:"
    )
    protected = host_of(owner).services.config.own_files
    write = partial(write_entries, entries=entries, protected=protected)
    ask_and_export(owner, question, f"arrtui-plan-{plan_id}.csv", write)


def write_entries(path: Path, entries: Sequence[PlannedEntry], protected: Iterable[Path] = ()) -> int:
    """Write entries to a file in the form that its name asks for; return the number of lines.

    ``protected`` are files that are never replaced. Raises DestinationError where the file cannot be written.
    """
    if path.suffix.lower() not in JSON_SUFFIXES:
        return write_csv(path, COLUMNS, entry_lines(entries), protected)
    encoder = msgspec.json.Encoder()
    with opened_destination(path, protected) as file:
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
