"""Opening, transactions, threads and what the user reads when the database fails."""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import stat
import subprocess
import sys
import threading
import warnings
from contextlib import closing
from pathlib import Path

import peewee
import pytest

from arrtui.core.errors import StorageError
from arrtui.db.database import Database, shown_url
from arrtui.db.faults import DatabaseBusyError, DatabaseUnreachableError
from arrtui.db.lock_holder import find_lock_holder
from arrtui.db.models import Instance
from arrtui.db.sqlite import _PRAGMAS as sqlite_pragmas
from arrtui.db.sqlite import Sqlite
from tests.db import servers
from tests.db.locks import stopped_writer

pytestmark = pytest.mark.usefixtures("real_migrations")


def note(name: str) -> None:
    Instance.create(name=name, kind="radarr")


def names() -> list[str]:
    return [name for (name,) in Instance.select(Instance.name).order_by(Instance.id).tuples()]


def open_at(path: Path) -> Database:
    return Database.open(f"sqlite:///{path}")


def test_sqlite_files_are_private(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "new" / "deep" / "arrtui.db")) as database, database.writing():
        note("radarr.main")
        folder = tmp_path / "new" / "deep"
        modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
        assert modes == {"arrtui.db": 0o600, "arrtui.db-wal": 0o600, "arrtui.db-shm": 0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_sqlite_is_set_up_for_many_readers_and_one_writer(tmp_path: Path, real_waiting: None) -> None:
    with closing(open_at(tmp_path / "a.db")):
        settings = Instance._meta.database
        assert settings.pragma("journal_mode") == "wal"
        assert settings.pragma("synchronous") == 1
        assert settings.pragma("foreign_keys") == 1
        assert settings.pragma("busy_timeout") == 5000


def test_what_was_written_is_there_after_opening_again(database_url: str) -> None:
    with closing(Database.open(database_url)) as database, database.writing():
        note("radarr.main")
    with closing(Database.open(database_url)) as database, database.reading():
        assert names() == ["radarr.main"]


def test_a_failed_block_stores_nothing(database: Database) -> None:
    with pytest.raises(ValueError, match="no"), database.writing():
        note("radarr.main")
        raise ValueError("no")
    assert database.read_sync(names) == []


def test_an_inner_block_fails_by_itself(database: Database) -> None:
    with database.writing():
        note("radarr.one")
        with pytest.raises(ValueError, match="no"), database.writing():
            note("radarr.two")
            raise ValueError("no")
        note("radarr.three")
        with database.reading():
            assert names() == ["radarr.one", "radarr.three"]
    assert database.read_sync(names) == ["radarr.one", "radarr.three"]


def test_a_reading_block_sees_one_state(database: Database) -> None:
    database.write_sync(note, "radarr.one")
    with database.reading():
        assert names() == ["radarr.one"]
        other = threading.Thread(target=database.write_sync, args=(note, "radarr.two"))
        other.start()
        other.join()
        assert names() == ["radarr.one"]
    assert database.read_sync(names) == ["radarr.one", "radarr.two"]


def test_a_reading_block_cannot_write(database: Database) -> None:
    with database.reading(), pytest.raises(RuntimeError, match="cannot write"), database.writing():
        pass
    database.write_sync(note, "radarr.after")
    assert database.read_sync(names) == ["radarr.after"]


async def test_work_runs_off_the_loop_and_as_a_whole(database: Database) -> None:
    def fail_half_way() -> None:
        note("radarr.half")
        raise ValueError("half way")

    with pytest.raises(ValueError, match="half way"):
        await database.write(fail_half_way)
    await asyncio.gather(*(database.write(note, f"radarr.{number}") for number in range(20)))
    assert sorted(await database.read(names)) == sorted(f"radarr.{number}" for number in range(20))
    writer = await database.write(lambda: threading.current_thread().name)
    reader = await database.read(lambda: threading.current_thread().name)
    assert writer.startswith("arrtui-db-write")
    assert reader.startswith("arrtui-db-read")


async def test_after_closing_nothing_runs_and_nothing_leaks(database_url: str) -> None:
    gc.collect()  # what other tests left behind is not this one's
    with warnings.catch_warnings():
        warnings.simplefilter("error", ResourceWarning)
        database = Database.open(database_url)
        await database.write(note, "radarr.main")
        await asyncio.gather(*(database.read(names) for _ in range(4)))
        database.close()
        database.close()
    assert not [one for one in threading.enumerate() if one.name.startswith("arrtui-db")]
    with pytest.raises(StorageError, match="has been closed"):
        await database.read(names)
    with pytest.raises(StorageError, match="has been closed"):
        database.write_sync(note, "radarr.late")


def test_the_database_opened_last_has_the_models(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "a.db")) as first, closing(open_at(tmp_path / "b.db")) as second:
        second.write_sync(note, "radarr.b")
        with pytest.raises(RuntimeError, match="opened since"):
            first.write_sync(note, "radarr.a")
        assert second.read_sync(names) == ["radarr.b"]


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("sqlite:////var/lib/arrtui.db", "/var/lib/arrtui.db"),
        ("postgresql://me:secret@host:5432/arr", "postgresql://me@host:5432/arr"),
        ("postgresql://me:se%40cret@host/arr?sslmode=require", "postgresql://me@host/arr?sslmode=require"),
        ("postgresql:///arr?host=/run/pg&password=secret", "postgresql:///arr?host=/run/pg"),
        ("postgresql://me:sec/re@t?#@host/arr", "postgresql://me@host/arr"),
        ("mysql://me:secret@host/arr", "mysql://me@host/arr"),
    ],
)
def test_a_password_is_never_shown(url: str, shown: str) -> None:
    assert shown_url(url) == shown


def test_importing_and_opening_sqlite_leaves_the_driver_alone(tmp_path: Path) -> None:
    open_at(tmp_path / "a.db").close()
    code = (
        "import sys; from arrtui.db.database import Database\n"
        f"Database.open('sqlite:///{tmp_path / 'a.db'}').close()\n"
        "print([name for name in ('psycopg', 'playhouse.migrations', 'textual') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# --- failures --------------------------------------------------------------------------------------------


def test_a_url_of_another_kind_is_refused() -> None:
    with pytest.raises(StorageError, match="of no kind that is supported") as caught:
        Database.open("mysql://me:secret@host/arr")
    assert "secret" not in str(caught.value)


def test_a_missing_driver_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StorageError, match=r'pip install "arrtui\[postgres\]"'):
        Database.open("postgresql://me@localhost/arr")


def test_a_server_that_does_not_answer() -> None:
    with pytest.raises(DatabaseUnreachableError, match="the server does not answer") as caught:
        Database.open("postgresql://me:secret@127.0.0.1:9/arr")
    assert caught.value.passing
    assert "secret" not in str(caught.value) + caught.value.detail


def test_a_database_that_does_not_exist(postgres_url: str) -> None:
    with pytest.raises(StorageError, match="has no such database"):
        Database.open(postgres_url.replace("/arrtui_test_", "/never_made_"))


def test_a_user_that_does_not_exist(postgres_url: str) -> None:
    with pytest.raises(StorageError, match="refuses the user or the password"):
        Database.open(postgres_url.replace("postgres:@", "nobody_of_that_name:@"))


def test_a_user_who_may_not_make_tables(postgres_url: str) -> None:
    servers.empty_schema(postgres_url)
    joint = "&" if "?" in postgres_url else "?"
    with pytest.raises(StorageError, match="permission is missing"):
        Database.open(f"{postgres_url}{joint}options=-c%20role%3Dpg_monitor")


def test_a_connection_that_broke_is_made_anew(postgres_url: str) -> None:
    servers.empty_schema(postgres_url)
    with closing(Database.open(postgres_url)) as database:
        database.write_sync(note, "radarr.main")
        with pytest.raises(DatabaseUnreachableError, match="the server does not answer"), database.writing():
            note("radarr.lost")
            Instance.raw("SELECT pg_terminate_backend(pg_backend_pid())").execute()
            names()
        assert database.read_sync(names) == ["radarr.main"]


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_bytes(b"shopping list\n" * 100)
    with pytest.raises(StorageError, match="is not an SQLite database"):
        open_at(path)
    assert path.read_bytes() == b"shopping list\n" * 100


def test_an_empty_file_is_no_new_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("arrtui.db.sqlite.BUSY_TIMEOUT", 0)
    path = tmp_path / "arrtui.db"
    path.touch()
    with pytest.raises(StorageError, match="empty"):
        open_at(path)
    assert [file.name for file in tmp_path.iterdir()] == ["arrtui.db"]
    assert path.stat().st_size == 0


def test_a_file_that_another_process_is_about_to_fill_is_waited_for(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "other.db")):
        pass
    path = tmp_path / "arrtui.db"
    path.touch()
    threading.Timer(0.2, lambda: (tmp_path / "other.db").replace(path)).start()
    with closing(open_at(path)) as database, database.reading():
        assert names() == []


def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="cannot be opened"):
        open_at(tmp_path)


def test_a_file_in_place_of_the_folder(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="Not a directory") as caught:
        open_at(tmp_path / "file" / "sub" / "arrtui.db")
    assert str(tmp_path) in str(caught.value)


def test_a_database_another_process_holds(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "a.db")) as database:
        Instance._meta.database.pragma("busy_timeout", 20)
        with closing(sqlite3.connect(tmp_path / "a.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(DatabaseBusyError, match="another process is writing to it") as caught:
                database.write_sync(note, "radarr.main")
        assert caught.value.passing
        assert str(tmp_path / "a.db") in str(caught.value)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists who has a lock")
def test_a_process_that_keeps_a_database_locked_is_named(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "a.db")) as database:
        Instance._meta.database.pragma("busy_timeout", 20)
        with stopped_writer(tmp_path / "a.db") as process:
            with pytest.raises(DatabaseBusyError, match="is stopped") as caught:
                database.write_sync(note, "radarr.main")
            assert f"(pid {process.pid})" in caught.value.why
        database.write_sync(note, "radarr.main")
        assert find_lock_holder(str(tmp_path / "a.db")) is None


async def test_writes_that_queue_up_behind_a_lock_wait_for_it_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sqlite_pragmas, "busy_timeout", 500)
    waits: list[int] = []
    set_pragma = Sqlite.pragma

    def pragma(database: Sqlite, key: str, *value: int) -> object:
        waits.extend(value)
        return set_pragma(database, key, *value)

    with closing(open_at(tmp_path / "a.db")) as database:
        monkeypatch.setattr(Sqlite, "pragma", pragma)
        with stopped_writer(tmp_path / "a.db"):
            writes = [database.write(note, f"radarr.{number}") for number in range(6)]
            refusals = await asyncio.gather(*writes, return_exceptions=True)
        assert {type(refusal) for refusal in refusals} == {DatabaseBusyError}
        assert waits[1::2] == [500] * 5
        assert max(waits[::2]) < 500, "all but the first had waited already when it was their turn"
        await database.write(note, "radarr.main")
        assert await database.read(names) == ["radarr.main"]


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lists who has a lock")
def test_an_upgrade_says_which_process_it_waits_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    path = tmp_path / "a.db"
    with closing(sqlite3.connect(path)) as empty:
        empty.execute("PRAGMA journal_mode = wal")
    monkeypatch.setitem(sqlite_pragmas, "busy_timeout", 20)
    monkeypatch.setattr("arrtui.db.schema._LOCK_TIMEOUT", 0)
    with stopped_writer(path) as process, pytest.raises(DatabaseBusyError):
        open_at(path)
    assert f"(pid {process.pid})" in caplog.text
    open_at(path).close()


def test_a_full_disk_stores_nothing_of_the_step(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "a.db")) as database:
        database.write_sync(note, "radarr.main")
        pages = Instance._meta.database.pragma("page_count")
        Instance._meta.database.pragma("max_page_count", pages)
        with pytest.raises(StorageError, match="the disk is full"), database.writing():
            note("radarr.half")
            note("radarr." + "x" * 100_000)
        assert database.read_sync(names) == ["radarr.main"]


def test_a_database_that_can_only_be_read(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "a.db")) as database:
        Instance._meta.database.pragma("query_only", 1)
        with pytest.raises(StorageError, match="it can only be read"):
            database.write_sync(note, "radarr.main")


def test_a_damaged_database(tmp_path: Path) -> None:
    with closing(open_at(tmp_path / "a.db")) as database:
        for number in range(200):
            database.write_sync(note, f"radarr.{number:0100}")
    content = bytearray((tmp_path / "a.db").read_bytes())
    content[8192:] = b"\xa5" * (len(content) - 8192)
    (tmp_path / "a.db").write_bytes(content)
    with pytest.raises(StorageError, match="damaged"), closing(open_at(tmp_path / "a.db")) as database:
        database.read_sync(names)


def test_an_unforeseen_refusal_keeps_the_full_message(database: Database) -> None:
    with pytest.raises(StorageError, match="refused the work") as caught, database.writing():
        note("radarr.twice")
        note("radarr.twice")
    assert "unique" in caught.value.detail.lower()
    assert isinstance(caught.value.__cause__, peewee.IntegrityError)
