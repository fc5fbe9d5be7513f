"""A report as CSV: one file per table."""

from __future__ import annotations

import csv
import io

from arrtui.features.scores.report.columns import ReportTable
from arrtui.features.scores.report.data import ReportData
from arrtui.features.scores.report.safe import cell
from arrtui.features.scores.report.tables import lines


def table_csv(table: ReportTable, data: ReportData) -> bytes:
    """Return a table as CSV.

    UTF-8 with a byte order mark, without which spreadsheets garble accents. Text that a spreadsheet would run
    as a formula is prefixed with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.header)
    writer.writerows([cell(value) for value in line] for line in lines(table, data))
    return text.getvalue().encode("utf-8-sig", "replace")
