"""A report as one JSON document with stable keys."""

from __future__ import annotations

import json
from typing import Any

from arrtui.core.report.table import ReportTable
from arrtui.core.text import format_iso
from arrtui.features.scores.report import columns
from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.tables import lines, shared_title_object
from arrtui.features.scores.summary import ScoreSummary

REPORT = "arrtui-scores"
"""What the document says it is."""
VERSION = 1
"""Goes up when a key changes its meaning or goes away; new keys leave it."""


def report_json(data: ReportData) -> bytes:
    """Return the document without indentation: programs read it."""
    return json.dumps(document(data), ensure_ascii=False, allow_nan=False).encode("utf-8", "replace")


def document(data: ReportData) -> dict[str, Any]:
    """Return the document: rows have the columns of the CSV as keys, lists where a cell joins words."""
    return {
        "report": REPORT,
        "version": VERSION,
        "made_at": format_iso(data.made_at),
        "notes": [],  # a key of version 1
        "all": _instance(data.whole),
        "instances": [_instance(row) for row in data.instances],
        "candidates": _objects(columns.CANDIDATES, data),
        "files": [
            {**row, "formats": [{"name": match.name, "score": match.score} for match in file.formats]}
            for row, file in zip(_objects(columns.FILES, data), data.files, strict=True)
        ],
        "formats": _objects(columns.FORMATS, data),
        "profiles": [
            {
                **row._asdict(),
                "histogram": [
                    {"from": low, "to": high, "files": files} for low, high, files in row.histogram
                ],
            }
            for row in data.profiles
        ],
        "cutoffs": _objects(columns.CUTOFFS, data),
        "differences": [
            {**row, "instances": list(line.instances)}
            for row, line in zip(_objects(columns.DIFFERENCES, data), data.differences, strict=True)
        ],
        "trends": _objects(columns.TRENDS, data),
        "days": _objects(columns.DAYS, data),
        "overlap": [shared_title_object(row) for row in data.overlap],
    }


def _objects(table: ReportTable, data: ReportData) -> list[dict[str, Any]]:
    header = table.header
    return [dict(zip(header, line, strict=True)) for line in lines(table, data)]


def _instance(row: ScoreSummary) -> dict[str, Any]:
    parts = [part._asdict() for part in row.parts]
    return {**row._asdict(), "taken_at": format_iso(row.taken_at), "parts": parts}
