"""One entry of a plan in full, in a panel that scrolls and follows the table's cursor."""

from __future__ import annotations

from collections.abc import Sequence

from textual.content import Content

from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.panes.plan.detail_text import EntrySheet, entry_lines
from arrtui.tui.panes.plan.table import EntryRow


class EntryDetailView(LinesView):
    """Shows an entry as what is now and what would be; without one, sentences about the whole plan."""

    DEFAULT_CSS = """
    EntryDetailView {
        background: $background;
    }
    """

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._row: EntryRow | None = None
        self._sentences: Sequence[str] = ()

    def show_entry(self, row: EntryRow) -> None:
        """Show an entry; the same one stays where it is scrolled to."""
        if row == self._row:
            return
        anew = self._row is None or row.key != self._row.key
        self._row = row
        self._draw(anew=anew)

    def say(self, sentences: Sequence[str]) -> None:
        """Show sentences instead of an entry."""
        if self._row is not None or sentences != self._sentences:
            self._row, self._sentences = None, sentences
            self._draw(anew=True)

    def wrap_again(self) -> None:
        """Wrap the lines to the new width."""
        self._draw(anew=False)

    def _draw(self, *, anew: bool) -> None:
        if self._row is not None:
            self.set_lines(entry_lines(self._row, self.room), from_top=anew)
            return
        sheet = EntrySheet(self.room)
        for sentence in self._sentences:
            sheet.text((sentence, "dim"))
            sheet.blank()
        self.set_lines(sheet.lines or [Content("")], from_top=anew)
