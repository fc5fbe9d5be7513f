"""Queries on what lies in the folders of titles, and on what their apps have."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import msgspec

from arrtui.core.trailers import (
    FolderNote,
    MediaRoot,
    RootState,
    TitleFolder,
    TrailerFile,
    TrailerKind,
    VideoFile,
)
from arrtui.db.bulk import bulk_upsert, delete_rows
from arrtui.db.estate import ensure_instance
from arrtui.db.reading import of_instances, rows_of
from arrtui.db.text import REPLACEMENT, name_from_stored, stored_name
from arrtui.db.trailer_models import MediaFolderRow, MediaRootRow, TrailerFileRow

_encoder = msgspec.json.Encoder()
_changes = msgspec.json.Decoder(dict[str, int])
_videos = msgspec.json.Decoder(tuple[VideoFile, ...])
_notes = msgspec.json.Decoder(tuple[FolderNote, ...])
_NOTHING = "[]"
_FOLDER_COLUMNS = (
    *("instance", "external_id", "path", "changes_doc", "videos_doc", "notes_doc"),
    *("error", "seen_at", "read_at"),
)
_FILE_COLUMNS = (
    *("instance", "external_id", "relative_path", "season"),
    *("size", "mtime_ns", "kind", "seconds"),
)
_ROOT_COLUMNS = ("was_mount", "accepted_at", "accepted_folders", "checked_at", "state", "reason")


class TrailerTitle(NamedTuple):
    """A title as its app has it, with what trailers need to know of it."""

    instance: str
    external_id: str
    item_id: int
    title: str
    sort_title: str
    year: int
    monitored: bool
    path: str
    """Its folder, as the app gives it."""
    root_folder: str
    """The root folder of the path, as the app gives it."""
    files: int
    """How many films or episodes are there."""


class FilmFile(NamedTuple):
    """A file that an app holds as the film, as episodes or as music of an album."""

    relative_path: str
    """Below the title's folder, as the app gives it."""
    season: int
    size: int
    album_id: int = 0
    """Of music, the app's id of its album."""

    @property
    def keyed(self) -> tuple[str, int | None]:
        """Its path with its album."""
        return self.relative_path, self.album_id or None


# --- what the apps have ----------------------------------------------------------------------------------


def trailer_titles(instances: Sequence[str]) -> list[TrailerTitle]:
    """Return the titles of some instances by instance and sort title, without those that have no id."""
    where, parameters = of_instances(instances)
    sql = (
        "SELECT i.name, t.external_id, t.item_id, t.title, t.sort_title, t.year, t.monitored, t.path, "  # noqa: S608
        "t.root_folder, t.files FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        f"WHERE {where} AND t.external_id <> '' ORDER BY i.id, t.sort_title, t.item_id"
    )
    return [
        TrailerTitle._make((*row[:6], bool(row[6]), row[7], _root_of(row[8], row[7]), row[9]))
        for row in rows_of(sql, parameters)
    ]


def title_roots(instance: str) -> list[str]:
    """Return the root folders that the app names as those of its titles."""
    sql = (
        "SELECT DISTINCT t.root_folder FROM item AS t JOIN instance AS i ON i.id = t.instance_id "
        "WHERE i.name = ? AND t.root_folder <> ''"
    )
    return [root for (root,) in rows_of(sql, (instance,))]


def _root_of(root_folder: str, path: str) -> str:
    """Return a root folder without a separator at its end; the folder around a title whose app names none."""
    if not root_folder:
        root_folder = path.rstrip("\\/")
        root_folder = root_folder[: max(root_folder.rfind("/"), root_folder.rfind("\\"), 0)]
    return _without_end(root_folder)


@lru_cache(maxsize=1_024)
def _without_end(folder: str) -> str:
    """Return a folder without a separator at its end; tens of thousands of titles have a few roots."""
    return folder.rstrip("\\/") or folder


class _FilmRecord(msgspec.Struct, gc=False):
    """What is read of a file's record."""

    relative_path: str = ""


def film_files(instances: Sequence[str]) -> dict[str, dict[str, list[FilmFile]]]:
    """Return the files that apps hold: instance → external id → files by season and path."""
    where, parameters = of_instances(instances)
    sql = (
        "SELECT i.name, t.external_id, f.season, f.size, f.album_id, f.doc FROM file AS f "  # noqa: S608
        "JOIN instance AS i ON i.id = f.instance_id "
        "JOIN item AS t ON t.instance_id = f.instance_id AND t.item_id = f.item_id "
        f"WHERE {where} ORDER BY f.season, f.file_id"
    )
    decoder = msgspec.json.Decoder(_FilmRecord)
    files: dict[str, dict[str, list[FilmFile]]] = {name: {} for name in instances}
    for instance, external_id, season, size, album_id, doc in rows_of(sql, parameters):
        file = FilmFile(decoder.decode(doc).relative_path.replace("\\", "/"), season, size, album_id)
        files[instance].setdefault(external_id, []).append(file)
    return files


# --- facts from disk -------------------------------------------------------------------------------------


def stored_folders(instance: str, *, contents: bool = True) -> dict[str, TitleFolder]:
    """Return the title folders of an instance by external id, with the videos and notes or without."""
    columns = "f.videos_doc, f.notes_doc" if contents else f"'{_NOTHING}', '{_NOTHING}'"
    sql = (
        f"SELECT f.external_id, f.path, f.changes_doc, {columns}, f.error, f.seen_at, f.read_at "  # noqa: S608
        "FROM media_folder AS f JOIN instance AS i ON i.id = f.instance_id WHERE i.name = ?"
    )
    return {row[0]: _folder(*row) for row in rows_of(sql, (instance,))}


def _folder(
    external_id: str, path: str, changes: str, videos: str, notes: str, error: str, seen: float, read: float
) -> TitleFolder:
    changed = _changes.decode(changes)
    files = () if videos == _NOTHING else _videos.decode(videos)
    noted = () if notes == _NOTHING else _notes.decode(notes)
    if REPLACEMENT in changes or REPLACEMENT in videos or REPLACEMENT in notes:
        changed = {name_from_stored(name): at for name, at in changed.items()}
        files = tuple(VideoFile(name_from_stored(file.relative_path), *_times(file)) for file in files)
        noted = tuple(FolderNote(note.kind, *map(name_from_stored, _words(note))) for note in noted)
    return TitleFolder(
        external_id=external_id,
        path=name_from_stored(path),
        changes=changed,
        videos=files,
        notes=noted,
        error=error,
        seen_at=seen,
        read_at=read,
    )


def store_folders(instance: str, folders: Iterable[TitleFolder], files: Iterable[TrailerFile]) -> None:
    """Store folders that were read and the trailers in them, instead of what was stored of these titles."""
    instance_id = ensure_instance(instance)
    read = list(folders)
    rows = (
        (
            *(instance_id, folder.external_id, stored_name(folder.path)),
            _doc({stored_name(name): at for name, at in folder.changes.items()}),
            _doc([(stored_name(video.relative_path), *_times(video)) for video in folder.videos]),
            _doc([(note.kind, *map(stored_name, _words(note))) for note in folder.notes]),
            *(folder.error, folder.seen_at, folder.read_at),
        )
        for folder in read
    )
    bulk_upsert(MediaFolderRow, rows, _FOLDER_COLUMNS, update=_FOLDER_COLUMNS[2:])
    titles = [(instance_id, folder.external_id) for folder in read]
    delete_rows(TrailerFileRow, ("instance", "external_id"), titles)
    bulk_upsert(TrailerFileRow, (_file_row(instance_id, file) for file in files), _FILE_COLUMNS, update=None)


def note_trailer(instance: str, file: TrailerFile) -> None:
    """Store a trailer that was just put into a folder, before that is read again."""
    row = _file_row(ensure_instance(instance), file)
    bulk_upsert(TrailerFileRow, [row], _FILE_COLUMNS, update=_FILE_COLUMNS[3:])


def _file_row(instance_id: int, file: TrailerFile) -> Sequence[Any]:
    name = stored_name(file.relative_path)
    return (
        *(instance_id, file.external_id, name, file.season),
        *(file.size, file.mtime_ns, file.kind.value, file.seconds),
    )


def forget_titles(instance: str, kept: Collection[str]) -> None:
    """Remove what was read of titles that their app no longer has; choices and downloads stay."""
    instance_id = ensure_instance(instance)
    stored = rows_of("SELECT external_id FROM media_folder WHERE instance_id = ?", (instance_id,))
    titles = [(instance_id, external_id) for (external_id,) in stored if external_id not in kept]
    delete_rows(TrailerFileRow, ("instance", "external_id"), titles)
    delete_rows(MediaFolderRow, ("instance", "external_id"), titles)


def trailer_files(instance: str, *, measured: bool = False) -> dict[str, list[TrailerFile]]:
    """Return the trailers that lie in the folders of an instance, by external id, ordered by path.

    ``measured`` leaves out those of which the length is not known.
    """
    where = "i.name = ? AND f.seconds IS NOT NULL" if measured else "i.name = ?"
    sql = (
        "SELECT f.external_id, f.relative_path, f.season, f.size, f.mtime_ns, f.kind, f.seconds "  # noqa: S608
        f"FROM trailer_file AS f JOIN instance AS i ON i.id = f.instance_id WHERE {where} "
        "ORDER BY f.external_id, f.relative_path"
    )
    files: dict[str, list[TrailerFile]] = {}
    for external_id, path, season, size, mtime_ns, kind, seconds in rows_of(sql, (instance,)):
        file = TrailerFile(
            external_id=external_id,
            relative_path=name_from_stored(path),
            season=season,
            size=size,
            mtime_ns=mtime_ns,
            kind=TrailerKind(kind),
            seconds=seconds,
        )
        files.setdefault(external_id, []).append(file)
    return files


def _doc(value: object) -> str:
    return _encoder.encode(value).decode()


def _times(file: VideoFile) -> tuple[int, int]:
    return file.size, file.mtime_ns


def _words(note: FolderNote) -> tuple[str, str]:
    return note.relative_path, note.detail


# --- root folders ----------------------------------------------------------------------------------------


def media_roots(instance: str) -> dict[str, MediaRoot]:
    """Return the root folders of an instance by the path that the app gives."""
    sql = (
        "SELECT r.path, r.was_mount, r.accepted_at, r.accepted_folders, r.checked_at, r.state, r.reason "
        "FROM media_root AS r JOIN instance AS i ON i.id = r.instance_id WHERE i.name = ? ORDER BY r.path"
    )
    return {
        path: MediaRoot(
            path=path,
            was_mount=bool(was_mount),
            accepted_at=accepted_at,
            accepted_folders=accepted_folders,
            checked_at=checked_at,
            state=RootState(state),
            reason=reason,
        )
        for path, was_mount, accepted_at, accepted_folders, checked_at, state, reason in rows_of(
            sql, (instance,)
        )
    }


def store_roots(instance: str, roots: Iterable[MediaRoot]) -> None:
    """Store how the root folders of an instance were found, instead of all that was stored of them."""
    instance_id = ensure_instance(instance)
    MediaRootRow.delete().where(MediaRootRow.instance == instance_id).execute()
    rows = (
        (
            *(instance_id, root.path, root.was_mount, root.accepted_at, root.accepted_folders),
            *(root.checked_at, root.state.value, root.reason),
        )
        for root in roots
    )
    bulk_upsert(MediaRootRow, rows, ("instance", "path", *_ROOT_COLUMNS), update=None)
