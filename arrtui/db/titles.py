"""The titles of an instance as they are compared: each with its record, its counts and what is volatile."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.db.reading import rows_of


class TitleRow(NamedTuple):
    """A stored title."""

    doc: str
    """Canonical JSON of its :class:`~arrtui.core.domain.Item`."""
    files: int
    size: int
    """Bytes."""
    volatile_doc: str
    """JSON of its :class:`~arrtui.core.domain.Volatile`."""


def title_rows(instance_id: int) -> list[TitleRow]:
    """Return every title of an instance in the order of their ids: one statement."""
    sql = "SELECT doc, files, size, volatile_doc FROM item WHERE instance_id = ? ORDER BY item_id"
    return list(map(TitleRow._make, rows_of(sql, (instance_id,))))
