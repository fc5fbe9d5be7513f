"""Kill -9 in the middle of writing, then do the same again: equal end state, equal number of writes."""

from __future__ import annotations

import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import httpx

from arrtui.core.apps import app_of
from arrtui.demo.estate import EstateSize
from arrtui.demo.lidarr.store import LidarrStore
from tests.trials.site import ENV, SIZE, Ended, Site, finish, new_site

MUSIC = replace(SIZE, lidarr=(("main", 8, 4, 1), ("second", 3, 4, 1)))
LATENCY = 0.04
"""Seconds every answer takes, so that there is time to kill in between."""


@dataclass(frozen=True)
class Kind:
    """A kind of writing that is killed."""

    name: str
    target: str
    prepare: Callable[[Site], str]
    """Bring the site where the writing begins; return the number of the plan it is about, if any."""
    start: Callable[[Site, str], subprocess.Popen[str]]
    """Start the writing; called again after the kill."""
    size: EstateSize = SIZE


def _nothing(_site: Site) -> str:
    return ""


def _applied(site: Site) -> str:
    """Apply the pair, and return the number of its plan."""
    ended = site.run("sync", "movies", "--apply", "--json")
    assert ended.status == 0, ended.out + ended.err
    return str(ended.result["plan"])


def _lost(site: Site, name: str = "radarr.main") -> str:
    """Back up, then lose half of the titles; return the number of the backup."""
    assert site.run("backup", name).status == 0
    app = site.app(name)
    resource = app_of(name).resource
    url = f"{app.url}{app_of(name).api}{resource.path}/editor"
    lost = {resource.ids: list(app.store.titles)[::2], "deleteFiles": False}
    httpx.request("DELETE", url, json=lost, headers={"X-Api-Key": app.api_key}).raise_for_status()
    return "1"


def _artists(site: Site) -> str:
    """Have a pair of both Lidarrs, of which half of the albums are monitored."""
    for number, album in site.app("lidarr.main").store.albums.items():  # type: ignore[union-attr]
        album["monitored"] = number % 2 == 0
    update = ["monitored", "tags", "metadata_profile", "monitor_new_items", "episodes"]
    pair = {"source": "lidarr.main", "target": "lidarr.second", "update": update}
    site.configure(sync={"artists": {**pair, "map": {"root_folders": {"*": "/music"}}}})
    return ""


def _acted(site: Site) -> str:
    assert site.run("backup", "radarr.main").status == 0
    return ""


def _act(site: Site, _plan: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.trials.act", str(site.config)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=ENV)


KINDS = (
    Kind("apply", "radarr.4k", _nothing, lambda site, _: site.start("sync", "movies", "--apply", "--json")),
    Kind("apply series", "sonarr.anime", _nothing,
         lambda site, _: site.start("sync", "series", "--apply", "--json")),
    Kind("undo", "radarr.4k", _applied, lambda site, plan: site.start("undo", plan, "--apply", "--json")),
    Kind("restore", "radarr.main", _lost, lambda site, number: site.start(
        "restore", "radarr.main", "--at", number, "--apply", "--json")),
    Kind("action", "radarr.main", _acted, _act),
    Kind("apply artists", "lidarr.second", _artists,
         lambda site, _: site.start("sync", "artists", "--apply", "--allow-removals", "--json"), MUSIC),
    Kind("restore artists", "lidarr.main", lambda site: _lost(site, "lidarr.main"), lambda site, number:
         site.start("restore", "lidarr.main", "--at", number, "--apply", "--json"), MUSIC),
)  # fmt: skip


def state_of(site: Site, name: str) -> Any:
    """Return what an instance holds of what arrtui writes, without ids and times."""
    store = site.app(name).store
    labels = {tag["id"]: tag["label"] for tag in store.tags.values()}
    kept = ("tmdbId", "tvdbId", "monitored", "qualityProfileId", "path", "minimumAvailability")
    kept += ("foreignArtistId", "metadataProfileId", "monitorNewItems")
    albums = store.albums_of if isinstance(store, LidarrStore) else lambda _number: []
    return sorted(
        (
            [title.get(key) for key in kept]
            + [sorted(labels.get(tag, str(tag)) for tag in title.get("tags", ()))]
            + [[(season["seasonNumber"], season["monitored"]) for season in title.get("seasons", ())]]
            + [sorted((album["foreignAlbumId"], album["monitored"]) for album in albums(title["id"]))]
            for title in store.titles.values()
        ),
        key=str,
    )


def writes_of(site: Site, name: str) -> Counter[str]:
    """Return the executed writes of titles by method and path; what an app is told to refresh is no title."""
    return Counter(f"{method} {path}" for method, path in site.app(name).writes() if "/command" not in path)


def _begin(kind: Kind, site: Site) -> str:
    plan = kind.prepare(site)
    app = site.app(kind.target)
    app.reset_requests()
    app.faults.latency = LATENCY
    return plan


def undisturbed(kind: Kind) -> tuple[Any, Counter[str]]:
    """Return the end state and the writes when nothing is killed."""
    with new_site(kind.size) as site:
        plan = _begin(kind, site)
        ended = finish(kind.start(site, plan))
        assert ended.status == 0, ended.out + ended.err
        return state_of(site, kind.target), writes_of(site, kind.target)


def killed(kind: Kind, after: int, expected: tuple[Any, Counter[str]]) -> str:
    """Kill the process after so many writes, do it again, and say what came of it."""
    with new_site(kind.size) as site:
        plan = _begin(kind, site)
        app = site.app(kind.target)
        process = kind.start(site, plan)
        deadline = time.monotonic() + 120
        while len(app.writes()) < after and process.poll() is None and time.monotonic() < deadline:
            time.sleep(0.002)
        process.kill()
        process.communicate()
        ended: Ended = finish(kind.start(site, plan))
        state, writes = state_of(site, kind.target), writes_of(site, kind.target)
        what = f"{kind.name}, killed after {after} of {expected[1].total()} writes"
        if ended.status != 0:
            return f"FAILED {what}: status {ended.status}: {(ended.err or ended.out)[-300:]}"
        if state != expected[0]:
            return f"FAILED {what}: another end state"
        if writes != expected[1]:
            return f"FAILED {what}: other writes: {writes - expected[1]} more, {expected[1] - writes} fewer"
        return f"ok {what}: equal state, {writes.total()} writes"


def trial(times: int) -> Iterator[str]:
    """Yield a line for each kill: ``times`` in all, of each kind after ever more writes."""
    for number, kind in enumerate(KINDS):
        expected = undisturbed(kind)
        total = max(1, expected[1].total())
        share = times // len(KINDS) + (number < times % len(KINDS))
        for attempt in range(share):
            yield killed(kind, attempt * total // share, expected)
