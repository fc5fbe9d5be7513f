"""The rows and columns of the table of cures."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import TYPE_CHECKING, NamedTuple

from arrtui.core.filter.fields import FieldKind
from arrtui.core.text import format_size
from arrtui.features.loops.cures.model import Cure
from arrtui.features.loops.cures.recipes import KIND_WORDS, left_over, summary
from arrtui.features.loops.model import LoopReport
from arrtui.tui.kit.table import REQUIRED, Cell, Column

if TYPE_CHECKING:
    from arrtui.features.loops.cures.find import CureList
    from arrtui.features.loops.load import StoredChains


class CureRow(NamedTuple):
    """A cure as the table shows it."""

    cure: Cure
    report: LoopReport
    """The chains of its instance."""
    rest: tuple[str, ...] = ()
    """What is to be said of grabs in vain that no cure is about, as sentences."""

    @property
    def instance(self) -> str:
        """Where the setting is."""
        return self.cure.instance

    @property
    def key(self) -> Hashable:
        """Identifies the row."""
        return self.instance, self.cure.key


def make_cure_rows(known: Iterable[tuple[StoredChains, CureList]]) -> list[CureRow]:
    """Return the cures of some instances, in the order of each instance's own."""
    return [
        CureRow(cure, stored.report, tuple(left_over(listed)))
        for stored, listed in known
        for cure in listed.cures
    ]


def cure_search(row: CureRow) -> str:
    """Return the text that the filter searches."""
    cure = row.cure
    titles = {row.report.titles.get(chain.item_id, "") for chain in cure.past.stopped}
    return " ".join((cure.instance, cure.profile, summary(cure), KIND_WORDS[cure.change.kind], *titles))


def _count(number: int, style: str = "") -> Cell:
    return f"{number:,}" if number else "", style


COLUMNS: tuple[Column[CureRow], ...] = (
    Column(
        "cure", "Change", lambda row: summary(row.cure), kind=FieldKind.TEXT, min_width=24, weight=2,
        priority=REQUIRED, sort=lambda row: summary(row.cure), tooltip="The setting, from and to",
    ),
    Column(
        "profile", "Profile", lambda row: (row.cure.profile or "all", "" if row.cure.profile else "dim"),
        kind=FieldKind.TEXT, min_width=12, priority=60, sort=lambda row: row.cure.profile,
    ),
    Column(
        "instance", "Instance", lambda row: (row.instance, "dim"), kind=FieldKind.INSTANCE, width=11,
        priority=70, sort=lambda row: row.instance,
    ),
    Column(
        "stops", "Stops", lambda row: _count(len(row.cure.past.stopped), "good"), kind=FieldKind.NUMBER,
        width=5, align="right", priority=REQUIRED, sort=lambda row: len(row.cure.past.stopped),
        descending=True, tooltip="Files that would not have gone round",
    ),
    Column(
        "rest", "Go on", lambda row: _count(len(row.cure.past.going_on), "dim"), kind=FieldKind.NUMBER,
        width=5, align="right", priority=50, sort=lambda row: len(row.cure.past.going_on), descending=True,
        tooltip="Files that it does not stop",
    ),
    Column(
        "calms", "Drift", lambda row: _count(len(row.cure.past.calmed), "good"), kind=FieldKind.NUMBER,
        width=5, align="right", priority=45, sort=lambda row: len(row.cure.past.calmed), descending=True,
        tooltip="Files that drifted and would not be grabbed again when their release is offered",
    ),
    Column(
        "grabs", "Grabs", lambda row: _count(row.cure.past.spared.grabs), kind=FieldKind.NUMBER, width=5,
        align="right", priority=65, sort=lambda row: row.cure.past.spared.grabs, descending=True,
        tooltip="Grabs in vain that it would have spared",
    ),
    Column(
        "spared", "Spares", lambda row: (format_size(row.cure.past.spared.size), "good"),
        kind=FieldKind.SIZE, width=9, align="right", priority=90,
        sort=lambda row: row.cure.past.spared.size, descending=True,
        tooltip="Bytes that it would have spared",
    ),
    Column(
        "refuses", "Refuses", lambda row: _count(len(row.cure.past.refused), "bad"), kind=FieldKind.NUMBER,
        width=7, align="right", priority=85, sort=lambda row: len(row.cure.past.refused), descending=True,
        tooltip="Upgrades that brought something, and would have been refused too",
    ),
    Column(
        "files", "Verdicts", lambda row: _count(row.cure.files.changed, "warn"), kind=FieldKind.NUMBER,
        width=8, align="right", priority=80, sort=lambda row: row.cure.files.changed, descending=True,
        tooltip="Files that are there and would be judged otherwise",
    ),
)  # fmt: skip
"""The table's columns."""
