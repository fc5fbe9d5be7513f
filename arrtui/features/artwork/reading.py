"""Read the folders of titles and recognize what lies in them. Runs in threads; stores nothing."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from arrtui.core.art_layouts import ArtLayout
from arrtui.core.artwork import ArtFile, ArtFolder, ArtNote, ArtNoteKind, FileClass
from arrtui.core.trailers import FolderNote, MediaRoot, NoteKind
from arrtui.db.artwork.app_files import AppFile
from arrtui.db.media import TrailerTitle
from arrtui.features.artwork.content_reading import movie_nfo_of
from arrtui.features.artwork.recognizing import recognize
from arrtui.media.art_placing import ACTORS_FOLDER
from arrtui.media.mapping import PathMapper
from arrtui.media.roots import NOT_HERE
from arrtui.media.walk import FolderWalk, is_same_file, stand_still

_CONTENTS = frozenset((FileClass.IMAGE, FileClass.NFO))
"""What is read, so that it is looked at again when its size or time changes."""
_LINKS: Mapping[NoteKind, tuple[ArtNoteKind, str]] = {
    NoteKind.LINK: (ArtNoteKind.LINK, "It leads to {}: what the app deletes or moves goes through it."),
    NoteKind.BROKEN_LINK: (ArtNoteKind.LINK, "It leads to {}, which is not there: a move stops on it."),
    NoteKind.UNREADABLE: (ArtNoteKind.UNREADABLE, "It cannot be read: {}."),
}


@dataclass(frozen=True)
class StoredArt:
    """What is stored of an instance before its folders are read."""

    titles: Sequence[TrailerTitle]
    folders: Mapping[str, ArtFolder]
    """By external id."""
    roots: Mapping[str, MediaRoot]
    """By the path that the app gives."""


class ArtReader:
    """Reads the folders of titles in batches, from any thread."""

    def __init__(
        self,
        folders: Mapping[str, ArtFolder],
        mapper: PathMapper,
        layout: ArtLayout,
        players: Collection[str],
        now: float,
    ) -> None:
        """``folders``: as read before; ``players``: whose mistakes are noted; ``now``: in UTC seconds."""
        self._folders = folders
        self._mapper = mapper
        self._layout = layout
        self._players = players
        self._now = now

    def changed(self, titles: Iterable[TrailerTitle]) -> list[TrailerTitle]:
        """Return the titles whose folder is new, or not as it was when it was read."""
        return [title for title in titles if not self._is_current(title)]

    def _is_current(self, title: TrailerTitle) -> bool:
        path, known = self._mapper.local(title.path), self._folders.get(title.external_id)
        if known is None or path is None:
            return known is not None and known.error == NOT_HERE
        if known.path != path or known.error or not stand_still(known.changes, path):
            return False
        return all(
            is_same_file(f"{path}/{file.relative_path}", file.size, file.mtime_ns)
            for file in known.files
            if file.kind in _CONTENTS
        )

    def read(
        self, titles: Iterable[TrailerTitle], app_files: Mapping[str, Mapping[str, AppFile]]
    ) -> list[ArtFolder]:
        """Return what lies in the folders of some titles; ``app_files``: by external id and relative path."""
        return [self._read(title, app_files.get(title.external_id, {})) for title in titles]

    def _read(self, title: TrailerTitle, app_files: Mapping[str, AppFile]) -> ArtFolder:
        path = self._mapper.local(title.path)
        walk = FolderWalk(path or title.path, self._now, bool, (ACTORS_FOLDER,))
        error = NOT_HERE if path is None else walk.read()
        folder = ArtFolder(external_id=title.external_id, path=walk.root, error=error, read_at=self._now)
        if error:
            return folder
        contents = recognize(walk.files, walk.changes.keys(), app_files, self._layout, self._players)
        return _with_known(
            msgspec.structs.replace(
                folder,
                changes=walk.changes,
                files=contents.files,
                notes=(
                    *_link_notes(walk.notes),
                    *_file_link_notes(contents.files, walk.file_links),
                    *contents.notes,
                ),
                links=tuple(walk.notes),
            ),
            self._folders.get(title.external_id),
        )


def _file_link_notes(files: Iterable[ArtFile], links: Mapping[str, str]) -> list[ArtNote]:
    """Return what the owner should know of links among the images and NFO (record M07)."""
    words = "It leads to {}: what an app or a player writes in place goes through it."
    return [
        ArtNote(ArtNoteKind.LINK, file.relative_path, words.format(links[file.relative_path]))
        for file in files
        if file.kind in _CONTENTS and file.relative_path in links
    ]


def _with_known(folder: ArtFolder, known: ArtFolder | None) -> ArtFolder:
    """Return a folder with what is known already of those of its files that did not change."""
    if known is None or known.path != folder.path:
        return folder
    if movie_nfo_of(known) != movie_nfo_of(folder):  # what counts of the other NFO is another thing now
        kept = tuple(file for file in known.files if file.kind is not FileClass.NFO)
        known = msgspec.structs.replace(known, files=kept, nfos=())
    read = {nfo.relative_path for nfo in known.nfos}
    earlier = {
        (file.relative_path, file.size, file.mtime_ns): file.sha256
        for file in known.files
        if file.kind is not FileClass.NFO or file.relative_path in read
    }
    same = {
        file.relative_path: earlier[identity]
        for file in folder.files
        if (identity := (file.relative_path, file.size, file.mtime_ns)) in earlier
    }
    notes = (
        note for note in known.notes if note.kind is ArtNoteKind.BROKEN_IMAGE and note.relative_path in same
    )
    return msgspec.structs.replace(
        folder,
        files=tuple(
            msgspec.structs.replace(file, sha256=same[file.relative_path])
            if same.get(file.relative_path)
            else file
            for file in folder.files
        ),
        nfos=tuple(nfo for nfo in known.nfos if same.get(nfo.relative_path)),
        notes=(*folder.notes, *notes),
    )


def _link_notes(notes: Iterable[FolderNote]) -> list[ArtNote]:
    """Return what the owner should know of links and of what cannot be read."""
    return [
        ArtNote(kind, note.relative_path, words.format(note.detail))
        for note in notes
        if note.kind in _LINKS
        for kind, words in (_LINKS[note.kind],)
    ]
