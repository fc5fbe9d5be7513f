"""A rename in full as lines of text, and what renames do to all files as one line."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from arrtui.core.text import format_age, plural
from arrtui.features.loops.rename_words import FIELD_WORDS, VERDICT_SENTENCES, untold_text
from arrtui.features.loops.renames import RenameEffect, RenameReport, UntoldRename
from arrtui.runtime.loops_renames import NameRequests
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.panes.scores.lines import Line
from arrtui.tui.panes.scores.loops.renames.rows import RenameRow

NO_CHANGE = """\
No rename changes the formats of a file.

! shows the files of which it cannot be told,
a tries a naming with a token more or less."""
NOTHING_UNTOLD = "Of every file it can be told what its rename does.\n! shows those whose formats change."
NO_MATCH = "Nothing matches.\nesc clears the text."


def rename_lines(row: RenameRow, width: int) -> list[Content]:
    """Return everything about the rename of a file."""
    sheet = Sheet(width)
    sheet.text((row.own.title, "bold"))
    sheet.text((row.report.instance, "dim"))
    if isinstance(row.outcome, UntoldRename):
        sheet.heading("Name")
        sheet.text((row.own.name, ""))
        sheet.heading("Cannot tell")
        sheet.text((f"Since {untold_text(row.outcome)}.", "warn"))
    else:
        _effect(sheet, row.outcome)
    sheet.heading("Naming tried" if row.report.proposed else "Naming now set")
    for text in row.report.naming:
        sheet.text((text, ""))
    return sheet.lines


def _effect(sheet: Sheet, effect: RenameEffect) -> None:
    sheet.heading("Name")
    sheet.text((effect.own.name, "dim"))
    sheet.text(("becomes", "dim"))
    sheet.text((effect.new_name, ""))
    if effect.own.release_name:
        sheet.pair("Came by", effect.own.release_name)
    sheet.heading("Score")
    sheet.text((f"{effect.before:,} -> {effect.after:,}", "bold"))
    for name in effect.gained:
        sheet.text((f"gains {name}", "good"))
    for name in effect.lost:
        sheet.text((f"loses {name}", "bad"))
    sheet.text((f"Read from {FIELD_WORDS[effect.field]}.", "dim"))
    if sentence := VERDICT_SENTENCES[effect.verdict]:
        sheet.blank()
        sheet.text((sentence, "warn"))


def summary(reports: Sequence[RenameReport], now: float) -> Line:
    """Return what renames do to the files of some instances."""
    effects, rescored, renamed, kept, untold = (
        sum(numbers)
        for numbers in zip(
            *((len(own.effects), own.rescored, own.renamed, own.kept, len(own.untold)) for own in reports),
            strict=True,
        )
    )
    if not renamed and not kept:
        return [(f"Cannot tell of {plural(untold, 'file')}", "warn"), ("   ! says why", "dim")]
    line: Line = [(f"{renamed:,} renamed: formats of {effects:,} change, scores of {rescored:,}", "bold")]
    line.append((f"   {plural(kept, 'name')} stay" if kept != 1 else "   1 name stays", ""))
    if untold:
        line.append((f"   cannot tell {untold:,}", "warn"))
    asked = [report.asked_at for report in reports if report.asked_at is not None]
    if asked:
        line.append((f"   asked {format_age(now - min(asked))}", "dim"))
    return line


def question_text(needed: Sequence[tuple[str, NameRequests]]) -> str:
    """Return what asking some instances for names takes."""
    lines = [
        f"{name}: {plural(own.titles, 'title')}, {plural(own.requests, 'request')}" for name, own in needed
    ]
    again = "All names are known; they are asked for once more.\n\n" if needed[0][1].is_again else ""
    return (
        f"{again}The apps are asked which files they would rename, and how. Nothing is renamed.\n\n"
        + "\n".join(lines)
        + "\n\nOne request after the other; what was answered stays when it is cancelled."
    )
