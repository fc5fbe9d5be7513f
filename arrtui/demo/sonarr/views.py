"""Sonarr's resources, rendered from the store (S4 `SeriesResource.cs`, `EpisodeResource.cs`)."""

from __future__ import annotations

from collections.abc import Mapping

from arrtui.demo.app.history import Row
from arrtui.demo.app.view import history_base, release_base, release_verdict
from arrtui.demo.http.paging import Key
from arrtui.demo.http.routing import HandlerRequest
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.catalogue import cover, ticks
from arrtui.demo.world.clock import now_iso
from arrtui.demo.world.profiles import quality_cutoff_unmet
from arrtui.demo.world.seasons import is_continuing

_HOST = "https://artworks.series.example"


def series_resource(
    store: SonarrStore,
    series: Obj,
    url_base: str = "",
    *,
    statistics: bool = True,
    season_images: bool = False,
) -> Obj:
    """A series as `GET /series` shows it."""
    tvdb_id = series["tvdbId"]
    resource = {**store.metadata(tvdb_id), **series}
    seasons = store.seasons_of(series)
    episodes = store.episodes_of(series["id"])
    resource |= {
        "ended": not is_continuing(tvdb_id),
        "status": "continuing" if is_continuing(tvdb_id) else "ended",
    }
    resource["rootFolderPath"] = store.root_of(series["path"])
    resource |= _span(episodes)
    resource["images"] = _images(store, series, url_base)
    resource["ratings"] = {
        "votes": 400 + tvdb_id % 9000 + store.tick,
        "value": round(6 + (tvdb_id + store.tick) % 38 / 10, 1),
    }
    resource["languageProfileId"] = 1
    resource["folder"] = series["path"].rsplit("/", 1)[-1]
    resource.pop("addOptions", None)
    if statistics:
        shown, total = _statistics(store, series, seasons, episodes)
        resource |= {"seasons": shown, "statistics": total}
    if season_images:
        resource["seasons"] = [item | {"images": []} for item in resource["seasons"]]
    return resource


def _span(episodes: list[Obj]) -> Obj:
    dates = sorted(item["airDateUtc"] for item in episodes if "airDateUtc" in item and item["seasonNumber"])
    if not dates:
        return {}
    now = now_iso()
    span = {"firstAired": dates[0], "lastAired": dates[-1]}
    if coming := [date for date in dates if date >= now]:
        span["nextAiring"] = coming[0]
    if past := [date for date in dates if date < now]:
        span["previousAiring"] = past[-1]
    return span


def _images(store: SonarrStore, series: Obj, url_base: str) -> list[Obj]:
    stamp = ticks(store.today + store.tick * 60)
    kinds = ("banner", "poster", "fanart")
    return [
        cover(series["id"], kind, f"{_HOST}/{kind}s/{series['tvdbId']}.jpg", url_base, stamp)
        for kind in kinds
    ]


def _statistics(
    store: SonarrStore, series: Obj, seasons: list[Obj], episodes: list[Obj]
) -> tuple[list[Obj], Obj]:
    """Per season and together; episodes count when aired and monitored, or with a file."""
    now = now_iso()
    by_season: dict[int, list[Obj]] = {item["seasonNumber"]: [] for item in seasons}
    for episode in episodes:
        by_season.setdefault(episode["seasonNumber"], []).append(episode)
    shown = [
        item | {"statistics": _count(store, by_season[item["seasonNumber"]], now, True)} for item in seasons
    ]
    total = _count(store, episodes, now, False)
    return shown, {"seasonCount": sum(item["seasonNumber"] > 0 for item in seasons), **total}


def _count(store: SonarrStore, episodes: list[Obj], now: str, airings: bool) -> Obj:
    files = {item["episodeFileId"] for item in episodes if item["episodeFileId"]}
    held = sum(bool(item["episodeFileId"]) for item in episodes)
    counted = sum(
        bool(item["episodeFileId"]) or (item["monitored"] and item.get("airDateUtc", "9") <= now)
        for item in episodes
    )
    groups = {store.files[number].get("releaseGroup") for number in files}
    count: Obj = {"episodeFileCount": held, "episodeCount": counted, "totalEpisodeCount": len(episodes)}
    count["sizeOnDisk"] = sum(store.files[number]["size"] for number in files)
    count["releaseGroups"] = sorted(group for group in groups if group)
    count["percentOfEpisodes"] = round(held / counted * 100, 2) if counted else 0.0
    if airings:
        span = _span([item for item in episodes if item["seasonNumber"]])
        count |= {key: span[key] for key in ("nextAiring", "previousAiring") if key in span}
    return count


def episode_resource(
    store: SonarrStore, episode: Obj, *, series: bool = False, file: bool = False, images: bool = False
) -> Obj:
    """An episode, with series, file and images if they are asked for."""
    resource = {**episode, "hasFile": bool(episode["episodeFileId"]), "unverifiedSceneNumbering": False}
    if episode["seasonNumber"] and episode["id"] % 5:
        resource["overview"] = (
            f"{store.metadata(store.series[episode['seriesId']]['tvdbId'])['overview'][:180]}…"
        )
    if series:
        resource["series"] = series_resource(store, store.series[episode["seriesId"]], statistics=False)
    if file and episode["episodeFileId"]:
        resource["episodeFile"] = file_resource(store, store.files[episode["episodeFileId"]])
    if images:
        resource["images"] = [
            cover(episode["id"], "screenshot", f"{_HOST}/screens/{episode['tvdbId']}.jpg", "", None)
        ]
    return resource


def file_resource(store: SonarrStore, file: Obj, series: Obj | None = None) -> Obj:
    """A file with formats and score of the profile its series has now."""
    owner = series or store.series[file["seriesId"]]
    scores = store.scored(file, owner["qualityProfileId"], store.original_language(owner))
    return {**file, "path": f"{owner['path']}/{file['relativePath']}", **scores}


class SonarrView:
    """Sonarr's records for the shared routes."""

    history_keys: Mapping[str, Key] = {
        "date": lambda row: row.at,
        "series.sortTitle": lambda row: row.title.lower(),
    }
    wanted_keys: Mapping[str, Key] = {
        "episodes.airDateUtc": lambda episode: episode.get("airDateUtc", ""),
        "episodes.lastSearchTime": lambda episode: episode.get("lastSearchTime", ""),
        "series.sortTitle": lambda episode: (episode["seriesId"], episode["id"]),
    }

    def history_record(self, call: HandlerRequest, row: Row) -> Obj:
        """A history record, with series and episode if they are asked for."""
        store: SonarrStore = call.store
        series = store.series[row.item]
        original = store.original_language(series)
        scores = store.scored(row.release, series["qualityProfileId"], original)
        external = {"tvdbId": series["tvdbId"], "imdbId": f"tt{2_000_000 + series['tvdbId'] * 5:07}"}
        path = f"{series['path']}/{row.release['relativePath']}"
        record = history_base(store, row, scores, path, external, original) | {
            "seriesId": row.item,
            "episodeId": row.episode,
        }
        if call.flag("includeSeries"):
            record["series"] = series_resource(store, series, call.app.url_base, statistics=False)
        if call.flag("includeEpisode") and row.episode in store.episodes:
            record["episode"] = episode_resource(store, store.episodes[row.episode])
        return record

    def _monitored(self, store: SonarrStore, episode: Obj) -> bool:
        return bool(episode["monitored"] and store.series[episode["seriesId"]]["monitored"])

    def missing(self, call: HandlerRequest, monitored: bool) -> list[Obj]:
        """Aired episodes without a file, specials included."""
        store: SonarrStore = call.store
        now = now_iso()
        return [
            item
            for item in store.episodes.values()
            if not item["episodeFileId"]
            and item.get("airDateUtc", "9") <= now
            and self._monitored(store, item) == monitored
        ]

    def cutoff_unmet(self, call: HandlerRequest, monitored: bool) -> list[Obj]:
        """Episodes whose file is below the quality cutoff, specials excluded."""
        store: SonarrStore = call.store
        return [
            item
            for item in store.episodes.values()
            if item["episodeFileId"]
            and item["seasonNumber"]
            and self._monitored(store, item) == monitored
            and _below_cutoff(store, item)
        ]

    def wanted_record(self, call: HandlerRequest, item: Obj) -> Obj:
        """An episode, with series and file if they are asked for."""
        series, file = call.flag("includeSeries"), call.flag("includeEpisodeFile")
        return episode_resource(call.store, item, series=series, file=file, images=call.flag("includeImages"))

    def queue_record(self, call: HandlerRequest, item: Obj) -> Obj:
        """A download with the score its title's profile gives it now."""
        store: SonarrStore = call.store
        series = store.series[item["seriesId"]]
        facts = item | {"relativePath": item["title"]}
        scores = store.scored(facts, series["qualityProfileId"], store.original_language(series))
        record = item | {key: scores[key] for key in ("customFormats", "customFormatScore")}
        if call.flag("includeSeries"):
            record["series"] = series_resource(store, series, call.app.url_base, statistics=False)
        if call.flag("includeEpisode"):
            record["episode"] = episode_resource(store, store.episodes[item["episodeId"]])
        return record

    def releases(self, call: HandlerRequest) -> list[Obj]:
        """Three releases of an episode (or of a season's first one), the same ones every time."""
        store: SonarrStore = call.store
        episode = store.episodes.get(call.number("episodeId"))
        if episode is None and call.number("seriesId"):
            season = call.number("seasonNumber")
            found = (
                item for item in store.episodes_of(call.number("seriesId")) if item["seasonNumber"] == season
            )
            episode = next(found, None)
        return [self._release(store, episode, number) for number in range(1, 4)] if episode else []

    def _release(self, store: SonarrStore, episode: Obj, number: int) -> Obj:
        series = store.series[episode["seriesId"]]
        file, title = store.draw_release(series, episode, number)
        original = store.original_language(series)
        scores = store.scored(file, series["qualityProfileId"], original)
        present = store.files.get(episode["episodeFileId"])
        beaten = store.scored(present, series["qualityProfileId"], original) if present else None
        guid = f"https://nzb.example/release/{series['tvdbId']}/{episode['id']}/{number}"
        own: Obj = {
            "seriesTitle": series["title"],
            "mappedSeriesId": series["id"],
            "tvdbId": series["tvdbId"],
        }
        own |= {"seasonNumber": episode["seasonNumber"], "episodeNumbers": [episode["episodeNumber"]]}
        own |= {"fullSeason": False, "episodeRequested": True, "indexerFlags": 0, "special": False}
        own |= {key: scores[key] for key in ("customFormats", "customFormatScore")}
        return release_base(store, number, title, file, guid) | own | release_verdict(number, scores, beaten)


def _below_cutoff(store: SonarrStore, episode: Obj) -> bool:
    profile = store.profiles[store.series[episode["seriesId"]]["qualityProfileId"]]
    return quality_cutoff_unmet(profile, store.files[episode["episodeFileId"]]["quality"]["quality"]["id"])
