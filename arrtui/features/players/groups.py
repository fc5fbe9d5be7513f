"""Players that share one library, of which one is told what changes in it. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from arrtui.core.config.players import PlayerConfig
from arrtui.core.players import PlayerTask

FIRST_WAIT = 60.0
"""Seconds after which a title is tried again that a player did not take; each time twice as long."""
LONGEST_WAIT = 6 * 3600.0


class PlayerGroup(NamedTuple):
    """Players that share one library, or one by itself."""

    name: str
    """Under which is noted what they were told: that of the player, or one for the group."""
    members: tuple[PlayerConfig, ...]


def groups_of(players: Iterable[PlayerConfig], instance: str) -> list[PlayerGroup]:
    """Return the players that show an instance, by the library they share."""
    shared: dict[tuple[str, str], list[PlayerConfig]] = {}
    for player in players:
        if player.shows(instance):
            key = (player.kind, player.group) if player.group else ("", player.name)
            shared.setdefault(key, []).append(player)
    return [
        PlayerGroup(f"{kind} group {name}" if kind else name, tuple(members))
        for (kind, name), members in shared.items()
    ]


def is_due(task: PlayerTask, now: float) -> bool:
    """Return whether a title is to be tried now; a clock that was set back keeps none waiting."""
    if not task.attempts:
        return True
    wait = min(LONGEST_WAIT, FIRST_WAIT * 2.0 ** min(task.attempts - 1, 16))
    return not 0 <= now - task.tried_at < wait
