"""What players are told of titles, and what they keep of them that must not be lost."""

from __future__ import annotations

import msgspec

from arrtui.core.structs import describe_structs

KODI = "kodi"
JELLYFIN = "jellyfin"
PLEX = "plex"


class WatchState(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a player keeps of a video by itself, and forgets when it reads the video anew."""

    playcount: int = 0
    last_played: str = ""
    """Local time of the player, ``2026-01-02 03:04:05``."""
    position: float = 0.0
    """Seconds at which playing goes on."""
    total: float = 0.0
    """Seconds; as the player took them when it noted the position."""
    user_rating: int = 0
    """0 for none."""
    tags: tuple[str, ...] = ()
    art: dict[str, str] = msgspec.field(default_factory=dict)
    """Chosen in the player: address by kind."""


class ToldTitle(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """What a player was told of a title last."""

    folder: str = ""
    """On this machine."""
    videos: tuple[str, ...] = ()
    """Paths below the folder."""
    files: dict[str, str] = msgspec.field(default_factory=dict)
    """Published files and trailers: hash, or size and time, by path below the folder."""


class PlayerTask(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A title that a player is to be told of; it stays until the player took it."""

    player: str
    """Name of its table in the configuration, or of a group of players."""
    instance: str
    external_id: str
    queued_at: float
    attempts: int = 0
    tried_at: float = 0.0
    error: str = ""
    reads_nfo: bool = False
    """Whether its NFO is read again although nothing says that it changed."""
    textures_only: bool = False
    """Whether only cached pictures are dropped: another player of its group was told the rest."""
    kept: dict[str, WatchState] = msgspec.field(default_factory=dict)
    """What was read before the player was made to forget it, by the player's path of the video."""


describe_structs(__name__)
