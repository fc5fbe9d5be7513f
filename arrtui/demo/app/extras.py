"""The files beside videos that an app has taken into its tables: adopted, deleted and renamed with them.

Each importer looks at what the one before it left (`ExistingExtraFileService`): metadata, subtitles, others.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Literal

import msgspec

from arrtui.demo.app.consumers import Consumer, name_after_move
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.scanning import SUBTITLE_EXTENSIONS, extension, stem

if TYPE_CHECKING:
    from arrtui.demo.app.store import Store

Table = Literal["metadata", "subtitle", "other"]
Owner = Callable[[str], int | None]
"""Returns the id of the video file that a path below the title's folder belongs to; None: to none at all."""

_CODES = {"english": "en", "german": "de", "french": "fr", "spanish": "es", "italian": "it", "japanese": "ja"}
_TAGS = frozenset({"forced", "foreign", "default", "cc", "psdh", "sdh"})
_WORDS = re.compile(r"[^a-z0-9]+")


class ExtraFile(msgspec.Struct):
    """A row of one of the three tables."""

    id: int
    title_id: int
    file_id: int | None
    """The video file it belongs to: 0 if none was known when it was adopted, None for a file of the title."""
    path: str
    """Below the folder of the title; WDTV's picture of a season has its whole path (S4)."""
    table: Table
    consumer: str = ""
    role: str = ""
    digest: str = ""
    """Of what a consumer wrote last; empty for a file that it only knows."""


class ExtraFiles:
    """The extra files of an app, by id."""

    def __init__(self, store: Store, consumers: Sequence[Consumer]) -> None:
        self._store = store
        self._consumers = {consumer.name: consumer for consumer in consumers}
        self.rows: dict[int, ExtraFile] = {}
        self._last_id = 0

    def of_title(self, title_id: int) -> list[ExtraFile]:
        """Return the rows of a title."""
        return [row for row in self.rows.values() if row.title_id == title_id]

    def add(self, title: Obj, file_id: int | None, path: str, table: Table) -> None:
        """Add the row of a file that was imported with a video."""
        self._insert(title["id"], file_id, path, table)

    def note(self, title: Obj, file_id: int | None, path: str, consumer: str, role: str) -> ExtraFile:
        """Add the row of a file that a consumer writes."""
        return self._insert(title["id"], file_id, path, "metadata", consumer, role)

    def _insert(
        self, title_id: int, file_id: int | None, path: str, table: Table, consumer: str = "", role: str = ""
    ) -> ExtraFile:
        self._last_id += 1
        row = ExtraFile(self._last_id, title_id, file_id, path, table, consumer, role)
        self.rows[row.id] = row
        return row

    def _drop(self, rows: Iterable[ExtraFile]) -> None:
        for row in list(rows):
            del self.rows[row.id]

    # ---- adopted by a scan --------------------------------------------------------------------

    def adopt(self, title: Obj, present: Sequence[str], owner: Owner) -> None:
        """Take in the files of a title's folder that are no videos, and forget those that are gone.

        `present`: paths below the folder. A file that an earlier importer has is dropped from the tables of
        the later ones, of several rows with one path the first (`ImportExistingExtraFilesBase.Clean`).
        """
        taken: set[str] = set()
        importers: tuple[
            tuple[Table, Callable[[Obj, str, Owner], Iterator[tuple[int | None, str, str]]]], ...
        ]
        importers = (("metadata", self._metadata), ("subtitle", self._subtitle), ("other", self._other))
        for table, find in importers:
            known = [row for row in self.of_title(title["id"]) if row.table == table]
            stale: dict[str, ExtraFile] = {}
            for row in known:
                if below(title, row) in taken or below(title, row) not in present:
                    stale.setdefault(row.path, row)
            self._drop(stale.values())
            adopted = {
                below(title, row) for row in known if row.id not in {gone.id for gone in stale.values()}
            }
            for path in present:
                if path in taken or path in adopted:
                    continue
                for file_id, consumer, role in find(title, path, owner):
                    self._insert(title["id"], file_id, path, table, consumer, role)
                    adopted.add(path)
            taken |= adopted
        rows = [row for row in self.of_title(title["id"]) if row.table == "metadata"]
        self._drop(row for row in rows if below(title, row) not in present)  # `CleanExtraFileService`

    def _metadata(self, title: Obj, path: str, owner: Owner) -> Iterator[tuple[int | None, str, str]]:
        """Yield owner, consumer and role of a file for every consumer that knows its name."""
        if extension(path) in SUBTITLE_EXTENSIONS:
            return
        folder = title["path"].rsplit("/", 1)[-1]
        is_kodi = extension(path) == ".nfo" and self._store.is_kodi_nfo(f"{title['path']}/{path}")
        for consumer in self._consumers.values():
            known = consumer.find(path, folder, is_kodi)
            if known and known.part == "title":
                yield None, consumer.name, known.role
            elif known and (file_id := owner(path)) is not None:
                yield file_id, consumer.name, known.role

    def _subtitle(self, title: Obj, path: str, owner: Owner) -> Iterator[tuple[int | None, str, str]]:
        if extension(path) in SUBTITLE_EXTENSIONS and (file_id := owner(path)) is not None:
            yield file_id, "", ""

    def _other(self, title: Obj, path: str, owner: Owner) -> Iterator[tuple[int | None, str, str]]:
        if extension(path) and (file_id := owner(path)) is not None:
            yield file_id, "", ""

    # ---- gone with a video, or with the title ---------------------------------------------------

    def delete_with(self, title: Obj, file_id: int) -> None:
        """Delete what belongs to a video file that is gone, whatever the reason (`MovieFileDeletedEvent`)."""
        rows = [row for row in self.of_title(title["id"]) if row.file_id == file_id]
        for path in dict.fromkeys(row.path for row in rows):
            self._store.remove_file(f"{title['path']}/{path}", title["path"])
        self._drop(rows)

    def forget_title(self, title_id: int) -> None:
        """Forget the rows of a title that is gone; what lies in its folder stays."""
        self._drop(self.of_title(title_id))

    # ---- renamed with a video -------------------------------------------------------------------

    def rename_with(self, title: Obj, file: Obj) -> None:
        """Give what belongs to a video file the names that follow from the file's new one.

        A name that is taken is left (`MoveFilesAfterRename`).
        """
        rows = [row for row in self.of_title(title["id"]) if row.file_id == file["id"]]
        base = stem(file["relativePath"])
        for row in rows:
            if row.table == "metadata":
                consumer = self._consumers[row.consumer]
                if not self._is_kept(row):
                    self._move(
                        title, row, name_after_move(consumer, row.role, row.path, file["relativePath"])
                    )
        for row, suffix in _subtitle_suffixes([row for row in rows if row.table == "subtitle"]):
            self._move(title, row, f"{base}{suffix}")
        for row in rows:
            if row.table == "other":
                self._move(title, row, f"{base}.{row.path.rsplit('.', 1)[-1]}")

    def _is_kept(self, row: ExtraFile) -> bool:
        """Return whether a consumer is set to call a file as it is called: `movie.nfo` (`useMovieNfo`)."""
        return row.path == "movie.nfo" and any(
            setting["name"] == "useMovieNfo" and setting["value"]
            for provider in self._store.providers["metadata"].values()
            if provider["implementation"] == row.consumer
            for setting in provider["fields"]
        )

    def _move(self, title: Obj, row: ExtraFile, path: str) -> None:
        before, after = f"{title['path']}/{row.path}", f"{title['path']}/{path}"
        if path != row.path and self._store.rename_file(before, after, overwrite=False):
            row.path = path


def below(title: Obj, row: ExtraFile) -> str:
    """Return the path of a file below its title's folder; some rows hold the whole one."""
    return row.path.removeprefix(f"{title['path']}/")


def _subtitle_suffixes(rows: Sequence[ExtraFile]) -> Iterator[tuple[ExtraFile, str]]:
    """Yield subtitles with what stands behind the base of their names: number, language and tags.

    They are numbered where several have the same language, tags and extension (`SubtitleService`).
    """
    groups: dict[tuple[str, str], list[ExtraFile]] = {}
    for row in rows:
        groups.setdefault((_spoken(row.path), extension(row.path)), []).append(row)
    for (spoken, ending), group in groups.items():
        for number, row in enumerate(group, 1):
            yield row, f"{f'.{number}' if len(group) > 1 else ''}{spoken}{ending}"


def subtitle_name(name: str) -> str:
    """Return what stands behind the base of the video once a subtitle is imported: `.en.srt`."""
    return f"{_spoken(name)}{extension(name)}"


def _spoken(path: str) -> str:
    """Return language and tags of a subtitle as its new name has them: `.de.forced`."""
    words = stem(path.rsplit("/", 1)[-1]).lower()
    tags: list[str] = []
    while (last := _WORDS.split(words)[-1]) in _TAGS:
        tags.insert(0, last)
        words = words[: -len(last) - 1]
    last = _WORDS.split(words)[-1]
    code = last if last in _CODES.values() else _CODES.get(last, "")
    return "".join(f".{word}" for word in (code, *tags) if word)
