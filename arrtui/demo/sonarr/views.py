"""Sonarr's records of history, wanted, queue and releases."""

from __future__ import annotations

from typing import ClassVar

from arrtui.demo.app.history import Row
from arrtui.demo.app.release_book import OfferedRelease
from arrtui.demo.app.view import View
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.errors import broken
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.drawing import draw_release, release_type
from arrtui.demo.sonarr.named import names_an_episode
from arrtui.demo.sonarr.resources import bare_series, episode_resource
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.catalogue import series_imdb_id

Call = HandlerRequest[SonarrStore]


class SonarrView(View[SonarrStore]):
    """Sonarr's records for the shared routes."""

    history_keys: ClassVar = {
        "date": lambda row: row.at,
        "series.sortTitle": lambda row: row.source_title.lower(),
    }
    wanted_keys: ClassVar = {
        "episodes.airDateUtc": lambda episode: episode.get("airDateUtc", ""),
        "episodes.lastSearchTime": lambda episode: episode.get("lastSearchTime", ""),
        "series.sortTitle": lambda episode: (episode["seriesId"], episode["id"]),
    }

    def cover_types(self, title: Obj) -> tuple[str, ...]:
        """Return the types of the pictures of a series."""
        return ("banner", "poster", "fanart")

    def picture_owner(self, title: Obj) -> str:
        """Return the series, as its source calls it."""
        return f"s{title['tvdbId']}"

    def external_ids(self, title: Obj) -> Obj:
        """Return TVDB and IMDb id."""
        return {"tvdbId": title["tvdbId"], "imdbId": series_imdb_id(title["tvdbId"])}

    def included(self, call: Call, title: Obj, episode_id: int) -> Obj:
        """Return series and episode if they are asked for."""
        resources = {}
        if call.flag("includeSeries"):
            resources["series"] = bare_series(call.store, title)
        if call.flag("includeEpisode") and episode_id in call.store.episodes:
            resources["episode"] = episode_resource(call.store, call.store.episodes[episode_id])
        return resources

    def title_resource(self, call: Call, title: Obj) -> Obj:
        """Return the series."""
        return bare_series(call.store, title)

    def import_details(self, store: SonarrStore, wanted: Obj) -> Obj:
        """Return season, episodes and kind of release of the episodes that a name is of."""
        rows = [store.episodes[number] for number in wanted.get("episodeIds", ())]
        season = {"seasonNumber": rows[0]["seasonNumber"]} if rows else {}
        kind = "seasonPack" if wanted.get("fullSeason") else release_type(rows) if rows else "unknown"
        return {**season, "episodes": [episode_resource(store, row) for row in rows], "releaseType": kind}

    def is_in_season(self, call: Call, row: Row) -> bool:
        """Return whether a row of a series' history is of the season the request asks for, if it does."""
        if not call.text("seasonNumber"):
            return True
        episode = call.store.episodes.get(row.episode_id, {})
        return episode.get("seasonNumber") == call.number("seasonNumber")

    def missing(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the aired episodes without a file, specials included."""
        now = now_iso()
        return [
            episode
            for episode in call.store.episodes.values()
            if not episode["episodeFileId"]
            and episode.get("airDateUtc", "9") <= now
            and _is_monitored(call.store, episode) == monitored
        ]

    def cutoff_unmet(self, call: Call, monitored: bool) -> list[Obj]:
        """Return the episodes whose file is below the quality cutoff, specials excluded."""
        store = call.store
        return [
            episode
            for episode in store.episodes.values()
            if episode["episodeFileId"] in store.files
            and episode["seasonNumber"]
            and _is_monitored(store, episode) == monitored
            and store.is_cutoff_unmet(
                store.files[episode["episodeFileId"]], store.series[episode["seriesId"]]["qualityProfileId"]
            )
        ]

    def wanted_record(self, call: Call, wanted: Obj) -> Obj:
        """Render an episode, with series and file if they are asked for."""
        series, file = call.flag("includeSeries"), call.flag("includeEpisodeFile")
        images = call.flag("includeImages")
        return episode_resource(call.store, wanted, series=series, file=file, images=images)

    def episodes_of_release(self, store: SonarrStore, title: Obj, release: Obj) -> list[Obj]:
        """Return the episodes a release is of."""
        season, numbers = release["seasonNumber"], release["mappedEpisodeNumbers"]
        rows = store.episodes_of(title["id"])
        return [row for row in rows if row["seasonNumber"] == season and row["episodeNumber"] in numbers]

    def search_command(self, entry: Obj, episode_ids: list[int]) -> Obj:
        """Return the search for the episodes of a failed download."""
        return {"name": "EpisodeSearch", "episodeIds": episode_ids}

    def releases(self, call: Call) -> list[Obj]:
        """Return three releases of an episode or of a season's first one, and what was grabbed last."""
        store = call.store
        episode = store.episodes.get(call.number("episodeId"))
        if episode is None and call.number("seriesId"):
            season = call.number("seasonNumber")
            episodes = store.episodes_of(call.number("seriesId"))
            episode = next((row for row in episodes if row["seasonNumber"] == season), None)
        if episode is None and call.text("episodeId"):
            raise broken(f"Episode with ID {call.number('episodeId')} does not exist")
        if episode is None:
            return []
        series = store.series[episode["seriesId"]]
        drawn = [draw_release(store, series, episode, number) for number in range(1, 4)]
        named = [(name, facts) for facts, name in drawn] + self.past_releases(store, series, episode["id"])
        return [self._offer(call, episode, number, *release) for number, release in enumerate(named, 1)]

    def _offer(self, call: Call, episode: Obj, number: int, name: str, facts: Obj) -> Obj:
        """Render a release that a search for an episode or its season offers."""
        store, season = call.store, episode["seasonNumber"]
        series, is_pack = store.series[episode["seriesId"]], not names_an_episode(name)
        every = [row for row in store.episodes_of(series["id"]) if row["seasonNumber"] == season]
        covered = every if is_pack else [episode]
        file_ids = dict.fromkeys(row["episodeFileId"] for row in covered)
        mapped = [row["episodeNumber"] for row in covered]
        details: Obj = {
            "seriesTitle": series["title"],
            "mappedSeriesId": series["id"],
            "tvdbId": series["tvdbId"],
            "seasonNumber": season,
            "episodeNumbers": [] if is_pack else mapped,
            "mappedSeasonNumber": season,
            "mappedEpisodeNumbers": mapped,
            "fullSeason": is_pack,
            "episodeRequested": True,
            "indexerFlags": 0,
            "special": False,
        }
        offered = OfferedRelease(
            title=series,
            number=number,
            name=name,
            facts=facts,
            guid=f"https://nzb.example/release/{series['tvdbId']}/{episode['id']}/{number}",
            replaced=[store.files[file_id] for file_id in file_ids if file_id in store.files],
            episode_id=episode["id"],
            refusal="Full season pack" if is_pack and call.text("episodeId") else "",
        )
        return self.release_record(store, offered, details)


def _is_monitored(store: SonarrStore, episode: Obj) -> bool:
    return bool(episode["monitored"] and store.series[episode["seriesId"]]["monitored"])
