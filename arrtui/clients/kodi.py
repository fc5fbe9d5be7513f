"""Kodi over JSON-RPC: its library of films and episodes, its pictures, its screen.

Only its web server is used, which asks for a password; the port 9090 asks for none. What each method does
to a library was seen on Kodi 20.1 (``recorded/players/kodi-20.1.json``).
"""

from __future__ import annotations

import asyncio
import base64
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from urllib.parse import unquote

import msgspec

from arrtui.clients.player_http import PlayerError, PlayerHttp
from arrtui.core.players import WatchState
from arrtui.core.structs import describe_structs

if TYPE_CHECKING:
    import httpx

    from arrtui.core.config.players import PlayerConfig

SCAN_SECONDS = 600.0
"""How long a scan of one title's folder is waited for."""
STARTING = 1.5
"""Seconds after which a scan that is not seen to run is over."""
_LOOK = 0.1
_Result = TypeVar("_Result")
_DETAILS = ("title", "file", "playcount", "lastplayed", "resume", "art", "userrating", "dateadded")
_MOVIE = (*_DETAILS, "plot", "tag", "trailer", "setid")
_EPISODE = (*_DETAILS, "plot", "season", "episode")


class _Resume(msgspec.Struct):
    position: float = 0.0
    total: float = 0.0


class KodiPictured(msgspec.Struct, kw_only=True):
    """What Kodi has pictures of."""

    art: dict[str, str] = msgspec.field(default_factory=dict)

    def own_art(self) -> dict[str, str]:
        """Return its pictures by kind, as plain addresses, without those of what it belongs to."""
        return {kind: plain_address(address) for kind, address in self.art.items() if "." not in kind}


class KodiEntry(KodiPictured, kw_only=True):
    """A film, an episode or a series as Kodi has it."""

    movieid: int = 0
    episodeid: int = 0
    tvshowid: int = 0
    setid: int = 0
    """Of the set that a film belongs to; 0 for none."""
    title: str = ""
    plot: str = ""
    file: str = ""
    season: int = 0
    episode: int = 0
    playcount: int = 0
    lastplayed: str = ""
    userrating: int = 0
    trailer: str = ""
    resume: _Resume = msgspec.field(default_factory=_Resume)
    tag: tuple[str, ...] = ()

    @property
    def id(self) -> int:
        """Its id among those of its kind; it changes when Kodi reads the video anew."""
        return self.movieid or self.episodeid or self.tvshowid

    def watched(self) -> WatchState:
        """Return what Kodi keeps of it by itself, every picture included."""
        return WatchState(
            playcount=self.playcount,
            last_played=self.lastplayed,
            position=self.resume.position,
            total=self.resume.total,
            user_rating=self.userrating,
            tags=self.tag,
            art=self.own_art(),
        )


class KodiSeason(KodiPictured, kw_only=True):
    """A season as Kodi has it."""

    seasonid: int
    season: int = 0


class KodiSet(KodiPictured, kw_only=True):
    """A set of films as Kodi has it."""

    setid: int
    title: str = ""


class KodiActor(msgspec.Struct, kw_only=True):
    """An actor of a film or a series as Kodi has it."""

    name: str = ""
    thumbnail: str = ""
    """Address of the picture, which all titles of the actor share; empty for none."""


class KodiTexture(msgspec.Struct, kw_only=True):
    """A picture that Kodi keeps a copy of."""

    textureid: int
    url: str = ""
    imagehash: str = ""
    """``d<time>s<size>`` of the file, by which Kodi tells that it changed; empty for none."""


class _Fault(msgspec.Struct):
    message: str = ""
    code: int = 0


class _Reply(msgspec.Struct):
    result: msgspec.Raw = msgspec.Raw(b"null")
    error: _Fault | None = None


class _Movies(msgspec.Struct):
    movies: tuple[KodiEntry, ...] = ()


class _Episodes(msgspec.Struct):
    episodes: tuple[KodiEntry, ...] = ()


class _Series(msgspec.Struct):
    tvshows: tuple[KodiEntry, ...] = ()


class _Seasons(msgspec.Struct):
    seasons: tuple[KodiSeason, ...] = ()


class _Textures(msgspec.Struct):
    textures: tuple[KodiTexture, ...] = ()


class _SetDetails(msgspec.Struct):
    setdetails: KodiSet


class _Cast(msgspec.Struct, frozen=True):
    cast: tuple[KodiActor, ...] = ()


class _Details(msgspec.Struct):
    moviedetails: _Cast = _Cast()
    tvshowdetails: _Cast = _Cast()


class _Setting(msgspec.Struct):
    value: str | bool = ""


class _Source(msgspec.Struct):
    file: str


class _Sources(msgspec.Struct):
    sources: tuple[_Source, ...] = ()


class _Version(msgspec.Struct):
    major: int = 0
    minor: int = 0


class _Properties(msgspec.Struct):
    version: _Version


class KodiClient:
    """Asks one Kodi. Every method may raise PlayerError."""

    def __init__(self, config: PlayerConfig, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.config = config
        headers: dict[str, str] = {}
        if config.password is not None or config.user:
            secret = config.password.get_secret_value() if config.password is not None else ""
            pair = base64.b64encode(f"{config.user}:{secret}".encode()).decode()
            headers["Authorization"] = f"Basic {pair}"
        self._http = PlayerHttp(config, headers, transport=transport)

    async def call(self, method: str, **params: Any) -> bytes:
        """Return the result of a method of JSON-RPC. Raises PlayerError with Kodi's own words."""
        request = {"jsonrpc": "2.0", "id": 1, "method": method, "params": params}
        what = f"asking Kodi for {method}"
        body = await self._http.send("POST", "/jsonrpc", what, body=request)
        reply = self._http.read(body, _Reply, what)
        if reply.error is not None:
            raise self._http.fault(what, f"it answered: {reply.error.message[:200]} ({reply.error.code})")
        return bytes(reply.result)

    async def ask(self, kind: type[_Result], method: str, **params: Any) -> _Result:
        """Return the result of a method as a type. Raises PlayerError."""
        return self._http.read(await self.call(method, **params), kind, f"asking Kodi for {method}")

    async def version(self) -> str:
        """Return its version, such as ``20.1``."""
        version = (await self.ask(_Properties, "Application.GetProperties", properties=["version"])).version
        return f"{version.major}.{version.minor}"

    async def sources(self) -> list[str]:
        """Return the folders of its sources of videos and of music."""
        asked = [await self.ask(_Sources, "Files.GetSources", media=media) for media in ("video", "music")]
        return [source.file for answer in asked for source in answer.sources]

    async def setting(self, name: str) -> str | bool | None:
        """Return a setting of texts or switches; None for a Kodi without it."""
        try:
            return (await self.ask(_Setting, "Settings.GetSettingValue", setting=name)).value
        except PlayerError as error:
            if error.passing:
                raise
            return None

    async def sets_folder(self) -> str | None:
        """Return where it looks for pictures of sets; empty for nowhere, None for a Kodi without that."""
        folder = await self.setting("videolibrary.moviesetsfolder")
        return folder if isinstance(folder, str) else None

    async def is_playing(self) -> bool:
        """Return whether something is played."""
        return bool(await self.ask(list[Any], "Player.GetActivePlayers"))

    async def is_scanning(self) -> bool:
        """Return whether a library of it is being scanned or cleaned."""
        names = ["Library.IsScanningVideo", "Library.IsScanningMusic", "Library.IsScanning"]
        return any((await self.ask(dict[str, bool], "XBMC.GetInfoBooleans", booleans=names)).values())

    async def movies_below(self, folder: str) -> list[KodiEntry]:
        """Return the films whose path begins with a folder, which ends with its separator."""
        asked = self.ask(_Movies, "VideoLibrary.GetMovies", properties=_MOVIE, filter=_below(folder))
        return list((await asked).movies)

    async def shows_below(self, folder: str) -> list[KodiEntry]:
        """Return the series whose path begins with a folder, which ends with its separator."""
        fields = ["title", "plot", "file", "tag", "art"]
        asked = self.ask(_Series, "VideoLibrary.GetTVShows", properties=fields, filter=_below(folder))
        return list((await asked).tvshows)

    async def episodes_below(self, folder: str) -> list[KodiEntry]:
        """Return the episodes whose path begins with a folder, which ends with its separator."""
        asked = self.ask(_Episodes, "VideoLibrary.GetEpisodes", properties=_EPISODE, filter=_below(folder))
        return list((await asked).episodes)

    async def places_below(self, folder: str, *, shows: bool) -> list[str]:
        """Return the paths of the films below a folder, or of the series, and nothing else of them."""
        asked = {"properties": ["file"], "filter": _below(folder)}
        if shows:
            series = (await self.ask(_Series, "VideoLibrary.GetTVShows", **asked)).tvshows
            return [show.file for show in series]
        return [film.file for film in (await self.ask(_Movies, "VideoLibrary.GetMovies", **asked)).movies]

    async def seasons_of(self, tvshowid: int) -> list[KodiSeason]:
        """Return the seasons of a series."""
        asked = {"tvshowid": tvshowid, "properties": ["season", "art"]}
        return list((await self.ask(_Seasons, "VideoLibrary.GetSeasons", **asked)).seasons)

    async def movie_set(self, setid: int) -> KodiSet:
        """Return a set of films."""
        asked = self.ask(
            _SetDetails, "VideoLibrary.GetMovieSetDetails", setid=setid, properties=["title", "art"]
        )
        return (await asked).setdetails

    async def movie_cast(self, movieid: int) -> tuple[KodiActor, ...]:
        """Return the actors of a film."""
        method = "VideoLibrary.GetMovieDetails"
        return (await self.ask(_Details, method, movieid=movieid, properties=["cast"])).moviedetails.cast

    async def show_cast(self, tvshowid: int) -> tuple[KodiActor, ...]:
        """Return the actors of a series, without those of single episodes."""
        method = "VideoLibrary.GetTVShowDetails"
        return (await self.ask(_Details, method, tvshowid=tvshowid, properties=["cast"])).tvshowdetails.cast

    async def list_folder(self, folder: str) -> None:
        """Have a folder listed again: Kodi believes its last listing of what is there and what is not.

        One that is in no source cannot be listed, which is no error.
        """
        try:
            await self.call("Files.GetDirectory", directory=folder, limits={"start": 0, "end": 1})
        except PlayerError as error:
            if error.passing:
                raise

    async def scan(
        self, folder: str, check: Callable[[], None], seconds: float = SCAN_SECONDS, *, music: bool = False
    ) -> None:
        """Scan one folder, which ends with its separator, and wait until that is over.

        A second scan stops the one that runs (seen on 20.1), so the caller asks :meth:`is_scanning` first.
        A folder that Kodi did not list yet does not exist for it ("Process directory … does not exist -
        skipping scan") until the one around it is listed again.
        """
        library = "AudioLibrary" if music else "VideoLibrary"
        await self.call(f"{library}.Scan", directory=folder, showdialogs=False)
        loop = asyncio.get_running_loop()
        began, seen = loop.time(), False
        while loop.time() - began < seconds:
            check()
            running = await self.is_scanning()
            seen = seen or running
            if not running and (seen or loop.time() - began > STARTING):
                return
            await asyncio.sleep(_LOOK)
        raise self._http.fault(f"scanning {folder}", f"it was not done in {seconds / 60:.0f} minutes")

    async def set_movie(self, movieid: int, /, **details: Any) -> None:
        """Set fields of a film; its id, playcount and tags stay as they are."""
        await self.call("VideoLibrary.SetMovieDetails", movieid=movieid, **details)

    async def set_episode(self, episodeid: int, /, **details: Any) -> None:
        """Set fields of an episode."""
        await self.call("VideoLibrary.SetEpisodeDetails", episodeid=episodeid, **details)

    async def set_movie_set_art(self, setid: int, art: Mapping[str, str | None]) -> None:
        """Set pictures of a set of films."""
        await self.call("VideoLibrary.SetMovieSetDetails", setid=setid, art=art)

    async def set_show_art(self, tvshowid: int, art: Mapping[str, str | None]) -> None:
        """Set pictures of a series."""
        await self.call("VideoLibrary.SetTVShowDetails", tvshowid=tvshowid, art=art)

    async def set_season_art(self, seasonid: int, art: Mapping[str, str | None]) -> None:
        """Set pictures of a season."""
        await self.call("VideoLibrary.SetSeasonDetails", seasonid=seasonid, art=art)

    async def refresh_movie(self, movieid: int) -> None:
        """Have the NFO of a film read again: it gets a new id; playcount, tags and art are forgotten."""
        await self.call("VideoLibrary.RefreshMovie", movieid=movieid, ignorenfo=False)

    async def refresh_episode(self, episodeid: int) -> None:
        """Have the NFO of an episode read again: it gets a new id; playcount and art are forgotten."""
        await self.call("VideoLibrary.RefreshEpisode", episodeid=episodeid, ignorenfo=False)

    async def refresh_show(self, tvshowid: int) -> None:
        """Have the NFO of a series read again; its id, tags, art and episodes stay (seen on 20.1)."""
        await self.call(
            "VideoLibrary.RefreshTVShow", tvshowid=tvshowid, ignorenfo=False, refreshepisodes=False
        )

    async def remove_movie(self, movieid: int) -> None:
        """Take a film out of the library; no file is touched."""
        await self.call("VideoLibrary.RemoveMovie", movieid=movieid)

    async def remove_episode(self, episodeid: int) -> None:
        """Take an episode out of the library; no file is touched."""
        await self.call("VideoLibrary.RemoveEpisode", episodeid=episodeid)

    async def textures(self, beginning: str) -> list[KodiTexture]:
        """Return the copies of pictures whose address (``image://…/``) begins so."""
        rule = {"field": "url", "operator": "startswith", "value": beginning}
        fields = ["url", "imagehash"]
        asked = self.ask(_Textures, "Textures.GetTextures", properties=fields, filter=rule)
        return list((await asked).textures)

    async def remove_texture(self, textureid: int) -> None:
        """Drop the copy of a picture, so that it is read again when it is shown."""
        await self.call("Textures.RemoveTexture", textureid=textureid)

    async def show_message(self, title: str, text: str) -> None:
        """Show a message on the screen for some seconds."""
        await self.call("GUI.ShowNotification", title=title, message=text, displaytime=8000)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._http.aclose()


def _below(folder: str) -> dict[str, str]:
    return {"field": "path", "operator": "startswith", "value": folder}


def plain_address(address: str) -> str:
    """Return the address of a picture without Kodi's ``image://`` around it."""
    if not address.startswith("image://"):
        return address
    return unquote(address.removeprefix("image://").removesuffix("/"))


describe_structs(__name__)
