"""The columns of the list of files that a plan's settings reach."""

from __future__ import annotations

from arrtui.core.filter.fields import FieldKind, FilterField
from arrtui.core.text import format_size
from arrtui.features.scores.effect import UntoldFile
from arrtui.features.scores.sizes import RefusedFile
from arrtui.runtime.effect_rows import EffectRow
from arrtui.tui.kit.table import REQUIRED, Cell, Column


def effect_search(row: EffectRow) -> str:
    """Return the text that the filter searches."""
    return " ".join((row.title, row.instance, row.verdict, row.words))


def _score(row: EffectRow) -> Cell:
    if row.scores is None:
        return "", ""
    style = "bad" if row.difference < 0 else "good" if row.difference else "dim"
    return " -> ".join(f"{score:,}" for score in row.scores), style


def _words(row: EffectRow) -> Cell:
    if isinstance(row.outcome, UntoldFile):
        return row.words, "dim"
    is_worse = row.difference < 0 or isinstance(row.outcome, RefusedFile)
    return row.words, "warn" if is_worse else ""


COLUMNS: tuple[Column[EffectRow], ...] = (
    Column(
        "title", "Title", lambda row: row.title, kind=FieldKind.TEXT, min_width=18, weight=2,
        priority=REQUIRED, sort=lambda row: row.title,
    ),
    Column(
        "instance", "Instance", lambda row: (row.instance, "dim"), kind=FieldKind.INSTANCE, width=11,
        priority=40, sort=lambda row: row.instance,
    ),
    Column(
        "score", "Score", _score,
        field=FilterField("score", FieldKind.NUMBER, lambda row: row.difference),
        width=18, align="right", priority=REQUIRED, sort=lambda row: row.difference,
        tooltip="Now and then; sorted and filtered by the difference",
    ),
    Column(
        "verdict", "Verdict", lambda row: row.verdict,
        field=FilterField("verdict", FieldKind.TEXT, lambda row: row.verdict),
        width=18, priority=50, sort=lambda row: row.verdict,
        tooltip="What better releases the app takes in its place, now and then",
    ),
    Column(
        "effect", "Effect", _words,
        field=FilterField("effect", FieldKind.TEXT, lambda row: row.words),
        min_width=20, weight=3, priority=80, sort=lambda row: row.words,
        tooltip="What that means, or why it cannot be told",
    ),
    Column(
        "size", "Size", lambda row: (format_size(row.size), "dim"), kind=FieldKind.SIZE, width=9,
        align="right", priority=60, sort=lambda row: row.size, descending=True,
    ),
)  # fmt: skip
"""The table's columns."""
