"""The metadata host of the demo: what is known about every movie and series, by external id."""

from __future__ import annotations

import random
import re
from typing import TYPE_CHECKING

from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.world import words
from arrtui.demo.world.music import Discographies
from arrtui.demo.world.tables import Kind, languages

if TYPE_CHECKING:
    from arrtui.demo.world.seasons import Airing

KNOWN_BELOW = 900_000
"""Every external id from 1 up to this one exists; others are unknown to the metadata host."""

_ORDINARY_IDS = 800_000
_FIRST_SPECIAL = 880_000
_FIRST_COLLECTION = 950_000
_FILMS_OF_COLLECTION = 8_000
_STEP = 7_919
_STRIDE = 100_000
"""Catalogue positions between the titles of two instances that share nothing."""
_SHARED_PART: dict[Kind, float] = {"radarr": 0.7, "sonarr": 0.2, "lidarr": 0.5}
_SPECIAL_EVERY = 7
_ARTICLE = re.compile(r"^(the|an|a)\s+", re.IGNORECASE)
_YEAR_DAYS = 365.25
_TRAILER_LETTERS = "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMN23456789_-"

Head = tuple[str, int, str]
"""Title, year and original language."""


def is_known(external_id: int) -> bool:
    """Return whether the metadata host has this id."""
    return 0 < external_id < KNOWN_BELOW


def id_at(kind: Kind, position: int, seed: int) -> int:
    """Return the external id at a position of the catalogue; every seventh position is an awkward title."""
    slot, place = divmod(position, _SPECIAL_EVERY)
    if place == 2 and slot < len(words.SPECIAL_TITLES[kind]):
        return _FIRST_SPECIAL + slot
    return 2 + (position * _STEP + seed * 31) % _ORDINARY_IDS


def positions_of(kind: Kind, seed: int, number: int, count: int, first_count: int) -> list[int]:
    """Return the catalogue positions of an instance's titles, in the order they were added.

    The first instance (number 0, with `first_count` titles) has the start of the catalogue, where a part of
    another instance's titles is too.
    """
    rng = random.Random(f"{seed}:{kind}:{number}")
    if number == 0:
        positions = list(range(count))
    else:
        shared = rng.sample(range(first_count), min(int(count * _SHARED_PART[kind]), first_count))
        positions = shared + [number * _STRIDE + offset for offset in range(count - len(shared))]
    rng.shuffle(positions)
    return positions


def sort_title(title: str) -> str:
    """Return the title in lower case without its article."""
    return _ARTICLE.sub("", title.strip().lower())


def clean_title(title: str) -> str:
    """Return only letters and digits, as the apps compare titles."""
    return "".join(letter for letter in sort_title(title) if letter.isalnum()) or title.strip().lower()


def invent_title(rng: random.Random) -> tuple[str, str]:
    """Invent a title and choose its language."""
    draw = rng.random()
    if draw < 0.06:
        title, language = rng.choice(words.FOREIGN)
        return (f"{title} {rng.randint(2, 99)}" if draw < 0.045 else title), language
    adjective, noun = rng.choice(words.ADJECTIVES), rng.choice(words.NOUNS)
    other, place, name = rng.choice(words.NOUNS), rng.choice(words.PLACES), rng.choice(words.NAMES)
    patterns = (
        f"The {adjective} {noun}",
        f"The {noun} of {place}",
        f"{adjective} {noun}: The {other}",
        f"A {noun} in {place}",
        f"{name} and the {adjective} {noun}",
        f"An {noun} for {name}" if noun[0] in "AEIO" else f"{name}'s {noun}",
        f"{adjective} {other}",
        f"{place}, {noun}",
        f"{noun} & {other}",
        f"{noun} {rng.randint(2, 5)}: {adjective} {other}",
    )
    return rng.choice(patterns), "English"


def cover(title_id: int, cover_type: str, remote_url: str, url_base: str, last_write: int | None) -> Obj:
    """Return an image; without a time of its last write (excludeLocalCovers) it has no local address."""
    image: Obj = {"coverType": cover_type}
    if last_write is not None:
        image["url"] = f"{url_base}/MediaCover/{title_id}/{cover_type}.jpg?lastWrite={last_write}"
    image["remoteUrl"] = remote_url
    return image


def movie_imdb_id(tmdb_id: int) -> str:
    """Return the IMDb id of a movie."""
    return f"tt{1_000_000 + tmdb_id * 7:07}"


def movie_with_imdb_id(imdb_id: str) -> int:
    """Return the TMDb id of the movie with an IMDb id (`tt1004221`), 0 if no movie has it."""
    number, rest = divmod(int(imdb_id.removeprefix("tt")) - 1_000_000, 7)
    return number if not rest and is_known(number) else 0


def series_imdb_id(tvdb_id: int) -> str:
    """Return the IMDb id of a series."""
    return f"tt{2_000_000 + tvdb_id * 5:07}"


class Catalogue:
    """Deterministic metadata: the same seed, day and id always give the same title."""

    def __init__(self, seed: int, today: int) -> None:
        self.seed = seed
        self.today = today
        self.this_year = 1970 + int(today / DAY / _YEAR_DAYS)
        self.episode_counts: dict[int, int] = {}
        """By TVDB id how many episodes a series has, where an instance that holds it has decided."""
        self.anime_layouts: dict[int, bool] = {}
        """By TVDB id whether a series has seasons as anime has; the first instance that holds it decides."""
        self.airings: dict[tuple[int, bool], list[Airing]] = {}
        """By TVDB id and whether the seasons are those of an anime the episodes that have been asked for."""
        self.music = Discographies(seed, today)
        """The host of artists and their albums."""
        self.image_host = ""
        """Where pictures of titles are served; empty where their addresses are invented too."""
        self._heads: dict[tuple[Kind, int], Head] = {}
        self.pictures: dict[tuple[Kind, int], tuple[str, ...]] = {}
        """Kinds of picture of titles that have others than :func:`drawn_pictures`."""

    def _rng(self, number: int, salt: int) -> random.Random:
        return random.Random((self.seed * 1_000_003 + number) * 64 + salt)

    def pictures_of(self, kind: Kind, external_id: int) -> tuple[str, ...]:
        """Return the kinds of picture that the metadata host has of a title."""
        return self.pictures.get((kind, external_id)) or drawn_pictures(kind, external_id)

    def head(self, kind: Kind, external_id: int) -> Head:
        """Return title, year and original language of a movie (Radarr) or a series (Sonarr)."""
        if (kind, external_id) in self._heads:
            return self._heads[kind, external_id]
        slot, specials = external_id - _FIRST_SPECIAL, words.SPECIAL_TITLES[kind]
        if 0 <= slot < len(specials):
            head = (*specials[slot], "English")
        else:
            rng = self._rng(external_id, 1 if kind == "radarr" else 2)
            title, language = invent_title(rng)
            if kind == "radarr":
                age = -1 if rng.random() < 0.02 else int(min(95, rng.expovariate(1 / 14)))
            else:
                age = int(min(40, rng.expovariate(1 / 8)))
            head = title, self.this_year - age, language
        self._heads[kind, external_id] = head
        return head

    def metadata(self, kind: Kind, external_id: int) -> Obj:
        """Return everything about a title that does not depend on an instance."""
        return self._movie(external_id) if kind == "radarr" else self._series(external_id)

    def episode_count(self, tvdb_id: int) -> int:
        """Return how many episodes a series has."""
        return self.episode_counts.get(tvdb_id) or 8 + tvdb_id % 33

    def _movie(self, tmdb_id: int) -> Obj:
        rng = self._rng(tmdb_id, 3)
        title, year, language = self.head("radarr", tmdb_id)
        cinema = int((year - 1970) * _YEAR_DAYS + rng.randint(5, 350)) * DAY
        meta: Obj = {"title": title, "originalTitle": title}
        meta["originalLanguage"] = languages("radarr")[language]
        others = [f"{title} {rng.choice(words.PLACES)}" for _ in range(rng.randint(14, 28))]
        meta["alternateTitles"] = [
            {"sourceType": "tmdb", "movieMetadataId": tmdb_id, "title": other, "id": tmdb_id * 32 + number}
            for number, other in enumerate(others, 1)
        ]
        meta |= {"secondaryYearSourceId": 0, "sortTitle": sort_title(title), "year": year}
        digital, disc = cinema + rng.randint(40, 110) * DAY, cinema + rng.randint(111, 200) * DAY
        status = "released" if digital < self.today else "inCinemas" if cinema < self.today else "announced"
        meta |= {"status": status, "inCinemas": iso(cinema), "digitalRelease": iso(digital)}
        if rng.random() < 0.7:
            meta["physicalRelease"] = iso(disc)
        meta["releaseDate"] = iso(digital)
        meta["overview"] = " ".join(rng.sample(words.SENTENCES, rng.randint(4, 7)))
        meta |= {"website": f"https://films.example/{tmdb_id}", "studio": rng.choice(words.STUDIOS)}
        meta["youTubeTrailerId"] = "".join(rng.choices(_TRAILER_LETTERS, k=11))
        meta["runtime"] = rng.randint(71, 189)
        if rng.random() < 0.85:
            meta["certification"] = rng.choice(("G", "PG", "PG-13", "R", "NC-17", "12", "16"))
        meta["genres"] = rng.sample(words.GENRES, rng.randint(1, 4))
        meta["keywords"] = rng.sample(words.KEYWORDS, rng.randint(8, 24))
        meta |= {"cleanTitle": clean_title(title), "tmdbId": tmdb_id, "titleSlug": str(tmdb_id)}
        if rng.random() < 0.96:
            meta["imdbId"] = movie_imdb_id(tmdb_id)
        if rng.random() < 0.18:
            number = _FIRST_COLLECTION + tmdb_id // _FILMS_OF_COLLECTION
            meta["collection"] = {"title": collection_title(number), "tmdbId": number}
        return meta

    def _series(self, tvdb_id: int) -> Obj:
        rng = self._rng(tvdb_id, 4)
        title, year, language = self.head("sonarr", tvdb_id)
        meta: Obj = {"title": title, "sortTitle": sort_title(title), "year": year}
        meta["alternateTitles"] = [
            {"title": f"{title} {suffix}", "sceneSeasonNumber": -1} for suffix in ("TV", f"({year})")
        ]
        meta |= {"originalLanguage": languages("sonarr").get(language, languages("sonarr")["English"])}
        meta["overview"] = " ".join(rng.sample(words.SENTENCES, rng.randint(3, 5)))
        meta["network"] = rng.choice(words.NETWORKS)
        meta |= {"airTime": f"{rng.randint(18, 23)}:00", "useSceneNumbering": False}
        meta |= {"runtime": rng.choice((23, 24, 42, 45, 50, 58)), "tvRageId": 0, "tvMazeId": tvdb_id // 3 + 1}
        meta["tmdbId"] = tvdb_id // 2 + 1 if rng.random() < 0.9 else 0
        if rng.random() < 0.93:
            meta["imdbId"] = series_imdb_id(tvdb_id)
        if rng.random() < 0.8:
            meta["certification"] = rng.choice(("TV-PG", "TV-14", "TV-MA"))
        meta["genres"] = rng.sample(words.GENRES, rng.randint(1, 4))
        slug = re.sub(r"[^a-z0-9]+", "-", title.lower()).strip("-") or f"series-{tvdb_id}"
        meta |= {"cleanTitle": clean_title(title), "tvdbId": tvdb_id, "titleSlug": slug[:80]}
        return meta


def collection_title(number: int) -> str:
    """Return the name of a collection by its id; empty for one that the metadata host does not know."""
    place = number - _FIRST_COLLECTION
    is_one = 0 <= place <= KNOWN_BELOW // _FILMS_OF_COLLECTION
    return f"The {words.NOUNS[place % len(words.NOUNS)]} Collection" if is_one else ""


def movie_ratings(number: int, tick: int) -> Obj:
    """Return ratings, which move with every request (`tick`) as the real host's do with every refresh."""
    votes, value = 900 + number % 40_000 + tick, 4.0 + number % 53 / 10
    drift = tick % 7 / 10
    ratings: Obj = {
        "imdb": {"votes": votes * 3, "value": round(min(9.4, value + drift / 2), 1), "type": "user"},
        "tmdb": {"votes": votes, "value": round(min(9.9, value + drift), 3), "type": "user"},
        "rottenTomatoes": {"votes": 0, "value": (number * 7 + tick) % 101, "type": "critic"},
        "trakt": {"votes": votes // 2, "value": round(min(9.7, value + drift / 3), 5), "type": "user"},
    }
    if number % 3:
        ratings["metacritic"] = {"votes": 0, "value": 20 + number * 13 % 80, "type": "critic"}
    return ratings


def ticks(moment: float) -> int:
    """Convert seconds since 1970 to .NET ticks, which image addresses carry."""
    return int(moment * 10_000_000) + 621_355_968_000_000_000


def drawn_pictures(kind: Kind, external_id: int) -> tuple[str, ...]:
    """Return the kinds of picture that a title is drawn with."""
    if kind == "sonarr":
        return ("banner", "poster", "fanart")
    return ("poster", "fanart", "clearlogo") if external_id % 3 == 0 else ("poster", "fanart")


def episode_codes(name: str) -> set[tuple[int, int]]:
    """Return the season and episode numbers in a file name (`S01E02E03`)."""
    match = re.search(r"S(\d+)((?:E\d+)+)", name, re.IGNORECASE)
    return {(int(match[1]), int(number)) for number in re.findall(r"\d+", match[2])} if match else set()
