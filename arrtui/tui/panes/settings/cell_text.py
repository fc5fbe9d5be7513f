"""The detail of a cell of the matrix: how the settings of a kind stand, and what differs first. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from textual.content import Content

from arrtui.core.settings.model import SettingDifference, SettingsMatrix, SettingStanding
from arrtui.core.settings.words import cell_words
from arrtui.core.text import format_age, plural
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.settings.matrix import KindRow, cell_text
from arrtui.tui.panes.settings.standings import STANDINGS, by_weight, facts_of

MOST = 40
"""Differences that the detail lists."""
MOST_FACTS = 3
"""Facts of one of them that it lists; enter shows all."""
READING = "reading ..."

Line = tuple[tuple[str, str], ...]


def cell_detail(
    matrix: SettingsMatrix,
    row: KindRow,
    name: str,
    differences: Sequence[SettingDifference] | None,
    now: float,
) -> Content:
    """Return the text about a cell; ``differences`` is None while they are being read."""
    lines = [((row.words, "title"),), *_cell_lines(matrix, row, name, now)]
    if differences is None:
        lines += [(), ((READING, "dim"),)] if row.cells.get(name) else []
    else:
        lines += _difference_lines(differences)
    styles = {**CONTENT_STYLES, "title": "bold"}
    return Content("\n").join(
        [Content.assemble(*((sanitise(text), styles[style]) for text, style in line)) for line in lines]
    )


def _cell_lines(matrix: SettingsMatrix, row: KindRow, name: str, now: float) -> Iterator[Line]:
    """Yield what is compared, how it stands, and how old it is."""
    reference, cell = matrix.reference, row.cells.get(name)
    if not name:
        yield ((f"{plural(row.reference.same if row.reference else 0, 'setting')} on {reference}", ""),)
        return
    yield ((f"{name} against {reference}", ""),)
    if cell is None:
        yield (("Between different apps only custom formats and tags compare.", "dim"),)
        return
    sign, style = cell_text(cell, 0)
    yield ((f"{sign[0]} {cell_words(cell)}", style),)
    for instance in (name, reference):
        if (taken_at := matrix.taken_at.get(instance)) is not None:
            yield ((f"{instance} backed up {format_age(now - taken_at)}", "dim"),)


def _difference_lines(differences: Sequence[SettingDifference]) -> Iterator[Line]:
    """Yield the first differences, each with its first facts."""
    shown = [row for row in by_weight(differences) if row.standing is not SettingStanding.SAME]
    if shown:
        yield ()
    for difference in shown[:MOST]:
        sign = STANDINGS[difference.standing]
        yield ((f"{sign.glyph} {difference.name}", sign.style), (f"  {sign.word}", "dim"))
        facts = facts_of(difference)
        for fact in facts[:MOST_FACTS]:
            yield ((f"  {fact.path}: ", "dim"), (fact.now, ""), (" -> ", "dim"), (fact.after, "accent"))
        if (more := len(facts) - MOST_FACTS) > 0:
            yield ((f"  and {plural(more, 'more fact')}", "dim"),)
    if (more := len(shown) - MOST) > 0:
        yield ((f"and {more:,} more; enter lists all", "dim"),)
