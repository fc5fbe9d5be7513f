"""One title out of its copies on all instances, by external id and never by title. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import NamedTuple, TypeAlias

import msgspec

from arrtui.core.apps import APPS
from arrtui.db.library import LibraryRow

Copy: TypeAlias = LibraryRow
"""A title as one instance has it."""


class DiskState(StrEnum):
    """How much of a copy is on disk."""

    COMPLETE = "complete"
    """The file is there; of a series, every episode that is due."""
    MISSING = "missing"
    """It is out, and the file or an episode is not there."""
    WAITING = "not out yet"
    """Nothing is there and nothing can be."""


class TitleKey(NamedTuple):
    """The identity of a title. Without an external id it is a title of one instance alone.

    So is one whose id another title of its instance has too.
    """

    kind: str
    external_id: str
    instance: str = ""
    item_id: int = 0


class Title(msgspec.Struct, frozen=True):
    """A movie, series or artist, and its copies in the order of the instances."""

    key: TitleKey
    title: str
    """As the first instance calls it: each may follow another language."""
    sort_title: str
    year: int
    copies: tuple[Copy, ...]

    @property
    def kind(self) -> str:
        """Return which app it belongs to."""
        return self.key.kind

    @property
    def has_children(self) -> bool:
        """Return whether it consists of episodes or albums."""
        return APPS[self.key.kind].has_children

    @property
    def external_id(self) -> str:
        """Return its external id, empty for none."""
        return self.key.external_id

    @property
    def size(self) -> int:
        """Return the bytes of all copies."""
        return sum(copy.size for copy in self.copies)

    @property
    def added(self) -> str:
        """Return when the last copy was added, as the app wrote it."""
        return max(copy.added for copy in self.copies)

    @property
    def score(self) -> float | None:
        """Return the best mean score of its copies, None without a scored file."""
        return max((copy.mean_score for copy in self.copies if copy.mean_score is not None), default=None)

    @property
    def searched(self) -> str:
        """Return the text a filter looks at: every name it goes by, and its year."""
        names = dict.fromkeys(copy.title for copy in self.copies)
        return f"{' '.join(names)} {self.year or ''}"

    def on(self, instance: str) -> Copy | None:
        """Return the copy on an instance."""
        return next((copy for copy in self.copies if copy.instance == instance), None)


def merge(rows: Iterable[LibraryRow], instances: Sequence[str]) -> list[Title]:
    """Return the titles of all rows, sorted by title; copies come in the order of ``instances``.

    Rows of instances not named come last. A row without an external id is a title of its own, and one with
    the id of another of its instance, which a broken app may have.
    """
    rank = {name: number for number, name in enumerate(instances)}
    last = len(rank)
    groups: dict[TitleKey, list[LibraryRow]] = {}
    for row in sorted(rows, key=lambda row: (rank.get(row.instance, last), row.item_id)):
        key = TitleKey(row.kind, row.external_id)
        if not row.external_id or any(copy.instance == row.instance for copy in groups.get(key, ())):
            key = key._replace(instance=row.instance, item_id=row.item_id)
        groups.setdefault(key, []).append(row)
    titles = [
        Title(key, copies[0].title, copies[0].sort_title or copies[0].title, copies[0].year, tuple(copies))
        for key, copies in groups.items()
    ]
    titles.sort(key=lambda title: (title.sort_title.casefold(), title.year, title.kind))
    return titles


def disk_state(copy: Copy) -> DiskState:
    """Return how much of a copy is on disk."""
    if not APPS[copy.kind].has_children:
        if copy.files:
            return DiskState.COMPLETE
        return DiskState.MISSING if copy.available else DiskState.WAITING
    if copy.files < copy.episodes:
        return DiskState.MISSING
    return DiskState.COMPLETE if copy.files else DiskState.WAITING
