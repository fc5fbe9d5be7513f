"""Days and instances as a table: the columns, and the words of a cell in the room it gets. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import partial

from textual.content import Content

from arrtui.core.text import format_compact, format_day, format_days, plural
from arrtui.features.backup.days import ChangeDay, DayCell, DayState
from arrtui.tui.kit.fitting import short_name
from arrtui.tui.kit.signs import BAD, CONTENT_STYLES
from arrtui.tui.kit.table import REQUIRED, Column
from arrtui.tui.kit.table.cells import sanitise

DAY_WIDTH = 15
"""Cells of the column of days: ``28 Oct - 3 Nov``."""
LEAST_ROOM = 9
"""Cells in which counts are read well enough; with less the table scrolls sideways."""
MOST_ROOM = 16
_QUIET = {
    DayState.NONE: ("no backup", "dim"),
    DayState.FAILED: (f"{BAD} failed", "bad"),
    DayState.SAME: ("same", "dim"),
    DayState.FIRST: ("first", "accent"),
}


def day_columns(names: Sequence[str], chosen: str | None, today: date, room: int) -> list[Column[ChangeDay]]:
    """Return the columns: the day, and one for each instance with ``room`` cells; ``chosen`` is marked."""
    day: Column[ChangeDay] = Column(
        "day",
        "Day",
        lambda day: format_days(day.first, day.last, today),
        width=DAY_WIDTH,
        priority=REQUIRED,
        sort=lambda day: day.last,
        descending=True,
    )
    return [day, *(_instance_column(name, room, chosen=name == chosen) for name in names)]


def _instance_column(name: str, room: int, *, chosen: bool) -> Column[ChangeDay]:
    title = short_name(name, room - 2 if chosen else room)
    return Column(
        name,
        f"[{title}]" if chosen else title,
        partial(_cell, name=name, room=room),
        width=room,
        priority=REQUIRED,
        sort=lambda day: day.cell(name).total,
        descending=True,
        tooltip=f"{name}: added, changed and removed; enter opens them",
    )


def _cell(day: ChangeDay, name: str, room: int) -> tuple[str, str]:
    return cell_text(day.cell(name), room)


def cell_text(cell: DayCell, room: int) -> tuple[str, str]:
    """Return what a cell says in so many cells, and its style."""
    if cell.state is not DayState.CHANGED:
        return _QUIET[cell.state]
    sign = " x" if cell.failed else ""
    counts = [(sign, number) for sign, number in zip("+~-", _counts(cell), strict=True) if number]
    for texts in (
        " ".join(f"{sign}{number:,}" for sign, number in counts),
        "".join(f"{sign}{number}" for sign, number in counts),
        "".join(f"{sign}{format_compact(number)}" for sign, number in counts),
    ):
        if len(texts) + len(sign) <= room:
            return f"{texts}{sign}", "warn" if sign else ""
    return f"{format_compact(cell.total)}{sign}", "warn" if sign else ""


def _counts(cell: DayCell) -> tuple[int, int, int]:
    return cell.added, cell.changed, cell.removed


# --- the detail ------------------------------------------------------------------------------------------


def day_detail(day: ChangeDay, names: Sequence[str], today: date) -> Content:
    """Return the text about a day, instance by instance."""
    lines = [Content.styled(format_days(day.first, day.last, today), "bold")]
    for name in names:
        cell = day.cell(name)
        lines += [Content(""), Content.styled(sanitise(name), "bold")]
        lines += [Content.styled(sanitise(text), CONTENT_STYLES[style]) for text, style in _sentences(cell)]
    return Content("\n").join(lines)


def _sentences(cell: DayCell) -> list[tuple[str, str]]:
    """Return what became of the backups of an instance, as texts with their styles."""
    words = ("added", "changed", "removed")
    counts = ", ".join(
        f"{number:,} {word}" for number, word in zip(_counts(cell), words, strict=True) if number
    )
    said = {
        DayState.NONE: ("No backup that day, or none that was kept; its changes are in the next.", "dim"),
        DayState.FAILED: ("No backup completed.", "bad"),
        DayState.SAME: ("Nothing had changed.", "dim"),
        DayState.FIRST: ("The oldest backup that is kept.", "accent"),
        DayState.CHANGED: (counts, ""),
    }
    sentences = [said[cell.state]]
    if cell.span is not None and cell.state is DayState.CHANGED:
        taken = [plural(cell.complete, "backup")] if cell.complete or not cell.live else []
        taken += [plural(cell.live, "live snapshot")] if cell.live else []
        backups = " and ".join(taken)
        since = format_day(cell.span.older.taken_at)
        sentences.append((f"{backups}; compared with number {cell.span.older.id} of {since}", "dim"))
    if cell.failed:
        sentences += [(f"{plural(cell.failed, 'failure')}: {cell.error}", "bad")]
    return sentences
