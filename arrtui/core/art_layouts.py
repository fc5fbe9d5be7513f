"""Which images the titles of each app can have."""

from __future__ import annotations

from typing import NamedTuple

from arrtui.core.artwork import ArtKind


class ArtLayout(NamedTuple):
    """Which images the titles of an app can have."""

    title: tuple[ArtKind, ...]
    season: tuple[ArtKind, ...] = ()
    episode: tuple[ArtKind, ...] = ()
    of_set: tuple[ArtKind, ...] = ()
    """Of the set that a title may belong to."""
    square: frozenset[ArtKind] = frozenset()
    """Kinds whose images are square, as covers."""


_TITLE_ART = tuple(kind for kind in ArtKind if kind not in (ArtKind.DISCART, ArtKind.THUMB))
FILM_ART = ArtLayout(
    (*_TITLE_ART, ArtKind.DISCART),
    of_set=(
        *(ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO, ArtKind.CLEARART),
        *(ArtKind.DISCART, ArtKind.LANDSCAPE, ArtKind.KEYART),
    ),
)
SERIES_ART = ArtLayout(
    _TITLE_ART,
    season=(ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.LANDSCAPE),
    episode=(ArtKind.THUMB,),
)
ARTIST_ART = ArtLayout(
    (ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO),
    episode=(ArtKind.THUMB, ArtKind.DISCART),
    square=frozenset({ArtKind.POSTER, ArtKind.THUMB}),
)
"""By documents of players: picture, fanart, banner and logo of an artist; cover and disc of an album."""
