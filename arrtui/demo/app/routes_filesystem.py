"""Routes that look at folders and files, as the app's own dialogs do (`FileSystemController`)."""

from __future__ import annotations

from collections.abc import Iterator

from arrtui.demo.app.requests import Call
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import iso
from arrtui.demo.http.routing import Table
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.scanning import is_video


def browse(call: Call) -> Obj:
    """List folders, and files where they are asked for, of a path up to its last separator.

    Only what belongs to the library is there: root folders, titles and their files.
    """
    path = call.text("path") or "/"
    present = dict(_paths(call.store))
    closed = f"{path.rstrip('/')}/"
    takes_open = call.flag("allowFoldersWithoutTrailingSlashes")
    if takes_open and any(f"{known}/".startswith(closed) for known in present):
        path = closed
    folder = path[: path.rindex("/") + 1] if "/" in path else ""
    names = {known[len(folder) :].split("/")[0] for known in present if folder and known.startswith(folder)}
    entries = [_entry(call.store, f"{folder}{name}", present) for name in sorted(names - {""})]
    parent = f"{folder.rstrip('/').rsplit('/', 1)[0]}/"
    result: Obj = {"parent": parent} if folder.strip("/") else {}
    result["directories"] = [entry for entry in entries if entry["type"] == "folder"]
    wants_files = call.flag("includeFiles")
    return result | {"files": [entry for entry in entries if entry["type"] == "file" and wants_files]}


def path_type(call: Call) -> Obj:
    """Say whether a path is a file; whatever is none, missing ones too, is called a folder."""
    is_file = dict(_paths(call.store)).get(call.text("path")) is not None
    return {"type": "file" if is_file else "folder"}


def media_files(call: Call) -> list[Obj]:
    """List the videos below a folder, by their extension alone."""
    folder = f"{call.text('path').rstrip('/')}/"
    return [
        {"path": path, "relativePath": path[len(folder) :], "name": path.rsplit("/", 1)[-1]}
        for path, size in sorted(dict(_paths(call.store)).items())
        if size is not None and path.startswith(folder) and is_video(path)
    ]


def _paths(store: Store) -> Iterator[tuple[str, int | None]]:
    """Return folders (without a size) and files with their bytes."""
    for row in (*store.root_folders.values(), *store.titles.values()):
        yield row["path"], None
    yield from store.file_sizes()
    for folder, orphans in store.orphans.items():
        for file in orphans:
            yield f"{folder}/{file['relativePath']}", file["size"]


def _entry(store: Store, path: str, present: dict[str, int | None]) -> Obj:
    """Return a folder or a file as it is listed; the path of a folder ends with a separator."""
    name, size = path.rsplit("/", 1)[-1], present.get(path)
    if size is None:
        entry: Obj = {"type": "folder", "name": name, "path": f"{path}/", "size": 0}
    else:
        extension = name[name.rindex(".") :] if "." in name else ""
        entry = {"type": "file", "name": name, "path": path, "extension": extension, "size": size}
    return entry | {"lastModified": iso(store.today)}


TABLE: Table = [
    ("GET", "/api/v3/filesystem", browse),
    ("GET", "/api/v3/filesystem/type", path_type),
    ("GET", "/api/v3/filesystem/mediafiles", media_files),
]
