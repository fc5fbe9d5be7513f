"""How the library of a simulated Radarr is drawn: movies, files, history and queue, all from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator

from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.http.clock import DAY, epoch, iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.radarr.library import RadarrLibrary
from arrtui.demo.world.catalogue import id_at
from arrtui.demo.world.queueing import DRAWN, queue_entry
from arrtui.demo.world.releases import make_release, media_info, safe_name, scene_stem

_AVAILABILITIES = ("announced", "inCinemas", "released")


def draw_library(store: RadarrLibrary, positions: list[int]) -> None:
    """Fill a new library with the movies at these positions of the catalogue."""
    rng = random.Random(f"{store.seed}:{store.instance}")
    paths: set[str] = set()
    number = 0
    for position in positions:
        number += 1 if rng.random() < 0.97 else rng.randint(2, 4)
        movie = _draw_movie(store, rng, number, id_at("radarr", position, store.seed), paths)
        store.movies[number] = movie
        if movie["year"] <= store.catalogue.this_year and rng.random() < 0.94:
            store.attach(movie, draw_file(store, rng, movie))
    for _ in range(3):
        tmdb_id = id_at("radarr", 200_000 + rng.randint(0, 50_000), store.seed)
        title, year = store.head(tmdb_id)[:2]
        store.add_exclusion(tmdb_id, title, year)
    missing = [movie for movie in store.movies.values() if not movie["movieFileId"]]
    for number, movie in enumerate(missing[:DRAWN], 1):
        title = f"{scene_stem(movie['title'])}.{movie['year']}.1080p.WEB-DL.DDP5.1.H.264-FLUX"
        release = draw_release(store, movie, 1)
        store.queue[number] = queue_entry(number, title, release, store.today, movieId=movie["id"])
    store.remember_ids()


def _draw_movie(store: RadarrLibrary, rng: random.Random, number: int, tmdb_id: int, paths: set[str]) -> Obj:
    title, year, _ = store.head(tmdb_id)
    roots = [root["path"] for root in store.root_folders.values()]
    root = rng.choices(roots, weights=(80, 14, 6)[: len(roots)])[0]
    added = store.today - rng.randint(20, 1900) * DAY + rng.randint(0, DAY - 1)
    movie: Obj = {"id": number, "tmdbId": tmdb_id, "title": title, "year": year}
    path = store.folder_for(movie, root)
    if path in paths:  # two titles never share a folder: the second one carries its id
        path = f"{path} {{tmdb-{tmdb_id}}}"
    paths.add(path)
    movie["path"] = path
    profile = rng.choices((1, 2, 3, 4, 5), weights=(52, 22, 10, 12, 4))[0]
    movie["qualityProfileId"] = profile if profile in store.profiles else 1
    movie["monitored"] = rng.random() < 0.88
    movie["minimumAvailability"] = rng.choice(_AVAILABILITIES)
    movie["tags"] = sorted(rng.sample(range(1, 6), rng.choice((0, 0, 0, 1, 1, 2))))
    movie |= {"added": iso(added), "movieFileId": 0}
    if rng.random() < 0.6:
        movie["lastSearchTime"] = iso(added + rng.randint(60, 4000))
    return movie


def draw_file(store: RadarrLibrary, rng: random.Random, movie: Obj) -> Obj:
    """Return a file for a movie, of a release its profile prefers; not in the library yet."""
    title, year = movie["title"], movie["year"]
    profile: str = store.profiles[movie["qualityProfileId"]]["name"]
    flavour = "german" if "German" in profile else store.role
    minutes = 80 + movie["tmdbId"] % 70
    release = make_release(rng, "radarr", flavour, store.head(movie["tmdbId"])[2], minutes)
    scene = f"{scene_stem(title)}.{year}.{release.pop('tail')}"
    words, language = release.pop("words"), release["languages"][0]["name"][:3].lower()
    quality = release["quality"]["quality"]
    group = f"-{release['releaseGroup']}" if release["releaseGroup"] else ""
    file: Obj = {"movieId": movie["id"]}
    file["relativePath"] = f"{safe_name(title)} ({year}) [{quality['name']}]{group}.mkv"
    file["dateAdded"] = iso(min(store.today, epoch(movie["added"]) + rng.randint(600, 300 * DAY)))
    file["sceneName"] = scene if rng.random() < 0.85 else None
    file["originalFilePath"] = f"{scene}/{scene.lower()}.mkv" if rng.random() < 0.8 else None
    file["edition"] = "Director's Cut" if rng.random() < 0.04 else ""
    file["mediaInfo"] = media_info(words, quality["resolution"], language, minutes)
    return without_nulls(file | release)


def draw_release(store: RadarrLibrary, movie: Obj, number: int) -> Obj:
    """Return a release of a movie that an indexer has; the same one for the same number."""
    return draw_file(store, random.Random(f"{store.seed}:{movie['tmdbId']}:{number}"), movie)


def draw_history(store: RadarrLibrary) -> Iterator[Row]:
    """Return the rows from before the estate started: each file's grab and import, often an earlier one's."""
    for file in store.files.values():
        rng = random.Random(store.seed * 7_919 + file["id"])
        if rng.random() < 0.06:  # found on disk: nothing is known of it
            continue
        movie = store.movies[file["movieId"]]
        at = float(epoch(file["dateAdded"]))
        if rng.random() < 0.35:
            older = draw_file(store, rng, movie) | {"id": file["id"] - 1}
            download = make_download_id(store.seed, store.instance, older["id"])
            yield from store.arrival(movie, older, at - rng.randint(3, 90) * DAY, download)
            original = store.original_language(movie)
            reason = store.reason_gone(older, file, movie["qualityProfileId"], original)
            yield store.history_row("movieFileDeleted", movie, older, at, extra={"reason": reason})
        if rng.random() < 0.05:
            yield store.history_row("downloadFailed", movie, file, at - 7200)
        yield from store.arrival(movie, file, at, make_download_id(store.seed, store.instance, file["id"]))
