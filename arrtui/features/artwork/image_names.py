"""Which slot an image fills by its name, as Kodi 20, Jellyfin 10.11 and Plex read it. Pure.

The rules are those of the records in ``recorded/players``; names that are read by Plex alone are marked so,
by its documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from enum import IntEnum
from typing import NamedTuple

from arrtui.core.art_layouts import ArtLayout, TitleForm
from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.features.artwork.music_names import image_of_album, image_of_artist
from arrtui.media.names import season_of_folder

SLOT_EXTENSIONS = frozenset((".jpg", ".jpeg", ".png", ".webp", ".gif"))
"""Images that players show."""
MOST_IMAGES = 99
"""Further images of a kind: more have no slot."""
_OTHER_NAMES: Mapping[str, ArtKind] = {
    "logo": ArtKind.CLEARLOGO,
    "disc": ArtKind.DISCART,
    "thumb": ArtKind.LANDSCAPE,
    "backdrop": ArtKind.FANART,
    "background": ArtKind.FANART,
    "art": ArtKind.FANART,
    "folder": ArtKind.POSTER,
    "cover": ArtKind.POSTER,
}
"""Names that Jellyfin reads as a kind that has another name in Kodi."""
_FILM_POSTERS = frozenset(("movie", "default"))
"""Names of a film's poster besides."""
_NUMBERED = re.compile(r"(fanart|backdrop|background|art)-?(\d{1,3})")
_SEASON = re.compile(r"season(?:-?(\d{1,4})|-(specials))(?:-(poster|fanart|banner|landscape))?")
_STRAY = re.compile(r"logo|disc|backdrop\d+")
"""Names of which Kodi makes kinds of artwork that no skin shows."""


class Rank(IntEnum):
    """How well players read a name: of several images for one slot, the first counts."""

    BESIDE_VIDEO = 0
    """``{base}-poster``: read by all, also where several films share a folder."""
    IN_FOLDER = 1
    """``poster``."""
    BY_ONE = 2
    """Names that one of the players reads."""
    IN_SEASON_FOLDER = 3
    OF_VIDEO = 4
    """``{base}.jpg``: what an app's renaming makes of images that it does not know."""
    EXTRA_FOLDER = 5
    """``extrafanart/``, which is numbered after all others."""


class ImageName(NamedTuple):
    """What the name of an image says."""

    slot: ArtSlot
    rank: Rank
    trouble: str = ""
    """What some player makes of it besides, as the rest of a sentence after the player's name."""
    player: str = ""
    """The player that misunderstands it."""
    place: int = 0
    """Among names of the same rank, the one that counts first."""


class Surroundings(NamedTuple):
    """What images stand beside."""

    layout: ArtLayout
    bases: Mapping[tuple[str, str], tuple[int, int] | None]
    """Folder and name without extension of each video, in small letters, with its season and episode; of an
    album its folder and no name, with its type and number."""


def image_name(path: str, around: Surroundings) -> ImageName | None:
    """Return which slot an image fills by its relative path; None for a name that no player knows."""
    folder, _, name = path.lower().rpartition("/")
    stem, dot, ending = name.rpartition(".")
    if f"{dot}{ending}" not in SLOT_EXTENSIONS:
        return None
    if folder == "extrafanart" and not around.layout.form.has_part_folders:
        return ImageName(ArtSlot(ArtKind.FANART), Rank.EXTRA_FOLDER)
    return _READERS[around.layout.form](folder, stem, around)


# --- films -----------------------------------------------------------------------------------------------


def _of_film(folder: str, stem: str, around: Surroundings) -> ImageName | None:
    """Return what an image in the folder of a film is."""
    if (known := _beside_video(folder, stem, around)) is not None:
        return known
    if folder and not any(place == folder for place, _ in around.bases):
        return None
    if stem in _FILM_POSTERS:
        return ImageName(ArtSlot(ArtKind.POSTER), Rank.BY_ONE)
    return _title_kind(stem, Rank.IN_FOLDER)


def _beside_video(folder: str, stem: str, around: Surroundings) -> ImageName | None:
    """Return what an image is that has the name of a film in its own."""
    if (folder, stem) in around.bases:
        trouble = "takes it before every other poster"
        return ImageName(ArtSlot(ArtKind.POSTER), Rank.OF_VIDEO, trouble, "jellyfin")
    base, _, kind = stem.partition("-")
    while kind:
        if (folder, base) in around.bases and (known := _title_kind(kind, Rank.BESIDE_VIDEO)):
            return known
        word, _, kind = kind.partition("-")
        base = f"{base}-{word}"
    return None


def _title_kind(word: str, rank: Rank) -> ImageName | None:
    """Return what a word for a kind of artwork means for a title as a whole."""
    player, trouble = (
        ("kodi", f"shows it as a kind of its own, “{word}”") if _STRAY.fullmatch(word) else ("", "")
    )
    if word in _OTHER_NAMES:
        return ImageName(ArtSlot(_OTHER_NAMES[word]), Rank.BY_ONE, trouble, player)
    if match := _NUMBERED.fullmatch(word):
        number = int(match[2]) + 1
        kind = ArtKind.FANART
        known = rank if match[1] == kind else Rank.BY_ONE
        slot = ArtSlot(kind, number=number)
        return ImageName(slot, known, trouble, player) if number <= MOST_IMAGES else None
    known_kind = word in ArtKind.__members__.values() and word != ArtKind.THUMB
    return ImageName(ArtSlot(ArtKind(word)), rank) if known_kind else None


# --- series ----------------------------------------------------------------------------------------------


def _of_series(folder: str, stem: str, around: Surroundings) -> ImageName | None:
    """Return what an image in the folder of a series, of a season or beside an episode is."""
    return _of_show(folder, stem) or _of_season(folder, stem) or _of_episode(folder, stem, around)


def _of_show(folder: str, stem: str) -> ImageName | None:
    """Return what an image in the folder of a series is."""
    if folder:
        return None
    if match := _SEASON.fullmatch(stem):
        return _season_image(stem, match)
    known = _title_kind(stem, Rank.IN_FOLDER)
    return None if known is None or known.slot.kind is ArtKind.DISCART else known


def _season_image(stem: str, match: re.Match[str]) -> ImageName:
    """Return what ``season01-poster`` and the like are.

    Kodi wants two digits and calls season 0 ``season-specials``; without a kind, as Plex writes it, it takes
    the name for a kind of the series.
    """
    digits, _, kind = match.groups()
    season = int(digits or 0)
    slot = ArtSlot(ArtKind(kind or ArtKind.POSTER), season)
    if kind is None:
        return ImageName(slot, Rank.BY_ONE, f"shows it as a kind of its own, “{stem}”", "kodi")
    is_usual = stem.startswith(f"season{season:02}-" if season else "season-specials-")
    return ImageName(slot, Rank.BESIDE_VIDEO if is_usual else Rank.BY_ONE)


def _of_season(folder: str, stem: str) -> ImageName | None:
    """Return what an image in the folder of a season is; Kodi reads none of them."""
    season = season_of_folder(folder)
    if season is None:
        return None
    kind = ArtKind.POSTER if _SEASON.fullmatch(stem) else _OTHER_NAMES.get(stem, stem)
    if kind in (ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.LANDSCAPE):
        return ImageName(ArtSlot(ArtKind(kind), season), Rank.IN_SEASON_FOLDER)
    return None


def _of_episode(folder: str, stem: str, around: Surroundings) -> ImageName | None:
    """Return what an image beside an episode is."""
    places = (
        (folder, stem.removesuffix("-thumb"), Rank.BESIDE_VIDEO if stem.endswith("-thumb") else Rank.BY_ONE),
        (folder.removesuffix("/metadata"), stem, Rank.OF_VIDEO),
    )
    for place, base, rank in places:
        episode = around.bases.get((place, base))
        if episode is not None:
            return ImageName(ArtSlot(ArtKind.THUMB, *episode), rank)
    return None


# --- artists ---------------------------------------------------------------------------------------------


def _of_music(folder: str, stem: str, around: Surroundings) -> ImageName | None:
    """Return what an image in the folder of an artist or an album is."""
    numbers = around.bases.get((folder, ""))
    if folder and numbers is None:
        return None
    known = image_of_artist(stem) if numbers is None else image_of_album(stem, numbers)
    if known is None:
        return None
    slot, place = known
    return ImageName(slot, Rank.IN_FOLDER if place == 0 else Rank.BY_ONE, place=place)


_READERS: Mapping[TitleForm, Callable[[str, str, Surroundings], ImageName | None]] = {
    TitleForm.FILM: _of_film,
    TitleForm.SERIES: _of_series,
    TitleForm.ARTIST: _of_music,
}
"""What says what an image is by its folder and its name in small letters, without extension."""
