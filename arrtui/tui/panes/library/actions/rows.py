"""Convert rows of the Library into the targets of an action. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from arrtui.core.apps import APPS, Kind
from arrtui.core.apps.words import child_words
from arrtui.core.text import plural
from arrtui.features.library.merge import Title
from arrtui.features.library.seasons import ALL, EpisodeLine, SeasonLine, SeriesDetail
from arrtui.features.sync.actions import ActionTarget
from arrtui.runtime.library import EpisodeListRow, LibraryRow
from arrtui.tui.kit.table.cells import sanitise


class Part(NamedTuple):
    """What one row is on one instance."""

    target: ActionTarget
    copy: LibraryRow
    """The title it belongs to."""
    monitored: bool


class Chosen(NamedTuple):
    """The rows an action is about."""

    names: tuple[str, ...]
    """What each row is called."""
    noun: str
    """What they are, in the plural."""
    parts: tuple[Part, ...]

    @property
    def targets(self) -> tuple[ActionTarget, ...]:
        """Return what an action gets to know of them."""
        return tuple(part.target for part in self.parts)

    @property
    def kinds(self) -> dict[str, Kind]:
        """Return the instances concerned, in the order of the rows, and which app each is."""
        return {part.target.instance: Kind(part.copy.kind) for part in self.parts}

    @property
    def has_parts(self) -> bool:
        """Return whether single seasons or episodes are among them."""
        return not all(part.target.is_whole for part in self.parts)

    @property
    def all_monitored(self) -> bool:
        """Return whether each of them is monitored wherever it is."""
        return all(part.monitored for part in self.parts)

    @property
    def text(self) -> str:
        """Return what they are in a few words: a single row by its name."""
        if len(self.names) == 1:
            return self.names[0]
        return plural(len(self.names), self.noun.removesuffix("s"), self.noun)

    def having(self, field: str) -> tuple[Part, ...]:
        """Return what there is of them on instances of the apps whose titles have a field."""
        return tuple(part for part in self.parts if field in APPS[part.copy.kind].title_fields)


def of_titles(titles: Sequence[Title]) -> Chosen:
    """Return whole titles on every instance that has them."""
    parts = [_part(copy, copy.monitored) for title in titles for copy in title.copies]
    noun = "titles"
    if len({title.kind for title in titles}) == 1:
        noun = Kind(titles[0].kind).app.title.plural
    # another title of the same name may be meant
    names = (f"{_title(title)} ({title.year})" if title.year else _title(title) for title in titles)
    return Chosen(tuple(names), noun, tuple(parts))


def of_seasons(title: Title, series: SeriesDetail, lines: Sequence[SeasonLine]) -> Chosen:
    """Return seasons of a series on every instance that knows them; all seasons are the series itself.

    A type of album is nothing that an app knows: its albums are meant.
    """
    parts: list[Part] = []
    for line in lines:
        if line.season == ALL:
            parts += [_part(copy, copy.monitored) for copy in title.copies]
            continue
        if not APPS[title.kind].numbers_children:
            parts += of_episode_lines(title, series.of_season(line.season)).parts
            continue
        for instance, season in zip(series.instances, line.copies, strict=True):
            copy = title.on(instance)
            if copy is not None and season is not None:
                parts.append(_part(copy, season.monitored, seasons=(line.season,)))
    names = (_title(title) if line.season == ALL else f"{_title(title)}, {line.name}" for line in lines)
    noun = APPS[title.kind].groups
    return Chosen(tuple(names), noun, tuple(parts))


def of_episode_lines(title: Title, lines: Sequence[EpisodeLine]) -> Chosen:
    """Return episodes of a series on every instance that knows them."""
    rows = [row for line in lines for row in line.copies if row is not None]
    chosen = of_episodes((title, row) for row in rows)
    return chosen._replace(names=tuple(_name_of(title, line.known) for line in lines))


def of_episodes(rows: Iterable[tuple[Title, EpisodeListRow]]) -> Chosen:
    """Return episodes, each on the instance its row is of."""
    stored = [
        (title, row, copy)
        for title, row in rows
        for copy in title.copies
        if (copy.instance, copy.item_id) == (row.instance, row.item_id)
    ]
    parts = [
        _part(
            copy,
            row.monitored,
            episodes=(row.key,),
            episode_ids=(row.episode_id,),
        )
        for _title_, row, copy in stored
    ]
    names = (_name_of(title, row) for title, row, _copy in stored)
    noun = child_words([row.instance for _title, row, _copy in stored])
    return Chosen(tuple(names), noun, tuple(parts))


def _part(
    copy: LibraryRow,
    monitored: object,
    *,
    seasons: tuple[int, ...] = (),
    episodes: tuple[str, ...] = (),
    episode_ids: tuple[int, ...] = (),
) -> Part:
    """Return a copy of a title, or only some seasons or episodes of it."""
    target = ActionTarget(
        instance=copy.instance, item_id=copy.item_id, title=sanitise(copy.title),
        seasons=seasons, episodes=episodes, episode_ids=episode_ids,
    )  # fmt: skip
    return Part(target, copy, bool(monitored))


def _name_of(title: Title, row: EpisodeListRow) -> str:
    """Return what a part of a title is called: ``Dark S01E02``, ``Bowie - Low``."""
    return f"{_title(title)} - {row.name}" if row.album_type else f"{_title(title)} {row.name}"


def _title(title: Title) -> str:
    return sanitise(title.title) or "(no title)"
