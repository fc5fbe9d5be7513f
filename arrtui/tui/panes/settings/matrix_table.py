"""The matrix of settings: a table with a cursor for rows and one of the instances chosen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual import events
from textual.binding import BindingType
from textual.message import Message

from arrtui.core.settings.model import MatrixCell, SettingsMatrix
from arrtui.tui.kit.instance_choice import fitting_around
from arrtui.tui.kit.key_table import bind
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.settings.matrix import (
    KIND_WIDTH,
    LEAST_ROOM,
    KindRow,
    make_kind_rows,
    matrix_columns,
    others_of,
    room_for,
)


class MatrixTable(EstateTable[KindRow]):
    """Kinds of setting × instances; where not all fit, those around the chosen one show."""

    BINDINGS: ClassVar[list[BindingType]] = [
        bind("left", "settings.left", "The instance to the left", action="column(-1)", show=False),
        bind("right", "settings.right", "The instance to the right", action="column(1)", show=False),
    ]

    @dataclass
    class ColumnChosen(Message):
        """Posted when another instance was chosen."""

        instance: str

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(markable=False, id=id)
        self._names: Sequence[str] = ()
        self.chosen = ""
        """The instance whose cells are looked at; empty where there is none beside the reference."""

    @property
    def cell(self) -> MatrixCell | None:
        """What is chosen: the cell of the row under the cursor and of the instance."""
        row = self.cursor_row
        return row.cells.get(self.chosen) if row is not None else None

    def show_matrix(self, matrix: SettingsMatrix) -> None:
        """Show how instances stand to the reference; the chosen one stays while it is there."""
        self._names = others_of(matrix)
        if self.chosen not in self._names:
            self.chosen = next(iter(self._names), "")
        self._arrange()
        self.set_rows(make_kind_rows(matrix), key=lambda row: row.type.value)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Choose an instance where there are several; nothing scrolls sideways."""
        if action in ("column", "sideways"):
            return action == "column" and len(self._names) > 1
        return super().check_action(action, parameters)

    def action_column(self, step: int) -> None:
        """Choose the instance beside the one that is chosen."""
        place = self._names.index(self.chosen) + step
        if 0 <= place < len(self._names):
            self.chosen = self._names[place]
            self._arrange()
            self.post_message(self.ColumnChosen(self.chosen))

    def on_resize(self, event: events.Resize) -> None:
        """Give the instances the room there is."""
        self.call_after_refresh(self._arrange)

    def _arrange(self) -> None:
        """Lay out as many instances as have room around the chosen one."""
        width = max(0, self.size.width - 3)  # the margin for marks, the scroll bar
        place = self._names.index(self.chosen) if self._names else 0
        widths = [LEAST_ROOM + 1] * max(1, len(self._names))
        first, last = fitting_around(place, widths, width - KIND_WIDTH)
        shown = self._names[first : last + 1]
        self.set_columns(matrix_columns(shown, self.chosen, room_for(shown, width)))
