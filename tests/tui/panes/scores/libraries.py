"""Three instances with scores, made by hand: what the Scores pane is tested with."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from arrtui.core.apps import Kind
from arrtui.features.scores.model import Missing, Profile, ScoredFile, ScoreLibrary
from tests.tui.estates import HOUR, NOW

TITLES = (
    "Metropolis", "Nosferatu", "The General", "Sherlock Jr.", "Sunrise", "Safety Last!", "The Gold Rush",
    "City Lights", "M", "Modern Times", "The Kid", "Intolerance", "Faust", "Greed", "The Crowd", "Wings",
    "Pandora's Box", "The Wind", "Seven Chances", "Our Hospitality", "Steamboat Bill, Jr.", "The Cameraman",
    "Battleship Potemkin", "Man with a Movie Camera", "The Passion of Joan of Arc", "Haxan",
    "The Phantom Carriage", "Dr. Mabuse, the Gambler", "The Cabinet of Dr. Caligari", "The Last Laugh",
    "Ben-Hur", "The Circus", "The Thief of Bagdad", "The Lost World", "Underworld", "Speedy", "Show People",
    "The Navigator", "The Big Parade", "Way Down East",
)  # fmt: skip
SERIES = ("The Quiet Harbour", "Orbit of Io", "Night Desk", "Two Rivers & a <script> Bridge")

FORMATS = {
    1: "HD Bluray Tier 01",
    2: "HD Bluray Tier 02",
    3: "WEB Tier 01",
    4: "Repack/Proper",
    5: "TrueHD ATMOS",
    6: "DV HDR10+",
    7: "x265 (HD)",
    8: "LQ",
    9: "BR-DISK",
    10: "Remaster",
}
"""The custom formats of every instance."""

_QUALITIES = {
    1: "SDTV",
    4: "HDTV-720p",
    3: "WEBDL-1080p",
    15: "WEBRip-1080p",
    7: "Bluray-1080p",
    31: "Bluray-2160p",
}
_ITEMS = (
    ((1,), "SDTV", False),
    ((4,), "HDTV-720p", True),
    ((1000, 3, 15), "WEB 1080p", True),
    ((7,), "Bluray-1080p", True),
    ((31,), "Bluray-2160p", True),
)
_HD = {1: 1800, 2: 1700, 3: 1650, 4: 5, 5: 0, 6: 0, 7: -35_000, 8: -10_000, 9: -10_000, 10: 25}
_UHD = {**_HD, 1: 1750, 5: 500, 6: 1500, 7: 0}


def make_profile(instance: str, number: int, name: str, **values: object) -> Profile:
    """Return a profile with sensible values; ``values`` replace them."""
    base: dict[str, object] = {
        "upgrade_allowed": True, "cutoff": 7, "items": _ITEMS, "minimum": 0, "wanted": 2_000, "step": 1,
        "scores": _HD,
    }  # fmt: skip
    return Profile(instance=instance, id=number, name=name, **{**base, **values})  # type: ignore[arg-type]


def _score(profile: Profile, formats: Sequence[int]) -> int:
    return sum(profile.scores.get(number, 0) for number in formats)


# One entry for each kind of file: quality id, formats, monitored, available.
_KINDS: tuple[tuple[int, tuple[int, ...], bool, bool], ...] = (
    (7, (1, 4, 5, 10), True, True),
    (7, (1, 10), True, True),
    (7, (2,), True, True),
    (3, (3,), True, True),
    (15, (3, 4), True, True),
    (4, (), True, True),
    (7, (10,), True, True),
    (7, (2, 8), True, True),
    (3, (7,), True, True),
    (7, (2, 4), False, True),
    (31, (1, 5, 6), True, True),
    (3, (3, 10), True, False),
)


def _movie(instance: str, number: int, profile: Profile, size: int) -> ScoredFile:
    quality, formats, monitored, available = _KINDS[(number * 5 + number // 12) % len(_KINDS)]
    title = TITLES[number % len(TITLES)]
    year = (1915 if number < len(TITLES) else 1985) + number % 20
    return ScoredFile(
        instance=instance,
        kind=Kind.RADARR,
        file_id=1_000 + number,
        item_id=number + 1,
        external_id=str(900 + number),
        title=title,
        year=year,
        profile_id=profile.id,
        quality_id=quality,
        quality=_QUALITIES[quality],
        score=_score(profile, formats),
        formats=formats,
        size=size + number * 7_000_000,
        monitored=monitored,
        available=available,
        app_unmet=_unmet(profile, quality),
        path=f"{title} ({year}) {_QUALITIES[quality]}-GRP.mkv",
        release_group="GRP",
    )


def _episode(number: int, profile: Profile) -> ScoredFile:
    series, rest = divmod(number, 20)
    season, episode = divmod(rest, 10)
    quality, formats, monitored, _available = _KINDS[(number * 7 + number // 12) % len(_KINDS)]
    numbers = (episode * 2 + 1, episode * 2 + 2) if rest == 3 else (episode * 2 + 1,)
    return ScoredFile(
        instance="sonarr.main",
        kind=Kind.SONARR,
        file_id=5_000 + number,
        item_id=series + 1,
        external_id=str(70 + series),
        title=SERIES[series],
        year=2018 + series,
        profile_id=profile.id,
        quality_id=quality,
        quality=_QUALITIES[quality],
        score=_score(profile, formats),
        formats=formats,
        size=2_000_000_000 + number * 3_000_000,
        monitored=monitored,
        available=True,
        app_unmet=_unmet(profile, quality),
        season=season + 1,
        episodes=numbers,
        episode_ids=tuple(number * 10 + episode for episode in numbers),
        path=f"Season {season + 1:02d}/{SERIES[series]} S{season + 1:02d}E{numbers[0]:02d}.mkv",
        release_group="NTb",
    )


def _unmet(profile: Profile, quality: int) -> bool:
    """Return what the app says of the quality cutoff."""
    places = {quality: place for place, item in enumerate(profile.items) for quality in item[0]}
    first = next(place for place, item in enumerate(profile.items) if item[2])
    return places.get(quality, 0) < (places[profile.cutoff] if profile.upgrade_allowed else first)


def main_library(count: int = 60) -> ScoreLibrary:
    """Return movies in HD: two profiles, of which one allows no upgrades; one score is out of date."""
    name = "radarr.main"
    profiles = {
        4: make_profile(name, 4, "HD Bluray + WEB", wanted=1_800),
        5: make_profile(name, 5, "Kids", upgrade_allowed=False, wanted=0, minimum=-500),
        9: make_profile(name, 9, "Nobody uses this"),
    }
    files = [
        _movie(name, number, profiles[5 if number % 9 == 4 else 4], 8_000_000_000) for number in range(count)
    ]
    files[6] = files[6]._replace(score=1_234)
    return ScoreLibrary(
        name, Kind.RADARR, NOW - 2 * HOUR, files, profiles, FORMATS, Missing(count + 6, count - 4)
    )


def uhd_library() -> ScoreLibrary:
    """Return movies in 4K; the profile of the same name wants other scores than on the first instance."""
    name = "radarr.4k"
    profiles = {
        4: make_profile(name, 4, "HD Bluray + WEB", scores=_UHD, wanted=3_000, cutoff=31),
        6: make_profile(name, 6, "Ultra-HD", scores=_UHD, cutoff=31, wanted=4_000, minimum=100, step=50),
    }
    files = [
        _movie(name, number, profiles[4 if number % 6 == 5 else 6], 40_000_000_000)
        for number in range(0, 48, 2)
    ]
    return ScoreLibrary(name, Kind.RADARR, NOW - 26 * HOUR, files, profiles, FORMATS, Missing(26, 24))


def series_library() -> ScoreLibrary:
    """Return episode files of four series; one file holds two episodes."""
    profile = make_profile("sonarr.main", 2, "WEB-1080p", cutoff=1000, wanted=1_700)
    files = [_episode(number, profile) for number in range(80)]
    return ScoreLibrary("sonarr.main", Kind.SONARR, NOW - HOUR, files, {2: profile}, FORMATS, Missing(90, 80))


def content_library() -> ScoreLibrary:
    """Return an instance on which every file is as its profile wants it."""
    profile = make_profile("radarr.main", 4, "HD Bluray + WEB", wanted=1_500)
    files = [
        _movie("radarr.main", number, profile, 8_000_000_000)._replace(
            quality_id=7, quality="Bluray-1080p", formats=(1,), score=1_800, app_unmet=False, monitored=True
        )
        for number in range(12)
    ]
    return ScoreLibrary("radarr.main", Kind.RADARR, NOW - HOUR, files, {4: profile}, FORMATS, Missing(12, 12))


LIBRARIES: tuple[Callable[[], ScoreLibrary], ...] = (main_library, uhd_library, series_library)
"""The estate of the scenes."""
