"""Fanart.tv (v3): images of films and series by their types; it does not have every title."""

from __future__ import annotations

import re
from typing import Any, ClassVar
from zlib import crc32

from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.providers.answering import KEY, SimulatedProvider, UnknownError
from arrtui.demo.world.catalogue import collection_title, is_known
from arrtui.demo.world.music import number_of
from arrtui.demo.world.pictures import DrawnPicture
from arrtui.demo.world.seasons import airings

_POSTER = (1000, 1426)
_FILM = {
    "hdmovielogo": "clearlogo",
    "moviedisc": "discart",
    "movieposter": "poster",
    "hdmovieclearart": "clearart",
    "moviebackground": "fanart",
    "moviebanner": "banner",
    "moviethumb": "landscape",
}
_SERIES = {
    "hdtvlogo": "clearlogo",
    "hdclearart": "clearart",
    "showbackground": "fanart",
    "tvthumb": "landscape",
    "tvposter": "poster",
    "tvbanner": "banner",
    "characterart": "characterart",
}
_SEASONS = {"seasonposter": "poster", "seasonbanner": "banner", "seasonthumb": "landscape"}
_ARTIST = {
    "artistthumb": "portrait",
    "artistbackground": "fanart",
    "hdmusiclogo": "clearlogo",
    "musicbanner": "banner",
}
_ALBUM = {"albumcover": "cover", "cdart": "discart"}
_WORDLESS = ("fanart",)


class FanartHost(SimulatedProvider):
    """The answers of webservice.fanart.tv."""

    unknown: ClassVar[Any] = {"status": "error", "error message": "Not found"}
    refused: ClassVar[Any] = {"status": "error", "error message": "Invalid API key"}

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return whether the key is in the address or a header."""
        return (request.parameter("api_key") or request.headers.get("api-key")) == KEY

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer; every fifth title is not known."""
        if path.startswith("/music/"):
            return self._artist(path.removeprefix("/music/"))
        match = re.fullmatch(r"/(movies|tv)/(\d+)", path)
        if match is not None and (name := collection_title(int(match[2]))):
            return {"name": name, "tmdb_id": match[2]} | self._images(f"c{match[2]}", _FILM)
        if match is None or not is_known(number := int(match[2])) or number % 5 == 0:
            raise UnknownError
        return self._film(number) if match[1] == "movies" else self._series(number)

    def _film(self, tmdb_id: int) -> Obj:
        known = self.catalogue.metadata("radarr", tmdb_id)
        answer: Obj = {"name": known["title"], "tmdb_id": str(tmdb_id), "imdb_id": known.get("imdbId", "")}
        answer |= self._images(f"m{tmdb_id}", _FILM)
        for disc in answer["moviedisc"]:
            disc |= {"disc": "1", "disc_type": "bluray"}
        return answer

    def _series(self, tvdb_id: int) -> Obj:
        known = self.catalogue.metadata("sonarr", tvdb_id)
        answer: Obj = {"name": known["title"], "thetvdb_id": str(tvdb_id)}
        answer |= self._images(f"s{tvdb_id}", _SERIES)
        listed = airings(self.catalogue, tvdb_id, self.catalogue.anime_layouts.get(tvdb_id, False))
        for name, kind in _SEASONS.items():
            answer[name] = [
                self._image(DrawnPicture(f"s{tvdb_id}s{season:02}", kind), "en") | {"season": str(season)}
                for season in sorted({airing.season for airing in listed})
            ]
        answer["seasonposter"].append(
            self._image(DrawnPicture(f"s{tvdb_id}all", "poster"), "en") | {"season": "all"}
        )
        return answer

    def _artist(self, artist_id: str) -> Obj:
        """Return an artist with its albums: no image has a language, and what it lacks is left out."""
        artist, number = self.catalogue.music.artist(artist_id), number_of("a", artist_id)
        if artist is None or number % 5 == 0:
            raise UnknownError
        answer: Obj = {"name": artist.name, "mbid_id": artist_id}
        answer |= self._of_music(f"a{number}", _ARTIST)
        known = [album for album in artist.albums if number_of("b", album.album_id) % 3]
        if known:
            answer["albums"] = {
                album.album_id: self._of_music(f"g{album.album_id[:8]}", _ALBUM) for album in known
            }
        for album in answer.get("albums", {}).values():
            for disc in album["cdart"]:
                disc |= {"disc": "1", "size": "1000"}
        return answer

    def _of_music(self, owner: str, types: dict[str, str]) -> Obj:
        return {
            type_: [
                {key: value for key, value in self._image(picture, "").items() if key != "lang"}
                for number in (1, 2)
                for picture in (DrawnPicture(owner, kind, number),)
            ]
            for type_, kind in types.items()
        }

    def _images(self, owner: str, types: dict[str, str]) -> Obj:
        return {
            type_: [
                self._image(
                    DrawnPicture(owner, kind, number, *(_POSTER if kind == "poster" else ())),
                    "" if kind in _WORDLESS else language,
                )
                for number, language in ((1, "en"), (2, "de"))
            ]
            for type_, kind in types.items()
        }

    def _image(self, picture: DrawnPicture, language: str) -> Obj:
        return {
            "id": str(crc32(picture.name.encode()) % 1_000_000),
            "url": f"{self.pictures()}/{picture.name}",
            "lang": language,
            "likes": str(9 - picture.number),
        }
