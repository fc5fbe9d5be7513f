"""The players of the simulated estate: a Kodi and a Jellyfin that show the titles of its main instances."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from arrtui.demo.app.store import Store
from arrtui.demo.players.jellyfin import SimulatedJellyfin
from arrtui.demo.players.kodi import SimulatedKodi

_PASSWORD = "secret-of-kodi"  # noqa: S105  # of a simulated player
_KEY = "jelly-key"


class LivingRoom:
    """Both players over the root folders of some instances."""

    def __init__(self, stores: Iterable[Store]) -> None:
        """Switch them on: they listen from now on, and know nothing yet."""
        shown = list(stores)
        self._instances = [store.instance for store in shown]
        roots = [(store.kind, Path(root["path"])) for store in shown for root in store.root_folders.values()]
        movies = [root for kind, root in roots if kind == "radarr"]
        shows = [root for kind, root in roots if kind == "sonarr"]
        music = [root for kind, root in roots if kind == "lidarr"]
        self.kodi = SimulatedKodi(movies, shows, music, password=_PASSWORD)
        self.jellyfin = SimulatedJellyfin(movies, shows, music, key=_KEY)

    def look(self) -> None:
        """Have both scan their libraries."""
        self.kodi.start_scan()
        self.jellyfin.scan()

    def close(self) -> None:
        """Switch them off."""
        self.kodi.close()
        self.jellyfin.close()

    def config_toml(self) -> str:
        """Return the tables ``[players.NAME]``."""
        names = ", ".join(f'"{name}"' for name in self._instances)
        return (
            f'[players.living-room]\nkind = "kodi"\nurl = "{self.kodi.url}"\nuser = "kodi"\n'
            f'password = "{_PASSWORD}"\ninstances = [{names}]\nmessages = true\n\n'
            f'[players.jellyfin]\nkind = "jellyfin"\nurl = "{self.jellyfin.url}"\napi_key = "{_KEY}"\n'
            f"instances = [{names}]\n"
        )
