"""The music of a simulated Kodi: what a scan reads once, and what only a call changes.

As seen on Kodi 20.1 (``python -m tests.trials kodi-music``): the pictures of an artist and of an album are
read with the songs of an album that is new, and never again by a scan; there is no refresh.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_OTHERS = frozenset({"fanart", "banner", "clearlogo", "logo", "discart"})
TRACKS = frozenset({".flac", ".mp3", ".m4a"})
_COVERS = ("folder.jpg", "cover.jpg", "cover.jpeg", "thumb.jpg")
"""Names of an album's cover and of an artist's picture (``musiclibrary.musicthumbs``), the first one wins."""


@dataclass
class MusicEntry:
    """An artist or an album."""

    id: int
    name: str
    folder: Path
    art: dict[str, str] = field(default_factory=dict)


class KodiMusicStore:
    """What a Kodi knows of music: a folder of the root is an artist, one below it an album."""

    def __init__(
        self, roots: Sequence[Path], set_art: Callable[[dict[str, str], dict[str, Any]], None]
    ) -> None:
        """``set_art``: sets pictures of an entry, and makes copies of them."""
        self.roots = list(roots)
        self.artists: dict[int, MusicEntry] = {}
        self.albums: dict[int, MusicEntry] = {}
        self.songs: dict[Path, tuple[int, int]] = {}
        """Ids of album and artist by file."""
        self._set_art = set_art

    def scan(self, folder: Path | None) -> None:
        """Add the songs that are new in a folder, or in all sources, and take away those that are gone."""
        for root in self.roots:
            where = root if folder is None else folder
            if not where.is_relative_to(root):
                continue
            for gone in [path for path in self.songs if path.is_relative_to(where) and not path.exists()]:
                del self.songs[gone]
            new = [
                path
                for path in sorted(where.rglob("*"))
                if path.suffix in TRACKS and path not in self.songs and path.relative_to(root).parts[1:]
            ]
            for path in new:
                self._add(root, path)

    def _add(self, root: Path, path: Path) -> None:
        names = path.relative_to(root).parts
        artist = self._entry(self.artists, root / names[0])
        known = len(self.albums)
        album = self._entry(self.albums, path.parent)
        self.songs[path] = (album.id, artist.id)
        if len(self.albums) > known:
            for entry in (artist, album):
                self._set_art(entry.art, {**pictures_in(entry.folder), **entry.art})

    @staticmethod
    def _entry(entries: dict[int, MusicEntry], folder: Path) -> MusicEntry:
        for entry in entries.values():
            if entry.folder == folder:
                return entry
        entry = MusicEntry(len(entries) + 1, folder.name, folder)
        entries[entry.id] = entry
        return entry


def pictures_in(folder: Path) -> dict[str, Any]:
    """Return the pictures in the folder of an artist or an album by Kodi's names."""
    found = {
        path.stem: str(path)
        for path in folder.iterdir()
        if path.suffix in (".jpg", ".png") and path.stem.rstrip("0123456789") in _OTHERS
    }
    cover = next((folder / name for name in _COVERS if (folder / name).is_file()), None)
    return found | ({"thumb": str(cover)} if cover else {})


def songs(store: KodiMusicStore, beginning: str, limits: dict[str, int]) -> Any:
    """Answer ``AudioLibrary.GetSongs``."""
    rows = [
        {"songid": number, "file": str(path), "albumid": album, "albumartistid": [artist]}
        for number, (path, (album, artist)) in enumerate(store.songs.items(), 1)
        if f"{path.parent}/".startswith(beginning)
    ]
    page = rows[limits.get("start", 0) : limits.get("end", len(rows))]
    return {"songs": page} if page else {}


def artist_details(store: KodiMusicStore, artistid: int) -> Any:
    """Answer ``AudioLibrary.GetArtistDetails``. Raises KeyError for an unknown one."""
    entry = store.artists[artistid]
    own = {"artistid": entry.id, "artist": entry.name, "art": dict(entry.art)}
    return {"artistdetails": own | {"musicbrainzartistid": [""]}}


def album_details(store: KodiMusicStore, albumid: int) -> Any:
    """Answer ``AudioLibrary.GetAlbumDetails``: with the pictures of its artist. Raises KeyError."""
    entry = store.albums[albumid]
    artist = next(artist for album, artist in store.songs.values() if album == albumid)
    shared = {f"artist.{kind}": address for kind, address in store.artists[artist].art.items()}
    return {"albumdetails": {"albumid": entry.id, "title": entry.name, "art": entry.art | shared}}
