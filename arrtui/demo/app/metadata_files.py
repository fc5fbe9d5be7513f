"""What enabled metadata consumers write into the folders of titles (`MetadataService`).

Text is written in place, through links, whenever it differs from what was written last; a picture only where
nothing has its name, a link that leads nowhere included (`File.Exists`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from arrtui.demo.app.consumers import Consumer, WrittenFile
from arrtui.demo.http.wire import Obj

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store


def write_after_scan(store: Store, title: Obj) -> None:
    """Write what belongs to the videos of a title."""
    _write(store, title, lambda file: file.file_id is not None)


def write_after_refresh(store: Store, title: Obj) -> None:
    """Write everything of a title, its pictures among it."""
    _write(store, title, lambda file: True)


def write_after_import(store: Store, title: Obj, file_id: int) -> None:
    """Write what belongs to a video that arrived."""
    _write(store, title, lambda file: file.file_id == file_id)


def _write(store: Store, title: Obj, is_due: Callable[[WrittenFile], bool]) -> None:
    """Write what is due; a title without folder, and one that cannot be written, get nothing."""
    enabled = list(_enabled(store)) if store.real else []
    if not enabled or not Path(title["path"]).is_dir():
        return
    for consumer, settings in enabled:
        for file in consumer.write(store, title, settings) if consumer.write else ():
            if is_due(file):
                try:
                    _write_file(store, title, consumer.name, file)
                except PermissionError:
                    return


def _enabled(store: Store) -> Iterator[tuple[Consumer, Obj]]:
    """Yield the consumers that are switched on, in the order of the app, with their settings."""
    consumers = {consumer.name: consumer for consumer in store.consumers}
    for row in store.providers["metadata"].values():
        if row["enable"] and row["implementation"] in consumers:
            settings = {field["name"]: field.get("value") for field in row["fields"]}
            yield consumers[row["implementation"]], settings


def _write_file(store: Store, title: Obj, consumer: str, file: WrittenFile) -> None:
    """Write one file and note it. Raises PermissionError."""
    assert store.real is not None
    extras, path = store.extras, Path(title["path"], file.path)
    rows = [row for row in extras.of_title(title["id"]) if (row.consumer, row.role) == (consumer, file.role)]
    if file.role == "image":
        if store.real.is_taken(path):
            return
        _put_aside(store, title, file)
        store.real.write_in_place(path, file.content)
        if not any(row.path == file.path for row in rows):
            extras.note(title, file.row_file_id, file.path, consumer, file.role)
        return
    own = [row for row in rows if row.file_id == file.row_file_id]
    for other in own[1:]:
        store.remove_file(f"{title['path']}/{other.path}", title["path"])
        del extras.rows[other.id]
    _put_aside(store, title, file)
    row = own[0] if own else extras.note(title, file.row_file_id, file.path, consumer, file.role)
    if row.path != file.path:
        store.rename_file(str(Path(title["path"], row.path)), str(path))
        row.path = file.path
    digest = hashlib.sha256(file.content).hexdigest()
    if row.digest != digest:
        store.real.write_in_place(path, file.content)
        row.digest = digest


def _put_aside(store: Store, title: Obj, file: WrittenFile) -> None:
    """Give a file of another kind that has the name `…-orig` (`OtherExtraFileRenamer`)."""
    for row in store.extras.of_title(title["id"]):
        if row.table == "other" and row.path == file.path:
            before = f"{title['path']}/{row.path}"
            store.remove_file(f"{before}-orig", title["path"])
            if store.rename_file(before, f"{before}-orig"):
                row.path = f"{row.path}-orig"
