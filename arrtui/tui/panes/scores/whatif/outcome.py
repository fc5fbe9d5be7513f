"""The right side of the what-if: what would come of a scenario, in words and file by file."""

from __future__ import annotations

import textwrap

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from arrtui.features.scores.model import ProfileRow
from arrtui.features.scores.whatif import MovedFile, WhatIf
from arrtui.tui.kit.table import EstateTable
from arrtui.tui.panes.scores.lines import Line, content
from arrtui.tui.panes.scores.whatif.outcome_text import nothing_tried, outcome_lines
from arrtui.tui.panes.scores.whatif.rows import MOVED_COLUMNS

NONE_MOVED = "No file changes its score or its verdict."
NONE_TRIED = "Nothing is changed yet."


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
