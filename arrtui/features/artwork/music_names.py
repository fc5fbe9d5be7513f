"""How images and NFO of artists and albums are named, and what such names say. Pure.

By the documents and sources of the players: of Kodi its settings (``musiclibrary.musicthumbs`` knows covers
as ``.jpg`` only) and ``CMusicInfoScanner``, of Jellyfin ``LocalImageProvider``, of Plex what its agent for
local files took for a cover (``LocalMedia.bundle``; it knew no picture of an artist). No records exist.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from arrtui.core.artwork import ArtKind, ArtSlot
from arrtui.core.players import JELLYFIN, KODI, PLEX

ARTIST_NFO = "artist.nfo"
ALBUM_NFO = "album.nfo"
_ARTIST = {
    ArtKind.POSTER: "folder",
    ArtKind.FANART: "fanart",
    ArtKind.BANNER: "banner",
    ArtKind.CLEARLOGO: "clearlogo",
}
_ARTIST_NAMES: Mapping[str, Mapping[ArtKind, str]] = {KODI: _ARTIST, JELLYFIN: _ARTIST}
_ALBUM_NAMES: Mapping[str, Mapping[ArtKind, str]] = {
    KODI: {ArtKind.THUMB: "folder", ArtKind.DISCART: "discart"},
    JELLYFIN: {ArtKind.THUMB: "folder", ArtKind.DISCART: "cdart"},
    PLEX: {ArtKind.THUMB: "folder"},
}
_MORE = {KODI: "{}{}", JELLYFIN: "{}-{}"}
"""Names of further fanart, counted from 1."""
AS_JPEG = frozenset((ArtKind.POSTER, ArtKind.THUMB))
"""What Kodi looks for as ``folder.jpg`` only."""
_ARTIST_WORDS: Mapping[str, ArtKind] = {
    **dict.fromkeys(("folder", "poster", "artist", "thumb", "cover"), ArtKind.POSTER),
    **dict.fromkeys(("fanart", "backdrop", "background"), ArtKind.FANART),
    "banner": ArtKind.BANNER,
    **dict.fromkeys(("clearlogo", "logo"), ArtKind.CLEARLOGO),
}
_ALBUM_WORDS: Mapping[str, ArtKind] = {
    **dict.fromkeys(("folder", "cover", "front", "album", "poster", "thumb"), ArtKind.THUMB),
    **dict.fromkeys(("discart", "cdart", "disc"), ArtKind.DISCART),
}
"""What images in the folders of artists and albums are called, the names that more players read first."""
_NUMBERED = re.compile(r"(fanart|backdrop|background)-?(\d{1,2})")
_DISC_FOLDER = re.compile(
    r"(?:.+ )?(?:cd|dvd|sacd|disc|disk|medium|media|vinyl|cassette|lp)[ _.-]*\d{1,2}", re.IGNORECASE
)


def music_name(slot: ArtSlot, folder: str, player: str, extension: str) -> str:
    """Return the path of an image of an artist or album for a player, without extension; empty for none.

    ``folder``: of the album, below the artist's, with a slash at its end; empty for what is the artist's.
    """
    if player == KODI and slot.kind in AS_JPEG and extension != ".jpg":
        return ""
    names = _ARTIST_NAMES if slot.season is None else _ALBUM_NAMES
    word = names.get(player, {}).get(slot.kind, "")
    if slot.number > 1 and word:
        word = _MORE[player].format(word, slot.number - 1) if slot.kind is ArtKind.FANART else ""
    return f"{folder}{word}" if word else ""


def image_of_artist(stem: str) -> tuple[ArtSlot, int] | None:
    """Return the slot of an image in an artist's folder by its name in small letters, and its rank."""
    if match := _NUMBERED.fullmatch(stem):
        return ArtSlot(ArtKind.FANART, number=int(match[2]) + 1), _rank(_ARTIST_WORDS, match[1])
    kind = _ARTIST_WORDS.get(stem)
    return None if kind is None else (ArtSlot(kind), _rank(_ARTIST_WORDS, stem))


def image_of_album(stem: str, numbers: tuple[int, int]) -> tuple[ArtSlot, int] | None:
    """Return the slot of an image in an album's folder by its name in small letters, and its rank."""
    kind = _ALBUM_WORDS.get(stem)
    return None if kind is None else (ArtSlot(kind, *numbers), _rank(_ALBUM_WORDS, stem))


def same_picture(path: str) -> list[str]:
    """Return the paths under which all players read a picture or cover besides that of a published one."""
    folder, _, name = path.rpartition("/")
    others = ["cover.jpg"] if name == "folder.jpg" else []
    return [f"{folder}/{other}" if folder else other for other in others]


def _rank(words: Mapping[str, ArtKind], word: str) -> int:
    return list(words).index(word)


def without_disc(folder: str) -> str:
    """Return the folder of an album by the one in which all its files are: that around a disc's."""
    around, _, name = folder.rpartition("/")
    return around if around and _DISC_FOLDER.fullmatch(name) else folder
