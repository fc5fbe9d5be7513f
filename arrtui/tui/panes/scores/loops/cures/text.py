"""A cure in full as lines of text: what to do in the app, what it spares, what it costs, what it is about."""

from __future__ import annotations

from textual.content import Content

from arrtui.core.apps import app_of
from arrtui.features.loops.cures.model import CureKind
from arrtui.features.loops.cures.recipes import costs, gains, steps, summary
from arrtui.features.loops.summary import title_of
from arrtui.tui.kit.sheet import Sheet
from arrtui.tui.panes.scores.loops.cures.rows import CureRow

TRIED = (CureKind.CUTOFF, CureKind.FORMAT_SCORE)
"""Cures that What-if tries; it knows no increment."""
_SHOWN = 12
"""Files that are named."""


def cure_lines(row: CureRow, width: int) -> list[Content]:
    """Return everything about a cure."""
    sheet, cure = Sheet(width), row.cure
    profile = f", {cure.profile}" if cure.profile else ""
    sheet.text((summary(cure), "bold"))
    sheet.text((f"{cure.instance} ({app_of(cure.instance).name}){profile}", "dim"))
    tried = ", a x tries it in What-if" if cure.change.kind in TRIED else ""
    sheet.heading("What to do", (f"   y copies it{tried}", "dim"))
    for line in steps(cure):
        sheet.text((line, ""))
    sheet.heading("What it would have spared")
    for line in gains(cure):
        sheet.text((line, "good"))
    sheet.heading("What else it does")
    for line in costs(cure, row.report):
        sheet.text((line, ""))
    for words, chains in (
        ("Would not have gone round", cure.past.stopped),
        ("Would go round as before", cure.past.going_on),
    ):
        if chains:
            sheet.heading(words)
            for chain in chains[:_SHOWN]:
                sheet.text((title_of(row.report, chain), ""))
            if len(chains) > _SHOWN:
                sheet.text((f"and {len(chains) - _SHOWN:,} more", "dim"))
    if row.rest:
        sheet.heading("No cure is about", (f"   {row.instance}", "dim"))
        for sentence in row.rest:
            sheet.text((sentence, "dim"))
    sheet.blank()
    sheet.text(("By the scores of the time and the settings of now, as the app decides upgrades.", "dim"))
    return sheet.lines
