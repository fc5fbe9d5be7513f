"""Rows of the Library that change by themselves: exchanged where they are, and marked for a moment."""

from __future__ import annotations

from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING

from arrtui.features.library.load import Place, places_of
from arrtui.features.library.title_facets import episode_key
from arrtui.tui.panes.library.split import LibrarySplit

if TYPE_CHECKING:
    from arrtui.runtime.library import EpisodeListRow, LibraryServices

MOST = 50
"""Titles whose rows are exchanged one by one; those of more wait for the next read of everything."""


class LiveRows:
    """Shows at once what changed of single titles.

    Their order, the facets and the counts are those of the next read of everything, which follows.
    """

    def __init__(self, split: LibrarySplit, library: Callable[[], LibraryServices]) -> None:
        """Follow the tables of a split, whose rows come from what ``library`` returns."""
        self._split = split
        self._library = library
        self._changed: set[Place] = set()
        """Titles that are known to be different from what shows."""
        self._unknown: set[Place] = set()
        """Those of them that do not show before the next read of everything."""

    @property
    def pending(self) -> bool:
        """Whether something was noted that is yet to be shown."""
        return bool(self._changed)

    def note(self, places: Collection[Place]) -> None:
        """Note titles that are different."""
        self._changed.update(places)

    async def show(self) -> None:
        """Read what was noted, show it and mark it. Raises StorageError."""
        changed, self._changed = self._changed, set()
        known = {} if self._split.library is None else self._split.library.by_place
        shown = {place for place in changed if place in known}
        self._unknown |= changed - shown if len(shown) <= MOST else changed
        if not 0 < len(shown) <= MOST:
            return
        titles = {known[place].key: known[place] for place in shown}
        copies = {place for title in titles.values() for place in places_of(title)}
        read = {title.key: title for title in await self._library().titles_at(copies)}
        self._split.titles.update_rows({key: title for key, title in read.items() if key in titles})
        self._split.titles.flash(titles)
        await self._show_episodes(shown)

    async def _show_episodes(self, series: Collection[Place]) -> None:
        """Exchange the episodes of some series that are different, where episodes have been read."""
        table = self._split.episodes
        if table.index is None:
            return
        read = {episode_key(row): row for row in await self._library().episodes_of(series)}
        rows: dict[Hashable, EpisodeListRow] = {
            key: row for key, row in read.items() if table.get_row(key) != row
        }
        table.update_rows(rows)
        table.flash(rows)

    def mark_read(self) -> None:
        """Mark, after a read of everything, what could not be shown before."""
        known = {} if self._split.library is None else self._split.library.by_place
        places = self._unknown & known.keys()
        self._unknown -= places
        self._split.titles.flash(known[place].key for place in places)
