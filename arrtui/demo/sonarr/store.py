"""The library of a simulated Sonarr: series, episodes, their files and what happens to them."""

from __future__ import annotations

import random
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arrtui.demo.app.history import Row, download_id
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.sonarr.commands import run
from arrtui.demo.world import catalogue as meta
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.clock import DAY, epoch, iso, now_iso
from arrtui.demo.world.releases import make_release, media_info, queue_entry, safe_name, scene_stem
from arrtui.demo.world.seasons import Airing, airings, is_continuing
from arrtui.demo.world.shares import split_episodes
from arrtui.demo.world.words import SPECIAL_SERIES


def tvdb_at(position: int, seed: int) -> int:
    """The TVDB id at a position of the catalogue."""
    return meta.external_id(position, seed, len(SPECIAL_SERIES))


class SonarrStore(Store):
    """`series`, `episodes` and `files` by id; an episode names its file in `episodeFileId` (0: none).

    Episodes and files are drawn on first use. `episode_ids` and `file_ids` list them per series; after adding
    or removing any by hand call `touch()`.
    """

    kind = "sonarr"

    def __init__(
        self,
        instance: str,
        seed: int,
        catalogue: Catalogue,
        folder: Path | None,
        positions: list[int],
        episodes: int,
    ) -> None:
        super().__init__(instance, seed, catalogue, folder)
        self.series: dict[int, Obj] = {}
        self.episode_ids: dict[int, list[int]] = {}
        self.file_ids: dict[int, list[int]] = {}
        self._drawn: bool | None = False
        """None while episodes and files are being drawn."""
        self._episodes: dict[int, Obj] = {}
        self._files: dict[int, Obj] = {}
        self._next_episode = self._next_file = 1
        self._metadata: dict[int, Obj] = {}
        self._as_anime: dict[int, bool] = {}
        self._draw_library(positions, episodes)

    @property
    def episodes(self) -> dict[int, Obj]:
        """Every episode by id."""
        if not self._drawn:
            self._draw_episodes()
        return self._episodes

    @property
    def files(self) -> dict[int, Obj]:
        """Every file by id."""
        if not self._drawn:
            self._draw_episodes()
        return self._files

    def touch(self) -> None:
        """Forget what is derived, the lists per series among it."""
        super().touch()
        if self._drawn:
            self._index()

    def _index(self) -> None:
        self.episode_ids = {number: [] for number in self.series}
        self.file_ids = {number: [] for number in self.series}
        for episode in self.episodes.values():
            self.episode_ids.setdefault(episode["seriesId"], []).append(episode["id"])
        for file in self.files.values():
            self.file_ids.setdefault(file["seriesId"], []).append(file["id"])

    # ---- drawing ------------------------------------------------------------------------------

    def _draw_library(self, positions: list[int], episodes: int) -> None:
        rng = random.Random(f"{self.seed}:{self.instance}")
        paths: set[str] = set()
        number = 0
        ids = [tvdb_at(position, self.seed) for position in positions]
        self._reserve(rng, ids, episodes)
        for tvdb_id in ids:
            number += 1 if rng.random() < 0.97 else rng.randint(2, 4)
            self.series[number] = self._draw_series(rng, number, tvdb_id, paths)
            self._as_anime[tvdb_id] = self.series[number]["seriesType"] == "anime"
            self.catalogue.reserve_layout(tvdb_id, self._as_anime[tvdb_id])
        for number in range(1, 3):
            tvdb_id = tvdb_at(200_000 + rng.randint(0, 50_000), self.seed)
            title = self.catalogue.series_head(tvdb_id)[0]
            self.exclusions[number] = {"id": number, "tvdbId": tvdb_id, "title": title}
        for number in (1, 2):
            profile = {"id": number, "name": f"Ignore {number}", "enabled": number == 1, "required": []}
            self.release_profiles[number] = profile | {"ignored": ["HDCAM"], "indexerId": 0, "tags": []}
        self.remember_ids(self.series)

    def _reserve(self, rng: random.Random, ids: list[int], episodes: int) -> None:
        """Share the episodes out among the series another instance has not decided about."""
        decided = [self.catalogue.reserved_episodes(tvdb_id) for tvdb_id in ids]
        own = [tvdb_id for tvdb_id, count in zip(ids, decided, strict=True) if count is None]
        rest = max(len(own), episodes - sum(count or 0 for count in decided))
        for tvdb_id, count in zip(own, split_episodes(rng, len(own), rest), strict=True):
            self.catalogue.reserve_episodes(tvdb_id, count)

    def _draw_series(self, rng: random.Random, number: int, tvdb_id: int, paths: set[str]) -> Obj:
        title, year, _ = self.catalogue.series_head(tvdb_id)
        roots = [item["path"] for item in self.root_folders.values()]
        root = rng.choices(roots, weights=(85, 15)[: len(roots)])[0]
        path = f"{root}/{safe_name(title)}"
        path = f"{path} ({year})" if path in paths else path
        path = f"{path} {{tvdb-{tvdb_id}}}" if path in paths else path
        paths.add(path)
        profiles = list(self.profiles)
        series: Obj = {"id": number, "tvdbId": tvdb_id, "title": title, "year": year, "path": path}
        series["qualityProfileId"] = rng.choices(profiles, weights=(50, 20, 10, 12, 4)[: len(profiles)])[0]
        series |= {"seasonFolder": True, "monitored": rng.random() < 0.85}
        series["monitorNewItems"] = rng.choice(("all", "all", "none"))
        series["seriesType"] = (
            "anime" if self.role == "anime" else rng.choice(("standard", "standard", "standard", "daily"))
        )
        series["tags"] = sorted(rng.sample(range(1, 6), rng.choice((0, 0, 1, 1, 2))))
        series["added"] = iso(self.today - rng.randint(100, 1900) * DAY + rng.randint(0, DAY - 1))
        if is_continuing(tvdb_id) and rng.random() < 0.5:
            series["monitored"] = True
        return series

    def airings(self, series: Obj) -> list[Airing]:
        """The episodes the metadata host lists; they stay the same whatever type the series gets."""
        tvdb_id = series["tvdbId"]
        decided = self._as_anime.get(tvdb_id, self.catalogue.has_anime_layout(tvdb_id))
        anime = series["seriesType"] == "anime" if decided is None else decided
        return airings(self.catalogue, tvdb_id, anime)

    def seasons_of(self, series: Obj) -> list[Obj]:
        """The seasons with their monitored flags, drawn with the first look at a series."""
        if "seasons" not in series:
            listed = self.airings(series)
            rng = random.Random(f"{self.seed}:{self.instance}:{series['id']}:seasons")
            numbers = sorted({item.season for item in listed})
            series["seasons"] = [
                {
                    "seasonNumber": number,
                    "monitored": series["monitored"] and number > 0 and rng.random() < 0.9,
                }
                for number in numbers
            ]
        seasons: list[Obj] = series["seasons"]
        return seasons

    def _draw_episodes(self) -> None:
        """Once, by whichever thread asks first; the others wait for the lock."""
        with self.lock:
            if self._drawn is not False:
                return
            self._drawn = None
            for series in self.series.values():
                self._draw_all(series)
            self._draw_queue()
            self._drawn = True

    def _draw_all(self, series: Obj) -> None:
        """Episodes and files of a series as the estate starts."""
        rng = random.Random(f"{self.seed}:{self.instance}:{series['id']}")
        episodes = self.create_episodes(series, rng)
        by_season: dict[int, list[Obj]] = {}
        for episode in episodes:
            by_season.setdefault(episode["seasonNumber"], []).append(episode)
        for season, members in by_season.items():
            self._draw_season_files(rng, series, season, members)

    def create_episodes(self, series: Obj, rng: random.Random | None = None) -> list[Obj]:
        """Add the episodes the metadata host lists for a series."""
        listed = self.airings(series)
        monitored = {item["seasonNumber"]: item["monitored"] for item in self.seasons_of(series)}
        runtime = self.metadata(series["tvdbId"])["runtime"]
        created = [
            self._episode(series, item, monitored.get(item.season, False), runtime, rng) for item in listed
        ]
        self.episode_ids.setdefault(series["id"], []).extend(episode["id"] for episode in created)
        self.file_ids.setdefault(series["id"], [])
        return created

    def _episode(
        self, series: Obj, item: Airing, monitored: bool, runtime: int, rng: random.Random | None
    ) -> Obj:
        number, self._next_episode = self._next_episode, self._next_episode + 1
        episode: Obj = {
            "id": number,
            "seriesId": series["id"],
            "tvdbId": series["tvdbId"] * 1000 + number % 1000,
        }
        episode |= {
            "episodeFileId": 0,
            "seasonNumber": item.season,
            "episodeNumber": item.number,
            "title": item.title,
        }
        if item.at is not None:
            moment = iso(item.at)
            episode |= {"airDate": moment[:10], "airDateUtc": moment}
            if rng and rng.random() < 0.3:
                episode["lastSearchTime"] = iso(item.at + 9 * DAY)
        if item.absolute is not None:
            episode["absoluteEpisodeNumber"] = item.absolute
        if item.finale:
            episode["finaleType"] = item.finale
        episode |= {"runtime": runtime, "monitored": monitored and (rng is None or rng.random() < 0.97)}
        self.episodes[number] = episode
        return episode

    def _draw_season_files(self, rng: random.Random, series: Obj, season: int, members: list[Obj]) -> None:
        """A season pack, single episodes, some of them double, or nothing at all."""
        if rng.random() < (0.5 if season == 0 else 0.07):
            return
        today = iso(self.today)
        aired = [item for item in members if item.get("airDateUtc", "9") < today]
        pack = rng.random() < 0.4 and len(aired) == len(members) > 2
        release = self._release(rng, series) if pack else None
        index = 0
        while index < len(aired):
            double = not pack and rng.random() < 0.03 and index + 1 < len(aired)
            covered = aired[index : index + (2 if double else 1)]
            index += len(covered)
            if pack or rng.random() < 0.95:
                self._draw_file(rng, series, covered, release, pack)

    def _release(self, rng: random.Random, series: Obj) -> Obj:
        original = self.catalogue.series_head(series["tvdbId"])[2]
        minutes = self.metadata(series["tvdbId"])["runtime"]
        profile: str = self.profiles[series["qualityProfileId"]]["name"]
        plain = "tv" if self.role == "hd" else self.role
        flavour = "german" if "German" in profile else "uhd" if "2160p" in profile else plain
        return make_release(rng, "sonarr", flavour, original, minutes)

    def _draw_file(
        self,
        rng: random.Random,
        series: Obj,
        covered: list[Obj],
        release: Obj | None = None,
        pack: bool = False,
    ) -> Obj:
        return self.attach(series, covered, self._compose(rng, series, covered, release, pack))

    def _compose(
        self,
        rng: random.Random,
        series: Obj,
        covered: list[Obj],
        release: Obj | None = None,
        pack: bool = False,
    ) -> Obj:
        """A file for some episodes, of a release or of one drawn for it; not in the library yet."""
        facts = dict(release or self._release(rng, series))
        tail, words = facts.pop("tail"), facts.pop("words")
        season, quality = covered[0]["seasonNumber"], facts["quality"]["quality"]
        code = f"S{season:02}" + "".join(f"E{item['episodeNumber']:02}" for item in covered)
        file: Obj = {"seriesId": series["id"], "seasonNumber": season}
        file["relativePath"] = self._file_name(series, covered[0], code, facts)
        file["dateAdded"] = iso(self._arrival_date(rng, series, covered[-1]))
        file["sceneName"] = f"{scene_stem(series['title'])}.{code}.{tail}" if rng.random() < 0.85 else None
        single = "multiEpisode" if len(covered) > 1 else "singleEpisode"
        file["releaseType"] = "seasonPack" if pack else single
        language = facts["languages"][0]["name"][:3].lower()
        runtime = covered[0]["runtime"] * len(covered)
        file["mediaInfo"] = media_info(words, quality["resolution"], language, runtime)
        return without_nulls(file | facts)

    @staticmethod
    def _file_name(series: Obj, first: Obj, code: str, facts: Obj) -> str:
        group = f"-{facts['releaseGroup']}" if facts["releaseGroup"] else ""
        quality = facts["quality"]["quality"]["name"]
        name = f"{safe_name(series['title'], 80)} - {code} - {first['title']} [{quality}]{group}.mkv"
        folder = f"Season {first['seasonNumber']:02}" if first["seasonNumber"] else "Specials"
        return f"{folder}/{name}" if series["seasonFolder"] else name

    def _arrival_date(self, rng: random.Random, series: Obj, episode: Obj) -> int:
        aired = epoch(episode["airDateUtc"]) if "airDateUtc" in episode else self.today - DAY
        return min(self.today, max(aired + 7200, epoch(series["added"])) + rng.randint(600, 40 * DAY))

    def attach(self, series: Obj, covered: list[Obj], file: Obj) -> Obj:
        """Give a file its id and make it the file of these episodes."""
        self._next_file += 2
        file["id"] = self._next_file
        self.files[file["id"]] = file
        self.file_ids[series["id"]].append(file["id"])
        for episode in covered:
            episode["episodeFileId"] = file["id"]
        return file

    def detach(self, file_id: int) -> Obj:
        """Take a file out of the library; its episodes have none."""
        file = self.files.pop(file_id)
        self.file_ids[file["seriesId"]].remove(file_id)
        for episode in self.episodes_of_file(file):
            episode["episodeFileId"] = 0
        return file

    def _draw_queue(self) -> None:
        missing = [
            item for item in self.episodes.values() if not item["episodeFileId"] and item["seasonNumber"]
        ]
        for number, episode in enumerate(missing[:3], 1):
            series = self.series[episode["seriesId"]]
            facts, title = self.draw_release(series, episode, 0)
            own = {
                "seriesId": series["id"],
                "episodeId": episode["id"],
                "seasonNumber": episode["seasonNumber"],
            }
            self.queue[number] = queue_entry(number, title, facts, **own, episodeHasFile=False)

    def draw_release(self, series: Obj, episode: Obj, number: int) -> tuple[Obj, str]:
        """A release of an episode that an indexer has, with its name; the same one for the same number."""
        facts = self._release(random.Random(f"{self.seed}:{episode['id']}:{number}"), series)
        code = f"S{episode['seasonNumber']:02}E{episode['episodeNumber']:02}"
        title = f"{scene_stem(series['title'])}.{code}.{facts['tail']}"
        return facts | {"relativePath": f"{title}.mkv", "releaseType": "singleEpisode"}, title

    # ---- history ------------------------------------------------------------------------------

    def _draw_history(self) -> Iterator[Row]:
        covered: dict[int, list[Obj]] = {}
        for episode in self.episodes.values():
            if episode["episodeFileId"]:
                covered.setdefault(episode["episodeFileId"], []).append(episode)
        for number, episodes in covered.items():
            yield from self._file_history(self.files[number], episodes)

    def _file_history(self, file: Obj, episodes: list[Obj]) -> Iterator[Row]:
        """One row per episode and event; a season pack is many rows of one download."""
        rng = random.Random(self.seed * 7_919 + file["id"])
        if rng.random() < 0.06:
            return
        series = self.series[file["seriesId"]]
        at = float(epoch(file["dateAdded"]))
        pack = file["releaseType"] == "seasonPack"
        source: tuple[Any, ...] = (series["id"], file["seasonNumber"], "pack") if pack else (file["id"],)
        identity = download_id(self.seed, self.instance, *source)
        older = self._compose(rng, series, episodes) | {"id": file["id"] - 1} if rng.random() < 0.06 else None
        for episode in episodes:
            if older:
                before, then = download_id(identity), at - 9 * DAY
                yield self.row("grabbed", series, older, then - 1900, episode, before)
                yield self.row("downloadFolderImported", series, older, then, episode, before)
                yield self.row("episodeFileDeleted", series, older, at, episode, None, {"reason": "Upgrade"})
            yield self.row("grabbed", series, file, at - 1900, episode, identity)
            yield self.row("downloadFolderImported", series, file, at, episode, identity)

    def row(
        self,
        event: str,
        series: Obj,
        file: Obj,
        at: float,
        episode: Obj,
        identity: str | None = None,
        extra: dict[str, str] | None = None,
    ) -> Row:
        """A row of the history, with the score of today once the history has been drawn."""
        profile = series["qualityProfileId"]
        score = self.score_now(file, profile, self.original_language(series)) if self.history.drawn else None
        title = file.get("sceneName") or file["relativePath"].rsplit("/", 1)[-1].rsplit(".", 1)[0]
        return Row(
            series["id"],
            event,
            at,
            file,
            title,
            identity,
            score,
            profile,
            file["id"],
            episode["id"],
            extra=extra,
        )

    # ---- reading ------------------------------------------------------------------------------

    def metadata(self, tvdb_id: int) -> Obj:
        """What the metadata host says about a series, remembered."""
        known = self._metadata.get(tvdb_id)
        if known is None:
            known = self._metadata[tvdb_id] = self.catalogue.series(tvdb_id)
        return known

    def original_language(self, series: Obj) -> int:
        """The id of the language a series was made in."""
        return int(self.metadata(series["tvdbId"])["originalLanguage"]["id"])

    def episodes_of(self, series_id: int) -> list[Obj]:
        """The episodes of a series."""
        episodes = self.episodes
        return [episodes[number] for number in self.episode_ids.get(series_id, ())]

    def files_of(self, series_id: int) -> list[Obj]:
        """The files of a series."""
        files = self.files
        return [files[number] for number in self.file_ids.get(series_id, ())]

    def episodes_of_file(self, file: Obj) -> list[Obj]:
        """The episodes a file covers."""
        return [item for item in self.episodes_of(file["seriesId"]) if item["episodeFileId"] == file["id"]]

    # ---- what the app does --------------------------------------------------------------------

    def add_series(self, tvdb_id: int, **fields: Any) -> Obj:
        """Add a series by TVDB id; its episodes come with the refresh (`refresh`)."""
        title, year, _ = self.catalogue.series_head(tvdb_id)
        number = self.next_id(self.series)
        root = fields.pop("rootFolderPath", None) or self.root_folders[min(self.root_folders)]["path"]
        path = self.folder_for({"title": title, "year": year}, root)
        defaults: Obj = {"path": path, "monitored": False, "tags": [], "seasonFolder": False}
        defaults |= {
            "qualityProfileId": min(self.profiles),
            "monitorNewItems": "all",
            "seriesType": "standard",
        }
        given = {key: value for key, value in fields.items() if value is not None}
        series = {"id": number, "tvdbId": tvdb_id, "title": title, "year": year, **defaults, **given}
        series["added"] = now_iso()
        self.series[number] = series
        self.catalogue.reserve_layout(tvdb_id, series["seriesType"] == "anime")
        if not series.get("seasons"):
            listed = sorted({item.season for item in self.airings(series)})
            series["seasons"] = [{"seasonNumber": season, "monitored": season > 0} for season in listed]
        self.episode_ids[number], self.file_ids[number] = [], []
        return series

    def folder_for(self, series: Obj, root: str) -> str:
        """The folder the app makes for a series below a root folder."""
        return f"{root}/{safe_name(series['title'])}"

    def relocate(self, series: Obj, path: str) -> None:
        """Point a series at another folder, in the database alone."""
        self.point_elsewhere(series, path, self.files_of(series["id"]))

    def delete_series(self, series_id: int, *, delete_files: bool = False, exclude: bool = False) -> None:
        """Remove a series with episodes and history; without `delete_files` its folder is found again."""
        files = self.files_of(series_id)
        series = self.series.pop(series_id)
        if delete_files:
            self.remove_tree(series["path"])
        else:
            self.leave(series, files)
        for number in self.episode_ids.pop(series_id, ()):
            del self.episodes[number]
        for number in self.file_ids.pop(series_id, ()):
            del self.files[number]
        self.relocated.discard(series_id)
        self.drop_downloads("seriesId", series_id)
        self.history.forget({series_id})
        if exclude:
            self.exclude(series["tvdbId"], series["title"])

    def exclude(self, tvdb_id: int, title: str) -> Obj:
        """Add a series to the import exclusions, where it is not on them."""
        present = next((row for row in self.exclusions.values() if row["tvdbId"] == tvdb_id), None)
        if present:
            return present
        number = self.next_id(self.exclusions)
        self.exclusions[number] = {"id": number, "tvdbId": tvdb_id, "title": title}
        return self.exclusions[number]

    def replace_file(self, file_id: int, **facts: Any) -> Obj:
        """Upgrade: a new file id; grabbed, deleted (Upgrade) and imported rows share one download."""
        self.history.draw()
        covered = self.episodes_of_file(self.files[file_id])
        old = self.detach(file_id)
        series = self.series[old["seriesId"]]
        self.remove_file(f"{series['path']}/{old['relativePath']}")
        rng = random.Random(f"{self.seed}:{self.instance}:{self._next_file}")
        new = self._draw_file(rng, series, covered)
        new |= {"dateAdded": now_iso(), **facts}
        self.write_file(f"{series['path']}/{new['relativePath']}", new["size"])
        identity, now = download_id(self.seed, self.instance, new["id"]), time.time()
        for episode in covered:
            self.history.add(self.row("grabbed", series, new, now - 60, episode, identity))
            self.history.add(
                self.row("episodeFileDeleted", series, old, now, episode, identity, {"reason": "Upgrade"})
            )
            self.history.add(self.row("downloadFolderImported", series, new, now, episode, identity))
        return new

    def rename_file(self, file_id: int, name: str) -> Obj:
        """Rename a file inside the series folder; the app writes a renamed row per episode."""
        self.history.draw()
        file = self.files[file_id]
        series = self.series[file["seriesId"]]
        before, file["relativePath"] = file["relativePath"], name
        self.move_file(f"{series['path']}/{before}", f"{series['path']}/{name}")
        paths = {"sourcePath": f"{series['path']}/{before}", "sourceRelativePath": before}
        paths |= {"path": f"{series['path']}/{name}", "relativePath": name}
        for episode in self.episodes_of_file(file):
            self.history.add(self.row("episodeFileRenamed", series, file, time.time(), episode, None, paths))
        return file

    def delete_file(self, file_id: int, reason: str = "Manual") -> None:
        """Delete a file from disk; its episodes stay."""
        self.history.draw()
        covered = self.episodes_of_file(self.files[file_id])
        file = self.detach(file_id)
        series = self.series[file["seriesId"]]
        self.remove_file(f"{series['path']}/{file['relativePath']}")
        for episode in covered:
            row = self.row("episodeFileDeleted", series, file, time.time(), episode, None, {"reason": reason})
            self.history.add(row)

    def toggle_monitored(self, series_id: int) -> bool:
        """Flip whether a series is monitored; returns the new state."""
        series = self.series[series_id]
        series["monitored"] = not series["monitored"]
        return bool(series["monitored"])

    def monitor_season(self, series: Obj, season: int, monitored: bool) -> None:
        """Set a season's flag; all its episodes follow."""
        for item in self.seasons_of(series):
            if item["seasonNumber"] == season:
                item["monitored"] = monitored
        for episode in self.episodes_of(series["id"]):
            if episode["seasonNumber"] == season:
                episode["monitored"] = monitored

    def run_command(self, command: Obj) -> None:
        """Do what a command is for. Raises ApiError for a series or an episode that is not there."""
        run(self, command)

    def file_sizes(self) -> Iterator[tuple[str, int]]:
        """Path and bytes of every file, for laying them out."""
        for file in list(self.files.values()):
            series = self.series.get(file["seriesId"])
            if series is not None and series["id"] not in self.relocated:
                yield f"{series['path']}/{file['relativePath']}", file["size"]
