"""The filter of a table: its text, what that means for the table's fields, and why it means nothing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import Generic

from arrtui.core.filter.fields import FieldKind, FilterField, FilterFields
from arrtui.core.filter.matching import RowFilter, make_filter
from arrtui.core.filter.syntax import INSTANCE, FilterError
from arrtui.tui.kit.table.columns import Column, Row
from arrtui.tui.kit.table.marks import Marks
from arrtui.tui.kit.table.rows import RowModel


class TableFilter(Generic[Row]):
    """What a table is filtered by. A text that is not understood leaves the filter before it in force."""

    def __init__(self, model: RowModel[Row], marks: Marks | None, fields: FilterFields[Row] | None) -> None:
        """Make an empty filter.

        Args:
            model: The rows.
            marks: The marked rows; None where rows cannot be marked.
            fields: What can be asked for beside the fields of the columns.
        """
        self._model = model
        self._marks = marks
        self._own_fields: FilterFields[Row] = fields or FilterFields()
        self.fields: FilterFields[Row] = self._own_fields
        """What can be asked for."""
        self.text = ""
        """As typed."""
        self.error: FilterError | None = None
        """Why the text is not understood; None when it is."""
        self._searched: Sequence[Row] | None = None
        """The rows that were looked through for their instances."""
        self._names: set[str] = set()

    def follow_columns(self, columns: Sequence[Column[Row]]) -> None:
        """Take in the fields of a table's columns, and read the filter again."""
        fields = self._own_fields.joined(column.field for column in columns if column.field is not None)
        if (marks := self._marks) is not None:
            model = self._model
            marked = FilterField[Row]("marked", FieldKind.FLAG, lambda row: model.key_of(row) in marks)
            fields = fields.joined([marked])
        self.fields = fields
        self.reread(self._model.rows)

    def know_instances(self, names: Sequence[str]) -> None:
        """Let a filter name these instances, though no row may be of them."""
        self._own_fields = self._own_fields.with_instances(names)
        self.fields = self.fields.with_instances(names)
        self._searched = None

    def read(self, text: str, before: RowFilter[Row]) -> RowFilter[Row]:
        """Return what a text means for the rows there are; the filter ``before`` where it means nothing."""
        self.text = text
        return self.meaning(self._model.rows, before)

    def reread(self, rows: Sequence[Row]) -> None:
        """Read the text again for other rows, which may know other names; ages count from now."""
        self._model.row_filter = self.meaning(rows, self._model.row_filter)

    def meaning(self, rows: Sequence[Row], before: RowFilter[Row]) -> RowFilter[Row]:
        """Return what the text means for some rows; a condition still being typed narrows nothing yet.

        The filter ``before`` where the text means nothing.
        """
        self.error = None
        text = self.text
        fields = self.fields.with_instances(self._names_in(rows)) if INSTANCE in text else self.fields
        while True:
            try:
                return make_filter(text, fields, (), time.time())
            except FilterError as error:
                self.error = self.error or error
                if not error.unfinished:
                    return before
                text = text[: error.start] + text[error.end :]

    def _names_in(self, rows: Sequence[Row]) -> set[str]:
        """Return the names of instances in rows; they are looked for once, not at each key."""
        if rows is not self._searched:
            self._searched, self._names = rows, self.fields.instance_names(rows)
        return self._names
