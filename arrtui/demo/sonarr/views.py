"""Sonarr's resources, rendered from the store (S4 `SeriesResource.cs`, `EpisodeResource.cs`)."""

from __future__ import annotations

from typing import ClassVar

from arrtui.demo.app.history import Row
from arrtui.demo.app.view import OfferedRelease, View
from arrtui.demo.http.clock import now_iso
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.drawing import draw_release
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.catalogue import cover, series_imdb_id, ticks
from arrtui.demo.world.seasons import is_continuing

Call = HandlerRequest[SonarrStore]

_HOST = "https://artworks.series.example"


def series_resource(
    store: SonarrStore,
    series: Obj,
    url_base: str = "",
    *,
    statistics: bool = True,
    season_images: bool = False,
) -> Obj:
    """Render a series as `GET /series`."""
    tvdb_id = series["tvdbId"]
    resource = {**store.metadata(tvdb_id), **series}
    seasons = store.seasons_of(series)
    episodes = store.episodes_of(series["id"])
    continuing = is_continuing(tvdb_id)
    resource |= {"ended": not continuing, "status": "continuing" if continuing else "ended"}
    resource["rootFolderPath"] = store.root_of(series["path"])
    resource |= _air_dates(episodes)
    last_write = ticks(store.today + store.tick * 60)
    resource["images"] = [
        cover(series["id"], type_, f"{_HOST}/{type_}s/{tvdb_id}.jpg", url_base, last_write)
        for type_ in ("banner", "poster", "fanart")
    ]
    resource["ratings"] = {
        "votes": 400 + tvdb_id % 9000 + store.tick,
        "value": round(6 + (tvdb_id + store.tick) % 38 / 10, 1),
    }
    resource["languageProfileId"] = 1
    resource["folder"] = series["path"].rsplit("/", 1)[-1]
    resource.pop("addOptions", None)
    if statistics:
        resource |= _statistics(store, seasons, episodes)
    if season_images:
        resource["seasons"] = [season | {"images": []} for season in resource["seasons"]]
    return resource


def _air_dates(episodes: list[Obj]) -> Obj:
    """Return the first, last, next and previous date of the episodes that are no specials."""
    dates = sorted(row["airDateUtc"] for row in episodes if "airDateUtc" in row and row["seasonNumber"])
    if not dates:
        return {}
    now = now_iso()
    members = {"firstAired": dates[0], "lastAired": dates[-1]}
    if coming := [date for date in dates if date >= now]:
        members["nextAiring"] = coming[0]
    if past := [date for date in dates if date < now]:
        members["previousAiring"] = past[-1]
    return members


def _statistics(store: SonarrStore, seasons: list[Obj], episodes: list[Obj]) -> Obj:
    """Return the statistics of the series, and its seasons with theirs."""
    by_season: dict[int, list[Obj]] = {season["seasonNumber"]: [] for season in seasons}
    for episode in episodes:
        by_season.setdefault(episode["seasonNumber"], []).append(episode)
    counted = []
    for season in seasons:
        members = by_season[season["seasonNumber"]]
        dates = _air_dates(members)
        airings = {key: dates[key] for key in ("nextAiring", "previousAiring") if key in dates}
        counted.append(season | {"statistics": _count(store, members) | airings})
    total = {"seasonCount": sum(season["seasonNumber"] > 0 for season in seasons), **_count(store, episodes)}
    return {"seasons": counted, "statistics": total}


def _count(store: SonarrStore, episodes: list[Obj]) -> Obj:
    """Count episodes and files; an episode counts when it is aired and monitored, or has a file."""
    now = now_iso()
    files = [store.files[number] for number in {row["episodeFileId"] for row in episodes} - {0}]
    with_file = sum(bool(row["episodeFileId"]) for row in episodes)
    counted = sum(
        bool(row["episodeFileId"]) or (row["monitored"] and row.get("airDateUtc", "9") <= now)
        for row in episodes
    )
    return {
        "episodeFileCount": with_file,
        "episodeCount": counted,
        "totalEpisodeCount": len(episodes),
        "sizeOnDisk": sum(file["size"] for file in files),
        "releaseGroups": sorted({file["releaseGroup"] for file in files if file.get("releaseGroup")}),
        "percentOfEpisodes": round(with_file / counted * 100, 2) if counted else 0.0,
    }


def episode_resource(
    store: SonarrStore, episode: Obj, *, series: bool = False, file: bool = False, images: bool = False
) -> Obj:
    """Render an episode, with series, file and images if they are asked for."""
    owner = store.series[episode["seriesId"]]
    resource = {**episode, "hasFile": bool(episode["episodeFileId"]), "unverifiedSceneNumbering": False}
    if episode["seasonNumber"] and episode["id"] % 5:
        resource["overview"] = f"{store.metadata(owner['tvdbId'])['overview'][:180]}…"
    if series:
        resource["series"] = series_resource(store, owner, statistics=False)
    if file and episode["episodeFileId"]:
        resource["episodeFile"] = file_resource(store, owner, store.files[episode["episodeFileId"]])
    if images:
        resource["images"] = [
            cover(episode["id"], "screenshot", f"{_HOST}/screens/{episode['tvdbId']}.jpg", "", None)
        ]
    return resource


def file_resource(store: SonarrStore, series: Obj, file: Obj) -> Obj:
    """Render a file with formats and score of the profile its series has now."""
    scores = store.scored(file, series["qualityProfileId"], store.original_language(series))
    return {**file, "path": f"{series['path']}/{file['relativePath']}", **scores}


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

    def external_ids(self, title: Obj) -> Obj:
        """Return TVDB and IMDb id."""
        return {"tvdbId": title["tvdbId"], "imdbId": series_imdb_id(title["tvdbId"])}

    def included(self, call: Call, title: Obj, episode_id: int) -> Obj:
        """Return series and episode if they are asked for."""
        resources = {}
        if call.flag("includeSeries"):
            resources["series"] = series_resource(call.store, title, call.app.url_base, statistics=False)
        if call.flag("includeEpisode") and episode_id in call.store.episodes:
            resources["episode"] = episode_resource(call.store, call.store.episodes[episode_id])
        return resources

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
            if episode["episodeFileId"]
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

    def releases(self, call: Call) -> list[Obj]:
        """Return three releases of an episode (or of a season's first one), the same every time."""
        store = call.store
        episode = store.episodes.get(call.number("episodeId"))
        if episode is None and call.number("seriesId"):
            season = call.number("seasonNumber")
            episodes = store.episodes_of(call.number("seriesId"))
            episode = next((row for row in episodes if row["seasonNumber"] == season), None)
        if episode is None:
            return []
        series, rows = store.series[episode["seriesId"]], []
        for number in range(1, 4):
            facts, name = draw_release(store, series, episode, number)
            guid = f"https://nzb.example/release/{series['tvdbId']}/{episode['id']}/{number}"
            details: Obj = {
                "seriesTitle": series["title"],
                "mappedSeriesId": series["id"],
                "tvdbId": series["tvdbId"],
                "seasonNumber": episode["seasonNumber"],
                "episodeNumbers": [episode["episodeNumber"]],
                "fullSeason": False,
                "episodeRequested": True,
                "indexerFlags": 0,
                "special": False,
            }
            present = store.files.get(episode["episodeFileId"])
            offered = OfferedRelease(series, number, name, facts, guid, present)
            rows.append(self.release_record(store, offered, details))
        return rows


def _is_monitored(store: SonarrStore, episode: Obj) -> bool:
    return bool(episode["monitored"] and store.series[episode["seriesId"]]["monitored"])
