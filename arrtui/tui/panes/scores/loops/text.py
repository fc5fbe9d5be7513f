"""A chain in full as lines of text: what goes round, what it cost, and each station of each release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from arrtui.core.text import format_iso_minute, format_size, plural
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import ChainStep, FormatChange, StepKind
from arrtui.features.loops.words import (
    KIND_SENTENCES,
    STEP_WORDS,
    cause_sentence,
    change_points,
    field_words,
    outcome_words,
)
from arrtui.tui.kit.sheet import Piece, Sheet
from arrtui.tui.panes.scores.loops.rows import KINDS, LoopRow

if TYPE_CHECKING:
    from arrtui.runtime.loops import LoopServices

_STEP_STYLES = {
    StepKind.GRAB: "accent",
    StepKind.IMPORT: "good",
    StepKind.DELETION: "warn",
    StepKind.NOW: "bold",
}
_LABEL = 10
"""Cells of what happened."""


class ChainDetail(NamedTuple):
    """What is read of a chain once it is looked at."""

    steps: Sequence[ChainStep] = ()
    causes: Sequence[Cause] = ()


async def read_chain(loops: LoopServices, row: LoopRow) -> ChainDetail:
    """Read a chain's stations and why it is of its kind. Raises StorageError."""
    steps = await loops.steps(row.stored, row.chain)
    return ChainDetail(steps, await loops.causes(row.stored, row.chain))


def chain_lines(row: LoopRow, detail: ChainDetail | None, width: int) -> list[Content]:
    """Return everything about a chain; without its stations where those are not read yet."""
    sheet, chain = Sheet(width), row.chain
    sign = KINDS[chain.kind]
    sheet.text((row.title, "bold"))
    profile = f", {row.profile}" if row.profile else ""
    sheet.text((sign.text, sign.style), (f"  {row.instance}{profile}", "dim"))
    sheet.blank()
    sheet.text((KIND_SENTENCES[chain.kind], ""))
    if row.waste.grabs:
        cost = f"{plural(row.waste.grabs, 'grab')} in vain, {format_size(row.waste.size)}"
        sheet.text((f"{cost}, of {len(chain.attempts):,}.", "warn"))
    if chain.untold:
        sheet.text((f"Whether it is worse cannot be told: {chain.untold}.", "dim"))
    if detail is not None and detail.causes:
        sheet.heading("Why")
        for cause in detail.causes:
            sheet.text(*_cause(cause))
    sheet.heading("What happened")
    if detail is None:
        sheet.text(("Reading ...", "dim"))
    release, before = 0, None
    for step in detail.steps if detail is not None else ():
        if step.kind is StepKind.GRAB:
            release += 1
            sheet.blank()
            sheet.text((f"Release {release}", "bold"))
        _step(sheet, step, before)
        before = step
    return sheet.lines


def _cause(cause: Cause) -> tuple[Piece, ...]:
    """Return a cause as a sentence with what it costs, and the formats that make the difference."""
    if cause.kind is CauseKind.INCREMENT:
        return ((cause_sentence(cause), ""),)
    points = f" {cause.points:+,}" if cause.points else ""
    formats = f"  {', '.join(cause.formats)}" if cause.formats else ""
    return ((cause_sentence(cause), ""), (points, "bad"), (formats, "dim"))


def _step(sheet: Sheet, step: ChainStep, before: ChainStep | None) -> None:
    """Write a station: when and what, score, and of release, file and formats what is not as before."""
    word, style = STEP_WORDS[step.kind], _STEP_STYLES.get(step.kind, "")
    date = format_iso_minute(step.date) if step.date else " " * 16
    score = "unknown" if step.score is None else f"{step.score:,}"
    computed, outcome = " computed" if step.computed else "", outcome_words(step)
    sheet.text(
        (date, "dim"),
        (f"  {word:<{_LABEL}}", style),
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
