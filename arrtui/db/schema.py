"""Upgrade a database to the schema of this version, with a copy of the old one beside it."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import peewee

from arrtui.core.errors import DatabaseTooNewError, StorageError
from arrtui.db.faults import is_driver_fault, storage_error
from arrtui.db.models import MODELS
from arrtui.db.postgres import Postgres
from arrtui.db.sqlite import Sqlite, copy_aside, use_wal

_log = logging.getLogger(__name__)

MIGRATIONS = Path(__file__).with_name("migrations")
HISTORY = "schema_migration"
"""The table in which the migration runner notes what it applied."""
_LOCK_KEY = 0x61727274
"""Advisory lock of PostgreSQL held while migrating: ``arrt``."""
_LOCK_TIMEOUT = 60
"""Seconds to wait for another process that migrates."""


def bring_up_to_date(database: Sqlite | Postgres, shown_url: str, folder: Path = MIGRATIONS) -> list[str]:
    """Apply the migrations a database lacks, all of them or none; return their names.

    Raises DatabaseTooNewError before anything is touched when a newer arrtui wrote the database, and
    StorageError when it belongs to another program or a migration fails.
    """
    migrations = [path.stem for path in sorted(folder.glob("[0-9]*.py"))]
    pending = _pending(database, migrations, shown_url)
    if isinstance(database, Sqlite):
        use_wal(database)
    if not pending:
        return []
    with _alone(database, shown_url):
        pending = _pending(database, migrations, shown_url)
        if pending:
            copy = _put_aside(database, pending[0]) if len(pending) < len(migrations) else None
            try:
                _run(database, folder)
            except Exception as error:
                raise _failed(error, shown_url, copy) from error
    return pending


def _pending(database: Sqlite | Postgres, migrations: list[str], shown_url: str) -> list[str]:
    """Return the migrations still to apply. Raises when this version cannot work with the database."""
    tables = set(database.get_tables())
    if HISTORY not in tables:
        # Another program's are any tables in an SQLite file, ours by name in a shared PostgreSQL database.
        ours = {model._meta.table_name for model in MODELS}
        foreign = tables & ours if isinstance(database, Postgres) else tables
        if foreign:
            raise StorageError(
                what=f"opening the database {shown_url}",
                why=f"it belongs to another program (it has a table {min(foreign)!r}, and no {HISTORY!r})",
                advice="Point [database] url at a database of its own; nothing was changed.",
            )
        return migrations
    applied = {name for (name,) in database.rows(f"SELECT name FROM {HISTORY}")}  # noqa: S608
    unknown = sorted(applied - set(migrations))
    if unknown:
        raise DatabaseTooNewError(
            what=f"opening the database {shown_url}",
            why=f"a newer arrtui has written it (it has {unknown[-1]}, "
            f"this version ends with {migrations[-1]})",
            advice="Update arrtui, or point [database] url at another database; nothing was changed.",
        )
    return [name for name in migrations if name not in applied]


@contextmanager
def _alone(database: Sqlite | Postgres, shown_url: str) -> Iterator[None]:
    """Lock out other processes that migrate, in one transaction; say whom that waits for if it takes long.

    SQLite rewrites tables for some changes, which would cascade deletes unless foreign keys are off; that
    must be said before the transaction begins.
    """
    if isinstance(database, Postgres):
        with database.atomic():
            database.rows(f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}s'")
            database.rows("SELECT pg_advisory_xact_lock(?)", (_LOCK_KEY,))
            yield
        return
    timeout = database.pragma("busy_timeout")
    database.pragma("foreign_keys", 0)
    try:
        with ExitStack() as transaction:
            try:
                transaction.enter_context(database.atomic("IMMEDIATE"))
            except peewee.OperationalError as error:
                _log.warning("Waiting: %s", storage_error(error, "upgrading the database", shown_url))
                database.pragma("busy_timeout", _LOCK_TIMEOUT * 1000)
                transaction.enter_context(database.atomic("IMMEDIATE"))
            yield
    finally:
        database.pragma("foreign_keys", 1)
        database.pragma("busy_timeout", timeout)


def _failed(error: Exception, shown_url: str, copy: Path | None) -> StorageError:
    """Return a failed migration as an error that says what state the database is in."""
    what = "upgrading the database"
    kept = f"A copy from before is {copy}." if copy else ""
    if is_driver_fault(error):
        fault = storage_error(error, what, shown_url)
        fault.why += ", and the database was left as it was"
        fault.advice = " ".join(part for part in (fault.advice, kept) if part)
        return fault
    return StorageError(
        what=f"{what} {shown_url}",
        why="it failed, and the database was left as it was",
        advice=kept,
        detail=f"{type(error).__name__}: {error}",
    )


def _put_aside(database: Sqlite | Postgres, first: str) -> Path | None:
    """Copy an SQLite file to ``NAME.before-000N.bak`` and return where; PostgreSQL has its own backups."""
    if isinstance(database, Postgres):
        return None
    path = Path(database.database)
    copy = path.with_name(f"{path.name}.before-{first.partition('_')[0]}.bak")
    try:
        copy_aside(path, copy)
    except Exception as error:
        if not (is_driver_fault(error) or isinstance(error, OSError)):
            raise
        raise StorageError(
            what=f"upgrading the database {path}",
            why=f"no copy could be put aside as {copy}",
            advice="Free some space and make the folder writable; the database was left as it was.",
            detail=str(error),
        ) from error
    return copy


def _run(database: Sqlite | Postgres, folder: Path) -> None:
    """Run the migrations and check that no row points nowhere afterwards."""
    from playhouse.migrations import Runner

    runner: Any = Runner(database, str(folder), HISTORY)
    runner.up()
    if isinstance(database, Sqlite) and database.rows("PRAGMA foreign_key_check"):
        raise peewee.IntegrityError("a row points to one that does not exist")
