"""TMDB (v3): films and series with what is appended to them, their seasons, find and search."""

from __future__ import annotations

import re
from typing import Any, ClassVar

from arrtui.demo.http.clock import iso
from arrtui.demo.http.request import HttpRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.providers.answering import KEY, SimulatedProvider, UnknownError, people, portrait
from arrtui.demo.world.catalogue import (
    collection_title,
    is_known,
    movie_imdb_id,
    movie_with_imdb_id,
    series_imdb_id,
)
from arrtui.demo.world.pictures import DrawnPicture
from arrtui.demo.world.seasons import Airing, airings

_FILM, _SERIES = "m", "s"
_MOST_APPENDED = 20


class TmdbHost(SimulatedProvider):
    """The answers of api.themoviedb.org."""

    unknown: ClassVar[Any] = {
        "success": False,
        "status_code": 34,
        "status_message": "The resource you requested could not be found.",
    }
    refused: ClassVar[Any] = {
        "status_code": 7,
        "status_message": "Invalid API key: You must be granted a valid key.",
        "success": False,
    }

    def knows_key(self, request: HttpRequest, path: str) -> bool:
        """Return whether the key is in the address or the header."""
        key = request.parameter("api_key") or request.headers.get("authorization", "").removeprefix("Bearer ")
        return key == KEY

    def answer(self, request: HttpRequest, path: str) -> Any:
        """Return the body of an answer."""
        if match := re.fullmatch(r"/find/(\w+)", path):
            return self._find(match[1], request.parameter("external_source") or "")
        if match := re.fullmatch(r"/search/(movie|tv)", path):
            return {"page": 1, "results": [], "total_pages": 0, "total_results": 0}
        languages = (request.parameter("include_image_language") or "").split(",")
        if match := re.fullmatch(r"/collection/(\d+)", path):
            return self._collection(int(match[1]), languages)
        match = re.fullmatch(r"/(movie|tv)/(\d+)(?:/(.+))?", path)
        if match is None or not is_known(int(match[2])):
            raise UnknownError
        kind, number = match[1], int(match[2])
        if match[3]:
            return self._part(kind, number, match[3], languages)
        parts = [part for part in (request.parameter("append_to_response") or "").split(",") if part]
        title = self._film(number) if kind == "movie" else self._series(number)
        return title | {part: self._part(kind, number, part, languages) for part in parts[:_MOST_APPENDED]}

    def _part(self, kind: str, number: int, part: str, languages: list[str]) -> Any:
        """Return what can be appended to a title, or asked for by itself."""
        rng = self.rng(number)
        owner = f"{_FILM}{number}" if kind == "movie" else f"{_SERIES}{self._tvdb_id(number)}"
        if match := re.fullmatch(r"season/(\d+)(/images)?", part):
            return self._season(number, int(match[1]), languages, images_only=bool(match[2]))
        match part:
            case "images":
                return self._images(number, owner, languages)
            case "external_ids":
                tvdb_id = self._tvdb_id(number)
                film, series = {"imdb_id": movie_imdb_id(number)}, {"imdb_id": series_imdb_id(tvdb_id)}
                return {"id": number} | (film if kind == "movie" else series | {"tvdb_id": tvdb_id})
            case "credits" | "aggregate_credits":
                return self._credits(rng, aggregate=part == "aggregate_credits")
            case "release_dates":
                return {"results": [self._release("US", "PG-13"), self._release("DE", "12")]}
            case "content_ratings":
                return {
                    "results": [
                        {"iso_3166_1": "US", "rating": "TV-14"},
                        {"iso_3166_1": "DE", "rating": "16"},
                    ]
                }
            case "translations":
                german = {"title": "", "name": "", "overview": "Eine erfundene Handlung.", "tagline": ""}
                return {
                    "translations": [
                        {"iso_3166_1": "DE", "iso_639_1": "de", "name": "Deutsch", "data": german}
                    ]
                }
            case "keywords":
                words = [{"id": 1, "name": "based on nothing"}, {"id": 2, "name": "lighthouse"}]
                return {"keywords" if kind == "movie" else "results": words}
            case "videos":
                return {"id": number, "results": [_featurette(number)]}
        raise UnknownError

    def _film(self, tmdb_id: int) -> Obj:
        known = self.catalogue.metadata("radarr", tmdb_id)
        rng = self.rng(tmdb_id)
        collection = known.get("collection")
        return {
            "adult": False,
            "id": tmdb_id,
            "imdb_id": known.get("imdbId"),
            "title": known["title"],
            "original_title": known["originalTitle"],
            "original_language": "en",
            "overview": known["overview"],
            "tagline": f"Nothing is as {rng.choice(('silent', 'crimson', 'hollow'))} as the truth.",
            "runtime": known["runtime"],
            "release_date": known["inCinemas"][:10],
            "status": "Released",
            "vote_average": round(4 + tmdb_id % 53 / 10, 3),
            "vote_count": 900 + tmdb_id % 40_000,
            "popularity": 10.5,
            "genres": _named(known["genres"]),
            "production_companies": [{"id": 9, "logo_path": None, "name": known["studio"]}],
            "production_countries": [{"iso_3166_1": "US", "name": "United States of America"}],
            "belongs_to_collection": collection
            and {"id": collection["tmdbId"], "name": collection["title"], "poster_path": None},
            "homepage": known["website"],
        }

    def _series(self, tmdb_id: int) -> Obj:
        tvdb_id = self._tvdb_id(tmdb_id)
        known = self.catalogue.metadata("sonarr", tvdb_id)
        listed = self._airings(tvdb_id)
        seasons = sorted({airing.season for airing in listed})
        dates = [airing.at for airing in listed if airing.at is not None and airing.season]
        return {
            "id": tmdb_id,
            "name": known["title"],
            "original_name": known["title"],
            "overview": known["overview"],
            "tagline": "",
            "episode_run_time": [known["runtime"]],
            "first_air_date": iso(min(dates))[:10] if dates else None,
            "status": "Returning Series",
            "vote_average": 7.4,
            "vote_count": 300 + tvdb_id % 4_000,
            "genres": _named(known["genres"]),
            "networks": [{"id": 3, "logo_path": None, "name": known["network"]}],
            "created_by": [{"id": 5, "name": "Ada Meridian"}],
            "seasons": [
                {
                    "id": tmdb_id * 100 + season,
                    "season_number": season,
                    "name": f"Season {season}" if season else "Specials",
                    "overview": "",
                    "air_date": None,
                    "episode_count": sum(airing.season == season for airing in listed),
                    "poster_path": _path(DrawnPicture(f"s{tvdb_id}s{season:02}", "poster")),
                }
                for season in seasons
            ],
        }

    def _season(self, tmdb_id: int, season: int, languages: list[str], *, images_only: bool) -> Obj:
        tvdb_id = self._tvdb_id(tmdb_id)
        listed = [airing for airing in self._airings(tvdb_id) if airing.season == season]
        if not listed:
            raise UnknownError
        if images_only:
            posters = (DrawnPicture(f"s{tvdb_id}s{season:02}", "poster", number) for number in (1, 2))
            return {"id": tmdb_id, "posters": [_image(picture, "en") for picture in posters]}
        return {
            "id": tmdb_id * 100 + season,
            "season_number": season,
            "name": f"Season {season}" if season else "Specials",
            "overview": "",
            "air_date": None,
            "poster_path": _path(DrawnPicture(f"s{tvdb_id}s{season:02}", "poster")),
            "episodes": [self._episode(tvdb_id, airing) for airing in listed],
        }

    def _episode(self, tvdb_id: int, airing: Airing) -> Obj:
        owner = f"s{tvdb_id}s{airing.season:02}e{airing.number:02}"
        return {
            "id": tvdb_id * 1_000 + airing.season * 100 + airing.number,
            "season_number": airing.season,
            "episode_number": airing.number,
            "name": airing.title,
            "overview": f"What happens in “{airing.title}”.",
            "air_date": None if airing.at is None else iso(airing.at)[:10],
            "runtime": 45,
            "still_path": _path(DrawnPicture(owner, "thumb")) if airing.at is not None else None,
            "vote_average": 7.5,
            "vote_count": 20,
            "crew": [{"id": 7, "name": "Mira Compass", "job": "Director", "department": "Directing"}],
            "guest_stars": [],
        }

    def _images(self, number: int, owner: str, languages: list[str]) -> Obj:
        """Return the images of a title in some languages; ``null`` among them is those without words."""
        posters = [
            (DrawnPicture(owner, "poster"), "en"),
            (DrawnPicture(owner, "poster", 2, 500, 750), "en"),
            (DrawnPicture(owner, "poster", 3), "de"),
            (DrawnPicture(owner, "poster", 4), None),
        ]
        backdrops = [
            (DrawnPicture(owner, "fanart"), None),
            (DrawnPicture(owner, "fanart", 2, 1280, 720), None),
            (DrawnPicture(owner, "landscape", 1, 1280, 720), "en"),
        ]
        logos = [(DrawnPicture(owner, "clearlogo", 1, 500, 194), "en")]
        vectors = {
            **_image(DrawnPicture(owner, "clearlogo", 2), "en"),
            "file_path": f"/{owner}-clearlogo.svg",
        }
        kept = {
            name: [_image(picture, word) for picture, word in rows if str(word or "null") in languages]
            for name, rows in (("posters", posters), ("backdrops", backdrops), ("logos", logos))
        }
        kept["logos"].append(vectors)
        return {"id": number, **kept}

    def _collection(self, number: int, languages: list[str]) -> Obj:
        """Return a set of films with its images, of which none is a logo."""
        name = collection_title(number)
        if not name:
            raise UnknownError
        images = self._images(number, f"c{number}", languages) | {"logos": []}
        overview = f"All films of {name}."
        return {"id": number, "name": name, "overview": overview, "parts": [], "images": images}

    def _credits(self, rng: Any, *, aggregate: bool) -> Obj:
        cast = []
        for order, person in enumerate(people(rng, 8)):
            row = {"id": person["id"], "name": person["name"], "order": order}
            row["profile_path"] = _path(portrait(person))
            part = {"character": person["part"]}
            cast.append(row | ({"roles": [part]} if aggregate else part))
        jobs = [("Ada Meridian", "Director", "Directing"), ("Ivo Cipher", "Screenplay", "Writing")]
        crew = [
            {"id": 1, "name": name, "department": department}
            | ({"jobs": [{"job": job}]} if aggregate else {"job": job})
            for name, job, department in jobs
        ]
        return {"cast": cast, "crew": crew}

    def _release(self, country: str, certification: str) -> Obj:
        return {"iso_3166_1": country, "release_dates": [{"certification": certification, "type": 3}]}

    def _find(self, number: str, source: str) -> Obj:
        films, series = [], []
        if source == "tvdb_id" and number.isdecimal() and is_known(int(number)):
            series = [{"id": int(number) // 2 + 1}]
        elif source == "imdb_id" and (tmdb_id := movie_with_imdb_id(number)):
            films = [{"id": tmdb_id}]
        return {"movie_results": films, "tv_results": series, "person_results": []}

    def _tvdb_id(self, tmdb_id: int) -> int:
        """Return TheTVDB's id of a series: of the two that share an id the one that an instance has."""
        second = (tmdb_id - 1) * 2 + 1
        return second if second in self.catalogue.episode_counts or second == 1 else second - 1

    def _airings(self, tvdb_id: int) -> list[Airing]:
        return airings(self.catalogue, tvdb_id, self.catalogue.anime_layouts.get(tvdb_id, False))


def _featurette(number: int) -> Obj:
    """Return a video of a title; none is a trailer, since no site on the internet has one."""
    return {
        "iso_639_1": "en",
        "iso_3166_1": "US",
        "name": "Making of",
        "key": f"none{number:07}",
        "site": "YouTube",
        "size": 1080,
        "type": "Featurette",
        "official": True,
        "published_at": "2019-02-01T14:00:00.000Z",
        "id": f"{number:024x}",
    }


def _named(names: list[str]) -> list[Obj]:
    return [{"id": index, "name": name} for index, name in enumerate(names, 1)]


def _path(picture: DrawnPicture) -> str:
    return f"/{picture.name}"


def _image(picture: DrawnPicture, language: str | None) -> Obj:
    width, height = picture.size
    return {
        "aspect_ratio": round(width / height, 3),
        "file_path": _path(picture),
        "height": height,
        "iso_639_1": language,
        "vote_average": round(6.5 - picture.number / 2, 3),
        "vote_count": 24 // picture.number,
        "width": width,
    }
