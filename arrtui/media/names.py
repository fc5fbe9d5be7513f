"""What the name of a video says: whether it is a trailer, and what an app takes it for. Pure.

Paths are relative to the title's folder, with ``/`` between their parts. The rules are those of
``DiskScanService`` and ``MediaFileExtensions`` of Radarr 6.1 and Sonarr 4.0.
"""

from __future__ import annotations

import re
from enum import Enum, auto

from arrtui.core.apps import ScanRules
from arrtui.core.trailers import TrailerKind

TRAILER_EXTENSIONS = frozenset((".mkv", ".mp4", ".avi", ".webm", ".mov", ".m4v"))
"""Videos that count as trailers."""
_OTHER_VIDEOS = (
    "3gp nsv ty strm rm rmvb m3u ifo qt divx xvid bivx nrg pva wmv asf asx ogm ogv m2v bin dat dvr-ms mpg "
    "mpeg avc vp3 svq3 nuv viv dv fli flv wpl img iso vob mk3d ts wtv m2ts"
)
VIDEO_EXTENSIONS = TRAILER_EXTENSIONS | frozenset(f".{name}" for name in _OTHER_VIDEOS.split())
"""Everything that an app takes for a video."""
_SOUNDS = "aac aif aiff ape flac m4a m4b m4p mka mp2 mp3 oga ogg opus wav wma wv"
SOUND_EXTENSIONS = frozenset(f".{name}" for name in _SOUNDS.split())
"""Everything that an app of music takes for a track, and what else players play."""
LARGE = 200_000_000
"""Bytes from which a trailer has to prove by its length that it is one."""
LONGEST = 600
"""Seconds: a longer video is no trailer."""

_TRAILER_FOLDERS = frozenset(("trailer", "trailers"))
_TRAILER_STEM = re.compile(r"(?:.*[-._ ])?trailer(?:[-._ ]?\d{1,2})?", re.IGNORECASE | re.DOTALL)
_PROMOTION = re.compile(
    r"(?:.*[-._ –(\[])?(?:trailer|teaser|clip)(?:[-._ ]?\d{1,2})?[)\]]?"
    r"(?:\.(?:[a-z]{2,3}|part|temp|f\d+))*",
    re.IGNORECASE | re.DOTALL,
)
"""A trailer, a teaser or a clip by whatever name, also one with more than one extension."""
_EPISODE = re.compile(r"(?<![a-z0-9])s(\d{1,4})[ ._-]?e(\d{1,4})", re.IGNORECASE)
_SEASON_FOLDER = re.compile(r"(?:season|series|staffel|saison|s)[ ._-]?0*(\d{1,4})", re.IGNORECASE)
_SEASON_NAME = re.compile(r"(?<![a-z0-9])(?:season[ ._-]?|s)0*(\d{1,4})(?![a-z0-9])", re.IGNORECASE)
_TAKEN_SEASON = re.compile(r"Season \d\d", re.IGNORECASE)
_YEAR = re.compile(r".+[ ._(\[-](?:19|20)\d\d(?=$|[ ._)\]-])", re.DOTALL)
_LEFT_NAME = re.compile(
    r".*-(?:trailer|other|behindthescenes|deleted|featurette|interview|scene|short)\.[^.]+",
    re.IGNORECASE | re.DOTALL,
)
_HIDING_NAME = re.compile(r".*-(?:trailer|other|scene|short)\.[^.]+", re.IGNORECASE | re.DOTALL)
_HIDING_FOLDERS = frozenset(("other", "scenes", "shorts"))
_LEFT_STARTS = ("._", ".unmanic")


class AppReading(Enum):
    """What the scan of an app makes of a video."""

    LEFT_OUT = auto()
    """It does not look at it."""
    PASSED_OVER = auto()
    """It looks at it and finds no title or episode in its name."""
    TAKEN = auto()
    """It becomes the film or an episode, at the latest when that is missing."""


# --- what a name is --------------------------------------------------------------------------------------


def extension(name: str) -> str:
    """Return the extension of a file with its dot, in small letters; empty where it has none."""
    dot = name.rfind(".")
    return name[dot:].lower() if dot >= 0 else ""


def is_video(name: str) -> bool:
    """Return whether an app takes a file for a video."""
    return extension(name) in VIDEO_EXTENSIONS


def names_trailer(path: str) -> bool:
    """Return whether a video calls itself a trailer: by its name or by its folder, and by no episode."""
    *folders, name = path.split("/")
    stem, dot, ending = name.rpartition(".")
    if f"{dot}{ending}".lower() not in TRAILER_EXTENSIONS or _EPISODE.search(name):
        return False
    if any(folder.strip().lower() in _TRAILER_FOLDERS for folder in folders):
        return not name.startswith(".")
    return _TRAILER_STEM.fullmatch(stem) is not None


def names_promotion(path: str) -> bool:
    """Return whether a video is a trailer, a teaser or a clip by whatever name, or an unfinished one."""
    name = path.rpartition("/")[2]
    return _PROMOTION.fullmatch(name.rpartition(".")[0]) is not None


def names_episode(path: str) -> bool:
    """Return whether the name of a video names an episode."""
    return _EPISODE.search(path.rpartition("/")[2]) is not None


def episode_of(path: str) -> tuple[int, int] | None:
    """Return the season and the first episode that the name of a video names; None where it names none."""
    match = _EPISODE.search(path.rpartition("/")[2])
    return (int(match[1]), int(match[2])) if match else None


def season_of_folder(name: str) -> int | None:
    """Return the season whose folder has this name, 0 for specials; None for other folders."""
    if name.lower() == "specials":
        return 0
    match = _SEASON_FOLDER.fullmatch(name)
    return int(match[1]) if match else None


def season_of(path: str) -> int | None:
    """Return the season that a trailer of a series is of; None for one of the series as a whole."""
    *folders, name = path.split("/")
    for folder in folders:
        if (season := season_of_folder(folder)) is not None:
            return season
    match = _SEASON_NAME.search(name.rpartition(".")[0])
    return int(match[1]) if match else None


# --- what an app takes it for ----------------------------------------------------------------------------


def reading(path: str, rules: ScanRules) -> AppReading:
    """Return what the scan of an app makes of a video."""
    *folders, name = path.split("/")
    if any(folder.startswith(".") or folder.lower() in rules.left_folders for folder in folders):
        return AppReading.LEFT_OUT
    if name.lower().startswith(_LEFT_STARTS) or _LEFT_NAME.fullmatch(name):
        return AppReading.LEFT_OUT
    return AppReading.TAKEN if _is_taken(folders, name, rules) else AppReading.PASSED_OVER


def _is_taken(folders: list[str], name: str, rules: ScanRules) -> bool:
    if rules.takes_any_at_top and (not folders or _YEAR.match(name.rpartition(".")[0])):
        return True
    if not rules.takes_any_in_season or _EPISODE.search(name):
        return rules.takes_any_in_season
    in_season = len(folders) == 1 and _TAKEN_SEASON.fullmatch(folders[0]) is not None
    return in_season and not _SEASON_NAME.search(name)  # a name of a whole season is no episode


def hides_film(path: str) -> bool:
    """Return whether an app leaves a video out by a name or a folder that films and episodes have too."""
    *folders, name = path.split("/")
    return _HIDING_NAME.fullmatch(name) is not None or any(
        folder.lower() in _HIDING_FOLDERS for folder in folders
    )


def trailer_kind(path: str, size: int, seconds: float | None, rules: ScanRules) -> TrailerKind | None:
    """Return what a video that calls itself a trailer is; None for one that does not.

    ``seconds`` is its length where it was measured; a large one is measured (:data:`LARGE`).
    """
    if not names_trailer(path):
        return None
    if (seconds is not None and seconds > LONGEST) or (seconds is None and size > LARGE):
        return TrailerKind.TOO_LONG
    return TrailerKind.BECOMES_FILM if reading(path, rules) is AppReading.TAKEN else TrailerKind.TRAILER
