"""The database: connection, models, migrations and one module of queries per subject."""

from __future__ import annotations

import sys


def _import_peewee_alone() -> None:
    """Import peewee without the PostgreSQL driver, which it would load whenever one is installed.

    The driver takes twice as long to import as peewee itself, and few use it; :mod:`arrtui.db.postgres`
    imports it when such a database is opened.
    """
    if "peewee" in sys.modules or "psycopg" in sys.modules:
        return
    sys.modules["psycopg"] = None  # type: ignore[assignment]  # the documented way to make an import fail
    try:
        import peewee  # noqa: F401
    finally:
        del sys.modules["psycopg"]


_import_peewee_alone()
