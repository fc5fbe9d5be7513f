"""Write a report on chains to a file, in the form that its name asks for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from arrtui.core.destination import opened_destination
from arrtui.core.errors import UsageError
from arrtui.core.report.table import csv_bytes
from arrtui.features.loops.report.columns import CHAINS, chain_values
from arrtui.features.loops.report.data import ChainsData
from arrtui.features.loops.report.to_html import chains_html
from arrtui.features.loops.report.to_json import chains_json

FORMS = (".csv", ".json", ".html")
"""Ends of names that a report can have."""


def check_form(path: Path) -> None:
    """Raise UsageError for a file whose name asks for no form of a report."""
    if path.suffix.lower() not in FORMS:
        raise UsageError(
            f"writing the report {path.name}",
            why="its name does not say in which form",
            advice=f"Let it end with one of {', '.join(FORMS)}.",
        )


def write_chains(path: Path, data: ChainsData, protected: Iterable[Path] = ()) -> int:
    """Write a report and return how many chains are in it.

    ``protected`` are files that are never replaced. Raises UsageError, and DestinationError where the file
    cannot be written.
    """
    check_form(path)
    match path.suffix.lower():
        case ".csv":
            content = csv_bytes(CHAINS, chain_values(data))
        case ".json":
            content = chains_json(data)
        case _:
            day = datetime.fromtimestamp(data.made_at).astimezone().date().isoformat()
            content = chains_html(data, day)
    with opened_destination(path, protected) as file:
        file.write(content)
    return len(data.chains)
