"""The lines above a plan's entries: where one is, what was decided so far, and what there is to mind."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from textual.content import Content
from textual.reactive import reactive
from textual.widget import Widget

from arrtui.core.text import format_age
from arrtui.features.sync.model import Decision, EntryOutcome, Op, Plan, PlanKind
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.table.cells import sanitise
from arrtui.tui.panes.plan.words import DECISIONS, DECISIONS_ASCII, OPS, OUTCOMES

if TYPE_CHECKING:
    from arrtui.tui.panes.plan.book import Tally

ARROWS = {"add": "->", "mirror": "=>", "union": "<->"}
"""How the two sides of a pair stand to each other, by its mode."""
MOST_LINES = 3
"""Lines that notes take at most; a small terminal is to show entries."""
Note = tuple[str, str]
"""A sentence and the name of its style."""


def plan_title(plan: Plan) -> str:
    """Return what a plan is called: by its pair, or else by what it is for."""
    if plan.kind is PlanKind.UNDO:
        return f"undo of plan {plan.undoes}" if plan.undoes else "undo"
    return plan.pair or plan.kind.value


def route(source: str, target: str, mode: str = "") -> str:
    """Return where a plan leads; the target is named in short where both are of one kind."""
    if not source or source == target:
        return target or source
    kind, _, label = target.partition(".")
    short = label if source.partition(".")[0] == kind and "," not in target else target
    return f"{source} {ARROWS.get(mode, '->')} {short}"


class PlanTitle(Widget, can_focus=False):
    """The way that led here, and how old the plan is."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PlanTitle {
        dock: top;
        height: 1;
        padding: 0 1;
        background: $panel;
        color: $foreground;
        text-wrap: nowrap;
    }
    """

    plan: reactive[Plan | None] = reactive(None)
    """The plan shown; None while it is read."""
    age: reactive[float] = reactive(0.0)
    """Seconds since it was made, in whole minutes."""

    def render(self) -> Content:
        """Draw the way to the left, the age to the right."""
        plan, dim = self.plan, CONTENT_STYLES["dim"]
        if plan is None:
            return Content.assemble(("Sync > ", dim), ("plan", "bold"))
        what = route(plan.source, plan.target, plan.mode)
        mode = f", {plan.mode}" if plan.mode else ""
        left = Content.assemble(
            ("Sync > ", dim), (sanitise(plan_title(plan)), "bold"), f"  {sanitise(what)}{mode}"
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
    decisions: tuple[int, ...] = ()
    only: str = ""
    """What the table is narrowed to, besides the filter's text."""
    marked: int = 0
    ascii: bool = False


def shown_of(tally: Tally, *, only: str, marked: int, ascii: bool) -> PlanSummary:
    """Return what the line says of a plan."""
    return PlanSummary(
        tuple(tally.ops[op] for op in Op),
        tuple(tally.decisions[decision] for decision in DECISIONS),
        only,
        marked,
        ascii,
    )


class PlanLine(Widget, can_focus=False):
    """One line: entries of each kind, and how they were decided."""

    ALLOW_SELECT = False

    DEFAULT_CSS = """
    PlanLine {
        height: 1;
        padding: 0 1;
        text-wrap: nowrap;
    }
    """

    shown: reactive[PlanSummary] = reactive(PlanSummary())
    """What the line says."""

    def render(self) -> Content:
        """Draw the counts, and what the table is narrowed to."""
        return Content("   ").join([piece for piece in _pieces(self.shown) if piece.plain])


def _pieces(shown: PlanSummary) -> list[Content]:
    narrowed = Content.styled(f"only {shown.only}", "bold $text-accent") if shown.only else Content("")
    marked = Content.styled(f"{shown.marked:,} marked", CONTENT_STYLES["accent"]) if shown.marked else None
    return [
        Content(" ").join(
            [
                Content.styled(f"{OPS[op].glyph}{number:,}", f"bold {CONTENT_STYLES[OPS[op].style]}")
                for op, number in zip(Op, shown.ops, strict=False)
            ]
        ),
        narrowed,
        *([marked] if marked else []),
        _decisions(shown),
    ]


def _decisions(shown: PlanSummary) -> Content:
    signs = DECISIONS_ASCII if shown.ascii else DECISIONS
    order = (Decision.APPROVED, Decision.REJECTED, Decision.UNDECIDED)
    numbers = dict(zip(DECISIONS, shown.decisions, strict=False))
    return Content("  ").join(
        [
            Content.assemble(
                (signs[decision].glyph, CONTENT_STYLES[signs[decision].style]),
                f" {numbers.get(decision, 0):,} {signs[decision].word}",
            )
            for decision in order
        ]
        if numbers
        else []
    )


class PlanNotes(Widget, can_focus=False):
    """A few lines, there only while there is something to mind; the most important first."""

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
        self._shown: tuple[Note, ...] = ()

    def show(self, notes: Sequence[Note]) -> None:
        """Show sentences. The screen is laid out anew only when they take another number of lines."""
        width = max(20, self.app.size.width - 2)
        shown = tuple(fit_notes([(sanitise(text), style) for text, style in notes], width))
        before, self._shown = self._shown, shown
        if before == shown:
            return
        self.set_class(bool(shown), "-active")
        self.refresh(layout=_height(before, width) != _height(shown, width))

    @property
    def plain(self) -> str:
        """The sentences as text."""
        return self.render().plain

    def render(self) -> Content:
        """Draw the sentences below each other."""
        return Content("\n").join(
            [Content.styled(text, CONTENT_STYLES[style]) for text, style in self._shown]
        )


def fit_notes(notes: Sequence[Note], width: int) -> list[Note]:
    """Return what of the notes fits into :data:`MOST_LINES` lines, and how to read the rest."""
    if _height(notes, width) <= MOST_LINES:
        return list(notes)
    kept: list[Note] = []
    for text, style in notes:
        room = MOST_LINES - 1 - _height(kept, width)
        if room <= 0:
            break
        lines = textwrap.wrap(text, width)
        whole = len(lines) <= room
        kept.append((text if whole else f"{' '.join(lines[:room])[: room * width - 4]} ...", style))
    rest = len(notes) - len(kept)
    return [*kept, (f"{rest} more; v shows all" if rest else "v shows all", "dim")]


def _height(notes: Sequence[Note], width: int) -> int:
    return sum(len(textwrap.wrap(text, width)) for text, _style in notes)


def outcome_sentence(tally: Tally) -> Note:
    """Return how the applies of a plan went so far."""
    counts = [
        f"{tally.outcomes[outcome]:,} {'conflicted' if outcome is EntryOutcome.CONFLICTED else sign.word}"
        for outcome, sign in OUTCOMES.items()
        if tally.outcomes[outcome] or outcome is not EntryOutcome.SKIPPED
    ]
    bad = tally.failures
    return f"Applied: {', '.join(counts)}.{' ! shows what went wrong.' if bad else ''}", (
        "warn" if bad else "good"
    )
