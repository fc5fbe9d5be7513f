"""The two tables of the what-if: values to edit, and the files that would change."""

from __future__ import annotations

from arrtui.core.filter.fields import FieldKind
from arrtui.features.scores.whatif import MovedFile
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.panes.scores.lines import VERDICTS, file_title, signed
from arrtui.tui.panes.scores.whatif.draft import EditLine, value_text


def _name_cell(line: EditLine) -> Cell:
    return line.name, "" if line.now or line.changed or not line.is_score else "dim"


def _new_cell(line: EditLine) -> Cell:
    if not line.changed:
        return value_text(line, line.new), "dim"
    return f"* {value_text(line, line.new)}", "accent"


EDIT_COLUMNS: tuple[Column[EditLine], ...] = (
    Column(
        "name", "Value", _name_cell, kind=FieldKind.TEXT, min_width=16, priority=REQUIRED,
        sort=lambda line: line.name,
    ),
    Column(
        "now", "Now", lambda line: value_text(line, line.now),
        kind=FieldKind.NUMBER, width=8, align="right", priority=80,
        sort=lambda line: line.now if line.is_score else None, descending=True,
    ),
    Column(
        "new", "Tried", _new_cell, kind=FieldKind.NUMBER, width=12, align="right", priority=REQUIRED,
        sort=lambda line: line.new if line.is_score else None, descending=True,
    ),
    Column(
        "uses", "Files", lambda line: "" if line.uses is None else f"{line.uses:,}",
        kind=FieldKind.NUMBER, width=6, align="right",
        priority=50, sort=lambda line: line.uses, descending=True,
        tooltip="Files of the profile that match the format",
    ),
)  # fmt: skip
"""The columns of the values."""


def _score_cell(moved: MovedFile) -> Cell:
    return [
        (f"{moved.score:>7,}", ""),
        (" -> ", "dim"),
        (f"{moved.new_score:,}", "bad" if moved.new_score < moved.score else "good"),
    ] if moved.score != moved.new_score else [(f"{moved.score:>7,}", "dim")]  # fmt: skip


def _verdict_cell(moved: MovedFile) -> Cell:
    now, then = VERDICTS[moved.verdict], VERDICTS[moved.new_verdict]
    if now is then:
        return now.text, "dim"
    return [(now.word, ""), (" -> ", "dim"), (then.text, then.style)]


MOVED_COLUMNS: tuple[Column[MovedFile], ...] = (
    Column(
        "title", "Title", lambda moved: file_title(moved.file),
        kind=FieldKind.TEXT, min_width=18, priority=REQUIRED,
        sort=lambda moved: file_title(moved.file),
    ),
    Column(
        "score", "Score", _score_cell, width=18, priority=90,
        sort=lambda moved: moved.new_score - moved.score, descending=True,
        tooltip="Sorted by how much it changes",
    ),
    Column(
        "verdict", "Verdict", _verdict_cell, width=24, priority=95,
        sort=lambda moved: (moved.new_verdict.value, moved.verdict.value),
    ),
    Column(
        "change", "Change", lambda moved: signed(moved.new_score - moved.score),
        kind=FieldKind.NUMBER, width=8, align="right",
        priority=30, sort=lambda moved: abs(moved.new_score - moved.score), descending=True,
    ),
)  # fmt: skip
"""The columns of the files that would change."""
