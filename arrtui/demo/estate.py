"""The simulated estate: several Radarr and Sonarr instances over loopback, in one background thread."""

from __future__ import annotations

import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Literal

import msgspec

from arrtui.demo.app import routes_history, routes_settings, routes_system
from arrtui.demo.app.view import View
from arrtui.demo.http.faults import Faults
from arrtui.demo.http.routing import Router
from arrtui.demo.http.server import Server
from arrtui.demo.http.writes import WriteLog
from arrtui.demo.pairs import pairs_toml
from arrtui.demo.radarr import routes as routes_radarr
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.radarr.views import RadarrView
from arrtui.demo.sonarr import routes as routes_sonarr
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.sonarr.views import SonarrView
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.clock import midnight, now_iso
from arrtui.demo.world.layout import Layout
from arrtui.demo.world.shares import radarr_positions, sonarr_positions


@dataclass(frozen=True)
class EstateSize:
    """How many instances there are, by name, and how much each of them holds."""

    radarr: tuple[tuple[str, int], ...] = (("main", 1200), ("4k", 400))
    """Name and movies."""
    sonarr: tuple[tuple[str, int, int], ...] = (("main", 120, 7500), ("anime", 40, 2500))
    """Name, series and episodes of all of them together."""


DEFAULT = EstateSize()


class SimulatedApp(WriteLog):
    """One instance: where it listens, what it holds, what goes wrong with it."""

    def __init__(
        self, kind: Literal["radarr", "sonarr"], instance: str, seed: int, url_base: str = ""
    ) -> None:
        super().__init__()
        self.kind = kind
        self.name = f"{kind}.{instance}"
        self.app_name = kind.capitalize()
        self.api_key = hashlib.md5(f"{seed}:{self.name}".encode(), usedforsecurity=False).hexdigest()
        self.url_base = url_base
        self.authentication: Literal["none", "forms", "external"] = (
            "external" if instance == "main" else "forms"
        )
        self.port = 0
        self.started_at = now_iso()
        self.faults = Faults()
        self.requests: list[tuple[str, str]] = []
        """Method and path (behind the URL base, without query) of every request that was served."""
        self.attempts: list[tuple[str, str]] = []
        """The same for every request that arrived, those that met a fault among them."""
        self.store: RadarrStore | SonarrStore
        self.view: View = RadarrView() if kind == "radarr" else SonarrView()
        own = routes_radarr.TABLE if kind == "radarr" else routes_sonarr.TABLE
        self.router = Router(
            [
                *own,
                *routes_history.TABLE,
                *routes_history.OWN[kind],
                *routes_settings.TABLE,
                *routes_system.TABLE,
            ]
        )

    @property
    def url(self) -> str:
        """The address a client is configured with, URL base included."""
        return f"http://127.0.0.1:{self.port}{self.url_base}"

    def reset_requests(self) -> None:
        """Start counting requests afresh."""
        self.requests.clear()
        self.attempts.clear()
        self.written.clear()


class SimulatedEstate:
    """All instances together; a context manager that starts and stops them."""

    def __init__(
        self,
        size: EstateSize = DEFAULT,
        *,
        seed: int = 7,
        folder: Path | None = None,
        today: int | None = None,
    ) -> None:
        """`folder`: lay out real root folders there; `today`: the day, in seconds since 1970, of it all."""
        self.seed = seed
        self.folder = folder
        self.catalogue = Catalogue(seed, midnight() if today is None else today)
        self.apps: dict[str, SimulatedApp] = {}
        self._layout: Layout | None = None
        self._server: Server | None = None
        for name, count in size.radarr:
            self._add_radarr(name, count, size.radarr[0][1])
        for name, series, episodes in size.sonarr:
            self._add_sonarr(name, series, episodes, size.sonarr[0][1])

    def _add_radarr(self, name: str, count: int, first: int) -> None:
        app = SimulatedApp("radarr", name, self.seed)
        number = sum(other.kind == "radarr" for other in self.apps.values())
        positions = radarr_positions(self.seed, number, count, first)
        app.store = RadarrStore(app.name, self.seed, self.catalogue, self.folder, positions)
        self.apps[app.name] = app

    def _add_sonarr(self, name: str, series: int, episodes: int, first: int) -> None:
        app = SimulatedApp("sonarr", name, self.seed, "/sonarr-anime" if name == "anime" else "")
        number = sum(other.kind == "sonarr" for other in self.apps.values())
        positions = sonarr_positions(self.seed, number, series, first)
        app.store = SonarrStore(app.name, self.seed, self.catalogue, self.folder, positions, episodes)
        self.apps[app.name] = app

    def start(self) -> None:
        """Listen on free loopback ports; returns when every instance answers. Files follow later."""
        pool = ThreadPoolExecutor(4, thread_name_prefix="demo")
        self._server = Server(list(self.apps.values()), pool)
        self._server.start()
        if self.folder is not None:
            self._layout = Layout([app.store for app in self.apps.values()])
            self._layout.start()

    def stop(self) -> None:
        """Close every port and end every thread."""
        if self._layout:
            self._layout.stop()
        if self._server:
            self._server.stop()
            self._server = None

    def wait_for_files(self) -> None:
        """Return when every file has been laid out."""
        if self._layout:
            self._layout.join()

    def config_toml(self, *, database: Path | None = None) -> str:
        """A complete arrtui configuration for this estate, with pairs to try."""
        parts = [
            f'[{app.name}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\n' for app in self.apps.values()
        ]
        if database is not None:
            address = msgspec.json.encode(f"sqlite:///{database}").decode()  # a TOML string is quoted alike
            parts.append(f"[database]\nurl = {address}\n")
        if pairs := pairs_toml({app.name: app.store for app in self.apps.values()}):
            parts.append(pairs)
        return "\n".join(parts)

    def __enter__(self) -> SimulatedEstate:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
