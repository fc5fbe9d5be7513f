"""What all apps keep and do: settings, tags, profiles, formats, titles, files, history."""

from __future__ import annotations

import time
from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, ClassVar, Literal

from arrtui.demo.app.autotags import tags_by_rules
from arrtui.demo.app.command_work import CommandWork
from arrtui.demo.app.commands import CommandQueue
from arrtui.demo.app.consumers import Consumer
from arrtui.demo.app.extras import ExtraFiles
from arrtui.demo.app.history import HistoryLog, Row
from arrtui.demo.app.live.events import CommandChanged, TimePassed, TitleDeleted
from arrtui.demo.app.live.publisher import Publisher
from arrtui.demo.app.release_book import ReleaseBook
from arrtui.demo.app.scans import remove_empty_folders
from arrtui.demo.app.settings_store import SettingsStore
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import ApiError, broken
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import Catalogue, Head
from arrtui.demo.world.tables import languages

METADATA_HOST = "skyhook.example:443"
_NAMES = frozenset({"sceneName", "originalFilePath"})
"""What a file was called before it was in the library."""


class Store(SettingsStore, Publisher):
    """The state of one instance: plain dicts by id, which tests may change directly.

    After changing `formats` or the links between titles and files by hand, call `touch()`. Requests are
    served under `lock`; hold it for changes of several steps.
    """

    consumers: ClassVar[tuple[Consumer, ...]]
    """The app's metadata consumers."""
    work_type: ClassVar = CommandWork
    """What the app's commands do."""

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        SettingsStore.__init__(self, instance, seed, catalogue, folder)
        Publisher.__init__(self, f"{self.spec.app_name}/{self.spec.version} (alpine 3.21.3)")
        self.metadata_host_down = False  # additions, look-ups and refreshes fail, as without the internet
        self.racing_reads = 0  # so many formats are answered 500, as something reads formats at that moment
        self.tick = 0
        self.history = HistoryLog(self.draw_history)
        self.move_fault: Literal["", "io", "permission", "large"] = ""
        """What goes wrong as the app moves a folder; `large`: over 100 MB in it do not go over."""
        self.releases = ReleaseBook()
        self.commands = CommandQueue(
            self.spec.kind,
            self.spec.commands,
            self.work_type(self).run,
            lambda command, at: self.publish(CommandChanged(command, at)),
        )
        self.titles: dict[int, Obj] = {}
        self.extras = ExtraFiles(self, self.consumers)
        self._queue: dict[int, Obj] = {}
        self._files: dict[int, Obj] = {}
        self.file_ids: dict[int, list[int]] = {}
        """By title the ids of its files."""
        self.last_file_id = 1
        self._metadata: dict[int, Obj] = {}

    def settle(self) -> None:
        """Finish every queued command now."""
        with self.lock:
            self.commands.advance(time.time() + 3600)
            self.publish(TimePassed(time.time() + 3600))

    def database_error(self, method: str, path: str) -> ApiError | None:
        """Return what a request is answered while its database does not answer."""
        return self.storage.error_of(method, path)

    # ---- what each app answers for itself -----------------------------------------------------

    @property
    def queue(self) -> dict[int, Obj]:
        """Every download under way by id."""
        return self._queue

    @property
    def files(self) -> dict[int, Obj]:
        """Every file by id."""
        return self._files

    def files_of(self, title_id: int) -> list[Obj]:
        """Return the files of a title."""
        files = self.files
        return [files[number] for number in self.file_ids.get(title_id, ()) if number in files]

    @abstractmethod
    def draw_history(self) -> Iterable[Row]:
        """Return the rows from before the estate started."""

    @abstractmethod
    def folder_for(self, title: Obj, root: str) -> str:
        """Return the folder the app makes for a title below a root folder."""

    @abstractmethod
    def name_for(self, title: Obj, file: Obj) -> str:
        """Return the path below the folder of a title that the naming format gives a file."""

    @abstractmethod
    def add_title(self, external_id: Any, **fields: Any) -> Obj:
        """Add a title; `path` or `rootFolderPath` and everything else may be given."""

    @abstractmethod
    def delete_children(self, title: Obj) -> None:
        """Forget what a removed title has besides its row and its files."""

    def delete_file(self, file_id: int, folder: str = "") -> None:
        """Delete a file, from the disk if it lies in this folder (its title's if empty); the title stays."""
        title = self.titles[(file := self.files[file_id])[self.spec.id_key]]
        folder = folder or title["path"]
        try:
            self.remove_file(f"{folder}/{file['relativePath']}", folder)
        except OSError as error:
            raise broken(f"Unable to delete {self.spec.file_words}") from error
        self.drop_file(title, file, "Manual")
        remove_empty_folders(self, title)

    @abstractmethod
    def drop_file(self, title: Obj, file: Obj, reason: str) -> None:
        """Forget a file that is not there any more, and delete what belongs to it beside it."""

    @abstractmethod
    def detach(self, file_id: int) -> Obj:
        """Remove a file from the library; return it."""

    @abstractmethod
    def named_by(self, folder: str, name: str) -> Obj:
        """Return the ids of what a download is of, by its folder and its file; empty if nothing is known."""

    @abstractmethod
    def replaced_by(self, title: Obj, entry: Obj) -> list[Obj]:
        """Return the files that go once a file is imported for what an entry names."""

    @abstractmethod
    def attach_imported(self, title: Obj, entry: Obj, file: Obj, name: str) -> Obj:
        """Add a file that arrives from a download where it is called `name`, with the path it gets."""

    def covered_by(self, file: Obj) -> list[Obj]:
        """Return the episodes of a file, where there are any."""
        return []

    def first_season(self, title: Obj) -> list[Obj]:
        """Return the episodes of a title's first season, where there are any."""
        return []

    def downloaded_episodes(self, entry: Obj) -> list[Obj]:
        """Return the episodes of a download, where there are any."""
        return []

    @abstractmethod
    def import_rows(self, title: Obj, file: Obj, at: float, paths: dict[str, str]) -> list[Row]:
        """Return the rows about a file, by the name it arrived with; ``paths``: where it was and is."""

    @abstractmethod
    def note_rename(self, title: Obj, file: Obj, paths: dict[str, str]) -> None:
        """Add to the history that a file was renamed; `paths` are what was and what is."""

    @abstractmethod
    def refresh(self, title: Obj, before: Obj) -> None:
        """Write what the metadata host says of a title, `before` when it was asked, and scan its folder."""

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
        """Remove titles as a request does: their files go, and exclusions come, after the answer."""
        titles = [self._take_title(number, delete_files=delete_files) for number in title_ids]
        self.commands.follow(
            lambda: self._finish_deletion(titles, delete_files=delete_files, exclude=exclude)
        )

    def delete_title(self, title_id: int, *, delete_files: bool = False, exclude: bool = False) -> None:
        """Remove a title, and at once all that goes with it; its files stay unless `delete_files`."""
        title = self._take_title(title_id, delete_files=delete_files)
        self._finish_deletion([title], delete_files=delete_files, exclude=exclude)

    def _take_title(self, title_id: int, *, delete_files: bool) -> Obj:
        """Remove a title and what no answer has without it; `_finish_deletion` does the rest."""
        files = self.files_of(title_id)
        size = sum(file["size"] for file in files)
        self.publish(TitleDeleted(self.titles[title_id], delete_files, size))
        self.history.forget(title_id)
        for entry in [entry for entry in self.queue.values() if entry[self.spec.id_key] == title_id]:
            del self.queue[entry["id"]]
        title = self.titles.pop(title_id)
        self.leave_behind(title, files)
        self.delete_children(title)
        return title

    def _finish_deletion(self, titles: list[Obj], *, delete_files: bool, exclude: bool) -> None:
        """Do what follows from the deletion of titles: the rows of their files go, exclusions come.

        Folders go title by title, up to the first that is, or holds, the folder of a title that is left, or
        that cannot be removed (`MediaFileDeletionService`). Files that stay are found again by a title added
        with their folder.
        """
        spec = self.spec
        left = [title["path"] for title in self.titles.values()]
        for title in titles:
            folder = title["path"]
            delete_files = delete_files and not any(f"{path}/".startswith(f"{folder}/") for path in left)
            try:
                if delete_files:
                    self.remove_tree(folder)
            except OSError:  # told in the log alone
                delete_files = False
        excluded = {row[spec.external_id] for row in self.exclusions.values()}
        for title in titles:
            self.relocated.discard(title["id"])
            self.extras.forget_title(title["id"])
            for number in self.file_ids.pop(title["id"], ()):
                self.files.pop(number, None)
            if exclude and title[spec.external_id] not in excluded:
                self.add_exclusion(title[spec.external_id], title["title"], title["year"])

    def add_exclusion(self, external_id: int | None, title: str | None, year: int, number: int = 0) -> Obj:
        """Add a row to the import exclusions, or replace the one with this number."""
        number = number or self.next_id(self.exclusions)
        self.exclusions[number] = self.spec.exclusion(number, external_id, title, year)
        return self.exclusions[number]

    def relocate(self, title: Obj, path: str) -> None:
        """Point a title at another folder, in the database alone."""
        self.point_elsewhere(title, path, self.files_of(title["id"]))

    def move_folder(self, source: str, destination: str) -> None:
        """Move a folder, unless a fault strikes.

        Raises PermissionError and OSError; what is left behind of a folder counts only once the rest has
        gone over (`DiskTransferService.TransferFolder`).
        """
        if self.move_fault == "permission":
            raise PermissionError(f"Access to the path '{destination}' is denied.")
        if self.move_fault == "io":
            raise OSError("Input/output error")
        self.move_tree(source, destination)
        if self.move_fault == "large":
            raise OSError(
                f"Large files still exist in {source} after folder move, not deleting source folder"
            )

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
            if title is None or file["id"] not in self.files or title["id"] in self.laid_out:
                continue
            if title["id"] not in self.relocated:
                yield f"{title['path']}/{file['relativePath']}", file["size"]

    # ---- upkeep -------------------------------------------------------------------------------

    def clean_up(self) -> None:
        """Delete the tags that nothing has (`CleanupUnusedTags`)."""
        for number in [number for number in self.tags if not any(self.tag_users(number).values())]:
            del self.tags[number]

    def rename(self, title: Obj, file: Obj, name: str) -> bool:
        """Give a file another name in the folder of its title, with the rows of the history that tell it.

        Returns False if it has the name already, or the folder cannot be written.
        """
        before = file["relativePath"]
        if name == before:
            return False
        self.history.draw()
        source, path = f"{title['path']}/{before}", f"{title['path']}/{name}"
        try:
            self.rename_file(source, path)
        except PermissionError:
            return False
        file["relativePath"] = name
        self.extras.rename_with(title, file)
        paths = {"sourcePath": source, "sourceRelativePath": before, "path": path, "relativePath": name}
        self.note_rename(title, file, paths)
        return True

    # ---- tables ---------------------------------------------------------------------------------

    def remember_ids(self) -> None:
        """Note the highest ids of the tables, which their next rows come after even if those are deleted."""
        tables = (self.tags, self.exclusions, self.formats, self.profiles, self.delay_profiles, self.titles)
        self._highest |= {id(table): max(table, default=0) for table in tables}
