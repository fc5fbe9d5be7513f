"""The pairs the demo is configured with.

No filter is on ratings, which move with every request here: a plan after an apply would not be empty.
"""

from __future__ import annotations

from collections.abc import Mapping

import tomli_w

from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj


def pairs_toml(stores: Mapping[str, Store]) -> str:
    """Return the `[sync.NAME]` tables of an estate: the pairs that have both of their instances in it.

    The names of profiles and the paths of folders are those of the instances, whose paths begin with the
    folder the estate is laid out in.
    """
    pairs: Obj = {}
    if {"radarr.main", "radarr.4k"} <= stores.keys():
        movies = stores["radarr.main"], stores["radarr.4k"]
        pairs |= {"animation": _animation(*movies), "movies-4k": _movies_4k(*movies)}
    if {"sonarr.main", "sonarr.anime"} <= stores.keys():
        pairs["shows"] = _shows(stores["sonarr.main"], stores["sonarr.anime"])
    return tomli_w.dumps({"sync": pairs}) if pairs else ""


def _animation(main: Store, uhd: Store) -> Obj:
    """Return a pair that gives both libraries all animated films, with every profile and folder mapped."""
    movies, movies_4k, _ = _folders(main)
    uhd_4k, uhd_movies = _folders(uhd)
    profiles = zip(_profiles(main)[:4], _profiles(uhd)[:4], strict=True)
    return {
        "source": main.instance,
        "target": uhd.instance,
        "mode": "union",
        "filter": {"include": {"genres": ["Animation"]}},
        "map": {
            "quality_profiles": dict(profiles),
            "root_folders": {movies: uhd_4k, movies_4k: uhd_movies, "*": uhd_4k},
        },
    }


def _movies_4k(main: Store, uhd: Store) -> Obj:
    """Return a pair that copies newer films with a tag to 4K, and updates three fields of films in both."""
    movies, movies_4k, _ = _folders(main)
    uhd_4k, uhd_movies = _folders(uhd)
    best, remux, *_ = _profiles(uhd)
    return {
        "source": main.instance,
        "target": uhd.instance,
        "update": ["monitored", "tags", "minimum_availability"],
        "filter": {
            "include": {"tags": ["4k-copy"], "year_from": 1990},
            "exclude": {"genres": ["Documentary"]},
        },
        "map": {
            "quality_profiles": {_profiles(main)[1]: remux, "*": best},
            "root_folders": {movies: uhd_4k, movies_4k: uhd_4k, "*": uhd_movies},
            "tags": {"4k-copy": "", "german-audio": "german"},
        },
    }


def _shows(main: Store, anime: Store) -> Obj:
    """Return a pair of newer shows that are not archived, with what is monitored of their seasons."""
    _, archive = _folders(main)
    return {
        "source": main.instance,
        "target": anime.instance,
        "update": ["monitored", "seasons", "monitor_new_items", "tags"],
        "filter": {
            "include": {"year_from": 2013, "series_types": ["standard"]},
            "exclude": {"root_folders": [archive], "genres": ["Documentary", "Horror"]},
        },
        "map": {
            "quality_profiles": {_profiles(main)[1]: _profiles(anime)[0], "*": _profiles(anime)[1]},
            "root_folders": {"*": _folders(anime)[1]},
        },
    }


def _profiles(store: Store) -> list[str]:
    """Return the names of an instance's profiles, the most used first."""
    return [profile["name"] for profile in store.profiles.values()]


def _folders(store: Store) -> list[str]:
    """Return the root folders of an instance, the most used first."""
    return [folder["path"] for folder in store.root_folders.values()]
