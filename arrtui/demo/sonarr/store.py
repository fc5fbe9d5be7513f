"""A simulated Sonarr: its library as it is drawn, and what the app does with it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row
from arrtui.demo.app.live.events import FileAdded, FileDeleted
from arrtui.demo.app.rows import require_row, require_rows, require_some
from arrtui.demo.app.scans import adopt_all, drop_missing, may_scan, new_file, unknown_videos
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr import drawing
from arrtui.demo.sonarr.library import SonarrLibrary
from arrtui.demo.sonarr.monitoring import apply_monitor, season_flags, unmonitor_aired
from arrtui.demo.sonarr.named import codes_of, season_of, series_named
from arrtui.demo.world.catalogue import Catalogue


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
        """Forget the episodes of a series that is gone."""
        for number in self.episode_ids.pop(title["id"], ()):
            del self.episodes[number]

    def drop_file(self, title: Obj, file: Obj, reason: str) -> None:
        """Forget a file of a series, and delete what was adopted with it."""
        self.history.draw()
        covered = self.episodes_of_file(file)
        self.detach(file["id"])
        self.add_episode_rows("episodeFileDeleted", title, file, covered, extra={"reason": reason})
        self.publish(FileDeleted(title, file, f"{reason[0].lower()}{reason[1:]}", covered))
        self.extras.delete_with(title, file["id"])

    def named_by(self, folder: str, name: str) -> Obj:
        """Return the ids of the series and episodes that a file of a download names, or else its folder."""
        for text in (name, folder):
            series = series_named(self, text)
            if series and (rows := self._episodes_named(series, text)):
                return {"seriesId": series["id"], "episodeIds": [row["id"] for row in rows]}
            if series and (season := season_of(text)) is not None:
                rows = [row for row in self.episodes_of(series["id"]) if row["seasonNumber"] == season]
                ids = [row["id"] for row in rows]
                return {"seriesId": series["id"], "episodeIds": ids, "fullSeason": True} if ids else {}
        return {}

    def replaced_by(self, title: Obj, entry: Obj) -> list[Obj]:
        """Return the files of the episodes that an entry names."""
        ids = {self.episodes[number]["episodeFileId"] for number in entry["episodeIds"]} - {0}
        return [self.files[number] for number in sorted(ids)]

    def attach_imported(self, title: Obj, entry: Obj, file: Obj, name: str) -> Obj:
        """Add a file of episodes that arrives from a download, in the folder of its season."""
        covered = [self.episodes[number] for number in entry["episodeIds"]]
        season = covered[0]["seasonNumber"]
        file = file | {"seriesId": title["id"], "seasonNumber": season}
        file["relativePath"] = self.in_season_folder(title, season, name)
        file["releaseType"] = entry.get("releaseType") or drawing.release_type(covered)
        file = self.attach(title, covered, file)
        file["relativePath"] = self.name_for(title, file)
        self.publish(FileAdded(title, file, covered))
        return file

    def covered_by(self, file: Obj) -> list[Obj]:
        """Return the episodes of a file."""
        return self.episodes_of_file(file)

    def first_season(self, title: Obj) -> list[Obj]:
        """Return the episodes of a series' first season."""
        return [row for row in self.episodes_of(title["id"]) if row["seasonNumber"] == 1]

    def downloaded_episodes(self, entry: Obj) -> list[Obj]:
        """Return the episode of a row of the queue."""
        return [self.episodes[entry["episodeId"]]]

    def import_rows(self, title: Obj, file: Obj, at: float, paths: dict[str, str]) -> list[Row]:
        """Return the rows of a file that was imported, one for each of its episodes."""
        event = "downloadFolderImported"
        rows = self.episodes_of_file(file)
        return [self.history_row(event, title, file, at, episode_id=row["id"], extra=paths) for row in rows]

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
        title["title"], title["year"], _ = self.head(title["tvdbId"])
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
        """Drop the files that are not in the series' folder, take up others, adopt what lies beside them."""
        if not may_scan(self, title):
            return
        if self.real:  # a file whose episodes have another one leaves the library, not the disk
            for file in [file for file in self.files_of(title["id"]) if not self.episodes_of_file(file)]:
                self.detach(file["id"])
        present = drop_missing(self, title)
        taken: set[int] = set()
        for video in unknown_videos(self, title, present):
            self._take_up(title, video, taken)

        def owner(path: str) -> int | None:
            files = {row["episodeFileId"] for row in self._episodes_named(title, path)}
            return files.pop() if len(files) == 1 else None

        adopt_all(self, title, owner)

    def _episodes_named(self, series: Obj, path: str) -> list[Obj]:
        """Return the episodes that a path below the folder of a series is of."""
        codes = codes_of(path)
        rows = self.episodes_of(series["id"])
        return [row for row in rows if (row["seasonNumber"], row["episodeNumber"]) in codes]

    def _take_up(self, series: Obj, video: Obj, taken: set[int]) -> None:
        """Add a video as the file of the episodes it names, unless one of better quality is there.

        An episode gets one file in a scan: those that have theirs are in ``taken``.
        """
        covered = self._episodes_named(series, video["relativePath"])
        file = new_file("sonarr", video, "English")
        present = [self.files[row["episodeFileId"]] for row in covered if row["episodeFileId"]]
        refused = present and (
            self.real is None
            or any(self.is_worse(file, there, series["qualityProfileId"]) for there in present)
        )
        if covered and not refused and taken.isdisjoint(row["id"] for row in covered):
            taken |= {row["id"] for row in covered}
            file |= {"seriesId": series["id"], "seasonNumber": covered[0]["seasonNumber"]}
            file = self.attach(series, covered, file | {"releaseType": drawing.release_type(covered)})
            self.publish(FileAdded(series, file, covered))

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
