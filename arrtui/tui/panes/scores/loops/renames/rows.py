"""The rows and columns of the table of renames."""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import NamedTuple

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.features.loops.rename_files import RenameFile
from arrtui.features.loops.rename_words import UNTOLD_SHORT, VERDICT_WORDS, formats_text
from arrtui.features.loops.renames import RenameEffect, RenameReport, UntoldRename, VerdictChange
from arrtui.tui.kit.table import REQUIRED, Cell, Column

_STYLES = {
    VerdictChange.UPGRADES_AGAIN: "bad",
    VerdictChange.BELOW_MINIMUM: "bad",
    VerdictChange.UPGRADES_NO_MORE: "good",
    VerdictChange.ABOVE_MINIMUM: "good",
}


class RenameRow(NamedTuple):
    """A file as the table shows it: one whose formats change, or of which it cannot be told."""

    report: RenameReport
    outcome: RenameEffect | UntoldRename

    @property
    def own(self) -> RenameFile:
        """The file."""
        return self.outcome.own

    @property
    def effect(self) -> RenameEffect | None:
        """What its rename does; None where it cannot be told."""
        return self.outcome if isinstance(self.outcome, RenameEffect) else None

    @property
    def difference(self) -> int:
        """Of the scores; 0 where it cannot be told."""
        return self.effect.after - self.effect.before if self.effect else 0

    @property
    def formats(self) -> str:
        """Formats gained and lost."""
        return formats_text(self.effect) if self.effect else ""

    @property
    def key(self) -> Hashable:
        """Identifies the row."""
        return self.report.instance, self.own.file.id

    @property
    def words(self) -> str:
        """What the new score means, or why it cannot be told."""
        if isinstance(self.outcome, UntoldRename):
            return UNTOLD_SHORT[self.outcome.why]
        return VERDICT_WORDS[self.outcome.verdict]


def make_rename_rows(reports: Iterable[RenameReport], *, untold: bool) -> list[RenameRow]:
    """Return the files whose formats change, the greatest loss first, or those of which it cannot be told."""
    rows = [
        RenameRow(report, outcome)
        for report in reports
        for outcome in (report.untold if untold else report.effects)
    ]
    rows.sort(key=lambda row: (row.difference, row.own.title.casefold()))
    return rows


def rename_search(row: RenameRow) -> str:
    """Return the text that the filter searches."""
    new = row.effect.new_name if row.effect else ""
    return " ".join((row.own.title, row.report.instance, row.own.name, new, row.formats, row.words))


def _score(row: RenameRow) -> Cell:
    if row.effect is None:
        score = row.own.file.score
        return "" if score is None else f"{score:,}", "dim"
    style = "bad" if row.difference < 0 else "good" if row.difference else "dim"
    return f"{row.effect.before:,} -> {row.effect.after:,}", style


def _formats(row: RenameRow) -> Cell:
    if row.effect is None:
        return "", ""
    gained = [(f"+{name} ", "good") for name in row.effect.gained]
    return [*gained, *((f"-{name} ", "bad") for name in row.effect.lost)]


def _verdict(row: RenameRow) -> Cell:
    return row.words, _STYLES.get(row.effect.verdict, "") if row.effect else "dim"


COLUMNS: tuple[Column[RenameRow], ...] = (
    Column(
        "title", "Title", lambda row: row.own.title, kind=FieldKind.TEXT, min_width=18, weight=2,
        priority=REQUIRED, sort=lambda row: row.own.title,
    ),
    Column(
        "instance", "Instance", lambda row: (row.report.instance, "dim"), kind=FieldKind.INSTANCE, width=11,
        priority=70, sort=lambda row: row.report.instance,
    ),
    Column(
        "file", "File", lambda row: (row.own.name, "dim"), kind=FieldKind.TEXT, min_width=20, weight=2,
        priority=60, sort=lambda row: row.own.name, tooltip="Its name now; enter shows the new one too",
    ),
    Column(
        "score", "Score", _score,
        field=FilterField("score", FieldKind.NUMBER, lambda row: row.difference),
        width=14, align="right", priority=REQUIRED, sort=lambda row: row.difference,
        tooltip="Before and after the rename; sorted and filtered by the difference",
    ),
    Column(
        "formats", "Formats", _formats,
        field=FilterField("formats", FieldKind.TEXT, lambda row: row.formats),
        min_width=14, priority=90, sort=lambda row: row.formats,
        tooltip="Custom formats gained and lost",
    ),
    Column(
        "verdict", "Verdict", _verdict,
        field=FilterField("verdict", FieldKind.TEXT, lambda row: row.words),
        min_width=16, priority=80, sort=lambda row: row.words,
        tooltip="What the new score means for upgrades, or why it cannot be told",
    ),
)  # fmt: skip
"""The table's columns."""
