"""The tables of a simulated Sonarr: series, episodes and their files."""

from __future__ import annotations

import random
import time
from abc import abstractmethod
from collections.abc import Callable, Iterable
from pathlib import Path

from arrtui.demo.app.live.events import FileDeleted
from arrtui.demo.app.store import Store
from arrtui.demo.http.clock import DAY, iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.consumers import CONSUMERS
from arrtui.demo.sonarr.spec import SONARR
from arrtui.demo.world.catalogue import Catalogue
from arrtui.demo.world.naming import (
    Values,
    clean_name,
    file_name,
    file_values,
    fill_format,
    folder_below,
    joiner,
    shorten,
    title_values,
    tokens_of,
)
from arrtui.demo.world.releases import safe_name
from arrtui.demo.world.seasons import Airing, airings, is_continuing


def airing_facts(airing: Airing) -> Obj:
    """Return what an episode takes over from the metadata host."""
    facts: Obj = {"title": airing.title}
    if airing.at is not None:
        moment = iso(airing.at)
        facts |= {"airDate": moment[:10], "airDateUtc": moment}
    if airing.absolute is not None:
        facts["absoluteEpisodeNumber"] = airing.absolute
    if airing.finale:
        facts["finaleType"] = airing.finale
    return facts


class SonarrLibrary(Store):
    """`series`, `episodes` and `files` by id; an episode names its file in `episodeFileId` (0: none).

    Episodes and files are drawn on first use. `episode_ids` and `file_ids` list them per series; after adding
    or removing any by hand call `touch()`.
    """

    spec = SONARR
    consumers = CONSUMERS
    library_tables = ("episodes", "episode_ids")

    def __init__(self, instance: str, seed: int, catalogue: Catalogue, folder: Path | None) -> None:
        super().__init__(instance, seed, catalogue, folder)
        self.series = self.titles
        self.episode_ids: dict[int, list[int]] = {}
        self._drawn: bool | None = False
        """None while episodes and files are being drawn."""
        self.after_draw: Callable[[], object] | None = None
        """What happens with the drawn library before anybody sees it."""
        self._episodes: dict[int, Obj] = {}
        self._next_episode = 1
        self._as_anime: dict[int, bool] = {}
        """By TVDB id whether the episodes are those of an anime, whatever type the series gets later."""

    @abstractmethod
    def draw_children(self) -> None:
        """Draw the episodes and files of every series, and what follows from them."""

    def _draw_once(self) -> None:
        """Draw in the thread that asks first; the others wait for the lock."""
        with self.lock:
            if self._drawn is False:
                self._drawn = None
                self.draw_children()
                if self.after_draw is not None:
                    self.after_draw()
                self._drawn = True

    @property
    def episodes(self) -> dict[int, Obj]:
        """Every episode by id."""
        if not self._drawn:
            self._draw_once()
        return self._episodes

    @property
    def files(self) -> dict[int, Obj]:
        """Every file by id."""
        if not self._drawn:
            self._draw_once()
        return self._files

    @property
    def queue(self) -> dict[int, Obj]:
        """Every download under way by id; those of the start are of episodes."""
        if not self._drawn:
            self._draw_once()
        return self._queue

    def touch(self) -> None:
        """Forget what is derived, the lists per series among it."""
        super().touch()
        if self._drawn:
            self.episode_ids = {number: [] for number in self.series}
            self.file_ids = {number: [] for number in self.series}
            for episode in self.episodes.values():
                self.episode_ids.setdefault(episode["seriesId"], []).append(episode["id"])
            for file in self.files.values():
                self.file_ids.setdefault(file["seriesId"], []).append(file["id"])

    def folder_for(self, title: Obj, root: str) -> str:
        """Return the folder the app makes for a series below a root folder."""
        naming = self.configs["naming"]
        pattern = naming["seriesFolderFormat"]
        name, year = title["title"], str(title["year"] or "")
        bare = name.removesuffix(f"({year})").strip()
        values = title_values("series", name) | {"series year": year, "series titleyear": f"{bare} ({year})"}
        values |= {"series titlewithoutyear": bare}
        if tokens_of(pattern) - values.keys():  # most formats name no more, and metadata costs time
            metadata = self.metadata(title["tvdbId"])
            ids = {"imdbid": metadata.get("imdbId", ""), "tmdbid": metadata["tmdbId"] or ""}
            ids |= {"tvdbid": title["tvdbId"], "tvmazeid": metadata["tvMazeId"]}
            values |= {token: str(number) for token, number in ids.items()}
        return folder_below(root, pattern, values, naming)

    def name_for(self, title: Obj, file: Obj) -> str:
        """Return the path below the folder of a series that the naming format gives a file."""
        naming, episodes = self.configs["naming"], self.episodes_of_file(file)
        if not episodes or not naming["renameEpisodes"]:
            return str(file["relativePath"])
        season: int = file["seasonNumber"]
        name = shorten(clean_name(title["title"], naming), 80)
        values: dict[str, str | int | list[int]] = {"series title": name}
        values |= {"season": season, "episode": [row["episodeNumber"] for row in episodes]}
        names = dict.fromkeys(row["title"].rstrip(" .?") for row in episodes)
        values |= {
            "episode title": clean_name(" + ".join(names), naming),
            "air date": episodes[0].get("airDate", "").replace("-", " "),
        }
        values |= file_values(file, self.quality_title(file), naming)
        style = "daily" if title["seriesType"] == "daily" else "standard"
        join = joiner(naming["multiEpisodeStyle"], season)
        name = file_name(naming[f"{style}EpisodeFormat"], values, join)
        return self.in_season_folder(title, season, f"{name}.{file['relativePath'].rsplit('.', 1)[-1]}")

    def in_season_folder(self, title: Obj, season: int, name: str) -> str:
        """Return the path below the folder of a series that a file of a season has."""
        naming = self.configs["naming"]
        if not title["seasonFolder"]:
            return name
        pattern = naming["seasonFolderFormat"] if season else naming["specialsFolderFormat"]
        values: Values = {"season": season, "series title": safe_name(title["title"], 80)}
        return f"{fill_format(pattern, values)}/{name}"

    def rule_facts(self, title: Obj) -> Obj:
        """Return what the conditions of auto tags look at."""
        status = "continuing" if is_continuing(title["tvdbId"]) else "ended"
        return super().rule_facts(title) | {"status": status}

    # ---- seasons and episodes -----------------------------------------------------------------

    def fix_layout(self, series: Obj) -> None:
        """Decide from the type a series has now whether its episodes are those of an anime."""
        self._as_anime[series["tvdbId"]] = series["seriesType"] == "anime"
        self.catalogue.anime_layouts.setdefault(series["tvdbId"], self._as_anime[series["tvdbId"]])

    def airings(self, series: Obj) -> list[Airing]:
        """Return the episodes the metadata host lists; they stay the same whatever type the series gets."""
        tvdb_id = series["tvdbId"]
        as_anime = self._as_anime.get(tvdb_id, self.catalogue.anime_layouts.get(tvdb_id))
        anime = series["seriesType"] == "anime" if as_anime is None else as_anime
        return airings(self.catalogue, tvdb_id, anime)

    def season_numbers(self, series: Obj) -> list[int]:
        """Return the seasons the metadata host lists."""
        return sorted({airing.season for airing in self.airings(series)})

    def seasons_of(self, series: Obj) -> list[Obj]:
        """Return the seasons with their monitored flags, drawn with the first look at a series."""
        if "seasons" not in series:
            rng = random.Random(f"{self.seed}:{self.instance}:{series['id']}:seasons")
            series["seasons"] = [
                {
                    "seasonNumber": number,
                    "monitored": series["monitored"] and number > 0 and rng.random() < 0.9,
                }
                for number in self.season_numbers(series)
            ]
        seasons: list[Obj] = series["seasons"]
        return seasons

    def create_episodes(self, series: Obj, rng: random.Random | None = None) -> list[Obj]:
        """Add the episodes the metadata host lists for a series.

        With `rng` some of them have been searched for and some are not monitored, as in a library in use.
        """
        return self.add_episodes(series, self.airings(series), rng)

    def add_episodes(
        self, series: Obj, listed: Iterable[Airing], rng: random.Random | None = None
    ) -> list[Obj]:
        """Add some episodes of a series; they have the flag of their season (`GetMonitoredStatus`)."""
        monitored = {season["seasonNumber"]: season["monitored"] for season in self.seasons_of(series)}
        runtime = self.metadata(series["tvdbId"])["runtime"]
        created = []
        for airing in listed:
            number, self._next_episode = self._next_episode, self._next_episode + 1
            episode: Obj = {
                "id": number,
                "seriesId": series["id"],
                "tvdbId": series["tvdbId"] * 1000 + number % 1000,
                "episodeFileId": 0,
                "seasonNumber": airing.season,
                "episodeNumber": airing.number,
                **airing_facts(airing),
            }
            if rng and airing.at is not None and rng.random() < 0.3:
                episode["lastSearchTime"] = iso(airing.at + 9 * DAY)
            is_extra = airing.number == 0 and airing.season != 1
            flag = monitored.get(airing.season, False) and not is_extra
            episode |= {"runtime": runtime, "monitored": flag and (rng is None or rng.random() < 0.97)}
            self.episodes[number] = episode
            created.append(episode)
        self.episode_ids.setdefault(series["id"], []).extend(episode["id"] for episode in created)
        self.file_ids.setdefault(series["id"], [])
        return created

    def follow_host(self, series: Obj) -> None:
        """Insert, update and delete episodes as the metadata host lists them (`RefreshEpisodeService`).

        They are matched by season and number: one that was renumbered is deleted and inserted anew. A file
        without an episode leaves the library, not the disk.
        """
        listed = {(airing.season, airing.number): airing for airing in self.airings(series)}
        present = {(row["seasonNumber"], row["episodeNumber"]): row for row in self.episodes_of(series["id"])}
        for key in present.keys() - listed.keys():
            del self.episodes[present[key]["id"]]
            self.episode_ids[series["id"]].remove(present[key]["id"])
        for key in present.keys() & listed.keys():
            facts = airing_facts(listed[key])
            for name in ("airDate", "airDateUtc", "finaleType"):
                present[key].pop(name, None)
            present[key] |= facts
        self.add_episodes(series, [airing for key, airing in listed.items() if key not in present])
        unlinked = [file for file in self.files_of(series["id"]) if not self.episodes_of_file(file)]
        self.leave_behind(series, unlinked)
        for file in unlinked:
            self.detach(file["id"])
            self.publish(FileDeleted(series, file, "noLinkedEpisodes"))

    def episodes_of(self, series_id: int) -> list[Obj]:
        """Return the episodes of a series."""
        episodes = self.episodes
        return [episodes[number] for number in self.episode_ids.get(series_id, ())]

    def monitor_season(self, series: Obj, season_number: int, monitored: bool) -> None:
        """Set a season's flag; all its episodes follow."""
        for row in (*self.seasons_of(series), *self.episodes_of(series["id"])):
            if row["seasonNumber"] == season_number:
                row["monitored"] = monitored

    # ---- files --------------------------------------------------------------------------------

    def episodes_of_file(self, file: Obj) -> list[Obj]:
        """Return the episodes a file covers."""
        episodes = self.episodes_of(file["seriesId"])
        return [episode for episode in episodes if episode["episodeFileId"] == file["id"]]

    def attach(self, series: Obj, episodes: list[Obj], file: Obj) -> Obj:
        """Give a file its id and make it the file of these episodes."""
        file["id"] = self.next_file_id()
        self.files[file["id"]] = file
        self.file_ids[series["id"]].append(file["id"])
        for episode in episodes:
            episode["episodeFileId"] = file["id"]
        return file

    def detach(self, file_id: int) -> Obj:
        """Remove a file from the library; its episodes have none."""
        file = self.files.pop(file_id)
        self.file_ids[file["seriesId"]].remove(file_id)
        for episode in self.episodes_of_file(file):
            episode["episodeFileId"] = 0
        return file

    def add_episode_rows(
        self, event: str, series: Obj, file: Obj, episodes: list[Obj], *, extra: dict[str, str]
    ) -> None:
        """Add a row to the history for each of the episodes a file covers or covered."""
        for episode in episodes:
            row = self.history_row(event, series, file, time.time(), episode_id=episode["id"], extra=extra)
            self.history.add(row)
