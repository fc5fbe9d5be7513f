"""Which episodes a name is of, as the app reads it (`Parser.ParseTitle`, `Parser.ParsePath`)."""

from __future__ import annotations

import re

from arrtui.demo.app.named_releases import titles_named, words_of
from arrtui.demo.app.store import Store
from arrtui.demo.http.wire import Obj
from arrtui.demo.world.catalogue import episode_codes

NUMBERED = re.compile(
    r"^(?P<title>.+?)[ ._-]+S(?P<season>\d{2,4})(?P<codes>(?:E\d{2,4})*)(?P<rest>\W.*)?$", re.IGNORECASE
)
_EPISODE = re.compile(r"S\d{2,4}(?:E\d{2,4})+", re.IGNORECASE)
_FULL_SEASON = re.compile(r"\bS\d{2}\b", re.IGNORECASE)
_SEASON_FOLDER = re.compile(r"Season (\d\d)", re.IGNORECASE)


def names_an_episode(name: str) -> bool:
    """Return whether a name has the number of an episode (`ParseTitle`)."""
    return _EPISODE.search(name) is not None


def codes_of(path: str) -> set[tuple[int, int]]:
    """Return season and number of the episodes a path is of (`Parser.ParsePath`).

    Where the name of the file tells none, that of its folder is asked: `Season 02`, with two digits, is read
    as the second episode of season 1.
    """
    *folders, name = path.split("/")
    codes = episode_codes(name)
    if codes or not folders or _FULL_SEASON.search(name):
        return codes
    season = _SEASON_FOLDER.fullmatch(folders[-1])
    return {(1, int(season[1]))} if season and int(season[1]) else episode_codes(folders[-1])


def season_of(name: str) -> int | None:
    """Return the season that a name is of as a whole."""
    match = NUMBERED.match(name)
    return int(match["season"]) if match and not match["codes"] else None


def series_named(store: Store, name: str) -> Obj | None:
    """Return the series of the library that a name is of."""
    match = NUMBERED.match(name)
    return next(iter(titles_named(store, words_of(match["title"]))), None) if match else None
