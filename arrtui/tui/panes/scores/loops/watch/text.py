"""A change in full as lines of text: what was changed, what came of it, and each day drawn."""

from __future__ import annotations

from collections.abc import Iterator

from textual.content import Content

from arrtui.core.text import format_size
from arrtui.features.loops.watch import AFTER, BEFORE, DownloadCounts, Watch
from arrtui.features.loops.watch_words import RULE, explanation, made_text, rate, step_text
from arrtui.tui.kit.sheet import Piece, Sheet
from arrtui.tui.panes.scores.bars import columns
from arrtui.tui.panes.scores.lines import content_line
from arrtui.tui.panes.scores.loops.watch.rows import VERDICTS, WatchRow

_COUNTS = (
    ("grabs", "Grabs", ""),
    ("imports", "Imports", ""),
    ("upgrades", "Upgrades", "good"),
    ("downgrades", "Downgrades", "bad"),
    ("in_vain", "In vain", "bad"),
    ("untold", "Cannot tell", "dim"),
)
"""Field of a count, its words, the style of what came."""
_DRAWN = (("grabs", "Grabs", "accent"), ("downgrades", "Downgrades", "bad"), ("in_vain", "In vain", "bad"))
_LABEL = 12
_HEIGHT = 2
"""Lines of a band of days."""
_SHOWN = 5
"""Overlapping changes that are named."""


def watch_lines(row: WatchRow, width: int, *, plain: bool) -> list[Content]:
    """Return everything about a change."""
    sheet, watch = Sheet(width), row.watch
    for words in watch.step.words:
        sheet.text((words, "bold"))
    sheet.text((f"{row.instance}, {', '.join(watch.step.profiles.values())}", "dim"))
    sheet.text((made_text(watch.step), "dim"))
    sheet.blank()
    sign = VERDICTS[watch.verdict]
    sheet.text((sign.text, sign.style), (f"  {explanation(watch)}", ""))
    sheet.heading("Since then", ("   expected -> came", "dim"))
    known = f"in {rate(watch.before_days)} days before"
    for field, words, style in _COUNTS:
        before, after = getattr(watch.sum_before, field), getattr(watch.sum_after, field)
        if field != "untold" or before or after:
            came = f"{rate(watch.expected(before))} -> {after:,}"
            shown = (f"{came:<16}", style if after else ""), (f"{before:,} {known}", "dim")
            sheet.lines.append(sheet.label(words) + content_line([*shown]))
    sizes = round(watch.expected(watch.sum_before.size)), watch.sum_after.size
    sheet.pair("Bytes", " -> ".join(map(format_size, sizes)))
    sheet.heading("Each day", (f"   {BEFORE} before, {AFTER} after", "dim"))
    for pieces in _day_lines(watch, plain=plain):
        sheet.text(*pieces)
    if watch.overlapping:
        _overlaps(sheet, watch)
    sheet.blank()
    sheet.text((f"What the app grabbed by itself for titles of these profiles. {RULE}", "dim"))
    return sheet.lines


def _day_lines(watch: Watch, *, plain: bool) -> Iterator[list[Piece]]:
    """Yield a band of columns for each count, the days before and after a bar, each to its own scale."""
    bar = "|" if plain else "│"
    for field, words, style in _DRAWN:
        values = [_value(counts, field) for counts in (*watch.before, *watch.after)]
        most = max(values)
        if not most:
            yield [(f"{words:<{_LABEL}}", ""), ("none", "dim")]
            continue
        lines = columns(values, _HEIGHT, most=most, plain=plain)
        for number, line in enumerate(lines):
            is_last = number == len(lines) - 1
            before, after = line[:BEFORE], line[BEFORE:]
            if is_last:
                before, after = (part.replace(" ", ".") for part in (before, after))
            yield [
                (f"{words if is_last else '':<{_LABEL}}", ""),
                (before, style),
                (bar, "dim"),
                (after, style),
                (f"  max {most:,}" if is_last else "", "dim"),
            ]


def _value(counts: DownloadCounts, field: str) -> int:
    value = getattr(counts, field)
    return int(value)


def _overlaps(sheet: Sheet, watch: Watch) -> None:
    """Name the other changes of these profiles within these days."""
    sheet.heading("Overlaps with")
    for other in watch.overlapping[:_SHOWN]:
        sheet.text((step_text(other), ""))
        sheet.text((made_text(other), "dim"), indent=2)
    if (more := len(watch.overlapping) - _SHOWN) > 0:
        sheet.text((f"and {more:,} more", "dim"))
