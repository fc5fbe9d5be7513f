"""Write a report into a folder, whole or not at all, and never over another program's file."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import ClassVar

from arrtui.core.errors import ArrtuiError
from arrtui.core.paths import replace_private
from arrtui.features.scores.report.columns import TABLES
from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.to_csv import table_csv
from arrtui.features.scores.report.to_html import report_html
from arrtui.features.scores.report.to_json import REPORT, report_json

FORMATS = ("csv", "json", "html")

_LOOK = 4096
"""Bytes read from the start of a file to see whether it is a report of arrtui."""


@dataclass(eq=False)
class ReportError(ArrtuiError):
    """The report cannot be written, or not where it was asked for."""

    code: ClassVar[str] = "report"


def write_report(data: ReportData, format: str, folder: Path) -> list[Path]:
    """Write a report and return its files: one page, one document, or one file per table.

    They are named after the local day, ``arrtui-scores-2026-11-21.html``; an earlier report of the same day
    gives way. The folder is made where it is missing. Raises ReportError where a file of that name is not a
    report of ours, or the folder cannot be written to, and for a format that is not one of ``FORMATS``.
    """
    if format not in FORMATS:
        raise ReportError(
            "writing the report", why=f"there is no format {format!r}", advice=f"Known: {', '.join(FORMATS)}."
        )
    day = datetime.fromtimestamp(data.made_at).astimezone().date().isoformat()
    stem = f"arrtui-scores-{day}"
    if format == "csv":
        contents = {folder / f"{stem}-{table.name}.csv": table_csv(table, data) for table in TABLES}
    else:
        content = report_json(data) if format == "json" else report_html(data, day)
        contents = {folder / f"{stem}.{format}": content}
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in contents:
            if (path.is_symlink() or path.exists()) and not _is_report(path):
                raise ReportError(
                    f"writing the report {path.name}",
                    why=f"{path.parent} has something of that name that is no report of arrtui",
                    advice="Move it away, or name another folder with --out.",
                )
        for path, content in contents.items():
            replace_private(path, content)
    except OSError as error:
        raise ReportError(
            f"writing the report to {folder}",
            why=error.strerror or str(error),
            advice="Name another folder with --out.",
        ) from error
    return list(contents)


def _is_report(path: Path) -> bool:
    """Return whether a file begins as our reports do; links and folders never are ours."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        head = file.read(_LOOK)
    if path.suffix == ".html":
        return b'<meta name="generator" content="arrtui ' in head
    if path.suffix == ".json":
        return head.startswith(f'{{"report": "{REPORT}"'.encode())
    return head.startswith(tuple(f"\ufeff{','.join(table.header)}\r\n".encode() for table in TABLES))
