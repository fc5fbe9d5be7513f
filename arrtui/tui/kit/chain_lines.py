"""Chains of releases as lines of text: what they are, why, and each station. Used by several panes."""

from __future__ import annotations

from collections.abc import Iterable

from arrtui.core.text import format_iso_minute
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import ChainKind, ChainStep, FormatChange, StepKind
from arrtui.features.loops.summary import KIND_WORDS
from arrtui.features.loops.words import (
    STEP_WORDS,
    cause_sentence,
    change_points,
    field_words,
    outcome_words,
)
from arrtui.tui.kit.sheet import Piece, Sheet
from arrtui.tui.kit.signs import GOOD, HOLLOW, IDLE, WARN, Sign

KIND_SIGNS = {
    ChainKind.REPACK_CHURN: Sign(WARN, KIND_WORDS[ChainKind.REPACK_CHURN], "bad"),
    ChainKind.SEE_SAW: Sign(WARN, KIND_WORDS[ChainKind.SEE_SAW], "bad"),
    ChainKind.LOOP: Sign(WARN, KIND_WORDS[ChainKind.LOOP], "bad"),
    ChainKind.GRAB_WITHOUT_IMPORT: Sign(GOOD, "no import", "warn"),
    ChainKind.FALSE_UPGRADE: Sign(GOOD, KIND_WORDS[ChainKind.FALSE_UPGRADE], "warn"),
    ChainKind.DRIFT: Sign(HOLLOW, KIND_WORDS[ChainKind.DRIFT], "dim"),
    ChainKind.NONE: Sign(IDLE, KIND_WORDS[ChainKind.NONE], "dim"),
}
"""What a chain is, as a glyph and a word."""
_STEP_STYLES = {
    StepKind.GRAB: "accent",
    StepKind.IMPORT: "good",
    StepKind.DELETION: "warn",
    StepKind.NOW: "bold",
}
_LABEL = 10
"""Cells of what happened."""


def write_cause(sheet: Sheet, cause: Cause) -> None:
    """Write a cause as a sentence with what it costs, and the formats that make the difference."""
    if cause.kind is CauseKind.INCREMENT:
        sheet.text((cause_sentence(cause), ""))
        return
    points = f" {cause.points:+,}" if cause.points else ""
    formats = f"  {', '.join(cause.formats)}" if cause.formats else ""
    sheet.text((cause_sentence(cause), ""), (points, "bad"), (formats, "dim"))


def write_steps(sheet: Sheet, steps: Iterable[ChainStep]) -> None:
    """Write the stations of a chain, the oldest first, in releases."""
    release, before = 0, None
    for step in steps:
        if step.kind is StepKind.GRAB:
            release += 1
            sheet.blank()
            sheet.text((f"Release {release}", "bold"))
        _step(sheet, step, before)
        before = step


def _step(sheet: Sheet, step: ChainStep, before: ChainStep | None) -> None:
    """Write a station: when and what, score, and of release, file and formats what is not as before."""
    word, style = STEP_WORDS[step.kind], _STEP_STYLES.get(step.kind, "")
    date = f"{format_iso_minute(step.date)}  " if step.date else ""
    score = "unknown" if step.score is None else f"{step.score:,}"
    computed, outcome = " computed" if step.computed else "", outcome_words(step)
    sheet.text(
        (date, "dim"),
        (f"{word:<{_LABEL}}", style),
        (f"score {score}", "" if step.score is not None else "dim"),
        (f"{computed}  {step.quality}", "dim"),
        (f"  {outcome}" if outcome else "", "dim"),
    )
    if step.kind is StepKind.GRAB:
        before = None
    if step.kind is not StepKind.DELETION and (before is None or step.title != before.title):
        sheet.text((step.title, "dim"), indent=2)
    if step.formats and (before is None or step.formats != before.formats):
        sheet.text(("has ", "dim"), (", ".join(step.formats), ""), indent=2)
    for change in step.changes:
        sheet.text(*_change(change), indent=2)
    if step.why:
        sheet.text((f"cannot tell: {step.why}", "dim"), indent=2)


def _change(change: FormatChange) -> tuple[Piece, ...]:
    """Return a format that was gained or lost, what that counts, and the fact it was read from."""
    points = change_points(change)
    style = "good" if points > 0 else "bad" if points < 0 else "dim"
    return (
        ("gained " if change.gained else "lost ", ""),
        (change.name, "bold"),
        (f" {points:+,}", style),
        (f"  {field_words(change)}", "dim"),
    )
