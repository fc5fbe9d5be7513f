"""A chain in full as lines of text: what goes round, what it cost, and each station of each release."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.content import Content

from arrtui.core.text import format_iso_minute, format_size, plural
from arrtui.features.loops.causes import Cause, CauseKind
from arrtui.features.loops.model import ChainKind, ChainStep, FormatChange, Outcome, StepKind
from arrtui.tui.kit.sheet import Piece, Sheet
from arrtui.tui.panes.scores.loops.rows import KINDS, LoopRow

if TYPE_CHECKING:
    from arrtui.runtime.loops import LoopServices

ABOUT = {
    ChainKind.REPACK_CHURN: "The file is replaced again and again by another revision of the same quality.",
    ChainKind.SEE_SAW: "A release came back that another had replaced, which the app does not see by itself.",
    ChainKind.LOOP: (
        "The release on disk, or an equal one, is grabbed again, since its file scores lower than it did."
    ),
    ChainKind.GRAB_WITHOUT_IMPORT: "The app grabs what it then refuses to import.",
    ChainKind.FALSE_UPGRADE: "A file was replaced by one of no better quality and no higher score.",
    ChainKind.DRIFT: "File and release score differently; nothing was grabbed again for it so far.",
    ChainKind.NONE: "Nothing goes round.",
}
"""What each kind means, as a sentence."""
_STEPS = {
    StepKind.GRAB: ("grabbed", "accent"),
    StepKind.IMPORT: ("imported", "good"),
    StepKind.RENAME: ("renamed", ""),
    StepKind.DELETION: ("deleted", "warn"),
    StepKind.NOW: ("now", "bold"),
}
_OUTCOMES = {
    Outcome.IMPORTED: "",
    Outcome.FAILED: "the download failed",
    Outcome.IGNORED: "ignored",
    Outcome.REFUSED: "not imported",
    Outcome.OPEN: "on its way",
    Outcome.UNKNOWN: "what became of it is in no row",
}
_REASONS = {
    "Upgrade": "for a better one",
    "Manual": "by hand",
    "MissingFromDisk": "gone from the disk",
    "NoLinkedEpisodes": "no episode has it any more",
    "ManualOverride": "replaced by hand",
}
"""``data.reason`` of a deletion, in words."""
_FIELDS = {
    "titles": "names",
    "file_name": "the file's name",
    "languages": "languages",
    "release_group": "release group",
    "indexer_flags": "indexer flags",
    "release_type": "release type",
}
"""Facts that formats were read from, where their name does not say it."""
_CAUSES = {
    CauseKind.NAMING_TOKEN: "The naming adds to the file's name what a format punishes:",
    CauseKind.SIZE: "The size that the indexer told is not the file's:",
    CauseKind.LANGUAGE: "The release counted as in the original language, the file's audio is another:",
    CauseKind.TAGGED_LANGUAGE: "The release names another language than the file's audio has:",
    CauseKind.RENAMED_JOB: "The download client's job has another name than the release:",
    CauseKind.PACK_NAME: "The files of the pack have less in their names than the pack:",
    CauseKind.QUALITY: "The file is of another quality than the release:",
    CauseKind.OTHER: "Another fact of the file, or several together:",
    CauseKind.RENAMED_SCAN: (
        "The file there came by a scan of the disk, without scene name: its rename dropped what a format "
        "rewards, and so the app grabbed:"
    ),
    CauseKind.REVISIONS: "Propers and repacks replace files of the same quality.",
    CauseKind.TWO_INSTANCES: (
        "Another instance imports what this one grabs: both use one category of a download client."
    ),
    CauseKind.INCREMENT: (
        "The profile takes any gain: a minimum increment of {points:,} (Minimum Custom Format Score "
        "Increment) would have stopped it."
    ),
}
"""What makes a file score less than its release, as the start of a sentence."""
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
    sheet.text((ABOUT[chain.kind], ""))
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
    words = _CAUSES[cause.kind]
    if cause.kind is CauseKind.INCREMENT:
        return ((words.format(points=cause.points), ""),)
    points = f" {cause.points:+,}" if cause.points else ""
    formats = f"  {', '.join(cause.formats)}" if cause.formats else ""
    return ((words, ""), (points, "bad"), (formats, "dim"))


def _step(sheet: Sheet, step: ChainStep, before: ChainStep | None) -> None:
    """Write a station: when and what, score, and of release, file and formats what is not as before."""
    word, style = _STEPS[step.kind]
    date = format_iso_minute(step.date) if step.date else " " * 16
    score = "unknown" if step.score is None else f"{step.score:,}"
    computed = " computed" if step.computed else ""
    sheet.text(
        (date, "dim"),
        (f"  {word:<{_LABEL}}", style),
        (f"score {score}", "" if step.score is not None else "dim"),
        (f"{computed}  {step.quality}", "dim"),
        (_after(step), "dim"),
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


def _after(step: ChainStep) -> str:
    """Return what became of a grab, or why a file went."""
    if step.kind is StepKind.GRAB:
        words = _OUTCOMES[Outcome(step.outcome)] if step.outcome else ""
    else:
        words = _REASONS.get(step.outcome, step.outcome)
    return f"  {words}" if words else ""


def _change(change: FormatChange) -> tuple[Piece, ...]:
    """Return a format that was gained or lost, what that counts, and the fact it was read from."""
    points = change.score if change.gained else -change.score
    fact = _FIELDS.get(change.field, change.field.replace("_", " "))
    style = "good" if points > 0 else "bad" if points < 0 else "dim"
    because = f"  by its {fact}" if change.field else "  by several facts together"
    if change.field == "file_name":
        because = f"  by {fact}"
    return (
        ("gained " if change.gained else "lost ", ""),
        (change.name, "bold"),
        (f" {points:+,}", style),
        (because, "dim"),
    )
