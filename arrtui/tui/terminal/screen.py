"""A model of the terminal's screen, which lets only that through what changes it.

Textual draws a region whole: a line of a table with every column, a detail with its blanks and borders, each
piece of text with all of its colours. Over a slow line that is five times what differs.
"""

from __future__ import annotations

import re

from rich.cells import cell_len

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
_ONE_CELL = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u2190-\u2193\u2022\u2026\u2500-\u259f\u25a0-\u25ff]*")
"""Characters that every terminal draws in one cell."""
_GAP = 4
"""Unchanged cells that are sent again because skipping them takes as many bytes."""


class ScreenModel:
    """What the terminal shows, as far as that is known."""

    def __init__(self) -> None:
        self._width = self._height = 0
        self._characters: list[list[str]] = []
        """By line and column; empty where it is not known."""
        self._renditions: list[list[Rendition]] = []
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
        self._characters = [[""] * width for _ in range(height)]
        self._renditions = [[DEFAULT] * width for _ in range(height)]
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
        """Move the cursor to where it is to be, if that is known."""
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
        """Send what of a text differs from what is shown where the cursor is asked to be."""
        line, column = self._asked or (self._height, 0)
        end = column + len(text)
        if line >= self._height or end > self._width or not _ONE_CELL.fullmatch(text):
            self._write_whole(text)
            return
        characters, renditions = self._characters[line], self._renditions[line]
        blank, rendition = self._rendition.on_blanks, self._rendition
        start = last = -1
        for place in range(column, end):
            character = text[place - column]
            wanted = blank if character == " " else rendition
            if characters[place] == character and renditions[place] == wanted:
                continue
            characters[place], renditions[place] = character, wanted
            if start >= 0 and place - last > _GAP:
                self._send(line, start, text[start - column : last + 1 - column])
                start = place
            elif start < 0:
                start = place
            last = place
        if start >= 0:
            self._send(line, start, text[start - column : last + 1 - column])
        self._asked = line, end

    def _send(self, line: int, column: int, text: str) -> None:
        self._move(line, column)
        blank = self._rendition.on_blanks
        if text.strip(" "):
            self._draw_in(self._rendition)
        elif self._sent is None or self._sent.on_blanks != blank:
            self._draw_in(blank)
        self._out.append(text)
        end = column + len(text)
        # In the last column terminals differ on where the cursor is.
        self._cursor = (line, end) if end < self._width else None

    def _write_whole(self, text: str) -> None:
        """Send a text of whose cells a terminal may think otherwise, now and whenever it is drawn again."""
        self._settle()
        self._draw_in(self._rendition)
        self._out.append(text)
        self._cursor = None
        if self._asked is None:
            return
        line, column = self._asked
        end = column + cell_len(text)
        if line < self._height and end <= self._width:
            self._characters[line][column:end] = [""] * (end - column)
            self._asked = line, end
        else:  # it goes on in the next line, or scrolls
            self.forget(self._width, self._height)
            self._asked = None

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
