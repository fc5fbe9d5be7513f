"""The lines above a plan's entries: its title, how many entries are decided, and notes."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.core.text import MINUTE, format_age, plural
from arrtui.features.sync.model import Decision, EntryOutcome, Op, Plan, PlanKind, PlanState
from arrtui.tui.kit.plan_words import OUTCOMES, plan_title, route
from arrtui.tui.kit.sheet import Piece
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.kit.text_line import TextLine
from arrtui.tui.panes.plan.book import PlanBook
from arrtui.tui.panes.plan.effect_panel import EffectPanel
from arrtui.tui.panes.plan.follower import JobFollower
from arrtui.tui.panes.plan.table import PlanTable
from arrtui.tui.panes.plan.words import DECISIONS, OPS

MAX_NOTE_LINES = 3
"""Lines that notes take at most; a small terminal is to show entries."""


class PlanTitle(TextLine):
    """The name of the plan, what it is between, and how old it is."""

    DEFAULT_CSS = """
    PlanTitle {
        dock: top;
        background: $panel;
    }
    """

    plan: reactive[Plan | None] = reactive(None)
    """The plan shown; None while it is read."""
    age: reactive[float] = reactive(0.0)
    """Seconds since it was made, in whole minutes: the line changes once a minute."""

    def render(self) -> Content:
        """Draw the name to the left, the age to the right."""
        plan, dim = self.plan, CONTENT_STYLES["dim"]
        if plan is None:
            return Content.assemble(("Sync > ", dim), ("plan", "bold"))
        mode = f", {plan.mode}" if plan.mode not in ("", PlanKind.SETTINGS) else ""
        left = Content.assemble(
            ("Sync > ", dim),
            (sanitise(plan_title(plan)), "bold"),
            f"  {sanitise(route(plan.source, plan.target, plan.mode))}{mode}",
        )
        right = f"plan {plan.id}, {format_age(self.age)}"
        room = self.content_size.width - len(right)
        if left.cell_length + 2 > room:
            room = max(8, room - 2)
            return left.truncate(room - 2) + Content("~").pad_right(3) + Content.styled(right, dim)
        return left.pad_right(room - left.cell_length) + Content.styled(right, dim)


@dataclass(frozen=True)
class PlanSummary:
    """What the line of counts says."""

    ops: tuple[int, ...] = ()
    """Entries by operation, in the order of :class:`Op`."""
    decisions: tuple[int, ...] = ()
    """Entries by decision, in the order of :data:`DECISIONS`."""
    only: str = ""
    """The kind of entry that the table is narrowed to, besides the filter's text."""
    marks: str = ""
    """How many entries are marked and hidden; empty without marks."""


class PlanLine(TextLine):
    """One line: entries of each kind, and how they were decided."""

    summary: reactive[PlanSummary] = reactive(PlanSummary())

    def render(self) -> Content:
        """Draw the counts, and what the table is narrowed to."""
        summary = self.summary
        ops = [
            Content.styled(f"{OPS[op].glyph}{number:,}", f"bold {CONTENT_STYLES[OPS[op].style]}")
            for op, number in zip(Op, summary.ops, strict=False)
        ]
        pieces = [Content(" ").join(ops)]
        if summary.only:
            pieces.append(Content.styled(f"only {summary.only}", "bold $text-accent"))
        if summary.marks:
            pieces.append(Content.styled(summary.marks, CONTENT_STYLES["accent"]))
        numbers = dict(zip(DECISIONS, summary.decisions, strict=False))
        decisions = [
            Content.assemble(
                (DECISIONS[decision].glyph, CONTENT_STYLES[DECISIONS[decision].style]),
                f" {numbers[decision]:,} {DECISIONS[decision].word}",
            )
            for decision in (Decision.APPROVED, Decision.REJECTED, Decision.UNDECIDED)
            if numbers
        ]
        pieces.append(Content("  ").join(decisions))
        return Content("   ").join([piece for piece in pieces if piece.plain])


class PlanNotes(Widget, can_focus=False):
    """A few lines, shown only while there are notes; the most important first."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PlanNotes {
        height: auto;
        max-height: 3;
        padding: 0 1;
        display: none;
        background: $panel;
        color: $foreground;
        &.-active {
            display: block;
        }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._notes: tuple[Piece, ...] = ()

    def show(self, notes: Sequence[Piece]) -> None:
        """Show sentences. The screen is laid out again only when they take another number of lines."""
        width = max(20, self.app.size.width - 2)
        fitting = tuple(fit_notes([(sanitise(text), style) for text, style in notes], width))
        before, self._notes = self._notes, fitting
        if before == fitting:
            return
        self.set_class(bool(fitting), "-active")
        self.refresh(layout=_height(before, width) != _height(fitting, width))

    def render(self) -> Content:
        """Draw the sentences below each other."""
        return Content("\n").join(
            [Content.styled(text, CONTENT_STYLES[style]) for text, style in self._notes]
        )


def fit_notes(notes: Sequence[Piece], width: int) -> list[Piece]:
    """Return the notes that fit into :data:`MAX_NOTE_LINES` lines, and how to read the rest."""
    if _height(notes, width) <= MAX_NOTE_LINES:
        return list(notes)
    kept: list[Piece] = []
    for text, style in notes:
        room = MAX_NOTE_LINES - 1 - _height(kept, width)
        if room <= 0:
            break
        lines = textwrap.wrap(text, width)
        whole = len(lines) <= room
        kept.append((text if whole else f"{' '.join(lines[:room])[: room * width - 4]} ...", style))
    rest = len(notes) - len(kept)
    return [*kept, (f"{rest} more; I shows all" if rest else "I shows all", "dim")]


def _height(notes: Sequence[Piece], width: int) -> int:
    return sum(len(textwrap.wrap(text, width)) for text, _style in notes)


class PlanHead:
    """The lines above the entries, which the screen composes where they belong, and updates together."""

    def __init__(self) -> None:
        self.title = PlanTitle()
        self.line = PlanLine()
        self.notes = PlanNotes()
        self.effect = EffectPanel()

    def update(self, book: PlanBook, table: PlanTable, notes: Sequence[Piece], *, now: float) -> None:
        """Show a plan with its notes and how its table is narrowed; ``now`` is UTC seconds."""
        age = now - book.plan.created_at
        self.title.plan, self.title.age = book.plan, age - age % MINUTE
        self.line.summary = PlanSummary(
            tuple(book.tally.ops[op] for op in Op),
            tuple(book.tally.decisions[decision] for decision in DECISIONS),
            {"add": "additions", "update": "updates", "remove": "removals"}.get(table.only, table.only),
            table.marks_text,
        )
        self.notes.show(notes)


_ALWAYS_COUNTED = (EntryOutcome.DONE, EntryOutcome.FAILED, EntryOutcome.CONFLICTED)
"""Outcomes whose number is shown even where it is 0."""


def plan_notes(book: PlanBook, jobs: JobFollower) -> Iterator[Piece]:
    """Yield the notes on a plan and its jobs, the most important first."""
    yield from jobs.notes()
    tally = book.tally
    if book.plan.state is PlanState.UNDONE:
        yield "This plan was undone.", "dim"
    elif book.plan.state is PlanState.DISCARDED:
        yield "This plan was discarded.", "dim"
    elif book.plan.state is PlanState.SUPERSEDED:
        yield "A later plan took its place before it was applied to its end; z undoes what it wrote.", "warn"
    elif any(tally.outcomes[outcome] for outcome in OUTCOMES):
        counts = [
            f"{tally.outcomes[outcome]:,} {'conflicted' if outcome is EntryOutcome.CONFLICTED else sign.word}"
            for outcome, sign in OUTCOMES.items()
            if tally.outcomes[outcome] or outcome in _ALWAYS_COUNTED
        ]
        failed = " ! shows what went wrong." if tally.failures else ""
        yield f"Applied: {', '.join(counts)}.{failed}", "warn" if tally.failures else "good"
    if book.lock:
        yield f"Locked: {book.lock}", "warn"
    if tally.stale and not jobs.applying:
        entries = plural(tally.stale, "entry is", "entries are")
        yield f"{entries} stale: a side has changed since. D plans again.", "warn"
    for note in book.plan.notes:
        yield note, ""
