"""The lines around the library's tables: what is shown, and what the glyphs mean."""

from __future__ import annotations

from dataclasses import dataclass

from textual.content import Content
from textual.reactive import reactive

from arrtui.core.text import format_age, format_count
from arrtui.tui.kit.signs import CONTENT_STYLES
from arrtui.tui.kit.text_line import TextLine
from arrtui.tui.panes.library.cells import SIGNS
from arrtui.tui.panes.library.columns import Fit


@dataclass(frozen=True)
class LibrarySummary:
    """What the line above the table says."""

    view: str = "titles"
    """``titles`` or ``episodes``."""
    children: str = "Episodes"
    """What the second view lists."""
    matches: int = 0
    total: int = 0
    marks: str = ""
    """How many rows are marked and hidden; empty without marks."""
    age: float | None = None
    """Seconds since the oldest data shown was fetched; None before anything was."""
    never: tuple[str, ...] = ()
    """Instances of which nothing is stored."""
    fit: Fit | None = None
    """Which instances have a column, where not all do."""


class LibraryLine(TextLine):
    """One line: the two views, how many rows are shown, and how old they are."""

    summary: reactive[LibrarySummary] = reactive(LibrarySummary())

    def render(self) -> Content:
        """Draw the views to the left, and to the right what fits, the most important first."""
        summary = self.summary
        views = (("Titles", summary.view == "titles"), (summary.children, summary.view != "titles"))
        left = Content.assemble(
            *((f" {name} ", "bold reverse" if current else CONTENT_STYLES["dim"]) for name, current in views)
        )
        count, style = format_count(summary.total), "bold"
        if summary.matches != summary.total:
            count = f"{summary.matches:,} of {count}"
            style = "bold" if summary.matches else f"bold {CONTENT_STYLES['bad']}"
        pieces = [Content.styled(count, style)]
        notes: list[tuple[str, str]] = []
        if summary.marks:
            notes.append((summary.marks, "accent"))
        fit = summary.fit
        if fit is not None and fit.before + fit.after:
            first, last = fit.before + 1, fit.before + len(fit.names)
            span = str(first) if first == last else f"{first}-{last}"
            notes.append((f"instances {span} of {last + fit.after} (< >)", "warn"))
        if summary.never:
            which = ", ".join(summary.never) if len(summary.never) < 3 else str(len(summary.never))
            notes.append((f"{which} not backed up yet", "warn"))
        if summary.age is not None:
            notes.append((f"backed up {format_age(summary.age)}", "dim"))
        for text, note_style in notes:
            note = Content.styled(text, CONTENT_STYLES[note_style])
            width = sum(piece.cell_length + 2 for piece in (*pieces, note))
            if left.cell_length + width <= self.content_size.width:
                pieces.append(note)
        return Content.assemble(left, *[part for piece in pieces for part in ("  ", piece)])


class Legend(TextLine):
    """One line that says what the glyphs of the table mean."""

    def render(self) -> Content:
        """Draw each glyph as the table does, with its meaning."""
        pieces: list[tuple[str, str]] = []
        for sign in SIGNS:
            pieces += [(sign.glyph, CONTENT_STYLES[sign.style]), (f" {sign.word}  ", CONTENT_STYLES["dim"])]
        return Content.assemble(*pieces)
