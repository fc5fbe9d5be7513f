"""What the commands of both apps do, a step at a time."""

from __future__ import annotations

import copy
from collections.abc import Generator
from typing import TYPE_CHECKING

from arrtui.demo.app.archives import make_archive
from arrtui.demo.app.commands import UNSUCCESSFUL
from arrtui.demo.app.importing import import_by_hand, import_downloads
from arrtui.demo.app.live.events import FilesRenamed, ImportBlocked, TitleRefreshed
from arrtui.demo.app.metadata_files import write_after_refresh
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.scans import may_scan
from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

Work = Generator[None, None, str | None]
"""Each step of it takes a while; it returns the message at the end."""


class CommandWork:
    """The work of the commands of an instance."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._told: set[int] = set()
        """Downloads that wait for their user, once that was told."""

    def run(self, command: Obj) -> Work:
        """Do what a command is for, a step at a time, and return its message; others only take their time.

        Raises ApiError for a title or an episode that is not there, which makes the command fail.
        """
        spec, body, name = self._store.spec, command["body"], command["name"]
        if name == f"Refresh{spec.model}":
            return (yield from self._refresh(command, body))
        if name == f"Rescan{spec.model}":
            return (yield from self._rescan(command, body))
        if name in (f"Move{spec.model}", f"BulkMove{spec.model}"):
            return (yield from self._move(body))
        if name in ("RenameFiles", f"Rename{spec.model}"):
            return (yield from self._rename(command, body))
        if name in ("ManualImport", spec.downloads_command):
            return (yield from self._import(name, body))
        if name == "ImportListSync" and body.get("definitionId") in self._store.providers["importlist"]:
            title = self._store.providers["importlist"][body["definitionId"]]["name"]
            command["message"] = f"Starting Import List Refresh for List {title}"
        yield
        if name == "Backup":
            make_archive(self._store, str(body.get("type") or "manual"))
        if name == "RefreshMonitoredDownloads":
            self._look_at_downloads()
        if name == "Housekeeping":
            self._store.clean_up()
            return None
        return self._store.search(name, body)

    def _look_at_downloads(self) -> None:
        """Tell once of each download that waits for its user; one refused file alone is no such."""
        store = self._store
        for entry in store.queue.values():
            if entry.get("trackedDownloadState") == "importBlocked" and entry["id"] not in self._told:
                self._told.add(entry["id"])
                episodes = store.downloaded_episodes(entry)
                store.publish(ImportBlocked(store.titles[entry[store.spec.id_key]], entry, episodes))

    def _titles(self, body: Obj) -> list[Obj]:
        """Return the titles a command is for: all where it names none."""
        store, spec = self._store, self._store.spec
        readable = store.readable_titles()
        ids = body.get(spec.ids_key) or ([body[spec.id_key]] if body.get(spec.id_key) else [*store.titles])
        return [require_row(readable, number, spec.model) for number in ids]

    def _refresh(self, command: Obj, body: Obj) -> Work:
        """Refresh titles one by one; the metadata host takes a while to answer."""
        store, spec = self._store, self._store.spec
        for number in [title["id"] for title in self._titles(body)]:
            before = copy.deepcopy(require_row(store.titles, number, spec.model))
            command["message"] = f"{spec.refresh_message} {before['title']}"
            yield
            title = require_row(store.titles, number, spec.model)
            store.ask_host()
            is_new, options = bool(body.get(f"isNew{spec.model}")), title.get("addOptions")
            store.refresh(title, before)
            write_after_refresh(store, title)
            if not (spec.tags_new_titles and is_new):
                store.apply_auto_tags(title)
            store.publish(TitleRefreshed(title, is_new, options))
        return None

    def _rescan(self, command: Obj, body: Obj) -> Work:
        """Scan the folders of titles; of one that is not scanned nothing is said."""
        store, spec = self._store, self._store.spec
        for title in self._titles(body):
            if may_scan(store, title):
                command["message"] = f"{spec.scan_message} {title['title']}"
            yield
            store.rescan(require_row(store.titles, title["id"], spec.model))
        return None

    def _rename(self, command: Obj, body: Obj) -> Work:
        """Give files the names that the format says: those that are named, or all of some titles."""
        store, spec, message = self._store, self._store.spec, ""
        chosen = body.get("files")
        for number in body.get(spec.ids_key) or [body.get(spec.id_key)]:
            title = require_row(store.titles, number, spec.model)
            if chosen is not None:
                command["message"] = f"Renaming {len(chosen)} files for {title['title']}"
            yield
            title = require_row(store.titles, number, spec.model)
            files = [file for file in store.files_of(number) if chosen is None or file["id"] in chosen]
            names = [(file, file["relativePath"]) for file in files]
            renames = [row for row in names if store.rename(title, row[0], store.name_for(title, row[0]))]
            if renames:
                store.publish(FilesRenamed(title, renames))
            selected = "" if chosen is None else "selected "
            message = f"{len(renames)} {selected}{spec.file_words}s renamed for {title['title']}"
        return message or None

    def _move(self, body: Obj) -> Work:
        """Move the folders of titles to where these point already, one after the other.

        After an I/O error, as a link that leads nowhere is one or much that is left behind, the app puts the
        old path back and calls the command completed (`MoveMovieService.RevertPath`); without permission the
        command fails at this title, the new paths stay and the folders of the others where they are.
        """
        store, spec = self._store, self._store.spec
        for move in body.get(spec.plural) or [body]:
            yield
            title = require_row(store.titles, move[spec.id_key], spec.model)
            source, destination = move["sourcePath"], move.get("destinationPath") or title["path"]
            try:
                store.move_folder(source, destination)
            except PermissionError as error:
                raise broken(str(error)) from error
            except OSError:
                store.relocate(title, source)
        return None

    def _import(self, name: str, body: Obj) -> Work:
        """Import files that are named, or what a folder of downloads holds.

        The former succeeds whatever becomes of the files, the latter only if one has arrived.
        """
        yield
        mode = str(body.get("importMode") or "auto").lower()
        if name == "ManualImport":
            import_by_hand(self._store, body.get("files", []), mode)
            return f"Manually imported {len(body.get('files', ()))} files"
        arrived = import_downloads(self._store, body.get("path") or "", mode)
        return None if arrived else UNSUCCESSFUL
