"""What Sonarr's commands do once their time has come: fetch episodes, look for files, move them."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from arrtui.demo.app.monitoring import apply_monitor, season_flags
from arrtui.demo.app.store import exactly
from arrtui.demo.http.errors import not_found
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.world import catalogue as meta
from arrtui.demo.world.clock import now_iso
from arrtui.demo.world.releases import parse_name
from arrtui.demo.world.tables import languages

if TYPE_CHECKING:
    from arrtui.demo.sonarr.store import SonarrStore


def run(store: SonarrStore, command: Obj) -> None:
    """Do what a command is for; those not named here only take their time.

    Raises ApiError for a series or an episode that is not there.
    """
    body, name = command["body"], command["name"]
    if name in ("RefreshSeries", "RescanSeries"):
        ids = body.get("seriesIds") or ([body["seriesId"]] if body.get("seriesId") else list(store.series))
        for number in ids:
            (refresh if name == "RefreshSeries" else scan)(store, _series(store, number))
    elif name == "MoveSeries":
        store.move_tree(body["sourcePath"], body["destinationPath"])
    elif name == "BulkMoveSeries":
        for item in body["series"]:
            store.move_tree(item["sourcePath"], _series(store, item["seriesId"])["path"])
    else:
        _search(store, name, body)


def _search(store: SonarrStore, name: str, body: Obj) -> None:
    """Note the time of a search on the episodes it is for."""
    if name == "EpisodeSearch":
        episodes = exactly(store.episodes, list(body.get("episodeIds", ())))
    elif name in ("SeriesSearch", "SeasonSearch"):
        series = _series(store, int(body.get("seriesId") or 0))
        season = body.get("seasonNumber") if name == "SeasonSearch" else None
        episodes = [
            item for item in store.episodes_of(series["id"]) if season in (None, item["seasonNumber"])
        ]
    else:
        return
    for episode in episodes:
        episode["lastSearchTime"] = now_iso()


def _series(store: SonarrStore, number: int) -> Obj:
    """A series by id. Raises ApiError (`ModelNotFoundException`), which makes a command fail."""
    if number not in store.series:
        raise not_found("Series", number)
    return store.series[number]


def refresh(store: SonarrStore, series: Obj) -> None:
    """Bring seasons and episodes, look for files, then apply `addOptions.monitor` once."""
    listed = sorted({item.season for item in store.airings(series)})
    new = series["monitorNewItems"] == "all"
    series["seasons"] = season_flags(listed, store.seasons_of(series), new)
    if not store.episodes_of(series["id"]):
        store.create_episodes(series)
    scan(store, series)
    options = series.pop("addOptions", None) or {}
    apply_monitor(options.get("monitor", "unknown"), series["seasons"], store.episodes_of(series["id"]))
    if options.get("searchForMissingEpisodes"):
        search = {"name": "MissingEpisodeSearch", "seriesId": series["id"]}
        store.commands.post("sonarr", search, "unspecified")


def scan(store: SonarrStore, series: Obj) -> None:
    """Look into a series' folder: files that are gone leave, those that lie there are taken up."""
    path = series["path"]
    lying = {item["relativePath"]: item for item in store.lying_in(path)}
    if series["id"] in store.relocated:
        _lose(store, series, set(lying))
    store.relocated.discard(series["id"])
    own = {file["relativePath"] for file in store.files_of(series["id"])}
    for name in sorted(set(lying) - own):
        if _take_up(store, series, lying[name]):
            own.add(name)
    store.taken_up(path, own)


def _lose(store: SonarrStore, series: Obj, present: set[str]) -> None:
    """Drop the files that are no longer in their series' folder."""
    reason = {"reason": "MissingFromDisk"}
    for file in [item for item in store.files_of(series["id"]) if item["relativePath"] not in present]:
        store.history.draw()
        covered = store.episodes_of_file(file)
        store.detach(file["id"])
        for episode in covered:
            store.history.add(
                store.row("episodeFileDeleted", series, file, time.time(), episode, None, reason)
            )


def _take_up(store: SonarrStore, series: Obj, found: Obj) -> bool:
    """Take up a file that lies in the folder, with what its name tells and nothing more."""
    codes = meta.episode_codes(found["relativePath"])
    covered = [
        item
        for item in store.episodes_of(series["id"])
        if (item["seasonNumber"], item["episodeNumber"]) in codes and not item["episodeFileId"]
    ]
    if not covered:
        return False
    kept: Obj = {key: found[key] for key in ("relativePath", "size", "mediaInfo") if key in found}
    file: Obj = {
        "seriesId": series["id"],
        "seasonNumber": covered[0]["seasonNumber"],
        "dateAdded": now_iso(),
    }
    file |= {**kept, **without_nulls(parse_name("sonarr", found["relativePath"])), "indexerFlags": 0}
    file["languages"] = [languages("sonarr")["English"]]
    file["releaseType"] = "multiEpisode" if len(covered) > 1 else "singleEpisode"
    store.attach(series, covered, file)
    return True
