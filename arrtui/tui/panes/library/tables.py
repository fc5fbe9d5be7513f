"""The two tables of the library: titles with a column for each instance, and all episodes."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import ClassVar

from textual import events
from textual.message import Message

from arrtui.core.apps.words import parents
from arrtui.core.facets import Selection
from arrtui.core.text import format_iso
from arrtui.features.library.fields import TITLE_FIELDS, episode_fields
from arrtui.features.library.merge import DiskState, Title
from arrtui.features.library.title_facets import EPISODE_WORDS, MONITORED_WORDS, episode_key
from arrtui.runtime.library import EpisodeListRow
from arrtui.tui.kit.faceted_table import FacetedTable
from arrtui.tui.panes.library.cells import Room
from arrtui.tui.panes.library.columns import Fit, episode_columns, fit_instances, title_columns

SPELT_OUT = 100
"""Cells from which the table of episodes spells qualities out."""


class TitleTable(FacetedTable[Title]):
    """Titles; how much the columns of instances say follows the width."""

    noun = "titles"
    problems: ClassVar[Selection] = {
        "files": frozenset({DiskState.MISSING.value}), "monitored": frozenset({MONITORED_WORDS[0]})
    }  # fmt: skip

    class Fitted(Message):
        """Other columns of instances show than before."""

        def __init__(self, fit: Fit) -> None:
            super().__init__()
            self.fit = fit
            """What shows now."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(search=lambda title: title.searched, fields=TITLE_FIELDS, viewed_as="titles", id=id)
        self._names: tuple[str, ...] = ()
        self._fit_now = Fit((), Room.NARROW, 0, 0)
        self._first = 0

    def identity(self, row: Title) -> Hashable:
        """Return the title's key."""
        return row.key

    def show_instances(self, names: Sequence[str]) -> None:
        """Show a column for each of these instances."""
        if tuple(names) != self._names or not self.all_columns:
            self._names = tuple(names)
            self.know_instances(names)
            self._refit(always=True)

    def shift(self, step: int) -> None:
        """Show the columns of further instances, to the right or to the left."""
        self._first = self._fit_now.before + step
        self._refit()

    @property
    def shown_instances(self) -> Fit:
        """Which instances have a column that shows."""
        return self._fit_now

    def on_resize(self, _event: events.Resize) -> None:
        """Choose the columns that fit."""
        self._refit()

    def _refit(self, *, always: bool = False) -> None:
        fit = fit_instances(self._names, self.size.width, self._first)
        self._first = fit.before
        if always or fit != self._fit_now:
            self._fit_now = fit
            self.set_columns(title_columns(fit, self._names))
            self.post_message(self.Fitted(fit))


class EpisodeTable(FacetedTable[EpisodeListRow]):
    """All episodes and albums of all instances."""

    noun = "episodes"
    problems: ClassVar[Selection] = {
        "files": frozenset({EPISODE_WORDS[1]}), "monitored": frozenset({MONITORED_WORDS[0]})
    }  # fmt: skip

    def __init__(self, now: float, *, id: str | None = None) -> None:
        """Make an empty table; ``now``, UTC seconds, tells what has been aired."""
        self._now = format_iso(now)
        super().__init__(search=_searched, fields=episode_fields(self._now), viewed_as="episodes", id=id)
        self._names: tuple[str, ...] = ()
        self._room = Room.NARROW

    def show_instances(self, names: Sequence[str]) -> None:
        """Use the shortest distinct names for these instances."""
        if tuple(names) != self._names or not self.all_columns:
            self._names = tuple(names)
            apps = parents(names)
            self.noun = apps[0].unit.plural if len(apps) == 1 else "rows"
            self.know_instances(names)
            self.set_columns(episode_columns(self._now, self._names, self._room))

    def on_resize(self, event: events.Resize) -> None:
        """Spell qualities out where there is room."""
        room = Room.WIDE if event.size.width >= SPELT_OUT else Room.NARROW
        if room is not self._room:
            self._room = room
            self.set_columns(episode_columns(self._now, self._names, room))

    def identity(self, row: EpisodeListRow) -> Hashable:
        """Return the instance and the episode's id."""
        return episode_key(row)


def with_problems(selection: Selection, problems: Selection) -> Selection:
    """Return a selection narrowed to problems; one that is so already, without them."""
    if problems.items() <= selection.items():
        return {facet: chosen for facet, chosen in selection.items() if facet not in problems}
    return {**selection, **problems}


def _searched(row: EpisodeListRow) -> str:
    return f"{row.series} {row.label} {row.title}"
