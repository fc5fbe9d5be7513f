"""Migrations: what they make, what they refuse, and that a failed one loses nothing."""

from __future__ import annotations

import shutil
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any

import peewee
import pytest

from arrtui.core.errors import DatabaseTooNewError, StorageError
from arrtui.db.database import Database
from arrtui.db.models import MODELS, Instance, JobRow
from arrtui.db.plan_models import JournalRow, PlanEntryRow, PlanRow
from arrtui.db.postgres import Postgres
from arrtui.db.schema import HISTORY, MIGRATIONS, bring_up_to_date
from arrtui.db.score_models import SampledRow
from arrtui.db.sqlite import Sqlite
from tests.db import servers

pytestmark = pytest.mark.usefixtures("real_migrations")

ADDS_A_COLUMN = """
from peewee import TextField

def up(migrator, db):
    migrator.migrate(migrator.add_column("instance", "nickname", TextField(default="")))
    migrator.migrate(migrator.drop_column("instance", "latency"))
"""
FAILS_HALF_WAY = """
def up(migrator, db):
    db.execute_sql("DELETE FROM instance")
    db.execute_sql("CREATE TABLE half_made (id INTEGER)")
    raise ValueError("the new format cannot hold this")
"""
LEAVES_AN_ORPHAN = """
def up(migrator, db):
    db.execute_sql("DELETE FROM instance")
"""


@pytest.fixture
def empty_url(database_url: str) -> str:
    """Return the url of a database without tables."""
    if database_url.startswith("postgresql"):
        servers.empty_schema(database_url)
    return database_url


def shape() -> set[tuple[Any, ...]]:
    """Return everything the open database says of its tables, columns, constraints and indexes."""
    database = Instance._meta.database
    if isinstance(database, peewee.SqliteDatabase):
        return set(database.rows("SELECT type, tbl_name, name, sql FROM sqlite_master"))
    columns = (
        "SELECT table_name, column_name, ordinal_position, data_type, is_nullable, column_default, "
        "character_maximum_length FROM information_schema.columns WHERE table_schema = 'public'"
    )
    constraints = (
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE connamespace = 'public'::regnamespace"
    )
    indexes = "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
    return {row for sql in (columns, constraints, indexes) for row in database.rows(sql)}


def without_history(found: set[tuple[Any, ...]]) -> set[tuple[Any, ...]]:
    return {row for row in found if not any(HISTORY in str(part) for part in row[:2])}


def folder_with(tmp_path: Path, *later: str) -> Path:
    """Return a folder with the real migrations and others after them."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__*"))
    for number, code in enumerate(later, start=9001):
        (folder / f"{number:04}_later.py").write_text(code)
    return folder


def upgrade(path: Path, folder: Path) -> list[str]:
    database = Sqlite(path)
    database.connect()
    try:
        return bring_up_to_date(database, str(path), folder)
    finally:
        database.close_all()


def note_and_close(path: Path) -> None:
    with closing(Database.open(f"sqlite:///{path}")) as database, database.writing():
        Instance.create(name="radarr.main", kind="radarr", latency=0.5)
        JobRow.create(kind="backup", created_at=0)


def test_migrations_make_what_the_models_say(empty_url: str) -> None:
    with closing(Database.open(empty_url)):
        migrated = without_history(shape())
        database = Instance._meta.database
        database.drop_tables(MODELS)
        database.create_tables(MODELS, safe=False)
        assert without_history(shape()) == migrated
    said = [str(part) for row in migrated for part in row]
    for name in ("job_unfinished", "plan_entry_outcome", "left_out", "journal", "score_sample"):
        assert any(name in part for part in said)


@pytest.mark.parametrize("state", ["pending", "running", "retrying", "parked"])
def test_an_unfinished_job_is_not_queued_twice(database: Database, state: str) -> None:
    with database.writing():
        JobRow.create(kind="backup", subject="radarr.main", state="completed", created_at=0)
        JobRow.create(kind="backup", subject="radarr.main", state="failed", created_at=0)
        JobRow.create(kind="backup", subject="radarr.main", state=state, created_at=0)
        JobRow.create(kind="backup", subject="radarr.other", state=state, created_at=0)
    with pytest.raises(StorageError), database.writing():
        JobRow.create(kind="backup", subject="radarr.main", state="pending", created_at=0)


def test_migrations_are_files_of_the_package() -> None:
    assert min(path.stem for path in MIGRATIONS.glob("[0-9]*.py")) == "0001_first"
    assert (Path(sys.modules["arrtui"].__file__ or "").parent / "db" / "migrations") == MIGRATIONS


def test_an_older_file_is_put_aside_before_it_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "arrtui.db"
    note_and_close(path)
    assert upgrade(path, folder_with(tmp_path, ADDS_A_COLUMN)) == ["9001_later"]
    copy = tmp_path / "arrtui.db.before-9001.bak"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    with closing(sqlite3.connect(copy)) as old, closing(sqlite3.connect(path)) as new:
        assert old.execute("SELECT name, latency FROM instance").fetchall() == [("radarr.main", 0.5)]
        assert new.execute("SELECT name, nickname FROM instance").fetchall() == [("radarr.main", "")]
        assert new.execute("SELECT count(*) FROM job").fetchone() == (1,)
    assert upgrade(path, tmp_path / "migrations") == []


def test_a_new_file_needs_no_copy(tmp_path: Path) -> None:
    note_and_close(tmp_path / "arrtui.db")
    assert list(tmp_path.iterdir()) == [tmp_path / "arrtui.db"]


@pytest.mark.parametrize(
    ("code", "detail"),
    [(FAILS_HALF_WAY, "ValueError: the new format cannot hold this"), (LEAVES_AN_ORPHAN, "does not exist")],
)
def test_a_failed_migration_leaves_the_file_as_it_was(tmp_path: Path, code: str, detail: str) -> None:
    path = tmp_path / "arrtui.db"
    note_and_close(path)
    with closing(Database.open(f"sqlite:///{path}")) as database, database.writing():
        instance = Instance.get()
        Instance._meta.database.rows("INSERT INTO setting VALUES (?, 'tag', 1, 'kids', '{}')", (instance.id,))
    with closing(sqlite3.connect(path)) as connection:
        before = list(connection.iterdump())
    with pytest.raises(StorageError, match="left as it was") as caught:
        upgrade(path, folder_with(tmp_path, ADDS_A_COLUMN, code))
    with closing(sqlite3.connect(path)) as connection:
        assert list(connection.iterdump()) == before
    assert str(tmp_path / "arrtui.db.before-9001.bak") in str(caught.value)
    assert detail in caught.value.detail


def fill_first_version(url: str, tmp_path: Path) -> None:
    """Make a database as the first version left it, with something in every kind of table."""
    folder = tmp_path / "first"
    shutil.copytree(MIGRATIONS, folder, ignore=lambda _, names: [one for one in names if one[:4] != "0001"])
    if url.startswith("postgresql"):
        servers.empty_schema(url)
        database: Any = Postgres(url)
    else:
        database = Sqlite(Path(url.removeprefix("sqlite:///")))
    database.connect()
    try:
        assert bring_up_to_date(database, url, folder) == ["0001_first"]
        assert "plan" not in database.get_tables()
        with database.atomic():
            database.rows(
                "INSERT INTO instance (name, kind, state, error, app_version, app_doc, health_doc, "
                "roots_doc, history_complete, history_until) "
                "VALUES ('radarr.main', 'radarr', 'up', '', '6.1', '{}', '[]', '[]', ?, '')",
                (True,),
            )
            database.rows("INSERT INTO setting VALUES (1, 'tag', 1, 'kids', '{\"id\":1}')")
    finally:
        database.close_all()


def test_a_database_of_the_first_version_keeps_what_it_holds(empty_url: str, tmp_path: Path) -> None:
    fill_first_version(empty_url, tmp_path)
    with closing(Database.open(empty_url)) as database:
        rows = Instance._meta.database.rows
        assert rows("SELECT name, state, app_version FROM instance") == [("radarr.main", "up", "6.1")]
        assert rows("SELECT instance_id, name, doc FROM setting") == [(1, "kids", '{"id":1}')]
        with database.writing():
            plan_id = PlanRow.insert(kind="sync", created_at=0).execute()
            PlanEntryRow.create(plan=plan_id, position=0, key="k", instance="radarr.main", op="add", doc="{}")
            JournalRow.create(plan=plan_id, position=0, step="add", instance="radarr.main", begun_at=0)
        assert rows("SELECT decision, by_hand, outcome FROM plan_entry") == [("undecided", False, "")]
    copies = list(tmp_path.glob("*.bak"))
    if empty_url.startswith("sqlite"):
        assert [one.name for one in copies] == ["arrtui.db.before-0002.bak"]
        with closing(sqlite3.connect(copies[0])) as old:
            assert old.execute("SELECT name FROM instance").fetchall() == [("radarr.main",)]
            assert old.execute("SELECT count(*) FROM sqlite_master WHERE name = 'plan'").fetchone() == (0,)
    else:
        assert copies == []


def fill_second_version(url: str, tmp_path: Path) -> None:
    """Bring a database of the first version to the second, and store a plan there."""
    fill_first_version(url, tmp_path)
    folder = tmp_path / "second"
    shutil.copytree(MIGRATIONS, folder, ignore=lambda _, names: [one for one in names if one[:4] > "0002"])
    path = Path(url.removeprefix("sqlite:///"))
    database: Any = Postgres(url) if url.startswith("postgresql") else Sqlite(path)
    database.connect()
    try:
        assert bring_up_to_date(database, url, folder) == ["0002_plans"]
        assert "score_sample" not in database.get_tables()
        with database.atomic():
            database.rows("INSERT INTO left_out VALUES (?, '[]')", (_a_plan(database),))
    finally:
        database.close_all()


def _a_plan(database: Any) -> int:
    sql = (
        "INSERT INTO plan (kind, pair, source, target, mode, state, created_at, snapshots_doc, counts_doc, "
        "locked, notes_doc) VALUES ('sync', '', '', '', '', 'open', 1, '{}', '{}', '', '[]')"
    )
    database.rows(sql)
    return int(database.rows("SELECT max(id) FROM plan")[0][0])


def test_a_database_of_the_second_version_gets_the_tables_of_scores(empty_url: str, tmp_path: Path) -> None:
    fill_second_version(empty_url, tmp_path)
    with closing(Database.open(empty_url)) as database:
        rows = Instance._meta.database.rows
        assert rows("SELECT name, app_version FROM instance") == [("radarr.main", "6.1")]
        assert rows("SELECT p.kind, l.doc FROM plan AS p JOIN left_out AS l ON l.plan_id = p.id") == [
            ("sync", "[]")
        ]
        with database.writing():
            SampledRow.create(instance=1, snapshot=7)
        with pytest.raises(StorageError), database.writing():
            SampledRow.create(instance=2, snapshot=7)
        assert rows("SELECT instance_id, snapshot FROM score_sampled") == [(1, 7)]
    if empty_url.startswith("sqlite"):
        copy = tmp_path / "arrtui.db.before-0003.bak"
        with closing(sqlite3.connect(copy)) as old:
            assert old.execute("SELECT count(*) FROM plan").fetchone() == (1,)


def test_without_room_for_the_copy_nothing_is_upgraded(tmp_path: Path) -> None:
    path = tmp_path / "arrtui.db"
    note_and_close(path)
    (tmp_path / "arrtui.db.before-9001.bak.partial").mkdir()
    with pytest.raises(StorageError, match="no copy could be put aside"):
        upgrade(path, folder_with(tmp_path, ADDS_A_COLUMN))
    assert upgrade(path, MIGRATIONS) == []


def test_a_failed_migration_of_postgresql_leaves_it_as_it_was(tmp_path: Path, postgres_url: str) -> None:
    servers.empty_schema(postgres_url)
    with closing(Database.open(postgres_url)) as database:
        with database.writing():
            Instance.create(name="radarr.main", kind="radarr")
        before = shape()
        with pytest.raises(StorageError, match="left as it was"):
            bring_up_to_date(Instance._meta.database, "here", folder_with(tmp_path, FAILS_HALF_WAY))
        assert shape() == before
        assert Instance.select().count() == 1


def test_a_database_of_a_newer_version_is_refused(empty_url: str, tmp_path: Path) -> None:
    with closing(Database.open(empty_url)), Instance._meta.database.atomic():
        Instance._meta.database.rows(
            f"INSERT INTO {HISTORY} (name, applied) VALUES ('0099_future', '2030-01-01 00:00:00')"
        )
    before = [(path.name, path.read_bytes()) for path in tmp_path.iterdir()]
    with pytest.raises(DatabaseTooNewError, match="0099_future") as caught:
        Database.open(empty_url)
    assert "Update arrtui" in str(caught.value)
    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == before
    if empty_url.startswith("postgresql"):
        servers.empty_schema(empty_url)


def test_another_programs_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "radarr.db"
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE Movies (Id INTEGER)")
    before = path.read_bytes()
    with pytest.raises(StorageError, match="belongs to another program"):
        Database.open(f"sqlite:///{path}")
    assert path.read_bytes() == before


def test_a_shared_postgresql_database_is_used_unless_names_clash(postgres_url: str) -> None:
    servers.empty_schema(postgres_url)
    Database.open(postgres_url).close()
    servers.empty_schema(postgres_url)
    import psycopg

    with psycopg.connect(postgres_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE guestbook (id INTEGER)")
        Database.open(postgres_url).close()
        servers.empty_schema(postgres_url)
        connection.execute("CREATE TABLE item (id INTEGER)")
    with pytest.raises(StorageError, match="belongs to another program"):
        Database.open(postgres_url)
    servers.empty_schema(postgres_url)


def test_processes_that_open_at_once_migrate_once(empty_url: str) -> None:
    code = f"from arrtui.db.database import Database; Database.open({empty_url!r}).close()"
    running = [
        subprocess.Popen([sys.executable, "-c", code], stderr=subprocess.PIPE, text=True) for _ in range(4)
    ]
    errors = [process.communicate(timeout=60)[1] for process in running]
    assert [process.returncode for process in running] == [0] * 4, errors
    with closing(Database.open(empty_url)):
        names = sorted(path.stem for path in MIGRATIONS.glob("[0-9]*.py"))
        assert Instance._meta.database.rows(f"SELECT name FROM {HISTORY}") == [(name,) for name in names]
