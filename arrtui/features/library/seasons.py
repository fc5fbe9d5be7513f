"""The parts of a title, the copies of several instances side by side. Pure.

Of a series these are seasons with their episodes, of an artist the types of album with the albums of each:
what is said of seasons and episodes here holds for them too.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeVar

import msgspec

from arrtui.core.apps import APPS, app_of
from arrtui.db.library import EpisodeListRow

Line = TypeVar("Line")

ALL = -1
"""Stands for all seasons in the list of seasons."""


class EpisodeKey(NamedTuple):
    """What identifies an episode within a series: instances that agree on the series agree on this.

    Of an album the number of its primary type, and the one by which this database knows it.
    """

    season: int
    number: int


class EpisodeLine(msgspec.Struct, frozen=True):
    """An episode and what each instance has of it."""

    key: EpisodeKey
    title: str
    air_date: str
    """UTC, empty while unknown."""
    copies: tuple[EpisodeListRow | None, ...]
    """One for each copy of the series, None where that instance does not know the episode."""

    @property
    def known(self) -> EpisodeListRow:
        """Return it as the first instance has it that knows it."""
        return next(copy for copy in self.copies if copy is not None)


class SeasonCopy(NamedTuple):
    """A season on one instance."""

    monitored: bool
    have: int
    """Episodes with a file, albums with one for each track."""
    due: int
    """Episodes with a file, and monitored ones that were aired: what the apps count too."""
    total: int
    size: int
    """Bytes; a file of several episodes counts once."""


class SeasonLine(msgspec.Struct, frozen=True):
    """A season and what each instance has of it."""

    season: int
    """:data:`ALL` for the whole series, 0 for specials."""
    copies: tuple[SeasonCopy | None, ...]
    name: str = ""


class SeriesCopy(NamedTuple):
    """A series on one instance."""

    instance: str
    item_id: int
    monitored_seasons: frozenset[int]
    episodes: Sequence[EpisodeListRow]


class SeriesDetail(msgspec.Struct, frozen=True):
    """A series with its seasons and episodes."""

    instances: tuple[str, ...]
    """One for each copy."""
    seasons: tuple[SeasonLine, ...]
    """The whole series first, then the specials and the seasons."""
    episodes: tuple[EpisodeLine, ...]
    """By season and number; albums by type and date."""

    def of_season(self, season: int) -> list[EpisodeLine]:
        """Return the episodes of a season, or of :data:`ALL`."""
        return [line for line in self.episodes if season in (ALL, line.key.season)]


def arrange(copies: Sequence[SeriesCopy], now: str) -> SeriesDetail:
    """Put the copies of a title side by side; what aired before ``now`` (UTC in ISO form) is due.

    Their app says whether its parts are episodes with numbers or albums, and what they are grouped by.
    """
    app = app_of(copies[0].instance if copies else next(iter(APPS)))
    by_key: dict[EpisodeKey, list[EpisodeListRow | None]] = {}
    for index, copy in enumerate(copies):
        for row in copy.episodes:
            key = EpisodeKey(row.season, row.number)
            by_key.setdefault(key, [None] * len(copies))[index] = row
    episodes = []
    for key, rows in sorted(by_key.items()):  # the first copy that has a title or a date gives it
        title = next((row.title for row in rows if row and row.title), "")
        air_date = next((row.air_date for row in rows if row and row.air_date), "")
        episodes.append(EpisodeLine(key, title, air_date, tuple(rows)))
    if not app.numbers_children:
        episodes.sort(key=lambda line: (line.key.season, line.air_date, line.title))
    monitored = {season for copy in copies for season in copy.monitored_seasons}
    numbers = sorted({line.key.season for line in episodes} | monitored)
    every = app.unit.plural if app.child_types else f"{app.group.lower()}s"
    names = {ALL: f"All {every}"} | {number: app.group_name(number) for number in numbers}
    seasons = [
        SeasonLine(
            number,
            tuple(_season_copy(number, copy, now) for copy in copies),
            name,
        )
        for number, name in names.items()
    ]
    return SeriesDetail(tuple(copy.instance for copy in copies), tuple(seasons), tuple(episodes))


def changed_lines(before: Sequence[Line], now: Sequence[Line]) -> list[Line]:
    """Return the lines that are new or different."""
    known = set(before)
    return [line for line in now if line not in known]


def _season_copy(season: int, copy: SeriesCopy, now: str) -> SeasonCopy | None:
    rows = [row for row in copy.episodes if season in (ALL, row.season)]
    if not rows and season not in copy.monitored_seasons and season != ALL:
        return None
    files: Mapping[int, int] = {row.file_id: row.size or 0 for row in rows if row.file_id}
    return SeasonCopy(
        monitored=_is_monitored(season, copy, rows),
        have=sum(row.is_whole for row in rows),
        due=sum(is_due(row, now) for row in rows),
        total=len(rows),
        size=sum(files.values()),
    )


def _is_monitored(season: int, copy: SeriesCopy, rows: Sequence[EpisodeListRow]) -> bool:
    """Return whether a season is monitored; a type of album has no flag of its own, only its albums have."""
    if any(row.album_type for row in rows):
        return any(row.monitored for row in rows)
    return bool(copy.monitored_seasons) if season == ALL else season in copy.monitored_seasons


def is_due(row: EpisodeListRow, now: str) -> bool:
    """Return whether an episode counts as due: it has a file, or is monitored and was aired.

    That is ``episodeCount`` of the app (``SeriesStats/SeriesStatisticsRepository.cs``).
    """
    return bool(row.file_id) or (bool(row.monitored) and was_aired(row.air_date, now))


def was_aired(air_date: str, now: str) -> bool:
    """Return whether a date of the app, in UTC, is past."""
    return bool(air_date) and air_date <= now
