"""Archives an app makes of itself: its configuration file and its database in a zip (`BackupService`)."""

from __future__ import annotations

import hashlib
import io
import sqlite3
import zipfile
import zlib
from typing import TYPE_CHECKING

import msgspec

from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import broken, described
from arrtui.demo.http.wire import Obj

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

_TABLES = (
    "formats",
    "profiles",
    "quality_definitions",
    "tags",
    "root_folders",
    "delay_profiles",
    "release_profiles",
    "path_mappings",
    "custom_filters",
    "auto_tags",
    "exclusions",
    "titles",
    "files",
    "file_ids",
    "providers",
    "configs",
)
"""Attributes of the store that are in the database of an archive."""


def api_key_of(store: Store) -> str:
    """Return the key that an app answers to, the same for each estate of a seed."""
    return hashlib.md5(f"{store.seed}:{store.instance}".encode(), usedforsecurity=False).hexdigest()


def make_archive(store: Store, kind: str) -> Obj:
    """Make an archive of an app as it is now; return its row, which is the first of the list."""
    moment = now_iso()
    stamp = moment[:19].replace("-", ".").replace(":", ".").replace("T", "_")
    name = f"{store.kind}_backup_v{store.spec.version}_{stamp}.zip"
    content = archive_of(store)
    path = f"/backup/{kind}/{name}"
    number = zlib.crc32(f"backup-{kind}-{name}".encode()) & 0x7FFFFFFF
    row = {"id": number, "name": name, "path": path, "type": kind, "size": len(content), "time": moment}
    store.backups[:] = [row, *(other for other in store.backups if other["id"] != number)]
    store.archives[path] = content
    return row


def archive_of(store: Store) -> bytes:
    """Return a zip of an app as it is now; on PostgreSQL the database is not in it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "config.xml",
            f"<Config>\n  <ApiKey>{api_key_of(store)}</ApiKey>\n"
            f"  <InstanceName>{store.instance}</InstanceName>\n</Config>",
        )
        if not store.storage.postgres:
            archive.writestr(f"{store.kind}.db", _database(store))
    return buffer.getvalue()


def _database(store: Store) -> bytes:
    """Return an SQLite database with a row per table of the store."""
    names = (*_TABLES, *store.library_tables)
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE Tables (Name TEXT PRIMARY KEY, Content BLOB NOT NULL)")
        rows = [(name, msgspec.msgpack.encode(getattr(store, name))) for name in names]
        database.executemany("INSERT INTO Tables VALUES (?, ?)", rows)
        database.commit()
        return database.serialize()


def take_archive(store: Store, name: str, content: bytes) -> None:
    """Keep the database of an archive, or one that was sent as it is, until the app starts again.

    Raises ApiError: the file is no zip (500), or neither configuration nor database is in it (404).
    """
    if not name.lower().endswith(".zip"):
        store.database_to_restore = content if name.lower().endswith(".db") else store.database_to_restore
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = {member.lower(): archive.read(member) for member in archive.namelist()}
    except zipfile.BadZipFile:
        raise broken("Cannot find central directory") from None
    if not members.keys() & {"config.xml", f"{store.kind}.db"}:
        text = "Unable to restore database file from backup"
        raise described(404, text, "Backup/BackupService.cs:line 140")
    store.database_to_restore = members.get(f"{store.kind}.db", store.database_to_restore)


def restore_database(store: Store) -> None:
    """Replace the tables of an app that starts by those of the database it was given."""
    content, store.database_to_restore = store.database_to_restore, b""
    if not content:
        return
    with sqlite3.connect(":memory:") as database:
        database.deserialize(content)
        rows = database.execute("SELECT Name, Content FROM Tables").fetchall()
    for name, blob in rows:
        tables, stored = getattr(store, name), msgspec.msgpack.decode(blob)
        # Tables stay the same objects, by which the ids that were given are known.
        pairs = [(tables[key], stored[key]) for key in tables] if name == "providers" else [(tables, stored)]
        for table, kept in pairs:
            table.clear()
            table.update(kept)
    store.touch()
