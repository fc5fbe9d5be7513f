"""The cells of a screen, and the runs of them in which two screens differ."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from arrtui.tui.terminal.renditions import DEFAULT, Rendition

_GAP = 4
"""Unchanged cells that are drawn again because skipping them takes as many bytes."""


class Run(NamedTuple):
    """Neighbouring cells that are drawn in one rendition."""

    rendition: Rendition
    line: int
    column: int
    text: str

    @property
    def is_blank(self) -> bool:
        """Whether it has only spaces, which look the same in any rendition with their background."""
        return not self.text.strip(" ")


class Whole(NamedTuple):
    """A text of whose cells a terminal may think otherwise, which is drawn whole or not at all."""

    column: int
    end: int
    text: str
    rendition: Rendition


class CellGrid:
    """Characters and their renditions by line and column; a character is empty where it is not known."""

    def __init__(self, width: int, height: int) -> None:
        self._wholes: list[list[Whole]] = [[] for _ in range(height)]
        self._characters = [[""] * width for _ in range(height)]
        self._renditions = [[DEFAULT] * width for _ in range(height)]

    def write(self, line: int, column: int, text: str, rendition: Rendition) -> None:
        """Put a text, each of whose characters takes one cell, into a line; it must fit."""
        end, blank = column + len(text), rendition.on_blanks
        self._characters[line][column:end] = text
        self._renditions[line][column:end] = [blank if char == " " else rendition for char in text]

    def put_whole(self, line: int, whole: Whole) -> None:
        """Remember a text without its cells, which are not known any more."""
        column, end = whole.column, whole.end
        self._characters[line][column:end] = [""] * (end - column)
        self._renditions[line][column:end] = [DEFAULT] * (end - column)
        apart = [other for other in self._wholes[line] if other.end <= column or end <= other.column]
        self._wholes[line] = [*apart, whole]

    def has_whole(self, line: int, whole: Whole) -> bool:
        """Return whether a text is there, and nothing was put over it."""
        return whole in self._wholes[line] and not any(self._characters[line][whole.column : whole.end])

    def runs(self, line: int, shown: CellGrid) -> Iterator[Run]:
        """Yield what must be drawn of a line so that ``shown`` looks the same; it does afterwards."""
        characters, renditions = self._characters[line], self._renditions[line]
        places = self._different(line, shown)
        if not places:
            return
        start = end = places[0]
        rendition = renditions[start]
        blank = rendition.on_blanks
        for place in places:
            own = renditions[place]
            if place > end or not (own is rendition or (own is blank and characters[place] == " ")):
                joined = self._joined(
                    line, Run(rendition, line, start, "".join(characters[start:end])), place
                )
                if joined is None:
                    yield Run(rendition, line, start, "".join(characters[start:end]))
                    start = place
                rendition = joined or own
                blank = rendition.on_blanks
            end = place + 1
        yield Run(rendition, line, start, "".join(characters[start:end]))

    def _different(self, line: int, shown: CellGrid) -> list[int]:
        """Return the columns of a line in which another grid differs, and make that equal."""
        characters, renditions = self._characters[line], self._renditions[line]
        shown_characters, shown_renditions = shown._characters[line], shown._renditions[line]
        cells = zip(characters, shown_characters, renditions, shown_renditions, strict=True)
        places = [
            place
            for place, (character, shown_character, rendition, shown_rendition) in enumerate(cells)
            if character
            and (
                character != shown_character
                or (rendition is not shown_rendition and rendition != shown_rendition)
            )
        ]
        for place in places:
            shown_characters[place], shown_renditions[place] = characters[place], renditions[place]
        return places

    def _joined(self, line: int, run: Run, place: int) -> Rendition | None:
        """Return the rendition in which a run can go on to a place; None where another takes fewer bytes."""
        end = run.column + len(run.text)
        if place - end > _GAP:
            return None
        rendition, is_blank = run.rendition, run.is_blank
        characters, renditions = self._characters[line], self._renditions[line]
        for character, own in zip(characters[end : place + 1], renditions[end : place + 1], strict=True):
            if character == " " and own == rendition.on_blanks:
                continue
            if is_blank and character and own.on_blanks == rendition:
                rendition = own  # the blanks before look the same in it
            if not character or own != rendition:
                return None
            is_blank &= character == " "
        return rendition
