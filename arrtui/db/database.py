"""The database: opening it, transactions, and the threads that keep it off the event loop."""

from __future__ import annotations

import asyncio
import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import ParamSpec, TypeVar

import peewee

from arrtui.core.errors import StorageError
from arrtui.db.faults import translating_driver_errors
from arrtui.db.models import MODELS, Instance
from arrtui.db.postgres import Postgres
from arrtui.db.schema import bring_up_to_date
from arrtui.db.sqlite import Sqlite, make_private

P = ParamSpec("P")
T = TypeVar("T")

_SQLITE = "sqlite:///"
_POSTGRES = ("postgresql://", "postgres://")
_READERS = 2


class Database:
    """An open database. The models work on the one opened last: there is one database in a process.

    Each thread has its own connection. Every failure of a driver inside a transaction is raised as
    :class:`~arrtui.core.errors.StorageError`.
    """

    def __init__(self, peewee_database: Sqlite | Postgres, shown_url: str) -> None:
        """Wrap a database that is up to date; use :meth:`open`."""
        self.shown_url = shown_url
        """Where it is, without a password."""
        self._peewee = peewee_database
        self._closed = False
        self._local = threading.local()
        self._write_turn = threading.RLock()
        self._locked_since: float | None = None
        """When a write began to wait in vain for the lock of another process; None since one got it."""
        self._reader = ThreadPoolExecutor(_READERS, thread_name_prefix="arrtui-db-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="arrtui-db-write")
        peewee_database.bind(MODELS, bind_refs=False, bind_backrefs=False)  # they are all there is

    @classmethod
    def open(cls, url: str) -> Database:
        """Open ``sqlite:////absolute/path`` or ``postgresql://…``, creating and upgrading it as needed.

        Raises StorageError when that is not possible, DatabaseTooNewError when a newer arrtui wrote it.
        """
        shown = shown_url(url)
        with translating_driver_errors("opening the database", shown):
            peewee_database = _connected(url, shown)
            try:
                bring_up_to_date(peewee_database, shown)
            except BaseException:
                peewee_database.close_all()
                raise
        return cls(peewee_database, shown)

    @contextmanager
    def writing(self, asked_at: float | None = None) -> Iterator[None]:
        """Store everything the block writes, or nothing. Nested, the inner block can fail by itself.

        On SQLite the write lock is held from the start (``BEGIN IMMEDIATE``); threads take turns. While
        others wait in vain for the lock of another process, a block that was asked for at ``asked_at``
        (:func:`time.monotonic`) waits with them: it does not wait as long once more when it is its turn.
        """
        if getattr(self._local, "reading", False):
            raise RuntimeError("a block that reads cannot write")
        with self._write_turn, self._translating_errors("writing to"), ExitStack() as transaction:
            begun_at = time.monotonic()
            waited = 0.0
            if self._locked_since is not None:
                waited = begun_at - max(self._locked_since, begun_at if asked_at is None else asked_at)
            try:
                transaction.enter_context(self._peewee.begin_writing(waited))
            except peewee.OperationalError:
                self._locked_since = begun_at if self._locked_since is None else self._locked_since
                raise
            self._locked_since = None
            yield

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Run the block in one transaction, in which all statements read the same state."""
        if self._peewee.in_transaction():
            yield
            return
        self._local.reading = True
        try:
            with self._translating_errors("reading"), self._peewee.begin_reading():
                yield
        finally:
            self._local.reading = False

    def read_sync(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work`` inside :meth:`reading` on this thread and return what it returns."""
        with self.reading():
            return work(*args, **kwargs)

    def write_sync(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work`` inside :meth:`writing` on this thread and return what it returns."""
        with self.writing():
            return work(*args, **kwargs)

    async def read(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work`` inside :meth:`reading` on a reader thread and return what it returns."""
        return await self._off_the_loop(self._reader, lambda: self.read_sync(work, *args, **kwargs))

    async def write(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``work`` inside :meth:`writing` on the writer thread and return what it returns.

        A caller that is cancelled does not stop the work: it is stored, or not, as a whole.
        """
        asked_at = time.monotonic()

        def write_in_turn() -> T:
            with self.writing(asked_at):
                return work(*args, **kwargs)

        return await self._off_the_loop(self._writer, write_in_turn)

    def close(self) -> None:
        """Wait for the threads and close every connection. A second call does nothing."""
        self._closed = True
        self._reader.shutdown(wait=True)
        self._writer.shutdown(wait=True)
        self._peewee.close_all()

    async def _off_the_loop(self, threads: ThreadPoolExecutor, work: Callable[[], T]) -> T:
        self._check_open()
        return await asyncio.get_running_loop().run_in_executor(threads, work)

    def _check_open(self) -> None:
        """Raise StorageError after :meth:`close`, RuntimeError once another database has the models."""
        if self._closed:
            raise StorageError(what=f"using the database {self.shown_url}", why="it has been closed")
        if Instance._meta.database is not self._peewee:
            raise RuntimeError("another database has been opened since")

    @contextmanager
    def _translating_errors(self, what: str) -> Iterator[None]:
        """Check that the database can be used, and translate the driver's errors of the block."""
        self._check_open()
        with translating_driver_errors(f"{what} the database", self.shown_url):
            yield


def shown_url(url: str) -> str:
    """Return where a database is, without a password: the path of a file, or the address of a server."""
    if url.startswith(_SQLITE):
        return url.removeprefix(_SQLITE)
    without = re.sub(r"://([^:@/]*):.*@", r"://\1@", url)
    return re.sub(r"[?&]\w*password=[^&]*", "", without)


def _connected(url: str, shown: str) -> Sqlite | Postgres:
    """Return a connected database; create a missing file. Raises StorageError where that is not possible."""
    database: Sqlite | Postgres
    if url.startswith(_SQLITE):
        path = Path(url.removeprefix(_SQLITE)).expanduser().absolute()
        try:
            make_private(path)
        except OSError as error:
            raise StorageError(
                what=f"creating the database {path}",
                why=error.strerror or str(error),
                advice="Check that the folder exists and that the user arrtui runs as may write to it.",
            ) from error
        database = Sqlite(path)
    elif url.startswith(_POSTGRES):
        database = Postgres("postgresql://" + url.partition("://")[2])
    else:
        raise StorageError(
            what=f"opening the database {shown}",
            why="the url is of no kind that is supported",
            advice="Use sqlite:////absolute/path or postgresql://user@host/name.",
        )
    database.connect()
    return database
