"""A simulated Sonarr: its library as it is drawn, and what the app does with it."""

from __future__ import annotations

import random
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.app.rows import require_row, require_rows
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr import drawing, scanning
from arrtui.demo.sonarr.library import SonarrLibrary
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
        defaults = {
            "monitored": False,
            "tags": [],
            "seasonFolder": False,
            "qualityProfileId": min(self.profiles),
            "monitorNewItems": "all",
            "seriesType": "standard",
        }
        series = self.new_title(external_id, defaults, fields)
        self.catalogue.reserve_layout(external_id, series["seriesType"] == "anime")
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

    def replace_file(self, file_id: int, **facts: Any) -> Obj:
        """Upgrade: a new file id; grabbed, deleted (Upgrade) and imported rows share one download."""
        self.history.draw()
        covered = self.episodes_of_file(self.files[file_id])
        old = self.detach(file_id)
        series = self.series[old["seriesId"]]
        self.remove_file(f"{series['path']}/{old['relativePath']}")
        rng = random.Random(f"{self.seed}:{self.instance}:{self.last_file_id}")
        new = self.attach(series, covered, drawing.draw_file(self, rng, series, covered))
        new |= {"dateAdded": now_iso(), **facts}
        self.write_file(f"{series['path']}/{new['relativePath']}", new["size"])
        ids: Any = {"download_id": make_download_id(self.seed, self.instance, new["id"])}
        now, extra = time.time(), {"reason": "Upgrade"}
        for episode in covered:
            ids["episode_id"] = episode["id"]
            self.history.add(self.history_row("grabbed", series, new, now - 60, **ids))
            self.history.add(self.history_row("episodeFileDeleted", series, old, now, **ids, extra=extra))
            self.history.add(self.history_row("downloadFolderImported", series, new, now, **ids))
        return new

    def rename_file(self, file_id: int, name: str) -> Obj:
        """Rename a file inside the series folder; the app writes a renamed row per episode."""
        file = self.files[file_id]
        series = self.series[file["seriesId"]]
        paths = self.rename_in_folder(series, file, name)
        self.add_episode_rows("episodeFileRenamed", series, file, self.episodes_of_file(file), extra=paths)
        return file

    def delete_file(self, file_id: int) -> None:
        """Delete a file from disk; its episodes stay."""
        self.history.draw()
        covered = self.episodes_of_file(self.files[file_id])
        file = self.detach(file_id)
        series = self.series[file["seriesId"]]
        self.remove_file(f"{series['path']}/{file['relativePath']}")
        self.add_episode_rows("episodeFileDeleted", series, file, covered, extra={"reason": "Manual"})

    def refresh(self, title: Obj) -> None:
        """Fetch seasons and episodes of a series and scan its folder."""
        scanning.refresh(self, title)

    def rescan(self, title: Obj) -> None:
        """Scan the folder of a series for files."""
        scanning.scan(self, title)

    def search(self, command: str, body: Obj) -> None:
        """Note the time of a search on the episodes it is for."""
        if command == "EpisodeSearch":
            episodes = require_rows(self.episodes, list(body.get("episodeIds", ())))
        elif command in ("SeriesSearch", "SeasonSearch"):
            series = require_row(self.series, int(body.get("seriesId") or 0), "Series")
            season = body.get("seasonNumber") if command == "SeasonSearch" else None
            episodes = [
                row for row in self.episodes_of(series["id"]) if season in (None, row["seasonNumber"])
            ]
        else:
            return
        for episode in episodes:
            episode["lastSearchTime"] = now_iso()
