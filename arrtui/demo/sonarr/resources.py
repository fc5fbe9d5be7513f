"""Sonarr's series, episodes and files as JSON objects (S4 `SeriesResource.cs`, `EpisodeResource.cs`)."""

from __future__ import annotations

import hashlib

from arrtui.demo.http.clock import iso, now_iso
from arrtui.demo.http.wire import Obj
from arrtui.demo.sonarr.store import SonarrStore
from arrtui.demo.world.catalogue import cover, drawn_pictures, ticks
from arrtui.demo.world.pictures import DrawnPicture
from arrtui.demo.world.seasons import is_continuing

_HOST = "https://artworks.series.example"
"""Where pictures are, unless the catalogue has a host that serves them."""
FIFTH_MEMBERS: Obj = {"malIds": [], "aniListIds": [], "originalCountry": "US"}
"""What Sonarr 5 tells of a series besides, in its feed and to webhooks."""
ADD_OPTIONS = {
    "searchForMissingEpisodes": False,
    "searchForCutoffUnmetEpisodes": False,
    "ignoreEpisodesWithFiles": False,
    "ignoreEpisodesWithoutFiles": False,
    "monitor": "unknown",
}
"""What a new series carries until its first refresh, with the values of what was left out."""


def bare_series(store: SonarrStore, series: Obj) -> Obj:
    """Render a series as editor, import and other resources show it (`SeriesResource.ToResource`).

    No statistics, root folder, other titles and local addresses of images.
    """
    tvdb_id = series["tvdbId"]
    resource = {**store.metadata(tvdb_id), **series}
    del resource["alternateTitles"]
    continuing = is_continuing(tvdb_id)
    resource |= {"ended": not continuing, "status": "continuing" if continuing else "ended"}
    resource |= _aired(store, series)
    resource["images"] = [
        {"coverType": type_, "remoteUrl": _remote(store, f"s{tvdb_id}", type_)}
        for type_ in drawn_pictures("sonarr", tvdb_id)
    ]
    resource["seasons"] = [dict(season) for season in store.seasons_of(series)]
    resource["ratings"] = {
        "votes": 400 + tvdb_id % 9000 + store.tick,
        "value": round(6 + (tvdb_id + store.tick) % 38 / 10, 1),
    }
    if options := series.get("addOptions"):
        resource["addOptions"] = ADD_OPTIONS | options
    return resource | {"languageProfileId": 1}


def _remote(store: SonarrStore, owner: str, kind: str) -> str:
    """Return where the picture of a series (``s79126``), a season or an episode is from."""
    return f"{store.catalogue.image_host or _HOST}/{DrawnPicture(owner, kind).name}"


def _aired(store: SonarrStore, series: Obj) -> Obj:
    """Return the first and the last day of the episodes the metadata host lists, specials left out."""
    moments = [row.at for row in store.airings(series) if row.season and row.at is not None]
    if not moments:
        return {}
    first, last = (f"{iso(moment)[:10]}T00:00:00Z" for moment in (min(moments), max(moments)))
    return {"firstAired": first, "lastAired": last}


def series_resource(
    store: SonarrStore, series: Obj, url_base: str = "", *, listed: bool = False, season_images: bool = False
) -> Obj:
    """Render a series as it is read: with statistics, other titles and local images.

    `listed`: in the list a series without episodes has no statistics; alone it has zeros.
    """
    resource = bare_series(store, series)
    resource["alternateTitles"] = store.metadata(series["tvdbId"])["alternateTitles"]
    resource["rootFolderPath"] = store.root_of(series["path"])
    last_write = ticks(store.today + store.tick * 60)
    resource["images"] = [
        cover(series["id"], type_, _remote(store, f"s{series['tvdbId']}", type_), url_base, last_write)
        for type_ in drawn_pictures("sonarr", series["tvdbId"])
    ]
    episodes = store.episodes_of(series["id"])
    if episodes:
        resource |= _statistics(store, resource["seasons"], episodes)
    elif not listed:
        resource["statistics"] = _no_statistics(resource["seasons"])
    if season_images:
        for season in resource["seasons"]:
            owner = f"s{series['tvdbId']}s{season['seasonNumber']:02}"
            season["images"] = [{"coverType": "poster", "remoteUrl": _remote(store, owner, "poster")}]
    return resource


def looked_up_series(store: SonarrStore, series: Obj) -> Obj:
    """Render a series of a look-up, whether the library has it or not."""
    resource = bare_series(store, series)
    tvdb_id = series["tvdbId"]
    for image in resource["images"]:
        name = hashlib.sha256(image["remoteUrl"].encode()).hexdigest()
        image["url"] = f"/MediaCoverProxy/{name}/{tvdb_id}.jpg"
    resource |= {
        "remotePoster": _remote(store, f"s{tvdb_id}", "poster"),
        "folder": store.folder_for(resource, "")[1:],
    }
    return resource | {"statistics": _no_statistics(resource["seasons"])}


def _no_statistics(seasons: list[Obj]) -> Obj:
    counts = ("episodeFileCount", "episodeCount", "totalEpisodeCount", "sizeOnDisk", "percentOfEpisodes")
    return {"seasonCount": _season_count(seasons), **dict.fromkeys(counts, 0)}


def _season_count(seasons: list[Obj]) -> int:
    return sum(season["seasonNumber"] > 0 for season in seasons)


def _airings(episodes: list[Obj]) -> Obj:
    """Return the next and the previous date of the monitored episodes."""
    dates = sorted(row["airDateUtc"] for row in episodes if "airDateUtc" in row and row["monitored"])
    now, members = now_iso(), {}
    if coming := [date for date in dates if date >= now]:
        members["nextAiring"] = coming[0]
    if past := [date for date in dates if date < now]:
        members["previousAiring"] = past[-1]
    return members


def _statistics(store: SonarrStore, seasons: list[Obj], episodes: list[Obj]) -> Obj:
    """Return the statistics of the series; its seasons get theirs."""
    by_season: dict[int, list[Obj]] = {season["seasonNumber"]: [] for season in seasons}
    for episode in episodes:
        by_season.setdefault(episode["seasonNumber"], []).append(episode)
    for season in seasons:
        if members := by_season[season["seasonNumber"]]:
            season["statistics"] = _airings(members) | _count(store, members)
    total = {"seasonCount": _season_count(seasons), **_count(store, episodes)}
    return _airings(episodes) | {"statistics": total}


def _count(store: SonarrStore, episodes: list[Obj]) -> Obj:
    """Count episodes and files; an episode counts when it is aired and monitored, or has a file."""
    now = now_iso()
    numbers = {row["episodeFileId"] for row in episodes}
    files = [store.files[number] for number in numbers if number in store.files]
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
        resource["series"] = bare_series(store, owner)
    if file and episode["episodeFileId"] in store.files:  # whose row may be gone
        resource["episodeFile"] = file_resource(store, owner, store.files[episode["episodeFileId"]])
    if images:
        resource["images"] = [
            cover(episode["id"], "screenshot", _remote(store, f"e{episode['tvdbId']}", "thumb"), "", None)
        ]
    return resource


def file_resource(store: SonarrStore, series: Obj, file: Obj) -> Obj:
    """Render a file with formats and score of the profile its series has now."""
    scores = store.scored(file, series["qualityProfileId"], store.original_language(series))
    return {**file, "path": f"{series['path']}/{file['relativePath']}", **scores}
