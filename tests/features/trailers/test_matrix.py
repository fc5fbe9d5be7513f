"""Every name of a trailer, held against what the apps and the players make of it: one row per name.

The facts are those of Radarr 6.1 and Sonarr 4.0 (`DiskScanService`), of Kodi 20.1 and Jellyfin 10.11 as they
ran, and of Plex by its documents. BASE stands for the name of the film without its extension.
"""

from __future__ import annotations

import json
from enum import Enum
from functools import cache
from typing import Any, NamedTuple

import pytest
from pydantic_core import PydanticCustomError

from arrtui.core.apps import Kind
from arrtui.core.config.trailer_profiles import TrailerProfile, check_film_template, check_series_template
from arrtui.demo.world.scanning import is_scanned
from arrtui.features.trailers.naming import film_trailer, series_trailer
from arrtui.media.names import AppReading, names_trailer, reading
from tests.demo.replay.records import FOLDER


class Reader(Enum):
    """What somebody makes of a video."""

    TRAILER = "trailer"
    FILM = "film"
    """A film or an episode of its own, or a second version of one."""
    NOTHING = "nothing"
    UNKNOWN = "unknown"
    """Neither tried nor in the documents."""


T, F, N, U = Reader.TRAILER, Reader.FILM, Reader.NOTHING, Reader.UNKNOWN


class Row(NamedTuple):
    """What everybody makes of a name."""

    path: str
    app: Reader
    """Radarr, while no film is known, or Sonarr."""
    kodi: Reader
    jellyfin: Reader
    plex: Reader
    variant: str = ""
    """Where the players' records have it."""
    layout: str = ""
    """Where the app's records have it."""

    def __str__(self) -> str:
        return self.path


FILMS = (
    Row("BASE-trailer.mkv", N, T, T, T, "T01", "base-trailer.mkv"),
    Row("movie-trailer.mkv", N, T, T, T, "T02", "movie-trailer.mkv"),
    Row("trailer.mkv", F, F, T, U, "T03", "trailer.mkv"),
    Row("BASE - trailer.mkv", F, F, T, U, "T04", "folder - Official Trailer.mkv"),
    Row("BASE.trailer.mkv", F, F, T, U, "T05", "base.trailer.mkv"),
    Row("BASE_trailer.mkv", F, U, U, U, "", "base_trailer.mkv"),
    Row("BASE trailer.mkv", F, U, U, U, "", "base trailer.mkv"),
    Row("BASE-trailer2.mkv", F, N, T, U, "T08", "base-trailer2.mkv"),
    Row("BASE-trailer-1.mkv", F, U, F, U, "", "base-trailer-1.mkv"),
    Row("BASE-trailer.en.mkv", F, U, U, U, "", "folder-trailer.ext.mkv"),
    Row("BASE-teaser.mkv", F, U, U, U, "", "base-teaser.mkv"),
    Row("BASE-clip.mkv", F, U, U, U, "", "base-clip.mkv"),
    Row(".BASE-trailer.tmp.mkv", F, N, N, U, "", ".base-trailer.tmp.mkv"),
    Row("BASE-trailer.part.mkv", F, U, U, U, "", "base-trailer.part.mkv"),
    Row("Trailer/BASE.mkv", F, U, U, U, "", "Trailer/base.mkv"),
    Row("trailers/x.mkv", N, F, T, T, "T09", "trailers/x.mkv"),
    Row("Trailers/Some Name.mkv", N, F, T, T, "T10", "Trailers/x.mkv"),
)
SERIES = (
    Row("trailers/x.mkv", N, N, T, T, "S02"),
    Row("Trailers/Official Trailer.mkv", N, N, T, T, "S08"),
    Row("TITLE-trailer.mkv", N, N, T, U, "S08"),
    Row("Season 01/trailer.mkv", F, U, U, U),
    Row("Season 01/Trailer 1.mkv", F, U, U, U),
    Row("Season 01/BASE.trailer.mkv", F, U, U, U),
    Row("Season 01/TITLE - S01E03 - Trailer.mkv", F, U, U, U),
    Row("Specials/TITLE - S00E01 - Trailer.mkv", F, U, U, U),
)
KINDS = [(Kind.RADARR, row) for row in FILMS] + [(Kind.SONARR, row) for row in SERIES]
BASE, TITLE = "Film (1999) [WEBDL-1080p]-NTb", "Series (2002)"


def named(path: str, kind: Kind) -> str:
    base = BASE if kind is Kind.RADARR else f"{TITLE} - S01E01 - Part"
    return path.replace("BASE", base).replace("TITLE", TITLE)


@pytest.mark.parametrize(("kind", "row"), KINDS, ids=str)
def test_a_name_is_read_as_the_app_reads_it(kind: Kind, row: Row) -> None:
    path = named(row.path, kind)
    assert (reading(path, kind.app.scan) is AppReading.TAKEN) is (row.app is F)
    assert is_scanned(kind.value, path) or row.app is N


@pytest.mark.parametrize(("kind", "row"), KINDS, ids=str)
def test_a_template_that_anybody_takes_for_a_film_is_refused(kind: Kind, row: Row) -> None:
    template = row.path.replace("BASE", "{base}").replace("TITLE", "{title}").replace(".mkv", ".{ext}")
    check = check_film_template if kind is Kind.RADARR else check_series_template
    readers = (row.app, row.kodi, row.jellyfin, row.plex)
    try:
        check(template)
    except PydanticCustomError:
        assert F in readers or template.startswith("{title}")  # Plex knows it in no document
    else:
        assert F not in readers and T in readers


@pytest.mark.parametrize(
    "template", ["{base}-trailer.{ext}", "movie-trailer.{ext}", "{title} ({year})-trailer.{ext}"]
)
@pytest.mark.parametrize(
    "film", ["Film (1999).mkv", f"{'x' * 251}.mkv", "Film 1999-scene.mkv", "Disc 1/a.b.c.mkv"]
)
@pytest.mark.parametrize("alone", [True, False])
def test_what_arrtui_writes_beside_a_film_is_a_trailer_for_everybody(
    template: str, film: str, alone: bool
) -> None:
    path = film_trailer(TrailerProfile(name=template), film, "S01E02: A/B", 1999, ".mp4", alone=alone)
    folder, _, name = path.rpartition("/")
    assert folder == film.rpartition("/")[0] and len(name.encode()) <= 255
    assert reading(path, Kind.RADARR.app.scan) is AppReading.LEFT_OUT
    assert not is_scanned("radarr", path)
    stem = name.removesuffix(".mp4")
    assert stem.endswith("-trailer")  # Kodi leaves it out of its films, Jellyfin and Plex read it
    if template.startswith("{base}") and len(film) < 200:
        assert stem == f"{film.rpartition('/')[2].removesuffix('.mkv')}-trailer"  # what Kodi pairs
    elif alone and not template.startswith("{title}"):
        assert stem == "movie-trailer"


@pytest.mark.parametrize("season", [None, 0, 2])
@pytest.mark.parametrize("title", ["Series", "Trailer Park Boys", "x" * 300, "A: B / C?"])
def test_what_arrtui_writes_for_a_series_is_a_trailer_for_everybody(title: str, season: int | None) -> None:
    path = series_trailer(TrailerProfile(), title, 2002, season, ".mkv")
    assert path.startswith("trailers/") and path.count("/") == 1 and len(path.encode()) <= 255 + 9
    assert reading(path, Kind.SONARR.app.scan) is AppReading.LEFT_OUT and names_trailer(path)
    assert not is_scanned("sonarr", path)


# ---- the records ---------------------------------------------------------------------------------------


@cache
def record(name: str) -> Any:
    return json.loads((FOLDER / name).read_text())


def players_record(row: Row) -> dict[str, Reader]:
    """Return what the players made of the file with the name of a row."""
    kodi = record("players/kodi-20.1.json")["variants"][row.variant]
    jellyfin = record("players/jellyfin-10.11.11.json")["variants"][row.variant]
    folder = f"{kodi['folder'].rpartition('/')[2]}"
    path = f"{folder}/{row.path.replace('BASE', folder).replace('TITLE', folder)}"
    films = kodi.get("separate_folders_off") or [
        episode for show in kodi["shows"] for episode in show["episodes"]
    ]
    items = jellyfin["items"]

    def verdict(paths: list[str], trailers: list[str]) -> Reader:
        return (
            F if any(p.endswith(path) for p in paths) else T if any(p.endswith(path) for p in trailers) else N
        )

    return {
        "kodi": verdict([film["file"] for film in films], [film.get("trailer", "") for film in films]),
        "jellyfin": verdict(
            [item.get("path", "") for item in items],
            [trailer for item in items for trailer in item.get("LocalTrailers", ())],
        ),
    }


@pytest.mark.skipif(not FOLDER.exists(), reason="the recordings lie beside the project, not in it")
@pytest.mark.parametrize("row", [row for _, row in KINDS if row.variant], ids=str)
def test_the_players_read_it_so(row: Row) -> None:
    assert players_record(row) == {"kodi": row.kodi, "jellyfin": row.jellyfin}


@pytest.mark.skipif(not FOLDER.exists(), reason="the recordings lie beside the project, not in it")
@pytest.mark.parametrize("row", [row for row in FILMS if row.layout], ids=str)
def test_radarr_reads_it_so(row: Row) -> None:
    rows = [
        case
        for case in record("files/R01-trailer-layouts.json")["rows"]
        if case["layout"] == row.layout and case["case"].startswith("B")
    ]
    taken = {name for case in rows for name, *_ in case["after"]}
    assert bool(taken) is (row.app is F) and taken <= {case["trailer"] for case in rows}
