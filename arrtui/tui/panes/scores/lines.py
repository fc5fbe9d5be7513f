"""Styled lines of running text, and the words and number formats that the tabs of the Scores pane share."""

from __future__ import annotations

from collections.abc import Iterable

from textual.content import Content

from arrtui.features.scores.model import ScoredFile, ScoreEvent, Verdict
from arrtui.tui.kit.signs import CONTENT_STYLES, Sign
from arrtui.tui.kit.table.cells import sanitise

Line = list[tuple[str, str]]
"""Pieces of text, each with the name of its style."""

VERDICTS = {
    verdict: Sign(verdict.facts.glyph, verdict.facts.word, verdict.facts.style) for verdict in Verdict
}
"""What becomes of a file, as a glyph and a word."""

EVENTS = {
    ScoreEvent.FIRST: ("first seen", "dim"),
    ScoreEvent.NEW: ("new", "good"),
    ScoreEvent.UPGRADED: ("upgraded", "good"),
    ScoreEvent.DOWNGRADED: ("downgraded", "bad"),
    ScoreEvent.REPLACED: ("replaced", ""),
    ScoreEvent.RESCORED: ("re-scored", "accent"),
    ScoreEvent.REMOVED: ("removed", "warn"),
}
"""What happened to a score, as a word and its style."""

_STYLES = {**CONTENT_STYLES, "title": "bold", "head": "bold underline", "key": "bold $text-accent"}


def content(lines: Iterable[Line]) -> Content:
    """Return lines as text to show; names in them are made harmless."""
    return Content("\n").join([content_line(line) for line in lines])


def content_line(line: Line) -> Content:
    """Return one line as text to show; a style without a name here is one of Textual's."""
    return Content.assemble(*((sanitise(text), _STYLES.get(style, style)) for text, style in line))


def file_title(file: ScoredFile) -> str:
    """Return the title of a file's movie with its year, or of its series or artist with what it holds."""
    if file.album:
        return f"{file.title} - {file.album}"
    if file.season <= 0 and not file.episodes:
        return f"{file.title} ({file.year})" if file.year else file.title
    numbers = "".join(f"E{number:02}" for number in file.episodes)
    return f"{file.title} S{file.season:02}{numbers}"


def signed(number: int) -> str:
    """Return a difference with its sign, e.g. ``+1,200``."""
    return f"{number:+,}" if number else "0"


def share_text(share: float) -> str:
    """Return a share of 0 to 1, rounded, in at most four cells; a share above 0 is never ``0%``."""
    return "<1%" if 0 < share < 0.005 else f"{share:.0%}"


def floor_percent(share: float) -> str:
    """Return a share of 0 to 1, rounded down, in at most four cells: ``100%`` means nothing is missing."""
    return f"{int(share * 100) if share < 1 else 100}%"
