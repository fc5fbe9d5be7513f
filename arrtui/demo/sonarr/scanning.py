"""How a simulated Sonarr refreshes a series and scans its folder for files."""

from __future__ import annotations

from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.sonarr.drawing import release_type
from arrtui.demo.sonarr.library import SonarrLibrary
from arrtui.demo.sonarr.monitoring import apply_monitor, season_flags
from arrtui.demo.world.catalogue import episode_codes
from arrtui.demo.world.releases import parse_name
from arrtui.demo.world.tables import languages


def refresh(store: SonarrLibrary, series: Obj) -> None:
    """Fetch seasons and episodes, scan for files, then apply `addOptions` once."""
    monitor_new = series["monitorNewItems"] == "all"
    listed = store.season_numbers(series)
    series["seasons"] = season_flags(listed, store.seasons_of(series), monitor_new)
    if not store.episodes_of(series["id"]):
        store.create_episodes(series)
    scan(store, series)
    options = series.pop("addOptions", None) or {}
    apply_monitor(options.get("monitor", "unknown"), series["seasons"], store.episodes_of(series["id"]))
    if options.get("searchForMissingEpisodes"):
        store.commands.post({"name": "MissingEpisodeSearch", "seriesId": series["id"]}, "unspecified")


def scan(store: SonarrLibrary, series: Obj) -> None:
    """Drop the files that are not in the series' folder, and take up those that lie there."""
    present = store.files_in(series["path"])
    if series["id"] in store.relocated:
        _remove_missing(store, series, set(present))
    store.relocated.discard(series["id"])
    names = {file["relativePath"] for file in store.files_of(series["id"])}
    for name in sorted(present.keys() - names):
        if _import_file(store, series, present[name]):
            names.add(name)
    store.adopt(series["path"], names)


def _remove_missing(store: SonarrLibrary, series: Obj, present: set[str]) -> None:
    """Drop the files that are no longer in their series' folder."""
    extra = {"reason": "MissingFromDisk"}
    for file in [file for file in store.files_of(series["id"]) if file["relativePath"] not in present]:
        store.history.draw()
        covered = store.episodes_of_file(file)
        store.detach(file["id"])
        store.add_episode_rows("episodeFileDeleted", series, file, covered, extra=extra)


def _import_file(store: SonarrLibrary, series: Obj, present: Obj) -> bool:
    """Add a file that lies in the folder, with what its name and a probe say; False if it fits no episode."""
    codes = episode_codes(present["relativePath"])
    covered = [
        episode
        for episode in store.episodes_of(series["id"])
        if (episode["seasonNumber"], episode["episodeNumber"]) in codes and not episode["episodeFileId"]
    ]
    if not covered:
        return False
    file: Obj = {"seriesId": series["id"], "seasonNumber": covered[0]["seasonNumber"], "dateAdded": now_iso()}
    file |= {key: present[key] for key in ("relativePath", "size", "mediaInfo") if key in present}
    file |= without_nulls(parse_name("sonarr", present["relativePath"]))
    file |= {"indexerFlags": 0, "languages": [languages("sonarr")["English"]]}
    file["releaseType"] = release_type(covered)
    store.attach(series, covered, file)
    return True
