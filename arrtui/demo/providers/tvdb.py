"""TheTVDB (v4): a login, extended records of series and films, episodes by pages."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import msgspec

from arrtui.demo.http.clock import iso
from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.providers.answering import KEY, SimulatedProvider, UnknownError, people, portrait
from arrtui.demo.world.catalogue import is_known, movie_imdb_id, movie_with_imdb_id, series_imdb_id
from arrtui.demo.world.pictures import DrawnPicture
from arrtui.demo.world.seasons import airings

TOKEN = "token-of-the-demo"  # noqa: S105  # of a simulated site
PAGE = 500
"""Episodes of a page."""


class TvdbHost(SimulatedProvider):
    """The answers of api4.thetvdb.com."""

    unknown: ClassVar[Any] = {"status": "failure", "message": "Not Found", "data": None}
    refused: ClassVar[Any] = {"status": "failure", "message": "Unauthorized", "data": None}

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return whether a login has the key, and any other request the token."""
        if path != "/login":
            return request.headers.get("authorization") == f"Bearer {TOKEN}"
        try:
            body = msgspec.json.decode(request.body)
        except msgspec.DecodeError:
            return False
        return isinstance(body, dict) and body.get("apikey") == KEY

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer."""
        if path == "/login":
            return {"status": "success", "data": {"token": TOKEN}}
        if match := re.fullmatch(r"/search/remoteid/(\w+)", path):
            tmdb_id = movie_with_imdb_id(match[1])
            matches = [{"movie": {"id": tmdb_id, "name": "", "slug": ""}}] if tmdb_id else []
            return {"status": "success", "data": matches}
        if match := re.fullmatch(r"/series/(\d+)/episodes/default/([a-z]{3})", path):
            return self._episodes(int(match[1]), int(request.parameter("page") or 0))
        match = re.fullmatch(r"/(series|movies)/(\d+)/extended", path)
        if match is None or not is_known(int(match[2])):
            raise UnknownError
        data = self._series(int(match[2])) if match[1] == "series" else self._film(int(match[2]))
        return {"status": "success", "data": data}

    def _series(self, tvdb_id: int) -> Obj:
        known = self.catalogue.metadata("sonarr", tvdb_id)
        listed = airings(self.catalogue, tvdb_id, self.catalogue.anime_layouts.get(tvdb_id, False))
        numbers = sorted({airing.season for airing in listed})
        dates = [airing.at for airing in listed if airing.at is not None and airing.season]
        owner = f"s{tvdb_id}"
        artworks = [
            self._artwork(1, DrawnPicture(owner, "banner", 1, 758, 140), "eng"),
            self._artwork(2, DrawnPicture(owner, "poster", 1, 680, 1000), "eng"),
            self._artwork(3, DrawnPicture(owner, "fanart"), None),
            self._artwork(22, DrawnPicture(owner, "clearart"), "eng"),
            self._artwork(23, DrawnPicture(owner, "clearlogo"), "eng"),
            *(
                self._artwork(7, DrawnPicture(f"{owner}s{number:02}", "poster", 1, 680, 1000), "eng")
                | {"seasonId": tvdb_id * 100 + number}
                for number in numbers
            ),
        ]
        return self._common(tvdb_id, known) | {
            "artworks": artworks,
            "averageRuntime": known["runtime"],
            "firstAired": iso(min(dates))[:10] if dates else "",
            "originalNetwork": {"id": 4, "name": known["network"]},
            "remoteIds": [{"id": series_imdb_id(tvdb_id), "type": 2, "sourceName": "IMDB"}],
            "contentRatings": [{"id": 1, "name": "TV-14", "country": "usa"}],
            "seasons": [
                {
                    "id": tvdb_id * 100 + number,
                    "seriesId": tvdb_id,
                    "number": number,
                    "type": {"id": 1, "name": "Aired Order", "type": "official"},
                }
                for number in numbers
            ],
        }

    def _film(self, number: int) -> Obj:
        known = self.catalogue.metadata("radarr", number)
        owner = f"m{number}"
        return self._common(number, known) | {
            "artworks": [
                self._artwork(14, DrawnPicture(owner, "poster", 1, 680, 1000), "eng"),
                self._artwork(15, DrawnPicture(owner, "fanart"), None),
                self._artwork(25, DrawnPicture(owner, "clearlogo"), "eng"),
            ],
            "runtime": known["runtime"],
            "first_release": {"country": "global", "date": known["inCinemas"][:10]},
            "studios": [{"id": 6, "name": known["studio"]}],
            "remoteIds": [{"id": movie_imdb_id(number), "type": 2, "sourceName": "IMDB"}],
            "contentRatings": [{"id": 1, "name": "PG-13", "country": "usa"}],
        }

    def _common(self, number: int, known: Obj) -> Obj:
        rng = self.rng(number)
        return {
            "id": number,
            "name": known["title"],
            "slug": known["titleSlug"],
            "year": str(known["year"]),
            "score": rng.randrange(100_000),
            "status": {"id": 2, "name": "Ended"},
            "originalCountry": "usa",
            "originalLanguage": "eng",
            "genres": [{"id": index, "name": name} for index, name in enumerate(known["genres"], 1)],
            "characters": [
                {
                    "id": person["id"],
                    "name": person["part"],
                    "peopleType": "Actor",
                    "personName": person["name"],
                    "personImgURL": f"{self.pictures()}/{portrait(person).name}",
                    "sort": order,
                }
                for order, person in enumerate(people(rng, 5), 1)
            ],
            "translations": {
                "nameTranslations": [{"language": "eng", "name": known["title"]}],
                "overviewTranslations": [{"language": "eng", "overview": known["overview"]}],
            },
        }

    def _artwork(self, type_: int, picture: DrawnPicture, language: str | None) -> Obj:
        width, height = picture.size
        return {
            "id": 60_000_000 + type_,
            "image": f"{self.pictures()}/{picture.name}",
            "thumbnail": f"{self.pictures()}/preview/{picture.name}",
            "language": language,
            "type": type_,
            "score": 100_000 + 7 if language == "eng" else 5,
            "width": width,
            "height": height,
            "includesText": language is not None,
        }

    def _episodes(self, tvdb_id: int, page: int) -> Obj:
        if not is_known(tvdb_id):
            raise UnknownError
        listed = airings(self.catalogue, tvdb_id, self.catalogue.anime_layouts.get(tvdb_id, False))
        rows = [
            {
                "id": tvdb_id * 1_000 + index,
                "seriesId": tvdb_id,
                "name": airing.title,
                "aired": None if airing.at is None else iso(airing.at)[:10],
                "runtime": 45,
                "overview": f"What happens in “{airing.title}”.",
                "image": f"{self.pictures()}/"
                + DrawnPicture(f"s{tvdb_id}s{airing.season:02}e{airing.number:02}", "thumb").name,
                "imageType": 11,
                "number": airing.number,
                "seasonNumber": airing.season,
            }
            for index, airing in enumerate(listed)
        ]
        more = len(rows) > (page + 1) * PAGE
        return {
            "status": "success",
            "data": {"episodes": rows[page * PAGE : (page + 1) * PAGE]},
            "links": {"prev": None, "self": "", "next": f"?page={page + 1}" if more else None},
        }
