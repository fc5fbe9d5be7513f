"""Kinds of setting × instances as a table: the columns, and the words of a cell in the room it gets. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import NamedTuple

from rich.cells import cell_len

from arrtui.core.apps import app_of
from arrtui.core.domain import SettingType
from arrtui.core.filter.fields import FieldKind
from arrtui.core.settings.identity import KIND_WORDS, types_of
from arrtui.core.settings.model import MatrixCell, SettingsMatrix
from arrtui.core.settings.words import cell_words
from arrtui.tui.kit.fitting import short_name
from arrtui.tui.kit.signs import GOOD, HOLLOW, IDLE, OFF, WARN
from arrtui.tui.kit.table import REQUIRED, Column

KIND_WIDTH = max(map(len, KIND_WORDS.values()))
LEAST_ROOM = 11
"""Cells in which what stands how is read well enough; with less the table scrolls sideways."""
MOST_ROOM = 34
"""Cells of ``▲ 3 differ, 2 missing, 1 only here``."""
COUNT_WIDTH = 5


class KindRow(NamedTuple):
    """A kind of setting, with how it stands on each instance against the reference."""

    type: SettingType
    reference: MatrixCell | None
    """Of the reference against itself: how many it has; None for a guide."""
    cells: Mapping[str, MatrixCell]
    """By instance; without those that do not compare in it."""

    @property
    def words(self) -> str:
        """What people call the kind."""
        return KIND_WORDS[self.type]


def make_kind_rows(matrix: SettingsMatrix) -> list[KindRow]:
    """Return a row for each kind of setting, in the order of screens."""
    cells = matrix.cells
    shown = {type for name in matrix.instances for type in types_of(app_of(name).kind)}
    return [
        KindRow(
            type,
            cells.get((type, matrix.reference)),
            {name: cells[type, name] for name in others_of(matrix) if (type, name) in cells},
        )
        for type in KIND_WORDS
        if type in shown
    ]


def others_of(matrix: SettingsMatrix) -> list[str]:
    """Return the instances beside the reference: those of its kind of app, others, those without a backup."""
    others = [name for name in matrix.instances if name != matrix.reference]
    kind = app_of(matrix.reference).kind if matrix.reference in matrix.instances else None

    def order(name: str) -> tuple[bool, bool]:
        return name not in matrix.taken_at, kind not in (None, app_of(name).kind)

    return sorted(others, key=order)


def matrix_columns(names: Sequence[str], chosen: str, room: int) -> list[Column[KindRow]]:
    """Return the columns: the kind, how many the reference has, and each instance; ``chosen`` is marked."""
    return [
        Column(
            "kind", "Settings", lambda row: row.words, kind=FieldKind.TEXT, width=KIND_WIDTH,
            priority=REQUIRED, sort=lambda row: row.words,
        ),
        Column(
            "count", "Has", lambda row: (f"{row.reference.same:,}" if row.reference else "", "dim"),
            kind=FieldKind.NUMBER, width=COUNT_WIDTH, align="right", priority=10, descending=True,
            sort=lambda row: row.reference.same if row.reference else None,
            tooltip="How many the reference has",
        ),
        *(_instance_column(name, room, chosen=name == chosen) for name in names),
    ]  # fmt: skip


def room_for(names: Sequence[str], width: int) -> int:
    """Return the cells that each instance gets in a table of a width."""
    spare = width - KIND_WIDTH - COUNT_WIDTH - 4
    return min(MOST_ROOM, max(LEAST_ROOM, spare // max(1, len(names)) - 1))


def _instance_column(name: str, room: int, *, chosen: bool) -> Column[KindRow]:
    title = short_name(name, room - 2 if chosen else room)
    return Column(
        name,
        f"[{title}]" if chosen else title,
        partial(_instance_cell, name=name, room=room),
        width=room,
        priority=REQUIRED,
        sort=lambda row: differing(row.cells.get(name)),
        descending=True,
        tooltip=f"{name} against the reference; enter lists what differs",
    )


def _instance_cell(row: KindRow, name: str, room: int) -> tuple[str, str]:
    return cell_text(row.cells.get(name), room)


def differing(cell: MatrixCell | None) -> int:
    """Return how many settings differ and are not meant so."""
    return cell.differs + cell.missing + cell.only_here if cell else 0


def cell_text(cell: MatrixCell | None, room: int) -> tuple[str, str]:
    """Return what a cell says in so many cells, and its style; None is of a kind that does not compare."""
    if cell is None:
        return IDLE, "dim"
    sign, style = _sign(cell)
    counts = (("~", cell.differs), ("-", cell.missing), ("+", cell.only_here))
    parts = [f"{mark}{number:,}" for mark, number in counts if number]
    short = " ".join([*parts, f"({cell.accepted:,})"] if cell.accepted else parts)
    short += " ?" if short and cell.untold else ""
    texts = [cell_words(cell._replace(untold="untold" if cell.untold else ""))]
    texts += [short, f"{differing(cell) + cell.accepted:,} differ"] if short else []
    fitting = next((text for text in texts if cell_len(text) + 2 <= room), texts[-1])
    return f"{sign} {fitting}", style


def _sign(cell: MatrixCell) -> tuple[str, str]:
    """Return the sign of what matters most in a cell, and its style."""
    if differing(cell):
        return WARN, "warn"
    if cell.untold:
        return HOLLOW, "warn"
    if cell.accepted:
        return OFF, "dim"
    return (GOOD, "good") if cell.same else (IDLE, "dim")
