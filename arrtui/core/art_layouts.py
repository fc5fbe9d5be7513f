"""Which images the titles of each app can have."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple

from arrtui.core.artwork import ArtKind


class TitleForm(StrEnum):
    """How the files of a title lie in its folder, on which the names of its images and NFO depend."""

    FILM = "film"
    """Images stand beside a video, by its name."""
    SERIES = "series"
    """Those of seasons lie in the title's folder, those of episodes beside their videos."""
    ARTIST = "artist"
    """Those of albums lie in folders of their own below the title's."""

    @property
    def is_named_by_video(self) -> bool:
        """Whether images and NFO of a title are named after its video."""
        return self is TitleForm.FILM

    @property
    def has_part_folders(self) -> bool:
        """Whether images and NFO of a part lie in a folder of the part's own, named alike in all of them."""
        return self is TitleForm.ARTIST

    @property
    def is_music(self) -> bool:
        """Whether files are tracks: no NFO has their streams, and players keep them in another library."""
        return self is TitleForm.ARTIST


class ArtLayout(NamedTuple):
    """Which images the titles of an app can have."""

    title: tuple[ArtKind, ...]
    season: tuple[ArtKind, ...] = ()
    episode: tuple[ArtKind, ...] = ()
    of_set: tuple[ArtKind, ...] = ()
    """Of the set that a title may belong to."""
    square: frozenset[ArtKind] = frozenset()
    """Kinds whose images are square, as covers."""
    form: TitleForm = TitleForm.FILM
    words: Mapping[ArtKind, str] = MappingProxyType({})
    """What images of its parts are called, where that is not the name of their kind."""

    def word_of(self, slot: str) -> str:
        """Return what people call the image of a slot: of a part by its words, else the slot itself."""
        part, _, kind = slot.rpartition(":")
        return self.words.get(ArtKind(kind), slot) if part and kind in self.words else slot


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
    form=TitleForm.SERIES,
)
ARTIST_ART = ArtLayout(
    (ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO),
    episode=(ArtKind.THUMB, ArtKind.DISCART),
    square=frozenset({ArtKind.POSTER, ArtKind.THUMB}),
    words=MappingProxyType({ArtKind.THUMB: "cover", ArtKind.DISCART: "disc"}),
    form=TitleForm.ARTIST,
)
"""By documents of players: picture, fanart, banner and logo of an artist; cover and disc of an album."""
