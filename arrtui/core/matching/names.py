"""The names that title conditions are tested on (``CustomFormatCalculationService``)."""

from __future__ import annotations

import re

from arrtui.core.apps import APPS

_LEFT_OUT = re.compile(r"\s*[<>?*|]")
"""Radarr's ``SimpleReleaseTitleRegex``."""
_EXTENSION = re.compile(
    r"\.(?:mkv|mp4|avi|m4v|ts|wmv|mov|iso|m2ts|webm|mpg|mpeg|nzb|torrent)$", re.IGNORECASE
)
_TITLE_AND_YEAR = re.compile(
    r"(?P<title>.+?)[-_\W]+(?:1[89]|20)\d\d(?!p|i|x|\d|\]|\W(?:1[89]|20)\d\d)(?:\W|_|$)", re.IGNORECASE
)
_NOT_PLAIN = re.compile(
    r"[\[(【]|German|TrueFrench|Cut\b|Extended|Ultimate|Director|Collector|Theatrical|Special|Rouge|Final|Assembly"
    r"|Imperial|Diamond|Signature|Hunter|Rekall|Anniversary|Uncensored|Remastered|Unrated|Open.?Matte|IMAX"
    r"|Fan.?Edit|Restored|[234]in1",
    re.IGNORECASE,
)
"""What may be no part of a title although it comes before the year."""
_WINDOWS_PATH = re.compile(r"[A-Za-z]:[\\/]|\\\\")


def base_name(path: str, windows: bool = False) -> str:
    """Return the last part of a path as the app sees it; ``windows`` where the app runs there."""
    name = path.rpartition("/")[2]
    return name.rpartition("\\")[2] if windows else name


def file_name_of(path: str) -> str:
    """Return the last part of a whole path of an app, whatever it runs on."""
    return base_name(path, is_windows_path(path))


def without_extension(name: str) -> str:
    """Return a base name without its extension (``Path.GetFileNameWithoutExtension``)."""
    return name.rpartition(".")[0] if "." in name else name


def is_windows_path(path: str) -> bool:
    """Return whether a path of an app is one of Windows, so that ``\\`` parts it."""
    return _WINDOWS_PATH.match(path) is not None


def titles_of_file(kind: str, scene_name: str, original_name: str, file_name: str) -> tuple[str, ...]:
    """Return the names of a stored file: of scene name, original name and file name the first, and the last.

    ``original_name`` is the base name of ``originalFilePath``; in Sonarr, whose API has none, that of
    ``droppedPath`` in the row of its import.
    """
    release = scene_name
    if not release.strip():
        release = next((name for name in (original_name, file_name) if name.strip()), "")
    if APPS[kind].vocabulary.simplifies_titles:
        release = _LEFT_OUT.sub("", release)
    return (release,) if release == file_name else (release, file_name)


def titles_of_release(kind: str, title: str) -> tuple[str, ...] | None:
    """Return the names of a release, without its extension; None where it is not certain what they are.

    Radarr tests a release's name with ``A Movie`` or ``A.Movie`` in place of the movie's title, so that no
    word of that matches (``ParsedMovieInfo.SimpleReleaseTitle``). What it takes for the title is certain
    where a year follows and neither brackets nor a word for an edition or a language come before it
    (``ReportMovieTitleRegex``).
    """
    name = _EXTENSION.sub("", title)
    if not APPS[kind].vocabulary.simplifies_titles:
        return (name,)
    name = _LEFT_OUT.sub("", name).strip("-_")
    match = _TITLE_AND_YEAR.match(name)
    if match is None or _NOT_PLAIN.search(match["title"]):
        return None
    stand_in = "A.Movie" if "." in match["title"] else "A Movie"
    return (stand_in + name[match.end("title") :],)
