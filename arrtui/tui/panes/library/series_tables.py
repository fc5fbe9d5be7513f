"""The two tables of a title's parts, with a column for each instance that has it.

Of a series they show seasons and episodes, of an artist types of album and albums.
"""

from __future__ import annotations

from collections.abc import Sequence

from textual import events

from arrtui.core.apps import App
from arrtui.core.filter.fields import FieldKind
from arrtui.core.text import format_size
from arrtui.features.library.seasons import ALL, EpisodeLine, SeasonLine
from arrtui.tui.kit.table import REQUIRED, Cell, Column, EstateTable
from arrtui.tui.panes.library.cells import Room, episode_cell, season_cell
from arrtui.tui.panes.library.columns import LEGEND, labels

NAME = 11
"""Cells of a season's name."""
EPISODE_LEAST = 12
"""Cells an episode's title never goes below."""


class SeasonsTable(EstateTable[SeasonLine]):
    """The seasons of a series, the types of an artist's albums: how much of what is due each instance has."""

    DEFAULT_CSS = """
    SeasonsTable {
        border-right: solid $border-blurred;
        &.-ascii {
            border-right: ascii $border-blurred;
        }
    }
    """

    def __init__(self, instances: Sequence[str], app: App) -> None:
        headings, units = labels(instances), app.unit.plural

        def instance_column(place: int, name: str) -> Column[SeasonLine]:
            return Column(
                name, headings[name], lambda line: season_cell(line.copies[place]), width=Room.NARROW.value,
                priority=80 - place, tooltip=f"{name}: {units} there of those due",
            )  # fmt: skip

        super().__init__(
            [
                Column("season", app.group, _season_name, width=NAME, priority=REQUIRED),
                *[instance_column(place, name) for place, name in enumerate(instances)],
                Column("size", "Size", _size, width=8, align="right", priority=40),
            ]
        )
        self._instances = len(instances)

    def on_mount(self) -> None:
        """Fit the width to the columns, up to 45 % of the screen."""
        least = 2 + NAME + self._instances * (Room.NARROW.value + 1) + 2
        self.styles.width = least
        self.styles.min_width = 26
        self.styles.max_width = "45%"


class EpisodesTable(EstateTable[EpisodeLine]):
    """The episodes of a season or the albums of a type, and what each instance has of them."""

    def __init__(self, instances: Sequence[str], app: App, now: str) -> None:
        super().__init__(search=lambda line: f"{line.known.label} {line.title}")
        self._instances = tuple(instances)
        self._app = app
        self._now = now
        self._room: Room | None = None

    def on_resize(self, _event: events.Resize) -> None:
        """Choose the widest columns of instances that fit."""
        spare = self.size.width - 2 - 9 - EPISODE_LEAST - 14
        fitting = [room for room in Room if len(self._instances) * (room.value + 1) <= spare]
        room = fitting[-1] if fitting else Room.NARROW
        if room is not self._room:
            self._room = room
            self.set_columns(self._columns_for(room))

    def _columns_for(self, room: Room) -> list[Column[EpisodeLine]]:
        headings = labels(self._instances)

        def instance_column(place: int, name: str) -> Column[EpisodeLine]:
            return Column(
                name, headings[name] if room is Room.NARROW else name,
                lambda line: episode_cell(line.copies[place], room, self._now),
                width=room.value, priority=80 - place, descending=True, tooltip=f"{name}: {LEGEND}",
                sort=lambda line: None if (copy := line.copies[place]) is None else copy.score,
            )  # fmt: skip

        numbered = self._app.numbers_children
        label, width = (self._app.unit.singular.capitalize(), 7) if numbered else (self._app.group, 19)
        return [
            Column(
                "episode", label, lambda line: line.known.label, width=width,
                priority=REQUIRED if numbered else 50, sort=lambda line: line.key,
            ),
            Column(
                "title", "Title", lambda line: line.title,
                kind=FieldKind.TEXT, min_width=EPISODE_LEAST, priority=REQUIRED,
                sort=lambda line: line.title,
            ),
            Column(
                "aired", self._app.dated, lambda line: line.air_date[:10], kind=FieldKind.TIME, width=10,
                priority=60, sort=lambda line: line.air_date or None, descending=True,
            ),
            *[instance_column(place, name) for place, name in enumerate(self._instances)],
            Column(
                "size", "Size", _size, kind=FieldKind.SIZE, width=8, align="right", priority=40, sort=_bytes,
                descending=True,
                tooltip="Files of all instances",
            ),
        ]  # fmt: skip


def _season_name(line: SeasonLine) -> Cell:
    return (line.name, "accent") if line.season == ALL else line.name


def _bytes(line: SeasonLine | EpisodeLine) -> int:
    return sum(copy.size or 0 for copy in line.copies if copy is not None)


def _size(line: SeasonLine | EpisodeLine) -> str:
    size = _bytes(line)
    return format_size(size) if size else ""
