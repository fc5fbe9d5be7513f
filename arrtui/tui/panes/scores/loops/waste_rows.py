"""What was grabbed in vain as rows of a table: by a fact of the grabs, each with the chains behind it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.filter.fields import FieldKind
from arrtui.core.text import format_size
from arrtui.features.loops.waste import NAMELESS, WasteBy, WasteRow, waste_by
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.panes.scores.lines import share_text
from arrtui.tui.panes.scores.loops.rows import LoopRow

if TYPE_CHECKING:
    from arrtui.features.loops.model import LoopReport

FACTS = {
    WasteBy.TITLE: "Title",
    WasteBy.PROFILE: "Profile",
    WasteBy.FORMAT: "Format",
    WasteBy.INDEXER: "Indexer",
    WasteBy.GROUP: "Release group",
}
"""What waste is summed up by, as headings."""


class WasteLine(NamedTuple):
    """A line of the table."""

    row: WasteRow
    by: WasteBy
    share: float
    """Of all wasted bytes, 0 to 1."""

    @property
    def name(self) -> str:
        """The name, or what stands in its place."""
        return self.row.name or NAMELESS[self.by]


def reports_of(rows: Iterable[LoopRow]) -> list[LoopReport]:
    """Return the reports of some chains, each with those of its instance only."""
    by_instance: dict[str, list[LoopRow]] = {}
    for row in rows:
        by_instance.setdefault(row.instance, []).append(row)
    return [
        replace(chosen[0].stored.report, chains=[row.chain for row in chosen])
        for chosen in by_instance.values()
    ]


def waste_lines(
    reports: Sequence[LoopReport], by: WasteBy, size: int, faults: Mapping[int, tuple[str, ...]]
) -> list[WasteLine]:
    """Return what chains wasted by a fact, the most bytes first; ``size`` is what all wasted together."""
    return [
        WasteLine(row, by, row.waste.size / size if size else 0.0) for row in waste_by(reports, by, faults)
    ]


def _name(line: WasteLine) -> Cell:
    return line.name if line.row.name else (line.name, "dim")


def waste_columns(by: WasteBy, *, one_instance: bool) -> tuple[Column[WasteLine], ...]:
    """Return the columns; without the instances where there is one only."""
    columns: tuple[Column[WasteLine], ...] = (
        Column(
            "name", FACTS[by], _name, kind=FieldKind.TEXT, min_width=20, weight=2, priority=REQUIRED,
            sort=lambda line: line.name,
        ),
        Column(
            "instances", "Instances", lambda line: (", ".join(line.row.instances), "dim"),
            kind=FieldKind.TEXT, min_width=12, priority=60, sort=lambda line: ", ".join(line.row.instances),
        ),
        Column(
            "chains", "Chains", lambda line: f"{len(line.row.chains):,}", kind=FieldKind.NUMBER, width=6,
            align="right", priority=70, sort=lambda line: len(line.row.chains), descending=True,
            tooltip="Movies and episodes that it is about; enter lists them",
        ),
        Column(
            "grabs", "In vain", lambda line: f"{line.row.waste.grabs:,}", kind=FieldKind.NUMBER, width=7,
            align="right", priority=90, sort=lambda line: line.row.waste.grabs, descending=True,
            tooltip="Grabs that brought nothing better",
        ),
        Column(
            "size", "Wasted", lambda line: (format_size(line.row.waste.size), "warn"), kind=FieldKind.SIZE,
            width=9, align="right", priority=REQUIRED, sort=lambda line: line.row.waste.size, descending=True,
            tooltip="Bytes of the grabs in vain",
        ),
        Column(
            "share", "Share", lambda line: (share_text(line.share), "dim"), width=5, align="right",
            priority=80, sort=lambda line: line.share, descending=True, tooltip="Of all wasted bytes",
        ),
    )  # fmt: skip
    return tuple(column for column in columns if not (one_instance and column.key == "instances"))
