"""How the library of a simulated Sonarr is drawn: series, files, history and queue, all from the seed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import islice
from typing import Any

from arrtui.demo.app.history import Row, make_download_id
from arrtui.demo.http.clock import DAY, epoch, iso
from arrtui.demo.http.wire import Obj, without_nulls
from arrtui.demo.sonarr.library import SonarrLibrary
from arrtui.demo.world.catalogue import id_at
from arrtui.demo.world.queueing import DRAWN, queue_entry
from arrtui.demo.world.releases import make_release, media_info, safe_name, scene_stem
from arrtui.demo.world.seasons import is_continuing


def draw_library(store: SonarrLibrary, positions: list[int], episode_count: int) -> None:
    """Fill a new library with the series at these positions of the catalogue; episodes come on first use."""
    rng = random.Random(f"{store.seed}:{store.instance}")
    paths: set[str] = set()
    number = 0
    ids = [id_at("sonarr", position, store.seed) for position in positions]
    # The episodes are shared out among the series another instance has not decided about.
    decided = [store.catalogue.episode_counts.get(tvdb_id) for tvdb_id in ids]
    undecided = [tvdb_id for tvdb_id, reserved in zip(ids, decided, strict=True) if reserved is None]
    left = max(len(undecided), episode_count - sum(reserved or 0 for reserved in decided))
    for tvdb_id, share in zip(undecided, split_episodes(rng, len(undecided), left), strict=True):
        store.catalogue.episode_counts.setdefault(tvdb_id, share)
    for tvdb_id in ids:
        number += 1 if rng.random() < 0.97 else rng.randint(2, 4)
        store.series[number] = _draw_series(store, rng, number, tvdb_id, paths)
        store.fix_layout(store.series[number])
    for _ in range(2):
        tvdb_id = id_at("sonarr", 200_000 + rng.randint(0, 50_000), store.seed)
        title, year = store.head(tvdb_id)[:2]
        store.add_exclusion(tvdb_id, title, year)
    for number in (1, 2):
        profile = {"id": number, "name": f"Ignore {number}", "enabled": number == 1, "required": []}
        store.release_profiles[number] = profile | {"ignored": ["HDCAM"], "indexerId": 0, "tags": []}
    store.remember_ids()


def split_episodes(rng: random.Random, series: int, episodes: int) -> list[int]:
    """Distribute episodes over series, unevenly, each at least one; the sum is exact."""
    if not series:
        return []
    weights = [rng.lognormvariate(0, 0.8) for _ in range(series)]
    scale = (episodes - series) / sum(weights)
    counts = [1 + int(weight * scale) for weight in weights]
    for index in range(episodes - sum(counts)):
        counts[index % series] += 1
    return counts


def _draw_series(store: SonarrLibrary, rng: random.Random, number: int, tvdb_id: int, paths: set[str]) -> Obj:
    title, year, _ = store.head(tvdb_id)
    roots = [root["path"] for root in store.root_folders.values()]
    root = rng.choices(roots, weights=(85, 15)[: len(roots)])[0]
    path = store.folder_for({"tvdbId": tvdb_id, "title": title, "year": year}, root)
    path = f"{path} ({year})" if path in paths else path
    path = f"{path} {{tvdb-{tvdb_id}}}" if path in paths else path
    paths.add(path)
    profiles = list(store.profiles)
    series: Obj = {"id": number, "tvdbId": tvdb_id, "title": title, "year": year, "path": path}
    series["qualityProfileId"] = rng.choices(profiles, weights=(50, 20, 10, 12, 4)[: len(profiles)])[0]
    series |= {"seasonFolder": True, "monitored": rng.random() < 0.85}
    series["monitorNewItems"] = rng.choice(("all", "all", "none"))
    types = ("standard", "standard", "standard", "daily")
    series["seriesType"] = "anime" if store.role == "anime" else rng.choice(types)
    series["tags"] = sorted(rng.sample(range(1, 6), rng.choice((0, 0, 1, 1, 2))))
    series["added"] = iso(store.today - rng.randint(100, 1900) * DAY + rng.randint(0, DAY - 1))
    if is_continuing(tvdb_id) and rng.random() < 0.5:
        series["monitored"] = True
    return series


def draw_children(store: SonarrLibrary) -> None:
    """Draw episodes and files of every series, then the downloads of a few missing episodes."""
    for series in store.series.values():
        rng = random.Random(f"{store.seed}:{store.instance}:{series['id']}")
        seasons: dict[int, list[Obj]] = {}
        for episode in store.create_episodes(series, rng):
            seasons.setdefault(episode["seasonNumber"], []).append(episode)
        for number, episodes in seasons.items():
            _draw_season_files(store, rng, series, number, episodes)
    missing = (row for row in store.episodes.values() if not row["episodeFileId"] and row["seasonNumber"])
    for number, episode in enumerate(islice(missing, DRAWN), 1):
        series = store.series[episode["seriesId"]]
        facts, title = draw_release(store, series, episode, 0)
        ids = {"seriesId": series["id"], "episodeId": episode["id"]}
        season = episode["seasonNumber"]
        store.queue[number] = queue_entry(
            number, title, facts, store.today, **ids, seasonNumber=season, episodeHasFile=False
        )


def _draw_season_files(
    store: SonarrLibrary, rng: random.Random, series: Obj, season: int, episodes: list[Obj]
) -> None:
    """Draw a season pack, single episodes, some of them double, or nothing at all."""
    if rng.random() < (0.5 if season == 0 else 0.07):
        return
    today = iso(store.today)
    aired = [episode for episode in episodes if episode.get("airDateUtc", "9") < today]
    pack = rng.random() < 0.4 and len(aired) == len(episodes) > 2
    release = _draw_facts(store, rng, series) if pack else None
    index = 0
    while index < len(aired):
        double = not pack and rng.random() < 0.03 and index + 1 < len(aired)
        covered = aired[index : index + (2 if double else 1)]
        index += len(covered)
        if pack or rng.random() < 0.95:
            store.attach(series, covered, draw_file(store, rng, series, covered, release))


def _draw_facts(store: SonarrLibrary, rng: random.Random, series: Obj) -> Obj:
    """Return the facts of a release the profile of a series prefers."""
    minutes = store.metadata(series["tvdbId"])["runtime"]
    profile: str = store.profiles[series["qualityProfileId"]]["name"]
    plain = "tv" if store.role == "hd" else store.role
    flavour = "german" if "German" in profile else "uhd" if "2160p" in profile else plain
    return make_release(rng, "sonarr", flavour, store.head(series["tvdbId"])[2], minutes)


def draw_file(
    store: SonarrLibrary, rng: random.Random, series: Obj, episodes: list[Obj], pack: Obj | None = None
) -> Obj:
    """Return a file for some episodes, of a season pack or of its own release; not in the library yet."""
    facts = dict(pack or _draw_facts(store, rng, series))
    tail, words = facts.pop("tail"), facts.pop("words")
    season, quality = episodes[0]["seasonNumber"], facts["quality"]["quality"]
    code = f"S{season:02}" + "".join(f"E{episode['episodeNumber']:02}" for episode in episodes)
    group = f"-{facts['releaseGroup']}" if facts["releaseGroup"] else ""
    name = (
        f"{safe_name(series['title'], 80)} - {code} - {episodes[0]['title']} [{quality['name']}]{group}.mkv"
    )
    folder = f"Season {season:02}" if season else "Specials"
    file: Obj = {"seriesId": series["id"], "seasonNumber": season}
    file["relativePath"] = f"{folder}/{name}" if series["seasonFolder"] else name
    aired = epoch(episodes[-1]["airDateUtc"]) if "airDateUtc" in episodes[-1] else store.today - DAY
    earliest = max(aired + 7200, epoch(series["added"]))
    file["dateAdded"] = iso(min(store.today, earliest + rng.randint(600, 40 * DAY)))
    file["sceneName"] = f"{scene_stem(series['title'])}.{code}.{tail}" if rng.random() < 0.85 else None
    file["releaseType"] = "seasonPack" if pack else release_type(episodes)
    language = facts["languages"][0]["name"][:3].lower()
    runtime = episodes[0]["runtime"] * len(episodes)
    file["mediaInfo"] = media_info(words, quality["resolution"], language, runtime)
    return without_nulls(file | facts)


def release_type(episodes: list[Obj]) -> str:
    """Return the type of a release that is no season pack."""
    return "multiEpisode" if len(episodes) > 1 else "singleEpisode"


def draw_release(store: SonarrLibrary, series: Obj, episode: Obj, number: int) -> tuple[Obj, str]:
    """Return a release of an episode that an indexer has, and its name; the same one for the same number."""
    facts = _draw_facts(store, random.Random(f"{store.seed}:{episode['id']}:{number}"), series)
    code = f"S{episode['seasonNumber']:02}E{episode['episodeNumber']:02}"
    title = f"{scene_stem(series['title'])}.{code}.{facts['tail']}"
    return facts | {"relativePath": f"{title}.mkv", "releaseType": "singleEpisode"}, title


def draw_history(store: SonarrLibrary) -> Iterator[Row]:
    """Return the rows from before the estate started: one per episode and event.

    A season pack is many rows of one download.
    """
    covered: dict[int, list[Obj]] = {}
    for episode in store.episodes.values():
        if episode["episodeFileId"]:
            covered.setdefault(episode["episodeFileId"], []).append(episode)
    for number, episodes in covered.items():
        file = store.files[number]
        rng = random.Random(store.seed * 7_919 + number)
        if rng.random() < 0.06:
            continue
        series = store.series[file["seriesId"]]
        at = float(epoch(file["dateAdded"]))
        pack = file["releaseType"] == "seasonPack"
        source: tuple[Any, ...] = (series["id"], file["seasonNumber"], "pack") if pack else (number,)
        download = make_download_id(store.seed, store.instance, *source)
        has_older = rng.random() < 0.06
        older = draw_file(store, rng, series, episodes) | {"id": number - 1} if has_older else None
        for episode in episodes:
            ids: Any = {"episode_id": episode["id"]}
            if older:
                yield from store.arrival(series, older, at - 9 * DAY, make_download_id(download), **ids)
                original = store.original_language(series)
                reason = store.reason_gone(older, file, series["qualityProfileId"], original)
                extra = {"reason": reason}
                yield store.history_row("episodeFileDeleted", series, older, at, **ids, extra=extra)
            yield from store.arrival(series, file, at, download, **ids)
