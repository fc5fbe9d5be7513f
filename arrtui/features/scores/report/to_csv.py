"""A report as CSV: one file per table."""

from __future__ import annotations

from arrtui.core.report.table import ReportTable, csv_bytes
from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.tables import lines


def table_csv(table: ReportTable, data: ReportData) -> bytes:
    """Return a table as CSV."""
    return csv_bytes(table, lines(table, data))
