"""A model of the terminal's screen, which lets only that through what changes it.

Textual draws a region whole: a line of a table with every column, a detail with its blanks and borders, each
piece of text with all of its colours. Over a slow line that is seven times what differs. What differs after a
frame is drawn colour by colour: to select a colour takes twenty bytes, to go to another place eight.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

from arrtui.tui.terminal.cells import CellGrid, Run, Whole
from arrtui.tui.terminal.renditions import DEFAULT, Rendition, applied, change

_TOKEN = re.compile(
    r"""
      \x1b\[(?P<line>\d*);?(?P<column>\d*)H
    | \x1b\[(?P<rendition>[\d;]*)m
    | (?P<text>[^\x00-\x1f\x7f-\x9f]+)
    | (?P<newline>\r?\n)
    | (?P<other>\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)?|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[^\[\]]|.)
    """,
    re.VERBOSE | re.DOTALL,
)
_HARMLESS = re.compile(
    r"\x1b\[\?(?:2026|25|100[0-6]|1015|2004|2048)[hl]|\x1b\[\?2026\$p|\x1b\[[<>=]\d*u|\x07|\x1b\](?!8;)"
)
"""Sequences that leave every cell, the place of the cursor and the rendition as they are: modes of the mouse,
of the cursor and of the keyboard, synchronised output, the bell, and what sets a title or the clipboard."""
_ONE_CELL = re.compile(
    "[ -~\u00a1-\u00ac\u00ae-\u024f\u1e00-\u1eff"  # Latin
    "\u0370-\u03ff\u0400-\u0482\u048a-\u052f"  # Greek, Cyrillic
    "\u2010-\u2027\u2190-\u2193\u2500-\u259f\u25a0-\u25ff\u2713\u2717]*"
)
"""Characters that every terminal draws in one cell."""
_ERASED = 6
"""Blanks at the end of a run from which it takes fewer bytes to erase them."""


class ScreenModel:
    """What the terminal shows, as far as that is known, and what it is to show."""

    def __init__(self, *, erases_in_background: bool = False) -> None:
        """Make a model of a screen without cells.

        Args:
            erases_in_background: Whether erased cells get the background that is selected, terminfo's
                ``bce``.
        """
        self._erases = erases_in_background
        self._width = self._height = 0
        self._shown = CellGrid(0, 0)
        self._wanted = CellGrid(0, 0)
        self._changed: set[int] = set()
        """Lines that were drawn on since all was sent."""
        self._asked: tuple[int, int] | None = None
        """Where the cursor is to be; None until that is said."""
        self._cursor: tuple[int, int] | None = None
        """Where it is; None where that is not certain."""
        self._rendition = DEFAULT
        """What Textual draws in."""
        self._sent: Rendition | None = None
        """What the terminal draws in; None where that is not certain."""
        self._out: list[str] = []

    def forget(self, width: int, height: int) -> None:
        """Know nothing of what is shown on a screen of so many cells."""
        self._width, self._height = width, height
        self._shown, self._wanted = CellGrid(width, height), CellGrid(width, height)
        self._changed.clear()
        self._cursor = self._sent = None

    @property
    def size(self) -> tuple[int, int]:
        """Columns and lines."""
        return self._width, self._height

    def changes(self, output: str) -> str:
        """Return what has to be sent so that the screen looks as after all of ``output``."""
        self._out = []
        for token in _TOKEN.finditer(output):
            kind = token.lastgroup
            if kind == "text":
                self._write(token["text"])
            elif kind == "rendition":
                self._change_rendition(token["rendition"])
            elif kind in ("line", "column"):
                self._asked = int(token["line"] or 1) - 1, int(token["column"] or 1) - 1
            elif kind == "newline" and self._asked and self._asked[0] < self._height - 1:
                self._asked = self._asked[0] + 1, 0
            else:
                self._pass_on(token[0])
        self._settle()
        return "".join(self._out)

    def _settle(self) -> None:
        """Send what has changed, and move the cursor to where it is to be, if that is known."""
        self._send_changes()
        if self._asked is not None:
            self._move(*self._asked)

    def _change_rendition(self, parameters: str) -> None:
        rendition = applied(self._rendition, parameters)
        if rendition is None:
            self._pass_on(f"\x1b[{parameters}m")
        else:
            self._rendition = rendition

    def _pass_on(self, sequence: str) -> None:
        """Send what is not understood as it is; nothing is certain afterwards unless it is harmless."""
        if _HARMLESS.match(sequence):
            self._out.append(sequence)
            return
        self._settle()
        self._draw_in(self._rendition)
        self._out.append(sequence)
        self.forget(self._width, self._height)
        self._asked = None

    def _write(self, text: str) -> None:
        """Note a text where the cursor is asked to be."""
        line, column = self._asked or (self._height, 0)
        end = column + len(text)
        if line >= self._height or end > self._width or not _ONE_CELL.fullmatch(text):
            self._write_whole(text)
            return
        self._wanted.write(line, column, text, self._rendition)
        self._changed.add(line)
        self._asked = line, end

    def _write_whole(self, text: str) -> None:
        """Send a text of whose cells a terminal may think otherwise, unless it is there already."""
        line, column = self._asked or (self._height, 0)
        whole = Whole(column, column + cell_len(text), text, self._rendition)
        fits = line < self._height and whole.end <= self._width
        if not (fits and self._wanted.has_whole(line, whole)):
            self._settle()
            self._draw_in(self._rendition)
            self._out.append(text)
            self._cursor = None
        if fits:
            self._shown.put_whole(line, whole)
            self._wanted.put_whole(line, whole)
            self._asked = line, whole.end
        elif self._asked is not None:  # it goes on in the next line, or scrolls
            self.forget(self._width, self._height)
            self._asked = None

    def _send_changes(self) -> None:
        """Send the cells that differ from what is shown, those of one rendition after another."""
        runs = [run for line in sorted(self._changed) for run in self._wanted.runs(line, self._shown)]
        self._changed.clear()
        groups: dict[Rendition, list[Run]] = {run.rendition: [] for run in runs if not run.is_blank}
        drawn_on = {rendition.on_blanks: rendition for rendition in groups}
        for run in runs:
            rendition = drawn_on.get(run.rendition, run.rendition) if run.is_blank else run.rendition
            groups.setdefault(rendition, []).append(run)
        for rendition in sorted(groups, key=lambda rendition: rendition != self._sent):
            self._draw_in(rendition)
            for run in groups[rendition]:
                self._send(run)

    def _send(self, run: Run) -> None:
        self._move(run.line, run.column)
        text = run.text
        kept = text.rstrip(" ")
        erased = len(text) - len(kept)
        if erased >= _ERASED and self._erases and run.rendition.fills_by_erasing:
            self._out.append(f"{kept}\x1b[{erased}X")
            text = kept
        else:
            self._out.append(text)
        end = run.column + len(text)
        # In the last column terminals differ on where the cursor is.
        self._cursor = (run.line, end) if end < self._width else None

    def _move(self, line: int, column: int) -> None:
        """Move the cursor there, in as few bytes as that takes."""
        if self._cursor == (line, column):
            return
        if self._cursor is not None and self._cursor[0] == line:
            distance = column - self._cursor[1]
            count = "" if abs(distance) == 1 else str(abs(distance))
            self._out.append(f"\x1b[{count}{'C' if distance > 0 else 'D'}")
        else:
            self._out.append(f"\x1b[{line + 1};{column + 1}H")
        self._cursor = line, column

    def _draw_in(self, rendition: Rendition) -> None:
        if self._sent is None:
            self._out.append("\x1b[m")
            self._sent = DEFAULT
        self._out.append(change(self._sent, rendition))
        self._sent = rendition
