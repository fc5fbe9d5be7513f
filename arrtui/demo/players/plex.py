"""A simulated Plex by its documents: libraries, and a scan at one path."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from arrtui.demo.players.server import PlayerReply, PlayerRequest, PlayerServer


class SimulatedPlex:
    """One Plex with a library for each key."""

    def __init__(
        self,
        libraries: Mapping[str, Path],
        music: Mapping[str, Path] | None = None,
        *,
        token: str = "plex-token",  # noqa: S107  # of a simulated player
    ) -> None:
        """``libraries`` of films and series, ``music``: those of music; folders by key."""
        self.scans: list[tuple[str, str]] = []
        """Library and path of every scan."""
        self._music = music or {}
        self._libraries = {**libraries, **self._music}
        self._token = token
        self.server = PlayerServer(self._answer)
        self.url = self.server.url

    def close(self) -> None:
        """Switch it off."""
        self.server.close()

    def _answer(self, request: PlayerRequest) -> PlayerReply:
        if request.path == "/identity":
            return PlayerReply(200, {"MediaContainer": {"version": "1.41.0"}})
        if request.headers.get("x-plex-token") != self._token:
            return PlayerReply(401)
        parts = request.path.strip("/").split("/")
        if request.path == "/library/sections":
            rows = [
                {
                    "key": key,
                    "title": folder.name,
                    "type": "artist" if key in self._music else "movie",
                    "Location": [{"id": 1, "path": str(folder)}],
                }
                for key, folder in self._libraries.items()
            ]
            return PlayerReply(200, {"MediaContainer": {"size": len(rows), "Directory": rows}})
        if parts[:2] == ["library", "sections"] and parts[3:] == ["refresh"] and parts[2] in self._libraries:
            self.scans.append((parts[2], request.query.get("path", "")))
            return PlayerReply(200)
        return PlayerReply(404)
