"""Routes of the app's own archives and of its restart (`BackupController`, `SystemController`)."""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from arrtui.demo.app.archives import archive_of, restore_database, take_archive
from arrtui.demo.app.requests import Call
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import ApiError, bad_request, nothing_found
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj, Reply

UPLOAD_PATH = "/api/v3/system/backup/restore/upload"
_EXTENSIONS = (".zip", ".db", ".xml")
_FILE_NAME = re.compile(rb'filename="?([^";\r\n]*)')
_STARTING = 2
"""Requests that are answered 503 after a restart."""


def backups(call: Call) -> list[Obj]:
    """List the app's own backups, the newest first."""
    return call.store.backups


def _backup(call: Call) -> Obj:
    """Return the backup with the id of the request. Raises ApiError 404."""
    row = next((row for row in call.store.backups if row["id"] == call.id), None)
    if row is None:
        raise nothing_found()
    return row


def delete_backup(call: Call) -> Obj:
    """Delete a backup of the app."""
    row = _backup(call)
    call.store.backups.remove(row)
    call.store.archives.pop(row["path"], None)
    return {}


def _content(call: Call, row: Obj) -> bytes:
    """Return the zip of a backup; one the estate started with is made as it is asked for."""
    return call.store.archives.setdefault(row["path"], archive_of(call.store))


def restore_backup(call: Call) -> Obj:
    """Take the database of a backup, which the app reads as it starts again."""
    row = _backup(call)
    take_archive(call.store, row["name"], _content(call, row))
    return {"restartRequired": True}


def upload_backup(call: Call) -> Obj:
    """Take the first file of a form as a backup. Raises ApiError 400 without one, 415 for another type."""
    files = uploaded_files(call.headers.get("content-type", ""), call.raw)
    if not files:
        raise bad_request("file must be provided")
    name, content = files[0]
    if PurePosixPath(name).suffix not in _EXTENSIONS:
        text = f"Invalid extension, must be one of: {', '.join(_EXTENSIONS)}"
        raise ApiError(415, {"message": f"UnsupportedMediaType: {text}", "content": text})
    take_archive(call.store, name, content)
    return {"restartRequired": True}


def uploaded_files(content_type: str, body: bytes) -> list[tuple[str, bytes]]:
    """Return name and content of the files of a multipart form."""
    _, _, boundary = content_type.partition("boundary=")
    parts = body.split(b"--" + boundary.strip('"').encode()) if boundary else []
    files = []
    for part in parts[1:-1]:
        head, _, content = part.partition(b"\r\n\r\n")
        if name := _FILE_NAME.search(head):
            files.append((name[1].decode(), content.removesuffix(b"\r\n")))
    return files


def download_backup(call: Call) -> Reply:
    """Send the zip of a backup. Raises ApiError 404."""
    path = f"/backup/{call.params['kind']}/{call.params['name']}"
    row = next((row for row in call.store.backups if row["path"].lower() == path), None)
    if row is None:
        raise ApiError(404)
    return Reply(_content(call, row), 200, {"content-type": "application/zip"})


def restart(call: Call) -> Obj:
    """Start again: a database that was sent is read now, and the first requests find the app starting."""
    restore_database(call.store)
    call.app.started_at = now_iso()
    call.app.faults.add("starting", times=_STARTING)
    return {"restarting": True}


TABLE: Table = [
    ("GET", "/backup/{kind}/{name}", download_backup),
    ("GET", "/api/v3/system/backup", backups),
    ("DELETE", "/api/v3/system/backup/{id:int}", delete_backup),
    ("POST", "/api/v3/system/backup/restore/{id:int}", restore_backup),
    ("POST", UPLOAD_PATH, upload_backup),
    ("POST", "/api/v3/system/restart", restart),
]
