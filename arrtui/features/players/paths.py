r"""Where a folder of this machine lies for a player, and back. Pure.

A player may have it on a share (``nfs://nas/media``), on a drive (``M:\films``) or at the same place. The
longest mapping that covers a path counts; without any, a path stands for itself.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from arrtui.core.config.players import PlayerFolder


class PlayerPaths:
    """The path mappings of a player."""

    def __init__(self, folders: Iterable[PlayerFolder]) -> None:
        pairs = [(folder.local_path.rstrip("/"), folder.player_path.rstrip("/\\")) for folder in folders]
        self._to_player = sorted(pairs, key=lambda pair: len(pair[0]), reverse=True)
        self._to_local = sorted(pairs, key=lambda pair: len(pair[1]), reverse=True)

    def player(self, path: str) -> str:
        """Return where a path of this machine lies for the player."""
        for local, remote in self._to_player:
            if path == local or path.startswith(f"{local}/"):
                separator = separator_of(remote)
                return remote + path[len(local) :].replace("/", separator)
        return path

    def player_folder(self, path: str) -> str:
        """Return where a folder of this machine lies for the player, with a separator at its end."""
        place = self.player(path)
        separator = separator_of(place)
        return place if place.endswith(separator) else place + separator

    def local(self, path: str) -> str | None:
        """Return where a path of the player lies here; None where no mapping says so and it is none here."""
        for local, remote in self._to_local:
            separator = separator_of(remote)
            start = path[: len(remote)]
            equal = start.casefold() == remote.casefold() if separator == "\\" else start == remote
            rest = path[len(remote) :]
            if equal and (not rest or rest[0] in (separator, "/")):
                names = rest.replace(separator, "/")
                return None if ".." in names.split("/") else local + names
        if self._to_player and any(path.startswith(f"{local}/") for local, _ in self._to_player):
            return None
        return path if path.startswith("/") and ".." not in path.split("/") else None


def separator_of(path: str) -> str:
    r"""Return what separates the names of a path of a player: ``\`` on Windows, else ``/``."""
    is_windows = "://" not in path and ("\\" in path[:2] or path[1:2] == ":")
    return "\\" if is_windows else "/"


def same_path(path: str, other: str) -> bool:
    """Return whether two paths of a player are the same; those of Windows are compared without case."""
    return comparable(path) == comparable(other)


def comparable(path: str) -> str:
    """Return what is compared of a path of a player: those of Windows have no case."""
    return path.replace("/", "\\").casefold() if separator_of(path) == "\\" else path


def lies_in(path: str, folders: Iterable[str]) -> bool:
    """Return whether a path of a player is one of its folders, or lies in one."""
    separator = separator_of(path)
    return any(
        same_path(path, folder) or same_path(path[: len(folder) + 1], folder + separator)
        for folder in (folder.rstrip("/\\") for folder in folders)
    )
