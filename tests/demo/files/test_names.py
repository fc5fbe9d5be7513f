"""Which files an app takes for the film or an episode, and which for their neighbours: one row per name.

The facts are those of Radarr 6.1 and Sonarr 4.0.19 (`DiskScanService`, `Parser.ParsePath`). BASE stands for
the name of the real video without its extension, TITLE for the name of the movie's folder, or for the series.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from arrtui.demo.estate import SimulatedEstate
from tests.demo.files.bench import EXTERNAL_ID, Bench, make_estate

_NUMBERS = count(EXTERNAL_ID)
SMALL, BIG = ("height=480", 5_000), ("height=1080", 90_000)
FILM = "[WEBDL-1080p]-NTb"

MOVIE = {
    # what a scan leaves out
    "BASE-trailer.mkv": "",
    "BASE-Trailer.mkv": "",
    "TITLE-trailer.mkv": "",
    "TITLE-TRAILER.MKV": "",
    "TITLE [Bluray-1080p]-SHORT.mkv": "",
    "TITLE [Bluray-1080p]-Other.mkv": "",
    "TITLE [WEBDL-1080p]-Scene.mkv": "",
    "Movie-trailer.mp4": "",
    "movie-trailer.mkv": "",
    "Trailers/Official Trailer.mkv": "",
    "trailers/x.mkv": "",
    "TRAILERS/BASE.mkv": "",
    "Shorts/TITLE [Bluray-1080p].mkv": "",
    "Plex Versions/BASE.mkv": "",
    "Extras/x.mkv": "",
    "Sample/x.mkv": "",
    ".trailers/x.mkv": "",
    # no videos
    "BASE-trailer.mkv.part": "",
    "TITLE-trailer.mkv.tmp": "",
    "theme-music/theme.mp3": "",
    # below the top only what is named as a movie
    "Trailer/Official Trailer.mkv": "",
    "Videos/x.mkv": "",
    "backdrops/theme.mp4": "",
    "Trailer/BASE.mkv": "WEBDL",
    "Trailer/TITLE.mkv": "WEBDL",
    "Trailer/TITLE trailer.mkv": "WEBDL",
    "Trailers /BASE.mkv": "WEBDL",
    "Videos/TITLE-clip.mkv": "WEBDL",
    "backdrops/TITLE.mkv": "WEBDL",
    # at the top any name
    "trailer.mkv": "WEBDL",
    "Official Trailer.mkv": "WEBDL",
    "Trailer.mp4": "TV",
    "movie-trailer-1.mp4": "TV",
    "trailer.strm": "TV",
    "BASE.trailer.mkv": "WEBDL",
    "BASE_trailer.mkv": "WEBDL",
    "BASE trailer.mkv": "WEBDL",
    "BASE-trailer2.mkv": "WEBDL",
    "BASE-trailer-1.mkv": "WEBDL",
    ".BASE-trailer.tmp.mkv": "WEBDL",
    "BASE-trailer.part.mkv": "WEBDL",
    "BASE-teaser.mkv": "WEBDL",
    "BASE-clip.mkv": "WEBDL",
    "TITLE (Trailer).mkv": "WEBDL",
    "TITLE - Official Trailer.mkv": "WEBDL",
    "TITLE-trailer.en.mkv": "WEBDL",
    "TITLE–trailer.mkv": "WEBDL",
}
"""By path the source that Radarr tells of it, as the film; empty: it is not taken."""
QUALITIES = {
    ("WEBDL", SMALL): "WEBDL-480p",
    ("WEBDL", BIG): "WEBDL-1080p",
    ("TV", SMALL): "SDTV",
    ("TV", BIG): "HDTV-1080p",
}

EPISODE = {
    # what a scan leaves out
    "Season 01/BASE-trailer.mkv": "",
    "Season 01/Season 01-trailer.mkv": "",
    "Season 01/TITLE - S01E03-trailer.mkv": "",
    "Season 01/Trailers/Season Trailer.mkv": "",
    "Trailers/Official Trailer.mkv": "",
    "trailers/TITLE - S01E01 - Teaser.mkv": "",
    "TITLE-trailer.mkv": "",
    "tvshow-trailer.mkv": "",
    "Season 01-trailer.mkv": "",
    "season01-trailer.mkv": "",
    "Specials/TITLE-trailer.mkv": "",
    # of no episode, or of a whole season
    "trailer.mkv": "",
    "Trailer 1.mkv": "",
    "Trailer 101.mkv": "",
    "TITLE Trailer 2024.mkv": "",
    "TITLE - Trailer S01.mkv": "",
    "Season 01/TITLE S01 Trailer.mkv": "",
    "Season 01/Trailer/Season Trailer.mkv": "",
    "Season 01/backdrops/Theme 1.mp4": "",
    "Trailer/Official Trailer.mkv": "",
    "Specials/Trailer.mkv": "",
    "backdrops/theme.mp4": "",
    # of one
    "Season 01/trailer.mkv": "S01E01",
    "Season 01/Trailer 1.mkv": "S01E01",
    "Season 01/BASE.trailer.mkv": "S01E01",
    "Season 01/.BASE-trailer.tmp.mkv": "S01E01",
    "Season 01/BASE-trailer.part.mkv": "S01E01",
    "Season 01/BASE-trailer2.mkv": "S01E01",
    "Season 01/TITLE - S01E01 - Trailer.mkv": "S01E01",
    "Season 01/TITLE - S01E03 - Trailer.mkv": "S01E03",
    "Specials/TITLE - S00E01 - Trailer.mkv": "S00E01",
    "Sample/TITLE - S01E03.mkv": "S01E03",
}
"""By path the episode that Sonarr takes it for; empty: none."""
SEASON_FOLDERS = {
    "Season 01": "S01E01",
    "Season 02": "S01E02",
    "Season 03": "S01E03",
    "Season 00": "",
    "Season 1": "",
    "Season 2": "",
    "S01": "",
    "S02": "",
    "Specials": "",
    "Staffel 1": "",
}
"""By folder the episode whose file the pictures and music in it belong to; empty: none."""


class Shelf(Bench):
    """A title of its own for one name, in an estate that all names share."""

    def __init__(self, estate: SimulatedEstate, kind: str) -> None:
        number = next(_NUMBERS)
        self.name = f"Copper Road {number}"
        super().__init__(estate, kind, self.name, 1991, number)
        self.title = f"{self.name} (1991)" if kind == "radarr" else self.name
        self.folder = f"a/{self.title}"

    def __enter__(self) -> Shelf:
        return self

    def __exit__(self, *_: object) -> None:
        self.api.http.close()

    def named(self, path: str) -> str:
        """Return a path of the tables with the names of this title."""
        base = f"{self.title} {FILM}" if self.kind == "radarr" else f"{self.title} - S01E01 - Part {FILM}"
        return path.replace("BASE", base).replace("TITLE", self.title)

    def put(self, path: str, video: tuple[str, int]) -> None:
        """Write a video of some height and bytes."""
        file = self.base / self.folder / self.named(path)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(video[0])
        os.truncate(file, video[1])

    def names(self) -> dict[str, str]:
        """Return quality by path of the title's files."""
        return {
            file["relativePath"]: file["quality"]["quality"]["name"]
            for file in self.store.files_of(self.title_id)
        }

    def by_episode(self) -> dict[str, str]:
        """Return the path of the file of each episode that has one."""
        paths = {number: path for path, number in self.files().items()}
        return {
            f"S{row['seasonNumber']:02}E{row['episodeNumber']:02}": paths[row["episodeFileId"]]
            for row in self.store.episodes_of(self.title_id)
            if row["episodeFileId"]
        }


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SimulatedEstate]:
    """An estate for all names."""
    with make_estate(tmp_path_factory.mktemp("names")) as estate:
        yield estate


@pytest.fixture
def movie(shared: SimulatedEstate) -> Iterator[Shelf]:
    """A movie that is not in the library yet."""
    with Shelf(shared, "radarr") as shelf:
        yield shelf


@pytest.fixture
def series(shared: SimulatedEstate) -> Iterator[Shelf]:
    """A series that is not in the library yet."""
    with Shelf(shared, "sonarr") as shelf:
        yield shelf


@pytest.mark.parametrize("path", MOVIE)
def test_a_lone_video_becomes_the_film_by_its_name(movie: Shelf, path: str) -> None:
    movie.put(path, SMALL)
    movie.add(movie.folder)
    taken = {movie.named(path): QUALITIES[MOVIE[path], SMALL]} if MOVIE[path] else {}
    assert movie.names() == taken
    movie.put("BASE.mkv", BIG)
    movie.rescan()
    assert movie.names() == taken | {movie.named("BASE.mkv"): "WEBDL-1080p"}
    told = movie.api.get(f"movie/{movie.title_id}")["movieFile"]["relativePath"]
    assert told == movie.named(path if taken else "BASE.mkv")


@pytest.mark.parametrize("path", MOVIE)
def test_the_bigger_of_two_videos_becomes_the_film(movie: Shelf, path: str) -> None:
    movie.put("BASE.mkv", ("height=1080", BIG[1] - 1))
    movie.put(path, BIG)
    movie.add(movie.folder)
    source = MOVIE[path]
    assert movie.names() == {movie.named(path if source else "BASE.mkv"): QUALITIES[source or "WEBDL", BIG]}


@pytest.mark.parametrize("path", MOVIE)
def test_a_video_beside_the_film_is_a_second_row_unless_it_is_worse(movie: Shelf, path: str) -> None:
    movie.put("BASE.mkv", BIG)
    movie.add(movie.folder)
    film = {movie.named("BASE.mkv"): "WEBDL-1080p"}
    movie.put(path, SMALL)
    movie.rescan()
    assert movie.names() == film
    movie.put(path, BIG)
    movie.rescan()
    assert movie.names() == film | ({movie.named(path): "WEBDL-1080p"} if MOVIE[path] == "WEBDL" else {})


@pytest.mark.parametrize("path", EPISODE)
def test_a_video_is_the_file_of_the_episode_it_names(series: Shelf, path: str) -> None:
    series.put("Season 01/BASE.mkv", ("height=720", 40_000))
    series.put("Season 01/TITLE - S01E02 - Part [WEBDL-720p]-NTb.mkv", ("height=720", 40_000))
    series.add(series.folder)
    real = series.by_episode()
    assert sorted(real) == ["S01E01", "S01E02"]
    series.put(path, SMALL)
    series.rescan()
    code = EPISODE[path]
    free = {code: series.named(path)} if code and code not in real else {}
    assert series.by_episode() == real | free
    assert all(series.names()[name] == "SDTV" for name in free.values())


@pytest.mark.parametrize("path", EPISODE)
def test_the_bigger_of_two_videos_is_the_file_of_an_episode(series: Shelf, path: str) -> None:
    series.put("Season 01/BASE.mkv", ("height=720", 40_000))
    series.put("Season 01/TITLE - S01E02 - Part [WEBDL-720p]-NTb.mkv", ("height=720", 40_000))
    series.put(path, BIG)
    series.add(series.folder)
    names = {code: Path(name).name for code, name in series.by_episode().items()}
    code = EPISODE[path]
    wanted = {
        "S01E01": series.named("BASE.mkv"),
        "S01E02": series.named("TITLE - S01E02 - Part [WEBDL-720p]-NTb.mkv"),
    }
    assert names == wanted | ({code: Path(series.named(path)).name} if code else {})


@pytest.mark.parametrize("kind", ["standard", "anime"])
@pytest.mark.parametrize("folder", SEASON_FOLDERS)
def test_generic_names_belong_to_the_episode_that_the_folder_is_read_as(
    series: Shelf, folder: str, kind: str
) -> None:
    for code in ("S01E01", "S01E02", "S01E03", "S02E01", "S02E02", "S03E01"):
        series.put(f"Videos/TITLE - {code} - Part [WEBDL-720p]-NTb.mkv", ("height=720", 40_000))
    series.add(series.folder)
    series.store.titles[series.title_id]["seriesType"] = kind
    for name in ("landscape.jpg", "theme.mp3"):
        series.put(f"{folder}/{name}", ("", 10))
    series.rescan()
    files = {series.files()[path]: code for code, path in series.by_episode().items()}
    owner = SEASON_FOLDERS[folder]
    tied = {(path, files[number]) for number, path, _ in series.adopted() if number}
    assert tied == (
        {(f"{folder}/{name}", owner) for name in ("landscape.jpg", "theme.mp3")} if owner else set()
    )
