"""The right side of the what-if: what would come of a scenario, in words and file by file."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from arrtui.core.text import plural
from arrtui.features.scores.health import grade_of
from arrtui.features.scores.model import ProfileRow
from arrtui.features.scores.whatif import MovedFile, WhatIf
from arrtui.tui.kit.signs import WARN
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.histogram import Bins, Mark, histogram
from arrtui.tui.panes.scores.lines import VERDICTS, Line, content, signed
from arrtui.tui.panes.scores.whatif.rows import MOVED_COLUMNS

NONE_MOVED = "No file changes its score or its verdict."
NONE_TRIED = "Nothing is changed yet."
LEAST_PLOT, MOST_PLOT = 6, 12
"""Lines of the plot."""
NAME, NUMBER = 14, 6
"""Cells of a line's name and of its numbers."""
HELP = (
    ("enter", "edits the value"),
    ("+ -", "10 points more or less"),
    ("> <", "100 points more or less"),
    ("bksp", "takes a change back"),
)
"""What can be done before anything is."""


class OutcomePanel(Vertical):
    """Shows an outcome, why there is none, or how to begin."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._text = Static(markup=False, id="whatif-text")
        self.files: EstateTable[MovedFile] = EstateTable(MOVED_COLUMNS, markable=False, id="whatif-moved")
        """The files that would change."""
        self.outcome: WhatIf | None = None
        """What would come of it; None where nothing is tried, or after an error."""
        self.error = ""
        """Why there is no outcome."""

    def compose(self) -> ComposeResult:
        """The text above the files."""
        yield self._text
        yield self.files

    def update(self, row: ProfileRow | None, limits: tuple[int, int], *, plain: bool) -> None:
        """Draw in the room there is.

        Args:
            row: The figures of the profile whose values show.
            limits: Its minimum and wanted score as they are tried.
            plain: Whether only ASCII is drawn.
        """
        if not self._text.is_mounted:
            return
        outcome = self.outcome
        self.files.empty = NONE_MOVED if outcome else NONE_TRIED
        self.files.set_rows(
            outcome.moved if outcome else (), key=lambda moved: (moved.file.instance, moved.file.file_id)
        )
        width, height = self._text.content_size
        lines: list[Line]
        if self.error:
            lines = [
                [("Cannot be told", "bad")],
                *([(line, "")] for line in textwrap.wrap(self.error, width)),
            ]
        elif outcome is None:
            lines = list(nothing_tried(row, width, height, plain=plain))
        else:
            lines = list(outcome_lines(outcome, limits, width, height, plain=plain))
        self._text.update(content(lines))


def nothing_tried(row: ProfileRow | None, width: int, height: int, *, plain: bool) -> Iterator[Line]:
    """Yield how to begin, and how the scores are spread now."""
    yield [("Nothing is changed yet", "title")]
    for key, words in HELP:
        yield [(f"{key:<6}", "key"), (words, "")]
    yield [("What comes of it shows here.", "dim")]
    yield [("No app is changed by that.", "dim")]
    room = height - 3 - len(HELP)
    if row is not None and row.files and room >= LEAST_PLOT:
        marks = [Mark(row.minimum, "min"), Mark(row.wanted, "wanted")]
        yield from histogram(Bins.of(row.histogram), marks, width, min(MOST_PLOT, room), plain=plain)


def outcome_lines(
    outcome: WhatIf, limits: tuple[int, int], width: int, height: int, *, plain: bool
) -> Iterator[Line]:
    """Yield what would change, with the spread of scores now and then.

    ``limits`` are the minimum and the wanted score as they are tried.
    """
    verdicts = sum(moved.verdict is not moved.new_verdict for moved in outcome.moved)
    scores = sum(moved.score != moved.new_score for moved in outcome.moved)
    head = [plural(verdicts, "verdict"), ", ", plural(scores, "score"), f" of {outcome.files:,}"]
    if sum(map(len, head)) + len(" change") <= width:
        head[-1] += " change"
    yield list(zip(head, ("title", "", "title", ""), strict=True))
    yield [(f"{'':<{NAME}}{'now':>{NUMBER}}{'then':>{NUMBER}}", "dim")]
    for verdict, now, then in outcome.verdicts:
        sign = VERDICTS[verdict]
        yield _numbers(sign.text, now, then, good=None if sign.style == "dim" else sign.style == "good")
    yield _numbers(f"{WARN} below min.", *outcome.below_minimum, good=False)
    before, after = map(grade_of, outcome.health)
    grades = before if after == before else f"{before} -> {after}"
    yield _numbers(f"health {grades}", *outcome.health, good=True)
    room = height - 4 - len(outcome.verdicts)
    if room >= LEAST_PLOT:
        marks = [Mark(limits[0], "min"), Mark(limits[1], "wanted")]
        before, after = (":", "#") if plain else ("░", "█")
        yield [
            ("Files by score: ", "dim"),
            (before, "accent"),
            (" now  ", ""),
            (after, "accent"),
            (" then", ""),
        ]
        yield from histogram(Bins.of(outcome.histogram), marks, width, min(MOST_PLOT, room - 1), plain=plain)


def _numbers(name: str, now: int, then: int, *, good: bool | None) -> Line:
    """Return a line of counts; ``good`` says whether more of them are better, None that it is neither."""
    change = then - now
    style = "dim" if not change else "" if good is None else "good" if (change > 0) is good else "bad"
    return [
        (f"{name:<{NAME}}", ""),
        (f"{now:>{NUMBER},}", "dim"),
        (f"{then:>{NUMBER},}", ""),
        (f"{signed(change) if change else '':>{NUMBER}}", style),
    ]
