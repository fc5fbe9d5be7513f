"""How published files are named so that players read them. Pure.

What Kodi 20.1 and Jellyfin 10.11 read was recorded with the players themselves; what Plex reads is known by
its documents, and so is what all of them read of music (:mod:`~arrtui.features.artwork.music_names`). Paths
are relative to the title's folder, with ``/`` between their parts.

Never used, although some player reads them: ``{base}.jpg`` (it beats every poster in Jellyfin), ``logo``,
``disc`` and ``backdrop1`` (kinds of their own in Kodi), and pictures of seasons in their folders (Kodi reads
none; of generic names there Sonarr ties ``landscape.jpg`` to an episode and deletes it with that).
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping
from typing import NamedTuple

from arrtui.core.art_layouts import TitleForm
from arrtui.core.artwork import ACTOR_SLOT, ArtKind, ArtSlot
from arrtui.core.players import JELLYFIN as JELLYFIN
from arrtui.core.players import KODI as KODI
from arrtui.core.players import PLEX as PLEX
from arrtui.features.artwork.music_names import ALBUM_NFO, ARTIST_NFO, AS_JPEG, music_name, same_picture
from arrtui.media.art_placing import ACTORS_FOLDER
from arrtui.media.moving import WORK_FOLDER

MOVIE_NFO = "movie.nfo"
"""Wins over ``{base}.nfo`` in Jellyfin, and in Kodi with separate folders: never beside one."""
SERIES_NFO = "tvshow.nfo"
LONGEST_NAME = 255
"""Bytes of a name on the usual file systems; a base that is cut is paired with no video."""
_PICTURES = (".jpg", ".jpeg", ".png")
EXTENSIONS = {KODI: (*_PICTURES, ".webp"), JELLYFIN: (*_PICTURES, ".webp"), PLEX: _PICTURES}
"""Types of images that each player is known to read: by records A29 and A36, of Plex by its documents."""

_SHARED = frozenset(
    {ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.CLEARLOGO, ArtKind.CLEARART, ArtKind.LANDSCAPE}
)
_OWN_OF_KODI = frozenset({ArtKind.KEYART, ArtKind.CHARACTERART})
_PLEX = frozenset({ArtKind.POSTER, ArtKind.FANART})
_FILM_KINDS = {
    KODI: _SHARED | _OWN_OF_KODI | {ArtKind.DISCART},
    JELLYFIN: _SHARED | {ArtKind.DISCART},
    PLEX: _PLEX,
}
_SERIES_KINDS = {KODI: _SHARED | _OWN_OF_KODI, JELLYFIN: _SHARED, PLEX: _PLEX}
_SEASON = frozenset({ArtKind.POSTER, ArtKind.FANART, ArtKind.BANNER, ArtKind.LANDSCAPE})
_SEASON_KINDS = {KODI: _SEASON, JELLYFIN: _SEASON}
_EPISODE_KINDS = {KODI: frozenset({ArtKind.THUMB}), JELLYFIN: frozenset({ArtKind.THUMB})}
_MORE = {KODI: "{kind}{number}", JELLYFIN: "{kind}-{number}"}
"""Names of further fanart, counted from 1."""
_WINDOWS = re.compile(r'[/\\:*?"<>|]')
_UNWRITABLE = re.compile("[\x00-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_SEGMENT = re.compile(r"[\x00/\\]")


def published_names(
    slot: ArtSlot, base: str, players: Collection[str], extension: str, *, form: TitleForm
) -> tuple[str, ...]:
    """Return the paths under which an image is published for some players; none where no player reads any.

    Args:
        slot: What the image is of.
        base: Path of the video that it stands beside, without extension, of a film or an episode; of an album
            its folder with a slash at the end.
        players: ``kodi``, ``jellyfin``, ``plex``.
        extension: Of the image, with its dot.
        form: Of the title.
    """
    readers = [player for player in (KODI, JELLYFIN, PLEX) if player in players]
    names = (
        FORM_NAMES[form].image(slot, base, player, extension)
        for player in readers
        if extension in EXTENSIONS[player]
    )
    return tuple(dict.fromkeys(f"{name}{extension}" for name in names if name))


def _film_name(slot: ArtSlot, base: str, player: str, extension: str) -> str:
    """Return the path of an image of a film for one player, without extension; empty where it reads none."""
    word = _word(slot, player)
    if not word or slot.season is not None or slot.kind not in _FILM_KINDS[player]:
        return ""
    folder = base.rpartition("/")[0]
    bare = f"{folder}/{word}" if folder else word
    return bare if player == PLEX else f"{base}-{word}"


def _series_name(slot: ArtSlot, base: str, player: str, extension: str) -> str:
    """Return the same of an image of a series, a season or an episode."""
    word = _word(slot, player)
    if not word:
        return ""
    if slot.episode is not None:
        return f"{base}-{word}" if slot.kind in _EPISODE_KINDS.get(player, ()) else ""
    if slot.season is not None:
        marker = "-specials" if slot.season == 0 else f"{slot.season:02}"
        return f"season{marker}-{word}" if slot.kind in _SEASON_KINDS.get(player, ()) else ""
    return word if slot.kind in _SERIES_KINDS[player] else ""


def _word(slot: ArtSlot, player: str) -> str:
    """Return what stands for the kind and number of an image in its name; empty where there is nothing."""
    if slot.number == 1:
        return slot.kind.value
    if slot.kind is not ArtKind.FANART or slot.season is not None:
        return ""
    return _MORE.get(player, "").format(kind=slot.kind.value, number=slot.number - 1)


def nfo_name(base: str, players: Collection[str], *, form: TitleForm) -> str:
    """Return the path of an NFO, of the title as a whole without a base; Plex reads none.

    ``base``: as for :func:`published_names`.
    """
    if not {KODI, JELLYFIN} & set(players):
        return ""
    return FORM_NAMES[form].nfo(base)


class FormNames(NamedTuple):
    """How files of titles of one form are named."""

    image: Callable[[ArtSlot, str, str, str], str]
    """Returns the path of an image by slot, base, player and extension, itself without extension; empty where
    the player reads none."""
    nfo: Callable[[str], str]
    """Returns the path of an NFO by its base, of the title as a whole without one."""
    only_jpeg: frozenset[ArtKind] = frozenset()
    """Kinds that Kodi reads as ``.jpg`` only."""
    twins: Callable[[str], list[str]] = lambda path: []
    """Returns the paths under which all players read a published picture besides."""


FORM_NAMES: Mapping[TitleForm, FormNames] = {
    TitleForm.FILM: FormNames(_film_name, lambda base: f"{base}.nfo"),
    TitleForm.SERIES: FormNames(_series_name, lambda base: f"{base}.nfo" if base else SERIES_NFO),
    TitleForm.ARTIST: FormNames(
        music_name, lambda base: f"{base}{ALBUM_NFO}" if base else ARTIST_NFO, AS_JPEG, same_picture
    ),
}
"""Of each form that has artwork."""


OF_ACTORS = frozenset((".jpg", ".png"))
"""Types of pictures of actors that Kodi reads (tried on 20.1): no ``.webp``, no ``.jpeg``, no ``.tbn``."""


def actor_name(name: str, extension: str) -> str:
    """Return the path of an actor's picture beside a film or in a series folder; empty for a name of none.

    Kodi replaces blanks by underscores and nothing else (``CVideoInfoScanner::FetchActorThumbs``).
    """
    stem = name.strip().replace(" ", "_")
    if not stem.strip("._") or _IN_SEGMENT.search(stem):
        return ""
    return f"{ACTORS_FOLDER}/{stem}{extension}"


def actor_slot(path: str) -> str:
    """Return the slot of an actor's picture by its path below the title's folder; empty for other files."""
    folder, _, name = path.rpartition("/")
    stem, dot, ending = name.rpartition(".")
    is_read = folder.rpartition("/")[2] == ACTORS_FOLDER and f"{dot}{ending}".lower() in OF_ACTORS
    return f"{ACTOR_SLOT}{stem.replace('_', ' ').strip()}" if is_read and stem.strip("._ ") else ""


def set_folder(name: str) -> str:
    """Return what Kodi calls the folder of a set in its folder of sets; empty for a name of none.

    Kodi replaces what Windows takes in no name, and nothing else (``CUtil::MakeLegalFileName``, asked by
    ``CVideoInfoScanner::GetMovieSetInfoFolder``). It knows the name from an NFO: without control characters
    and without blanks around it (seen on 20.1).
    """
    folder = _WINDOWS.sub("_", _UNWRITABLE.sub("", name).strip()).rstrip(" .")
    return folder if folder.strip("._ ") and folder != WORK_FOLDER else ""


def is_safe(path: str) -> bool:
    """Return whether a relative path stays in its folder and each of its names fits on the usual disks."""
    parts = path.split("/")
    return all(
        part not in ("", ".", "..") and "\0" not in part and len(os.fsencode(part)) <= LONGEST_NAME
        for part in parts
    )


def base_of(relative_path: str) -> str:
    """Return the path of a video without its extension."""
    folder, _, name = relative_path.rpartition("/")
    stem, dot, _ = name.rpartition(".")
    name = stem if dot and stem else name
    return f"{folder}/{name}" if folder else name


def who_cannot_read(
    extension: str, players: Collection[str], slot: ArtSlot | None = None, *, form: TitleForm = TitleForm.FILM
) -> list[str]:
    """Return those of some players that are not known to read images of a type, as people call them.

    ``slot``: what the image is of, where that matters: covers of music are no ``.png`` for Kodi.
    """
    is_cover = slot is not None and slot.kind in FORM_NAMES[form].only_jpeg
    return [
        player.title()
        for player in (KODI, JELLYFIN, PLEX)
        if player in players
        if extension not in ((".jpg",) if is_cover and player == KODI else EXTENSIONS[player])
    ]


def players_of(chosen: Iterable[str], configured: Iterable[str]) -> frozenset[str]:
    """Return whose names are published: the chosen, else the configured, else Kodi and Jellyfin."""
    return frozenset(chosen) or frozenset(configured) or frozenset({KODI, JELLYFIN})
