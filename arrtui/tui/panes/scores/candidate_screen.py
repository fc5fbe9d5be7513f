"""One candidate in full over the whole screen."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import events, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen

from arrtui.core.errors import ArrtuiError
from arrtui.features.scores.model import ScoreLibrary
from arrtui.tui.kit.head_line import HeadLine
from arrtui.tui.kit.key_line import KeyLine
from arrtui.tui.kit.lines_view import LinesView
from arrtui.tui.panes.scores.candidate_actions import ScoreActing, action_bindings
from arrtui.tui.panes.scores.candidate_rows import CandidateRow, file_name
from arrtui.tui.panes.scores.candidate_text import Past, candidate_lines

if TYPE_CHECKING:
    from arrtui.runtime.scores.use_cases import ScoresServices


class CandidateView(LinesView):
    """The text of a candidate."""

    DEFAULT_CSS = """
    CandidateView {
        padding: 0 1;
        background: $surface;
        color: $foreground;
        &:ansi {
            background: ansi_default;
            color: ansi_default;
        }
    }
    """


class CandidateScreen(ScoreActing, Screen[None]):
    """Shows everything about a candidate until `esc`."""

    BINDINGS: ClassVar[list[BindingType]] = [
        *action_bindings("candidate"),
        Binding("escape", "app.pop_screen", "Back", id="candidate.back", tooltip="Go back to the list"),
    ]

    def __init__(self, row: CandidateRow, library: ScoreLibrary, changed: Callable[[], None]) -> None:
        """Make the screen.

        Args:
            row: The candidate.
            library: What is stored of its instance.
            changed: Called when it is ignored, or no longer.
        """
        super().__init__()
        self._row = row
        self._library = library
        self._changed = changed
        self._past: Past | None = None

    def compose(self) -> ComposeResult:
        """Where one is, everything, and the keys."""
        yield HeadLine("Scores", self._row.file.instance, file_name(self._row.file))
        yield CandidateView()
        yield KeyLine()

    def on_mount(self) -> None:
        """Show what is known, and read the past."""
        self.query_one(CandidateView).focus()
        self._read()

    def on_resize(self, _event: events.Resize) -> None:
        """Wrap anew."""
        self.call_after_refresh(self._draw)

    @work(exclusive=True)
    async def _read(self) -> None:
        try:
            self._past = await read_past(self.host.services.scores, self._row)
        except ArrtuiError as error:
            self.notify(str(error), severity="error", markup=False)
        self._draw(anew=True)

    def _draw(self, *, anew: bool = False) -> None:
        view, plain = self.query_one(CandidateView), self.host.plain
        view.set_lines(
            candidate_lines(self._row, self._library, self._past, view.room, plain=plain), anew=anew
        )

    # For actions

    @property
    def chosen(self) -> Sequence[CandidateRow]:
        """The candidate shown."""
        return (self._row,)

    def acted(self) -> None:
        """Stay: it is still worth looking at."""

    def ignoring_changed(self) -> None:
        """Go back to the list, which has changed."""
        self._changed()
        self.dismiss(None)


async def read_past(scores: ScoresServices, row: CandidateRow) -> Past:
    """Read what is stored of a candidate's past. Raises ArrtuiError where that cannot be read."""
    file = row.file
    return Past(
        await scores.history(file.instance, file.external_id),
        await scores.samples(file.instance, file.external_id),
        await scores.copies(file),
    )
