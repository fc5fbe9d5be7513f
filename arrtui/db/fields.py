"""The kind of text column that every table has."""

from __future__ import annotations

from peewee import TextField as PlainTextField

from arrtui.db.text import clean


class TextField(PlainTextField):
    """Text of any length, cleaned of what a database refuses."""

    def db_value(self, value: object) -> object:
        """Return the value as it is stored and compared."""
        return clean(value) if isinstance(value, str) else value
