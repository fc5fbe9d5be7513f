"""How the file of a trailer is named. Pure.

Paths are relative to the title's folder, with ``/`` between their parts.
"""

from __future__ import annotations

import os
import re
from pathlib import PurePosixPath

from arrtui.core.config.trailer_profiles import TrailerProfile

LONGEST_NAME = 255
"""Bytes of a name on the usual file systems."""
ANY_FILM = "movie-trailer"
"""Pairs with the film of a folder with one, in Kodi and Jellyfin, whatever the film is called."""
_SUFFIX = "-trailer"
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')
"""What Windows, and with it network shares, take in no name."""


def film_trailer(
    profile: TrailerProfile, film: str, title: str, year: int, extension: str, *, alone: bool
) -> str:
    """Return the path of a film's trailer, beside the film.

    Args:
        profile: Has the template.
        film: Path of the film.
        title: Of the movie.
        year: Of the movie.
        extension: Of the trailer, with its dot.
        alone: Whether the folder has one film only. A name for any film is used only then, and instead of a
            name that is too long: one that was cut is read by Jellyfin but no longer by Kodi.
    """
    path = PurePosixPath(film)
    stem = profile.name.removesuffix(".{ext}")
    if stem.lower() == ANY_FILM and not alone:
        stem = "{base}" + _SUFFIX
    name = stem.format(base=path.stem, title=_plain(title), year=year or "")
    return str(path.parent / fitted(name, extension, alone=alone))


def fitted(name: str, extension: str, *, alone: bool) -> str:
    """Return a name of a film's trailer with its extension, another one where that is too long."""
    if len(os.fsencode(name + extension)) > LONGEST_NAME:
        name = ANY_FILM if alone else _cut(name.removesuffix(_SUFFIX), _SUFFIX + extension) + _SUFFIX
    return f"{name}{extension}"


def series_trailer(profile: TrailerProfile, title: str, year: int, season: int | None, extension: str) -> str:
    """Return the path of the trailer of a series, or of one of its seasons."""
    template = profile.series_name if season is None else profile.season_name
    folder, _, stem = template.removesuffix(".{ext}").partition("/")
    number = "" if season is None else season
    name = stem.format(title=_plain(title), year=year or "", season=number).strip(" .")
    return f"{folder}/{_cut(name, extension)}{extension}"


def _plain(title: str) -> str:
    """Return a title as a part of a name."""
    return " ".join(_FORBIDDEN.sub(" ", title).split()).strip(" .") or "Trailer"


def _cut(name: str, ending: str) -> str:
    """Return a name cut so that it fits with its ending, between two characters."""
    room = LONGEST_NAME - len(os.fsencode(ending))
    while len(os.fsencode(name)) > room:
        name = name[:-1]
    return name.rstrip(" .")
