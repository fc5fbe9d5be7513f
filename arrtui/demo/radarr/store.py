"""The library of a simulated Radarr: movies, their files and what happens to them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row, download_id
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.radarr.commands import run
from arrtui.demo.world import catalogue as meta
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.clock import DAY, epoch, iso, now_iso
from arrtui.demo.world.releases import make_release, media_info, queue_entry, safe_name, scene_stem
from arrtui.demo.world.tables import languages
from arrtui.demo.world.words import SPECIAL_MOVIES

AVAILABILITIES = ("announced", "inCinemas", "released")


def tmdb_at(position: int, seed: int) -> int:
    """The TMDb id at a position of the catalogue."""
    return meta.external_id(position, seed, len(SPECIAL_MOVIES))


class RadarrStore(Store):
    """`movies` and `files` by id; a movie names its file in `movieFileId` (0: none)."""

    kind = "radarr"

    def __init__(
        self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None, positions: list[int]
    ) -> None:
        super().__init__(instance, seed, catalogue, folder)
        self.movies: dict[int, Obj] = {}
        self.files: dict[int, Obj] = {}
        self.collections: dict[int, Obj] = {}
        self._metadata: dict[int, Obj] = {}
        self._next_file = 1
        self._draw_library(positions)

    # ---- drawing ------------------------------------------------------------------------------

    def _draw_library(self, positions: list[int]) -> None:
        rng = random.Random(f"{self.seed}:{self.instance}")
        paths: set[str] = set()
        number = 0
        for position in positions:
            number += 1 if rng.random() < 0.97 else rng.randint(2, 4)
            movie = self._draw_movie(rng, number, tmdb_at(position, self.seed), paths)
            self.movies[number] = movie
            if movie["year"] <= self.catalogue.this_year and rng.random() < 0.94:
                self.attach(movie, self._draw_file(rng, movie, self._flavour(movie)))
        self._draw_exclusions(rng)
        self._draw_queue()
        self.remember_ids(self.movies)

    def _draw_movie(self, rng: random.Random, number: int, tmdb_id: int, paths: set[str]) -> Obj:
        title, year, _ = self.catalogue.movie_head(tmdb_id)
        roots = [item["path"] for item in self.root_folders.values()]
        root = rng.choices(roots, weights=(80, 14, 6)[: len(roots)])[0]
        added = self.today - rng.randint(20, 1900) * DAY + rng.randint(0, DAY - 1)
        movie: Obj = {"id": number, "tmdbId": tmdb_id, "title": title, "year": year}
        movie["path"] = self._free_path(f"{root}/{safe_name(title)} ({year})", tmdb_id, paths)
        movie["qualityProfileId"] = rng.choices((1, 2, 3, 4, 5), weights=(52, 22, 10, 12, 4))[0]
        if movie["qualityProfileId"] not in self.profiles:
            movie["qualityProfileId"] = 1
        movie |= {"monitored": rng.random() < 0.88, "minimumAvailability": rng.choice(AVAILABILITIES)}
        movie["tags"] = sorted(rng.sample(range(1, 6), rng.choice((0, 0, 0, 1, 1, 2))))
        movie |= {"added": iso(added), "movieFileId": 0}
        if rng.random() < 0.6:
            movie["lastSearchTime"] = iso(added + rng.randint(60, 4000))
        return movie

    @staticmethod
    def _free_path(path: str, tmdb_id: int, paths: set[str]) -> str:
        """Two titles never share a folder: the second one carries its id."""
        free = path if path not in paths else f"{path} {{tmdb-{tmdb_id}}}"
        paths.add(free)
        return free

    def _flavour(self, movie: Obj) -> str:
        profile: str = self.profiles[movie["qualityProfileId"]]["name"]
        return "german" if "German" in profile else self.role

    def _draw_file(self, rng: random.Random, movie: Obj, flavour: str) -> Obj:
        title, year = movie["title"], movie["year"]
        original = self.catalogue.movie_head(movie["tmdbId"])[2]
        minutes = 80 + movie["tmdbId"] % 70
        release = make_release(rng, "radarr", flavour, original, minutes)
        scene = f"{scene_stem(title)}.{year}.{release.pop('tail')}"
        quality = release["quality"]["quality"]
        group = f"-{release['releaseGroup']}" if release["releaseGroup"] else ""
        file: Obj = {"movieId": movie["id"]}
        file["relativePath"] = f"{safe_name(title)} ({year}) [{quality['name']}]{group}.mkv"
        file["dateAdded"] = iso(min(self.today, epoch(movie["added"]) + rng.randint(600, 300 * DAY)))
        file["sceneName"] = scene if rng.random() < 0.85 else None
        file["originalFilePath"] = f"{scene}/{scene.lower()}.mkv" if rng.random() < 0.8 else None
        file["edition"] = "Director's Cut" if rng.random() < 0.04 else ""
        words = release.pop("words")
        file["mediaInfo"] = media_info(
            words, quality["resolution"], release["languages"][0]["name"][:3].lower(), minutes
        )
        return without_nulls(file | release)

    def attach(self, movie: Obj, file: Obj) -> Obj:
        """Give a file its id and make it the movie's; ids grow by two, as replaced files leave gaps."""
        self._next_file += 2
        file |= {"id": self._next_file, "movieId": movie["id"]}
        self.files[file["id"]] = file
        movie["movieFileId"] = file["id"]
        return file

    def _draw_exclusions(self, rng: random.Random) -> None:
        for number in range(1, 4):
            tmdb_id = tmdb_at(200_000 + rng.randint(0, 50_000), self.seed)
            title, year, _ = self.catalogue.movie_head(tmdb_id)
            row = {"id": number, "tmdbId": tmdb_id, "movieTitle": title, "movieYear": year}
            self.exclusions[number] = row

    def _draw_history(self) -> Iterator[Row]:
        for file in self.files.values():
            yield from self._file_history(file)

    def _file_history(self, file: Obj) -> Iterator[Row]:
        """Grab and import of a file, often of an earlier one too; nothing for a file found on disk."""
        rng = random.Random(self.seed * 7_919 + file["id"])
        if rng.random() < 0.06:
            return
        movie = self.movies[file["movieId"]]
        at = float(epoch(file["dateAdded"]))
        if rng.random() < 0.35:
            older = self._draw_file(rng, movie, self._flavour(movie)) | {"id": file["id"] - 1}
            then = at - rng.randint(3, 90) * DAY
            yield from self._arrival(movie, older, then)
            yield self.row("movieFileDeleted", movie, older, at, extra={"reason": "Upgrade"})
        if rng.random() < 0.05:
            yield self.row("downloadFailed", movie, file, at - 7200)
        yield from self._arrival(movie, file, at)

    def _arrival(self, movie: Obj, file: Obj, at: float) -> Iterator[Row]:
        identity = download_id(self.seed, self.instance, file["id"])
        yield self.row("grabbed", movie, file, at - 1900, identity)
        yield self.row("downloadFolderImported", movie, file, at, identity)

    def row(
        self,
        event: str,
        movie: Obj,
        file: Obj,
        at: float,
        identity: str | None = None,
        extra: dict[str, str] | None = None,
    ) -> Row:
        """A row of the history, with the score of today once the history has been drawn."""
        profile = movie["qualityProfileId"]
        score = self.score_now(file, profile, self.original_language(movie)) if self.history.drawn else None
        title = file.get("sceneName") or file["relativePath"].rsplit(".", 1)[0]
        return Row(
            movie["id"], event, at, file, title, identity, score, profile, file.get("id", 0), extra=extra
        )

    # ---- reading ------------------------------------------------------------------------------

    def metadata(self, tmdb_id: int) -> Obj:
        """What the metadata host says about a movie, remembered."""
        known = self._metadata.get(tmdb_id)
        if known is None:
            known = self._metadata[tmdb_id] = self.catalogue.movie(tmdb_id)
        return known

    def original_language(self, movie: Obj) -> int:
        """The id of the language a movie was made in."""
        name = self.catalogue.movie_head(movie["tmdbId"])[2]
        return int(languages("radarr")[name]["id"])

    def file_of(self, movie: Obj) -> Obj | None:
        """The file of a movie."""
        return self.files.get(movie["movieFileId"])

    def collection(self, number: int) -> Obj:
        """A collection by id."""
        return self.all_collections()[number]

    def all_collections(self) -> dict[int, Obj]:
        """The collections the library's movies belong to; their settings are remembered."""
        titles = {
            found["tmdbId"]: found["title"]
            for movie in self.movies.values()
            if (found := self.metadata(movie["tmdbId"]).get("collection"))
        }
        known = {item["tmdbId"] for item in self.collections.values()}
        for tmdb_id in sorted(set(titles) - known):
            number = self.next_id(self.collections)
            self.collections[number] = self._new_collection(number, tmdb_id, titles[tmdb_id])
        return {number: item for number, item in self.collections.items() if item["tmdbId"] in titles}

    def _new_collection(self, number: int, tmdb_id: int, title: str) -> Obj:
        item: Obj = {
            "id": number,
            "title": title,
            "sortTitle": title.lower(),
            "tmdbId": tmdb_id,
            "images": [],
        }
        item |= {"overview": "", "monitored": number % 5 == 0, "rootFolderPath": self.root_folders[1]["path"]}
        item |= {"qualityProfileId": 1, "searchOnAdd": False, "minimumAvailability": "released", "tags": []}
        return item

    def is_available(self, movie: Obj, status: str) -> bool:
        """Whether a movie has reached its minimum availability."""
        order = ("tba", "announced", "inCinemas", "released")
        return status in order and order.index(status) >= order.index(movie["minimumAvailability"])

    def draw_release(self, movie: Obj, number: int) -> Obj:
        """A release of a movie that an indexer has; the same one for the same number."""
        rng = random.Random(f"{self.seed}:{movie['tmdbId']}:{number}")
        return self._draw_file(rng, movie, self._flavour(movie))

    def _draw_queue(self) -> None:
        missing = [movie for movie in self.movies.values() if not movie["movieFileId"]]
        for number, movie in enumerate(missing[:3], 1):
            file = self.draw_release(movie, 1)
            title = f"{scene_stem(movie['title'])}.{movie['year']}.1080p.WEB-DL.DDP5.1.H.264-FLUX"
            self.queue[number] = queue_entry(number, title, file, movieId=movie["id"])

    # ---- what the app does --------------------------------------------------------------------

    def add_movie(self, tmdb_id: int, **fields: Any) -> Obj:
        """Add a movie by TMDb id; `path` or `rootFolderPath` and everything else may be given."""
        title, year, _ = self.catalogue.movie_head(tmdb_id)
        number = self.next_id(self.movies)
        root = fields.pop("rootFolderPath", None) or self.root_folders[min(self.root_folders)]["path"]
        path = self.folder_for({"title": title, "year": year}, root)
        defaults: Obj = {"path": path, "monitored": True, "tags": []}
        defaults |= {"qualityProfileId": min(self.profiles), "minimumAvailability": "released"}
        given = {key: value for key, value in fields.items() if value is not None}
        movie = {"id": number, "tmdbId": tmdb_id, "title": title, "year": year, **defaults, **given}
        movie |= {"added": now_iso(), "movieFileId": 0}
        self.movies[number] = movie
        return movie

    def delete_movie(self, movie_id: int, *, delete_files: bool = False, exclude: bool = False) -> None:
        """Remove a movie with its history; without `delete_files` its folder is found again when re-added."""
        movie = self.movies.pop(movie_id)
        file = self.files.pop(movie["movieFileId"], None)
        if delete_files:
            self.remove_tree(movie["path"])
        elif file:
            self.leave(movie, [file])
        self.relocated.discard(movie_id)
        self.drop_downloads("movieId", movie_id)
        self.history.forget({movie_id})
        if exclude:
            self.exclude(movie["tmdbId"], movie["title"], movie["year"])

    def exclude(self, tmdb_id: int, title: str, year: int) -> Obj:
        """Add a movie to the import exclusions, where it is not on them."""
        present = next((row for row in self.exclusions.values() if row["tmdbId"] == tmdb_id), None)
        if present:
            return present
        number = self.next_id(self.exclusions)
        row = {"id": number, "tmdbId": tmdb_id, "movieTitle": title, "movieYear": year}
        self.exclusions[number] = row
        return row

    def replace_file(self, movie_id: int, **facts: Any) -> Obj:
        """Upgrade: a new file id; grabbed, deleted (Upgrade) and imported rows share one download."""
        movie = self.movies[movie_id]
        old = self.files.pop(movie["movieFileId"], None)
        rng = random.Random(f"{self.seed}:{self.instance}:{movie_id}:{self._next_file}")
        new = self._draw_file(rng, movie, self._flavour(movie)) | {"dateAdded": now_iso()}
        self.history.draw()
        self.attach(movie, new | facts)
        new, now = self.files[movie["movieFileId"]], time.time()
        self.write_file(f"{movie['path']}/{new['relativePath']}", new["size"])
        identity = download_id(self.seed, self.instance, new["id"])
        self.history.add(self.row("grabbed", movie, new, now - 60, identity))
        if old:
            self.remove_file(f"{movie['path']}/{old['relativePath']}")
            self.history.add(self.row("movieFileDeleted", movie, old, now, identity, {"reason": "Upgrade"}))
        self.history.add(self.row("downloadFolderImported", movie, new, now, identity))
        return new

    def rename_file(self, movie_id: int, name: str) -> Obj:
        """Rename a movie's file inside its folder; the app writes a renamed row and keeps the file id."""
        movie = self.movies[movie_id]
        file = self.files[movie["movieFileId"]]
        self.history.draw()
        before, file["relativePath"] = file["relativePath"], name
        self.move_file(f"{movie['path']}/{before}", f"{movie['path']}/{name}")
        paths = {"sourcePath": f"{movie['path']}/{before}", "sourceRelativePath": before}
        paths |= {"path": f"{movie['path']}/{name}", "relativePath": name}
        self.history.add(self.row("movieFileRenamed", movie, file, time.time(), extra=paths))
        return file

    def delete_file(self, file_id: int, reason: str = "Manual") -> None:
        """Delete a file from disk; the movie stays."""
        self.history.draw()
        file = self.files.pop(file_id)
        movie = self.movies[file["movieId"]]
        movie["movieFileId"] = 0
        self.remove_file(f"{movie['path']}/{file['relativePath']}")
        self.history.add(self.row("movieFileDeleted", movie, file, time.time(), extra={"reason": reason}))

    def toggle_monitored(self, movie_id: int) -> bool:
        """Flip whether a movie is monitored; returns the new state."""
        movie = self.movies[movie_id]
        movie["monitored"] = not movie["monitored"]
        return bool(movie["monitored"])

    def folder_for(self, movie: Obj, root: str) -> str:
        """The folder the app makes for a movie below a root folder."""
        return f"{root}/{safe_name(movie['title'])} ({movie['year']})"

    def relocate(self, movie: Obj, path: str) -> None:
        """Point a movie at another folder, in the database alone."""
        file = self.file_of(movie)
        self.point_elsewhere(movie, path, [file] if file else [])

    def run_command(self, command: Obj) -> None:
        """Do what a command is for. Raises ApiError for a movie that is not there."""
        run(self, command)

    def file_sizes(self) -> Iterator[tuple[str, int]]:
        """Path and bytes of every file, for laying them out."""
        for file in list(self.files.values()):
            movie = self.movies.get(file["movieId"])
            if movie is not None and movie["id"] not in self.relocated:
                yield f"{movie['path']}/{file['relativePath']}", file["size"]
