"""Read what lies in titles' folders: images go into the cache as the owner's, NFO are told apart.

A title's folder is listed first (:mod:`~arrtui.features.artwork.scan`); what is in its images and NFO is read
afterwards, and again only when their size or time changes. An image is in the cache before the database
knows it: what is killed between is read again, and found in the cache. An NFO goes into the database itself.
"""

from __future__ import annotations

import hashlib
import os
import stat
import threading
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from arrtui.core.art_layouts import ArtLayout
from arrtui.core.artwork import (
    NFO_EXTENSION,
    ArtFile,
    ArtFolder,
    ArtNote,
    ArtNoteKind,
    Asset,
    AssetOrigin,
    FileClass,
    MetadataField,
    NfoFacts,
    Placement,
)
from arrtui.core.text import format_size
from arrtui.db.artwork.placements import PublishedFile
from arrtui.features.artwork.naming import MOVIE_NFO
from arrtui.features.artwork.nfo_notes import nfo_parts
from arrtui.media.access import reason_of
from arrtui.media.art_cache import ArtCache, CacheError
from arrtui.media.images import ImageRefusedError, inspect_image
from arrtui.media.nfo import MOST_BYTES, read_nfo

NFO_SOURCE = "nfo"
"""The source of metadata that an NFO of the owner says."""
NOTES = frozenset((ArtNoteKind.BROKEN_IMAGE, ArtNoteKind.UNREADABLE))
"""What is noted of images and NFO that cannot be used."""


@dataclass
class FolderContents:
    """What was read in a title's folder."""

    folder: ArtFolder
    """As it was listed."""
    hashes: dict[str, str] = field(default_factory=dict)
    """Of what was read, by relative path."""
    owned: list[str] = field(default_factory=list)
    """Images that are the owner's, by relative path."""
    of_app: list[str] = field(default_factory=list)
    """Images that the app's own metadata consumer wrote, by relative path."""
    assets: dict[str, Asset] = field(default_factory=dict)
    """By the relative path of the image or NFO."""
    kept_nfos: dict[str, bytes] = field(default_factory=dict)
    """Contents of the NFO among them, by relative path."""
    nfos: list[NfoFacts] = field(default_factory=list)
    published_nfos: int = 0
    """How many of them arrtui wrote itself."""
    parts: dict[str, list[MetadataField]] = field(default_factory=dict)
    """What NFO say of the parts of the title."""
    notes: list[ArtNote] = field(default_factory=list)
    fault: CacheError | None = None
    """Why the cache took no more."""

    def new_images(self) -> list[ArtFile]:
        """Return the images of the owner with their hashes."""
        return [
            msgspec.structs.replace(file, sha256=self.hashes[file.relative_path])
            for file in self.folder.files
            if file.relative_path in self.owned
        ]

    def give_to_app(self, paths: Collection[str]) -> None:
        """Note that some of the owner's images are the app's."""
        for path in paths:
            self.owned.remove(path)
            self.of_app.append(path)
            self.assets[path] = msgspec.structs.replace(self.assets[path], origin=AssetOrigin.APP)

    def leave(self, paths: Collection[str]) -> None:
        """Leave images of the owner for the next scan."""
        for path in paths:
            self.owned.remove(path)
            del self.assets[path], self.hashes[path]


def pending(folder: ArtFolder) -> list[ArtFile]:
    """Return the images and NFO of a folder that are still to be read."""
    broken = {note.relative_path for note in folder.notes if note.kind is ArtNoteKind.BROKEN_IMAGE}
    kinds = (FileClass.IMAGE, FileClass.NFO)
    return [
        file
        for file in folder.files
        if not file.sha256 and file.kind in kinds and file.relative_path not in broken
    ]


def movie_nfo_of(folder: ArtFolder) -> str:
    """Return the path of a ``movie.nfo``, which players prefer to all others of a film; empty for none."""
    nfos = (file.relative_path for file in folder.files if file.kind is FileClass.NFO)
    return next((path for path in nfos if path.lower().rpartition("/")[2] == MOVIE_NFO), "")


def unread(read: Iterable[ArtFolder]) -> list[str]:
    """Return the titles with images or NFO that are still to be read, by external id."""
    return [folder.external_id for folder in read if not folder.error and pending(folder)]


class ContentReader:
    """Reads the images and NFO of titles' folders in batches, from any thread."""

    def __init__(
        self,
        cache: ArtCache,
        layout: ArtLayout,
        placements: Mapping[str, Sequence[Placement]],
        episodes: Mapping[str, Mapping[str, tuple[int, int]]],
        *,
        app_nfos: Collection[str] = (),
        most_bytes: int,
        now: float,
        of_others: Collection[PublishedFile] = (),
    ) -> None:
        """Prepare to read the folders of some titles.

        Args:
            cache: Where the owner's images are kept.
            layout: Which images the titles can have.
            placements: What arrtui published, by external id.
            episodes: Season and first episode of the app's files, by external id and relative path.
            app_nfos: Roots of the NFO that the app writes itself, and again when they go.
            most_bytes: A larger image is none.
            now: UTC seconds.
            of_others: What was published for other instances, which may have the same folders.
        """
        self._app_nfos = app_nfos
        self._cache = cache
        self._of_others = of_others
        self._layout = layout
        self._placements = placements
        self._episodes = episodes
        self._most_bytes = most_bytes
        self._now = now
        self._parsing = threading.Lock()
        """Of the thread that parses NFO: several can wait for a disk, and hinder each other in Python."""

    def read(self, folders: Iterable[ArtFolder]) -> list[FolderContents]:
        """Return the contents of some folders, up to the first image that the cache does not take."""
        results: list[FolderContents] = []
        for folder in folders:
            results.append(self._read_folder(folder))
            if results[-1].fault is not None:
                break
        return results

    def _read_folder(self, folder: ArtFolder) -> FolderContents:
        contents = FolderContents(folder)
        placed = self._placements.get(folder.external_id, ())
        parts = nfo_parts(folder.files, self._layout, self._episodes.get(folder.external_id, {}))
        for file in pending(folder):
            try:
                if file.kind is FileClass.NFO:
                    self._read_nfo(contents, file, parts.get(file.relative_path), placed)
                else:
                    self._read_image(contents, file, placed)
            except FileNotFoundError:
                continue  # renamed or removed since the folder was listed: the next scan sees it
            except OSError as error:
                detail = f"It cannot be read: {reason_of(error)}."
                contents.notes.append(ArtNote(ArtNoteKind.UNREADABLE, file.relative_path, detail))
            except CacheError as error:
                contents.fault = error
                break
        return contents

    def _read_nfo(
        self, contents: FolderContents, file: ArtFile, part: str | None, placed: Iterable[Placement]
    ) -> None:
        """Read what an NFO says, if players read it; what arrtui wrote is no source of metadata.

        One of the owner is kept. Raises OSError.
        """
        data = _read(contents.folder, file, MOST_BYTES)
        with self._parsing:
            self._take_nfo(contents, file, data, part, placed)

    def _take_nfo(
        self,
        contents: FolderContents,
        file: ArtFile,
        data: bytes,
        part: str | None,
        placed: Iterable[Placement],
    ) -> None:
        sha256 = hashlib.sha256(data).hexdigest()
        if part is None:
            contents.hashes[file.relative_path] = sha256
            return
        document = read_nfo(data)
        facts = document.facts(file.relative_path)
        is_ours = any(placement.sha256 == sha256 for placement in placed) or self._is_of_other(file, sha256)
        if not is_ours and 0 < len(data) <= MOST_BYTES and facts.root not in self._app_nfos:
            contents.kept_nfos[file.relative_path] = data
            contents.assets[file.relative_path] = Asset(
                sha256=sha256,
                extension=NFO_EXTENSION,
                size=len(data),
                origin=AssetOrigin.OWNER,
                added_at=self._now,
            )
        contents.hashes[file.relative_path] = sha256
        contents.nfos.append(facts)
        contents.published_nfos += is_ours
        if is_ours or (movie_nfo_of(contents.folder) or file.relative_path) != file.relative_path:
            return  # players prefer movie.nfo
        season, mark, episode = part.partition("e")
        for number, values in enumerate(document.parts()):
            name = f"{season}e{int(episode) + number:02}" if mark else part
            fields = [
                MetadataField(name=element, value=value, source=NFO_SOURCE, read_at=self._now)
                for element, value in values.items()
            ]
            contents.parts.setdefault(name, fields)

    def _is_of_other(self, file: ArtFile, sha256: str) -> bool:
        """Return whether a file was published for another instance that has the same folder (record T01)."""
        return PublishedFile(sha256, file.size, file.mtime_ns) in self._of_others

    def _read_image(self, contents: FolderContents, file: ArtFile, placed: Iterable[Placement]) -> None:
        """Copy an image into the cache, unless arrtui put it there. Raises OSError, CacheError."""
        identity = (file.relative_path, file.size, file.mtime_ns)
        known = {(row.relative_path, row.size, row.mtime_ns): row.sha256 for row in placed}
        if sha256 := known.get(identity):
            contents.hashes[file.relative_path] = sha256
            return
        if file.size > self._most_bytes:
            why = f"it has {format_size(file.size)}, and {format_size(self._most_bytes)} is the most"
            _refuse(contents, file, why)
            return
        data = _read(contents.folder, file, self._most_bytes)
        sha256 = hashlib.sha256(data).hexdigest()
        # a copy of ours, also under the name that an app gave it
        if sha256 in known.values() or self._is_of_other(file, sha256):
            contents.hashes[file.relative_path] = sha256
            return
        try:
            facts = inspect_image(data, most_bytes=self._most_bytes)
        except ImageRefusedError as error:
            _refuse(contents, file, error.why)
            return
        if not self._cache.holds(sha256, facts.extension):
            source = Path(contents.folder.path, file.relative_path)
            try:
                copied, _ = self._cache.add_file(source, facts.extension)
            except CacheError:
                if source.exists():
                    raise
                return
            if copied != sha256:
                return  # it is being written: its time tells the next scan
        contents.hashes[file.relative_path] = sha256
        contents.owned.append(file.relative_path)
        contents.assets[file.relative_path] = Asset(
            sha256=sha256,
            extension=facts.extension,
            size=len(data),
            width=facts.width,
            height=facts.height,
            perceptual_hash=facts.perceptual_hash,
            origin=AssetOrigin.OWNER,
            added_at=self._now,
        )


def _refuse(contents: FolderContents, file: ArtFile, why: str) -> None:
    detail = f"{why[:1].upper()}{why[1:]}."
    contents.notes.append(ArtNote(ArtNoteKind.BROKEN_IMAGE, file.relative_path, detail))


def _read(folder: ArtFolder, file: ArtFile, most: int) -> bytes:
    """Return the content of a file, at most a byte more than ``most``; of a pipe nothing. Raises OSError.

    A buffer of the file's size is enough for one that stands still: one of ``most`` takes longer to get than
    the reading.
    """
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    descriptor = os.open(f"{folder.path}/{file.relative_path}", flags)
    with os.fdopen(descriptor, "rb") as opened:
        if not stat.S_ISREG((status := os.fstat(descriptor)).st_mode):
            return b""
        data = opened.read(min(status.st_size, most) + 1)
        return data + opened.read(most + 1 - len(data)) if status.st_size < len(data) <= most else data


def with_contents(folder: ArtFolder, contents: FolderContents) -> ArtFolder:
    """Return a folder, as it is stored now, with what was read of the files that are still as they were."""
    listed = {file.relative_path: file for file in contents.folder.files}
    files = tuple(
        msgspec.structs.replace(file, sha256=contents.hashes[file.relative_path])
        if file.relative_path in contents.hashes and listed.get(file.relative_path) == file
        else file
        for file in folder.files
    )
    judged = {note.relative_path for note in contents.notes} | contents.hashes.keys()
    notes = [note for note in folder.notes if not (note.kind in NOTES and note.relative_path in judged)]
    read = {nfo.relative_path for nfo in contents.nfos}
    nfos = [nfo for nfo in folder.nfos if nfo.relative_path not in read] + contents.nfos
    return msgspec.structs.replace(folder, files=files, nfos=tuple(nfos), notes=(*notes, *contents.notes))
