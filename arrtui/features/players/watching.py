"""What a player keeps of a video by itself, carried over to the video that replaced it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from arrtui.core.players import WatchState

_AUTOMATIC = ("video@", "music@", "DefaultVideo", "DefaultFolder", "DefaultAudio")
"""Beginnings of addresses of pictures that Kodi makes or takes by itself."""


def merged(old: WatchState, new: WatchState) -> WatchState:
    """Return what holds for a video that replaced another: nothing that was seen is unseen again.

    The new one may have been played already, and this may be the second attempt: the same comes of it.
    """
    goes_on = new if new.position > 0 or new.last_played > old.last_played else old
    return WatchState(
        playcount=max(old.playcount, new.playcount),
        last_played=max(old.last_played, new.last_played),
        position=goes_on.position,
        total=goes_on.total,
        user_rating=new.user_rating or old.user_rating,
        tags=tuple(dict.fromkeys((*new.tags, *old.tags))),
        art={**new.art, **old.art},
    )


def changes_to(state: WatchState, current: WatchState, *, has_tags: bool) -> dict[str, Any]:
    """Return the fields to set, by their names in JSON-RPC, so that a video is as ``state`` says.

    With a playcount go the last time and the position, which Kodi sets by itself when it counts a play.
    """
    changes: dict[str, Any] = {}
    if state.playcount != current.playcount:
        changes["playcount"] = state.playcount
    if state.last_played and (state.last_played != current.last_played or "playcount" in changes):
        changes["lastplayed"] = state.last_played
    if state.position and (state.position != current.position or "playcount" in changes):
        changes["resume"] = {"position": state.position, "total": state.total}
    if state.user_rating != current.user_rating:
        changes["userrating"] = state.user_rating
    if has_tags and set(state.tags) != set(current.tags):
        changes["tag"] = list(state.tags)
    art = {kind: address for kind, address in state.art.items() if current.art.get(kind) != address}
    return changes | ({"art": art} if art else {})


def chosen_art(art: Mapping[str, str], folders: tuple[str, ...]) -> dict[str, str]:
    """Return the pictures that somebody chose in Kodi: those from elsewhere than the title's own folders.

    ``folders`` are paths of the player with a separator at their ends. What lies in them Kodi finds again
    by itself, under the name of the new video.
    """
    return {
        kind: address
        for kind, address in art.items()
        if address and not address.startswith((*_AUTOMATIC, *folders))
    }


def is_automatic(address: str) -> bool:
    """Return whether Kodi made a picture by itself, e.g. a frame of the video."""
    return address.startswith(_AUTOMATIC)
