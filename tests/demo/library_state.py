"""Everything an API can write of a simulated library, so that two moments of it can be compared.

Titles are keyed by their external id; ids of the instance are replaced by names; what the app decides by
itself (ids, dates, statistics, searches) is left out.
"""

from __future__ import annotations

import hashlib
from typing import Any

from arrtui.demo.estate import SimulatedApp
from arrtui.demo.radarr.store import RadarrStore
from arrtui.demo.sonarr.store import SonarrStore

State = dict[str, Any]
Obj = dict[str, Any]

_TITLE = {
    "monitored": "monitored",
    "path": "path",
    "minimumAvailability": "minimum_availability",
    "seriesType": "series_type",
    "monitorNewItems": "monitor_new_items",
    "seasonFolder": "season_folder",
}
_FACTS = ("edition", "releaseGroup", "sceneName", "indexerFlags", "releaseType", "size")
_SECRET = ("apiKey", "password")


def library_state(app: SimulatedApp) -> State:
    """Return all that can be written of an app, commands that are under way finished first.

    ``titles``: external id → fields as sync names them; ``exclusions``: external id → title;
    ``tags``: labels; ``settings``: type → name → body.
    """
    store = app.store
    store.settle()
    with store.lock:
        return {
            "titles": _titles(store),
            "exclusions": {_external(row): row.get("movieTitle", row.get("title")) for row in _rows(store)},
            "tags": sorted(tag["label"] for tag in store.tags.values()),
            "settings": _settings(store),
        }


def differences(before: Any, after: Any, where: str = "") -> list[str]:
    """Return what differs between two states, a line for each place: for the message of an assertion."""
    if isinstance(before, dict) and isinstance(after, dict):
        keys = sorted({*before, *after}, key=str)
        pairs = [(before.get(key, "-"), after.get(key, "-"), f"{where}/{key}") for key in keys]
        return [line for old, new, place in pairs for line in differences(old, new, place)]
    return [] if before == after else [f"{where}: {before!r} -> {after!r}"]


def assert_same_library(before: State, after: State) -> None:
    """Fail with the places that differ."""
    lines = differences(before, after)
    assert not lines, "\n".join(lines[:30])


# --- titles ----------------------------------------------------------------------------------------------


def _external(row: Obj) -> int:
    return int(row.get("tmdbId") or row.get("tvdbId") or 0)


def _rows(store: RadarrStore | SonarrStore) -> list[Obj]:
    return list(store.exclusions.values())


def _titles(store: RadarrStore | SonarrStore) -> dict[int, State]:
    if isinstance(store, RadarrStore):
        return {movie["tmdbId"]: _movie(store, movie) for movie in store.movies.values()}
    return {series["tvdbId"]: _series(store, series) for series in store.series.values()}


def _common(store: RadarrStore | SonarrStore, title: Obj) -> State:
    state = {name: title[key] for key, name in _TITLE.items() if key in title}
    state["quality_profile"] = store.profiles[title["qualityProfileId"]]["name"]
    state["root_folder"] = store.root_of(title["path"])
    state["tags"] = _labels(store, title["tags"])
    return state


def _movie(store: RadarrStore, movie: Obj) -> State:
    file = store.file_of(movie)
    return _common(store, movie) | {"files": {file["relativePath"]: _facts(file)} if file else {}}


def _series(store: SonarrStore, series: Obj) -> State:
    episodes = store.episodes_of(series["id"])
    state = _common(store, series)
    state["seasons"] = {str(item["seasonNumber"]): item["monitored"] for item in store.seasons_of(series)}
    state["episodes"] = {
        f"{item['seasonNumber']}x{item['episodeNumber']}": item["monitored"] for item in episodes
    }
    state["files"] = {file["relativePath"]: _facts(file) for file in store.files_of(series["id"])}
    state["covers"] = {
        file["relativePath"]: sorted(
            f"{item['seasonNumber']}x{item['episodeNumber']}" for item in store.episodes_of_file(file)
        )
        for file in store.files_of(series["id"])
    }
    return state


def _facts(file: Obj) -> State:
    quality, revision = file["quality"]["quality"], file["quality"]["revision"]
    facts = {key: file[key] for key in _FACTS if file.get(key)}
    facts["quality"] = quality["name"]
    facts["revision"] = (revision["version"], revision["real"], revision["isRepack"])
    facts["languages"] = sorted(language["name"] for language in file["languages"])
    return facts


def _labels(store: RadarrStore | SonarrStore, ids: list[int]) -> list[str]:
    labels = {number: str(tag["label"]) for number, tag in store.tags.items()}
    return sorted(labels.get(number, f"?{number}") for number in ids)


# --- settings --------------------------------------------------------------------------------------------


def _settings(store: RadarrStore | SonarrStore) -> State:
    settings: State = {
        "quality_profile": {item["name"]: _profile(item) for item in store.profiles.values()},
        "custom_format": {item["name"]: _without(item, "id") for item in store.formats.values()},
        "root_folder": sorted(item["path"] for item in store.root_folders.values()),
        "naming": dict(store.configs["naming"]),
        "media_management": dict(store.configs["mediamanagement"]),
        "delay_profile": {
            ",".join(_labels(store, item["tags"])): _without(item, "id", "tags", "order")
            for item in store.delay_profiles.values()
        },
    }
    for type_ in ("indexer", "downloadclient", "importlist", "notification"):
        settings[type_] = {item["name"]: _provider(store, item) for item in store.providers[type_].values()}
    if isinstance(store, RadarrStore):
        settings["collection"] = {
            item["tmdbId"]: _profile_named(store, _without(item, "id", "images", "overview"))
            for item in store.all_collections().values()
        }
    return settings


def _without(item: Obj, *keys: str) -> Obj:
    return {key: value for key, value in item.items() if key not in keys}


def _profile(item: Obj) -> Obj:
    scores = {row["name"]: row["score"] for row in item["formatItems"]}
    return _without(item, "id", "formatItems") | {"scores": scores}


def _provider(store: RadarrStore | SonarrStore, item: Obj) -> Obj:
    fields = {field["name"]: _field(field) for field in item["fields"]}
    return _profile_named(store, _without(item, "id", "fields")) | {"fields": fields}


def _field(field: Obj) -> Any:
    """Return a field's value; of a secret what shows whether it is still the same."""
    value = field.get("value")
    if field["privacy"] in _SECRET and value:
        return f"secret {hashlib.sha256(str(value).encode()).hexdigest()[:12]}"
    return value


def _profile_named(store: RadarrStore | SonarrStore, item: Obj) -> Obj:
    named = dict(item)
    if "qualityProfileId" in named:
        number = named.pop("qualityProfileId")
        named["quality_profile"] = (
            store.profiles[number]["name"] if number in store.profiles else f"?{number}"
        )
    if "tags" in named:
        named["tags"] = _labels(store, named["tags"])
    return named
