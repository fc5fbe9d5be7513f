"""A simulated Jellyfin over real folders, as ``recorded/players/jellyfin-10.11.11.json`` has it.

A refresh by default takes pictures at once, and an NFO only where its file is more than a minute newer than
the item's last save; a locked item takes pictures only; a reported folder is looked at after a minute.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from arrtui.demo.players import kodi_files
from arrtui.demo.players.kodi_music import TRACKS, pictures_in
from arrtui.demo.players.server import PlayerReply, PlayerRequest, PlayerServer

_KINDS = {
    "poster": "Primary",
    "banner": "Banner",
    "clearlogo": "Logo",
    "landscape": "Thumb",
    "thumb": "Primary",
}
NEWER = 60.0
"""Seconds that an NFO must be newer than the last save."""


@dataclass
class JellyfinEntry:
    """An item of the library."""

    id: str
    type: str
    path: Path
    series: str = ""
    name: str = ""
    overview: str = ""
    locked: bool = False
    saved_at: float = 0.0
    images: dict[str, str] = field(default_factory=dict)

    def view(self) -> dict[str, Any]:
        """Return it as the API gives it."""
        return {
            "Id": self.id,
            "Type": self.type,
            "Path": str(self.path),
            "Name": self.name,
            "Overview": self.overview,
            "LockData": self.locked,
            "ImageTags": self.images,
        }


class SimulatedJellyfin:
    """One Jellyfin with a library of films, one of series and one of music.

    What it does with music follows its documents.
    """

    def __init__(
        self,
        movies: Sequence[Path] = (),
        shows: Sequence[Path] = (),
        music: Sequence[Path] = (),
        *,
        key: str = "jelly-key",
    ) -> None:
        self.items: dict[str, JellyfinEntry] = {}
        self.reported: list[str] = []
        """Folders that were reported and not looked at yet."""
        self.refreshes: list[tuple[str, dict[str, str]]] = []
        """Id and parameters of every refresh."""
        self.messages: list[str] = []
        self.savers: list[str] = []
        """Metadata savers of both libraries."""
        self.screens = 1
        self._roots = {"Movie": movies, "Series": shows, "MusicArtist": music}
        self._key = key
        self._lock = threading.Lock()
        self.server = PlayerServer(self._answer)
        self.url = self.server.url

    def close(self) -> None:
        """Switch it off."""
        self.server.close()

    def scan(self) -> None:
        """Look at everything, as after the minute that reported folders wait."""
        self.reported.clear()
        with self._lock:
            for item in [item for item in self.items.values() if not item.path.exists()]:
                del self.items[item.id]
        for kind, roots in self._roots.items():
            for folder in (folder for root in roots if root.is_dir() for folder in sorted(root.iterdir())):
                with self._lock:  # not for long: requests are answered meanwhile
                    self._scan_title(kind, folder)

    def _scan_title(self, kind: str, folder: Path) -> None:
        if kind == "MusicArtist":
            artist = self._add(kind, folder)
            for album in sorted({path.parent for path in folder.rglob("*") if path.suffix in TRACKS}):
                self._add("MusicAlbum", album, artist.id)
            return
        videos = kodi_files.videos_below(folder)
        if kind == "Movie":
            for video in videos:
                self._add("Movie", video)
            return
        series = self._add("Series", folder)
        for video in videos:
            self._add("Episode", video, series.id)

    def _add(self, kind: str, path: Path, series: str = "") -> JellyfinEntry:
        item_id = f"{abs(hash(str(path))):032x}"
        known = self.items.get(item_id)
        item = known or JellyfinEntry(item_id, kind, path, series)
        self.items[item.id] = item
        self.read(item, with_nfo=known is None)
        return item

    def read(self, item: JellyfinEntry, *, with_nfo: bool) -> None:
        """Read pictures, and the NFO where that is asked for."""
        if item.type.startswith("Music"):
            root = "artist" if item.type == "MusicArtist" else "album"
            art, nfo = pictures_in(item.path), kodi_files.texts_of(item.path / f"{root}.nfo", root)
            nfo = {"title": nfo.get("name", ""), "plot": nfo.get("biography", "")} | nfo
        elif item.type == "Series":
            art, nfo = kodi_files.show_art(item.path), kodi_files.texts_of(item.path / "tvshow.nfo", "tvshow")
        elif item.type == "Movie":
            art, nfo = kodi_files.video_art(item.path, bare=True), kodi_files.film_nfo(item.path)
        else:
            art, nfo = kodi_files.video_art(item.path, bare=False), kodi_files.episode_nfo(item.path)
        item.images = {_KINDS[kind]: address[-32:] for kind, address in art.items() if kind in _KINDS}
        if with_nfo and not item.locked:
            item.name = nfo.get("title") or (item.path.name if item.path.is_dir() else item.path.stem)
            item.overview = nfo.get("plot", "")
        item.saved_at = time.time()

    # --- the API -------------------------------------------------------------------------------------

    def _answer(self, request: PlayerRequest) -> PlayerReply:
        if self._key not in request.headers.get("authorization", ""):
            return PlayerReply(401)
        with self._lock:
            parts = request.path.strip("/").split("/")
            if request.path == "/System/Info":
                return PlayerReply(200, {"Version": "10.11.11"})
            if request.path == "/Library/VirtualFolders":
                return PlayerReply(200, self._libraries())
            if request.path == "/Items":
                return self._list(request.query)
            if request.path == "/Library/Media/Updated":
                self.reported += [update["Path"] for update in request.body["Updates"]]
                return PlayerReply(204)
            if request.path == "/Sessions":
                sessions = [
                    {"Id": f"s{number}", "SupportsRemoteControl": True} for number in range(self.screens)
                ]
                return PlayerReply(200, sessions)
            if len(parts) == 3 and parts[0] == "Sessions" and parts[2] == "Message":
                self.messages.append(request.body["Text"])
                return PlayerReply(204)
            if len(parts) == 3 and parts[0] == "Items" and parts[2] == "Refresh":
                return self._refresh(parts[1], request.query)
        return PlayerReply(404)

    def _libraries(self) -> list[dict[str, Any]]:
        options = {"SaveLocalMetadata": bool(self.savers), "MetadataSavers": self.savers}
        return [
            {"Name": kind, "Locations": [str(root) for root in roots], "LibraryOptions": options}
            for kind, roots in self._roots.items()
            if roots
        ]

    def _list(self, query: dict[str, str]) -> PlayerReply:
        types = query.get("includeItemTypes", "").split(",")
        chosen = [
            item.view()
            for item in self.items.values()
            if ("ids" in query and item.id in query["ids"].split(","))
            or (
                "ids" not in query
                and item.type in types
                and query.get("parentId", item.series) == item.series
            )
        ]
        start, limit = int(query.get("startIndex", "0")), int(query.get("limit", "100000"))
        return PlayerReply(200, {"Items": chosen[start : start + limit], "TotalRecordCount": len(chosen)})

    def _refresh(self, item_id: str, query: dict[str, str]) -> PlayerReply:
        item = self.items.get(item_id)
        if item is None:
            return PlayerReply(404)
        self.refreshes.append((item_id, query))
        own = {"Series": "tvshow.nfo", "MusicArtist": "artist.nfo", "MusicAlbum": "album.nfo"}.get(item.type)
        nfo = item.path / own if own else item.path.with_suffix(".nfo")
        is_newer = nfo.is_file() and nfo.stat().st_mtime > item.saved_at + NEWER
        emphatic = (
            query.get("metadataRefreshMode") == "FullRefresh" and query.get("replaceAllMetadata") == "true"
        )
        self.read(item, with_nfo=is_newer or emphatic)
        return PlayerReply(204)
