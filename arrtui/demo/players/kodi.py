"""A simulated Kodi: JSON-RPC on loopback over real folders."""

from __future__ import annotations

import base64
import threading
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from arrtui.demo.players import kodi_music
from arrtui.demo.players.kodi_library import KodiLibraryStore, KodiShow, KodiVideo
from arrtui.demo.players.kodi_music import KodiMusicStore
from arrtui.demo.players.server import PlayerReply, PlayerRequest, PlayerServer

_INVALID = {"code": -32602, "message": "Invalid params."}
_UNKNOWN = {"code": -32601, "message": "Method not found."}
Params = dict[str, Any]


class InvalidParams(Exception):
    """A call names something that is not there."""


class SimulatedKodi:
    """One Kodi with its web server, its library and its screen."""

    def __init__(
        self,
        movies: Sequence[Path] = (),
        shows: Sequence[Path] = (),
        music: Sequence[Path] = (),
        *,
        user: str = "kodi",
        password: str = "secret-of-kodi",  # noqa: S107  # of a simulated player
        scan_seconds: float = 0.05,
    ) -> None:
        self.library = KodiLibraryStore(movies, shows)
        self.music = KodiMusicStore(music, self.library.set_art)
        self.settings: dict[str, object] = {
            "musiclibrary.downloadinfo": False,
            "musiclibrary.artistsfolder": "",
        }
        self.playing = False
        self.messages: list[tuple[str, str]] = []
        """Title and text of what was shown on the screen."""
        self.calls: list[tuple[str, Params]] = []
        """Every call that was answered."""
        self.scan_seconds = scan_seconds
        self._scan_until = 0.0
        self._scan: Callable[[], None] = lambda: None
        self._scan_due = False
        self._lock = threading.RLock()
        pair = base64.b64encode(f"{user}:{password}".encode()).decode()
        self._authorization = f"Basic {pair}"
        self.server = PlayerServer(self._answer)
        self.url = self.server.url

    def close(self) -> None:
        """Switch it off."""
        self.server.close()

    def names(self) -> list[str]:
        """Return the methods that were called, in order."""
        return [method for method, _ in self.calls]

    def start_scan(self, folder: Path | None = None, *, music: bool = False) -> None:
        """Scan a folder or everything; while a scan runs this stops that one, and nothing else."""
        with self._lock:
            self._finish_scan()
            if self.is_scanning:
                self.library.scans_stopped += 1
                self._scan_until, self._scan_due = 0.0, False
                return
            self._scan_until = time.monotonic() + self.scan_seconds
            self._scan = partial((self.music if music else self.library).scan, folder)
            self._scan_due = True

    @property
    def is_scanning(self) -> bool:
        """Whether a scan runs now."""
        return self._scan_due and time.monotonic() < self._scan_until

    def _finish_scan(self) -> None:
        if self._scan_due and time.monotonic() >= self._scan_until:
            self._scan_due = False
            self._scan()

    # --- JSON-RPC ------------------------------------------------------------------------------------

    def _answer(self, request: PlayerRequest) -> PlayerReply:
        if request.headers.get("authorization") != self._authorization:
            return PlayerReply(401)
        if request.path != "/jsonrpc" or not isinstance(request.body, dict):
            return PlayerReply(404)
        with self._lock:
            self._finish_scan()
            method, params = str(request.body.get("method")), request.body.get("params") or {}
            self.calls.append((method, params))
            handler = _METHODS.get(method)
            reply: dict[str, Any] = {"id": request.body.get("id"), "jsonrpc": "2.0"}
            try:
                reply |= {"error": _UNKNOWN} if handler is None else {"result": handler(self, params)}
            except (InvalidParams, KeyError):
                reply["error"] = _INVALID
        return PlayerReply(200, reply)


def _video_of(kodi: SimulatedKodi, params: Params) -> KodiVideo:
    kind = "movie" if "movieid" in params else "episode"
    video = kodi.library.video(kind, int(params[f"{kind}id"]))
    if video is None:
        raise InvalidParams
    return video


def _show_of(kodi: SimulatedKodi, params: Params) -> KodiShow:
    show = kodi.library.shows.get(int(params["tvshowid"]))
    if show is None:
        raise InvalidParams
    return show


def _path_of(params: Params) -> str:
    """Return with what the paths of the entries asked for begin."""
    return str(params.get("filter", {}).get("value", ""))


def _listed(kodi: SimulatedKodi, kind: str, params: Params) -> list[dict[str, Any]]:
    beginning = _path_of(params)
    return [
        {f"{kind}id": video.id, "file": str(video.file), "resume": video.resume, "tag": video.tags}
        | {"season": video.season, "episode": video.episode, "art": video.art, **video.fields}
        | {"setid": video.setid}
        for video in kodi.library.videos.values()
        if video.kind == kind and video.place.startswith(beginning)
    ]


def _movies(kodi: SimulatedKodi, params: Params) -> Any:
    return {"movies": _listed(kodi, "movie", params)}


def _episodes(kodi: SimulatedKodi, params: Params) -> Any:
    return {"episodes": _listed(kodi, "episode", params)}


def _shows(kodi: SimulatedKodi, params: Params) -> Any:
    beginning = _path_of(params)
    matches = [show for show in kodi.library.shows.values() if f"{show.folder}/".startswith(beginning)]
    rows = [
        {"tvshowid": show.id, "file": f"{show.folder}/", "title": show.title, "art": show.art}
        | {"tag": show.tags, "plot": ""}
        for show in matches
    ]
    return {"tvshows": rows} if rows else {}


def _seasons(kodi: SimulatedKodi, params: Params) -> Any:
    show = _show_of(kodi, params)
    shared = {f"tvshow.{kind}": address for kind, address in show.art.items()}
    return {
        "seasons": [
            {"seasonid": season_id, "season": number, "art": art | shared}
            for number, (season_id, art) in sorted(show.seasons.items())
        ]
    }


def _set_video(kodi: SimulatedKodi, params: Params) -> str:
    video = _video_of(kodi, params)
    if params.get("art"):
        kodi.library.set_art(video.art, params["art"])
    if params.get("tag") is not None:
        video.tags = list(params["tag"])
    if params.get("playcount") is not None:
        video.resume = {"position": 0.0, "total": 0.0}
        video.fields["lastplayed"] = "2026-11-28 03:00:00"
    if params.get("resume"):
        video.resume = dict(params["resume"])
    video.fields |= {
        name: params[name] for name in video.fields if name in params and params[name] is not None
    }
    return "OK"


def _set_show(kodi: SimulatedKodi, params: Params) -> str:
    show = _show_of(kodi, params)
    kodi.library.set_art(show.art, params.get("art") or {})
    show.tags = list(params.get("tag") or show.tags)
    return "OK"


def _set_season(kodi: SimulatedKodi, params: Params) -> str:
    for show in kodi.library.shows.values():
        for season_id, art in show.seasons.values():
            if season_id == params["seasonid"]:
                kodi.library.set_art(art, params.get("art") or {})
                return "OK"
    raise InvalidParams


def _cast(kodi: SimulatedKodi, title: KodiVideo | KodiShow) -> Any:
    rows: list[Params] = [{"name": name, "order": order, "role": ""} for order, name in enumerate(title.cast)]
    shown = kodi.library.actors
    return {
        "cast": [row | {"thumbnail": shown[row["name"]]} if row["name"] in shown else row for row in rows]
    }


def _movie_details(kodi: SimulatedKodi, params: Params) -> Any:
    return {"moviedetails": _cast(kodi, _video_of(kodi, params))}


def _show_details(kodi: SimulatedKodi, params: Params) -> Any:
    return {"tvshowdetails": _cast(kodi, _show_of(kodi, params))}


def _set_details(kodi: SimulatedKodi, params: Params) -> Any:
    known = kodi.library.movie_sets.get(int(params["setid"]))
    if known is None:
        raise InvalidParams
    return {"setdetails": {"setid": known.id, "title": known.title, "art": known.art}}


def _set_movie_set(kodi: SimulatedKodi, params: Params) -> str:
    known = kodi.library.movie_sets.get(int(params["setid"]))
    if known is None:
        raise InvalidParams
    kodi.library.set_art(known.art, params.get("art") or {})
    return "OK"


def _setting(kodi: SimulatedKodi, params: Params) -> Any:
    if params["setting"] in kodi.settings:
        return {"value": kodi.settings[params["setting"]]}
    if params["setting"] != "videolibrary.moviesetsfolder":
        raise InvalidParams
    folder = kodi.library.sets_folder
    return {"value": f"{folder}/" if folder else ""}


def _refresh_video(kodi: SimulatedKodi, params: Params) -> str:
    kodi.library.refresh(_video_of(kodi, params))
    return "OK"


def _refresh_show(kodi: SimulatedKodi, params: Params) -> str:
    kodi.library.refresh_show(_show_of(kodi, params))
    return "OK"


def _remove(kodi: SimulatedKodi, params: Params) -> str:
    kodi.library.remove(_video_of(kodi, params))
    return "OK"


def _clean(kodi: SimulatedKodi, _params: Params) -> str:
    kodi.library.clean()
    return "OK"


def _scan(kodi: SimulatedKodi, params: Params) -> str:
    directory = params.get("directory")
    kodi.start_scan(Path(directory) if directory else None)
    return "OK"


def _scan_music(kodi: SimulatedKodi, params: Params) -> str:
    directory = params.get("directory")
    kodi.start_scan(Path(directory) if directory else None, music=True)
    return "OK"


def _set_artist(kodi: SimulatedKodi, params: Params) -> str:
    kodi.library.set_art(kodi.music.artists[params["artistid"]].art, params.get("art") or {})
    return "OK"


def _set_album(kodi: SimulatedKodi, params: Params) -> str:
    kodi.library.set_art(kodi.music.albums[params["albumid"]].art, params.get("art") or {})
    return "OK"


def _directory(kodi: SimulatedKodi, params: Params) -> Any:
    folder = Path(params["directory"])
    is_music = any(folder.is_relative_to(root) for root in kodi.music.roots)
    if not is_music and not kodi.library.list_folder(folder):
        raise InvalidParams
    return {"files": []}


def _textures(kodi: SimulatedKodi, params: Params) -> Any:
    rule = params.get("filter", {"value": ""})
    return {
        "textures": [
            {"textureid": texture_id, "url": texture["url"], "imagehash": texture["imagehash"]}
            for texture_id, texture in kodi.library.textures.items()
            if texture["url"].startswith(rule["value"])
        ]
    }


def _remove_texture(kodi: SimulatedKodi, params: Params) -> str:
    if not kodi.library.remove_copy(int(params["textureid"])):
        raise InvalidParams
    return "OK"


def _booleans(kodi: SimulatedKodi, params: Params) -> Any:
    return {name: kodi.is_scanning and "Scanning" in name for name in params["booleans"]}


def _players(kodi: SimulatedKodi, _params: Params) -> Any:
    return [{"playerid": 1, "playertype": "internal", "type": "video"}] if kodi.playing else []


def _message(kodi: SimulatedKodi, params: Params) -> str:
    kodi.messages.append((params["title"], params["message"]))
    return "OK"


def _properties(_kodi: SimulatedKodi, _params: Params) -> Any:
    return {"version": {"major": 20, "minor": 1, "revision": "20230312", "tag": "stable"}}


def _sources(kodi: SimulatedKodi, params: Params) -> Any:
    videos = [root for roots in kodi.library.sources.values() for root in roots]
    roots = kodi.music.roots if params.get("media") == "music" else videos
    return {"sources": [{"file": f"{root}/", "label": root.name} for root in roots]}


_METHODS: dict[str, Callable[[SimulatedKodi, Params], Any]] = {
    "JSONRPC.Ping": lambda _kodi, _params: "pong",
    "Application.GetProperties": _properties,
    "Files.GetSources": _sources,
    "Settings.GetSettingValue": _setting,
    "Files.GetDirectory": _directory,
    "Player.GetActivePlayers": _players,
    "XBMC.GetInfoBooleans": _booleans,
    "GUI.ShowNotification": _message,
    "Textures.GetTextures": _textures,
    "Textures.RemoveTexture": _remove_texture,
    "AudioLibrary.Scan": _scan_music,
    "AudioLibrary.GetSongs": lambda kodi, params: kodi_music.songs(
        kodi.music, _path_of(params), params.get("limits") or {}
    ),
    "AudioLibrary.GetArtistDetails": lambda kodi, params: kodi_music.artist_details(
        kodi.music, params["artistid"]
    ),
    "AudioLibrary.GetAlbumDetails": lambda kodi, params: kodi_music.album_details(
        kodi.music, params["albumid"]
    ),
    "AudioLibrary.SetArtistDetails": _set_artist,
    "AudioLibrary.SetAlbumDetails": _set_album,
    "VideoLibrary.Scan": _scan,
    "VideoLibrary.Clean": _clean,
    "VideoLibrary.GetMovies": _movies,
    "VideoLibrary.GetEpisodes": _episodes,
    "VideoLibrary.GetTVShows": _shows,
    "VideoLibrary.GetSeasons": _seasons,
    "VideoLibrary.GetMovieDetails": _movie_details,
    "VideoLibrary.GetTVShowDetails": _show_details,
    "VideoLibrary.SetMovieDetails": _set_video,
    "VideoLibrary.SetEpisodeDetails": _set_video,
    "VideoLibrary.GetMovieSetDetails": _set_details,
    "VideoLibrary.SetMovieSetDetails": _set_movie_set,
    "VideoLibrary.SetTVShowDetails": _set_show,
    "VideoLibrary.SetSeasonDetails": _set_season,
    "VideoLibrary.RefreshMovie": _refresh_video,
    "VideoLibrary.RefreshEpisode": _refresh_video,
    "VideoLibrary.RefreshTVShow": _refresh_show,
    "VideoLibrary.RemoveMovie": _remove,
    "VideoLibrary.RemoveEpisode": _remove,
}
