"""Kinds of column that both databases have alike."""

from __future__ import annotations

from peewee import Field
from peewee import TextField as PlainTextField

from arrtui.db.text import clean


class TextField(PlainTextField):
    """Text of any length, cleaned of what a database refuses."""

    def db_value(self, value: object) -> object:
        """Return the value as it is stored and compared."""
        return clean(value) if isinstance(value, str) else value


class OctetsField(Field):
    """Bytes; Peewee's own ``BlobField`` asks PostgreSQL for a driver that is not ours."""

    field_type = "BLOB"
