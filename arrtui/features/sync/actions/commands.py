"""The commands that search for titles, and those that refresh and scan them. Pure.

Radarr takes lists of movies but scans one at a time; Sonarr searches one series or season at a time, takes
lists of episodes to search and of series to refresh, and scans one at a time.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from arrtui.core.apps import Kind
from arrtui.features.sync.actions.model import (
    Action,
    ActionKind,
    CommandRequest,
    TitleRequest,
    title_requests,
)

T = TypeVar("T")

BATCH = 100
"""Titles in one command: an id that is gone fails the whole command, and a search of many takes hours."""


def commands_of(action: Action, instance: str, kind: Kind) -> list[CommandRequest]:
    """Return the commands that do an action on an instance, in order; none where it is not concerned.

    Raises ValueError for an action that is no command.
    """
    if not action.kind.is_command:
        raise ValueError(f"{action.kind} is not done by a command")
    wanted = title_requests(action, instance)
    if action.kind is ActionKind.REFRESH:
        return list(_refresh(wanted, kind))
    return list(_movie_searches(wanted) if kind is Kind.RADARR else _series_searches(wanted))


def _movie_searches(titles: Sequence[TitleRequest]) -> Iterator[CommandRequest]:
    for batch in _batched(titles, BATCH):
        ids = [title.item_id for title in batch]
        yield CommandRequest("MoviesSearch", {"movieIds": ids}, f"search for {_named(batch, 'movies')}")


def _series_searches(titles: Sequence[TitleRequest]) -> Iterator[CommandRequest]:
    """Yield the searches; what is part of something searched for anyway is left out."""
    for series in titles:
        if series.whole:
            yield CommandRequest("SeriesSearch", {"seriesId": series.item_id}, f"search for {series.title}")
            continue
        for season in sorted(series.seasons):
            body = {"seriesId": series.item_id, "seasonNumber": season}
            yield CommandRequest("SeasonSearch", body, f"search for season {season} of {series.title}")
        for ids in _batched(series.episode_ids, BATCH):
            number = f"{len(ids)} episode{'s' if len(ids) > 1 else ''}"
            yield CommandRequest(
                "EpisodeSearch", {"episodeIds": list(ids)}, f"search for {number} of {series.title}"
            )


def _refresh(titles: Sequence[TitleRequest], kind: Kind) -> Iterator[CommandRequest]:
    """Yield the refreshes of all before the scans, which are many."""
    refresh, ids_name, scan, id_name = {
        Kind.RADARR: ("RefreshMovie", "movieIds", "RescanMovie", "movieId"),
        Kind.SONARR: ("RefreshSeries", "seriesIds", "RescanSeries", "seriesId"),
    }[kind]
    for batch in _batched(titles, BATCH):
        ids = [title.item_id for title in batch]
        yield CommandRequest(refresh, {ids_name: ids}, f"refresh {_named(batch, kind.app.title.plural)}")
    for title in titles:
        yield CommandRequest(scan, {id_name: title.item_id}, f"scan the folder of {title.title}")


def _named(titles: Sequence[TitleRequest], word: str) -> str:
    """Return a title by name, several by their number."""
    return titles[0].title if len(titles) == 1 else f"{len(titles)} {word}"


def _batched(values: Sequence[T], size: int) -> Iterator[Sequence[T]]:
    for start in range(0, len(values), size):
        yield values[start : start + size]
