"""The tables of reports: their columns with what they mean, and their form for spreadsheets.

Names and order of columns are stable: spreadsheets and scripts rely on them. A new column goes to the end of
its table.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from arrtui.core.report.safe import Value, cell


class ReportTable(NamedTuple):
    """A table, which is one CSV file."""

    name: str
    what: str
    columns: Mapping[str, str]
    """Name → meaning."""

    @property
    def header(self) -> tuple[str, ...]:
        """The names of its columns."""
        return tuple(self.columns)


def csv_bytes(table: ReportTable, lines: Iterable[Sequence[Value]]) -> bytes:
    """Return a table as CSV.

    UTF-8 with a byte order mark, without which spreadsheets garble accents. Text that a spreadsheet would run
    as a formula is prefixed with an apostrophe.
    """
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(table.header)
    writer.writerows([cell(value) for value in line] for line in lines)
    return text.getvalue().encode("utf-8-sig", "replace")
