"""What names say, against what the real apps did with them (Radarr 6.1, Sonarr 4.0.19)."""

from __future__ import annotations

import pytest

from arrtui.core.apps import Kind
from arrtui.core.trailers import TrailerKind
from arrtui.media.names import (
    LARGE,
    LONGEST,
    AppReading,
    hides_film,
    names_promotion,
    names_trailer,
    reading,
    season_of,
    trailer_kind,
)

MOVIES, SERIES = Kind.RADARR.app.scan, Kind.SONARR.app.scan
SAFE, UNSAFE = TrailerKind.TRAILER, TrailerKind.BECOMES_FILM
LEFT, PASSED, TAKEN = AppReading.LEFT_OUT, AppReading.PASSED_OVER, AppReading.TAKEN

FILM = "Signal Paper (1998)"
BASE = f"{FILM} [WEBDL-1080p]-NTb"
SHOW = "Night Rivers"
EPISODE = f"Season 01/{SHOW} - S01E01 - Part [WEBDL-720p]-NTb"

RADARR_ROWS = [
    # path, what Radarr makes of it in a folder without a known film, what it is to us
    (f"{BASE}-trailer.mkv", LEFT, SAFE),
    (f"{FILM}-trailer.mkv", LEFT, SAFE),
    ("Movie-trailer.mp4", LEFT, SAFE),
    ("movie-trailer.mkv", LEFT, SAFE),
    ("trailer.mkv", TAKEN, UNSAFE),
    ("Trailer.mp4", TAKEN, UNSAFE),
    (f"{BASE}.trailer.mkv", TAKEN, UNSAFE),
    (f"{BASE}_trailer.mkv", TAKEN, UNSAFE),
    (f"{BASE} trailer.mkv", TAKEN, UNSAFE),
    (f"{BASE}-trailer2.mkv", TAKEN, UNSAFE),
    (f"{BASE}-trailer-1.mkv", TAKEN, UNSAFE),
    (f"{BASE}-Trailer.mkv", LEFT, SAFE),
    ("Trailers/Official Trailer.mkv", LEFT, SAFE),
    ("trailers/x.mkv", LEFT, SAFE),
    ("TRAILERS/x.mkv", LEFT, SAFE),
    ("Trailer/Official Trailer.mkv", PASSED, SAFE),
    ("Extras/x.mkv", LEFT, None),
    ("Videos/x.mkv", PASSED, None),
    (".trailers/x.mkv", LEFT, None),
    (f".{BASE}-trailer.tmp.mkv", TAKEN, None),
    (f"{BASE}-trailer.part.mkv", TAKEN, None),
    ("backdrops/theme.mp4", PASSED, None),
    (f"{BASE}-teaser.mkv", TAKEN, None),
    (f"{BASE}-clip.mkv", TAKEN, None),
    ("Sample/x.mkv", LEFT, None),
    (f"Trailer/{BASE}.mkv", TAKEN, UNSAFE),
    (f"Trailer/{FILM}.mkv", TAKEN, UNSAFE),
    (f"Trailer/{FILM} trailer.mkv", TAKEN, UNSAFE),
    (f"Videos/{FILM}-clip.mkv", TAKEN, None),
    (f"{FILM} (Trailer).mkv", TAKEN, None),
    (f"{FILM} - Official Trailer.mkv", TAKEN, UNSAFE),
    ("Official Trailer.mkv", TAKEN, UNSAFE),
    (f"TRAILERS/{BASE}.mkv", LEFT, SAFE),
    (f"Trailers /{BASE}.mkv", TAKEN, UNSAFE),
    ("trailer.strm", TAKEN, None),
    ("zero.mkv", TAKEN, None),
    (f"{FILM}-trailer.en.mkv", TAKEN, None),
    (f"{FILM}-TRAILER.MKV", LEFT, SAFE),
    (f"{FILM}\N{EN DASH}trailer.mkv", TAKEN, None),
    ("movie-trailer-1.mp4", TAKEN, UNSAFE),
    (f"Plex Versions/{BASE}.mkv", LEFT, None),
    (f"backdrops/{FILM}.mkv", TAKEN, None),
    # films that it leaves out by their name
    (f"{FILM} [Bluray-1080p]-SHORT.mkv", LEFT, None),
    (f"Shorts/{FILM} [Bluray-1080p].mkv", LEFT, None),
    (f"{FILM} [WEBDL-1080p]-Scene.mkv", LEFT, None),
    # what only looks like a trailer
    ("Trailer Park Boys (1999).mkv", TAKEN, None),
    ("Trailer (2003).mkv", TAKEN, None),
    ("trailer.mkv.tmp", TAKEN, None),
]
SONARR_ROWS = [
    (f"{EPISODE}-trailer.mkv", LEFT, None),
    (f"{EPISODE}.trailer.mkv", TAKEN, None),
    ("Season 01/Season 01-trailer.mkv", LEFT, SAFE),
    ("Season 01/trailer.mkv", TAKEN, UNSAFE),
    ("Season 01/Trailer 1.mkv", TAKEN, UNSAFE),
    ("Season 1/trailer.mkv", PASSED, SAFE),
    (f"Season 01/{SHOW} S01 Trailer.mkv", PASSED, SAFE),
    ("Season 01/Trailers/Season Trailer.mkv", LEFT, SAFE),
    ("Season 01/Trailer/Season Trailer.mkv", PASSED, SAFE),
    ("Trailers/Official Trailer.mkv", LEFT, SAFE),
    (f"trailers/{SHOW} - S01E01 - Teaser.mkv", LEFT, None),
    ("Trailer/Official Trailer.mkv", PASSED, SAFE),
    (f"{SHOW}-trailer.mkv", LEFT, SAFE),
    ("tvshow-trailer.mkv", LEFT, SAFE),
    ("trailer.mkv", PASSED, SAFE),
    ("Trailer 1.mkv", PASSED, SAFE),
    ("Trailer 101.mkv", PASSED, None),
    (f"{SHOW} Trailer 2024.mkv", PASSED, None),
    (f"{SHOW} - Trailer S01.mkv", PASSED, None),
    ("season01-trailer.mkv", LEFT, SAFE),
    (f"Specials/{SHOW} - S00E01 - Trailer.mkv", TAKEN, None),
    ("Specials/Trailer.mkv", PASSED, SAFE),
    (f"Specials/{SHOW}-trailer.mkv", LEFT, SAFE),
    (f"Season 01/{SHOW} - S01E01 - Trailer.mkv", TAKEN, None),
    (f"Season 01/{SHOW} - S01E03-trailer.mkv", LEFT, None),
    ("Season 01/backdrops/Theme 1.mp4", PASSED, None),
    (f"Sample/{SHOW} - S01E03.mkv", TAKEN, None),
    (f"Season 01/.{SHOW} - S01E01-trailer.tmp.mkv", TAKEN, None),
    (f"{EPISODE}-trailer2.mkv", TAKEN, None),
]


@pytest.mark.parametrize(
    ("rules", "path", "expected", "kind"),
    [(MOVIES, *row) for row in RADARR_ROWS] + [(SERIES, *row) for row in SONARR_ROWS],
)
def test_a_name_is_read_as_the_apps_read_it(
    rules: object, path: str, expected: AppReading, kind: TrailerKind | None
) -> None:
    assert reading(path, rules) is expected  # type: ignore[arg-type]
    assert trailer_kind(path, 1, None, rules) is kind  # type: ignore[arg-type]
    assert names_trailer(path) is (kind is not None)


@pytest.mark.parametrize(
    ("size", "seconds", "kind"),
    [
        (LARGE, None, SAFE),
        (LARGE + 1, None, TrailerKind.TOO_LONG),
        (3 * 10**9, float(LONGEST), SAFE),
        (3 * 10**9, LONGEST + 1.0, TrailerKind.TOO_LONG),
        (5, LONGEST + 1.0, TrailerKind.TOO_LONG),
    ],
)
def test_a_large_trailer_has_to_be_short(size: int, seconds: float | None, kind: TrailerKind) -> None:
    assert trailer_kind("A-trailer.mkv", size, seconds, MOVIES) is kind


@pytest.mark.parametrize(
    ("path", "season"),
    [
        ("trailers/Official Trailer.mkv", None),
        ("trailers/Season 2.mp4", 2),
        ("trailers/Show S03 Trailer.mkv", 3),
        ("Season 04/Trailers/x.mkv", 4),
        ("S05/x-trailer.mkv", 5),
        ("Specials/x-trailer.mkv", 0),
        ("season01-trailer.mkv", 1),
        ("Heads Up 7-trailer.mkv", None),
    ],
)
def test_the_season_of_a_trailer(path: str, season: int | None) -> None:
    assert season_of(path) == season


@pytest.mark.parametrize(
    ("name", "is_promotion"),
    [
        (f"{BASE}-teaser.mkv", True),
        (f"{FILM} (Trailer).mkv", True),
        (f"{FILM}\N{EN DASH}trailer.mkv", True),
        (f".{BASE}-trailer.tmp.mkv", True),
        (f"{FILM}-trailer.en.mkv", True),
        ("trailer.strm", True),
        ("Trailer Park Boys.mkv", False),
        ("Eclipse.mkv", False),
    ],
)
def test_a_promotion_by_any_name(name: str, is_promotion: bool) -> None:
    assert names_promotion(name) is is_promotion


def test_names_that_films_have_too() -> None:
    assert all(
        map(hides_film, ("A-short.mkv", "A-TRAILER.mkv", "Shorts/A.mkv", "other/a.mkv", "A-Scene.mkv"))
    )
    assert not any(map(hides_film, ("A-featurette.mkv", "Extras/A.mkv", "A.mkv", "trailers/a.mkv")))
