"""The simulated estate: Radarr, Sonarr and Lidarr instances over loopback, in one background thread."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Collection, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import Literal

import msgspec

from arrtui.demo.app.archives import api_key_of
from arrtui.demo.app.chains.scenarios import add_chain_settings, play_chains
from arrtui.demo.app.live.events import TimePassed
from arrtui.demo.app.live.health import HealthChecks
from arrtui.demo.http.app import RecordedWrite
from arrtui.demo.http.clock import DAY, now_iso
from arrtui.demo.http.faults import Faults
from arrtui.demo.http.hub import Hub
from arrtui.demo.http.routing import Router, Table
from arrtui.demo.http.server import Server
from arrtui.demo.lidarr import routes as lidarr_routes
from arrtui.demo.lidarr.feed import LidarrFeed
from arrtui.demo.lidarr.store import LidarrStore
from arrtui.demo.lidarr.webhooks import LidarrWebhooks
from arrtui.demo.living_room import LivingRoom
from arrtui.demo.mishaps import Mishaps
from arrtui.demo.pairs import pairs_toml
from arrtui.demo.providers.site import ProvidersSite
from arrtui.demo.radarr import routes as radarr_routes
from arrtui.demo.radarr.feed import RadarrFeed
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.radarr.webhooks import RadarrWebhooks
from arrtui.demo.sonarr import routes as sonarr_routes
from arrtui.demo.sonarr.feed import SonarrFeed
from arrtui.demo.sonarr.fifth import Sonarr5Store
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.sonarr.webhooks import SonarrWebhooks
from arrtui.demo.world.catalogue import Catalogue, positions_of
from arrtui.demo.world.disk import Layout


@dataclass(frozen=True)
class EstateSize:
    """How many instances there are, by name, and how much each of them holds."""

    radarr: tuple[tuple[str, int], ...] = (("main", 1200), ("4k", 400))
    """Name and movies."""
    sonarr: tuple[tuple[str, int, int], ...] = (("main", 120, 7500), ("anime", 40, 2500))
    """Name, series and episodes of all of them together."""
    lidarr: tuple[tuple[str, int, int, int], ...] = ()
    """Name and artists, with the mean number of albums of an artist, and of tracks of an album.

    All share one metadata host: the means are those of the first.
    """


MEANS = (6, 9)
"""How many albums an artist has, and tracks an album."""
DEFAULT = EstateSize(lidarr=(("main", 80, *MEANS),))
MUSIC = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 80, *MEANS),))
"""A Lidarr alone."""
MUSIC_BENCH = EstateSize(radarr=(), sonarr=(), lidarr=(("main", 500, 14, 14),))
"""A Lidarr with some 5,000 albums and 50,000 files."""


class SimulatedApp:
    """One instance: where it listens, what it holds, what goes wrong with it."""

    def __init__(
        self, store: RadarrStore | SonarrStore | LidarrStore, routes: Table, url_base: str = ""
    ) -> None:
        self.store = store
        self.kind = store.spec.kind
        self.name = store.instance
        self.app_name = store.spec.app_name
        self.version = store.spec.version
        self.api_key = api_key_of(store)
        self.url_base = url_base
        self.authentication: Literal["none", "forms", "external"] = (
            "external" if self.name.endswith(".main") else "forms"
        )
        self.port = 0
        self.started_at = now_iso()
        self.clock: Callable[[], float] = time.time
        self.faults = Faults()
        self.requests: list[tuple[str, str]] = []
        self.attempts: list[tuple[str, str]] = []
        self.written: list[RecordedWrite] = []
        self.hub = Hub(self.version)
        self.webhooks: RadarrWebhooks | SonarrWebhooks | LidarrWebhooks
        if isinstance(store, RadarrStore):
            self.webhooks = RadarrWebhooks(store, url_base)
            store.listen(RadarrFeed(store, self.hub, url_base))
        elif isinstance(store, LidarrStore):
            self.webhooks = LidarrWebhooks(store, url_base)
            store.listen(LidarrFeed(store, self.hub, url_base))
        else:
            self.webhooks = SonarrWebhooks(store, url_base)
            store.listen(SonarrFeed(store, self.hub, url_base))
        store.listen(HealthChecks(store), self.webhooks)
        store.backoff.clock = lambda: self.clock()
        self.routes = routes
        self.router = Router(routes)

    def declares_json(self, method: str, path: str) -> bool:
        """Return whether the action of a request has `[Produces("application/json")]`."""
        return re.fullmatch(self.store.spec.declared_json, f"{method} {path}") is not None

    def omits_problem(self, method: str, path: str) -> bool:
        """Return whether the 404 of a request has no body."""
        return re.fullmatch(self.store.spec.bodiless_absence, f"{method} {path}") is not None

    def advance(self) -> None:
        """Do what the app does by itself up to now."""
        with self.store.lock:
            self.store.commands.advance()
            self.store.publish(TimePassed(time.time()))

    def take_calls(self) -> list[Callable[[], None]]:
        """Return what has to happen before the answer, once the lock of the store is free."""
        return self.webhooks.take()

    @property
    def api_path(self) -> str:
        """Where the API is, behind the URL base."""
        return f"/api/{self.store.spec.api}"

    def picture_path(self, path: str) -> str:
        """Return where the API has a picture of the web interface."""
        return path if self.kind != "lidarr" else lidarr_routes.picture_path(path)

    @property
    def describes_absence(self) -> bool:
        """Whether the 404 of a GET by an unknown id says what is not there."""
        return self.store.spec.describes_absence

    @property
    def operation_status(self) -> int:
        """What an `InvalidOperationException` is answered with."""
        return self.store.spec.operation_status

    @property
    def url(self) -> str:
        """The address a client is configured with, URL base included."""
        return f"http://127.0.0.1:{self.port}{self.url_base}"

    def writes(self) -> list[tuple[str, str]]:
        """Return method and path of the writes the app executed, answered or not, since the last reset."""
        return [(write.method, write.path) for write in self.written if write.executed]

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
        neighbours: bool = False,
        today: int | None = None,
        sonarr_5: Collection[str] = (),
        chains: bool = False,
        providers: bool = False,
        players: bool = False,
    ) -> None:
        """`folder`: lay out real root folders there; `today`: the day of it all, as its midnight UTC.

        `neighbours`: with trailers by every naming style beside the videos, and what looks like them;
        `sonarr_5`: names of the Sonarr instances that are of version 5; `chains`: the first instance of each
        app has downloads that go wrong again and again, and some that only look so; `providers`: the sites
        that have images and metadata are simulated too; `players`: so are a Kodi and a Jellyfin, and some
        titles have artwork of their owner, and two lose what is published.
        """
        self.seed = seed
        self.folder = folder
        self._has_neighbours = neighbours
        self.catalogue = Catalogue(seed, int(time.time()) // DAY * DAY if today is None else today)
        self.providers = ProvidersSite(self.catalogue) if providers else None
        """Who has images and metadata, on a port of their own."""
        self.apps: dict[str, SimulatedApp] = {}
        self.living_room: LivingRoom | None = None  # the players, while the estate runs
        self._has_players = players and folder is not None
        self._mishaps: Mishaps | None = None
        self._layout: Layout | None = None
        self._server: Server | None = None
        base = (seed, self.catalogue, folder)
        for number, (name, count) in enumerate(size.radarr):
            positions = positions_of("radarr", seed, number, count, size.radarr[0][1])
            radarr = RadarrStore(f"radarr.{name}", *base, positions)
            self.apps[radarr.instance] = SimulatedApp(radarr, radarr_routes.TABLE)
            if chains and number == 0:
                play_chains(radarr, seed)
        for number, (name, count, episodes) in enumerate(size.sonarr):
            positions = positions_of("sonarr", seed, number, count, size.sonarr[0][1])
            version = Sonarr5Store if name in sonarr_5 else SonarrStore
            sonarr = version(f"sonarr.{name}", *base, positions, episodes)
            url_base = "/sonarr-anime" if name == "anime" else ""
            self.apps[sonarr.instance] = SimulatedApp(sonarr, sonarr_routes.TABLE, url_base)
            if chains and number == 0:
                add_chain_settings(sonarr)
                sonarr.after_draw = partial(play_chains, sonarr, seed)
        self._add_lidarrs(size.lidarr, goes_round=chains)

    def _add_lidarrs(self, rows: tuple[tuple[str, int, int, int], ...], *, goes_round: bool) -> None:
        """Add the Lidarr instances, which share one host: the first says how much an artist has made."""
        if not rows:
            return
        self.catalogue.music.albums_each, self.catalogue.music.tracks_each = rows[0][2:]
        for number, (name, count, *_) in enumerate(rows):
            positions = positions_of("lidarr", self.seed, number, count, rows[0][1])
            numbers = [position + 1 for position in positions]
            store = LidarrStore(f"lidarr.{name}", self.seed, self.catalogue, self.folder, numbers)
            store.goes_round = goes_round and number == 0
            self.apps[store.instance] = SimulatedApp(store, lidarr_routes.TABLE)

    def start(self) -> None:
        """Listen on free loopback ports; returns when every instance answers. Files follow later."""
        # Enough for a slow receiver of webhooks to hold up the requests it belongs to and no other.
        pool = ThreadPoolExecutor(16, thread_name_prefix="demo")
        sites = [self.providers] if self.providers else []
        self._server = Server([*self.apps.values(), *sites], pool)
        self._server.start()
        if self.providers:
            self.catalogue.image_host = self.providers.pictures
        if self.folder is not None:
            stores = [app.store for app in self.apps.values()]
            if self._has_players:
                self.living_room = LivingRoom(store for store in stores if store.instance.endswith(".main"))
            after = self._begin_showing if self._has_players else None
            self._layout = Layout(stores, neighbours=self._has_neighbours, after=after)
            self._layout.start()

    def _begin_showing(self, owners: Collection[Path]) -> None:
        """Have the players look at what was laid out, and see to it that something happens to artwork."""
        assert self.living_room is not None and self.folder is not None
        self.living_room.look()
        store = next((app.store for app in self.apps.values() if app.kind == "radarr"), None)
        if store is not None:
            self._mishaps = Mishaps(store, owners, self.folder / "downloads")
            self._mishaps.start()

    def stop(self) -> None:
        """Close every port and end every thread."""
        if self._layout:
            self._layout.stop()
        if self._mishaps:
            self._mishaps.stop()
        if self.living_room:
            self.living_room.close()
        for app in self.apps.values():
            app.webhooks.stop()
        if self._server:
            self._server.stop()
            self._server = None

    def wait_for_files(self) -> None:
        """Return when every file has been laid out."""
        if self._layout:
            self._layout.join()

    @property
    def styles(self) -> Mapping[str, str]:
        """By the folder of a title what lies beside its videos."""
        return self._layout.styles if self._layout else {}

    def config_toml(self, *, database: Path | None = None, live: bool = False) -> str:
        """Return a complete arrtui configuration for this estate, with pairs to try.

        `live`: arrtui listens to the live feeds; otherwise it does nothing that it is not asked for.
        """
        listens = "" if live else "live = false\n"
        parts = [
            f'[{app.name}]\nurl = "{app.url}"\napi_key = "{app.api_key}"\n{listens}'
            for app in self.apps.values()
        ]
        if database is not None:
            parts.append(f"[database]\nurl = {_quoted(f'sqlite:///{database}')}\n")
        if self.folder is not None:  # what is removed here goes into no recycle bin of the user's
            parts.append(f"[recycle]\nfolder = {_quoted(str(self.folder / 'recycle'))}\n")
        # the titles are invented: no site on the internet has a trailer of them
        parts.append("[trailers]\nsources = []\n")
        if self.providers:
            parts.append(self.providers.config_toml())
        if self.living_room:
            parts.append(self.living_room.config_toml())
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


def _quoted(text: str) -> str:
    """Return a text as TOML has it, which quotes as JSON does."""
    return msgspec.json.encode(text).decode()
