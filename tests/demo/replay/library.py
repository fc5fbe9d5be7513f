"""A small simulated app with the ids, folders and labels that the recorded requests name."""

from __future__ import annotations

import random
from functools import cache
from typing import Any

from arrtui.demo.estate import SimulatedApp
from arrtui.demo.http.clock import DAY
from arrtui.demo.http.routing import Router
from arrtui.demo.radarr import drawing as radarr_drawing
from arrtui.demo.radarr import routes as radarr_routes
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.sonarr import drawing as sonarr_drawing
from arrtui.demo.sonarr import routes as sonarr_routes
from arrtui.demo.sonarr.fifth import Sonarr5Store
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.catalogue import Catalogue

Obj = dict[str, Any]
TODAY = 1_795_824_000 // DAY * DAY
"""The day of the recordings: 2026-11-28."""
_TABLES = {"radarr": radarr_routes.TABLE, "sonarr": sonarr_routes.TABLE}


@cache
def _router(kind: str) -> Router:
    return Router(_TABLES[kind])


def _store(app: str) -> RadarrStore | SonarrStore:
    catalogue = Catalogue(7, TODAY)
    if app == "radarr":
        return RadarrStore("radarr.main", 7, catalogue, None, [])
    version = Sonarr5Store if app == "sonarr-5" else SonarrStore
    return version("sonarr.main", 7, catalogue, None, [], 0)


class Library:
    """One app and the steps that prepare it; every step may be repeated."""

    def __init__(self, app: str) -> None:
        """`app`: a name of `records.FOLDERS`."""
        self.store: Any = _store(app)
        kind = self.kind = self.store.kind
        self.app = SimulatedApp(self.store, [])
        self.app.router = _router(kind)
        self.app.authentication = "external"
        self.spec = self.store.spec
        self.folder = f"/data/{kind}3"
        self.store.root_folders = {
            number: {"id": number, "path": f"{self.folder}/{name}"} for number, name in ((1, "a"), (2, "b"))
        }
        for row in self.store.providers["importlist"].values():
            row["rootFolderPath"] = f"{self.folder}/a"
        self.store.tags = {}
        for number, label in enumerate(("keep", "4k", "kids"), 1):
            self.tag(number, label)
        self.store.exclusions.clear()

    # ---- titles and files -----------------------------------------------------------------------

    def title(self, number: int, external_id: int = 0, path: str = "", **fields: Any) -> Obj:
        """Make sure there is a title with this id."""
        titles: dict[int, Obj] = self.store.titles
        if number in titles:
            return titles[number]
        external_id = external_id or (1000 if self.kind == "radarr" else 3000) + number
        wanted = {"path": path or None, "qualityProfileId": 1, "monitored": True, **fields}
        title: Obj = self.store.add_title(external_id, **wanted)
        del titles[title["id"]]
        if self.kind == "sonarr":
            for lists in (self.store.episode_ids, self.store.file_ids):
                lists[number] = lists.pop(title["id"])
        title["id"] = number
        titles[number] = title
        if self.kind == "sonarr":
            self.store.create_episodes(title)
        return title

    def file(self, number: int, title_id: int) -> Obj:
        """Make sure there is a file with this id, of this title."""
        files: dict[int, Obj] = self.store.files
        if number in files:
            return files[number]
        title, rng = self.title(title_id), random.Random(number)
        self.store.last_file_id = number - 2
        if self.kind == "radarr":
            return self.store.attach(title, radarr_drawing.draw_file(self.store, rng, title))
        episodes = self.store.episodes_of(title_id)
        free = [row for row in episodes if row["seasonNumber"] and not row["episodeFileId"]][:1]
        return self.store.attach(title, free, sonarr_drawing.draw_file(self.store, rng, title, free))

    # ---- settings -------------------------------------------------------------------------------

    def tag(self, number: int, label: str) -> None:
        """Make sure there is a tag with this id and label."""
        self.store.tags[number] = {"id": number, "label": label}

    def profile(self, number: int, name: str) -> None:
        """Make sure there is a quality profile with this id and name."""
        first = self.store.profiles[1]
        self.store.profiles.setdefault(number, {**first, "id": number}).update(name=name)

    def formats(self, *numbers: int, keep: bool = False) -> None:
        """Make sure there are custom formats with these ids, and no others unless they are kept."""
        model = next(iter(self.store.formats.values()))
        for number in [] if keep else list(self.store.formats):
            self.store.delete_format(number)
        for number in numbers:
            self.store.formats[number] = {}
            self.store.save_format({**model, "name": f"Format {number}", "id": number})

    def provider(self, resource: str, number: int, name: str, implementation: str) -> None:
        """Make sure there is a provider of this resource with this id and name."""
        rows = self.store.providers[resource]
        model = next(iter(rows.values()))
        rows[number] = {**model, "id": number, "name": name, "implementation": implementation}

    def delay_profile(self, number: int, order: int, tags: list[int]) -> None:
        """Make sure there is a delay profile with this id."""
        rows = self.store.delay_profiles
        rows[number] = {**rows[1], "id": number, "order": order, "tags": tags}

    def exclusion(self, number: int, external_id: int) -> None:
        """Make sure there is an exclusion with this id."""
        self.store.add_exclusion(external_id, "Excluded", 2000, number)

    # ---- commands -------------------------------------------------------------------------------

    def command(self, number: int, *, done: bool = True, **body: Any) -> Obj:
        """Post a command under this id and, unless told otherwise, let it end."""
        queue = self.store.commands
        queue._next_id = number
        command: Obj = queue.post(body)
        if done:
            self.settle()
        return command

    def settle(self) -> None:
        """Let every command end."""
        self.store.settle()
