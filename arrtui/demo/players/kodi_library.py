"""The library of a simulated Kodi: what scans find, what calls change, what is forgotten on the way.

Held to the steps of ``recorded/players/kodi-20.1.json``: a known video keeps what it has until RefreshMovie,
which gives it a new id and forgets playcount, tags and pictures set by hand; an upgrade leaves the old entry
beside the new one; Clean with an empty root removes everything; a folder that was not listed does not exist.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from arrtui.demo.players import kodi_files

_FIELDS = {
    "playcount": 0,
    "lastplayed": "",
    "userrating": 0,
    "trailer": "",
    "title": "",
    "plot": "",
}


@dataclass
class KodiVideo:
    """A film or an episode in the library."""

    id: int
    file: Path
    kind: str
    """``movie`` or ``episode``."""
    season: int = 0
    episode: int = 0
    fields: dict[str, Any] = field(default_factory=lambda: dict(_FIELDS))
    resume: dict[str, float] = field(default_factory=lambda: {"position": 0.0, "total": 0.0})
    tags: list[str] = field(default_factory=list)
    art: dict[str, str] = field(default_factory=dict)
    setid: int = 0
    cast: list[str] = field(default_factory=list)

    @cached_property
    def place(self) -> str:
        """Its folder with a separator at the end: what a filter by path is compared with."""
        return f"{self.file.parent}/"


@dataclass
class KodiMovieSet:
    """A set of films in the library."""

    id: int
    title: str
    art: dict[str, str]


@dataclass
class KodiShow:
    """A series in the library."""

    id: int
    folder: Path
    title: str
    art: dict[str, str]
    tags: list[str] = field(default_factory=list)
    seasons: dict[int, tuple[int, dict[str, str]]] = field(default_factory=dict)
    """Id and pictures by number."""
    cast: list[str] = field(default_factory=list)


class KodiLibraryStore:
    """What a Kodi knows."""

    def __init__(self, movies: Sequence[Path], shows: Sequence[Path]) -> None:
        """``movies`` and ``shows`` are the folders of its sources."""
        self.sources = {"movies": list(movies), "tvshows": list(shows)}
        self.videos: dict[int, KodiVideo] = {}
        self.shows: dict[int, KodiShow] = {}
        self.movie_sets: dict[int, KodiMovieSet] = {}
        self.sets_folder: Path | None = None
        """Its setting "Movie set information folder"."""
        self.textures: dict[int, dict[str, str]] = {}
        self.actors: dict[str, str] = {}
        """Addresses of pictures by the name of an actor, which all titles share."""
        self.scans_stopped = 0
        """How often a scan was stopped by a second one."""
        self._copied: set[str] = set()
        """Addresses of the pictures of which there are copies."""
        self._listed: dict[Path, set[str]] = {}
        self._next = {"movie": 0, "episode": 0, "tvshow": 0, "season": 0, "set": 0, "texture": 0}

    # --- scanning ------------------------------------------------------------------------------------

    def list_folder(self, folder: Path) -> bool:
        """Read a folder of a source again, as a file manager does; return whether it is in one."""
        roots = (root for roots in self.sources.values() for root in roots)
        if not any(root == folder or root in folder.parents for root in roots):
            return False
        if folder.is_dir():
            self._listed[folder] = {path.name for path in folder.iterdir()}
        return True

    def exists(self, folder: Path) -> bool:
        """Return whether a folder is there for Kodi: by its last listing of the parent, else by the disk."""
        listed = self._listed.get(folder.parent)
        return folder.is_dir() and (listed is None or folder.name in listed)

    def scan(self, folder: Path | None) -> None:
        """Add what is new in a folder, or in all sources."""
        movies = self.sources["movies"]
        for root in (*movies, *self.sources["tvshows"]):
            where = root if folder is None else folder
            if not (where == root or root in where.parents) or not self.exists(where):
                continue
            if where == root:
                self.list_folder(root)
            for place, folders, names in os.walk(where):
                self._listed[Path(place)] = {*folders, *names}
            known = {video.file for video in self.videos.values()}
            for file in kodi_files.videos_below(where):
                if file not in known:
                    (self._add_film if root in movies else self._add_episode)(file)

    def _id(self, kind: str) -> int:
        """Return the next id; of videos the one above the highest, so that a removed one may come again."""
        ids = [video.id for video in self.videos.values() if video.kind == kind]
        if kind not in ("movie", "episode"):
            ids = [self._next[kind]]
        self._next[kind] = max(ids, default=0) + 1
        return self._next[kind]

    def _add_film(self, file: Path) -> None:
        if kodi_files.film_nfo(file):
            video = KodiVideo(self._id("movie"), file, "movie")
            self.videos[video.id * 2] = video
            self._read(video)

    def _add_episode(self, file: Path) -> None:
        show = self._show_of(file)
        if show is None or not kodi_files.episode_nfo(file):
            return
        season, numbers = kodi_files.episode_numbers(file)
        if season not in show.seasons:
            show.seasons[season] = (self._id("season"), kodi_files.season_art(show.folder, season))
            self._copy(show.seasons[season][1])
        for number in numbers:
            video = KodiVideo(self._id("episode"), file, "episode", season, number)
            self.videos[video.id * 2 + 1] = video
            self._read(video)

    def _show_of(self, file: Path) -> KodiShow | None:
        roots = self.sources["tvshows"]
        folder = next((parent for parent in file.parents if parent.parent in roots), None)
        nfo = kodi_files.texts_of(folder / "tvshow.nfo", "tvshow") if folder else {}
        if folder is None or not nfo:
            return None
        show = next((show for show in self.shows.values() if show.folder == folder), None)
        if show is None:
            show = KodiShow(self._id("tvshow"), folder, nfo.get("title", ""), kodi_files.show_art(folder))
            self.shows[show.id] = show
            self._read_cast(show)
            self._copy(show.art)
        return show

    def _read_cast(self, title: KodiVideo | KodiShow) -> None:
        """Read the actors of a film or a series, and pictures where its last listing has their folder."""
        if isinstance(title, KodiVideo):
            folder, nfo = title.file.parent, title.file.with_suffix(".nfo")
        else:
            folder, nfo = title.folder, title.folder / "tvshow.nfo"
        title.cast = kodi_files.actors_of(nfo)
        if self.exists(folder / ".actors"):
            new = {name: kodi_files.actor_art(folder / ".actors", name) for name in title.cast}
            self.actors |= {name: address for name, address in new.items() if address}
            self._copy(new)

    def _read(self, video: KodiVideo) -> None:
        """Read NFO and pictures of a video."""
        film = video.kind == "movie"
        nfo = kodi_files.film_nfo(video.file) if film else kodi_files.episode_nfo(video.file, video.episode)
        video.fields |= {"title": nfo.get("title", ""), "plot": nfo.get("plot", "")}
        video.fields["playcount"] = int(nfo.get("playcount") or 0)
        video.art = kodi_files.video_art(video.file, bare=film)
        video.setid = self._set_of(video.file) if film else 0
        if film:
            self._read_cast(video)
        self._copy(video.art)

    def _set_of(self, file: Path) -> int:
        """Return the set of a film that is new or read anew; what is new in its folder is read with it."""
        if not (name := kodi_files.set_of(file)):
            return 0
        known = next((known for known in self.movie_sets.values() if known.title == name), None)
        if known is None:
            known = KodiMovieSet(self._id("set"), name, {})
            self.movie_sets[known.id] = known
        known.art = {**kodi_files.set_art(self.sets_folder, name), **known.art}
        self._copy(known.art)
        return known.id

    # --- changing ------------------------------------------------------------------------------------

    def video(self, kind: str, video_id: int) -> KodiVideo | None:
        """Return a film or an episode by its id."""
        return self.videos.get(video_id * 2 + (kind == "episode"))

    def refresh(self, video: KodiVideo) -> KodiVideo:
        """Read a video anew: another id, nothing kept but where playing goes on."""
        self.remove(video)
        again = KodiVideo(self._id(video.kind), video.file, video.kind, video.season, video.episode)
        again.resume = video.resume
        self.videos[again.id * 2 + (again.kind == "episode")] = again
        self._read(again)
        return again

    def remove(self, video: KodiVideo) -> None:
        """Take a video out of the library."""
        del self.videos[video.id * 2 + (video.kind == "episode")]

    def refresh_show(self, show: KodiShow) -> None:
        """Read NFO and pictures of a series again; its episodes, tags and pictures set by hand stay."""
        show.title = kodi_files.texts_of(show.folder / "tvshow.nfo", "tvshow").get("title", show.title)
        show.art = {**kodi_files.show_art(show.folder), **show.art}
        self._read_cast(show)
        self._copy(show.art)

    def clean(self) -> None:
        """Remove every video whose file is gone: all of them where a root is empty."""
        for video in [video for video in self.videos.values() if not video.file.is_file()]:
            self.remove(video)

    def set_art(self, art: dict[str, str], changes: dict[str, str | None]) -> None:
        """Set or take away pictures."""
        for kind, address in changes.items():
            art.pop(kind, None)
            if address is not None:
                art[kind] = address if address.startswith("image://") else kodi_files.wrapped(address)
        self._copy(art)

    # --- copies of pictures --------------------------------------------------------------------------

    def _copy(self, art: dict[str, str]) -> None:
        """Keep a copy of each picture that there is none of; one that changed stays as it was."""
        from urllib.parse import unquote

        for address in art.values():
            path = Path(unquote(address.removeprefix("image://").removesuffix("/")))
            if address not in self._copied and path.is_file():
                status = path.stat()
                mark = f"d{int(status.st_mtime)}s{status.st_size}"
                content = path.read_bytes().hex()[:200]
                self.textures[self._id("texture")] = {"url": address, "imagehash": mark, "shown": content}
                self._copied.add(address)

    def remove_copy(self, texture_id: int) -> bool:
        """Remove the copy of a picture; return False if there is no such one."""
        texture = self.textures.pop(texture_id, None)
        self._copied.discard("" if texture is None else texture["url"])
        return texture is not None
