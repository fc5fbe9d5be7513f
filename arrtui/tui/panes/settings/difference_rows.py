"""Differences as rows of a table, and one of them in full as lines of text. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import zip_longest

from textual.content import Content

from arrtui.core.filter.fields import FieldKind
from arrtui.core.settings.identity import KIND_WORDS
from arrtui.core.settings.model import SettingDifference, SettingFieldChange, SettingsSide
from arrtui.tui.kit.sheet import Piece, Sheet
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table import REQUIRED, Cell, Column
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.settings.standings import ORDER, STANDINGS, fact_words, facts_of, is_changed

BESIDE = 76
"""Cells from which now and after stand beside each other."""
GAP = 2
"""Blank cells between them."""


def difference_key(difference: SettingDifference) -> tuple[str, str]:
    """Return what identifies a difference in a list."""
    return difference.type.value, difference.name


def search_text(difference: SettingDifference) -> str:
    """Return what the filter looks at."""
    facts = " ".join(f"{fact.path} {fact.now} {fact.after}" for fact in difference.fields)
    sign = STANDINGS[difference.standing]
    return f"{KIND_WORDS[difference.type]} {difference.name} {sign.word} {facts} {difference.why}"


def difference_columns(*, several_kinds: bool) -> list[Column[SettingDifference]]:
    """Return the columns; that of the kind only where there are several."""
    kind: Column[SettingDifference] = Column(
        "kind", "Settings", lambda row: KIND_WORDS[row.type], kind=FieldKind.TEXT, width=20, priority=90,
        sort=lambda row: list(KIND_WORDS).index(row.type),
    )  # fmt: skip
    return [
        Column(
            "standing", "Stands", _standing, kind=FieldKind.TEXT, width=11, priority=REQUIRED,
            sort=lambda row: ORDER.index(row.standing),
        ),
        *((kind,) if several_kinds else ()),
        Column(
            "name", "Name", lambda row: row.name, kind=FieldKind.TEXT, min_width=20, priority=REQUIRED,
            sort=lambda row: row.name,
        ),
        Column(
            "facts", "Facts", lambda row: f"{len(facts_of(row)) or ''}", kind=FieldKind.NUMBER, width=5,
            align="right", priority=80, sort=lambda row: len(facts_of(row)), descending=True,
            tooltip="How many facts of it differ",
        ),
        Column("what", "Now -> as the reference", fact_words, min_width=20, weight=2, priority=70),
    ]  # fmt: skip


def _standing(row: SettingDifference) -> Cell:
    sign = STANDINGS[row.standing]
    return sign.text, sign.style


def difference_lines(
    row: SettingDifference, left: SettingsSide, right: SettingsSide, width: int
) -> list[Content]:
    """Return a difference in full: what it is now on the right side, and how the left one has it."""
    sheet, sign = _FactSheet(width), STANDINGS[row.standing]
    sheet.text((row.name, "bold"))
    sheet.text((sign.text, sign.style), (f"  {KIND_WORDS[row.type]} of {right} against {left}", "dim"))
    if row.why:
        sheet.text((row.why, "warn"))
    elif row.accepted:
        sheet.text(("Meant so, and out of drift until one of the two changes; i takes it back.", "dim"))
    if not row.fields:
        return sheet.lines
    sheet.blank()
    if is_changed(row):
        sheet.write_changes(row.fields, f"now on {right}", f"as {left}")
    else:
        here, lacking = (left, right) if row.left_id is not None else (right, left)
        sheet.text((f"{lacking} has none of this name. On {here} it says:", "dim"))
        for fact in row.fields:
            value = fact.after if row.left_id is not None else fact.now
            sheet.text((f"{fact.path}: ", "dim"), (value, ""))
    return sheet.lines


def difference_text(row: SettingDifference, left: SettingsSide, right: SettingsSide) -> str:
    """Return a difference in full as plain text, to be copied."""
    sign = STANDINGS[row.standing]
    facts = (f"{fact.path}: {fact.now} -> {fact.after}" for fact in row.fields)
    head = f"{KIND_WORDS[row.type]} of {right} against {left}: {row.name}, {sign.word}"
    return "\n".join((head, *([row.why] if row.why else ()), *facts))


class _FactSheet(Sheet):
    """A sheet with facts as they are now and as they would be."""

    def write_changes(self, facts: Iterable[SettingFieldChange], now: str, after: str) -> None:
        """Write now and after beside each other where there is room, else below each other."""
        if self._width < BESIDE:
            for fact in facts:
                self.text((fact.path, "dim"))
                self.text(("now  ", "dim"), (fact.now, ""), indent=2)
                self.text((f"{after}  ", "dim"), (fact.after, "accent"), indent=2)
            return
        self._write_row(("", "dim"), (now, "dim"), (after, "dim"))
        for fact in facts:
            self._write_row((fact.path, "dim"), (fact.now, ""), (fact.after, "accent"))

    def _write_row(self, *cells: Piece) -> None:
        """Write pieces in columns of a third each."""
        room = (self._width - 2 * GAP) // len(cells)
        wrapped = [
            Content.styled(sanitise(text), CONTENT_STYLES[style]).wrap(room) if text else [Content("")]
            for text, style in cells
        ]
        for lines in zip_longest(*wrapped, fillvalue=Content("")):
            self.lines.append(
                Content(" " * GAP).join([line.pad_right(room - line.cell_length) for line in lines])
            )
