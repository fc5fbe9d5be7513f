"""What both apps keep and do: settings, tags, profiles, formats, titles, files, history."""

from __future__ import annotations

import copy
import time
from abc import abstractmethod
from collections.abc import Generator, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal

from arrtui.demo.app.autotags import tags_by_rules
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.app.history import HistoryLog, Row
from arrtui.demo.app.live.events import (
    CommandChanged,
    FilesRenamed,
    TimePassed,
    TitleDeleted,
    TitleRefreshed,
)
from arrtui.demo.app.live.publisher import Publisher
from arrtui.demo.app.rows import require_row
from arrtui.demo.app.settings_store import SettingsStore
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import broken
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import Catalogue, Head
from arrtui.demo.world.tables import languages

METADATA_HOST = "skyhook.example:443"
_NAMES = frozenset({"sceneName", "originalFilePath"})
"""What a file was called before it was in the library."""


class Store(SettingsStore, Publisher):
    """The state of one instance: plain dicts by id, which tests may change directly.

    After changing `formats` or the links between titles and files by hand, call `touch()`.
    `lock` is held while a request is served; hold it for changes that consist of several steps.
    """

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        SettingsStore.__init__(self, instance, seed, catalogue, folder)
        Publisher.__init__(self, f"{self.spec.app_name}/{self.spec.version} (alpine 3.21.3)")
        self.metadata_host_down = False
        """Whether additions, look-ups and refreshes fail, as without the internet."""
        self.tick = 0
        self.history = HistoryLog(self.draw_history)
        self.move_fault: Literal["", "io", "permission"] = ""
        """What goes wrong as the app moves a folder."""
        self.offered: dict[str, tuple[Obj, Obj]] = {}
        """Title and release of what interactive searches have listed, by guid."""
        self.commands = CommandQueue(
            self.spec.kind,
            self.spec.commands,
            self.run_command,
            lambda command, at: self.publish(CommandChanged(command, at)),
        )
        self.titles: dict[int, Obj] = {}
        self.queue: dict[int, Obj] = {}
        self._files: dict[int, Obj] = {}
        self.last_file_id = 1
        self._metadata: dict[int, Obj] = {}

    def settle(self) -> None:
        """Finish every queued command now."""
        with self.lock:
            self.commands.advance(time.time() + 3600)
            self.publish(TimePassed(time.time() + 3600))

    # ---- what each app answers for itself -----------------------------------------------------

    @property
    def files(self) -> dict[int, Obj]:
        """Every file by id."""
        return self._files

    @abstractmethod
    def draw_history(self) -> Iterable[Row]:
        """Return the rows from before the estate started."""

    @abstractmethod
    def files_of(self, title_id: int) -> list[Obj]:
        """Return the files of a title."""

    @abstractmethod
    def folder_for(self, title: Obj, root: str) -> str:
        """Return the folder the app makes for a title below a root folder."""

    @abstractmethod
    def name_for(self, title: Obj, file: Obj) -> str:
        """Return the path below the folder of a title that the naming format gives a file."""

    @abstractmethod
    def add_title(self, external_id: int, **fields: Any) -> Obj:
        """Add a title; `path` or `rootFolderPath` and everything else may be given."""

    @abstractmethod
    def delete_children(self, title: Obj) -> None:
        """Forget what a removed title has besides its row."""

    @abstractmethod
    def delete_file(self, file_id: int, folder: str = "") -> None:
        """Delete a file, from the disk if it lies in this folder (its title's if empty); the title stays."""

    @abstractmethod
    def note_rename(self, title: Obj, file: Obj, paths: dict[str, str]) -> None:
        """Add to the history that a file was renamed; `paths` are what was and what is."""

    @abstractmethod
    def refresh(self, title: Obj, before: Obj) -> None:
        """Write what the metadata host says of a title, and scan its folder.

        `before` is the title as it was when the metadata host was asked.
        """

    @abstractmethod
    def rescan(self, title: Obj) -> None:
        """Scan the folder of a title for files."""

    @abstractmethod
    def search(self, command: str, body: Obj) -> str | None:
        """Note the time of a search on what it is for; return the message at its end."""

    def profile_users(self) -> list[Obj]:
        """Return everything that names a quality profile in `qualityProfileId`."""
        return [*self.titles.values(), *self.providers["importlist"].values()]

    # ---- titles -------------------------------------------------------------------------------

    def rule_facts(self, title: Obj) -> Obj:
        """Return what the conditions of auto tags look at."""
        facts = {**self.metadata(title[self.spec.external_id]), **title}
        return facts | {"rootFolderPath": self.root_of(title["path"])}

    def apply_auto_tags(self, title: Obj) -> None:
        """Give a title the tags that rules want, and take those they do not (`AutoTaggingService`)."""
        if self.auto_tags:
            title["tags"] = tags_by_rules(self.kind, self.auto_tags.values(), self.rule_facts(title))

    def all_titles(self) -> list[Obj]:
        """Return every title, as the list of the library has them. Raises ApiError."""
        return list(self.titles.values())

    def readable_titles(self) -> dict[int, Obj]:
        """Return the titles that can be read one by one."""
        return self.titles

    def head(self, external_id: int) -> Head:
        """Return title, year and original language of an external id."""
        return self.catalogue.head(self.kind, external_id)

    def metadata(self, external_id: int) -> Obj:
        """Return what the metadata host says about a title, drawn once."""
        if external_id not in self._metadata:
            self._metadata[external_id] = self.catalogue.metadata(self.kind, external_id)
        return self._metadata[external_id]

    def ask_host(self) -> None:
        """Raise ApiError 500 while the metadata host cannot be reached (`HttpRequestException`)."""
        if self.metadata_host_down:
            raise broken(f"Connection refused ({METADATA_HOST})")

    def original_language(self, title: Obj) -> int:
        """Return the id of the language a title was made in; English where the app does not know it."""
        table = languages(self.kind)
        return int(table.get(self.head(title[self.spec.external_id])[2], table["English"])["id"])

    def new_title(self, external_id: int, defaults: Obj, fields: Obj) -> Obj:
        """Add a title; `path` or `rootFolderPath` and every other field may be given, None is not."""
        name, year, _ = self.head(external_id)
        number = self.next_id(self.titles)
        root = fields.pop("rootFolderPath", None) or self.root_folders[min(self.root_folders)]["path"]
        title: Obj = {"id": number, self.spec.external_id: external_id, "title": name, "year": year}
        title["path"] = self.folder_for(title, root)
        title |= defaults | {key: value for key, value in fields.items() if value is not None}
        title["added"] = now_iso()
        self.titles[number] = title
        return title

    def delete_titles(self, title_ids: Sequence[int], *, delete_files: bool, exclude: bool) -> None:
        """Remove titles as the app does: the first folder that holds another title ends its deleting.

        That one and those of all titles after it stay (``MediaFileDeletionService``).
        """
        for title_id in title_ids:
            folder = self.titles[title_id]["path"]
            others = [title["path"] for number, title in self.titles.items() if number not in title_ids]
            delete_files &= not any(f"{path}/".startswith(f"{folder}/") for path in others)
            self.delete_title(title_id, delete_files=delete_files, exclude=exclude)

    def delete_title(self, title_id: int, *, delete_files: bool = False, exclude: bool = False) -> None:
        """Remove a title with its history; without `delete_files` its files are found again when re-added."""
        files = self.files_of(title_id)
        size = sum(file["size"] for file in files)
        self.publish(TitleDeleted(self.titles[title_id], delete_files, size))
        title = self.titles.pop(title_id)
        if delete_files:
            self.remove_tree(title["path"])
        else:
            self.leave_behind(title, files)
        self.delete_children(title)
        self.relocated.discard(title_id)
        for entry in [entry for entry in self.queue.values() if entry[self.spec.id_key] == title_id]:
            del self.queue[entry["id"]]
        self.history.forget(title_id)
        external_id = title[self.spec.external_id]
        excluded = {row[self.spec.external_id] for row in self.exclusions.values()}
        if exclude and external_id not in excluded:
            self.add_exclusion(external_id, title["title"], title["year"])

    def add_exclusion(self, external_id: int | None, title: str | None, year: int, number: int = 0) -> Obj:
        """Add a row to the import exclusions, or replace the one with this number."""
        number = number or self.next_id(self.exclusions)
        self.exclusions[number] = self.spec.exclusion(number, external_id, title, year)
        return self.exclusions[number]

    def relocate(self, title: Obj, path: str) -> None:
        """Point a title at another folder, in the database alone."""
        self.point_elsewhere(title, path, self.files_of(title["id"]))

    def root_of(self, path: str) -> str:
        """Return the longest root folder a path lies in, else its parent."""
        paths: list[str] = [root["path"] for root in self.root_folders.values()]
        return max(
            (root for root in paths if path.startswith(f"{root}/")), key=len, default=path.rsplit("/", 1)[0]
        )

    # ---- files and their history --------------------------------------------------------------

    def history_row(
        self,
        event: str,
        title: Obj,
        file: Obj,
        at: float,
        *,
        episode_id: int = 0,
        download_id: str | None = None,
        extra: dict[str, str] | None = None,
    ) -> Row:
        """Return a row of the history, with the score of today once the history has been drawn."""
        path = f"{title['path']}/{file['relativePath']}"
        name = file.get("sceneName") or path.rsplit("/", 1)[-1].rsplit(".", 1)[0]
        if event.endswith("FileDeleted"):  # named by its path, and judged by that alone
            name, file = path, {key: value for key, value in file.items() if key not in _NAMES}
        elif event.endswith("FileRenamed"):
            name = (extra or {}).get("sourcePath", path)
        profile = title["qualityProfileId"]
        score = self.score_now(file, profile, self.original_language(title)) if self.history.drawn else None
        file_id = file.get("id", 0)
        return Row(
            title["id"], event, at, file, name, download_id, score, profile, file_id, episode_id, extra=extra
        )

    def arrival(
        self, title: Obj, file: Obj, at: float, download_id: str, episode_id: int = 0
    ) -> Iterator[Row]:
        """Return the rows of a file that was grabbed and then imported at a moment."""
        for event, moment in (("grabbed", at - 1900), ("downloadFolderImported", at)):
            yield self.history_row(event, title, file, moment, episode_id=episode_id, download_id=download_id)

    def next_file_id(self) -> int:
        """Return the id of the next file; ids grow by two, as replaced files leave gaps."""
        self.last_file_id += 2
        return self.last_file_id

    def file_sizes(self) -> Iterator[tuple[str, int]]:
        """Return path and bytes of every file, for laying them out."""
        for file in list(self.files.values()):
            title = self.titles.get(file[self.spec.id_key])
            if title is not None and title["id"] not in self.relocated:
                yield f"{title['path']}/{file['relativePath']}", file["size"]

    # ---- commands -----------------------------------------------------------------------------

    def run_command(self, command: Obj) -> Generator[None, None, str | None]:
        """Do what a command is for, a step at a time, and return its message; others only take their time.

        Raises ApiError for a title or an episode that is not there, which makes the command fail.
        """
        spec, body, name = self.spec, command["body"], command["name"]
        if name in (f"Refresh{spec.model}", f"Rescan{spec.model}"):
            ids = body.get(spec.ids_key) or ([body[spec.id_key]] if body.get(spec.id_key) else [*self.titles])
            readable = self.readable_titles()
            for title in [require_row(readable, number, spec.model) for number in ids]:
                is_scan = name.startswith("Rescan")
                words = spec.scan_message if is_scan else spec.refresh_message
                command["message"] = f"{words} {title['title']}"
                yield from self._refresh_one(title["id"], body, scan_only=is_scan)
        elif name in (f"Move{spec.model}", f"BulkMove{spec.model}"):
            yield from self._move(body)
        elif name in ("RenameFiles", f"Rename{spec.model}"):
            return (yield from self._rename(command))
        elif name == "ImportListSync":
            if (number := body.get("definitionId")) in self.providers["importlist"]:
                title = self.providers["importlist"][number]["name"]
                command["message"] = f"Starting Import List Refresh for List {title}"
            yield
        elif name == "ManualImport":  # also where nothing could be imported
            yield
            return f"Manually imported {len(body.get('files', ()))} files"
        elif name == "Housekeeping":
            yield
            self.clean_up()
        else:
            yield
            return self.search(name, body)
        return None

    def clean_up(self) -> None:
        """Delete the tags that nothing has (`CleanupUnusedTags`)."""
        for number in [number for number in self.tags if not any(self.tag_users(number).values())]:
            del self.tags[number]

    def _rename(self, command: Obj) -> Generator[None, None, str | None]:
        """Give files the names that the format says: those that are named, or all of some titles."""
        spec, body = self.spec, command["body"]
        noun, chosen = spec.file.removesuffix("File"), body.get("files")
        for number in body.get(spec.ids_key) or [body.get(spec.id_key)]:
            title = require_row(self.titles, number, spec.model)
            if chosen is not None:
                command["message"] = f"Renaming {len(chosen)} files for {title['title']}"
            yield
            title = require_row(self.titles, number, spec.model)
            files = [row for row in self.files_of(title["id"]) if chosen is None or row["id"] in chosen]
            before = [(file, file["relativePath"]) for file in files]
            for file in files:
                self.rename(title, file, self.name_for(title, file))
            if renames := [(file, name) for file, name in before if name != file["relativePath"]]:
                self.publish(FilesRenamed(title, renames))
        return (
            f"{len(chosen)} selected {noun} files renamed for {title['title']}"
            if chosen is not None
            else None
        )

    def rename(self, title: Obj, file: Obj, name: str) -> None:
        """Give a file another name in the folder of its title, with the rows of the history that tell it."""
        before = file["relativePath"]
        if name == before:
            return
        self.history.draw()
        source, path = f"{title['path']}/{before}", f"{title['path']}/{name}"
        self.rename_file(source, path)
        file["relativePath"] = name
        paths = {"sourcePath": source, "sourceRelativePath": before, "path": path, "relativePath": name}
        self.note_rename(title, file, paths)

    def _refresh_one(self, number: int, body: Obj, *, scan_only: bool) -> Iterator[None]:
        """Refresh a title, or scan its folder; the metadata host takes a while to answer."""
        before = copy.deepcopy(require_row(self.titles, number, self.spec.model))
        yield
        title = require_row(self.titles, number, self.spec.model)
        if scan_only:
            self.rescan(title)
        else:
            self.ask_host()
            is_new, options = bool(body.get(f"isNew{self.spec.model}")), title.get("addOptions")
            self.refresh(title, before)
            if not (self.spec.tags_new_titles and is_new):
                self.apply_auto_tags(title)
            self.publish(TitleRefreshed(title, is_new, options))

    def _move(self, body: Obj) -> Iterator[None]:
        """Move the folders of titles to where these point already, one after the other.

        What goes wrong is told by `move_fault`: after an I/O error the app puts the old path back and calls
        the command completed (`MoveMovieService.RevertPath`); without permission the command fails at this
        title, the new paths stay and the folders of the others where they are.
        """
        spec = self.spec
        moves = body.get(spec.plural) or [body]
        for move in moves:
            yield
            title = require_row(self.titles, move[spec.id_key], spec.model)
            source, destination = move["sourcePath"], move.get("destinationPath") or title["path"]
            if self.move_fault == "io":
                self.relocate(title, source)
            elif self.move_fault == "permission":
                raise broken(f"Access to the path '{destination}' is denied.")
            else:
                self.move_tree(source, destination)

    # ---- tables ---------------------------------------------------------------------------------

    def remember_ids(self) -> None:
        """Note the highest ids of the tables, which their next rows come after even if those are deleted."""
        tables = (self.tags, self.exclusions, self.formats, self.profiles, self.delay_profiles, self.titles)
        self._highest |= {id(table): max(table, default=0) for table in tables}
