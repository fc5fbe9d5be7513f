"""Turn actions into commands of the apps: searches and refreshes. Pure.

Radarr takes lists of movies; Sonarr searches one series or season at a time, and takes lists of episodes to
search and of series to refresh.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from arrtui.core.apps import App, Kind
from arrtui.core.batches import batched
from arrtui.core.domain import Episode, Item
from arrtui.features.sync.actions.model import (
    Action,
    ActionKind,
    CommandRequest,
    TitleRequest,
    title_requests,
)

BATCH = 100
"""Titles in one command: an id that is gone fails the whole command, and a search of many takes hours."""


def commands_of(action: Action, instance: str, kind: Kind) -> list[CommandRequest]:
    """Return the commands that carry out an action on an instance, in order; none for other instances.

    Raises ValueError for an action that is no command.
    """
    if not action.kind.is_command:
        raise ValueError(f"{action.kind} is not done by a command")
    titles = title_requests(action, instance)
    return list((_refreshes if action.kind is ActionKind.REFRESH else _searches)(titles, kind.app))


def _searches(titles: Sequence[TitleRequest], app: App) -> Iterator[CommandRequest]:
    """Yield the searches; seasons and episodes of a series that is searched as a whole are left out."""
    search, unit_search = app.commands.search, app.commands.search_units
    if search.takes_many:
        for batch in batched(titles, BATCH):
            ids = [title.item_id for title in batch]
            yield CommandRequest(search.name, search.body(ids), f"search for {_names(batch, app)}")
        return
    for title in titles:
        if title.whole:
            yield CommandRequest(search.name, search.body([title.item_id]), f"search for {title.title}")
            continue
        if season_search := app.commands.search_season:
            for season in sorted(title.seasons):
                body = {**season_search.body([title.item_id]), "seasonNumber": season}
                text = f"search for season {season} of {title.title}"
                yield CommandRequest(season_search.name, body, text)
        for episode_ids in batched(title.episode_ids, BATCH):
            text = f"search for {app.unit.count(len(episode_ids))} of {title.title}"
            yield CommandRequest(unit_search.name, unit_search.body(episode_ids), text)


def _refreshes(titles: Sequence[TitleRequest], app: App) -> Iterator[CommandRequest]:
    """Yield the refreshes, which scan the folders too: a scan beside each would block the app for hours."""
    refresh = app.commands.refresh
    for batch in batched(titles, BATCH):
        ids = [title.item_id for title in batch]
        yield CommandRequest(refresh.name, refresh.body(ids), f"refresh {_names(batch, app)}")


def _names(titles: Sequence[TitleRequest], app: App) -> str:
    """Return a title by name, several by their number."""
    return titles[0].title if len(titles) == 1 else f"{len(titles)} {app.title.plural}"


def is_for_monitored(request: CommandRequest, app: App) -> bool:
    """Return whether a request is a search that the app carries out for monitored things only."""
    searches = (app.commands.search, app.commands.search_season)
    return any(search and search.monitored_only and search.name == request.name for search in searches)


def is_refused(item: Item, season: int | None) -> bool:
    """Return whether the app refuses every release of such a search: of a title, or of a season of it.

    A season counts only as long as its title is monitored too.
    """
    flags = {row.season_number: row.monitored for row in item.seasons}
    return not item.monitored or (season is not None and not flags.get(season, False))


def episode_searches(
    request: CommandRequest, app: App, episodes: Iterable[Episode], today: str
) -> list[CommandRequest]:
    """Return searches for the episodes of a season that have aired, which the app does in any case.

    ``today`` is a date, ISO 8601 in UTC; an episode without a date of its own has not aired.
    """
    season, search = request.body["seasonNumber"], app.commands.search_units
    aired = [
        episode.id
        for episode in episodes
        if episode.season == season and episode.air_date and episode.air_date <= today
    ]
    return [
        CommandRequest(
            search.name, search.body(ids), f"{request.text}, {app.unit.count(len(ids))} one by one"
        )
        for ids in batched(aired, BATCH)
    ]
