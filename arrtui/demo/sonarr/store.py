"""A simulated Sonarr: its library as it is drawn, and what the app does with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.app.live.events import FileAdded, FileDeleted
from arrtui.demo.app.rows import require_row, require_rows, require_some
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.sonarr import drawing
from arrtui.demo.sonarr.library import SonarrLibrary
from arrtui.demo.sonarr.monitoring import apply_monitor, season_flags, unmonitor_aired
from arrtui.demo.world.catalogue import Catalogue, episode_codes
from arrtui.demo.world.releases import parse_name
from arrtui.demo.world.tables import languages


class SonarrStore(SonarrLibrary):
    """The state of one Sonarr."""

    def __init__(
        self,
        instance: str,
        seed: int,
        catalogue: Catalogue,
        folder: Path | None,
        positions: list[int],
        episode_count: int,
    ) -> None:
        super().__init__(instance, seed, catalogue, folder)
        drawing.draw_library(self, positions, episode_count)

    def draw_children(self) -> None:
        """Draw the episodes and files of every series, and the queue."""
        drawing.draw_children(self)

    def draw_history(self) -> Iterable[Row]:
        """Return the rows from before the estate started."""
        return drawing.draw_history(self)

    def add_title(self, external_id: int, **fields: Any) -> Obj:
        """Add a series by TVDB id; its episodes come with the refresh."""
        self._draw_once()  # the episodes of the series that were there before
        defaults = {
            "monitored": False,
            "tags": [],
            "seasonFolder": False,
            "qualityProfileId": min(self.profiles),
            "monitorNewItems": "all",
            "seriesType": "standard",
        }
        series = self.new_title(external_id, defaults, fields)
        self.catalogue.anime_layouts.setdefault(external_id, series["seriesType"] == "anime")
        if not series.get("seasons"):
            series["seasons"] = [
                {"seasonNumber": number, "monitored": number > 0} for number in self.season_numbers(series)
            ]
        self.episode_ids[series["id"]], self.file_ids[series["id"]] = [], []
        return series

    def delete_children(self, title: Obj) -> None:
        """Forget the episodes and files of a series that is gone."""
        for number in self.episode_ids.pop(title["id"], ()):
            del self.episodes[number]
        for number in self.file_ids.pop(title["id"], ()):
            del self.files[number]

    def delete_file(self, file_id: int, folder: str = "") -> None:
        """Delete a file from disk; its episodes stay."""
        self.history.draw()
        covered = self.episodes_of_file(self.files[file_id])
        file = self.detach(file_id)
        series = self.series[file["seriesId"]]
        self.remove_file(f"{folder or series['path']}/{file['relativePath']}")
        self.add_episode_rows("episodeFileDeleted", series, file, covered, extra={"reason": "Manual"})
        self.publish(FileDeleted(series, file, "manual", covered))

    def note_rename(self, title: Obj, file: Obj, paths: dict[str, str]) -> None:
        """Add the rows of a file that was renamed, one for each of its episodes."""
        self.add_episode_rows("episodeFileRenamed", title, file, self.episodes_of_file(file), extra=paths)

    def refresh(self, title: Obj, before: Obj) -> None:
        """Fetch seasons and episodes of a series, scan its folder, then apply `addOptions` once.

        The whole row of `before` is written: what was edited meanwhile is lost, and a season whose flag was
        changed gets its old one together with all its episodes (`RefreshSeriesService.RefreshSeriesInfo`).
        Episodes whose own flag was set keep it.
        """
        self._write_back(title, before)
        listed = self.season_numbers(title)
        title["seasons"] = season_flags(listed, self.seasons_of(title), title["monitorNewItems"] == "all")
        is_new = not self.episodes_of(title["id"])
        self.follow_host(title)
        options = title.pop("addOptions", None)
        if is_new and not options:
            unmonitor_aired(self.episodes_of(title["id"]))
        self.rescan(title)
        options = options or {}
        apply_monitor(options.get("monitor", "unknown"), title["seasons"], self.episodes_of(title["id"]))
        if options.get("searchForMissingEpisodes"):
            self.commands.post({"name": "MissingEpisodeSearch", "seriesId": title["id"]}, "unspecified")

    def _write_back(self, series: Obj, before: Obj) -> None:
        """Put the row of a series back to what it was."""
        flags = {season["seasonNumber"]: season["monitored"] for season in self.seasons_of(series)}
        for season in self.seasons_of(before):
            if flags.get(season["seasonNumber"], season["monitored"]) != season["monitored"]:
                self.monitor_season(series, season["seasonNumber"], season["monitored"])
        self.relocate(series, before["path"])
        series |= {name: value for name, value in before.items() if name != "addOptions"}

    def rescan(self, title: Obj) -> None:
        """Drop the files that are not in the series' folder, and take up those that lie there.

        Nothing happens while the root folder is missing (`DiskScanService`).
        """
        if not self.is_folder(self.root_of(title["path"])):
            return
        present, files = self.files_in(title["path"]), self.files_of(title["id"])
        if title["id"] in self.relocated:
            for file in [file for file in files if file["relativePath"] not in present]:
                self.history.draw()
                covered = self.episodes_of_file(file)
                self.detach(file["id"])
                missing = {"reason": "MissingFromDisk"}
                self.add_episode_rows("episodeFileDeleted", title, file, covered, extra=missing)
                self.publish(FileDeleted(title, file, "missingFromDisk", covered))
        self.relocated.discard(title["id"])
        names = {file["relativePath"] for file in self.files_of(title["id"])}
        for name in sorted(present.keys() - names):
            if self._import_file(title, present[name]):
                names.add(name)
        self.adopt(title["path"], names)

    def _import_file(self, series: Obj, present: Obj) -> bool:
        """Add a file with what its name and a probe say; returns False if it fits no episode."""
        codes = episode_codes(present["relativePath"])
        covered = [
            episode
            for episode in self.episodes_of(series["id"])
            if (episode["seasonNumber"], episode["episodeNumber"]) in codes and not episode["episodeFileId"]
        ]
        if covered:
            file: Obj = {"seriesId": series["id"], "seasonNumber": covered[0]["seasonNumber"]}
            file["dateAdded"] = now_iso()
            file |= {key: present[key] for key in ("relativePath", "size", "mediaInfo") if key in present}
            file |= without_nulls(parse_name("sonarr", present["relativePath"]))
            file |= {"indexerFlags": 0, "languages": [languages("sonarr")["English"]]}
            file = self.attach(series, covered, file | {"releaseType": drawing.release_type(covered)})
            self.publish(FileAdded(series, file, covered))
        return bool(covered)

    def search(self, command: str, body: Obj) -> str | None:
        """Note the time of a search on its episodes; the indexers have nothing.

        Unmonitored ones are searched for only where they are named.
        """
        if command == "EpisodeSearch":
            episodes = require_rows(self.episodes, require_some(body["episodeIds"]))
        elif command in ("SeriesSearch", "SeasonSearch"):
            season = body["seasonNumber"] if command == "SeasonSearch" else None
            episodes = self._monitored(require_row(self.series, body["seriesId"], "Series"), season)
        elif command == "MissingEpisodeSearch":
            episodes = self._missing(body.get("seriesId"))
        else:
            return None
        for episode in episodes:
            episode["lastSearchTime"] = now_iso()
        found = command.removesuffix("Search").replace("MissingEpisode", "Missing episode")
        return f"{found} search completed. 0 reports downloaded."

    def _monitored(self, series: Obj, season: int | None) -> list[Obj]:
        """Return the monitored episodes of a season, or of the monitored seasons, else the missing ones."""
        seasons = [row["seasonNumber"] for row in self.seasons_of(series) if row["monitored"]]
        wanted = seasons if season is None else [season]
        rows = self.episodes_of(series["id"])
        chosen = [row for row in rows if row["seasonNumber"] in wanted and row["monitored"]]
        return chosen or (self._missing(series["id"]) if season is None else [])

    def _missing(self, series_id: int | None) -> list[Obj]:
        """Return the monitored episodes that have aired and have no file, of one series or of all."""
        rows = self.episodes_of(series_id) if series_id else list(self.episodes.values())
        now = now_iso()
        return [
            row
            for row in rows
            if row["monitored"] and not row["episodeFileId"] and row.get("airDateUtc", "9") <= now
        ]
